"""One command line, from its words to its exit code. No error leaves here as a traceback."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence

from wiptui import __version__
from wiptui.cli import err, out
from wiptui.cli.call import Call, Given
from wiptui.cli.options import check_count, read_head, read_rest
from wiptui.domain.core.errors import WiptuiError
from wiptui.domain.dates import date_style
from wiptui.domain.text import printable
from wiptui.paths import config_file, private, read_settings, state_dir

TYPE_CHECKING = False
if TYPE_CHECKING:
    from wiptui.cli.options import Command
    from wiptui.service import Service

    Opener = Callable[[str | None], Service]
    Browse = Callable[[str], bool]


SILENT = ("", "demo", "guide", "_board", "_complete", "config")
"""Commands that report broken settings themselves: the board in a toast, ``config`` as its error."""
ANSWERED = (0, 10, 11)
"""Exit codes of commands that answered."""


def run(argv: Sequence[str], opener: Opener | None = None, browse: Browse | None = None) -> int:
    """Carry out one command line and return its exit code.

    ``opener`` creates the service for a ``--file`` or None. ``browse`` opens a link and returns whether it could.
    """
    out.prepare()
    date_style.tell(_habits)
    given = Given()
    call: Call | None = None
    try:
        given, rest = read_head(argv)
        as_json = given.json or "--json" in rest
        trouble = _trouble() if given.name not in SILENT else ""
        if trouble and not as_json:
            err.say(trouble)
        call = Call(given, opener, browse)
        call.trouble = trouble
        code = _carry_out(call, rest)
        out.flush()
        if given.name == "config" and code == err.DONE:
            trouble, as_json = _trouble(), True
        if trouble and as_json and code in ANSWERED:
            err.say(trouble)  # after an answer; where an error is an object, it stands alone
        return code
    except BrokenPipeError:
        out.hush()
        return err.DONE
    except KeyboardInterrupt:
        return err.INTERRUPTED
    except Exception as error:
        if isinstance(error, out.OutputError) and call is not None and call.saved:
            out.hush()
            err.say(f"wiptui: Saved, but what was to be printed could not be: {error.strerror}.")
            return err.DONE
        return _failed(error, given.json or "--json" in argv)
    finally:
        if call is not None:
            call.close()


def _carry_out(call: Call, rest: list[str]) -> int:
    given = call.given
    if given.version:
        out.put(f"wiptui {__version__}")
        return err.DONE
    if given.name == "help":
        if rest == ["--man"]:
            return _help("", None, manual=True)
        given.json = given.json or rest == ["--json"]
        rest = [] if rest == ["--json"] else rest
        given.name, given.help, rest = (rest[0] if rest else ""), True, rest[1:]
    if not given.name:
        if given.help:
            return _help("", None, as_json=given.json)
        from wiptui.cli.programs.board import open_board  # lazy: list does without it

        return open_board(call)
    from wiptui.cli.registry import find  # lazy: the first picture does without it

    command = find(given.name, rest)
    if given.help or _asks_for_help(rest, command.is_text):
        return _help(given.name, command)
    read_rest(given, command, rest)
    check_count(given, command)
    return command.run(call)


def _help(name: str, command: Command | None, *, as_json: bool = False, manual: bool = False) -> int:
    """Print the help of a command; without one that of all, as text, JSON or manual page."""
    # lazy: list does without it
    from wiptui.cli.help import help as helping
    from wiptui.cli.help import manual as pages

    if manual:
        out.put_text(pages.page())
    elif command is not None:
        out.put(helping.about(name, command))
    elif as_json:
        out.put_json(helping.described())
    else:
        out.put(helping.overview())
    return err.DONE


def _habits() -> date_style.Habits:
    """Return the habits from the settings. Broken settings are reported and stop nothing else."""
    try:
        said = read_settings(config_file())
        if said is None:
            return date_style.DEFAULT
        if not any(name in said for name in (b"date_format", b"week_start", b"workday_start", b"work_hours", b"sle")):
            return date_style.DEFAULT
    except OSError:
        pass  # reported below
    from wiptui.config import load_habits

    try:
        return load_habits()
    except WiptuiError:
        return date_style.DEFAULT  # reported before


CHECKED = "settings-checked"
"""The file in the state directory that names the settings checked last, so that they are not read each time."""


def _trouble() -> str:
    """Return what is wrong with the settings, in one line; empty if nothing is."""
    try:
        found = os.stat(config_file())  # noqa: PTH116 - pathlib costs a short command 3 ms
    except (FileNotFoundError, NotADirectoryError):
        return ""
    except OSError:
        mark = ""  # reported below
    else:
        mark = f"{__version__} {config_file()} {found.st_ino} {found.st_size} {found.st_mtime_ns} {found.st_ctime_ns}"
    path = os.path.join(state_dir(), CHECKED)  # noqa: PTH118
    try:
        with open(path, encoding="utf-8", errors="surrogateescape") as file:  # noqa: PTH123
            if mark and file.read(4096) == mark:
                return ""
    except OSError:
        pass
    from wiptui.config import load_config  # lazy: list does without it

    try:
        load_config()
    except WiptuiError as error:
        return f"wiptui: {printable(str(error))} Until that is mended, the defaults apply."
    try:
        with open(path, "w", encoding="utf-8", errors="surrogateescape", opener=private) as file:
            file.write(mark)
    except OSError:
        pass  # nothing was written on this machine yet, or nothing can be: read it again the next time
    return ""


def _asks_for_help(rest: list[str], is_text: bool) -> bool:
    """Return whether ``--help`` is among the words, also among wrong ones; after ``--`` it is text."""
    words = rest[: rest.index("--")] if "--" in rest else rest
    return "--help" in words or ("-h" in words and not is_text)


def _failed(error: Exception, as_json: bool) -> int:
    try:
        out.flush()
    except OSError:
        out.hush()
    if isinstance(error, WiptuiError):
        return err.report(error, as_json)
    from wiptui.cli.moves.refusal import Refused  # lazy: list does without it

    if isinstance(error, Refused):
        return err.refuse(error, as_json)
    from wiptui.cli.unexpected import unexpected  # lazy: only for an error that nobody foresaw

    return unexpected(error, as_json)
