"""The form that edits a task: one line a field, the note below, and one command for all that was changed."""

from __future__ import annotations

from datetime import date
from typing import Any

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.suggester import SuggestFromList
from textual.widgets import Input, Static, TextArea

from wiptui.domain.board import Board
from wiptui.domain.core.errors import UsageError
from wiptui.domain.dates.repetition import read_every
from wiptui.domain.fields import checked
from wiptui.domain.tasks.task import CLASSES, Task
from wiptui.domain.text import one_line
from wiptui.tui.widgets.dialogs.dialog import MUTED, WARN, Lines, paragraph
from wiptui.tui.widgets.dialogs.inputs import Field, LineInput, known_people, read_date
from wiptui.tui.widgets.dialogs.wording import dated

FIELDS = {
    "title": ("Title", "what it is"),
    "next_step": ("Next step", "where to go on"),
    "project": ("Project", "acme"),
    "tags": ("Tags", "phone home"),
    "due": ("Due", "fri, +3d, 22 nov"),
    "every": ("Again", "week, mon,thu, after 3 days"),
    "priority": ("Priority", "A to Z"),
    "class": ("Class", "standard, fixed-date, intangible, expedite"),
    "for": ("For", "who waits for it"),
}


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
        completions = {"for": known_people(self.board), "class": SuggestFromList(list(CLASSES))}
        self._lines: dict[str, LineInput] = {}
        for name, (label, hint) in FIELDS.items():
            line = LineInput(
                self._before[name], hint, suggester=completions.get(name), select_on_focus=False, id=f"edit-{name}"
            )
            self._lines[name] = line
            yield Field(label, line)
        yield Static("Note", id="note-label")
        self._note = TextArea(self._before["note"], soft_wrap=True, show_line_numbers=False, id="edit-note")
        yield self._note
        self._said = Lines(self._words, id="edit-said")
        yield self._said

    def on_mount(self) -> None:
        self._lines["title"].focus()

    # --- what was typed

    @property
    def now(self) -> dict[str, str]:
        """What stands in the fields."""
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

    def _words(self, width: int, height: int) -> list[Content]:
        """What is wrong, or the due date as it was understood."""
        problem = self.problem()
        if problem:
            return paragraph(problem[1], width, WARN, 1)
        due = read_date(self._lines["due"].value, self.board.today)
        return [Content.styled(f"Due {dated(due.day, self.board.today)}." if due.day else "", MUTED)]

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
    return {
        "title": task.title,
        "next_step": task.next_step or "",
        "project": task.project or "",
        "tags": " ".join(task.tags),
        "due": task.due.isoformat() if task.due else "",
        "every": _every_words(task),
        "priority": task.priority or "",
        "class": "" if task.service_class.value == "standard" else task.service_class.value,
        "for": task.for_whom or "",
        "note": task.note,
    }


def _every_words(task: Task) -> str:
    """How often it comes again, as it can be typed too."""
    every = read_every(task.every)
    return "" if every is None else every.text if every.after else every.words.removeprefix("every ")


def _value(name: str, text: str, today: date) -> Any:
    """A field's text as the value that is written. Raises UsageError."""
    text = text if name == "note" else one_line(text)
    if name == "due":
        read = read_date(text, today)
        if read.wrong:
            raise UsageError(read.wrong)
        return read.day.isoformat() if read.day else None
    if name == "tags":
        return [tag.removeprefix("@") for tag in text.split()]
    if name == "project":
        return text.removeprefix("+") or None
    if name == "priority":
        return text.strip("()").upper() or None
    if name == "class":
        return text.casefold() or None
    return text or None if name != "title" else text
