"""The name of this device."""

from __future__ import annotations

import os

MAX_NAME = 64


def device_name() -> str:
    """WIPTUI_DEVICE, else the host's name up to its first dot; ``device`` where there is neither."""
    name = os.environ.get("WIPTUI_DEVICE", "") or _host().split(".")[0]
    return clean_name(name) or "device"


def clean_name(name: str) -> str:
    """A device's name as it is written into the data file: one line, printable, at most 64 letters."""
    return " ".join("".join(letter if letter.isprintable() else " " for letter in name).split())[:MAX_NAME]


def _host() -> str:
    if hasattr(os, "uname"):
        return os.uname().nodename
    return os.environ.get("COMPUTERNAME", "")
