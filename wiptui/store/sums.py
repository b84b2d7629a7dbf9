"""Check sums of a file, a piece each, so that after a change only the pieces that changed are summed again."""

from __future__ import annotations

import zlib
from bisect import bisect_right
from collections.abc import Sequence

PIECE = 1 << 20
"""Bytes of a piece, about: a small file is one."""

Sums = list[list[int]]
"""Of each piece its length in bytes and its CRC-32."""
Edit = tuple[int, int, bytes]
"""What stands in a text from a start to an end, and the bytes that come in its place."""


def sums_of(raw: bytes) -> Sums:
    """The sums of these bytes."""
    view = memoryview(raw)
    return [_sum(view[at : at + PIECE]) for at in range(0, len(raw), PIECE)]


def fits(sums: object, raw: bytes) -> bool:
    """Whether these are the bytes that were summed. What is not a list of sums fits nothing."""
    if not isinstance(sums, list) or not all(_is_sum(row) for row in sums) or sum(row[0] for row in sums) != len(raw):
        return False
    view, at = memoryview(raw), 0
    for length, crc in sums:
        if zlib.crc32(view[at : at + length]) != crc:
            return False
        at += length
    return True


def sums_after(sums: Sums, edits: Sequence[Edit], raw: bytes) -> Sums:
    """The sums of ``raw``, which came of the bytes of ``sums`` by ``edits``, in order and apart."""
    starts = [0]
    for length, _ in sums:
        starts.append(starts[-1] + length)
    touched: dict[int, list[int]] = {}  # the first piece of a run that is summed anew -> its last, and how it grows
    for start, end, line in edits:
        first = min(bisect_right(starts, start), len(sums)) - 1
        last = max(first, min(bisect_right(starts, max(end - 1, start)), len(sums)) - 1)
        run = next((run for run in touched if run <= first <= touched[run][0]), None)
        if run is None:
            touched[first] = [last, len(line) - (end - start)]
        else:
            touched[run] = [max(last, touched[run][0]), touched[run][1] + len(line) - (end - start)]
    view, found, at, place = memoryview(raw), Sums(), 0, 0
    while place < len(sums):
        if place not in touched:
            found.append(sums[place])
            at += sums[place][0]
            place += 1
            continue
        last, growth = touched[place]
        end = at + starts[last + 1] - starts[place] + growth
        step = PIECE if end - at > 2 * PIECE else max(end - at, 1)
        found += [_sum(view[begin : min(begin + step, end)]) for begin in range(at, end, step)]
        at, place = end, last + 1
    return found


def _sum(piece: memoryview) -> list[int]:
    return [len(piece), zlib.crc32(piece)]


def _is_sum(row: object) -> bool:
    return isinstance(row, list) and len(row) == 2 and all(type(number) is int for number in row)
