"""The bytes of a large data file, read piece by piece, so that nobody holds all of them."""

from __future__ import annotations

import os
import zlib
from collections.abc import Iterator
from io import FileIO

from wiptui.store.file.file_io import FileChanged, Signature

WINDOW = 1 << 16
"""Bytes to read at once when a few are needed."""
STEP = 1 << 18
"""Bytes to copy at once."""
Edit = tuple[int, int, bytes]
"""What is in a text from a start to an end, and the bytes that come in its place."""


class FileSlice:
    """The bytes of a file as they were when ``sign`` was taken. It is sliced and searched like bytes.

    Every access raises FileChanged when the file is another one by now, and OSError when it cannot be read.
    """

    def __init__(self, path: str, sign: Signature) -> None:
        self.path = path
        self.sign = sign
        self._near = 0, b""  # one assignment, because two threads may read

    def __len__(self) -> int:
        return self.sign[1] if self.sign is not None else 0

    def __getitem__(self, part: slice) -> bytes:
        start, end, _ = part.indices(len(self))
        if end - start >= WINDOW:
            return self._read(start, end)
        at, window = self._near
        if not at <= start <= end <= at + len(window):
            at = max(0, (start + end - WINDOW) // 2)
            self._near = at, window = at, self._read(at, min(at + WINDOW, len(self)))
        return window[start - at : end - at]

    def find(self, what: bytes, start: int = 0) -> int:
        """The first position of ``what`` from ``start`` on, or -1."""
        while start + len(what) <= len(self):
            end = min(start + WINDOW // 4, len(self))
            place = self[start:end].find(what)
            if place >= 0:
                return start + place
            start = end if end == len(self) else end - len(what) + 1
        return -1

    def rfind(self, what: bytes, start: int, end: int) -> int:
        """The last position of ``what`` between ``start`` and ``end``, or -1."""
        while end - start >= len(what):
            begin = max(start, end - WINDOW // 4)
            place = self[begin:end].rfind(what)
            if place >= 0:
                return begin + place
            end = start if begin == start else begin + len(what) - 1
        return -1

    def whole(self) -> bytes:
        """All bytes."""
        return self._read(0, len(self))

    def steps(self, start: int, end: int) -> Iterator[bytes]:
        """Yield the bytes from ``start`` to ``end`` in pieces; the file is opened once."""
        with self._opened() as file:
            for at in range(start, end, STEP):
                yield self._read_from(file, at, min(at + STEP, end))

    def _read(self, start: int, end: int) -> bytes:
        with self._opened() as file:
            return self._read_from(file, start, end)

    def _opened(self) -> FileIO:
        try:
            return open(self.path, "rb", buffering=0)
        except FileNotFoundError as error:
            raise FileChanged from error

    def _read_from(self, file: FileIO, start: int, end: int) -> bytes:
        found = os.fstat(file.fileno())
        if (found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns) != self.sign:
            raise FileChanged
        file.seek(start)
        pieces = []
        while start < end:
            pieces.append(file.read(end - start))
            start += len(pieces[-1])
            if not pieces[-1]:
                raise FileChanged
        return pieces[0] if len(pieces) == 1 else b"".join(pieces)


FileBytes = bytes | FileSlice


def whole(text: FileBytes) -> bytes:
    """All bytes of a text."""
    return text.whole() if isinstance(text, FileSlice) else text


def crc_of(text: FileBytes) -> int:
    """The CRC-32 of a text. Raises FileChanged and OSError."""
    if isinstance(text, bytes):
        return zlib.crc32(text)
    crc = 0
    for piece in text.steps(0, len(text)):
        crc = zlib.crc32(piece, crc)
    return crc


class PatchedText:
    """A text made from another one by replacing lines; it is produced in pieces."""

    def __init__(self, old: FileBytes, edits: list[Edit]) -> None:
        """``edits`` are in order and do not overlap."""
        self.old = old
        self.edits = edits
        self.crc = 0
        """The CRC-32 of the text, once all of it was told."""

    def __len__(self) -> int:
        return len(self.old) + sum(len(line) - (end - start) for start, end, line in self.edits)

    def pieces(self) -> Iterator[bytes]:
        """Yield the bytes in order. Raises FileChanged when the old file is another one by now."""
        crc = 0
        for piece in self._pieces():
            crc = zlib.crc32(piece, crc)
            yield piece
        self.crc = crc

    def _pieces(self) -> Iterator[bytes]:
        done = 0
        for start, end, line in self.edits:
            yield from self._kept(done, start)
            yield line
            done = end
        yield from self._kept(done, len(self.old))

    def whole(self) -> bytes:
        """All of it."""
        return b"".join(self.pieces())

    def _kept(self, start: int, end: int) -> Iterator[bytes]:
        if isinstance(self.old, FileSlice):
            yield from self.old.steps(start, end)
        elif start < end:
            yield self.old[start:end]
