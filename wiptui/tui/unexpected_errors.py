"""Unexpected errors: close the screen that one came from, say so in a sentence, and keep what was typed there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from textual.dom import NoScreen
from textual.screen import Screen
from textual.widget import Widget

from wiptui.domain.core.errors import WiptuiError
from wiptui.faults import keep_typed, unforeseen
from wiptui.tui.app_protocol import BoardApp


def typed_texts(screens: Sequence[Screen[Any]]) -> list[str]:
    """Return the text in the lines and fields of screens."""
    lines = [line for screen in screens for line in screen.query("Input, TextArea")]
    return [str(getattr(line, "value", "") or getattr(line, "text", "")) for line in lines]


def screen_of_error(error: BaseException) -> Screen[Any] | None:
    """Return the screen of the widget that an error stopped; None if it was the app."""
    trace = error.__traceback__
    pump = trace.tb_frame.f_locals.get("self") if trace is not None else None
    if not isinstance(pump, Widget):
        return None
    try:
        return pump.screen
    except NoScreen:
        return Screen()  # it is already closed


def close_screen_of(app: BoardApp, error: BaseException, screen: Screen[Any] | None) -> None:
    """Close the screen of an error; for the board, the whole app. Without a screen only show the error."""
    stack = list(app.screen_stack)
    if app.fault is not None or (screen is not None and screen not in stack):
        return  # the error before this one closed it
    ends = screen is cast(object, app.board_screen)
    closed = stack if ends else stack[stack.index(screen) :] if screen is not None else []
    at, texts = app.service.clock.now(), typed_texts(closed)
    found = WiptuiError(f"{error}{keep_typed(texts, at)}") if isinstance(error, WiptuiError) else None
    found = found or unforeseen(error, at, texts)
    if ends:
        app.fault = found
        app.exit(return_code=1)
        return
    for _ in closed:
        app.pop_screen()
    app.call_next(app.say_error, found)
