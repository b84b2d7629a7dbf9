"""Run README's install command in a pseudo-terminal, as a newcomer would, and use what appears."""

from __future__ import annotations

import sys

from terminal import Terminal

COMMAND = sys.argv[1]

with Terminal(["bash", "-c", COMMAND], 80, 24) as terminal:
    terminal.until(r"Doing 0/3", patience=300)
    terminal.press("n")
    terminal.until("New task")
    terminal.press("Read the screen\r")
    terminal.until(r"Read the screen")
    terminal.quiet()
    terminal.press("s")
    screen = terminal.until(r"Doing 1/3")
    terminal.press("q")
    code = terminal.ended()
    sys.stdout.write(f"{screen}\n")
    if code != 0:
        raise SystemExit(f"{COMMAND!r} ended with {code}")
