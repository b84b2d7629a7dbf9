"""The cellar: where the data lives. The only floor that knows TinyDB."""

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
    """The store over a data file, without ``path`` the user's own. Touches no file until it is read.

    ``now`` tells the present instant, aware (else the system's clock); ``device`` is this device's name (else
    WIPTUI_DEVICE or the host's) and ``zone`` its IANA time zone, both told to the other devices; ``state`` is the
    folder for what belongs to this machine (else the platform's).
    """
    from wiptui.store.tiny_store import TinyStore

    return TinyStore(path, now=now, device=device, zone=zone, state=state)
