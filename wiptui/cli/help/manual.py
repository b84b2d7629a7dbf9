"""The manual page, generated from the registry: ``wiptui help --man`` prints it, and the package installs it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from wiptui import __version__
from wiptui.cli.help.help import LEGEND
from wiptui.cli.options import EVERYWHERE, Command, Option
from wiptui.cli.registry import GROUPS, find

ENVIRONMENT = (
    ("WIPTUI_FILE", "The data file, instead of the one in the platform's data folder."),
    ("WIPTUI_CONFIG", "The settings, instead of the ones in the platform's folder for settings."),
    ("WIPTUI_DEVICE", "The name of this machine, as other machines are told it."),
    ("WIPTUI_DEBUG", "Where something goes wrong inside, show all of it."),
    ("NO_COLOR", "No weight and no colour."),
    ("COLUMNS", "The width to write for on a terminal."),
    ("VISUAL, EDITOR", "The editor that edit opens."),
    ("TZ", "The zone in which days begin."),
)
EXITS = (
    ("0", "done"), ("1", "failed"), ("2", "wrong usage"), ("3", "refused by a WIP limit"),
    ("4", "no such task, or several"), ("5", "the data file cannot be used; nothing was changed"),
)  # fmt: skip
SIGNS = {
    "\\": "\\e", "-": "\\-", "“": "\\(lq", "”": "\\(rq", "’": "'", "…": "...", "—": "\\(em", "·": "\\(bu",
    "→": "\\(->", "■": "#", "□": ".",
}  # fmt: skip
"""Our signs in the language of the page."""


def page() -> str:
    """Return the page in man macros."""
    return "\n".join([*_head(__version__), *_commands(), *_tail()]) + "\n"


def _head(version: str) -> Iterator[str]:
    yield '.\\" Written by "wiptui help --man" from the program itself: do not edit.'
    yield f'.TH WIPTUI 1 "" "wiptui {version}" "User Commands"'
    yield from (".SH NAME", "wiptui \\- a personal board for the terminal that blocks new starts at your limit")
    yield from (".SH SYNOPSIS", ".B wiptui", ".br", ".B wiptui", ".I COMMAND", "[...]")
    yield ".SH DESCRIPTION"
    yield from _text(
        "wiptui shows what you are working on, and says no when your hands are full. Without a command it opens the "
        "board; there, ? shows every key. With a command it does one thing and is gone.\n" + LEGEND
    )
    yield ".SH OPTIONS"
    yield from _options((*EVERYWHERE, Option("version", "", "which wiptui this is")))


def _commands() -> Iterator[str]:
    yield ".SH COMMANDS"
    for group, rows in GROUPS:
        yield f".SS {_plain(group)}"
        for name, _, _ in rows:
            yield from _command(name, find(name))


def _command(name: str, command: Command) -> Iterator[str]:
    yield ".TP"
    yield f"\\fBwiptui {_plain(name)}\\fR {_plain(command.usage)}".rstrip()
    yield from _text(command.about)
    if not (command.options or command.examples):
        return
    yield ".RS"
    yield from _options(command.options)
    for line, words in command.examples:
        yield from (".PP", f"\\fB{_plain(line)}\\fR", ".br", _line(words[:1].upper() + words[1:] + "."))
    yield ".RE"


def _options(options: Iterable[Option]) -> Iterator[str]:
    for option in options:
        takes = f" \\fI{_plain(option.takes)}\\fR" if option.takes else ""
        yield from (".TP", f"\\fB{_plain('--' + option.name)}\\fR{takes}", _line(option.about))


def _tail() -> Iterator[str]:
    yield from (".SH EXIT STATUS", *_terms(EXITS))
    yield from (".SH ENVIRONMENT", *_terms(ENVIRONMENT))
    yield ".SH FILES"
    yield from _text(
        "wiptui path says where the data file is; it is all that has to be synced. wiptui config path says where the "
        "settings are."
    )


def _terms(rows: Iterable[tuple[str, str]]) -> Iterator[str]:
    for term, words in rows:
        yield from (".TP", f"\\fB{_plain(term)}\\fR", _line(words))


def _text(text: str) -> Iterator[str]:
    """Yield paragraphs; a line that begins with spaces stays a separate line."""
    first = True
    for paragraph in text.split("\n"):
        if not paragraph.strip():
            continue
        if not first:
            yield ".br" if paragraph.startswith(" ") else ".sp"
        yield _line(paragraph.strip())
        first = False


def _line(text: str) -> str:
    """Return text in short source lines, as man needs them. A dot or a quote at the start would be a macro."""
    lines = [""]
    for word in text.split():
        plain = _plain(word)
        if lines[-1] and len(lines[-1]) + len(plain) >= 78:
            lines.append("")
        lines[-1] += f" {plain}" if lines[-1] else plain
    return "\n".join(f"\\&{line}" if line[:1] in (".", "'") else line for line in lines)


def _plain(text: str) -> str:
    return "".join(SIGNS.get(ch, ch) for ch in text)
