"""Markdown for people: what to say at a stand-up, a report of a week, and the board as lists.

Pure words: times of focus and figures are handed in, as they come from the metrics. A title stays what it is, letter
by letter: what Markdown would read as markup is escaped.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, time, timedelta

from wiptui.domain.board import Board
from wiptui.domain.core.clock import local_date, to_ms
from wiptui.domain.core.frozen import dataclass
from wiptui.domain.core.record import Json
from wiptui.domain.dates.length import length_text
from wiptui.domain.dates.parse import describe_date
from wiptui.domain.tasks.history import Transition
from wiptui.domain.tasks.task import State, Task
from wiptui.domain.tasks.waiting import waiting_since
from wiptui.domain.text import MONTHS, WEEKDAYS, counted, printable

TYPE_CHECKING = False
if TYPE_CHECKING:
    Focus = Callable[[datetime, datetime], Mapping[int, int]]
REPORTS = ("standup", "week", "board")
MINUTE = 60_000
_MARKUP = re.compile(r"[\\`*_\[\]<>#|~&$]")
_LEADING = re.compile(r"[-+=](?=\s|$|[-+=])|\d+(?=[.)](?:\s|$))")
_VERBS = {
    "started": "started", "resumed": "resumed", "reopened": "taken up again", "put_back": "put back",
    "resolved": "back with you",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class ReportPeriod:
    """A half-open span of time, in instants."""

    start: datetime
    end: datetime

    def holds(self, at: datetime | None) -> bool:
        return at is not None and self.start <= at < self.end


def standup(board: Board, focus: Focus, since: date | None = None) -> str:
    """Yesterday, today, waiting. Without ``since`` the last workday, so that a Monday begins with Friday."""
    today = board.today
    first = since or last_workday(today)
    before = ReportPeriod(midnight(first, board), midnight(today, board))
    now = ReportPeriod(before.end, board.at + timedelta(milliseconds=1))
    heading = "Yesterday" if first == today - timedelta(days=1) else f"Since {day_words(first, today)}"
    parts = [
        f"# Stand-up, {day_words(today)}",
        _section(heading, _happened(board, before, focus)),
        _section("Today", _today(board, now, focus)),
        _section("Waiting", _waits(board)),
    ]
    return "\n".join(parts)


def week(board: Board, focus: Focus, figures: Mapping[str, Json], since: date) -> str:
    """What was done since a day, by project; the figures; what is in progress, waits, and was dropped."""
    span = ReportPeriod(midnight(since, board), board.at + timedelta(milliseconds=1))
    done = [task for task in board.column(State.DONE) if span.holds(task.finished)]
    dropped = [task for task in board.column(State.DROPPED) if span.holds(task.finished)]
    spent = focus(span.start, span.end)
    parts = [f"# {day_words(since, board.today)} to {day_words(board.today)}"]
    parts.append(_section("In short", _figures(figures, spent)))
    parts.append(_section(f"Done: {len(done)}", _by_project(done, board, spent)))
    parts.append(_section("In progress", [_doing_line(board, task, spent) for task in board.column(State.DOING)]))
    parts.append(_section("Waiting", _waits(board)))
    if dropped:
        parts.append(_section("Dropped", [f"- {named(task)}" for task in dropped]))
    return "\n".join(parts)


def lists(board: Board) -> str:
    """The open tasks by state, and what was done this week, as lists with boxes."""
    parts = [f"# Board, {day_words(board.today)}"]
    for state in (State.DOING, State.WAITING, State.READY, State.BACKLOG):
        rows = [f"- [ ] {named(task)}{_about(board, task)}" for task in board.column(state)]
        if rows or state is State.DOING:
            parts.append(_section(state.value.capitalize(), rows))
    done = board.done_since(board.week_start)
    if done:
        parts.append(_section("Done this week", [f"- [x] {named(task)}" for task in done]))
    return "\n".join(parts)


def _section(heading: str, rows: Iterable[str]) -> str:
    body = list(rows) or ["Nothing."]
    return "\n".join(["", f"## {heading}", "", *body])


def _happened(board: Board, span: ReportPeriod, focus: Focus) -> list[str]:
    """What was done in a span, and then what was worked on."""
    spent = focus(span.start, span.end)
    done, rest = [], []
    for task in board.all_tasks():
        moves = [move for move in task.history if span.holds(move.at)]
        if any(move.to == State.DONE for move in moves) and not task.state.is_open:
            done.append(_done_line(board, task, spent))
        elif _counts(moves) or spent.get(task.id, 0) >= MINUTE:
            words = _joined([*dict.fromkeys(filter(None, map(_verb, moves))), duration(spent.get(task.id, 0))])
            rest.append(f"- {named(task)}{words}")
    return done + rest


def _counts(moves: Iterable[Transition]) -> bool:
    return any(_verb(move) for move in moves)


def _verb(move: Transition) -> str:
    if move.event in ("waited", "dropped"):
        on = move.fields.get("waiting_on")
        return "dropped" if move.event == "dropped" else f"waits for {escaped(str(on))}" if on else "waits"
    return _VERBS.get(move.event, "")


def _today(board: Board, span: ReportPeriod, focus: Focus) -> list[str]:
    spent = focus(span.start, span.end)
    rows = [_done_line(board, task, spent) for task in board.done_since(board.today)]
    focused = board.focus.task.id if board.focus else None
    doing = sorted(board.column(State.DOING), key=lambda task: task.id != focused)
    rows += [_doing_line(board, task, {}) for task in doing]
    ready = board.column(State.READY)
    due = [task for task in ready if task.due is not None and task.due <= board.today]
    upcoming = due or (list(ready[:1]) if not board.is_full else [])
    return rows + [f"- next: {named(task)}{_about(board, task)}" for task in upcoming]


def _waits(board: Board) -> list[str]:
    rows = []
    for task in board.column(State.WAITING):
        on = f"on {escaped(task.waiting_on)}" if task.waiting_on else ""
        why = f"for {escaped(task.waiting_why)}" if task.waiting_why else ""
        since = f"since {day_words(local_date(waiting_since(task), board.zone), board.today)}"
        back = "back with you" if task.resolved_at else ""
        until = f"follow up {describe_date(task.follow_up, board.today)}" if task.follow_up and not back else ""
        rows.append(f"- {named(task)}{_joined([' '.join(filter(None, (on, why))), back or since, until])}")
    return rows


def _done_line(board: Board, task: Task, spent: Mapping[int, int], *, project: bool = True) -> str:
    days = task.cycle_days(board.zone)
    took = counted(days, "day") if days else ""
    return f"- [x] {named(task, project=project)}{_joined([took, duration(spent.get(task.id, 0))])}"


def _doing_line(board: Board, task: Task, spent: Mapping[int, int]) -> str:
    age = task.age_days(board.today, board.zone)
    day = f"day {age}" if age else ""
    step = f"next: {escaped(task.next_step)}" if task.next_step else ""
    return f"- {named(task)}{_joined([day, _due(board, task), duration(spent.get(task.id, 0)), step])}"


def _about(board: Board, task: Task) -> str:
    return _joined([_due(board, task)])


def _due(board: Board, task: Task) -> str:
    return f"due {describe_date(task.due, board.today, due=True)}" if task.due else ""


def _by_project(tasks: Iterable[Task], board: Board, spent: Mapping[int, int]) -> list[str]:
    groups: dict[str, list[Task]] = {}
    for task in tasks:
        groups.setdefault(task.project or "", []).append(task)
    if len(groups) < 2:
        return [_done_line(board, task, spent) for rows in groups.values() for task in rows]
    found: list[str] = []  # under the name of a project its tasks need it no more
    for name in sorted(groups, key=lambda name: (not name, name.casefold())):
        found += ["", f"**{escaped(name) if name else 'Without a project'}**", ""]
        found += [_done_line(board, task, spent, project=False) for task in groups[name]]
    return found[1:]


def _figures(figures: Mapping[str, Json], spent: Mapping[int, int]) -> list[str]:
    """The figures of ``stats``, in sentences; none that has nothing to say."""
    cycle, focus = figures["cycle_days"], figures["focus"]
    rows = [f"- {figures['throughput']} done, {figures['created']} captured, {figures['entries']} came into work"]
    if cycle["n"]:
        days = counted(cycle["p50"], "day")
        half = f"half of {cycle['n']} within {days}" if cycle["n"] > 1 else days
        rows.append(f"- cycle time: {half}, the longest {cycle['max']:g}")
    if spent:
        switches = f", {counted(focus['switches'], 'switch')}" if focus["switches"] else ""
        rows.append(f"- focus: {duration(sum(spent.values())) or 'under a minute'}{switches}")
    if focus["interruptions"]:
        rows.append(f"- {counted(focus['interruptions'], 'interruption')}")
    if figures["refusals"]:
        rows.append(f"- {counted(figures['refusals'], 'start')} met the limit")
    return rows


def named(task: Task, *, project: bool = True) -> str:
    """The title and its project, as Markdown shows them letter by letter."""
    return escaped(task.title) + (f" ({escaped(task.project)})" if project and task.project else "")


def escaped(text: str) -> str:
    """The text in one line with nothing that Markdown takes for markup. Addresses stay links."""
    words = printable(text).split(" ")
    line = " ".join(word if _is_address(word) else _MARKUP.sub(r"\\\g<0>", word) for word in words)
    lead = _LEADING.match(line)
    if lead is None:
        return line
    at = lead.end() if lead[0][0].isdigit() else 0
    return f"{line[:at]}\\{line[at:]}"


def _is_address(word: str) -> bool:
    return word.startswith(("https://", "http://")) and not set(word) & set("<>`[]*\\|&~")


def _joined(parts: Iterable[str]) -> str:
    words = ", ".join(part for part in parts if part)
    return f": {words}" if words else ""


def duration(ms: int) -> str:
    """``2 h 10 min``, ``25 min``; nothing under a minute."""
    return length_text(timedelta(milliseconds=ms)) if ms >= MINUTE else ""


def day_words(day: date, today: date | None = None) -> str:
    """``Friday 20 November``; with the year unless it is that of ``today``."""
    year = "" if today is not None and day.year == today.year else f" {day.year}"
    return f"{WEEKDAYS[day.weekday()].title()} {day.day} {MONTHS[day.month - 1].title()}{year}"


def last_workday(today: date) -> date:
    """The day before today that was none of a weekend."""
    day = today - timedelta(days=1)
    while day.weekday() >= 5:
        day -= timedelta(days=1)
    return day


def midnight(day: date, board: Board) -> datetime:
    """The instant that begins a local day."""
    local = datetime.combine(day, time(), board.zone)
    return local.astimezone(board.at.tzinfo)


def ms_span(start: datetime, end: datetime) -> tuple[int, int]:
    """The span in UTC milliseconds, as the metrics count it."""
    return to_ms(start), to_ms(end)
