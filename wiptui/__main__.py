"""``wiptui`` and ``python -m wiptui``."""

from __future__ import annotations

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

    return run(words)


if __name__ == "__main__":
    sys.exit(main())
