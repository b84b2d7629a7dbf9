"""JSON as text that is safe to look at: what could steer a terminal or hide is escaped, which JSON allows anywhere."""

from __future__ import annotations

import json

TYPE_CHECKING = False
if TYPE_CHECKING:
    from wiptui.domain.record import Json

_RANGES = ((0x7F, 0xA0), (0xD800, 0xE000))
"""DEL, the 8-bit controls, and half surrogate pairs, which no UTF-8 can hold."""
_SINGLE = "\xad\u061c\u200b\u200e\u200f\u2028\u2029\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff"
_ESCAPES = {code: f"\\u{code:04x}" for code in map(ord, _SINGLE)}


def dumps(value: Json, *, indent: int | None = None, sort_keys: bool = False) -> str:
    """The JSON text of a value in UTF-8 letters; compact without ``indent``."""
    separators = None if indent is not None else (",", ":")
    text = json.dumps(value, ensure_ascii=False, indent=indent, sort_keys=sort_keys, separators=separators)
    if text.isascii() and "\x7f" not in text:
        return text
    return text.translate(_table())


def _table() -> dict[int, str]:
    """The escapes, filled in when they are first needed."""
    if len(_ESCAPES) == len(_SINGLE):
        for first, end in _RANGES:
            _ESCAPES.update({code: f"\\u{code:04x}" for code in range(first, end)})
    return _ESCAPES
