"""The name of this device, and how this process waits for the lock."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable

MAX_NAME = 64
PATIENCE_S = 15.0


class LockOptions:
    """How long a process waits for the lock, and what it tells others that wait for it."""

    def __init__(self) -> None:
        self.patience_s = PATIENCE_S
        self.command = ""
        """The command that this process runs; empty for the board."""
        self.tell: Callable[[str], None] | None = None
        """Called after a second of waiting with a sentence that says who holds the lock."""


def device_name() -> str:
    """WIPTUI_DEVICE, else the host's name up to its first dot; ``device`` where there is neither."""
    name = os.environ.get("WIPTUI_DEVICE", "") or _host().split(".")[0]
    return clean_name(name) or "device"


def clean_name(name: str) -> str:
    """A device's name as it is written into the data file: one line, printable, at most 64 letters."""
    return " ".join("".join(letter if letter.isprintable() else " " for letter in name).split())[:MAX_NAME]


def _host() -> str:
    if sys.platform == "win32":
        return os.environ.get("COMPUTERNAME", "")
    return os.uname().nodename
