"""Where the time goes, and one piece of advice in the order of the Theory of Constraints: a higher limit comes last."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from wiptui.domain.core.frozen import dataclass
from wiptui.metrics.figures import in_percent, percents, rate
from wiptui.metrics.flow.totals import WipTime, all_time_by_task, tasks_with, wip_time
from wiptui.metrics.flow.waits import waited
from wiptui.metrics.log.columns import Label
from wiptui.metrics.log.ledger import DOING, QUEUE, WAITING, Ledger

ENOUGH = 5
"""Tasks from which shares are ranked."""
SEVERAL = 1.5
"""Average WIP above which the advice is to finish one before the next."""
LITTLE_TOUCH = 0.5
"""The share of focus below which work waits in doing itself."""


@dataclass(frozen=True, slots=True)
class Share:
    """One row: its time in milliseconds, its fraction of all time in WIP, and its number of tasks.

    ``name`` is "" for tasks without one. ``percent`` is the share to show: the shares of all states add up to 100, and
    so do those of all projects. The shares of the waits add up to the share of waiting. A task may have several tags.
    """

    name: str
    ms: int
    share: float
    tasks: int
    percent: int


@dataclass(frozen=True, slots=True)
class Bottleneck:
    """The time in WIP of a window, ranked, open work included. Rows are largest first."""

    n: int
    """Tasks that were in WIP."""
    time: WipTime
    by_state: tuple[Share, ...]
    by_reason: tuple[Share, ...]
    by_person: tuple[Share, ...]
    by_project: tuple[Share, ...]
    by_tag: tuple[Share, ...]
    advice: str
    steps: tuple[str, ...]
    """What to try, in order: exploit, subordinate, elevate. ``advice`` is the first."""

    @property
    def is_enough(self) -> bool:
        return self.n >= ENOUGH


def bottleneck(ledger: Ledger, since: int, until: int, focus_ms: int | None = None) -> Bottleneck:
    """Rank the time in WIP by doing, waiting and own queue, then by reason, person, project and tag."""
    until = ledger.cap(until)
    time = wip_time(ledger, since, until)
    totals = all_time_by_task(ledger, since, until)
    labels = _by_label(ledger, totals)
    waits = waited(ledger, since, until)
    counts = {kind: tasks_with(ledger, kind, since, until) for kind in (DOING, WAITING, QUEUE)}
    sums = {DOING: time.doing, WAITING: time.waiting, QUEUE: time.queue}
    by_state = _shares({kind: ms for kind, ms in sums.items() if ms}, counts, time.total)
    waiting = time.percents[1]
    by_reason = _ranked([(why, found) for (_, why), found in waits.items()], time.total, waiting)
    by_person = _ranked([(on, found) for (on, _), found in waits.items()], time.total, waiting)
    by_project = _ranked([(label.name, found) for label, found in labels], time.total)
    by_tag = _ranked([(tag, found) for label, found in labels for tag in tags_of(label)], time.total, None)
    length = min(until, ledger.now) - since
    average = time.total / length if length > 0 else 0.0
    steps = _steps(len(totals), time, by_state, by_person, by_reason, focus_ms, average)
    return Bottleneck(len(totals), time, by_state, by_reason, by_person, by_project, by_tag, steps[0], steps)


def _by_label(ledger: Ledger, totals: Mapping[int, int]) -> list[tuple[Label, dict[int, int]]]:
    """Return the time of tasks, grouped by equal project and tags."""
    groups: dict[int, tuple[Label, dict[int, int]]] = {}
    labels = ledger.labels
    for task, ms in totals.items():
        label = labels[task]
        if id(label) not in groups:  # equal labels that are two objects make two groups
            groups[id(label)] = (label, {})
        groups[id(label)][1][task] = ms
    return list(groups.values())


def tags_of(label: Label) -> Sequence[str]:
    """Return the tags of a task; one "" if it has none."""
    return [str(tag) for tag in label.tags] or ("",)


def _ranked(parts: Iterable[tuple[str, Mapping[int, int]]], total: int, whole: int | None = 100) -> tuple[Share, ...]:
    """Return the shares of names from ``(name, milliseconds by task)`` pairs. A name may occur more than once."""
    sums: dict[str, int] = {}
    tasks: dict[str, set[int]] = {}
    for name, found in parts:
        sums[name] = sums.get(name, 0) + sum(found.values())
        tasks.setdefault(name, set()).update(found)
    return _shares(sums, {name: len(ids) for name, ids in tasks.items()}, total, whole)


def _shares(
    sums: Mapping[str, int], tasks: Mapping[str, int], total: int, whole: int | None = 100
) -> tuple[Share, ...]:
    """Return the shares of a total, largest first. With ``whole`` the shown percentages add up to it."""
    rows = sorted(sums.items(), key=lambda row: (-row[1], row[0]))
    shares = [ms / total if total else 0.0 for _, ms in rows]
    shown = percents([ms for _, ms in rows], whole) if whole is not None else [round(100 * share) for share in shares]
    return tuple(
        Share(name, ms, share, tasks[name], percent)
        for (name, ms), share, percent in zip(rows, shares, shown, strict=True)
    )


def _steps(
    n: int,
    time: WipTime,
    by_state: tuple[Share, ...],
    by_person: tuple[Share, ...],
    by_reason: tuple[Share, ...],
    focus_ms: int | None,
    average: float,
) -> tuple[str, ...]:
    if n < ENOUGH:
        return (f"Too few tasks to point at a bottleneck: {n} of {ENOUGH}.",)
    top = by_state[0]
    part = f"{top.percent}% of the time in work"
    if top.name == WAITING:
        return _waiting_steps(part, time.waiting, by_person, by_reason)
    if top.name == QUEUE:
        return (
            f"{part} lay with you after the wait was over: resume what came back before you start something new.",
            "Look at the waits once in the morning, and take back what was resolved.",
            "If that is not enough, lower the waiting limit, so that fewer come back at once.",
        )
    touch = time.touch(focus_ms) if focus_ms else None
    if touch is not None and touch < LITTLE_TOUCH and average > SEVERAL:
        first = (
            f"{part} was in doing, at a WIP of {rate(average)}, and {in_percent(touch)} (of days and nights) focused: "
            "finish one before the next starts."
        )
    elif average > SEVERAL:
        first = f"{part} was in doing: split what is large, and finish the oldest first."
    else:
        first = f"{part} was in doing: split what is large, so that parts of it are finished sooner."
    return (
        first,
        "Start only what you will touch today; leave the rest in Ready.",
        "Only when that helps no more, try another limit as an experiment of two weeks.",
    )


def _waiting_steps(
    part: str, waiting: int, by_person: tuple[Share, ...], by_reason: tuple[Share, ...]
) -> tuple[str, ...]:
    person = by_person[0] if by_person and by_person[0].name and by_person[0].ms * 2 >= waiting else None
    reason = by_reason[0] if by_reason and by_reason[0].name and by_reason[0].ms * 2 >= waiting else None
    if person is not None:
        first = f"{part} was waiting on others, most of it on {person.name}: ask there first, and agree on a date."
    elif reason is not None:
        first = f"{part} was waiting on others, most of it for “{reason.name}”: ask for that before you start."
    else:
        first = f"{part} was waiting on others: set a follow-up date for each wait, and ask when it comes."
    return (
        first,
        "Start what needs others early, so that they can work while you do.",
        "Only when that helps no more, raise the waiting limit, as an experiment of two weeks.",
    )


__all__ = ["DOING", "ENOUGH", "QUEUE", "WAITING", "Bottleneck", "Share", "bottleneck"]
