"""Where the time goes, and one piece of advice in the order of the Theory of Constraints: raising the limit is last."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from wiptui.domain.record import Json
from wiptui.domain.values import dataclass
from wiptui.metrics.flow import WipTime, wip_time, wip_time_by_task
from wiptui.metrics.ledger import DOING, QUEUE, WAITING, Ledger
from wiptui.metrics.waits import waits

ENOUGH = 5
"""Tasks from which on shares are ranked."""


@dataclass(frozen=True, slots=True)
class Share:
    """One row: its time in milliseconds, its fraction of all time in WIP, and how many tasks it comes from.

    ``name`` is "" for what nobody said.
    """

    name: str
    ms: int
    share: float
    tasks: int


@dataclass(frozen=True, slots=True)
class Bottleneck:
    """The time in WIP of a window, ranked; open work is in it. Rows are largest first."""

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
    times = wip_time_by_task(ledger, since, ledger.cap(until))
    time = wip_time(ledger, since, ledger.cap(until))
    records = {track.id: track.record for track in ledger.journal.tracks}
    rows = [(records[task], spent.total, task) for task, spent in times.items()]
    states = [
        *((DOING, spent.doing, task) for task, spent in times.items() if spent.doing),
        *((WAITING, spent.waiting, task) for task, spent in times.items() if spent.waiting),
        *((QUEUE, spent.queue, task) for task, spent in times.items() if spent.queue),
    ]
    blocked = [wait for wait in waits(ledger, since, until) if not wait.resolved]
    by_state = _ranked(states, time.total)
    by_reason = _ranked(((wait.why, wait.end - wait.start, wait.task) for wait in blocked), time.total)
    by_person = _ranked(((wait.on, wait.end - wait.start, wait.task) for wait in blocked), time.total)
    by_project = _ranked(((str(record.get("project") or ""), ms, task) for record, ms, task in rows), time.total)
    by_tag = _ranked(((tag, ms, task) for record, ms, task in rows for tag in tags_of(record)), time.total)
    steps = _steps(len(times), time, by_state, by_person, by_reason, focus_ms)
    return Bottleneck(len(times), time, by_state, by_reason, by_person, by_project, by_tag, steps[0], steps)


def tags_of(record: Mapping[str, Json]) -> Sequence[str]:
    """The tags of a task; one "" for a task without any."""
    tags = record.get("tags")
    return [str(tag) for tag in tags] if isinstance(tags, list) and tags else ("",)


def _ranked(rows: Iterable[tuple[str, int, int]], total: int) -> tuple[Share, ...]:
    sums: dict[str, int] = {}
    tasks: dict[str, set[int]] = {}
    for name, ms, task in rows:
        sums[name] = sums.get(name, 0) + ms
        tasks.setdefault(name, set()).add(task)
    shares = [Share(name, ms, ms / total if total else 0.0, len(tasks[name])) for name, ms in sums.items()]
    return tuple(sorted(shares, key=lambda share: (-share.ms, share.name)))


def _steps(
    n: int,
    time: WipTime,
    by_state: tuple[Share, ...],
    by_person: tuple[Share, ...],
    by_reason: tuple[Share, ...],
    focus_ms: int | None,
) -> tuple[str, ...]:
    if n < ENOUGH:
        return (f"Too few tasks to point at a bottleneck: {n} of {ENOUGH}.",)
    top = by_state[0]
    part = f"{top.share:.0%} of the time in work"
    if top.name == WAITING:
        return _waiting_steps(part, time.waiting, by_person, by_reason)
    if top.name == QUEUE:
        return (
            f"{part} lay with you after the wait was over: resume what came back before you start something new.",
            "Look at the waits once in the morning, and take back what was resolved.",
            "If that is not enough, lower the waiting limit, so that fewer come back at once.",
        )
    touch = time.touch(focus_ms) if focus_ms else None
    if touch is not None and touch < 0.5:
        first = f"{part} was in doing, but only {touch:.0%} was focused: finish one before the next is started."
    else:
        first = f"{part} was in doing: split what is large, and finish the oldest first."
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
