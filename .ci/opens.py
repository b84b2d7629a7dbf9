"""Open a program in a pseudo-terminal, wait for a pattern on its screen, and leave it with q.

python .ci/opens.py PATTERN COMMAND...
"""

from __future__ import annotations

import sys

from terminal import Terminal

PATTERN, *COMMAND = sys.argv[1:]

with Terminal(COMMAND, 80, 24) as terminal:
    terminal.until(PATTERN, patience=300)
    terminal.press("q")
    code = terminal.ended()
if code != 0:
    raise SystemExit(f"{COMMAND} ended with {code}")
sys.stdout.write(f"{COMMAND[-1]}: opened and left\n")
