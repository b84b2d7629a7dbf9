"""Every screen and dialog that takes keys, how one gets there from the board, and the pairs of keys to try there."""

from __future__ import annotations

from itertools import product

READING = {
    "board": "",
    "selecting": "v v",
    "archive": "A",
    "details": "enter",
    "panel": "h s",
    "room": "h m",
    "why": "o",
    "help": "question_mark",
    "settings": "comma",
    "settings, keys": "comma G enter",
    "focus": "f",
    "flow": "2",
    "waits": "3",
    "review": "4",
    "sync": "5",
    "today": "6",
}
"""Where keys act."""
TYPING = {
    "quick add": "n",
    "quick add with text": "n a b",
    "wait": "w",
    "put back": "b",
    "interrupt": "i",
    "template": "T",
    "filter": "slash",
    "filter with text": "slash a",
    "views": "V",
    "save a view": "slash a enter S",
    "palette": "colon",
    "archive, searching": "A slash",
    "details, a step": "enter a",
    "details, other words": "enter r",
    "details, a blocker": "enter b",
    "edit": "e",
    "edit, changed": "e z",
    "panel, wait": "h s w",
    "panel, back": "h s b",
    "panel, split": "h s x",
    "settings, a value": "comma enter",
    "settings, a wrong one": "comma enter z z enter",
    "focus, a note": "f n",
    "focus, an interruption": "f i",
    "focus, a wait": "f w",
    "flow, export": "2 x",
    "waits, follow-up": "3 f",
    "review, to try": "4 t",
    "review, load": "4 c",
    "review, experiment": "4 e",
}
"""Where somebody types."""
PLACES = READING | TYPING
TYPED = (
    "enter", "escape", "tab", "shift+tab", "up", "down", "backspace", "space", "z", "q", "n", "ctrl+s", "ctrl+j",
)  # fmt: skip
"""Keys that matter where somebody types."""
KEYS = (
    *TYPED, *"asdwbxmeitrhljkgfopuvyJKHLUTVSAB", "slash", "colon", "comma", "question_mark", "delete",
    "1", "2", "3", "4", "5", "plus", "minus", "ctrl+d", "ctrl+u", "home",
)  # fmt: skip
"""Keys that act somewhere. Left out are those that go to other programs: ``E``, ``O`` and ctrl+z."""
HIT = ("enter", "escape", "q", "n")
"""What closes or opens something nearly everywhere."""
Pair = tuple[str, str]


def pairs(place: str, *, every: bool) -> list[Pair]:
    """The pairs of keys to try in a place: a few, or every key that matters there after every other."""
    if not every:
        return [("enter", "enter"), ("escape", "enter")]
    if place in TYPING:
        return list(product(TYPED, TYPED))
    return list(dict.fromkeys([*product(KEYS, HIT), *product(HIT, KEYS)]))
