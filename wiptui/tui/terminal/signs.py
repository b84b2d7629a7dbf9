"""Signs for terminals that cannot show ours: the console of Linux, whose font has few, and any without UTF-8.

Each stands for one of the same width, so that nothing else moves. The tables are applied at the boundary, to what is
drawn; titles keep their letters where the terminal has them.
"""

from __future__ import annotations

import os
import sys
import unicodedata
from collections.abc import Mapping
from functools import cache

CONSOLE = {
    "━": "═", "┄": "─", "┊": "│", "▸": "►", "▶": "►", "▹": "►", "●": "•", "○": "o", "✓": "√", "…": "~", "“": '"',
    "”": '"', "‘": "'", "’": "'", "–": "-", "—": "-", "›": ">", "‹": "<", "⊘": "x", "×": "x", "≠": "!", "↻": "~",
    "□": "·", "☐": "·", "☑": "√", "╭": "┌", "╮": "┐", "╯": "┘", "╰": "└", "╴": "─", "╶": "─", "╵": "│", "╷": "│",
    "╸": "─", "╺": "─", "▁": "_", "▂": "_", "▃": "▄", "▅": "▄", "▆": "█", "▇": "█", "▔": "─", "▕": "│", "▏": "│",
    "◇": "o", "▎": "▌", "▍": "▌", "▋": "█", "▊": "█", "▉": "█", "🔎": "? ",
}  # fmt: skip
"""For the console of Linux: what its usual font, that of code page 437, has instead."""
ASCII = {
    "━": "=", "─": "-", "│": "|", "┄": "-", "┊": ":", "▸": ">", "▶": ">", "▹": ">", "●": "*", "○": "o", "✓": "v",
    "…": "~", "“": '"', "”": '"', "‘": "'", "’": "'", "–": "-", "—": "-", "·": ".", "•": "*", "›": ">", "‹": "<",
    "«": "<", "»": ">", "→": ">", "←": "<", "↑": "^", "↓": "v", "⊘": "x", "↻": "~", "■": "#", "□": ".", "☐": ".",
    "◇": "o", "☑": "x", "▌": "|", "≥": ">", "≤": "<", "≠": "!", "×": "x", "🔎": "? ",
}  # fmt: skip
"""For a terminal without UTF-8."""
BOX, BLOCKS = range(0x2500, 0x2580), range(0x2580, 0x25A0)
Table = Mapping[str, str]


def table_for(environment: Mapping[str, str], encoding: str) -> Table | None:
    """The signs to put in place of ours on a terminal; None where it can show ours."""
    if not encoding.lower().replace("-", "").replace("_", "").startswith("utf"):
        return ASCII
    return CONSOLE if environment.get("TERM") == "linux" else None


@cache
def own_table() -> Table | None:
    """The table of this terminal."""
    return table_for(os.environ, getattr(sys.__stdout__, "encoding", None) or "utf-8")


def has_few_colours(environment: Mapping[str, str]) -> bool:
    """Whether a terminal has 16 colours or fewer, as Rich works it out, which mixes ours down to them."""
    chosen = environment.get("TEXTUAL_COLOR_SYSTEM", "auto")
    if chosen != "auto":
        return chosen == "standard"
    if environment.get("COLORTERM", "").strip().lower() in ("truecolor", "24bit"):
        return False
    _, _, colours = environment.get("TERM", "").strip().lower().rpartition("-")
    return colours not in ("kitty", "256color")


def replaced(text: str, table: Table) -> str:
    """A text with the signs of a table; without UTF-8, no other letter than those of ASCII is left."""
    if text.isascii():
        return text
    if table is not ASCII:
        return "".join(table.get(ch, ch) for ch in text)
    return "".join(ch if ch.isascii() else table.get(ch) or _in_ascii(ch) for ch in text)


def _in_ascii(ch: str) -> str:
    """A letter without its accent, or a sign for what has none, as wide as it."""
    plain = unicodedata.normalize("NFKD", ch)[0]
    if plain.isascii() and plain.isprintable():
        return plain
    if ord(ch) in BOX:
        return "+"
    if ord(ch) in BLOCKS:
        return "#"
    if unicodedata.combining(ch):
        return ""
    return "??" if unicodedata.east_asian_width(ch) in "WF" else "?"
