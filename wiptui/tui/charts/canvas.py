"""A grid of cells to draw on, and the characters to draw with."""

from __future__ import annotations

from collections.abc import Iterable

from wiptui.domain.core.frozen import dataclass
from wiptui.tui.views.styled_text import clip, sanitized, width_of


@dataclass(frozen=True, slots=True)
class Glyphs:
    """What a chart is drawn with: one set for terminals that speak Unicode, one in ASCII."""

    eighths: str
    """The lowest to the whole of a cell; as many as there are steps."""
    bar: str
    rest: str
    dot: str
    line: str
    mark: str
    axis: str
    corner: str
    floor: str
    bands: tuple[str, str, str]
    """Patterns that are told apart without colour, the lowest band first."""
    slivers: str
    """A thin band low, in the middle and high in its cell."""
    here: str
    """Points at the cursor's place on the axis."""


UNICODE = Glyphs("▁▂▃▄▅▆▇█", "█", "─", "•", "┄", "┊", "│", "└", "─", ("░", "█", "·"), "▂━▀", "▲")
ASCII = Glyphs(".:#", "#", "-", "o", "-", ":", "|", "+", "-", ("=", "#", "."), "###", "^")
HOLLOW = "hollow"
"""The role of a sign that is cut out of a full cell of the accent."""


@dataclass(frozen=True, slots=True)
class Run:
    """Neighbouring cells of one role that show the same point."""

    text: str
    role: str = ""
    """"" (plain), muted, strong, accent, warn or hollow."""
    point: int | None = None


class Canvas:
    """``width`` by ``height`` cells; what is written outside is cut off, and a wide character is never halved."""

    def __init__(self, width: int, height: int, *, plain: bool = False) -> None:
        self.plain = plain
        """Whether only ASCII is written, but for what people wrote themselves."""
        self.width, self.height = max(width, 0), max(height, 0)
        self.here: int | None = None
        """The point whose cells the cursor is on."""
        self._cells: list[list[tuple[str, str, int | None]]] = [
            [(" ", "", None)] * self.width for _ in range(self.height)
        ]
        self._lines: dict[int, set[int]] = {}
        self._shared: dict[int, int] = {}
        self._signs: dict[int, tuple[int, int, str]] = {}
        self._covered: tuple[int, int, tuple[str, str, int | None]] | None = None

    def put(self, x: int, y: int, text: str, role: str = "", point: int | None = None) -> None:
        """Write text from a cell on, to the right."""
        if not 0 <= y < self.height:
            return
        row = self._cells[y]
        if point is not None:
            self._lines.setdefault(point, set()).add(y)
        for ch in sanitized(text) if not text.isascii() or not text.isprintable() else text:
            size = width_of(ch)
            ch = "." if self.plain and ch == "…" else ch
            if size and x >= 0 and x + size <= self.width:
                row[x] = (ch, role, point)
                for more in range(x + 1, x + size):
                    row[more] = ("", role, point)
            x += size

    def right(self, x: int, y: int, text: str, role: str = "", point: int | None = None) -> None:
        """Write text that ends before cell ``x``."""
        self.put(x - width_of(text), y, text, role, point)

    def label(self, x: int, y: int, text: str, width: int, role: str = "", point: int | None = None) -> None:
        """Write text in at most ``width`` cells, with … where some is missing."""
        self.put(x, y, clip(sanitized(text), width), role, point)

    def sign(self, x: int, y: int) -> str:
        """What is written in a cell; "" outside."""
        return self._cells[y][x][0] if 0 <= y < self.height and 0 <= x < self.width else ""

    # --- the cursor

    def share(self, points: Iterable[int], first: int) -> None:
        """Say that the cells of ``first`` show these points too."""
        self._shared |= dict.fromkeys(points, first)

    def sign_for(self, point: int, x: int, y: int, sign: str) -> None:
        """Say which sign is where while the cursor is on a point: a column looks the same without colours."""
        self._signs[point] = x, y, sign

    def point_at(self, point: int | None) -> set[int]:
        """Move the cursor to a point, or away; the lines that look different now."""
        point = None if point is None else self._shared.get(point, point)
        if point == self.here:
            return set()
        lines = self._lines_of(self.here) | self._lines_of(point)
        self.here = point
        if self._covered is not None:
            x, y, cell = self._covered
            self._cells[y][x], self._covered = cell, None
        x, y, sign = self._signs.get(-1 if point is None else point, (0, -1, ""))
        if 0 <= y < self.height and 0 <= x < self.width:
            self._covered = x, y, self._cells[y][x]
            self._cells[y][x] = sign, "warn", point
        return lines

    def _lines_of(self, point: int | None) -> set[int]:
        if point is None:
            return set()
        sign = self._signs.get(point)
        return self._lines.get(point, set()) | ({sign[1]} if sign else set())

    def point(self, x: int, y: int) -> int | None:
        """The point that a cell shows."""
        return self._cells[y][x][2] if 0 <= y < self.height and 0 <= x < self.width else None

    # --- as lines

    def row(self, y: int) -> list[Run]:
        """A line in runs, padded to the whole width."""
        runs: list[Run] = []
        text = ""
        of: tuple[str, int | None] = "", None
        for ch, role, point in self._cells[y]:
            if (role, point) != of:
                runs += [Run(text, *of)] if text else []
                text, of = "", (role, point)
            text += ch
        return [*runs, Run(text, *of)] if text else runs

    def rows(self) -> list[list[Run]]:
        """The lines, each in runs."""
        return [self.row(y) for y in range(self.height)]

    def text(self) -> str:
        """The lines without roles, blanks at the end cut off."""
        return "\n".join("".join(run.text for run in runs).rstrip() for runs in self.rows())
