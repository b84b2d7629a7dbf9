"""The sections whose names are a person's own: what such a name and its value can be."""

from __future__ import annotations

from datetime import date

from wiptui.config.table import SECTIONS
from wiptui.domain.core.errors import UsageError
from wiptui.domain.core.record import Json
from wiptui.domain.queries.query import parse_query
from wiptui.domain.text import is_visible, one_line, printable

NAME_MAX = 40
"""The longest name of a view, in characters."""


def is_own(name: str) -> bool:
    """Whether a name belongs to one of the person's own sections: ``keys.start``, ``views.calls``."""
    section, dot, key = name.partition(".")
    return bool(dot and key and section in SECTIONS)


def own_value(name: str, words: str) -> Json:
    """What a person typed for a name of an own section; a query is tried before it is kept. Raises UsageError."""
    section = name.partition(".")[0]
    words = one_line(words)
    if section == "themes":
        raise UsageError("A theme is written in the file: wiptui config edit opens it.")
    if section == "views":
        _try_query(words)
    return words


def view_name(words: str) -> str:
    """The name of a view as it is kept. Raises UsageError, with what would be right, for one that cannot be."""
    name = one_line(words)
    if not is_visible(name):
        raise UsageError("A view needs a name with at least one visible character.")
    if len(name) > NAME_MAX:
        raise UsageError(f"This name has {len(name):,} characters; a view has at most {NAME_MAX}.")
    if name.startswith("-"):
        raise UsageError(f"“{printable(name)}” looks like an option: begin the name with a letter.")
    return name


def _try_query(words: str) -> None:
    """Raise UsageError for a query that cannot be understood, or that is empty."""
    if not parse_query(words, date(2026, 1, 1)):
        raise UsageError("A view needs a query: words, +project, @tag, due<=fri.")
