"""What a key says that makes no sense now: the reason of its screen, or that it does nothing here."""

from __future__ import annotations

from textual.actions import ActionParseResult, parse
from textual.dom import DOMNode
from textual.screen import Screen

from wiptui.tui.keys.screen_keys import bindings_by_id


def refused_words(node: DOMNode | None, action: str | ActionParseResult) -> str:
    """Return why a screen refused the action of a key; empty where it did not refuse it.

    A screen tells it by ``why_not``, which takes what ``check_action`` takes.
    """
    if not isinstance(node, Screen):
        return ""
    _, name, parameters = parse(action) if isinstance(action, str) else action
    if node.check_action(name, parameters):
        return ""
    why_not = getattr(node, "why_not", None)
    said = str(why_not(name, parameters)) if why_not is not None else ""
    return said or f"“{_label(node, name)}” does nothing here."


def _label(screen: Screen[object], name: str) -> str:
    """Return what a key of a screen does, in a word or two."""
    found = (each.description for each in bindings_by_id(type(screen)).values() if each.action.split("(")[0] == name)
    return next(found, name)
