"""Parse the command line. Small and exact; argparse costs most of the time that ``status`` may take.

Options are written in full, ``--name VALUE`` or ``--name=VALUE``, anywhere after the command; ``--`` ends them. A word
with a space in it is never an option, so quoted text stays text. A single dash begins no option: ``list -@phone``. A
dash and one letter is an error: it is an option elsewhere, and here it would be a query that finds nearly everything.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence

from wiptui.cli.call import Call, Given
from wiptui.domain.core.errors import UsageError
from wiptui.domain.core.frozen import dataclass
from wiptui.domain.text import close_matches, has_stray_bytes


@dataclass(frozen=True, slots=True)
class Option:
    """One option. ``takes`` names its values, one word each (``P N`` takes two); empty for a flag."""

    name: str
    takes: str = ""
    about: str = ""
    many: bool = False
    """Whether it may be given several times; its values are then collected."""


AT = Option("at", "TIME", "when it really was: 9:00, yesterday, 2026-11-22 14:30; a day means its end")
AS_OF = Option("as-of", "TIME", "the answer as it stood then: yesterday, 14d, 2026-11-22T14:30")


MANY = (
    Option("where", "QUERY", "all that a query finds: '+web due<today'", many=True),
    Option("yes", about="more than 10 at once, without a question"),
)
"""The options of a command that can change many tasks at once."""


@dataclass(frozen=True, slots=True)
class Command:
    """One command: its usage, its description, and the function that carries it out."""

    run: Callable[[Call], int]
    usage: str
    """What follows the name: ``TASK... [--swap TASK]``."""
    about: str
    """A few sentences for the command's help."""
    options: tuple[Option, ...] = ()
    least: int = 0
    """The least number of words; ``missing`` asks for them."""
    most: int | None = None
    """The greatest number of words; None for any."""
    missing: str = "Which task? Give the letters of its id, as the lists show them, or words of its title."
    examples: tuple[tuple[str, str], ...] = ()
    is_text: bool = False
    """Whether the words are text, taken letter by letter; ``--`` is then one of them."""


PATHS = ("PATH", "FILE", "F", "FOLDER")
"""Option values that name files."""
EVERYWHERE = (
    Option("file", "PATH", "another data file than your own"),
    Option("json", "", "data, and errors, as JSON"),
    Option("help", "", "this help"),
)


PLAIN = Option("plain", about="the board in lines, for screen readers and pipes")


def read_head(argv: Sequence[str]) -> tuple[Given, list[str]]:
    """Parse what is before the command; return it and the words after the command's name. Raises UsageError."""
    given = Given()
    known = {option.name: option for option in (*EVERYWHERE, Option("version"), PLAIN)}
    place = 0
    while place < len(argv):
        word = argv[place]
        if not _is_option(word):
            given.name = word
            return given, list(argv[place + 1 :])
        place = _take(argv, place, known, given, "wiptui")
    return given, []


def read_rest(given: Given, command: Command, argv: Sequence[str]) -> None:
    """Parse what follows the command's name into ``given``. Raises UsageError."""
    known = {option.name: option for option in (*EVERYWHERE, *command.options)}
    place = 0
    while place < len(argv):
        word = argv[place]
        if word == "--":
            given.words += argv[place if command.is_text else place + 1 :]
            break
        if _is_option(word):
            place = _take(argv, place, known, given, f"wiptui {given.name}", is_text=command.is_text)
            continue
        if not command.is_text and len(word) == 2 and word[0] == "-" and word[1].isalpha():
            raise UsageError(_letter(word, known, given.name))
        given.words.append(word)
        place += 1


def check_count(given: Given, command: Command) -> None:
    """Raise UsageError for too few or too many words, and for invalid bytes in a text."""
    if command.is_text:
        _check_text(given.words)
    if len(given.words) < command.least and "where" not in given.options:
        raise UsageError(command.missing)
    if command.most is not None and len(given.words) > command.most:
        extra = given.words[command.most]
        raise UsageError(f"“{extra}” is one word too many: wiptui {given.name} {command.usage}".rstrip())


def _check_text(words: Sequence[str]) -> None:
    """Check that saved text is valid: a path may have any bytes, but text would lose them."""
    for word in words:
        if not word.isprintable() and has_stray_bytes(word):
            raise UsageError(f"“{word[:60]}” is not UTF-8 text: convert it and try again. Nothing was changed.")


def _is_option(word: str) -> bool:
    if word in ("-h", "-V"):
        return True
    return word.startswith("--") and len(word) > 2 and not any(ch.isspace() for ch in word.partition("=")[0])


def _take(
    argv: Sequence[str], place: int, known: dict[str, Option], given: Given, where: str, *, is_text: bool = False
) -> int:
    """Parse the option at ``place`` and return the index after its values."""
    name, equals, value = argv[place][2:].partition("=")
    name = {"-h": "help", "-V": "version"}.get(argv[place], name)
    option = known.get(name)
    if option is None:
        raise UsageError(_unknown(name, known, where, is_text))
    wanted = option.takes.split()
    if not wanted:
        if equals:
            raise UsageError(f"--{name} takes no value.")
        _keep(given, option, ())
        return place + 1
    values = [value] if equals else []
    place += 1
    while len(values) < len(wanted):
        if place >= len(argv):
            raise UsageError(f"--{name} needs {_a(option.takes)}: --{name} {option.takes}")
        values.append(argv[place])
        place += 1
    if option.takes not in PATHS:
        _check_text(values)
    _keep(given, option, tuple(values))
    return place


def _keep(given: Given, option: Option, values: tuple[str, ...]) -> None:
    if option.name in ("json", "help", "version", "plain"):
        setattr(given, option.name, True)
    elif option.name == "file":
        if not values[0].strip():
            raise UsageError("--file needs a path: --file PATH")
        if not os.path.basename(values[0]):  # noqa: PTH119
            raise UsageError(f"“{values[0]}” names a folder: --file takes the path of a file.")
        # Few shells expand --file=~/wip.json, and importing pathlib costs a short command 3 ms.
        given.file = os.path.expanduser(values[0])  # noqa: PTH111
    elif option.many:
        given.options.setdefault(option.name, []).append(values)
    elif option.name in given.options and given.options[option.name] != [values]:
        raise UsageError(f"--{option.name} was given twice.")
    else:
        given.options[option.name] = [values]


def _letter(word: str, known: dict[str, Option], name: str) -> str:
    """What is wrong with ``-a``: options are words here, and in a query it would turn round nearly everything."""
    meant = next((f"did you mean --{option}?" for option in known if option.startswith(word[1].lower())), "")
    text = f"There is no option {word}; {meant or 'options are whole words.'}"
    return f"{text} See: wiptui {name} --help"


def _a(takes: str) -> str:
    return "a value" if " " not in takes else f"{len(takes.split())} values"


def _unknown(name: str, known: dict[str, Option], where: str, is_text: bool) -> str:
    close = close_matches(name, known, 1)
    text = f"There is no option --{name}"
    text += f"; did you mean --{close[0]}?" if close else "."
    if is_text:
        text += " If it is part of the text, put -- before it."
    return f"{text} See: {where} --help"
