"""What keys are called: by Textual, by those who write them down, and on the screen."""

from __future__ import annotations

import unicodedata

from wiptui.domain.core.errors import UsageError

_SIGNS = {
    "slash": "/", "question_mark": "?", "colon": ":", "comma": ",", "full_stop": ".", "greater_than_sign": ">",
    "less_than_sign": "<", "up": "↑", "down": "↓", "left": "←", "right": "→", "escape": "esc", "pagedown": "pgdn",
    "pageup": "pgup", "number_sign": "#", "exclamation_mark": "!", "equals_sign": "=", "plus": "+", "minus": "-",
    "left_square_bracket": "[", "right_square_bracket": "]", "at": "@", "backslash": "\\", "underscore": "_",
}  # fmt: skip
"""How keys are shown, by Textual's names of them."""
_NAMES = {
    **{sign: name for name, sign in _SIGNS.items()},
    "return": "enter", "del": "delete", "ins": "insert", "spacebar": "space",
}  # fmt: skip
"""What a person may write for a key in place of Textual's name."""
_WORDS = {
    "up", "down", "left", "right", "escape", "pagedown", "pageup", "home", "end", "insert", "delete", "enter", "tab",
    "space", "backspace", *(f"f{number}" for number in range(1, 25)),
}  # fmt: skip
_MODIFIERS = {"ctrl", "shift", "alt", "super", "hyper", "meta"}
LINE_KEYS = {
    "left", "right", "home", "end", "backspace", "delete", "enter", "tab", "shift+tab", "space", "shift+left",
    "shift+right", "shift+home", "shift+end", "ctrl+left", "ctrl+right", "ctrl+shift+left", "ctrl+shift+right",
    "ctrl+backspace", "alt+backspace", "super+backspace", "ctrl+delete", "alt+delete", "ctrl+a", "ctrl+c", "ctrl+d",
    "ctrl+e", "ctrl+f", "ctrl+k", "ctrl+u", "ctrl+v", "ctrl+w", "ctrl+x", "ctrl+shift+a", "super+c", "super+v",
    "super+x",
}  # fmt: skip
"""The keys that a line to type in takes for itself, beside all that can be typed."""
LONGEST = 90
"""Letters that the name of a character has at most."""
FIXED = {"ctrl+q": "leaves wiptui at once", "ctrl+c": "copies what is selected"}
"""Keys that belong to Textual, wherever one is."""


def shown(key: str) -> str:
    """A key as people read it: ``?`` for ``question_mark``."""
    head, plus, last = key.rpartition("+")
    return head + plus + (_SIGNS.get(last) or _character(last) or last)


def _character(name: str) -> str:
    """What is typed with a key that has the name of a character; empty for other keys."""
    if name in _WORDS or "+" in name or len(name) > LONGEST:
        return ""
    if len(name) == 1 or name in _SIGNS:
        return _SIGNS.get(name, name)
    words = name.split("_")
    spelled = [" ".join(words)]  # Textual writes a hyphen as a space too: one of them may be one
    spelled += ["-".join([" ".join(words[:at]), " ".join(words[at:])]) for at in range(1, len(words))]
    for attempt in spelled:
        try:
            sign = unicodedata.lookup(attempt)
        except KeyError:
            continue
        return sign if sign.isprintable() else ""
    return ""


def is_typed(key: str) -> bool:
    """Whether a line to type in takes a key, so that it does nothing else while one types."""
    return key in LINE_KEYS or bool(_character(key))


def named(key: str) -> str:
    """Textual's name of a key that a person may have written in another way: ``?``, ``Esc``, ``ctrl+S``.

    Raises UsageError for what is no key, and for a key that cannot be given away.
    """
    head, plus, last = key.rpartition("+") if not key.endswith("+") else (key[:-2], key[-2:-1], "+")
    modifiers = head.lower().split("+") if plus else []
    last = last if len(last) == 1 else last.lower()
    last = _NAMES.get(last) or (_name_of(last) if len(last) == 1 else last)
    if len(last) == 1 and "ctrl" in modifiers:
        last = last.lower()
    if len(last) == 1 and modifiers == ["shift"]:
        modifiers, last = [], last.upper()
    if not set(modifiers) <= _MODIFIERS or not (last in _WORDS or last in _SIGNS or _character(last)):
        raise UsageError(f"“{key[:30]}” is not a key: write one like D, ?, f2, ctrl+s, esc or pgdn.")
    name = "+".join([*modifiers, last])
    if name in FIXED:
        raise UsageError(f"The key {name} cannot be given away: it {FIXED[name]}.")
    return name


def _name_of(sign: str) -> str:
    """Textual's name of a character."""
    return sign if sign.isalnum() else unicodedata.name(sign, sign).lower().replace("-", "_").replace(" ", "_")
