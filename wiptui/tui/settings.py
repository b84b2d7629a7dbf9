"""The settings in use: read from their file, checked again each second, and applied to the board."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from wiptui.config import Config, read_text, understood, where
from wiptui.config.edit import rename, set_value
from wiptui.config.table import SECTIONS
from wiptui.domain.core.errors import UsageError
from wiptui.domain.dates import date_style
from wiptui.domain.focus.timer import OFF, Rhythm
from wiptui.domain.tasks.task import State
from wiptui.tui.first_picture.colours import depends_on, recall
from wiptui.tui.keys.keymap import Keymap
from wiptui.tui.terminal.signs import has_few_colours
from wiptui.tui.views.card_layout import AIRY, DENSE, TINY, USUAL, Density
from wiptui.tui.views.styled_text import width_of

if TYPE_CHECKING:
    from textual.app import App


class Settings:
    """The settings of the board. Without a path they have their defaults, and nothing can be saved."""

    def __init__(self, path: str = "", config: Config | None = None) -> None:
        self.path = path
        self.config = config or Config()
        self._text: str | None = None
        self._seen: object = None
        self._trouble = ""
        self.has_few_colours = False
        """Whether the terminal has 16 colours or fewer: then its own are the default."""
        self._keymap: tuple[object, Keymap] = None, Keymap()
        """The keys of the settings, and the keymap made of them."""

    def begin(self) -> str:
        """Read the file when the board opens; return what is wrong with it, for a toast. Then the defaults apply."""
        try:
            self.look()
        except UsageError as error:
            return str(error)
        return ""

    def moved(self) -> bool:
        """Return whether a cheap check finds the file changed since the last look."""
        return bool(self.path) and _stat(self.path) != self._seen

    def look(self) -> bool:
        """Read and apply the file if it changed; return whether any setting changed.

        Raises UsageError for an invalid file, once for each state of it; the settings stay unchanged.
        """
        if not self.path:
            return False
        self._seen = _stat(self.path)
        try:
            text = read_text(self.path)
        except UsageError as error:
            known, self._trouble = self._trouble, str(error)
            if known == self._trouble:
                return False
            raise
        self._trouble = ""
        if text == self._text:
            return False
        self._text = text
        config = understood(text, self.path) if text is not None else Config()
        try:
            _check(config)
        except UsageError as error:
            raise UsageError(f"{self.path}: {error}") from None
        changed = config != self.config
        self.config = config
        date_style.tell(config.habits)
        return changed

    def change(self, name: str, value: Any) -> None:
        """Write one setting into the file; None for its default. Raises UsageError."""
        if not self.path:
            raise UsageError("There is no settings file here to write to.")
        if name.startswith("keys."):
            keys = {**self.config.keys, name.partition(".")[2]: value}
            Keymap({action: key for action, key in keys.items() if key})
        set_value(name, value, self.path)

    def rename(self, name: str, new: str) -> None:
        """Rename a view or a project; its line stays in its place. Raises UsageError."""
        if not self.path:
            raise UsageError("There is no settings file here to write to.")
        rename(name, new, self.path)

    def keymap(self) -> Keymap:
        """Return the keys. Raises UsageError, with both names, for a clash."""
        if self._keymap[0] is not self.config.keys:
            self._keymap = self.config.keys, Keymap(self.config.keys)
        return self._keymap[1]

    @property
    def columns(self) -> frozenset[State]:
        """The columns that the board opens with. Doing is always one of them."""
        return frozenset(State(name) for name in self.config["columns"]) | {State.DOING}

    @property
    def rhythm(self) -> Rhythm:
        """The timer of the focus view."""
        focus = self.config["timer.focus"]
        return Rhythm(focus, self.config["timer.rest"]) if focus else OFF

    @property
    def marks(self) -> dict[str, tuple[str, str]]:
        """The letter and role of each project that has them."""
        return {name: _mark(words) for name, words in self.config.projects.items()}

    def densities(self, tiny: bool) -> tuple[Density, ...]:
        """Return the densities of cards, the roomiest first, for a tiny terminal or another."""
        rest = (USUAL, DENSE, TINY) if tiny else (AIRY, USUAL, DENSE)
        wanted = {"airy": AIRY, "usual": USUAL, "dense": DENSE}.get(self.config["density"])
        return rest[rest.index(wanted) :] if wanted in rest else rest

    def colour(self, app: App[Any]) -> None:
        """Give the app the theme of the settings, or else that of TEXTUAL_THEME.

        Without colours it is the one that tells things apart by weight.
        """
        from wiptui.tui.themes import OURS, full_name, own_theme  # lazy: the first picture does without it

        for theme in OURS:
            app.register_theme(theme)
        for name, colours in self.config.themes.items():
            app.register_theme(own_theme(name, colours))
        few = "ansi" if self.has_few_colours else ""
        given = "" if "theme" in self.config.said else os.environ.get("TEXTUAL_THEME", few)
        named = full_name("ansi" if app.no_color else given or self.config["theme"])
        app.theme = named if named in app.available_themes else OURS[0].name


def of_terminal() -> Settings:
    """The settings of the person's file, not read yet, for a board on this terminal."""
    settings = Settings(where())
    settings.has_few_colours = sys.platform != "win32" and has_few_colours(os.environ)
    return settings


