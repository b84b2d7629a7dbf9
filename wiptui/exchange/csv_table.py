"""Tables as text: the rows of a CSV file with their lines, and rows as text without formulas."""

from __future__ import annotations

import csv
import io
import re

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

DELIMITERS = (",", ";", "\t", "|")
_FORMULA = re.compile(r"'*[=+\-@\t\r]")
"""What a spreadsheet may take for a formula, or what was already marked as none."""


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
    """What sets the cells apart: what Excel's ``sep=`` line says, else what stands most often in the first line."""
    first = text.partition("\n")[0]
    if first.startswith("sep=") and len(first) > 4:
        return first[4]
    bare = re.sub(r'"[^"]*"', "", first)
    return max(DELIMITERS, key=lambda sign: (bare.count(sign), -DELIMITERS.index(sign)))


def write_table(rows: Iterable[Sequence[str]], delimiter: str = ",") -> str:
    """The rows as CSV (RFC 4180, with plain line ends). Cells that begin like a formula get an apostrophe in front."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=delimiter, lineterminator="\n")
    writer.writerows([[guarded(cell) for cell in row] for row in rows])
    return out.getvalue()


def guarded(cell: str) -> str:
    """The cell as text for every spreadsheet; :func:`unguarded` gives it back."""
    return f"'{cell}" if _FORMULA.match(cell) else cell


def unguarded(cell: str) -> str:
    """The cell without the apostrophe that marks it as text."""
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell
