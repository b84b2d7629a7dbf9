"""``clocked.py CLOCK ARGUMENTS``: the whole of wiptui by a clock that is in a file, as seconds since 1970."""

from __future__ import annotations

import sys
from datetime import datetime, timedelta
from pathlib import Path

from wiptui.__main__ import main
from wiptui.cli.status import wall_clock
from wiptui.domain.core import clock
from wiptui.domain.core.record import EPOCH

hand = Path(sys.argv[1])


def seconds() -> int:
    """What the clock shows."""
    return int(hand.read_text(encoding="ascii"))


class HandClock(clock.SystemClock):
    """The machine's zone, and the time of the file."""

    def now(self) -> datetime:
        return EPOCH + timedelta(seconds=seconds())


clock.SystemClock = HandClock  # type: ignore[misc]
clock.monotonic = seconds  # the machine did not sleep meanwhile
wall_clock.now_us = lambda: seconds() * 1_000_000
sys.exit(main(sys.argv[2:]))
