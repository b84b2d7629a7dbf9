"""The help: short, grouped, with examples. Reading it touches no file."""

from __future__ import annotations

from wiptui.cli import out
from wiptui.cli.options import EVERYWHERE, Command, Option
from wiptui.cli.registry import GROUPS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from wiptui.domain.record import Json

LEGEND = (
    "TASK is the first letters of an id, or words that occur in the title of exactly one open task.\n"
    "Data goes to stdout, words to stderr. Exit codes: 0 done, 1 failed, 2 wrong usage, 3 refused by a limit, 4 no "
    "such task, or several, 5 the data file cannot be used."
)


def overview() -> str:
    """What ``wiptui --help`` says."""
    width = max(len(name) for _, rows in GROUPS for name, *_ in rows)
    lines = [
        f"{out.bold('wiptui')} shows what you are working on, and says no when your hands are full.",
        "",
        "  wiptui                     opens the board",
        "  wiptui COMMAND [...]       does one thing and is gone",
        "  wiptui COMMAND --help      says more about it",
    ]
    for group, rows in GROUPS:
        lines += ["", out.bold(group)]
        lines += [f"  {name.ljust(width)}  {words}" for name, _, words in rows]
    lines += [
        "",
        out.bold("Everywhere"),
        *_options((*EVERYWHERE, Option("version", "", "which wiptui this is"))),
        "",
        *_wrapped(LEGEND),
    ]
    return "\n".join(lines)


def about(name: str, command: Command) -> str:
    """What ``wiptui COMMAND --help`` says."""
    lines = [out.bold(f"wiptui {name} {command.usage}".rstrip()), "", *_wrapped(command.about)]
    lines += ["", *_options((*command.options, *EVERYWHERE))]
    if command.examples:
        width = max(len(line) for line, _ in command.examples)
        lines += ["", out.bold("Examples")]
        lines += [f"  {line.ljust(width)}   {words}".rstrip() for line, words in command.examples]
    return "\n".join(lines)


def described() -> dict[str, Json]:
    """All commands with their options, for programs: ``wiptui help --json``."""
    from wiptui import __version__
    from wiptui.cli.registry import find
    from wiptui.cli.schema import ANSWERS

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


def _wrapped(text: str) -> list[str]:
    """Paragraphs in lines that a terminal holds; a line that begins with spaces stays as it is."""
    width = min(out.columns() or 80, 100)
    lines: list[str] = []
    for paragraph in text.split("\n"):
        line = ""
        for word in paragraph.split() if not paragraph.startswith(" ") else [paragraph]:
            if line and len(line) + len(word) >= width:
                lines.append(line)
                line = ""
            line += f" {word}" if line else word
        lines.append(line)
    return lines


def _options(options: tuple[Option, ...]) -> list[str]:
    names = [f"--{option.name} {option.takes}".rstrip() for option in options]
    width = max(len(name) for name in names)
    return [f"  {name.ljust(width)}  {option.about}" for name, option in zip(names, options, strict=True)]
