"""The objects of a JSON file one after the other, each with the line it begins in; of broken JSON all that is whole.

A list of objects, one object, or one object a line without anything around them: all of these are read.
"""

from __future__ import annotations

import json

from wiptui.domain.core.record import Json

_BETWEEN = " \t\r\n,[]\ufeff"
_SHOWN = 40


def read_rows(text: str) -> tuple[list[tuple[int, Json]], list[str]]:
    """Pairs of line number and value, and what could not be read: ``line 7: this is not JSON (...)``. Never raises."""
    decoder = json.JSONDecoder(parse_constant=_no_number, parse_float=_number)
    rows: list[tuple[int, Json]] = []
    problems: list[str] = []
    at, line, counted = 0, 1, 0
    while True:
        while at < len(text) and text[at] in _BETWEEN:
            at += 1
        line += text.count("\n", counted, at)
        counted = at
        if at == len(text):
            return rows, problems
        try:
            value, at = decoder.raw_decode(text, at)
        except RecursionError:
            problems.append(f"line {line}: it is nested too deeply")
            at = _next_row(text, at)
        except ValueError as error:
            problems.append(f"line {line}: this is not JSON ({getattr(error, 'msg', str(error)).removesuffix(' at')})")
            at = _next_row(text, at)
        else:
            rows.append((line, value))


def _number(text: str) -> float:
    value = float(text)
    return value if value - value == 0 else _no_number(text)


def _no_number(text: str) -> float:
    raise ValueError(f"{text[:_SHOWN]} is no number")


def _next_row(text: str, at: int) -> int:
    """Where the next line that begins an object starts; the end of the text where there is none."""
    while True:
        end = text.find("\n", at)
        if end < 0:
            return len(text)
        at = end + 1
        if text[at : at + _SHOWN].lstrip(" \t").startswith("{"):
            return at
