"""Snapshots of the data file, compressed, in this machine's folder.

Kinds and how many of each are kept: one per start of the board, the first of each day and week before it was changed,
one before each heal, upgrade and restore, and one of a database that another one took the place of.
"""

from __future__ import annotations

import os
import zlib

from wiptui.domain.errors import WiptuiError
from wiptui.domain.record import make_stamp, stamp_ms
from wiptui.domain.values import dataclass
from wiptui.paths import make_folder
from wiptui.store.files import remove, replace_whole
from wiptui.store.machine import names_in
from wiptui.store.text import Text, whole

KEEP = {"start": 10, "daily": 14, "weekly": 8, "heal": 10, "upgrade": 5, "restore": 10, "former": 10}
ENDING = ".json.gz"
PACKED = 2
"""zlib's level: a sixth larger than at its usual one, in a third of the time that a person waits for."""
DAY_MS = 86_400_000


def packed(raw: bytes) -> bytes:
    """Bytes as they are kept: gzip, so that ``gunzip`` gives them back."""
    packer = zlib.compressobj(PACKED, zlib.DEFLATED, 31)
    return packer.compress(raw) + packer.flush()


@dataclass(frozen=True)
class Backup:
    """One snapshot; ``number`` 1 is the newest."""

    number: int
    at_ms: int
    """When it was taken, UTC milliseconds since 1970."""
    kind: str
    size: int
    """Compressed size in bytes."""
    path: str


class Backups:
    """The snapshots of one data file."""

    def __init__(self, folder: str) -> None:
        self._folder = folder
        self._day = -1

    def list(self) -> list[Backup]:
        """All of them, newest first."""
        found = []
        for name in names_in(self._folder):
            parts = name.removesuffix(ENDING).split("-")
            if not name.endswith(ENDING) or len(parts) != 3:
                continue
            path = os.path.join(self._folder, name)
            try:
                found.append((stamp_ms(parts[0]), name, parts[1], os.stat(path).st_size, path))
            except (ValueError, OSError):
                continue
        found.sort(reverse=True)
        return [Backup(place + 1, ms, kind, size, path) for place, (ms, _, kind, size, path) in enumerate(found)]

    def read(self, backup: Backup) -> bytes:
        """The bytes of the data file as they were. Raises WiptuiError when the snapshot is broken."""
        try:
            with open(backup.path, "rb") as file:
                return zlib.decompress(file.read(), wbits=31)
        except (OSError, zlib.error) as error:
            raise WiptuiError(f"Backup {backup.number} cannot be read: {error}.") from error

    def take(self, raw: bytes | None, kind: str, now_ms: int) -> bool:
        """Keep a snapshot, unless the newest one has the same content; whether it is kept now.

        A folder that cannot be written is no reason to stop: the answer is False.
        """
        if not raw:
            return False
        mark = f"{zlib.crc32(raw):08x}"
        try:
            make_folder(self._folder)
            names = [name for name in names_in(self._folder) if name.endswith(ENDING)]
            same_kind = [name for name in names if f"-{kind}-" in name]
            if same_kind and same_kind[-1].endswith(f"-{mark}{ENDING}"):
                return True
            name = f"{make_stamp(max(now_ms, 0), kind)}-{mark}{ENDING}"
            replace_whole(os.path.join(self._folder, name), packed(raw), sync=False)
            for old in same_kind[: max(0, len(same_kind) + 1 - KEEP[kind])]:
                remove(os.path.join(self._folder, old))
        except OSError:
            return False
        return True

    def take_regular(self, text: Text | None, now_ms: int) -> None:
        """The snapshots of the day and of the week, before the first change in each (days and weeks of UTC)."""
        day = now_ms // DAY_MS
        if not text or day == self._day:
            return
        self._day = day
        names = names_in(self._folder)
        days = {kind: _newest_day(names, kind) for kind in ("daily", "weekly")}
        if days["daily"] != day:
            self.take(whole(text), "daily", now_ms)
        if (days["weekly"] + 3) // 7 != (day + 3) // 7:
            self.take(whole(text), "weekly", now_ms)


def _newest_day(names: list[str], kind: str) -> int:
    """The day (since 1970) of the newest snapshot of a kind; far in the past when there is none."""
    for name in reversed(names):
        stamp, _, rest = name.partition("-")
        if rest.startswith(f"{kind}-"):
            try:
                return stamp_ms(stamp) // DAY_MS
            except ValueError:
                continue
    return -(10**6)
