"""The facts of a week for its review, collected from the log in one pass."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta

from wiptui.domain.board import SETTINGS, SETTINGS_ID, TASKS, Board
from wiptui.domain.core.clock import to_ms
from wiptui.domain.core.frozen import dataclass
from wiptui.domain.core.record import LOG, Json, Record
from wiptui.domain.dates.date_style import habits
from wiptui.domain.day_plan import left_over
from wiptui.domain.learning import Experiment, Review, experiments, last_improvement, loads_between, review_of, running
from wiptui.domain.limits import DEFAULTS, whole
from wiptui.metrics.flow.ageing import Pace
from wiptui.metrics.flow.daily_series import focus_outside
from wiptui.metrics.flow.totals import Flow, measure, pace_at
from wiptui.metrics.flow.waits import blocked
from wiptui.metrics.focus.day_strip import DayStrips, day_strips
from wiptui.metrics.focus.sessions import FocusLog, FocusSummary, read_focus
from wiptui.metrics.log.ledger import Ledger, state_before
from wiptui.metrics.overload.over_limit import over_time
from wiptui.metrics.plan import plan_record
from wiptui.metrics.review.before_after import BeforeAfter, before_after
from wiptui.metrics.times import DAY, known_ms, text_ms, to_time

OLDEST = 5
EARLY = 3
"""Days of a week from which it is the one to review; before that it is the week before."""


@dataclass(frozen=True, slots=True)
class Item:
    """A task with its days: of cycle time, or of age."""

    task: int
    title: str
    days: int | None
    state: str


@dataclass(frozen=True, slots=True)
class PersonWait:
    """Waiting on one person within the week; "" if nobody is named."""

    person: str
    hours: float
    waits: int
    open: int


@dataclass(frozen=True, slots=True)
class RefusedStart:
    """One refusal: what was wanted, and the choice that followed; "" if there is none yet."""

    at: datetime
    scope: str
    count: int
    limit: int
    wanted: str
    choice: str


@dataclass(frozen=True, slots=True)
class LimitChange:
    """A changed limit. ``until`` is the end of a raise that expires; a ``before`` of None means the default."""

    at: datetime
    scope: str
    before: int | None
    after: int | None
    until: datetime | None
    why: str


@dataclass(frozen=True, slots=True)
class Week:
    """The facts of a week, from ``first`` to ``last`` (both included), up to now."""

    first: date
    last: date
    is_over: bool
    is_recorded: bool
    """Whether recording had begun before its end. Nothing is known of earlier weeks."""
    flow: Flow
    finished: tuple[Item, ...]
    oldest: tuple[Item, ...]
    """What was in WIP at the end, oldest first."""
    pace: Pace
    waits: tuple[PersonWait, ...]
    refusals: tuple[RefusedStart, ...]
    changes: tuple[LimitChange, ...]
    over_minutes: int
    focus: FocusSummary
    after_hours_ms: int
    loads: tuple[tuple[date, int], ...]
    plan: Mapping[str, int]
    """What was planned for its days, what was done on the day, what was carried over."""
    left: tuple[str, ...]
    """The titles that are left of a plan now, in its order."""
    review: Review
    former: Review | None
    """The newest review before it that named something to try."""
    before_after: BeforeAfter | None
    """The experiment that ran then."""
    days: DayStrips
    """Which task had the focus, and when."""
    titles: dict[int, str]
    """Titles of the tasks that had the focus."""


def week_to_review(board: Board, ledger: Ledger) -> date:
    """Return the first day of the week to review: this week from its fourth day on, before that the last one.

    If recording began in this week, it is this one: nothing is known of the last.
    """
    first = board.week_start
    is_due = (board.today - first).days >= EARLY
    return first if is_due or _is_before_recording(ledger, _midnight(board, first)) else first - timedelta(days=7)


def _is_before_recording(ledger: Ledger, end: int) -> bool:
    """Return whether a week that ended at ``end`` lies before the day on which recording began."""
    return ledger.recorded_from is None or end <= ledger.recorded_from


def week_of(board: Board, day: date) -> date:
    """Return the first day of the week of a day."""
    return day - timedelta(days=(day - board.week_start).days % 7)


def week(board: Board, first: date, ledger: Ledger | None = None, focus: FocusLog | None = None) -> Week:
    """Return the facts of the week that begins on ``first``."""
    ledger = ledger or Ledger(board)
    focus = focus or read_focus(board)
    last = first + timedelta(days=6)
    since, until = (_midnight(board, day) for day in (first, last + timedelta(days=1)))
    flow = measure(ledger, since, until)
    found = focus.summary(since, ledger.cap(until))
    days = day_strips(focus, board.zone, since, ledger.cap(until))
    return Week(
        first,
        last,
        until <= ledger.now,
        not _is_before_recording(ledger, until),
        flow,
        _finished(ledger, since, until),
        _oldest(ledger, ledger.cap(until)),
        pace_at(ledger, ledger.cap(until)),
        _waits(ledger, since, until),
        _refusals(board, since, until),
        tuple(limit_changes(board, since, until)),
        over_time(ledger, since, until).minutes,
        found,
        focus_outside(focus, board.zone, since, ledger.cap(until), habits().hours),
        tuple(loads_between(board, first, last)),
        plan_record(board, since, ledger.cap(until)),
        tuple(task.title for task in (*left_over(board), *board.planned)) if until > ledger.now else (),
        review_of(board, first),
        last_improvement(board, first),
        _before_after(ledger, focus, since, until),
        days,
        {task: _title(board.data.get(TASKS, {}).get(str(task), {})) for task, _ in days.tasks},
    )


def _midnight(board: Board, day: date) -> int:
    return round(datetime.combine(day, time(), board.zone).timestamp() * 1000)


def _finished(ledger: Ledger, since: int, until: int) -> tuple[Item, ...]:
    done = ledger.finished.between(since, ledger.cap(until))
    tasks, cycles = ledger.finished.tasks[done], ledger.finished.cycles[done]
    rows = zip(tasks, ledger.records(tasks, since), cycles, strict=True)
    return tuple(Item(task, _title(record), days, "done") for task, record, days in rows)


def _oldest(ledger: Ledger, until: int) -> tuple[Item, ...]:
    """Return what was in WIP just before an instant, by first start."""
    day = ledger.calendar.day
    today = day(min(until, ledger.now + 1) - 1)
    return tuple(
        Item(task, _title(track.record), today - day(start) + 1, state_before(track, until))
        for start, task in sorted((ledger.started_at[task], task) for task in ledger.in_wip_at(until))
        if (track := ledger.track(task)) is not None
    )


def _waits(ledger: Ledger, since: int, until: int) -> tuple[PersonWait, ...]:
    groups: dict[str, list[tuple[int, bool]]] = {}
    for _, start, end, on, _, _, is_open in blocked(ledger, since, until):
        groups.setdefault(on, []).append((end - start, is_open))
    rows = [
        PersonWait(person, sum(ms for ms, _ in spans) / 3_600_000, len(spans), sum(is_open for _, is_open in spans))
        for person, spans in groups.items()
    ]
    return tuple(sorted(rows, key=lambda row: (-row.hours, row.person)))


def _refusals(board: Board, since: int, until: int) -> tuple[RefusedStart, ...]:
    rows = []
    for row in board.refusals:
        ms = text_ms(row.get("at"))
        if ms is None or not since <= ms < until:
            continue
        wanted = row.get("wanted")
        first = wanted[0] if isinstance(wanted, list) and wanted else 0
        title = _title(board.data.get(TASKS, {}).get(str(first), {})) if first else ""
        count, limit = (whole(row.get(name)) or 0 for name in ("count", "limit"))
        rows.append(
            RefusedStart(to_time(ms), str(row.get("scope") or ""), count, limit, title, str(row.get("choice") or ""))
        )
    return tuple(sorted(rows, key=lambda refused: refused.at))


def limit_changes(board: Board, since: int, until: int) -> list[LimitChange]:
    """Return the limits that were changed in a window, in order of time, without the schedule."""
    record = board.data.get(SETTINGS, {}).get(str(SETTINGS_ID), {})
    log = record.get(LOG) or {}
    folded: dict[str, Json] = {}
    rows: list[LimitChange] = []
    for stamp in sorted(log):
        patch = log[stamp]
        at = known_ms(stamp, to_ms(board.at))
        if at is not None and since <= at < until:
            rows += _changed(patch, folded, to_time(at))
        folded.update(patch)
    return rows


def _changed(patch: Record, before: Record, at: datetime) -> list[LimitChange]:
    rows = []
    for name, value in patch.items():
        kind, _, of = name.partition(":")
        scope = f"{kind.rpartition('_')[0]}:{of}" if of else kind.rpartition("_")[0]
        base = whole(before.get(name.replace("_raise", "_limit", 1)))
        base = DEFAULTS.get(scope) if base is None else base
        if kind.endswith("_limit") and (value is None or whole(value) is not None) and value != base:
            after = DEFAULTS.get(scope) if value is None else whole(value)
            rows.append(LimitChange(at, scope, base, after, None, str(patch.get(f"{name}_why") or "")))
        elif kind.endswith("_raise") and isinstance(value, dict):
            until = text_ms(value.get("until"))
            if until is not None and whole(value.get("to")) is not None:
                why = str(value.get("why") or "")
                rows.append(LimitChange(at, scope, base, whole(value.get("to")), to_time(until), why))
    return rows


def _before_after(ledger: Ledger, focus: FocusLog, since: int, until: int) -> BeforeAfter | None:
    """Return the newest experiment that ran in the window. For the week under review, also one begun since."""
    one = experiment_in(ledger.board, since, until)
    if one is None and until + 7 * DAY > ledger.now:
        one = running(ledger.board)
    return before_after(ledger, focus, one) if one is not None else None


def experiment_in(board: Board, since: int, until: int) -> Experiment | None:
    for one in experiments(board):
        if to_ms(one.started) < until and (one.ended is None or to_ms(one.ended) >= since):
            return one
    return None


def _title(record: Record) -> str:
    return str(record.get("title") or "")


__all__ = ["Week", "limit_changes", "week", "week_of", "week_to_review"]
