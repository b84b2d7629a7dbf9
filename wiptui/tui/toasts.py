"""Toasts: what the app tells the person, one at a time."""

from __future__ import annotations

from typing import Any

from textual.app import App

from wiptui.domain.core.errors import DataFileError, NothingToUndo, WiptuiError
from wiptui.service import Service
from wiptui.tui.keys.key_names import shown
from wiptui.tui.keys.keymap import Keymap
from wiptui.tui.terminal.boundary import Boundary


class Toasts(Boundary, App[None]):
    """An app that shows one toast at a time."""

    service: Service
    keys: Keymap

    def say(self, words: str, *, undo: bool = False, warn: bool = False) -> None:
        """Show a toast; it replaces the earlier one."""
        if not words:
            return
        if undo:
            words += f"   {self._undo_key()} undo"
        self.clear_notifications()
        self.notify(words, severity="warning" if warn else "information", markup=False)

    def _undo_key(self) -> str:
        """Return the undo key of this screen, or else that of the board."""
        active = (active.binding for active in self.screen.active_bindings.values())
        return next((shown(binding.key) for binding in active if binding.action == "undo"), self.keys.key("undo"))

    def say_error(self, error: WiptuiError) -> None:
        """Show a kind toast for what could not be done; nothing was changed."""
        self.clear_notifications()
        if isinstance(error, NothingToUndo):
            self.notify(str(error), markup=False)
        elif isinstance(error, DataFileError):
            self.notify(str(error), title="Nothing was changed", severity="error", timeout=10, markup=False)
        else:
            self.notify(str(error), severity="warning", timeout=6, markup=False)

    def say_waiting(self, words: str) -> None:
        """Show a toast for a change that waits for the data file; it stays until the next message."""
        self.clear_notifications()
        self.notify(words, severity="warning", timeout=3600, markup=False)

    def say_notes(self) -> None:
        for note in self.service.notes():
            self.notify(note, severity="warning", timeout=8, markup=False)

    def push_screen(self, *args: Any, **more: Any) -> Any:
        """Show a screen and remove an earlier toast, which would cover it."""
        self.clear_notifications()
        return super().push_screen(*args, **more)
