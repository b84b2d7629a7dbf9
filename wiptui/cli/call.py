"""What a command receives: its words and options, the service, the board, and helpers to find a task and to act."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from contextlib import suppress

from wiptui.cli import err, out
from wiptui.domain.core.errors import TaskNotFound, UsageError, WiptuiError
from wiptui.domain.core.frozen import dataclass, field
from wiptui.domain.text import printable
from wiptui.paths import config_file, named_file, read_settings

TYPE_CHECKING = False
if TYPE_CHECKING:
    from datetime import date
    from typing import NoReturn

    from wiptui.domain.board import Board
    from wiptui.domain.commands import Command
    from wiptui.domain.gate import Refusal
    from wiptui.domain.tasks.task import Task
    from wiptui.mirror.intake import Intake
    from wiptui.outcome import Outcome
    from wiptui.service import Service

CLEARS = ("none", "")
"""The values that clear a field."""
NOT_BY_HAND = ("", "mcp", "serve", "_board")
"""Long-running commands. A change through them is no sign of the person who typed them."""
TAKES_NOTHING = (
    "",
    "status",
    "undo",
    "redo",
    "config",
    "demo",
    "doctor",
    "merge",
    "path",
    "_complete",
    "backup",
    "mirror",
)
"""Commands before which nothing is taken in: prompts, what looks the file over, and undo, which means what was before;
the board takes in by itself."""


@dataclass
class Given:
    """The parsed command line: words in order, and options by name (without dashes)."""

    name: str = ""
    words: list[str] = field(default_factory=list)
    options: dict[str, list[tuple[str, ...]]] = field(default_factory=dict)
    file: str | None = None
    json: bool = False
    help: bool = False
    version: bool = False
    plain: bool = False


class Call:
    """One command line being carried out."""

    def __init__(
        self,
        given: Given,
        opener: Callable[[str | None], Service] | None = None,
        browse: Callable[[str], bool] | None = None,
    ) -> None:
        self.given = given
        self._opener = opener or _open
        self.browse = browse or _browse
        """Opens a link in the browser; returns False if there is none."""
        self._service: Service | None = None
        self.trouble = ""
        """What is wrong with the settings, as it was reported."""
        self._new_file = ""
        """The data file that ``--file`` or WIPTUI_FILE names, where there was none when this command began."""
        self.saved = False
        """Whether this command changed the data file; then a failure to print does not make the command fail."""
        self._read: Board | None = None
        self.taken = 0
        """How many tasks came from the inbox before this command."""
        self._taking: Intake | None = None

    @property
    def words(self) -> list[str]:
        return self.given.words

    @property
    def text(self) -> str:
        """All words joined."""
        return " ".join(self.given.words)

    @property
    def json(self) -> bool:
        """Whether the answer is wanted as JSON."""
        return self.given.json

    def flag(self, name: str) -> bool:
        return name in self.given.options

    def value(self, name: str) -> str | None:
        """Return the value of an option; None if it is absent."""
        rows = self.given.options.get(name)
        return rows[0][0] if rows else None

    def text_value(self, name: str) -> str | None:
        """The text of an option: "" for ``none``, which clears the field; None if the option is absent."""
        words = self.value(name)
        return "" if words is not None and words.strip().lower() in CLEARS else words

    def values(self, name: str) -> list[tuple[str, ...]]:
        """Return the values of an option that may be given several times or takes several values."""
        return self.given.options.get(name, [])

    @property
    def service(self) -> Service:
        if self._service is None:
            is_read_by_hand = self.given.name not in ("status", *NOT_BY_HAND)  # no line of its own in each prompt
            named = self.given.file or (named_file() if is_read_by_hand else "")
            self._new_file = "" if os.path.lexists(named) else named
            self._service = self._opener(self.given.file)
            self._service.subscribe(self._note_saved)
            self._service.wait_for_lock(self.given.name, tell=None if self.json else err.say)
            if self.given.name not in TAKES_NOTHING:
                intake = self._intake()
                self.taken = intake.take() if intake is not None and intake.came() else 0
        return self._service

    def _intake(self) -> Intake | None:
        """What comes in from a phone; None where the settings speak of nothing, and where they are broken."""
        try:
            said = read_settings(config_file()) or b""
        except OSError:
            return None
        if self._service is None or not any(word in said for word in (b"inbox", b"mirror")):
            return None
        if self._taking is None:
            from wiptui.mirror.intake import Intake  # lazy: few have an inbox

            self._taking = Intake(self._service)
        return self._taking

    def _note_saved(self) -> None:
        self.saved = True

    def close(self) -> None:
        """Print the notes of the store and close it."""
        if self._service is None:
            return
        if self.saved and self.given.name not in NOT_BY_HAND and (intake := self._intake()) is not None:
            intake.take()  # the mirror says what was changed
        if not self.json:
            notes = self._service.notes()
            if self._new_file and not notes:  # these say where the tasks of a file that is gone came from
                err.say(f"New data file: {self._new_file}" if self.saved else f"There is no file {self._new_file} yet.")
            for note in notes:
                err.say(note)
            if not self.saved:
                self._say_quiet()
        if self.saved and self.given.name not in NOT_BY_HAND:
            with suppress(WiptuiError):
                self._service.touch()
        self._service.store.close()

    def _say_quiet(self) -> None:
        """Say since when nobody has vouched for the focus that was read. Prompts show it in their line."""
        focus = self._read.focus if self._read is not None else None
        if self._read is None or focus is None or focus.quiet is None or self.given.name in ("status", "checkin"):
            return
        from wiptui.domain.focus.checkin import quiet_message  # lazy: list does without it

        err.say(quiet_message(self._read, focus.task.id, focus.quiet, self._read.at))

    # --- reading

    def board(self) -> Board:
        """Return the board as it is, or as it was at ``--as-of``: a day means its last moment."""
        board = self.service.board()
        when = self.value("as-of")
        if when is None:
            self._read = board
            return board
        from datetime import timedelta  # lazy: a completion does without it

        from wiptui.domain.as_of import board_as_of
        from wiptui.domain.dates.parse import parse_time

        at, end = (parse_time(when, board.today, board.zone, end=end) for end in (False, True))
        if at > board.at:
            raise UsageError(f"“{when}” is still to come: --as-of tells how things stood in the past.")
        return board_as_of(board, at if at == end else end - timedelta(milliseconds=1))

    def date(self, name: str) -> date | None:
        """Return the date of an option; None if it is absent. Raises UsageError."""
        words = self.value(name)
        if words is None:
            return None
        from wiptui.domain.dates.parse import parse_date  # lazy: list does without it

        return parse_date(words, self.service.board().today)

    def task(self, words: str, *, ended: bool = False, looking: bool = False) -> Task:
        """Return the task that ``words`` mean. With ``ended``, finished tasks count if no open one matches.

        ``looking``: the command changes nothing, so that few letters of an id do.
        """
        board = self.board()
        try:
            return board.resolve(words, short_ids=looking)
        except TaskNotFound:
            if not ended or not words.strip():
                raise
            return board.resolve_finished(words, exactly=not looking)

    def tasks(self) -> tuple[int, ...]:
        """Return the ids of the tasks that the words mean."""
        return tuple(task.id for task in self.board().resolve_all(self.words))

    @property
    def names_none(self) -> bool:
        """Whether neither words nor a query say which tasks are meant."""
        return not self.words and not self.flag("where")

    def focused(self, tried: str) -> Task:
        """Return the focused task, which a command without TASK means. ``tried`` says what for. Raises UsageError."""
        focus = self.board().focus
        if focus is None:
            raise UsageError(f"Nothing is focused: say which task {tried}.")
        return focus.task

    # --- acting

    def dispatch(self, command: Command, tried: str = "") -> Outcome:
        """Carry out a command. Raises Refused if a limit binds; ``tried`` is the verb for that message."""
        from wiptui.domain.gate import Refusal  # lazy: a completion does without it

        answer = self.service.dispatch(command)
        if isinstance(answer, Refusal):
            self.refuse(answer, tried)
        return answer

    def refuse(self, refusal: Refusal, tried: str, hints: tuple[str, ...] = (), *, kept: str = "") -> NoReturn:
        """Raise Refused. ``kept`` says what was saved nevertheless."""
        from wiptui.cli.moves.refusal import Refused  # lazy: list does without it

        raise Refused(refusal, self.service.board(), tried, hints, kept)

    def report(self, outcome: Outcome) -> int:
        """Print what was done: words on stderr, or with ``--json`` the words and the tasks on stdout."""
        if not self.json:
            err.say(printable(outcome.words))
            return err.DONE
        from wiptui.exchange.json.task import task_json  # lazy: list does without it

        board = self.service.board()
        found = [board.find(task_id) for task_id in outcome.accepted.tasks]
        rows = [task_json(task, board) for task in found if task is not None]
        out.put_json({"words": outcome.words, "tasks": rows})
        return err.DONE


def piped(done: str) -> str:
    """Return all of stdin as UTF-8, whatever the locale says. Raises UsageError, with the line, for what is none.

    ``done`` is the word for what was not done then: added, changed.
    """
    if sys.stdin is None:
        return ""
    buffer = getattr(sys.stdin, "buffer", None)
    if buffer is None:
        text: str = sys.stdin.read()
    else:
        data: bytes = buffer.read()
        try:
            text = data.decode("utf-8")
        except UnicodeDecodeError as error:
            line = data.count(b"\n", 0, error.start) + 1
            raise UsageError(
                f"Line {line} of the input is not UTF-8 text: convert it and try again. Nothing was {done}."
            ) from None
    return text.replace("\r\n", "\n").removeprefix("\ufeff")


_DIGITS = 6  # no count here needs more


def whole_number(words: str, what: str) -> int:
    """Read a number as people write it. Raises UsageError."""
    text = words.strip()
    counts = text.isascii() and text.removeprefix("-").isdigit()
    if not counts or len(text) > _DIGITS:
        wrong = "out of range" if counts else "no number"
        raise UsageError(f"“{printable(words)[:40]}” is {wrong}: {what}")
    return int(text)


def _browse(link: str) -> bool:
    from wiptui.browsing import open_link  # lazy: list does without it

    return open_link(link, in_terminal=out.is_terminal() and sys.stdin is not None and sys.stdin.isatty())


def _open(file: str | None) -> Service:
    from wiptui.hooks.events import attach  # lazy: a completion does without it
    from wiptui.service import open_service

    service = open_service(file)
    attach(service)
    return service
