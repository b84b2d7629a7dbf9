"""Checks names and values in sections whose names are the person's own: keys, views, projects, themes."""

from __future__ import annotations

from datetime import date

from wiptui.config.table import SECTIONS
from wiptui.domain.core.errors import UsageError
from wiptui.domain.core.record import Json
from wiptui.domain.queries.parse_query import parse_query
from wiptui.domain.text import is_visible, one_line, printable

NAME_MAX = 40
"""The longest name of a view, in characters."""


def is_own(name: str) -> bool:
    """Whether a name belongs to one of the person's own sections: ``keys.start``, ``views.calls``."""
    section, dot, key = name.partition(".")
    return bool(dot and key and section in SECTIONS)


def own_value(name: str, words: str) -> Json:
    """Check what a person typed as a value in such a section; a query must be valid. Raises UsageError."""
    section = name.partition(".")[0]
    words = one_line(words)
    if section == "themes":
        raise UsageError("A theme is written in the file: wiptui config edit opens it.")
    if section == "views":
        _try_query(words)
    return words


def view_name(words: str) -> str:
    """Check the name of a view. Raises UsageError that says what would be right."""
    name = one_line(words)
    if not is_visible(name):
        raise UsageError("A view needs a name with at least one visible character.")
    if len(name) > NAME_MAX:
        raise UsageError(f"This name has {len(name):,} characters; a view has at most {NAME_MAX}.")
    if name.startswith("-"):
        raise UsageError(f"“{printable(name)}” looks like an option: begin the name with a letter.")
    return name


def _try_query(words: str) -> None:
    """Raise UsageError for an invalid or empty query."""
    if not parse_query(words, date(2026, 1, 1)):
        raise UsageError("A view needs a query: words, +project, @tag, due<=fri.")
