"""The settings on a screen, each changed in place. A clashing key is refused with both names."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, ClassVar, cast

from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.widgets import Static

from wiptui.config.edit import create
from wiptui.config.own import own_value, view_name
from wiptui.domain.core.errors import UsageError, WiptuiError
from wiptui.tui.actions.editor import open_file
from wiptui.tui.app_protocol import BoardApp
from wiptui.tui.keys.screen_keys import PLACES
from wiptui.tui.keys.shared_bindings import bound, walking
from wiptui.tui.settings import Changes, Settings
from wiptui.tui.themes import names
from wiptui.tui.views.styled_text import ACCENT, BLANK, MUTED, WARN, StyledText, clip, paragraph, sanitized, styled
from wiptui.tui.widgets.dialogs.choice_list import RowList, Walking, pointed
from wiptui.tui.widgets.dialogs.dialog import NARROW, SHORT, Dialog, DialogScreen, Hint, Hints, keys_in_use
from wiptui.tui.widgets.dialogs.inputs import AskBar
from wiptui.tui.widgets.dialogs.settings_lines import (
    Entry,
    choices,
    entries,
    is_own,
    text_of,
    typed_of,
    value_of,
    words_about,
)
from wiptui.tui.widgets.dialogs.wording import fit
from wiptui.tui.widgets.lines import Lines

DOWN = Hint("settings.down")
FILE = Hint("settings.file", "edit the file", "file")
LEAVE = Hint("settings.leave")
BACK = Hint("settings.leave", "back")
TYPING = (Hint("", "take it", key="enter"), Hint("settings.leave", "leave it"))


class SettingsScreen(Walking, DialogScreen[None]):
    """Shows and changes the settings. Each change is written at once, and the board below follows.

    The keys of each other screen have their own page. ``name``: where the cursor begins.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        *walking("settings", pages=True),
        bound("settings.next", "l,right,space", "turn(1)", "next value"),
        bound("settings.before", "h,left", "turn(-1)", "value before"),
        bound("settings.type", "enter", "type", "type a value"),
        bound("settings.reset", "delete,backspace", "reset", "default"),
        bound("settings.rename", "r", "rename", "rename"),
        bound("settings.undo", "u", "undo", "take the last change back"),
        bound("settings.file", "e", "file", "the file"),
        bound("settings.leave", "escape,comma,q", "leave", "close"),
    ]
    TYPING = ("leave",)
    AUTO_FOCUS = ""
    DEFAULT_CSS = """
    SettingsScreen {
        & > .dialog { width: 90; }
        &.-narrow > .dialog { width: 100%; }
        #about { height: 2; margin-top: 1; }
        &.-short #about { height: 1; margin-top: 0; }
    }
    """

    def __init__(self, settings: Settings, name: str = "") -> None:
        super().__init__()
        self.settings = settings
        self.page = ""
        """The prefix of the action ids on the open page."""
        self._wanted = name
        self._wrong = ""
        self._renaming = False
        self._changes = Changes(settings)

    def compose(self) -> ComposeResult:
        self._rows: RowList[Entry] = RowList(entries(self.settings.config, self.page), self._draw, id="rows")
        self._about = Lines(self._about_lines, id="about")
        self._hints = Hints(self._keys())
        self._foot = Vertical(self._hints, id="foot")
        self._foot.styles.height = "auto"
        yield Dialog("Settings", self._rows, self._about, Static(classes="gap"), self._foot)

    def on_mount(self) -> None:
        self._go_to(self._wanted)

    def on_resize(self, event: events.Resize) -> None:
        self._fit(event.size.height)

    def _fit(self, height: int) -> None:
        self._rows.styles.max_height = max(3, height - (6 if height < SHORT else 11) - 2 * self._is_typing)
        self.call_after_refresh(self._rows.keep_in_sight)

    @property
    def entry(self) -> Entry:
        """The entry under the cursor."""
        return self._rows.rows[self._rows.cursor]

    @property
    def _is_typing(self) -> bool:
        return bool(self.query(AskBar))

    # --- texts

    def _draw(self, entry: Entry, width: int, height: int, here: bool) -> Sequence[StyledText]:
        heading = [styled((entry.heading, MUTED))] if entry.heading else []
        if entry.heading and entry != self._rows.rows[0] and height >= SHORT:
            heading.insert(0, BLANK)
        label = min(24, width // 2)
        own = is_own(entry, self.settings.config)
        text = text_of(entry, self.settings.config, self.settings.keymap())
        turns = here and bool(self._choices(entry))
        text = f"‹ {text} ›" if turns else f"  {text}"
        about = f"  {entry.act.about}" if entry.act is not None and width >= NARROW else ""
        value = fit(text, 20) if about else clip(text, max(width - label - 4, 4))
        line = styled(
            ("• " if own else "  ", ACCENT),
            (fit(sanitized(entry.label), label), "bold" if here else ""),
            (value, ACCENT if own else ""),
            (clip(about, max(width - label - 24, 0)), MUTED),
        )
        return [*heading, pointed(line, width, here)]

    def _about_lines(self, width: int, height: int) -> list[StyledText]:
        most = 1 if height < SHORT else 2
        if self._wrong:
            return paragraph(f"! {sanitized(self._wrong)}", width, WARN, most)
        return paragraph(words_about(self.entry, self.settings.config), width, MUTED, most)

    def _keys(self) -> list[Hint]:
        if self._is_typing:
            return list(TYPING)
        entry = self.entry
        if entry.page:
            return [DOWN, Hint("settings.type", "its keys", "keys"), FILE, LEAVE]
        turn = [Hint("settings.next", "next")] if self._choices(entry) else []
        gone = "remove it" if entry.is_named else "default"
        own = is_own(entry, self.settings.config)
        reset = [Hint("settings.reset", gone, gone.split()[0])] if own else []
        rename = [Hint("settings.rename")] if entry.is_named else []
        undo = [Hint("settings.undo", "undo")] if self._changes else []
        return [
            DOWN,
            *turn,
            Hint("settings.type", "type it", "type"),
            *rename,
            *reset,
            *undo,
            FILE,
            BACK if self.page else LEAVE,
        ]

    def _show(self) -> None:
        self._rows.show(entries(self.settings.config, self.page))
        self._about.refresh()
        self._hints.show(self._keys())
        self._fit(self.size.height)

    def on_row_list_cursor_moved(self) -> None:
        self._wrong = ""
        self._about.refresh()
        self._hints.show(self._keys())

    # --- actions

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return action == "leave" or not self._is_typing

    def _say(self, words: str) -> None:
        """Say why a key changes nothing."""
        cast(BoardApp, self.app).say(words)

    def _choices(self, entry: Entry) -> list[Any]:
        """Return the values that a key cycles through; none for typed values."""
        return choices(entry.setting, names(self.settings.config.themes) if entry.name == "theme" else ())

    def action_turn(self, step: int) -> None:
        """Go to the next or previous value."""
        entry = self.entry
        if entry.page:
            self._open_page(entry.page)
            return
        values = self._choices(entry)
        if values:
            value = value_of(entry, self.settings.config)
            place = values.index(value) if value in values else 0
            self._change(entry.name, values[(place + step) % len(values)])
        else:
            self._say(f"This one is typed: {keys_in_use(self)['settings.type']} asks for it.")

    def action_reset(self) -> None:
        """Restore the default; a view or a project is removed."""
        if is_own(self.entry, self.settings.config) and not self.entry.page:
            self._change(self.entry.name, None)
        else:
            self._say("This is the default already.")

    def _open_page(self, page: str) -> None:
        """Show the keys of one screen; without one, all settings again."""
        left, self.page = self.page, page
        self.query_one(Dialog).retitle(f"Keys: {PLACES[page].name}" if page else "Settings")
        self._rows.cursor = 0
        self._go_to(f"keys.{left}.")

    async def action_type(self) -> None:
        """Ask for a value."""
        entry = self.entry
        if entry.page:
            self._open_page(entry.page)
            return
        text = typed_of(entry, self.settings.config, self.settings.keymap())
        question = f"{entry.name.partition('.')[2]}: which keys?" if entry.act is not None else f"{entry.name}?"
        await self._ask(question, text)

    async def action_rename(self) -> None:
        """Ask for another name of a view or a project."""
        if self.entry.is_named:
            self._renaming = True
            await self._ask("Which name?", self.entry.name.partition(".")[2])
        else:
            self._say("Only saved views and projects have a name of your own.")

    async def _ask(self, question: str, text: str) -> None:
        self._wrong = ""
        await self._foot.mount(AskBar(question, text), before=self._hints)
        self._about.refresh()
        self._hints.show(self._keys())
        self._fit(self.size.height)

    async def on_ask_bar_answered(self, event: AskBar.Answered) -> None:
        """Take the answer. A wrong one stays, with the reason."""
        event.stop()
        entry = self.entry
        self._wrong = ""
        try:
            if self._renaming:
                self._rename(entry.name, event.value)
            elif event.value:
                self._change(entry.name, self._read(entry, event.value))
            else:
                self.action_reset()
        except UsageError as error:
            self._wrong = str(error)
        if self._wrong:
            self._about.remake()
            self.app.bell()
            return
        self._renaming = False
        await self.query(AskBar).remove()
        self._show()

    def _read(self, entry: Entry, words: str) -> Any:
        """Return the typed value. Raises UsageError."""
        if entry.setting is None:
            return own_value(entry.name, words)
        value = entry.setting.read(words)
        if entry.name == "theme":
            self._must_be_theme(value)
        return value

    def _must_be_theme(self, name: str) -> None:
        if name not in names(self.settings.config.themes):
            raise UsageError(f"There is no theme “{name[:40]}”.")

    def _change(self, name: str, value: Any) -> None:
        self._try(lambda: self._changes.change(name, value))

    def _rename(self, name: str, words: str) -> None:
        """Rename a view or a project. Raises UsageError."""
        section, _, key = name.partition(".")
        new = view_name(words) if section == "views" else words
        if new and new != key:
            self._try(lambda: self._changes.rename(name, new))

    def action_undo(self) -> None:
        """Undo the last change made on this screen."""
        if self._changes:
            self._try(self._changes.undo)
        else:
            self._say("Nothing was changed on this screen yet.")

    def _try(self, change: Callable[[], str]) -> None:
        """Make a change, which returns a name, and show the result."""
        self._wrong, name = "", ""
        try:
            name = change()
        except WiptuiError as error:
            self._wrong = str(error)
        cast(BoardApp, self.app).follow_settings()
        self._go_to(name)

    def _go_to(self, name: str) -> None:
        """Show everything again, with the cursor on a name if it exists."""
        self._show()
        places = [row.name for row in self._rows.rows]
        if name in places:
            self._rows.move_to(places.index(name))

    def action_file(self) -> None:
        """Open the settings file in the person's editor."""
        try:
            if not self.settings.path:
                raise UsageError("There is no settings file here.")
            open_file(cast(BoardApp, self.app), create(self.settings.path))
        except WiptuiError as error:
            self._wrong = str(error)
        cast(BoardApp, self.app).follow_settings()
        self._show()

    async def action_leave(self) -> None:
        """Go back one step: from the line, from the page, then from the screen."""
        if self._is_typing:
            self._renaming, self._wrong = False, ""
            self.query_one(AskBar).keep_draft()
            await self.query(AskBar).remove()
            self._show()
        elif self.page:
            self._open_page("")
        else:
            self.dismiss(None)
