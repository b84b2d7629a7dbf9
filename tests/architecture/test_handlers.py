"""Handlers of messages: Textual finds them by name, so a renamed message leaves a handler that nothing calls."""

from __future__ import annotations

import inspect
from importlib import import_module

import textual.events
import textual.widgets
from source import under
from textual.message import Message

BY_HAND = {"on_event"}
"""Methods of Textual's own that a driver or widget may override."""


def handler_names() -> set[str]:
    """The handler names of all messages there are."""
    for name in textual.widgets.__all__:
        getattr(textual.widgets, name)  # loaded when asked for
    found: set[str] = set()
    waiting: list[type[Message]] = [Message]
    while waiting:
        message = waiting.pop()
        found.add(getattr(message, "handler_name", ""))
        waiting.extend(message.__subclasses__())
    return found


def test_every_handler_is_that_of_a_message() -> None:
    classes = {
        thing
        for module in under("wiptui.tui")
        if "web_driver" not in module
        for thing in vars(import_module(module)).values()
        if inspect.isclass(thing) and thing.__module__.startswith("wiptui.tui")
    }
    known = handler_names()
    handlers = {f"{cls.__qualname__}.{name}" for cls in classes for name in vars(cls) if name.startswith("on_")}
    assert len(handlers) > 40
    assert not {name for name in handlers if name.rpartition(".")[2] not in known | BY_HAND}
