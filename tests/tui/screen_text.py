"""What is on a screen, as text; and golden screens kept as text files.

The screen is read from the SVG of the public ``App.export_screenshot``: each run of text in it has its column and its
line, so that what a test sees is what a person sees, cell by cell.

``GOLDEN=write pytest ...`` writes the golden files anew; look at the difference before you commit it.
"""

from __future__ import annotations

import html
import os
import re
from pathlib import Path

from rich.cells import cell_len
from textual.app import App

GOLDEN = Path(__file__).parent / "golden"
CELL_WIDTH = 12.2
"""Width of a cell in the SVG, in its own units."""
SIZES = ((120, 40), (80, 24), (40, 12))
"""The terminals that wiptui is made for: roomy, usual, small; columns and lines."""

_RUN = re.compile(r'<text class="[^"]*-r\d+" x="([\d.]+)" [^>]*clip-path="url\(#[^"]*-line-(\d+)\)"[^>]*>(.*?)</text>')


def screen_text(app: App[object]) -> str:
    """The screen as lines of text, without the spaces at their ends."""
    width, height = app.size
    rows = [[" "] * width for _ in range(height)]
    for x, line, run in _RUN.findall(app.export_screenshot()):
        _write(rows[int(line)], round(float(x) / CELL_WIDTH), html.unescape(run).replace("\xa0", " "))
    return "\n".join("".join(row).rstrip() for row in rows)


def _write(row: list[str], column: int, run: str) -> None:
    """Put a run of text into the cells of a row; a wide character takes two, a joiner none."""
    for letter in run:
        width = cell_len(letter)
        if width == 0 and column > 0:
            row[column - 1] += letter
        elif column < len(row):
            row[column] = letter
            if width == 2 and column + 1 < len(row):
                row[column + 1] = ""
        column += width


def check_golden(app: App[object], name: str) -> None:
    """Compare the screen with ``golden/<name>-<columns>x<lines>.txt``."""
    width, height = app.size
    compare(screen_text(app) + "\n", GOLDEN / f"{name}-{width}x{height}.txt")


def compare(seen: str, path: Path) -> None:
    """Compare text with a golden file; ``GOLDEN=write`` keeps it instead."""
    if os.environ.get("GOLDEN") == "write":
        path.parent.mkdir(exist_ok=True)
        path.write_text(seen, encoding="utf-8")
    kept = path.read_text(encoding="utf-8") if path.exists() else "(no golden screen is kept yet)\n"
    assert seen == kept, f"The screen differs from {path.name}:\n\n{seen}\n--- kept ---\n\n{kept}"
