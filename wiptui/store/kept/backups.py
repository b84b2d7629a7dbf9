"""Snapshots of the data file, compressed, in this machine's folder.

There is one snapshot per start of the board, one before the first change of each day and week, one before each merge,
upgrade and restore, one of each damaged file and of what this machine knew then, and one of each database that another
database replaced. ``KEEP`` says how many of each kind stay, and ``KEEP_BYTES`` how much room they take together. Days
and weeks count once, and each period of time has its own share: see ``surplus``.
"""

from __future__ import annotations

import os
import zlib
from contextlib import suppress

from wiptui.domain.core.errors import DataFileError, WiptuiError
from wiptui.domain.core.frozen import dataclass
from wiptui.domain.core.record import make_stamp, stamp_ms
from wiptui.paths import make_folder
from wiptui.store.file.file_io import MOST_OF_A_FILE, read_whole, remove, replace_whole, signature
from wiptui.store.file.file_slice import FileBytes, whole
from wiptui.store.local.state_dir import names_in

KEEP = {
    "start": 10, "daily": 14, "weekly": 8, "heal": 10, "damaged": 10, "own": 10, "upgrade": 5, "restore": 10,
    "former": 10,
}  # fmt: skip
KEEP_BYTES = 64_000_000
"""How many compressed bytes all snapshots may take; the newest ones stay, whatever their size."""
UNSOUND = ("heal", "damaged", "former")
"""Kinds of snapshots that are not of a sound file."""
ENDING = ".json.gz"
GZIP = b"\x1f\x8b"
"""How gzip begins."""
PACKED = 2
"""The zlib level: a sixth larger than at the default level, in a third of the time."""
DAY_MS = 86_400_000
GAP_MS = 30 * DAY_MS
"""Snapshots further apart than this belong to two periods of time."""
STRETCHES = 4
"""How many periods are kept: a wrong clock or a long pause begins another one."""

Row = tuple[int, str, str]
Rows = list[Row]
"""The time of a snapshot (UTC milliseconds), its kind and its file name."""


def packed(raw: bytes) -> bytes:
    """Compress bytes in the gzip format, so that ``gunzip`` reads them."""
    packer = zlib.compressobj(PACKED, zlib.DEFLATED, 31)
    return packer.compress(raw) + packer.flush()


