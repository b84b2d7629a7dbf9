"""How long an answer may be: an agent reads all of it, so what is long comes in pieces, and says what is left."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from wiptui.exchange.json.escape import dumps

Answer = dict[str, Any]

MOST = 40_000
"""Bytes of an answer as JSON: some 10,000 tokens. It goes out twice, as text and as structure: still below 25,000."""
MOST_ROWS = 200
"""Rows that can be asked for at once."""
WORDS = 4_000
"""Characters of a sentence that says no."""
LETTERS = (2_000, 500, 200, 60)
"""Characters of one text in an answer: the first at which all of it fits."""
ITEMS = 40
"""Items of a list within a row: tags, steps, blockers."""


def size(value: Any) -> int:
    """The bytes of a value as it is sent."""
    return len(dumps(value, indent=2).encode("utf-8", "replace"))


def fitting(build: Callable[[int], Answer]) -> Answer:
    """What ``build`` makes with the longest texts (in characters) at which the answer is not too long."""
    answer: Answer = {}
    for letters in LETTERS:
        answer = build(letters)
        if size(answer) <= MOST:
            break
    return answer


def shortened(row: Answer, letters: int) -> Answer:
    """The row with long texts and lists cut. ``left`` says of each how much is left: characters, or items."""
    left = {}
    short = {}
    for name, value in row.items():
        short[name] = cut(value, letters)
        most = letters if isinstance(value, str) else ITEMS if isinstance(value, list) else None
        if most is not None and len(value) > most:
            left[name] = len(value) - most
    return {**short, "left": {**row.get("left", {}), **left}} if left else short


def page(rows: list[Any], make: Callable[[Any], Answer], limit: int, offset: int) -> tuple[list[Answer], int]:
    """The rows from ``offset`` on, at most ``limit`` and as many as fit, one at least; and how many are left behind."""
    made: list[Answer] = []
    room = MOST - 1_000  # for what stands around them
    for row in rows[offset : offset + limit]:
        made.append(make(row))
        room -= size({"tasks": made[-1:]})
        if room < 0 and len(made) > 1:
            made.pop()
            break
    return made, max(len(rows) - offset - len(made), 0)


def cut(value: Any, letters: int) -> Any:
    """The value with its texts cut to so many characters, and its lists to ``ITEMS``; UTF-8 can hold all of it."""
    if isinstance(value, str):
        text = value if len(value) <= letters else value[:letters] + "…"
        return text.encode("utf-8", "replace").decode()
    if isinstance(value, list):
        return [cut(item, min(letters, 200)) for item in value[:ITEMS]]
    if isinstance(value, dict):
        return {name: cut(item, letters) for name, item in value.items()}
    return value
