"""Tables as text: the rows of a CSV file with their lines, and rows as text without formulas."""

from __future__ import annotations

import csv
import functools
import io
import re
from collections.abc import Iterable, Sequence

DELIMITERS = (",", ";", "\t", "|")
_SIGNS = "=+\\-@\uff1d\uff0b\uff0d\uff20\u2212"
"""What a formula begins with, in full width too, as a spreadsheet in Japanese takes it."""
_ENDS = ";\t\n\r"
"""Where a cell ends for a spreadsheet that sets cells apart by another sign than this file, quotes or no quotes."""


def read_table(text: str) -> tuple[list[tuple[int, list[str]]], list[str]]:
    """Pairs of the line that a row begins in and its cells, and what could not be read. Never raises."""
    lines = list(io.StringIO(text, newline=""))
    start = 0
    delimiter = delimiter_of(text)
    if lines and re.fullmatch(r"sep=.\s*", lines[0], re.DOTALL):
        start = 1
    rows: list[tuple[int, list[str]]] = []
    problems: list[str] = []
    while start < len(lines):
        reader = csv.reader(map(lines.__getitem__, range(start, len(lines))), delimiter=delimiter, strict=True)
        read = 0
        try:
            for cells in reader:
                if any(cell.strip() for cell in cells):
                    rows.append((start + read + 1, cells))
                read = reader.line_num
            return rows, problems
        except csv.Error as error:
            words = str(error)
            told = "a quote is opened and never closed" if "unexpected end" in words else words
            problems.append(f"line {start + read + 1}: {told}")
            start += read + 1
    return rows, problems


def delimiter_of(text: str) -> str:
    """What sets the cells apart: what Excel's ``sep=`` line says, else what is most often in the first line."""
    first = text.partition("\n")[0]
    if first.startswith("sep=") and len(first) > 4:
        return first[4]
    bare = re.sub(r'"[^"]*"', "", first)
    return max(DELIMITERS, key=lambda sign: (bare.count(sign), -DELIMITERS.index(sign)))


def write_table(rows: Iterable[Sequence[str]], delimiter: str = ",") -> str:
    """The rows as CSV (RFC 4180, with plain line ends). What begins like a formula gets an apostrophe in front."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=delimiter, lineterminator="\n")
    writer.writerows([[guarded(cell, delimiter) for cell in row] for row in rows])
    return out.getvalue()


def guarded(cell: str, delimiter: str = ",") -> str:
    """The cell as text for every spreadsheet; :func:`unguarded` gives it back."""
    return _begins(delimiter).sub(r"\1'\2", cell)


def unguarded(cell: str, delimiter: str = ",") -> str:
    """The cell without the apostrophes that mark it, or a part of it, as text."""
    return _begins(delimiter).sub(lambda found: found[1] + found[2][1:], cell) if "'" in cell else cell


@functools.cache
def _begins(delimiter: str) -> re.Pattern[str]:
    """Where a formula could begin: after spaces and quotes, and apostrophes that mark it already as none."""
    ends = _ENDS if delimiter == "," else f"{_ENDS},"
    return re.compile(rf"(^(?='*[\t\r])|(?:^|[{ends}])[ \"\u3000]*(?='*[{_SIGNS}]))('*)")
