"""The cellar: where the data lives. The only floor that knows TinyDB."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from os import PathLike

    from wiptui.store.tiny import TinyStore


def open_store(
    path: str | PathLike[str],
    *,
    device: str | None = None,
    zone: str | None = None,
    state: str | None = None,
    now_ms: Callable[[], int] | None = None,
) -> TinyStore:
    """The store over the data file at ``path``. Touches no file until it is read.

    ``device`` is this device's name (else WIPTUI_DEVICE or the host's), ``zone`` its IANA time zone, told to the other
    devices; ``state`` the folder for what belongs to this machine (else the platform's); ``now_ms`` UTC milliseconds.
    """
    from wiptui.store.tiny import TinyStore

    return TinyStore(path, device=device, zone=zone, state=state, now_ms=now_ms)
