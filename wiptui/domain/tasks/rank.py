"""Order by fractional index: a rank between any two others, so that moving one card writes one record.

A rank is a text of base-36 digits that compares as text: six digits, and more digits if two neighbours leave no gap.
Jitter separates the ranks that two machines draw in the same gap; the id breaks remaining ties.
"""

from __future__ import annotations

DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
BASE = len(DIGITS)
WIDTH = 6
STEP = 64
SPAN = int(BASE**WIDTH)
FIRST = SPAN // 2


def between(low: str | None, high: str | None, jitter: int = 0) -> str:
    """Return a rank after ``low`` and before ``high``; None means the start or the end.

    ``jitter`` is 0 .. 31. If ``low`` is not before ``high`` (equal ranks after a merge), the result is after ``low``.
    """
    if low is None and high is None:
        return _digits(FIRST + jitter)
    if high is None:
        assert low is not None
        if _room_above(low):
            return _digits(_number(low) + STEP + jitter)
        return low[:WIDTH] + between(low[WIDTH:] or None, None, jitter)
    if low is None:
        number = _number(high) - STEP - jitter
        return _digits(number) if number > 0 else _middle("", high)
    if low >= high:
        return low + DIGITS[1 + jitter]
    return _middle(low, high) + (DIGITS[1 + jitter] if jitter else "")


def _room_above(low: str) -> bool:
    return _number(low) < SPAN - STEP - BASE


def _number(rank: str) -> int:
    number = 0
    for letter in rank[:WIDTH].ljust(WIDTH, "0"):
        number = number * BASE + max(DIGITS.find(letter), 0)
    return number


def _digits(number: int) -> str:
    letters = []
    for _ in range(WIDTH):
        number, digit = divmod(number, BASE)
        letters.append(DIGITS[digit])
    return "".join(reversed(letters))


def _middle(low: str, high: str) -> str:
    """Return the shortest text strictly between ``low`` and ``high`` (low < high), with the last digit halfway."""
    made = ""
    bounded = True
    for place in range(max(len(low), len(high)) + 1):
        floor = max(DIGITS.find(low[place]), 0) if place < len(low) else 0
        ceiling = (max(DIGITS.find(high[place]), 0) if place < len(high) else 0) if bounded else BASE
        if ceiling - floor > 1:
            return made + DIGITS[(floor + ceiling) // 2]
        made += DIGITS[floor]
        bounded = bounded and floor == ceiling
    return made + "i"
