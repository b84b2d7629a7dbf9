"""The form that edits a task: one line a field, the note below, and one command for all that was changed."""

from __future__ import annotations

from datetime import date
from typing import Any

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.message import Message
from textual.suggester import SuggestFromList
from textual.widgets import Input, Static, TextArea

from wiptui.domain.board import Board
from wiptui.domain.core.errors import UsageError
from wiptui.domain.dates.repetition import read_every
from wiptui.domain.fields import (
    BY_NAME,
    CHOICE,
    DATE,
    IN_FORM,
    LETTER,
    REPETITION,
    TEXT,
    as_typed,
    checked,
    typed,
)
from wiptui.domain.fields import Field as TaskField
from wiptui.domain.tasks.task import Task
from wiptui.domain.text import one_line
from wiptui.tui.views.styled_text import MUTED, WARN, StyledText, paragraph, styled
from wiptui.tui.widgets.dialogs.inputs import Field, LineInput, known_people, read_date
from wiptui.tui.widgets.dialogs.wording import dated
from wiptui.tui.widgets.lines import Lines

NOTE = BY_NAME["note"]
"""Stands below the lines, in a field of its own."""


class EditForm(VerticalScroll, can_focus=False):
    """The fields of one task. What is not changed is not written."""

    DEFAULT_CSS = """
    EditForm {
        height: auto; padding-right: 1;
        #note-label { color: $text-muted; margin-top: 1; }
        TextArea {
            height: 5; border: none; padding: 0 1; background: $foreground 6%;
            &:focus { border: none; background: $foreground 10%; }
            &:ansi { border-left: solid $accent; }
        }
        #edit-said { height: 1; margin-top: 1; }
    }
    """

    class Changed(Message):
        """Something was typed."""

    def __init__(self, board: Board, task: Task) -> None:
        super().__init__(id="edit")
        self.board = board
        self.edited = task
        self._before = _texts(task)

    def compose(self) -> ComposeResult:
        self._lines: dict[str, LineInput] = {}
        for row in IN_FORM:
            line = LineInput(
                self._before[row.name],
                row.hint,
                suggester=self._suggester(row),
                select_on_focus=False,
                id=f"edit-{row.name}",
            )
            self._lines[row.name] = line
            yield Field(row.label, line)
        yield Static("Note", id="note-label")
        self._note = TextArea(self._before["note"], soft_wrap=True, show_line_numbers=False, id="edit-note")
        yield self._note
        self._said = Lines(self._words, id="edit-said")
        yield self._said

    def _suggester(self, row: TaskField) -> SuggestFromList | None:
        """Completes one of a few words, or the name of somebody."""
        if row.kind == CHOICE:
            return SuggestFromList(list(row.choices))
        return known_people(self.board) if row.takes == "WHO" else None

    def on_mount(self) -> None:
        self._lines["title"].focus()

    # --- what was typed

    @property
    def now(self) -> dict[str, str]:
        """What is in the fields."""
        return {**{name: line.value for name, line in self._lines.items()}, "note": self._note.text}

    @property
    def is_changed(self) -> bool:
        return self.now != self._before

    def fields(self) -> dict[str, Any]:
        """The fields to write, only those that were changed. Raises UsageError for what cannot be."""
        today = self.board.today
        changed = {name: _value(name, text, today) for name, text in self.now.items() if text != self._before[name]}
        return dict(checked(changed))

    def focus_field(self, name: str) -> None:
        """Put the cursor into one field."""
        (self._note if name == "note" else self._lines[name]).focus()

    def _words(self, width: int, height: int) -> list[StyledText]:
        """What is wrong, or the due date as it was understood."""
        problem = self.problem()
        if problem:
            return paragraph(problem[1], width, WARN, 1)
        due = read_date(self._lines["due"].value, self.board.today)
        return [styled((f"Due {dated(due.day, self.board.today)}." if due.day else "", MUTED))]

    def problem(self) -> tuple[str, str] | None:
        """The first field that cannot be written, and why."""
        for name, text in self.now.items():
            if text != self._before[name]:
                try:
                    checked({name: _value(name, text, self.board.today)})
                except UsageError as error:
                    return name, str(error)
        return None

    def on_input_changed(self, event: Input.Changed) -> None:
        event.stop()
        self._typed()

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        event.stop()
        self._typed()

    def _typed(self) -> None:
        self._said.refresh()
        self.post_message(self.Changed())

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter goes on to the next field."""
        event.stop()
        self.screen.focus_next()


def _texts(task: Task) -> dict[str, str]:
    """The fields of a task as they stand in the form."""
    return {row.name: _text(row, task) for row in (*IN_FORM, NOTE)}


def _text(row: TaskField, task: Task) -> str:
    """One of them; the choice that goes without saying is an empty line."""
    if row.kind == REPETITION:
        return _every_words(task)
    text = as_typed(row, task)
    return "" if row.kind == CHOICE and text == row.default else text


def _every_words(task: Task) -> str:
    """How often it comes again, as it can be typed too."""
    every = read_every(task.every)
    return "" if every is None else every.text if every.after else every.words.removeprefix("every ")


def _value(name: str, text: str, today: date) -> Any:
    """A field's text as the value that is written. Raises UsageError."""
    row = BY_NAME[name]
    if row.kind == DATE:
        read = read_date(one_line(text), today)
        if read.wrong:
            raise UsageError(read.wrong)
        return read.day.isoformat() if read.day else None
    words = text if row.kind == TEXT else one_line(text)
    if row.kind == LETTER:
        words = words.strip("()").upper()
    return typed(row, words.removeprefix("+") if row.token == "+" else words, today)
