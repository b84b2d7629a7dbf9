"""Storage: the data file, its copies, and what this machine keeps. The only package that imports TinyDB."""

from __future__ import annotations

from collections.abc import Callable
from os import PathLike

TYPE_CHECKING = False
if TYPE_CHECKING:
    from datetime import datetime

    from wiptui.store.tiny_store import TinyStore


def open_store(
    path: str | PathLike[str] | None = None,
    *,
    now: Callable[[], datetime] | None = None,
    device: str | None = None,
    zone: str | None = None,
    state: str | None = None,
) -> TinyStore:
    """Open the store over a data file, by default the user's own. It touches no file until it is read.

    ``now`` returns the current time, with its zone (default: the system's clock). ``device`` is this device's name
    (default: WIPTUI_DEVICE or the host's name) and ``zone`` its IANA time zone; other devices see both. ``state`` is
    the folder for what belongs to this machine (default: the platform's).
    """
    from wiptui.store.tiny_store import TinyStore  # lazy: importing one module of the package does not load them all

    return TinyStore(path, now=now, device=device, zone=zone, state=state)
