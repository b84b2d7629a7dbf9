"""Waits: on whom, why and for how long, with the words in force at the time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from operator import sub

from wiptui.domain.core.frozen import dataclass
from wiptui.domain.core.record import LOG
from wiptui.domain.tasks.history import stamps_in_force
from wiptui.domain.tasks.task import as_text
from wiptui.metrics.log.ledger import QUEUE, WAITING, Ledger
from wiptui.metrics.log.task_log import Move, Track
from wiptui.metrics.times import known_ms


@dataclass(frozen=True, slots=True)
class WaitPeriod:
    """One wait, ``[start, end)`` in UTC milliseconds. The present one ends now.

    ``resolved``: others had answered, so it waited for its owner. ``on`` and ``why`` are "" if nobody gave them.
    """

    task: int
    start: int
    end: int
    on: str
    why: str
    resolved: bool
    is_open: bool


Row = tuple[int, int, int, str, str, bool, bool]
"""``(task, start, end, on, why, resolved, is_open)``: a wait as a plain tuple, cheap by the thousands."""


def waits(ledger: Ledger, since: int = 0, until: int | None = None) -> list[WaitPeriod]:
    """Return the waits of a window, cut to it, by start and task."""
    until = ledger.now if until is None else ledger.cap(until)
    rows = [row for kind in (WAITING, QUEUE) for row in _rows(ledger, kind, since, until)]
    return [WaitPeriod(*row) for row in sorted(rows, key=lambda row: (row[1], row[0]))]


def blocked(ledger: Ledger, since: int, until: int) -> list[Row]:
    """Return the waits on others within the window, unordered, without resolved time."""
    return list(_rows(ledger, WAITING, since, ledger.cap(until)))


def waited(ledger: Ledger, since: int, until: int) -> dict[tuple[str, str], dict[int, int]]:
    """Return the same added up: for each person and reason, the milliseconds of each task."""
    until = ledger.cap(until)
    found: dict[tuple[str, str], dict[int, int]] = {}
    asked: set[int] = set()
    starts, ends = ledger.stretches[WAITING].cut(since, until)
    tasks = ledger.stretches[WAITING].tasks
    for words, task, ms in zip(ledger.wait_words[WAITING], tasks, map(sub, ends, starts), strict=True):
        if ms <= 0:
            continue
        if words is None:
            asked.add(task)
        elif words in found:
            found[words][task] = found[words].get(task, 0) + ms
        else:
            found[words] = {task: ms}
    for task, start, end, on, why, _, _ in _asked(ledger, asked, WAITING, since, until):
        times = found.setdefault((on, why), {})
        times[task] = times.get(task, 0) + end - start
    return found


def _rows(ledger: Ledger, kind: str, since: int, until: int) -> Iterator[Row]:
    """Yield the waits of a kind, cut to the window. Tasks whose words changed during a wait are read one by one."""
    is_queue = kind == QUEUE
    asked: set[int] = set()
    rows = zip(*ledger.stretches[kind], ledger.wait_words[kind], ledger.is_under_way(kind), strict=True)
    for start, end, task, words, still in rows:
        if start >= until or end <= since:
            continue
        if words is None:
            asked.add(task)
        elif start < end:
            yield (
                task,
                start if start > since else since,
                end if end < until else until,
                *words,
                is_queue,
                still == 1 and end <= until,
            )
    yield from _asked(ledger, asked, kind, since, until)


def _asked(ledger: Ledger, tasks: Iterable[int], kind: str, since: int, until: int) -> Iterator[Row]:
    """Yield the same for some tasks, each read in full."""
    is_queue = kind == QUEUE
    for track in filter(None, map(ledger.track, tasks)):
        for row in _waits_of(track, ledger.now):
            if row.resolved == is_queue and row.start < until and row.end > since:
                yield (
                    row.task, max(row.start, since), min(row.end, until), row.on, row.why, row.resolved,
                    row.is_open and row.end <= until,
                )  # fmt: skip


def _waits_of(track: Track, now: int) -> Iterator[WaitPeriod]:
    on = why = ""
    start = -1
    resolved = False
    for ms, came, to, patch in _turns(track, now):
        said_on = (as_text(patch["waiting_on"]) or "") if "waiting_on" in patch else on
        said_why = (as_text(patch["waiting_why"]) or "") if "waiting_why" in patch else why
        # Words that come late apply to the wait from its start; different words begin another wait.
        changed = bool((on and said_on != on) or (why and said_why != why))
        if start >= 0 and (to or changed):
            if ms > start:
                yield WaitPeriod(track.id, start, ms, on, why, resolved, False)
            start = ms
        if to:
            resolved = came == to and not resolved
            start = ms if to == "waiting" else -1
        on, why = said_on, said_why
    if start >= 0 and now > start:
        yield WaitPeriod(track.id, start, now, on, why, resolved, True)


def _turns(track: Track, now: int) -> list[Move]:
    """Return the moves of a task and, with ``to`` empty, what was noted about its wait in between.

    Undone patches and their undo add no words: a wait that an undo restores is one wait.
    """
    log = track.record.get(LOG) or {}
    moved = {id(move[3]) for move in track.moves}
    said = [stamp for stamp in stamps_in_force(log) if "waiting_on" in log[stamp] or "waiting_why" in log[stamp]]
    edits = [(known_ms(stamp, now), log[stamp]) for stamp in said if id(log[stamp]) not in moved]
    rows: list[Move] = [(ms, None, "", patch) for ms, patch in edits if ms is not None]
    return sorted([*track.moves, *rows], key=lambda row: row[0])
