"""Completion: what may follow at the cursor. The shells' completion scripts call it at every TAB.

The scripts of ``wiptui completion`` know no commands or options, so they cannot become outdated. An answer is one line,
``value<TAB>words``; the single line ``:files`` leaves the completion of a path to the shell.
"""

from __future__ import annotations

from collections.abc import Iterable

from wiptui.cli import err, out
from wiptui.cli.call import Call
from wiptui.cli.options import EVERYWHERE, Command, Option
from wiptui.cli.registry import GROUPS, find
from wiptui.domain.core.errors import WiptuiError
from wiptui.domain.core.frozen import dataclass, field
from wiptui.domain.text import clip, printable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from wiptui.cli.shell.completing_tasks import Answer

FILES = ((":files", ""),)
HEAD = (*EVERYWHERE, Option("version", "", "which wiptui this is"))
PATHS = {"FILE", "PATH", "BASE", "OURS", "THEIRS", "FOLDER", "DIR"}


@dataclass
class CompletionPoint:
    """The position of the cursor."""

    name: str = ""
    command: Command | None = None
    words: list[str] = field(default_factory=list)
    option: Option | None = None
    """The option whose value is at the cursor."""
    value: int = 0
    """The index of the value, from 0."""
    used: set[str] = field(default_factory=set)
    file: str | None = None
    ended: bool = False
    """Whether ``--`` came before."""


def complete(call: Call) -> int:
    """Print what may follow. It is silent for nonsense or an unreadable file: nobody typed this command."""
    shell, words, current = _asked(call.words)
    try:
        answers = list(what_fits(call, words, current))
    except WiptuiError:
        answers = []
    answers = [answer for answer in answers if answer[0].isprintable()]
    if shell == "bash" and answers[:1] != [*FILES]:
        from wiptui.cli.shell.bash_line import quote_answers  # lazy: a completion does without it

        answers = quote_answers(answers, call.words[1] if len(call.words) > 1 else "")
    for value, about in answers:
        out.put(value + (out.own("\t") + _short(about) if about else ""))
    return err.DONE


def _asked(words: list[str]) -> tuple[str, list[str], str]:
    """Return the shell, the words before the cursor, and the word at the cursor."""
    shell, *rest = words or ["zsh"]
    if shell == "bash":  # bash cuts words at = and @, so it passes the whole line
        from wiptui.cli.shell.bash_line import read

        rest = read(rest[0] if rest else "").words[1:]
    current = rest.pop() if rest else ""
    return shell, rest, current.lstrip("\"'") if shell == "fish" else current


def what_fits(call: Call, words: list[str], current: str) -> Iterable[Answer]:
    """Yield all answers for a cursor in ``current`` after ``words`` (without the program's name)."""
    place = _parse(words)
    if place.file is not None:
        call.given.file = place.file
    if place.option is not None:
        return _values(call, place, _slots_of(place.option)[place.value], current)
    if current.startswith("--") and "=" in current and not place.ended:
        name, _, begun = current.partition("=")
        option = _known(place).get(name[2:])
        if option is None or len(option.takes.split()) != 1:
            return ()
        answers = _values(call, place, _slots_of(option)[0], begun)
        return [(value if value == ":files" else f"{name}={value}", about) for value, about in answers]
    if (current == "-" or current.startswith("--")) and not place.ended:
        return _starting(current, [(f"--{o.name}", o.about) for o in _known(place).values() if _is_free(o, place)])
    if place.command is None:
        return _starting(current, _commands(with_help=place.name != "help"))
    return _values(call, place, _slot(place.command.usage, len(place.words)), current)


def _parse(words: list[str]) -> CompletionPoint:
    """Parse the words before the cursor by the rules of ``options`` and accept everything."""
    place = CompletionPoint()
    for word in words:
        if place.option is not None:
            if place.option.name == "file":
                place.file = word
            place.value += 1
            if place.value >= len(place.option.takes.split()):
                place.option = None
        elif word == "--" and place.command is not None:
            place.ended = True
        elif word.startswith("--") and not place.ended:
            name, equals, value = word[2:].partition("=")
            option = _known(place).get(name)
            place.used.add(name)
            if option is not None and option.takes and not equals:
                place.option, place.value = option, 0
            elif name == "file":
                place.file = value
        elif place.command is not None:
            place.words.append(word)
        elif place.name == "" and word == "help":
            place.name = "help"
        else:
            place.command, place.name = find(word), word
    return place


def _known(place: CompletionPoint) -> dict[str, Option]:
    own = place.command.options if place.command is not None else ()
    return {option.name: option for option in ((*own, *EVERYWHERE) if place.command is not None else HEAD)}


def _is_free(option: Option, place: CompletionPoint) -> bool:
    return option.many or option.name not in place.used


def _commands(*, with_help: bool) -> list[Answer]:
    rows = [(name, words) for _, group in GROUPS for name, _, words in group]
    return [*rows, ("help", "what a command does")] if with_help else rows


# --- the meaning of a word, from the usage of the command


