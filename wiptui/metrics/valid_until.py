"""How long a status stays valid: the next instant at which a board reads differently although nothing was written.

Between two such instants everything in ``status`` is constant, except the running time of the focus. The edges are
those of the rules (docs/focus.md#levels): midnight, the beginning of the workday, a schedule, a raise that ends, a
switch that leaves the hour, a move that leaves the 14 days, a stint that stops being a peek. An edge too early costs
time; an edge too late would show a wrong status.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import tzinfo

from wiptui.domain.board import STINTS, TASKS, Board
from wiptui.domain.core.clock import to_ms
from wiptui.domain.core.record import LOG, Record, is_gone, make_stamp
from wiptui.domain.core.tables import rows_since
from wiptui.domain.dates.date_style import habits
from wiptui.domain.focus.undecided import QUIET_S, UNASSIGNED, VOUCHED, read_marks
from wiptui.domain.limits import LONGEST_RAISE_MS, scheduled_limit
from wiptui.domain.tasks.task import as_time
from wiptui.metrics.focus.stints import PEEK, SEEN_LATE, read_stints
from wiptui.metrics.focus.switches import changes, ended_by_log
from wiptui.metrics.overload.rules import NET_FLOW_DAYS
from wiptui.metrics.times import DAY, HOUR, MINUTE, Calendar, stamp_to_ms, text_ms, to_time

SETTLE = 5 * MINUTE
"""How long the strain of many switches lasts after it fell below its threshold."""


class _Unsteady(Exception):
    """Something lies in the future, so the status changes with every millisecond."""


def valid_until(board: Board) -> int:
    """Return the UTC milliseconds until which the assessment and the counts of a board stay valid.

    It is the board's own instant if nothing can be promised because times lie ahead of this clock.
    """
    now = to_ms(board.at)
    try:
        found = [*_clock_edges(board, now), *_limit_edges(board), *_log_edges(board, now), *_focus_edges(board, now)]
    except _Unsteady:
        return now
    # An edge may belong to either side of its millisecond, so both are edges.
    until = min(edge for at in found for edge in (at, at + 1) if edge > now)
    return _before_the_clocks_change(now, until, board.zone)


def _clock_edges(board: Board, now: int) -> Iterator[int]:
    """Yield midnight, the beginning of the workday, and where the last hour crosses that."""
    shift = _offset(now, board.zone)
    begins = habits().workday_hour * HOUR
    for at in (0, begins, begins + HOUR + SETTLE):
        yield ((now + shift - at) // DAY + 1) * DAY + at - shift


def _limit_edges(board: Board) -> Iterator[int]:
    for name, value in board.settings.items():
        if "_raise" in name and isinstance(value, dict):
            until = as_time(value.get("until"))
            if until is not None:
                yield from (to_ms(until), to_ms(until) - LONGEST_RAISE_MS)
    schedule = board.settings.get("schedule")
    if isinstance(schedule, list):
        minute = to_ms(board.at) // MINUTE * MINUTE
        held = scheduled_limit(schedule, board.at.astimezone(board.zone))
        for at in range(minute + MINUTE, minute + DAY, MINUTE):
            if scheduled_limit(schedule, to_time(at).astimezone(board.zone)) != held:
                yield at
                return


def _log_edges(board: Board, now: int) -> Iterator[int]:
    """Yield where a move leaves the window of the net flow, and where an impossible time becomes possible."""
    present, recent = make_stamp(now + 1, ""), make_stamp(now - NET_FLOW_DAYS * DAY, "")
    for _, record in rows_since(board.data.get(TASKS, {}), recent):
        log = record.get(LOG)
        if not log or max(log) < recent:
            continue
        for stamp in log:
            if stamp < recent:
                continue
            try:
                at = stamp_to_ms(stamp)
            except ValueError:
                continue
            yield at + NET_FLOW_DAYS * DAY if stamp < present else _ahead(at, now)


def _focus_edges(board: Board, now: int) -> Iterator[int]:
    """Yield where a new stint stops being a peek, a silent one is over, and a switch leaves the last hour."""
    for key, record in rows_since(board.data.get(STINTS, {}), make_stamp(max(now - 3 * DAY, 0), "")):
        if not is_gone(record):
            yield from _stint_edges(board, int(key), record, now)
    stints = read_stints(board, now - 3 * DAY)
    for stint in stints:
        stands_still = bool(stint.marks) and stint.marks[-1][1] == stint.end
        if stint.is_open and stint.is_peek and not stands_still:
            yield now + PEEK - stint.length
    workdays = Calendar(board.zone, now - 4 * DAY, now, habits().workday_hour)
    for change in changes(stints, workdays, ended_by_log(board)):
        yield from (change.at + SETTLE, change.at + HOUR, change.at + HOUR + SETTLE)


def _stint_edges(board: Board, stint: int, record: Record, now: int) -> Iterator[int]:
    """Yield the edges of one stint. Raises _Unsteady for an accepted time ahead of the clock."""
    start, seen, end, vouched = (text_ms(record.get(name)) for name in ("start", "seen", "end", VOUCHED))
    marks = [to_ms(at) for span in read_marks(record.get(UNASSIGNED)) for at in span]
    if any(at is not None and at > now for at in (seen, end, vouched, *marks)):
        raise _Unsteady
    if start is not None and start > now:
        yield _ahead(start, now)
    if end is not None:
        return
    if seen is not None:
        yield seen + SEEN_LATE
    known = board.seen(stint)
    for sign in (start, vouched, None if known is None else to_ms(known), marks[-1] if marks else None):
        if sign is not None:
            yield sign + QUIET_S * 1000


def _ahead(at: int, now: int) -> int:
    """Return when a future time begins to be accepted, a day before it. Raises _Unsteady if it is already."""
    if at - DAY <= now:
        raise _Unsteady
    return at - DAY


def _offset(ms: int, zone: tzinfo | None) -> int:
    """Return the UTC offset in milliseconds at an instant."""
    span = to_time(ms).astimezone(zone).utcoffset()
    return 0 if span is None else (span.days * 86_400 + span.seconds) * 1000


def _before_the_clocks_change(now: int, until: int, zone: tzinfo | None) -> int:
    """Return ``until``, or an earlier change of the zone's UTC offset."""
    shift = _offset(now, zone)
    if _offset(until, zone) == shift:
        return until
    low, high = now, until
    while high - low > 1:
        middle = (low + high) // 2
        if _offset(middle, zone) == shift:
            low = middle
        else:
            high = middle
    return high