def unpacked(raw: bytes, most: int = MOST_OF_A_FILE) -> bytes:
    """Unpack bytes in the gzip format. Raises zlib.error for what is none, EOFError for what is cut or too large."""
    unpacker = zlib.decompressobj(wbits=31)
    text = unpacker.decompress(raw, most + 1)
    if len(text) > most:
        raise EOFError(f"it unpacks to more than {most:,} bytes")
    if not unpacker.eof:
        raise EOFError("the end is missing")
    return text


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
        """All snapshots, newest first."""
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
        """The snapshots in the folder, oldest first."""
        rows = []
        for name in names_in(self._folder):
            parts = name.removesuffix(ENDING).split("-")
            if name.endswith(ENDING) and len(parts) == 3:
                with suppress(ValueError):
                    rows.append((stamp_ms(parts[0]), parts[1], name))
        return sorted(rows)

    def read(self, backup: Backup) -> bytes:
        """The bytes of the data file in a snapshot. Raises WiptuiError when the snapshot cannot be read."""
        name = f"Backup {backup.number}" if backup.number else backup.path
        try:
            raw = read_whole(backup.path)[0] or b""
            return raw if backup.kind == "file" and raw[:2] != GZIP else unpacked(raw)
        except DataFileError as error:
            raise WiptuiError(str(error) if not backup.number else f"{name} cannot be read: {error}") from error
        except EOFError as error:
            raise WiptuiError(f"{name} cannot be read: {error}.") from error
        except zlib.error as error:
            raise WiptuiError(f"{name} cannot be read: it is damaged.") from error

    def take(self, raw: bytes | None, kind: str, now_ms: int) -> bool:
        """Keep a snapshot, unless the newest of its kind has the same content. ``now_ms`` is UTC milliseconds.

        Returns False, and raises nothing, when the folder cannot be written.
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
            rows.append((now_ms, kind, name))
            gone = {*surplus(rows, now_ms)}
            kept = [row for row in rows if row[2] not in gone]
            gone.update(too_much(kept, {name: self._size(name) for *_, name in kept}, now_ms))
            for old in gone:
                remove(os.path.join(self._folder, old))
        except OSError:
            return False
        return True

    def _size(self, name: str) -> int:
        sign = signature(os.path.join(self._folder, name))
        return 0 if sign is None else sign[1]

    def take_regular(self, text: FileBytes | None, now_ms: int) -> None:
        """Take the snapshots of the day and the week before the first change in each (days and weeks of UTC)."""
        day = now_ms // DAY_MS
        if not text or day == self._day:
            return
        self._day = day
        taken = {(kind, _unit(kind, ms)) for ms, kind, _ in self._rows()}
        for kind in ("daily", "weekly"):
            if (kind, _unit(kind, now_ms)) not in taken:
                self.take(whole(text), kind, now_ms)


def surplus(rows: Rows, now_ms: int) -> list[str]:
    """The names of the snapshots to delete after one was taken at ``now_ms`` (UTC milliseconds).

    A clock that is a year ahead looks like a year without work. So the times are divided into periods, at gaps of a
    month and at tomorrow, and each period keeps its own newest days and weeks. Snapshots that a wrong clock dated
    neither push out older ones nor outlive newer ones. (A median of the times would work only until most of them are
    wrong.) When there are too many periods, the current one and those with the most snapshots stay.
    """
    stretches = _stretches(rows, now_ms)
    names = [name for rows in stretches[STRETCHES:] for _, kind, name in rows if kind != "former"]
    for rows in stretches[:STRETCHES]:
        for kind, most in KEEP.items():
            first: dict[int, str] = {}
            for ms, row_kind, name in rows:
                if row_kind == kind and first.setdefault(_unit(kind, ms), name) != name:
                    names.append(name)
            names += list(first.values())[: max(0, len(first) - most)]
    return names


def too_much(rows: Rows, sizes: dict[str, int], now_ms: int) -> list[str]:
    """The names of the snapshots to delete so that the others take at most ``KEEP_BYTES``.

    ``sizes`` has the bytes of each. Those just taken at ``now_ms`` and the newest of a sound file stay, whatever their
    size; then the newest of each kind come first, then the second newest, and so on.
    """
    ranked = []
    for place, stretch in enumerate(_stretches(rows, now_ms)):
        seen: dict[str, int] = {}
        for ms, kind, name in reversed(stretch):
            rank = seen[kind] = seen.get(kind, -1) + 1
            ranked.append((rank, kind in UNSOUND and kind != "former", place, -ms, kind, name))
    ranked.sort()
    stay = {name for ms, _, name in rows if ms == now_ms}
    stay.update([name for *_, kind, name in ranked if kind not in UNSOUND][:1])
    room = KEEP_BYTES - sum(sizes[name] for name in stay)
    names = []
    for *_, name in ranked:
        if name in stay:
            continue
        if sizes[name] > room:
            names.append(name)
        else:
            room -= sizes[name]
    return names


def _stretches(rows: Rows, now_ms: int) -> list[Rows]:
    """The periods of time of the snapshots, each oldest first: the current one, then those with the most."""
    stretches: list[Rows] = []
    last = None
    for row in sorted(rows):
        if last is None or row[0] - last > GAP_MS or last <= now_ms + DAY_MS < row[0]:
            stretches.append([])
        stretches[-1].append(row)
        last = row[0]
    stretches.sort(key=lambda rows: (not any(row[0] == now_ms for row in rows), -len(rows), -rows[-1][0]))
    return stretches


def _unit(kind: str, ms: int) -> int:
    """The day or week (UTC) of a daily or weekly snapshot; every other snapshot counts for itself."""
    day = ms // DAY_MS
    return day if kind == "daily" else (day + 3) // 7 if kind == "weekly" else ms
