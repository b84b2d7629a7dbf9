"""The only module that writes to stderr and that turns errors into exit codes.

Text becomes safe here, as on stdout, so callers need not make it safe.
"""

from __future__ import annotations

import sys

from wiptui.cli.out import fitting, json_text, safe
from wiptui.domain.core.errors import AmbiguousTask, TaskBlocked, WiptuiError
from wiptui.domain.text import clip

TYPE_CHECKING = False
if TYPE_CHECKING:
    from wiptui.cli.moves.refusal import Refused
    from wiptui.domain.core.record import Json

LONGEST = 60
"""Cells of a title in an error message."""
DONE, FAILED, USAGE, REFUSED, NO_TASK, DATA_FILE, INTERRUPTED = 0, 1, 2, 3, 4, 5, 130


def say(words: str) -> None:
    """Print a message for the person, one line or several."""
    if sys.stderr is None:
        return
    try:
        sys.stderr.write(fitting(safe(words), sys.stderr) + "\n")
        sys.stderr.flush()
    except (OSError, ValueError):
        pass  # the reader is gone


def ask(words: str) -> None:
    """Print a question; the answer follows on its line."""
    if sys.stderr is not None:
        sys.stderr.write(fitting(safe(words), sys.stderr))
        sys.stderr.flush()


def flush() -> None:
    """Write out pending messages before another program takes over the terminal."""
    if sys.stderr is not None:
        sys.stderr.flush()


def report(error: WiptuiError, as_json: bool) -> int:
    """Print what is wrong and return the exit code."""
    matches = error.matches if isinstance(error, AmbiguousTask | TaskBlocked) else ()
    if as_json:
        name = "blockers" if isinstance(error, TaskBlocked) else "matches"
        more: dict[str, Json] = {name: [{"id": key, "title": title} for key, title in matches]} if matches else {}
        say_json(error.code, str(error), more)
        return error.exit_code
    say(f"wiptui: {error}")
    if matches:
        for key, title in matches[:10]:
            say(f"  {key}  {clip(title, LONGEST)}")
    if len(matches) > 10:
        say(f"  and {len(matches) - 10} more")
    if isinstance(error, TaskBlocked):
        say("Finish that first, or start this one all the same: --anyway.")
    return error.exit_code


def refuse(refused: Refused, as_json: bool) -> int:
    """Print which limit binds, what holds its slots and how to free one."""
    if as_json:
        say_json(refused.refusal.code, refused.refusal.message, refused.json())
    else:
        say("\n".join(refused.lines()))
    return refused.refusal.exit_code


def say_json(code: str, message: str, more: dict[str, Json]) -> None:
    """Print one error object on one line."""
    say(json_text({"error": {"code": code, "message": message, **more}}, sys.stderr, indent=None))
