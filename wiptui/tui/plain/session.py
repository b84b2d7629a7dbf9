"""One visit to the board in lines: a line is read, carried out as its key on the board would be, and answered."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from wiptui.domain import commands as c
from wiptui.domain.board import Board
from wiptui.domain.core.errors import TaskBlocked, UsageError, WiptuiError
from wiptui.domain.gate import Refusal
from wiptui.domain.queries.of_board import query_of
from wiptui.domain.tasks.quick_add import parse_inline
from wiptui.domain.tasks.task import State, Task
from wiptui.domain.text import printable
from wiptui.metrics.log.ledger import Ledger
from wiptui.metrics.overload.rules import assess
from wiptui.metrics.review.review_text import STRIPS, steps
from wiptui.metrics.review.week import week, week_to_review
from wiptui.outcome import Outcome
from wiptui.service import Service
from wiptui.tui.actions import command_builders
from wiptui.tui.keys.keymap import BY_ID, Keymap
from wiptui.tui.plain.board_lines import board_lines, gauge_line, listed
from wiptui.tui.plain.panel import SKIP, Ask, Say, decide
from wiptui.tui.plain.words import command_word, person_and_reason, read_line, tasks_and_words
from wiptui.tui.settings import Settings, where
from wiptui.tui.views.level_text import describe_level, describe_rule
from wiptui.tui.views.query_filter import TaskFilter
from wiptui.tui.views.styled_text import plain
from wiptui.tui.views.view_models import BoardView, board_view
from wiptui.tui.widgets.dialogs.details_lines import body
from wiptui.tui.widgets.dialogs.ways_out import Block

OWN = {
    "list": "the board again; so does an empty line",
}
"""Commands that the board has no key for."""
TAKES = {
    "new": "TEXT", "start": "NUMBER", "done": "NUMBER", "wait": "NUMBER WHO: WHY", "back": "NUMBER NEXT STEP",
    "drop": "NUMBER", "focus": "NUMBER", "interrupt": "TEXT", "details": "NUMBER", "resolve": "NUMBER",
    "filter": "QUERY", "later": "NUMBER", "earlier": "NUMBER", "card-right": "NUMBER", "card-left": "NUMBER",
}  # fmt: skip
"""What follows a command."""
BARE = ("backlog", "why", "review", "undo", "redo", "help", "quit")
KNOWN = (*TAKES, *BARE, *OWN)
WIDTH, HEIGHT = 78, 24
"""The room that the lines of a task's details are made for."""
UNDOING = c.Restore(())
"""The panel's stand-in for an undo, whose changes come from the undo journal."""


