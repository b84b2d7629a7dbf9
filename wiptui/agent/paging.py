"""Limit the length of an answer: an agent reads all of it, so long answers come in pages that say what is left."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from wiptui.exchange.json.escape import dumps

Answer = dict[str, Any]

MOST = 40_000
"""Bytes of an answer as JSON: some 10,000 tokens. It is sent as text and as structure, together below 25,000."""
MOST_ROWS = 200
"""The most rows of one request."""
WORDS = 4_000
"""Characters of an error message."""
LETTERS = (2_000, 500, 200, 60)
"""Lengths of a text in an answer, in characters: the first at which everything fits is used."""
ITEMS = 40
"""Items of a list within a row: tags, steps, blockers."""


def size(value: Any) -> int:
    """Return the bytes of a value as it is sent."""
    return len(dumps(value, indent=2).encode("utf-8", "replace"))


def fitting(build: Callable[[int], Answer]) -> Answer:
    """Return the result of ``build`` with the longest texts (in characters) that keep the answer within bounds."""
    answer: Answer = {}
    for letters in LETTERS:
        answer = build(letters)
        if size(answer) <= MOST:
            break
    return answer


def shortened(row: Answer, letters: int) -> Answer:
    """Return the row with long texts and lists cut. ``left`` says how much of each is left: characters or items."""
    left = {}
    short = {}
    for name, value in row.items():
        short[name] = cut(value, letters)
        most = letters if isinstance(value, str) else ITEMS if isinstance(value, list) else None
        if most is not None and len(value) > most:
            left[name] = len(value) - most
    return {**short, "left": {**row.get("left", {}), **left}} if left else short


def page(rows: list[Any], make: Callable[[Any], Answer], limit: int, offset: int) -> tuple[list[Answer], int]:
    """Return the rows from ``offset`` on, at most ``limit`` and as many as fit, at least one; and how many are left."""
    made: list[Answer] = []
    room = MOST - 1_000  # for the rest of the answer
    for row in rows[offset : offset + limit]:
        made.append(make(row))
        room -= size({"tasks": made[-1:]})
        if room < 0 and len(made) > 1:
            made.pop()
            break
    return made, max(len(rows) - offset - len(made), 0)


def cut(value: Any, letters: int) -> Any:
    """Return the value with its texts cut to so many characters and its lists to ``ITEMS``, encodable as UTF-8."""
    if isinstance(value, str):
        text = value if len(value) <= letters else value[:letters] + "…"
        return text.encode("utf-8", "replace").decode()
    if isinstance(value, list):
        return [cut(item, min(letters, 200)) for item in value[:ITEMS]]
    if isinstance(value, dict):
        return {name: cut(item, letters) for name, item in value.items()}
    return value