class Changes:
    """The changes of one visit to the settings, so that they can be undone, the last first.

    Each method returns the present name of what it changed, and raises UsageError for an invalid value.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._past: list[tuple[str, Any, str]] = []
        """Name, the value before (None: absent), and the former name after a renaming."""

    def __bool__(self) -> bool:
        return bool(self._past)

    def change(self, name: str, value: Any) -> str:
        """Write one setting; None for its default."""
        before = self._said(name)
        self._settings.change(name, value)
        if value != before:
            self._past.append((name, before, ""))
        return name

    def rename(self, name: str, new: str) -> str:
        """Give a view or a project another name."""
        self._settings.rename(name, new)
        section, _, key = name.partition(".")
        self._past.append((f"{section}.{new}", None, key))
        return f"{section}.{new}"

    def undo(self) -> str:
        """Undo the last change."""
        name, before, key = self._past.pop()
        if not key:
            self._settings.change(name, before)
            return name
        self._settings.rename(name, key)
        return f"{name.partition('.')[0]}.{key}"

    def _said(self, name: str) -> Any:
        """Return the value in the file under a name; None if there is none."""
        section, _, key = name.partition(".")
        if section in SECTIONS:
            return getattr(self._settings.config, section).get(key)
        return self._settings.config.said.get(name)


COLOURS = {"accent": "accent", "green": "good", "yellow": "warn", "red": "bad", "muted": "muted"}
"""The possible colours of a project, and their roles: a theme defines how they look."""


def _mark(words: str) -> tuple[str, str]:
    """Return letter and role: ``A green``, ``green``, ``A``. Raises UsageError."""
    letter, role = "", ""
    for word in words.split():
        if word.lower() in COLOURS and not role:
            role = COLOURS[word.lower()]
        elif not letter and width_of(word) <= 2 and word.isprintable():
            letter = word
        else:
            raise UsageError(
                f"“{words[:40]}” is not a mark of a project: a letter, one of {', '.join(COLOURS)}, or both."
            )
    return letter, role or "muted"


def _stat(path: str) -> tuple[int, int, int] | None:
    """Return what identifies one state of a file; None if it does not exist or cannot be read."""
    try:
        found = Path(path).stat()
    except (OSError, ValueError):
        return None
    return found.st_ino, found.st_size, found.st_mtime_ns


def _check(config: Config) -> None:
    """Raise UsageError for what only the board can check."""
    Keymap(config.keys)
    for words in config.projects.values():
        _mark(words)
    if (config.themes or "theme" in config.said) and recall(depends_on(config, os.environ)) is None:
        from wiptui.tui.themes import names, own_theme  # lazy: the first picture does without it

        for name, colours in config.themes.items():
            own_theme(name, colours)
        known = names(config.themes)
        if config["theme"] not in known:
            raise UsageError(f"there is no theme “{config['theme'][:40]}”: {', '.join(known)}.")


__all__ = ["Settings", "of_terminal", "where"]