def _slot(usage: str, place: int) -> str:
    """Return what the word at ``place`` is, from the usage: ``TASK``, ``list|restore``; empty for nothing."""
    slots = slots_of(usage)
    if place < len(slots):
        return slots[place].removesuffix("...")
    return slots[-1].removesuffix("...") if slots and slots[-1].endswith("...") else ""


def slots_of(usage: str) -> list[str]:
    """Return the words of a command in order, without options: ``FORMAT FILE`` of ``FORMAT FILE [--dry-run]``.

    Alternatives are one item: ``[list | restore N [--dry-run]]`` is ``list|restore`` and then ``N``.
    """
    slots: list[str] = []
    skip = 0
    joins = False
    for word in usage.replace("[", " [ ").replace("]", " ] ").replace("|", " | ").replace(",", " | ").split():
        if word in "[]":
            skip = max(skip - 1, 0) if word == "]" and skip else skip + 1 if skip else 0
        elif word.startswith("--") and word != "--":
            skip = skip or 1
        elif skip:
            continue
        elif word == "|":
            joins = True
            continue
        elif joins and slots:
            first = next((i for i, slot in enumerate(slots) if slot[0].islower()), len(slots) - 1)
            slots[first] += f"|{word}"
        elif word != "...":
            slots.append(word)
        joins = False
    return slots


OWN_NAMES = {"class": "CLASS", "state": "STATE", "view": "VIEW", "metric": "METRIC", "output": "FILE"}
"""Options whose names say more than the kinds of their values."""


def _slots_of(option: Option) -> list[str]:
    """Return the kinds of an option's values."""
    return [OWN_NAMES[option.name]] if option.name in OWN_NAMES else option.takes.split()


DATES = ("DATE", "TIME", "D")
FROM_THE_BOARD = ("TASK", "QUERY", "TEXT", "P", "T", "WHO", "PROJECT", "TAG", *DATES)
"""Slots whose words depend on the tasks, or on the day."""


def _values(call: Call, place: CompletionPoint, slot: str, current: str) -> Iterable[Answer]:
    name = place.name
    if slot in PATHS:
        return FILES
    if slot in FROM_THE_BOARD:
        from wiptui.cli.shell.completing_tasks import dates, marks, tasks  # lazy: most completions read no board

        if slot == "TASK":
            return tasks(call, name, current, place.words if place.option is None else [])
        if slot in DATES:
            return _starting(current, dates(call, past=slot != "DATE" or name in ("stats", "log")))
        return marks(call, slot, current)
    return _starting(current, [(word, "") for word in _fixed(slot, name, place.words)])


WORDS = {
    ("FORMAT", "import"): "wiptui.cli.exchange.readers.READERS",
    ("FORMAT", "export"): "wiptui.cli.exchange.writers.WRITERS",
    ("STATE", ""): "wiptui.domain.tasks.task.STATES",
    ("CLASS", ""): "wiptui.domain.tasks.task.CLASSES",
    ("SHELL", ""): "wiptui.cli.shell.completion.SHELLS",
    ("METRIC", ""): "wiptui.domain.learning.METRICS",
    ("GROUP", "list"): "wiptui.cli.lists.arrange.GROUPS",
    ("GROUP", ""): "wiptui.cli.reports.stats.GROUPS",
    ("KEY", ""): "wiptui.cli.lists.arrange.SORTS",
    ("NAME", "schema"): "wiptui.cli.help.schema.asked()",
    ("VIEW", ""): "wiptui.config.view_names()",
}
"""Where the only possible words of a slot are, for one command or every: what the commands themselves use."""


def _fixed(slot: str, name: str, given: list[str]) -> Iterable[str]:
    """Return the only possible words."""
    home = WORDS.get((slot, name)) or WORDS.get((slot, ""))
    if home is not None:
        module, _, defined = home.rpartition(".")
        found = getattr(__import__(module, fromlist=["*"]), defined.removesuffix("()"))
        words: Iterable[str] = found() if defined.endswith("()") else found
        return words
    if name == "config" and given:
        return _settings(given)
    return [word for word in slot.replace("/", "|").split("|") if word.replace("-", "").isalpha() and word.islower()]


def _settings(given: list[str]) -> Iterable[str]:
    """Yield the names of settings, and after ``config set NAME`` the possible values."""
    from wiptui.config.table import BY_NAME  # lazy: a completion does without it

    if len(given) == 1 and given[0] in ("get", "set", "unset"):
        return BY_NAME
    setting = BY_NAME.get(given[1]) if len(given) == 2 and given[0] == "set" else None
    if setting is None:
        return ()
    return ("true", "false") if setting.kind == "switch" else setting.choices


def _starting(current: str, answers: list[Answer]) -> list[Answer]:
    return [answer for answer in answers if answer[0].startswith(current)]


def _short(words: str) -> str:
    return clip(printable(words), 60)


COMMANDS = {
    "_complete": Command(
        complete,
        "SHELL -- WORD...",
        "What may stand at the cursor, for the scripts of wiptui completion.",
        least=1,
        missing="This is asked by the shells: wiptui completion SHELL",
    )
}
