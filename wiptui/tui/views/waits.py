"""What the waits view shows, without any screen: on whom tasks wait, who waits on me, where the waiting went."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

from wiptui.domain.board import Board
from wiptui.domain.core.clock import local_date
from wiptui.domain.limits import WAITING
from wiptui.domain.tasks.task import State, Task
from wiptui.domain.tasks.waiting import nudges, waiting_since
from wiptui.domain.text import counted
from wiptui.metrics.flow.bottleneck import ENOUGH, Share, bottleneck
from wiptui.metrics.log.ledger import Ledger
from wiptui.metrics.window import last_days
from wiptui.tui.views.styled_text import Span, day_name, sanitized

WINDOW_DAYS = 28
PLACES = {State.DOING: "in work", State.WAITING: "waiting", State.READY: "ready", State.BACKLOG: "backlog"}


@dataclass(frozen=True, slots=True)
class WaitRow:
    """One wait. Days are local days; ``late``: the follow-up date is today or past."""

    task: Task
    since: date
    days: int
    back_since: date | None
    nudges: tuple[datetime, ...]
    late: bool
    heading: str = ""


@dataclass(frozen=True, slots=True)
class OwedRow:
    """One open task that somebody waits for, and for how many days."""

    task: Task
    days: int
    heading: str = ""


@dataclass(frozen=True, slots=True)
class WindRow:
    """Where the waiting went, as the last row of a screen that has no room for it at the side."""

    heading: str = ""


Row = WaitRow | OwedRow | WindRow


def rows_of(board: Board) -> list[Row]:
    """Every row about a task in its order; the first of a part carries the heading of it."""
    waits, owed = wait_rows(board), owed_rows(board)
    if waits:
        waits[0] = replace(waits[0], heading=f"Waiting {board.count(WAITING)}/{board.limits[WAITING].text}")
    if owed:
        owed[0] = replace(owed[0], heading=f"Who waits on you {len(owed)}")
    return [*waits, *owed]


def wait_rows(board: Board) -> list[WaitRow]:
    """What waits: first what is back with me, then by the follow-up date, those without one last, the oldest first."""
    rows = []
    for task in board.column(State.WAITING):
        since = local_date(waiting_since(task), board.zone)
        back = local_date(task.resolved_at, board.zone) if task.resolved_at is not None else None
        late = back is None and task.follow_up is not None and task.follow_up <= board.today
        rows.append(WaitRow(task, since, max((board.today - since).days, 0), back, nudges(task), late))
    return sorted(
        rows,
        key=lambda row: (
            row.back_since is None,
            row.task.resolved_at or datetime.min.replace(tzinfo=board.at.tzinfo),
            row.task.follow_up or date.max,
            row.since,
            row.task.id,
        ),
    )


def owed_rows(board: Board) -> list[OwedRow]:
    """The open tasks that are for somebody, oldest first."""
    found = [
        OwedRow(task, max((board.today - local_date(task.created, board.zone)).days, 0))
        for task in board.open_tasks()
        if task.for_whom
    ]
    return sorted(found, key=lambda row: (row.task.created, row.task.id))


# --- words


def on_words(row: WaitRow) -> str:
    """On whom and why: ``on Ana · her signature``; what was not said is left out."""
    who, why = sanitized(row.task.waiting_on or ""), sanitized(row.task.waiting_why or "")
    return " · ".join(part for part in (f"on {who}" if who else "", why) if part) or "on whom is not said"


def since_words(row: WaitRow, today: date) -> str:
    """Since when: ``since Thu``."""
    return f"since {day_name(row.since, today)}"


def follow_words(row: WaitRow, today: date, *, brief: bool = False) -> str:
    """The date to ask again, ``follow up Fri``, or that there is none."""
    day = row.task.follow_up
    if row.back_since is not None:
        return f"back {'' if brief else 'with you '}since {day_name(row.back_since, today)}"
    if day is None:
        return "no follow-up date"
    if day < today:
        return f"follow up: {(today - day).days} d late"
    return f"follow up {day_name(day, today)}"


def nudge_words(row: WaitRow, board: Board) -> str:
    """How often it was asked after, and when last: ``asked twice, last Thu``."""
    count = len(row.nudges)
    if not count:
        return ""
    times = {1: "once", 2: "twice"}.get(count, f"{count} times")
    last = day_name(local_date(row.nudges[-1], board.zone), board.today)
    return f"asked {times}, {last}" if count == 1 else f"asked {times}, last {last}"


def summary(rows: list[Row], *, brief: bool = False) -> list[Span]:
    """The counts on top, the most pressing first."""
    waits = [row for row in rows if isinstance(row, WaitRow)]
    back = sum(row.back_since is not None for row in waits)
    late = sum(row.late for row in waits)
    others = len(waits) - back
    said = [Span(f"● {back} back" if brief else f"● {back} back with you", "accent")] if back else []
    said += [Span(f"! {late} due" if brief else f"! {late} to follow up", "warn")] if late else []
    said += [Span(f"{others} away" if brief else f"{others} with others", "muted")] if others else []
    return said


# --- where the waiting went


@dataclass(frozen=True, slots=True)
class Headwind:
    """Waiting on others in percent of the time in work over the window, None without any; ``n`` tasks were in work."""

    n: int
    percent: int | None
    people: tuple[Share, ...] = ()
    reasons: tuple[Share, ...] = ()

    @property
    def sentence(self) -> str:
        """One sentence that claims no more than the numbers carry."""
        window = f"last {WINDOW_DAYS} days"
        if self.n == 0 or self.percent is None:
            return f"Nothing was in work in the {window}."
        tasks = f"{counted(self.n, 'task')}"
        if self.n < ENOUGH:
            return f"{tasks} in the {window}: too few for shares, which are shown from {ENOUGH} on."
        return f"{self.percent}% of the time in work was waiting on others ({window}, n={self.n})."


def headwind(board: Board) -> Headwind:
    """The waiting of the last 28 days by person and by reason."""
    ledger = Ledger(board)
    asked = last_days(ledger, WINDOW_DAYS)
    found = bottleneck(ledger, asked.since, asked.until)
    percent = found.time.percents[1] if found.time.total else None
    if not found.is_enough or percent is None:
        return Headwind(found.n, percent)
    return Headwind(found.n, percent, found.by_person, found.by_reason)
