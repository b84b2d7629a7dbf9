"""JSON as text that is safe to look at: what could steer a terminal or hide is escaped, which JSON allows anywhere."""

from __future__ import annotations

import json

from wiptui.domain.core.record import Json
from wiptui.domain.text import HIDDEN

_RANGES = ((0x7F, 0xA0), (0xD800, 0xE000))
"""DEL, the 8-bit controls, and half surrogate pairs, which no UTF-8 can hold."""
_TAGS = range(0xE0000, 0xE0080)
"""Tag letters, a text that only programs read."""
_SINGLE = HIDDEN | frozenset("\u061c\u200e\u200f\u2028\u2029")
"""What hides or turns the direction, the direction marks too: no eye can check them in JSON."""
_ESCAPES = {code: f"\\u{code:04x}" for code in map(ord, _SINGLE)}


def dumps(value: Json, *, indent: int | None = None, sort_keys: bool = False) -> str:
    """The JSON text of a value in UTF-8 letters; compact without ``indent``."""
    separators = None if indent is not None else (",", ":")
    text = json.dumps(value, ensure_ascii=False, indent=indent, sort_keys=sort_keys, separators=separators)
    if text.isascii() and "\x7f" not in text:
        return text
    return text.translate(_table())


def dumps_ascii(value: Json, *, indent: int | None = None) -> str:
    """The JSON text of a value in ASCII, for a stream that has no other letters."""
    return json.dumps(value, indent=indent).replace("\x7f", "\\u007f")


def _table() -> dict[int, str]:
    """The escapes, filled in when they are first needed."""
    if len(_ESCAPES) == len(_SINGLE):
        for first, end in _RANGES:
            _ESCAPES.update({code: f"\\u{code:04x}" for code in range(first, end)})
        _ESCAPES.update({code: f"\\udb40\\u{code - 0xE0000 + 0xDC00:04x}" for code in _TAGS})
    return _ESCAPES
