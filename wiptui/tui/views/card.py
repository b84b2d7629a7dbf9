"""A task as its card shows it: mark, title, age, next step, what presses. Worked out without any screen."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Protocol

from wiptui.domain.board import Board
from wiptui.domain.core.clock import local_date
from wiptui.domain.core.frozen import dataclass
from wiptui.domain.dates.repetition import read_every
from wiptui.domain.tasks.dependencies import blockers
from wiptui.domain.tasks.hiding import back_since
from wiptui.domain.tasks.task import State, Task
from wiptui.domain.text import age_words, clock, weekday
from wiptui.tui.views.styled_text import Span, StyledText, clip, day_name, sanitized

NO_MARK = Span(" ")
GAP = Span("  ")
BAR_CELLS = 8


@dataclass(frozen=True, slots=True)
class Card:
    """One task as its column shows it."""

    id: int
    title: str
    mark: Span = NO_MARK
    """One cell before the title: ▶ focused, ! expedite, ● back with you."""
    aside: StyledText = ()
    """At the right end of the title's line."""
    details: tuple[StyledText, ...] = ()
    """Below the title, the most useful first."""
    role: str = ""
    """The title's role."""


class Surroundings(Protocol):
    """What the card of a task shows besides the task."""

    @property
    def board(self) -> Board: ...
    @property
    def today(self) -> date: ...
    @property
    def p85(self) -> int: ...
    @property
    def marks(self) -> Mapping[str, tuple[str, str]]:
        """Letter and role by project."""


def card(view: Surroundings, task: Task) -> Card:
    """The card of a task; of one outside of WIP it depends on the task, what blocks it and the day alone."""
    title = sanitized(task.title)
    match task.state:
        case State.DOING:
            return _doing_card(view, task, title)
        case State.WAITING:
            return _waiting_card(view, task, title)
        case State.DONE | State.DROPPED:
            return _done_card(view, task, title)
        case _:
            return _ready_card(view, task, title)


def _ready_card(view: Surroundings, task: Task, title: str) -> Card:
    lines = [_next_step(task), _meta(view, task)]
    mark, role = Span("!", "warn") if task.is_expedite else NO_MARK, ""
    back = back_since(task, view.board.at, view.board.zone)
    if task.from_date is not None and task.is_hidden:
        lines.insert(0, (Span(f"until {day_name(task.from_date, view.today)}", "muted"),))
        role = "muted"
    elif back is not None:
        mark = mark if task.is_expedite else Span("●", "accent")
        lines.insert(0, (Span(back_words(back, view.today), "accent"),))
    return Card(task.id, title, mark, (), tuple(line for line in lines if line), role)


def back_words(day: date, today: date) -> str:
    """``back today``, ``back since Fri``: also at night, before the next workday begins."""
    return "back today" if day == today else f"back since {day_name(day, today)}"


def _doing_card(view: Surroundings, task: Task, title: str) -> Card:
    board = view.board
    focus = board.focus
    age = task.age_days(view.today, board.zone) or 1
    aside: StyledText = (_age_span(age, view.p85),)
    mark = Span("!", "warn") if task.is_expedite else NO_MARK
    if focus is not None and focus.task.id == task.id:
        mark = Span("▶", "accent")
        aside = (Span(clock(focus.spent(board.at).total_seconds()), "accent"), Span(" "), *aside)
    lines = (_next_step(task), _meta(view, task), age_bar(age, view.p85))
    if age > view.p85:
        lines = (_next_step(task), lines[2], lines[1])
    return Card(task.id, title, mark, aside, tuple(line for line in lines if line), "strong")


def _waiting_card(view: Surroundings, task: Task, title: str) -> Card:
    zone = view.board.zone
    age = task.age_days(view.today, zone) or 1
    lines: list[StyledText] = []
    mark = NO_MARK
    if task.resolved_at is not None:
        mark = Span("●", "accent")
        lines.append(
            (Span(f"back with you since {day_name(local_date(task.resolved_at, zone), view.today)}", "accent"),)
        )
    who = sanitized(task.waiting_on or "")
    why = sanitized(task.waiting_why or "")
    if who or why:
        lines.append((Span("on ", "muted"), Span(who), *_after(" · ", why)) if who else (Span(why, "muted"),))
    if task.follow_up is not None and task.resolved_at is None:
        lines.append(_follow_up(task.follow_up, view.today))
    lines.append(_meta(view, task))
    return Card(task.id, title, mark, (_age_span(age, view.p85),), tuple(line for line in lines if line))


