"""Snapshots of the data file, compressed, in this machine's folder.

Kinds and how many of each are kept: one per start of the board, the first of each day and week before it was changed,
one before each heal, upgrade and restore, one of a damaged file as it was found, and one of a database that another one
took the place of. What is kept counts distinct days and weeks, and each stretch of time for itself: see ``surplus``.
"""

from __future__ import annotations

import os
import zlib
from contextlib import suppress

from wiptui.domain.core.errors import WiptuiError
from wiptui.domain.core.frozen import dataclass
from wiptui.domain.core.record import make_stamp, stamp_ms
from wiptui.paths import make_folder
from wiptui.store.file.file_io import remove, replace_whole
from wiptui.store.file.file_slice import FileBytes, whole
from wiptui.store.local.state_dir import names_in

KEEP = {"start": 10, "daily": 14, "weekly": 8, "heal": 10, "damaged": 10, "upgrade": 5, "restore": 10, "former": 10}
ENDING = ".json.gz"
GZIP = b"\x1f\x8b"
"""How gzip begins."""
PACKED = 2
"""zlib's level: a sixth larger than at its usual one, in a third of the time that a person waits for."""
DAY_MS = 86_400_000
GAP_MS = 30 * DAY_MS
"""Snapshots further apart than that belong to two stretches of time."""
STRETCHES = 4
"""So many stretches are kept: what a clock said that was wrong, what was before a long pause."""

Row = tuple[int, str, str]
Rows = list[Row]
"""Of a snapshot: when it was taken (UTC milliseconds), its kind, its name."""


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
        for ms, kind, name in self._rows():
            path = os.path.join(self._folder, name)
            try:
                found.append((ms, name, kind, os.stat(path).st_size, path))
            except OSError:
                continue
        found.sort(reverse=True)
        return [Backup(place + 1, ms, kind, size, path) for place, (ms, _, kind, size, path) in enumerate(found)]

    def _rows(self) -> Rows:
        """What there is, the oldest first."""
        rows = []
        for name in names_in(self._folder):
            parts = name.removesuffix(ENDING).split("-")
            if name.endswith(ENDING) and len(parts) == 3:
                with suppress(ValueError):
                    rows.append((stamp_ms(parts[0]), parts[1], name))
        return sorted(rows)

    def read(self, backup: Backup) -> bytes:
        """The bytes of the data file as they were. Raises WiptuiError when the snapshot is broken."""
        try:
            with open(backup.path, "rb") as file:
                raw = file.read()
            return raw if backup.kind == "file" and raw[:2] != GZIP else zlib.decompress(raw, wbits=31)
        except (OSError, zlib.error) as error:
            name = f"Backup {backup.number}" if backup.number else backup.path
            raise WiptuiError(f"{name} cannot be read: {error}.") from error

    def take(self, raw: bytes | None, kind: str, now_ms: int) -> bool:
        """Keep a snapshot, unless the newest one has the same content; whether it is kept now.

        A folder that cannot be written is no reason to stop: the answer is False.
        """
        if not raw:
            return False
        mark = f"{zlib.crc32(raw):08x}"
        now_ms = max(now_ms, 0)
        try:
            make_folder(self._folder)
            rows = self._rows()
            same = [name for ms, row_kind, name in rows if row_kind == kind and ms <= now_ms]
            if same and same[-1].endswith(f"-{mark}{ENDING}"):
                return True
            name = f"{make_stamp(now_ms, kind)}-{mark}{ENDING}"
            replace_whole(os.path.join(self._folder, name), packed(raw), sync=False)
            for old in surplus([*rows, (now_ms, kind, name)], now_ms):
                remove(os.path.join(self._folder, old))
        except OSError:
            return False
        return True

    def take_regular(self, text: FileBytes | None, now_ms: int) -> None:
        """The snapshots of the day and of the week, before the first change in each (days and weeks of UTC)."""
        day = now_ms // DAY_MS
        if not text or day == self._day:
            return
        self._day = day
        taken = {(kind, _unit(kind, ms)) for ms, kind, _ in self._rows()}
        for kind in ("daily", "weekly"):
            if (kind, _unit(kind, now_ms)) not in taken:
                self.take(whole(text), kind, now_ms)


def surplus(rows: Rows, now_ms: int) -> list[str]:
    """The names of snapshots that need not be kept when one was just taken at ``now_ms``.

    Nobody can tell a clock that is a year ahead from a year in which nothing was done. So the times are divided into
    stretches, at gaps of a month and at tomorrow, and each keeps its own newest days and weeks: what was taken while
    the clock was wrong neither pushes out what was taken before, nor outlives what comes after. (A median of the times
    would do so only until the wrong ones are the most.) Of many stretches the fullest stay, and the present one.
    """
    stretches: list[Rows] = []
    last = None
    for row in sorted(rows):
        if last is None or row[0] - last > GAP_MS or last <= now_ms + DAY_MS < row[0]:
            stretches.append([])
        stretches[-1].append(row)
        last = row[0]
    stretches.sort(key=lambda rows: (not any(row[0] == now_ms for row in rows), -len(rows), -rows[-1][0]))
    names = [name for rows in stretches[STRETCHES:] for _, kind, name in rows if kind != "former"]
    for rows in stretches[:STRETCHES]:
        for kind, most in KEEP.items():
            first: dict[int, str] = {}
            for ms, row_kind, name in rows:
                if row_kind == kind and first.setdefault(_unit(kind, ms), name) != name:
                    names.append(name)
            names += list(first.values())[: max(0, len(first) - most)]
    return names


def _unit(kind: str, ms: int) -> int:
    """The day or week (of UTC) that a snapshot is of; of other kinds each stands for itself."""
    day = ms // DAY_MS
    return day if kind == "daily" else (day + 3) // 7 if kind == "weekly" else ms
