"""A grid of cells to draw on, and the characters to draw with."""

from __future__ import annotations

from wiptui.domain.values import dataclass
from wiptui.tui.spans import clip, steady, width_of


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
        self._cells: list[list[tuple[str, str, int | None]]] = [
            [(" ", "", None)] * self.width for _ in range(self.height)
        ]

    def put(self, x: int, y: int, text: str, role: str = "", point: int | None = None) -> None:
        """Write text from a cell on, to the right."""
        if not 0 <= y < self.height:
            return
        row = self._cells[y]
        for ch in steady(text) if not text.isascii() or not text.isprintable() else text:
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
        self.put(x, y, clip(steady(text), width), role, point)

    def sign(self, x: int, y: int) -> str:
        """What is written in a cell; "" outside."""
        return self._cells[y][x][0] if 0 <= y < self.height and 0 <= x < self.width else ""

    def rows(self) -> list[list[Run]]:
        """The lines, each in runs, padded to the whole width."""
        lines = []
        for cells in self._cells:
            runs: list[Run] = []
            for ch, role, point in cells:
                if runs and (runs[-1].role, runs[-1].point) == (role, point):
                    runs[-1] = Run(runs[-1].text + ch, role, point)
                else:
                    runs.append(Run(ch, role, point))
            lines.append(runs)
        return lines

    def text(self) -> str:
        """The lines without roles, blanks at the end cut off."""
        return "\n".join("".join(run.text for run in runs).rstrip() for runs in self.rows())