def _done_card(view: Surroundings, task: Task, title: str) -> Card:
    finished = local_date(task.finished or task.created, view.board.zone)
    return Card(task.id, title, Span("✓", "muted"), (Span(weekday(finished), "muted"),), (), "muted")


def _age_span(age: int, p85: int) -> Span:
    return Span(age_words(age, "d"), "warn" if age > p85 else "muted")


def _next_step(task: Task) -> StyledText:
    if task.next_step:
        return (Span("→ ", "muted"), Span(sanitized(task.next_step), "muted"))
    for step in task.checklist:
        if not step.done:
            return (Span("→ ", "muted"), Span(sanitized(step.text), "muted"))
    return ()


def _meta(view: Surroundings, task: Task) -> StyledText:
    """Priority, project, tags, due date; the due date first when it presses."""
    words: list[Span] = []
    if task.is_expedite:
        words.append(Span("expedite", "warn"))
    if task.overruled:
        words.append(Span("! two versions", "warn"))
    held = blockers(view.board, task) if task.blocked_by and task.state.is_open else ()
    if held:
        more = f" +{len(held) - 1}" if len(held) > 1 else ""
        words.append(Span(f"⊘ after {clip(sanitized(held[0].title), 24)}{more}", "muted"))
    if task.planned is not None and task.state.is_open and task.planned == view.board.workday:
        words.append(Span("◇ planned", "accent"))
    if task.due is not None:
        words.append(due_span(task.due, view.today))
    every = read_every(task.every) if task.state.is_open else None
    if every is not None:
        words.append(Span(f"↻ {every.words}", "muted"))
    if task.checklist:
        done = len(task.checklist) - task.steps_left
        words.append(Span(f"{done}/{len(task.checklist)} steps", "muted"))
    if task.priority:
        words.append(Span(f"({sanitized(task.priority)})", "muted"))
    if task.project:
        letter, role = view.marks.get(task.project, ("", "muted"))
        words.append(Span(f"{letter + ' ' if letter else ''}+{sanitized(task.project)}", role))
    words += [Span(f"@{sanitized(tag)}", "muted") for tag in task.tags]
    if task.for_whom:
        words.append(Span(f"for {sanitized(task.for_whom)}", "muted"))
    return tuple(part for word in words for part in (GAP, word))[1:]


def _after(before: str, text: str) -> StyledText:
    return (Span(before, "muted"), Span(text, "muted")) if text else ()


def _follow_up(day: date, today: date) -> StyledText:
    if day < today:
        return (Span(f"! follow up, {(today - day).days} d late", "bad"),)
    if day == today:
        return (Span("! follow up today", "warn"),)
    return (Span(f"follow up {day_name(day, today)}", "muted"),)


def due_span(due: date, today: date) -> Span:
    """A due date in words, with a sign beside the colour when it presses."""
    left = (due - today).days
    if left < 0:
        return Span(f"! {-left} d late", "bad")
    if left == 0:
        return Span("! due today", "warn")
    return Span("due tomorrow" if left == 1 else f"due {day_name(due, today)}", "" if left <= 2 else "muted")


def age_bar(age: int, p85: int) -> StyledText:
    """How much of the usual time is used: ``━━━━──── day 4 of 8``, or ``━━━━━━━━ ! past 8 d``."""
    full = min(BAR_CELLS, max(1, age * BAR_CELLS // max(p85, 1)))
    if age > p85:
        return (Span("━" * BAR_CELLS, "warn"), Span(f" ! past {p85} d", "warn"))
    return (Span("━" * full, "accent"), Span("─" * (BAR_CELLS - full), "muted"), Span(f" day {age} of {p85}", "muted"))
