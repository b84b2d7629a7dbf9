"""``wiptui`` and ``python -m wiptui``."""

from __future__ import annotations

import os
import sys


def main(argv: list[str] | None = None) -> int:
    """Run one command line (without the program's name) and return its exit code."""
    words = sys.argv[1:] if argv is None else argv
    if words[:1] == ["status"]:
        from wiptui.cli.statuscache import answer

        code = answer(words[1:])
        if code is not None:
            return code
    from wiptui.cli.main import run

    code = run(words)
    if argv is None and "wiptui.tui.app" in sys.modules:
        _end(code)
    return code


def _end(code: int) -> None:
    """End now. All is written and let go of; what is left is to take a thousand modules apart, which would be felt."""
    from contextlib import suppress

    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError, AttributeError):  # nobody listens any more
            stream.flush()
    os._exit(code)


if __name__ == "__main__":
    sys.exit(main())
