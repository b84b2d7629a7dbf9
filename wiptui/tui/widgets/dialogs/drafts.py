"""What was typed and left with esc: kept for the next time the same is asked, where the up key brings it back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from textual.app import App
from textual.widget import Widget
from textual.widgets import Input, TextArea

from wiptui.domain.text import is_visible, one_line
from wiptui.tui.views.styled_text import clip, sanitized

SHOWN = 40
"""Cells of a draft in the sentence about it."""


class Drafting(Widget):
    """A form that keeps what was typed into it.

    ``draft`` names what it asks, and of which task; where it is empty, nothing is kept.
    """

    draft = ""
    _texts_before: Mapping[str, str] = {}
    _placeholder = ""

    def begin_draft(self) -> None:
        """Remember what the lines began with, and offer what was kept for them. Call it when they are there."""
        self._texts_before = self.typed_texts()
        kept = _drafts(self.app).get(self.draft)
        if kept:
            offer = f"↑ {_brief(kept)}"
            line = next(iter(self.query(Input)), None)
            if line is not None and not line.value:
                self._placeholder, line.placeholder = line.placeholder, offer
            elif line is not None:
                self.app.notify(f"{offer} was typed here before", markup=False)
            else:
                self.recall_draft()

    def typed_texts(self) -> dict[str, str]:
        """What is in the lines, by their ids."""
        lines = {line.id: line.value for line in self.query(Input) if line.id}
        return lines | {area.id: area.text for area in self.query(TextArea) if area.id}

    def keep_draft(self) -> None:
        """Esc was pressed: keep what was typed, and say so in one line."""
        texts = self.typed_texts()
        typed = {
            name: text for name, text in texts.items() if text != self._texts_before.get(name) and is_visible(text)
        }
        if self.draft and typed:
            _drafts(self.app)[self.draft] = texts
            self.app.clear_notifications()
            self.app.notify(f"Kept “{_brief(typed)}”: ↑ brings it back the next time", markup=False)

    @property
    def has_draft(self) -> bool:
        """Whether something was kept for this form."""
        return bool(self.draft) and self.draft in _drafts(self.app)

    def recall_draft(self) -> None:
        """Put what was kept back into the lines."""
        for line in self.query(Input):
            line.placeholder = self._placeholder or line.placeholder
            break
        self.show_texts(_drafts(self.app).pop(self.draft, {}))

    def show_texts(self, texts: Mapping[str, str]) -> None:
        """Write texts into the lines, by their ids."""
        for name, text in texts.items():
            for field in self.query(f"#{name}"):
                if isinstance(field, Input):
                    field.value = text
                    field.cursor_position = len(text)
                elif isinstance(field, TextArea):
                    field.text = text
                    field.move_cursor(field.document.end)


def form_of(line: Widget) -> Drafting | None:
    """The form that a line belongs to, where something was kept for it."""
    return next((node for node in line.ancestors if isinstance(node, Drafting) and node.has_draft), None)


def _brief(texts: Mapping[str, str]) -> str:
    return clip(sanitized(one_line(" · ".join(text for text in texts.values() if is_visible(text)))), SHOWN)


def _drafts(app: App[Any]) -> dict[str, dict[str, str]]:
    """What was kept while the app is open."""
    kept = getattr(app, "drafts", None)
    return kept if isinstance(kept, dict) else {}
