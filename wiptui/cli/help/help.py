"""The help: short, grouped, with examples. It reads no file."""

from __future__ import annotations

from wiptui import __version__
from wiptui.cli import out
from wiptui.cli.cells import wrapped
from wiptui.cli.help.schema import ANSWERS
from wiptui.cli.options import EVERYWHERE, Command, Option
from wiptui.cli.registry import GROUPS, find
from wiptui.domain.core.record import Json

LEGEND = (
    "TASK is five letters of an id, or words that occur in the title of exactly one open task.\n"
    "Data goes to stdout, words to stderr. Exit codes: 0 done, 1 failed, 2 wrong usage, 3 refused by a limit, 4 no "
    "such task, or several, 5 the data file cannot be used."
)
VERSION = ("--version", "which wiptui this is")
BESIDE = 26
"""The least columns for a description beside its name."""


def overview() -> str:
    """Return the text of ``wiptui --help``."""
    columns = _columns()
    name, said = "wiptui", "shows what you are working on, and says no when your hands are full."
    first, *rest = wrapped(f"{name} {said}", columns)
    lines = [out.bold(name) + first.removeprefix(name), *rest, ""]
    lines += _table(
        [
            ("wiptui", "opens the board"),
            ("wiptui --plain", "the board in lines, for screen readers and pipes"),
            ("wiptui COMMAND [...]", "does one thing and is gone"),
            ("wiptui COMMAND --help", "says more about it"),
        ],
        columns,
    )
    widest = max(len(name) for _, commands in GROUPS for name, *_ in commands)
    for group, commands in GROUPS:
        lines += ["", out.bold(group), *_table([(name, words) for name, _, words in commands], columns, widest)]
    lines += [
        "",
        out.bold("Everywhere"),
        *_table([*((_written(option), option.about) for option in EVERYWHERE), VERSION], columns),
        "",
        *_paragraphs(LEGEND, columns),
    ]
    return "\n".join(lines)


def about(name: str, command: Command) -> str:
    """Return the text of ``wiptui COMMAND --help``."""
    columns = _columns()
    lines = [out.bold(line) for line in wrapped(f"wiptui {name} {command.usage}".rstrip(), columns, 4)]
    lines += ["", *_paragraphs(command.about, columns)]
    rows = [(_written(option), option.about) for option in (*command.options, *EVERYWHERE)]
    if ANSWERS[name]:
        rows = [(said, f"{words} (wiptui schema {name})" if said == "--json" else words) for said, words in rows]
    lines += ["", *_table(rows, columns)]
    if command.examples:
        lines += ["", out.bold("Examples"), *_table(list(command.examples), columns)]
    return "\n".join(lines)


def described() -> dict[str, Json]:
    """Return all commands with their options, for programs: ``wiptui help --json``."""
    rows: list[Json] = []
    for group, commands in GROUPS:
        for name, _, line in commands:
            command = find(name)
            rows.append(
                {
                    "name": name,
                    "group": group,
                    "usage": f"wiptui {name} {command.usage}".rstrip(),
                    "line": line,
                    "about": command.about,
                    "options": [_described(option) for option in command.options],
                    "examples": [{"command": line, "about": words} for line, words in command.examples],
                    "schemas": list(ANSWERS[name]),
                }
            )
    return {"version": __version__, "commands": rows, "everywhere": [_described(option) for option in EVERYWHERE]}


def _described(option: Option) -> dict[str, Json]:
    return {"name": f"--{option.name}", "takes": option.takes, "about": option.about, "many": option.many}


def _columns() -> int:
    return min(out.columns() or 80, 100)


def _paragraphs(text: str, columns: int) -> list[str]:
    """Wrap paragraphs to the terminal; one that begins with spaces continues under its second column."""
    lines: list[str] = []
    for paragraph in text.split("\n"):
        _, _, said = paragraph.strip().partition("  ")
        hang = paragraph.index(said.strip()) if paragraph.startswith(" ") and said else 0
        lines += wrapped(paragraph, columns, hang)
    return lines


def _written(option: Option) -> str:
    return f"--{option.name} {option.takes}".rstrip()


def _table(rows: list[tuple[str, str]], columns: int, widest: int = 0) -> list[str]:
    """Return names with their descriptions beside them, or below them if the terminal is too narrow."""
    wide = max(widest, *(len(name) for name, _ in rows)) + 4
    lines: list[str] = []
    for name, about in rows:
        if columns - wide >= BESIDE:
            first, *rest = wrapped(about, columns - wide)
            lines += [f"  {name.ljust(wide - 4)}  {first}".rstrip(), *(" " * wide + line for line in rest)]
        else:
            lines += wrapped(f"  {name}", columns, 4) + [
                f"      {line}" for line in wrapped(about, columns - 6) if about
            ]
    return lines