class Plain:
    """The board in lines. ``ask`` shows a prompt and returns the next line; None at the end of the input."""

    def __init__(self, service: Service, settings: Settings, say: Say, ask: Ask) -> None:
        self.service = service
        self.settings = settings
        self.keys: Keymap = settings.keymap()
        self.say = say
        self.ask = ask
        self.query = ""
        self.with_backlog = State.BACKLOG in settings.columns
        self.numbered: list[int] = []
        """The tasks of the list that was read out last, in the order of their numbers."""
        self._bare: dict[str, Callable[[], None]] = {
            "backlog": self._backlog, "why": self._why, "review": self._review, "undo": self._undo,
            "redo": self._redo, "help": self._help, "list": self._show_board,
        }  # fmt: skip
        self._with_text: dict[str, Callable[[str], None]] = {
            "new": self._new, "interrupt": self._interrupt, "filter": self._filter,
        }  # fmt: skip

    def run(self) -> None:
        """Show the board, then carry out one line after the other until one quits, or there is no more."""
        self._show_board()
        self.say(f"{self.keys.key('help')} lists the commands, {self.keys.key('quit')} leaves.")
        while (text := self.ask("> ")) is not None:
            try:
                if not text.strip():
                    self._show_board()
                elif not self._carry_out(text):
                    break
            except WiptuiError as error:
                self.say(printable(str(error)))
            for note in self.service.notes():
                self.say(note)

    def _carry_out(self, text: str) -> bool:
        """Carry out a line; return False for the one that leaves."""
        line = read_line(text, KNOWN, self.keys)
        if line.name == "quit":
            return False
        if line.name in self._bare:
            self._bare[line.name]()
        elif line.name in self._with_text:
            self._with_text[line.name](line.rest)
        else:
            self._do_to_tasks(line.name, line.rest)
        return True

    # --- what there is to read

    @property
    def view(self) -> BoardView:
        """The board as it is, with the filter."""
        board = self.service.board()
        return board_view(board, assess(board), self._matches(board), self.settings.marks)

    def _matches(self, board: Board) -> TaskFilter | None:
        query = query_of(board, self.query) if self.query else None
        return TaskFilter(query) if query else None

    def _states(self) -> Iterator[State]:
        wanted = self.settings.columns | ({State.BACKLOG} if self.with_backlog else set())
        return (state for state in command_builders.ORDER if state in wanted)

    def _show_board(self) -> None:
        """Read out the whole board, numbered anew."""
        view = self.view
        columns = listed(view, tuple(self._states()), self.keys)
        self.numbered = [card.id for column in columns for card in column.cards]
        for line in board_lines(view, columns, self.keys):
            self.say(line)

    def _help(self) -> None:
        """Read out the commands."""
        for name in KNOWN:
            about = OWN[name] if name in OWN else BY_ID[name].about
            word = command_word(self.keys, name)
            takes = TAKES.get(name, "")
            self.say(f"{f'{word} {takes}'.strip():<24}{about}")
        self.say("NUMBER is that of a card, several with spaces between; or words of one title.")

    def _why(self) -> None:
        """Read out what makes the level, and the one next action."""
        board = self.service.board()
        found = assess(board)
        self.say(f"{found.word}. {describe_level(board, found)}")
        for rule in found.rules:
            self.say(f"{rule.name.replace('_', ' ')}: {describe_rule(rule)}{', a strain' if rule.active else ''}")
        if found.next is not None:
            self.say(f"Next: {found.next.why}")

    def _review(self) -> None:
        """Read out the week in its six steps."""
        board = self.service.board()
        ledger = Ledger(board)
        for step in steps(week(board, week_to_review(board, ledger), ledger), board.zone):
            self.say(f"{step.title}. {step.question}")
            for line in step.lines:
                if line.kind == STRIPS or not line.text:
                    continue
                self.say(f"  {line.text}{f', {line.end}' if line.end else ''}".rstrip())

    # --- changes

    def _new(self, text: str) -> None:
        """Capture a task; it gets the next number."""
        inline = parse_inline(text, self.service.board().today)
        outcome = self._dispatch(c.Add(inline.title, inline.fields()))
        for note in inline.notes:
            self.say(f"{note}.")
        if outcome is not None:
            self.numbered += outcome.accepted.tasks[:1]
            self.say(f"It has the number {len(self.numbered)}.")

    def _interrupt(self, text: str) -> None:
        """Note an interruption."""
        self._dispatch(c.Interrupt(text))

    def _filter(self, text: str) -> None:
        """List what matches a query; all again without one. Raises UsageError."""
        before, self.query = self.query, text
        try:
            self._show_board()
        except UsageError:
            self.query = before
            raise

    def _backlog(self) -> None:
        """List the backlog too, or no longer."""
        self.with_backlog = not self.with_backlog
        self._show_board()

    def _undo(self) -> None:
        """Undo the last change."""
        self._settle(self.service.undo, UNDOING)

    def _redo(self) -> None:
        """Redo the last undo."""
        self._settle(self.service.redo, UNDOING)

    def _do_to_tasks(self, name: str, rest: str) -> None:
        board = self.service.board()
        if not rest and name == "focus" and board.focus is not None:
            self.say(gauge_line(self.view))
            return
        if not rest:
            raise UsageError(f"Which one? {command_word(self.keys, name)} {TAKES[name]}")
        tasks, words = tasks_and_words(rest, self.numbered, board)
        anyway = name == "start" and words == "anyway"
        action, _, step = BY_ID[name].runs.partition("(")
        why_not = command_builders.why_not(action, board, tasks, int(step.rstrip(")") or 0))
        if why_not:
            raise UsageError(why_not)
        if name == "details":
            self._show_details(board, tasks[0])
            return
        command = self._command(name, board, tasks, words)
        self._dispatch(command_builders.anyway(command) if anyway else command)

    def _command(self, name: str, board: Board, tasks: tuple[Task, ...], words: str) -> c.Command:
        ids = command_builders.ids(tasks)
        match name:
            case "start":
                return command_builders.start_or_pause(board, tasks)
            case "done":
                return c.Finish(ids)
            case "drop":
                return c.Drop(ids)
            case "back":
                return c.PutBack(ids, words or None)
            case "wait":
                return c.Wait(ids[0], *person_and_reason(words))
            case "focus":
                return c.FocusOn(ids[0])
            case "resolve":
                return c.Together(tuple(c.Resolve(task_id) for task_id in ids))
            case "later" | "earlier":
                return command_builders.nudge_due(board, tasks, 1 if name == "later" else -1)
        if len({task.state for task in tasks}) > 1:
            raise UsageError("The tasks stand in several columns.")
        shifted = command_builders.shift(board, tasks, 1 if name == "card-right" else -1)
        return shifted or c.Together(tuple(c.Wait(task_id) for task_id in ids))

    def _show_details(self, board: Board, task: Task) -> None:
        for line in body(board, task, WIDTH, HEIGHT, -1).lines:
            if plain(line).strip():
                self.say(plain(line).rstrip())

    def _dispatch(self, command: c.Command) -> Outcome | None:
        return self._settle(lambda: self.service.dispatch(command), command)

    def _settle(self, do: Callable[[], Outcome | Refusal], command: c.Command) -> Outcome | None:
        """Make a change and say what came of it; a refusal asks for a way out."""
        try:
            answer = do()
        except TaskBlocked as error:
            start = command_word(self.keys, "start")
            self.say(f"{error} {start} NUMBER anyway starts it nevertheless.")
            return None
        if isinstance(answer, Outcome):
            self.say(f"{answer.words}. {gauge_line(self.view)}")
            return answer
        way = decide(Block(self.service.board(), answer, command), self.say, self.ask)
        if way is None:
            return None
        if isinstance(way, str):
            return self._settle(lambda: self.service.undo(skip=way == SKIP), command)
        return self._dispatch(way)


def run(service: Service, say: Say, ask: Ask) -> None:
    """Run the board in lines with the settings of the person, and say what is wrong with these."""
    settings = Settings(where())
    trouble = settings.begin()
    if trouble:
        say(trouble)
    Plain(service, settings, say, ask).run()
