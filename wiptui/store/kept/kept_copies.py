"""Kept copies: conflict copies after their merge, and the bytes of damaged files. Nothing is thrown away at once."""

from __future__ import annotations

import os
import zlib

from wiptui.domain.core.errors import DataFileError
from wiptui.domain.core.record import make_stamp
from wiptui.paths import make_folder
from wiptui.store.file.file_io import FileChanged, read_whole, remove, replace_whole, signature
from wiptui.store.kept.backups import packed
from wiptui.store.local.state_dir import names_in

KEEP = 100
KEEP_BYTES = 64_000_000
ENDING = ".gz"


class KeptCopies:
    """The folder of kept copies, compressed. It holds the newest hundred, and at most 64 MB."""

    def __init__(self, folder: str) -> None:
        self._folder = folder

    def names(self) -> list[str]:
        """The names in the folder, oldest first; each begins with the time at which it was kept."""
        return names_in(self._folder)

    def keep(self, raw: bytes, name: str, now_ms: int) -> str:
        """Keep ``raw`` under ``name`` and return the path. The same bytes are kept once. Raises OSError."""
        mark = f"{zlib.crc32(raw):08x}"
        for known in self.names():
            if known[19:27] == mark:
                return os.path.join(self._folder, known)
        return self._put(raw, f"{mark}-{name}", now_ms)

    def take_in(self, source: str, now_ms: int) -> str:
        """Move a file here and return its new path. Raises OSError; FileChanged if it was replaced meanwhile."""
        try:
            raw, sign = read_whole(source)
        except DataFileError as error:
            raise OSError(str(error)) from error
        if raw is None:
            raise FileNotFoundError(source)
        path = self._put(raw, os.path.basename(source), now_ms)
        if signature(source) != sign:
            raise FileChanged
        os.unlink(source)
        return path

    def _put(self, raw: bytes, name: str, now_ms: int) -> str:
        make_folder(self._folder)
        stamp = make_stamp(max(now_ms, 0), "")
        path = os.path.join(self._folder, f"{stamp}{name}{ENDING}")
        count = 1
        while os.path.exists(path):
            count += 1
            path = os.path.join(self._folder, f"{stamp}{count}-{name}{ENDING}")
        replace_whole(path, packed(raw))
        self._make_room(os.path.basename(path))
        return path

    def _make_room(self, newest: str) -> None:
        """Remove the oldest copies beyond the limits, but never the newest."""
        room, count = KEEP_BYTES, 0
        for name in [newest, *reversed([name for name in self.names() if name != newest])]:
            path = os.path.join(self._folder, name)
            sign = signature(path)
            room, count = room - (sign[1] if sign is not None else 0), count + 1
            if name != newest and (room < 0 or count > KEEP):
                remove(path)
