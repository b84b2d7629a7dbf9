"""Everything of a task as lines: what it is, where it is, its steps and note, its family and its history. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from wiptui.domain.board import Board
from wiptui.domain.core.clock import local_date
from wiptui.domain.core.record import stamp_actor, stamp_time
from wiptui.domain.dates.length import length_text
from wiptui.domain.dates.repetition import read_every
from wiptui.domain.fields import CHOICE, DATE, FIELDS, REPETITION, Field, plain
from wiptui.domain.tasks.concurrent_edits import field_label
from wiptui.domain.tasks.dependencies import blockers, blocks
from wiptui.domain.tasks.history import Transition
from wiptui.domain.tasks.task import State, Task
from wiptui.domain.text import counted
from wiptui.tui.views.sizes import NARROW, SHORT
from wiptui.tui.views.styled_text import (
    ACCENT,
    BLANK,
    MUTED,
    WARN,
    StyledText,
    clip,
    clip_line,
    day_name,
    paragraph,
    pointed,
    sanitized,
    styled,
)
from wiptui.tui.widgets.dialogs.task_facts import Worked, worked
from wiptui.tui.widgets.dialogs.wording import (
    dated,
    day_words,
    device_name,
    distance,
    fit,
    stamp_words,
)
from wiptui.tui.widgets.markdown import markdown_lines

LABEL = 12
CHILDREN = 12
LINKS = 40
"""The place of what blocks it, and what it blocks, among the fields."""
EVENTS = {
    "captured": "captured",
    "selected": "chosen for Ready",
    "deferred": "deferred",
    "put_back": "put back",
    "resumed": "resumed",
    "reopened": "reopened",
    "started": "started",
    "waited": "moved to waiting",
    "finished": "done",
    "dropped": "dropped",
    "resolved": "back with you",
}


@dataclass
class Body:
    """The lines, and the line on which each step of the checklist is."""

    lines: list[StyledText] = field(default_factory=list)
    steps: list[int] = field(default_factory=list)

    def section(self, title: str, short: bool) -> None:
        """A heading, set off by a blank line where there is room."""
        if not short:
            self.lines.append(BLANK)
        self.lines.append(styled((title, MUTED)))


def body(board: Board, task: Task, width: int, height: int, cursor: int) -> Body:
    """All of a task in ``width`` cells; ``cursor`` is the step that is chosen."""
    short = height < SHORT
    made = Body()
    made.lines += paragraph(sanitized(task.title), width, "bold", 2 if short else 4)
    made.lines += [row for line in _standing(board, task) for row in paragraph(line, width, MUTED, 2)]
    made.lines += _rows(board, task, width, short)
    _overruled(made, board, task, width, short)
    _steps(made, task, width, cursor, short)
    if task.note:
        made.section("Note", short)
        made.lines += markdown_lines(task.note, width)
    _family(made, board, task, width, short)
    made.section("History", short)
    made.lines += [_event(board, move, width) for move in task.history]
    made.lines += [styled((clip(line, width), MUTED)) for line in _figures(board, task)]
    return made


def _standing(board: Board, task: Task) -> Iterator[str]:
    """Where the task is and since when; with how long it took or how old it is."""
    since = stamp_words(task.state_since, board)
    age, cycle = task.age_days(board.today, board.zone), task.cycle_days(board.zone)
    said = f"{task.state.value} since {since}" if task.state.is_open else f"{task.state.value} {since}"
    if age is not None:
        if task.state.in_progress:
            said += " · in work since today" if age == 1 else f" · day {age} in work"
        else:
            said += " · shelved, begun " + ("today" if age == 1 else f"{counted(age - 1, 'day')} ago")
    if cycle is not None:
        said += f" · it took {counted(cycle, 'day')}"
    focus = board.focus
    if focus is not None and focus.task.id == task.id:
        said += f" · ▶ in focus for {length_text(focus.spent(board.at))}"
    yield said


def _rows(board: Board, task: Task, width: int, short: bool) -> list[StyledText]:
    """The plain fields that are there, each with its label."""
    rows = [] if short else [BLANK]
    label = 11 if width < NARROW else LABEL
    for name, value, style in _fields(board, task):
        lines = paragraph(value, width - label, style, 3)
        rows.append(styled((fit(name, label), MUTED), lines[0]))
        rows += [styled(" " * label) + line for line in lines[1:]]
    return rows if len(rows) > (not short) else []


def _fields(board: Board, task: Task) -> Iterator[tuple[str, str, str]]:
    if task.is_expedite:
        why = task.record.get("expedite_why")
        yield "Expedite", f"! {sanitized(why)}" if isinstance(why, str) and why else "!", WARN
    said = [(LINKS, line) for line in _links(board, task)]
    said += [(row.details, line) for row in FIELDS if row.details for line in _field(row, board, task)]
    for _, line in sorted(said, key=lambda placed: placed[0]):
        yield line
    if task.state is State.WAITING:
        yield from _wait(board, task)


def _field(row: Field, board: Board, task: Task) -> Iterator[tuple[str, str, str]]:
    """What is said of one field, if there is anything to say. Project and tags stand in one line."""
    value = plain(row, task)
    if row.name == "project":
        labels = [f"+{sanitized(value)}"] if value else []
        labels += [f"@{sanitized(tag)}" for tag in task.tags]
        if labels:
            yield row.label if value else "Tags", "  ".join(labels), ""
    elif not value or (row.kind == CHOICE and value == row.default) or (row.name == "class" and task.is_expedite):
        return
    elif row.kind == DATE:
        day = date.fromisoformat(value)
        pressing = day <= board.today and task.state.is_open and row.name != "from"
        yield row.label, f"{'! ' if pressing else ''}{dated(day, board.today)}", WARN if pressing else ""
    elif row.kind != REPETITION:
        yield row.label, sanitized(value), ""
    elif (every := read_every(value)) is not None:
        yield row.label, f"↻ {every.words}", ""


def _links(board: Board, task: Task) -> Iterator[tuple[str, str, str]]:
    held = blockers(board, task)
    if held:
        yield "Blocked by", "⊘ " + ", ".join(f"{sanitized(other.title)} ({other.state})" for other in held), ""
    waiting = blocks(board, task) if task.state.is_open else ()
    if waiting:
        yield "Blocks", ", ".join(sanitized(other.title) for other in waiting), ""


def _wait(board: Board, task: Task) -> Iterator[tuple[str, str, str]]:
    who = sanitized(task.waiting_on or "nobody named")
    yield "Waits on", f"{who}: {sanitized(task.waiting_why)}" if task.waiting_why else who, ""
    if task.resolved_at is not None:
        yield "", f"● back with you since {day_name(local_date(task.resolved_at, board.zone), board.today)}", ACCENT
    elif task.follow_up is not None:
        late = task.follow_up <= board.today
        words = (
            f"{'! ' if late else ''}{day_words(task.follow_up, board.today)}, {distance(task.follow_up, board.today)}"
        )
        yield "Follow up", words, WARN if late else ""
    else:
        yield "Follow up", "no date set", MUTED


def _overruled(made: Body, board: Board, task: Task, width: int, short: bool) -> None:
    """What another machine wrote without knowing of the text that is shown."""
    for other in task.overruled:
        where, when = device_name(board, stamp_actor(other.stamp)[:4]), stamp_words(stamp_time(other.stamp), board)
        made.section(f"! Second version of the {field_label(other.field)}, from {where}, {when}", short)
        if other.field == "note":
            made.lines += markdown_lines(other.text, width)
        else:
            made.lines += paragraph(sanitized(other.text), width, "", 3)


def _steps(made: Body, task: Task, width: int, cursor: int, short: bool) -> None:
    if not task.checklist:
        return
    left = task.steps_left
    made.section(f"Steps, {left} of {len(task.checklist)} left" if left else "Steps, all done", short)
    for at, step in enumerate(task.checklist):
        made.steps.append(len(made.lines))
        mark = "[x]" if step.done else "[ ]"
        text = clip(sanitized(step.text), width - 6)
        line = styled((mark, ACCENT if step.done else ""), " ", (text, MUTED if step.done else ""))
        made.lines.append(pointed(line, width, at == cursor))


def _family(made: Body, board: Board, task: Task, width: int, short: bool) -> None:
    parent = board.find(task.parent) if task.parent is not None else None
    if parent is not None:
        made.section("Part of", short)
        made.lines.append(_relative(parent, width))
    children = [other for other in board.all_tasks() if other.parent == task.id]
    if children:
        made.section("Split into" if task.state is State.DROPPED else "Parts", short)
        made.lines += [_relative(child, width) for child in children[:CHILDREN]]
        if len(children) > CHILDREN:
            made.lines.append(styled((f"  and {len(children) - CHILDREN} more", MUTED)))


def _relative(task: Task, width: int) -> StyledText:
    state = task.state.value
    return styled("  ", clip(sanitized(task.title), width - len(state) - 5), (f" · {state}", MUTED))


def _event(board: Board, move: Transition, width: int) -> StyledText:
    """One line of the timeline: when, what, and beside it what was said, the limit it was made under, the device."""
    words = EVENTS.get(move.event, move.event.replace("_", " "))
    if move.event == "dropped" and move.fields.get("drop_why") == "split":
        words = "split"
    said = []
    if move.event in ("waited", "started") and isinstance(move.fields.get("waiting_on"), str):
        said.append(f"on {sanitized(move.fields['waiting_on'])}")
    reasons = (move.fields.get(name) for name in ("waiting_why", "expedite_why", "start_why"))
    said += [sanitized(reason) for reason in reasons if isinstance(reason, str)]
    if move.fields.get("limit_at") is not None and move.to == "doing":
        said.append(f"limit {move.fields['limit_at']}")
    said.append(device_name(board, move.device))
    when = stamp_words(move.at, board)
    line = styled(
        "  ", (fit(when, max(len(when), 18)), MUTED), fit(words, 18 if width >= NARROW else len(words) + 1),
        (clip(" · ".join(said), max(width - 38, 0)), MUTED),
    )  # fmt: skip
    return clip_line(line, width)


def _figures(board: Board, task: Task) -> Iterator[str]:
    focus = worked(board).get(task.id, Worked())
    if focus.today >= 60:
        yield f"  {length_text(timedelta(seconds=focus.today))} in focus today"


__all__ = ["Body", "body"]
