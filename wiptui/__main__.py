"""``wiptui`` and ``python -m wiptui``."""

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TextIO

SELDOM = 50_000
"""New objects until the collector of circles looks through them: a short command is over before."""


def main(argv: list[str] | None = None) -> int:
    """Run one command line (without the program's name) and return its exit code."""
    if argv is not None:
        return _carry_out(argv)
    import gc  # lazy: a status that is still known does without it

    gc.set_threshold(SELDOM)
    code = _carry_out(sys.argv[1:])
    if "threading" not in sys.modules or "wiptui.tui.app" in sys.modules:
        _end(code)
    return code


def _carry_out(words: list[str]) -> int:
    if words[:1] == ["status"]:
        from wiptui.cli.status.cache import answer  # lazy: list does without it

        code = answer(words[1:])
        if code is not None:
            return code
    from wiptui.cli.main import run  # lazy: a status that is still known does without it

    return run(words)


def _end(code: int) -> None:
    """End now. All is written and let go of; what is left is to take hundreds of modules apart, which would be felt.

    Not where other threads may still be at work, unless they are those of a board that was left.
    """
    for stream in (sys.stdout, sys.stderr):
        _flush(stream)
    os._exit(code)


def _flush(stream: TextIO | None) -> None:
    try:
        if stream is not None:
            stream.flush()
    except (OSError, ValueError):
        return  # nobody listens any more


if __name__ == "__main__":
    sys.exit(main())
