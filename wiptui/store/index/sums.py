"""Check sums of a file, a piece each, so that after a change only the pieces that changed are summed again."""

from __future__ import annotations

import zlib
from bisect import bisect_right
from collections.abc import Sequence

from wiptui.store.file.file_slice import Edit, FileBytes

PIECE = 1 << 18
"""Bytes of a piece, about: a small file is one."""
MANY = 8
"""Pieces from which on it is worth to sum them on two threads."""

Sums = list[list[int]]
"""Of each piece its length in bytes and its CRC-32."""


def sums_of(raw: bytes) -> Sums:
    """The sums of these bytes."""
    view = memoryview(raw)
    return [_sum(view[at : at + PIECE]) for at in range(0, len(raw), PIECE)]


def fits(sums: object, text: FileBytes) -> bool:
    """Whether this is the text that was summed. What is not a list of sums fits nothing."""
    if not isinstance(sums, list) or not all(_is_sum(row) for row in sums) or sum(row[0] for row in sums) != len(text):
        return False
    if len(sums) < MANY:
        return _all_fit(sums, text, 0)
    from wiptui.store.index.aside import aside  # lazy: list does without it

    half = len(sums) // 2
    middle = sum(length for length, _ in sums[:half])
    rest = aside(lambda: _all_fit(sums[half:], text, middle))
    return _all_fit(sums[:half], text, 0) & rest()


def _all_fit(sums: Sums, text: FileBytes, at: int) -> bool:
    for length, crc in sums:
        if zlib.crc32(text[at : at + length]) != crc:
            return False
        at += length
    return True


def sums_after(sums: Sums, edits: Sequence[Edit], old: FileBytes) -> Sums:
    """The sums of the text that comes of ``old``, which has ``sums``, by ``edits``, which are in order and apart."""
    starts = [0]
    for length, _ in sums:
        starts.append(starts[-1] + length)
    found: Sums = []
    place, rest = 0, list(edits)
    while place < len(sums):
        last, mine = place, []
        while rest and (rest[0][0] < starts[last + 1] or last + 1 == len(sums)):
            mine.append(rest.pop(0))
            last = max(last, min(bisect_right(starts, mine[-1][1] - 1), len(sums)) - 1)
        if mine:
            piece = _edited(old, starts[place], starts[last + 1], mine)
            found += sums_of(piece) if len(piece) > 2 * PIECE else [_sum(piece)]
        else:
            found.append(sums[place])
        place = last + 1
    return found


def _edited(old: FileBytes, start: int, end: int, edits: Sequence[Edit]) -> bytes:
    pieces = []
    for begin, stop, line in edits:
        pieces += [old[start:begin], line]
        start = stop
    return b"".join([*pieces, old[start:end]])


def _sum(piece: bytes | memoryview) -> list[int]:
    return [len(piece), zlib.crc32(piece)]


def _is_sum(row: object) -> bool:
    return isinstance(row, list) and len(row) == 2 and all(type(number) is int for number in row)
