"""Where raw bytes and conflict copies go once what they say is safe: nothing that was found is thrown away at once."""

from __future__ import annotations

import os
import zlib

from wiptui.domain.record import make_stamp
from wiptui.paths import make_folder
from wiptui.store.files import move, remove, replace_whole
from wiptui.store.machine import names_in

KEEP = 100


class Quarantine:
    """The folder of things put away. Only the newest hundred stay."""

    def __init__(self, folder: str) -> None:
        self._folder = folder

    def names(self) -> list[str]:
        """What is there, oldest first: the time it was put away, then its name."""
        return names_in(self._folder)

    def keep(self, raw: bytes, name: str, now_ms: int) -> str:
        """Keep bytes; the path. The same bytes are kept once. Raises OSError."""
        mark = f"{zlib.crc32(raw):08x}"
        for known in self.names():
            if mark in known:
                return os.path.join(self._folder, known)
        path = self._place(f"{mark}-{name}", now_ms)
        replace_whole(path, raw)
        return path

    def take_in(self, source: str, now_ms: int) -> str:
        """Move a file here; its new path. Raises OSError with the file where it was."""
        path = self._place(os.path.basename(source), now_ms)
        move(source, path)
        return path

    def _place(self, name: str, now_ms: int) -> str:
        make_folder(self._folder)
        for old in self.names()[: -(KEEP - 1)]:
            remove(os.path.join(self._folder, old))
        stamp = make_stamp(max(now_ms, 0), "")
        path = os.path.join(self._folder, f"{stamp}{name}")
        count = 1
        while os.path.exists(path):
            count += 1
            path = os.path.join(self._folder, f"{stamp}{count}-{name}")
        return path
