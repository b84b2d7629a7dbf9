"""``wiptui`` and ``python -m wiptui``."""

from __future__ import annotations

import sys


def main(argv: list[str] | None = None) -> int:
    """Run one command line (without the program's name) and return its exit code."""
    from wiptui.cli.main import run

    return run(sys.argv[1:] if argv is None else argv)


if __name__ == "__main__":
    sys.exit(main())
