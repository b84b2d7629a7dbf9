"""The one registry of actions. Bindings, footer, help, palette and the README's table are all read from it.

An action's id is a promise: settings name it to give it other keys. Its ``action`` is what Textual runs; the
board (or the app) has a method ``action_<name>`` for it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from wiptui.domain.errors import UsageError
from wiptui.domain.values import dataclass

if TYPE_CHECKING:
    from textual.binding import BindingType

GROUPS = ("Tasks", "Select", "Move", "Look", "wiptui")


@dataclass(frozen=True, slots=True)
class Act:
    """One thing a person can do."""

    id: str
    keys: str
    """Textual's names of the keys, with commas between; empty: only from the palette."""
    label: str
    """A word or two for the footer."""
    about: str
    """One line for tooltips, help and palette."""
    group: str
    footer: int = 0
    """Its place in the footer, the smallest first; 0: not there."""
    action: str = ""
    """What Textual runs; empty: the id, with ``_`` for ``-``."""
    scope: str = "board"
    """Where the binding lives: ``board`` or ``app``."""

    @property
    def runs(self) -> str:
        return self.action or self.id.replace("-", "_")


ACTS: tuple[Act, ...] = (
    Act("new", "n,a", "new", "New task: +project @tag due:fri (A)", "Tasks", 1),
    Act("start", "s,space", "start", "Start, pause or resume", "Tasks", 2, "start_or_pause"),
    Act("done", "d", "done", "Finish", "Tasks", 3),
    Act("wait", "w", "wait", "Wait: on whom, why, until when", "Tasks", 4),
    Act("back", "b", "back", "Put back to Ready, with the next step", "Tasks", 5, "put_back"),
    Act("drop", "x", "drop", "Give up; undo brings it back", "Tasks", 8),
    Act("focus", "f", "focus", "Focus view: one task, nothing else", "Tasks", 6, "focus_view"),
    Act("interrupt", "i", "interrupt", "Note an interruption, stay on the task", "Tasks", 10),
    Act("room", "m", "room", "Make room: what could leave Doing", "Tasks", 11),
    Act("details", "enter", "open", "See all of the task", "Tasks", 9),
    Act("edit", "e", "edit", "Edit the task", "Tasks", 12),
    Act("editor", "E", "$EDITOR", "Edit title and note in your editor", "Tasks"),
    Act("resolve", "r", "resolve", "The wait is over: it is yours again", "Tasks", 13),
    Act("copy", "y", "copy", "Copy the title", "Tasks"),
    Act("template", "T", "template", "New task from a template", "Tasks"),
    Act("save-template", "", "keep as template", "Keep the task as a template", "Tasks"),
    Act("later", "plus", "later", "Due a day later", "Tasks", 0, "nudge_due(1)"),
    Act("earlier", "minus", "earlier", "Due a day earlier", "Tasks", 0, "nudge_due(-1)"),
    Act("links", "O", "link", "Open a link of the task", "Tasks"),
    Act("select", "v", "select", "Select several and act on all of them", "Select"),
    Act("filter", "slash", "filter", "Filter: words +project @tag due<fri", "Select", 7),
    Act("views", "V", "views", "Saved views", "Select"),
    Act("save-view", "S", "save view", "Keep the filter as a saved view", "Select"),
    Act("archive", "A", "archive", "Archive and trash: what is done, what was dropped", "Select"),
    Act("undo", "u", "undo", "Undo the last change of this device", "Select", 14),
    Act("redo", "U,ctrl+r", "redo", "Redo what was undone", "Select"),
    Act("down", "j,down", "down", "Next card", "Move", 0, "cursor(1)"),
    Act("up", "k,up", "up", "Previous card", "Move", 0, "cursor(-1)"),
    Act("left", "h,left,shift+tab", "left", "Column to the left", "Move", 0, "column(-1)"),
    Act("right", "l,right,tab", "right", "Column to the right", "Move", 0, "column(1)"),
    Act("top", "g,home", "top", "First card", "Move", 0, "cursor_to(0)"),
    Act("bottom", "G,end", "bottom", "Last card", "Move", 0, "cursor_to(-1)"),
    Act("half-down", "ctrl+d,pagedown", "page down", "Half a page down", "Move", 0, "half_page(1)"),
    Act("half-up", "ctrl+u,pageup", "page up", "Half a page up", "Move", 0, "half_page(-1)"),
    Act("card-right", "L,greater_than_sign", "move right", "Move the card one column right", "Move", 0, "shift(1)"),
    Act("card-left", "H,less_than_sign", "move left", "Move the card one column left", "Move", 0, "shift(-1)"),
    Act("card-down", "J", "lower", "Move the card down in its column", "Move", 0, "reorder(1)"),
    Act("card-up", "K", "higher", "Move the card up in its column", "Move", 0, "reorder(-1)"),
    Act("backlog", "B", "backlog", "Show or hide the backlog", "Look", 15),
    Act("why", "o", "why", "Why this level, and what to do next", "Look"),
    Act("flow", "2", "flow", "Flow: what the work says about itself, in charts", "Look"),
    Act("waits", "3", "waits", "Waits: who has the ball, and who waits on you", "Look"),
    Act("review", "4", "review", "Review: the week in six steps, one thing to try, the experiment", "Look"),
    Act("sync", "5", "sync", "Sync: the file, devices, heals, backups", "Look"),
    Act("check-in", "c", "check in", "Decide about time that is unassigned", "Look"),
    Act("limit", "", "limit", "Limits: of doing, a project, a tag; a schedule", "Look"),
    Act("escape", "escape", "back", "Back: leave the filter, the selection", "Look", 0, "escape"),
    Act("settings", "comma", "settings", "Settings: colours, columns, dates, keys", "wiptui", 0, "settings", "app"),
    Act("theme", "", "theme", "Choose colours", "wiptui", 0, "settings('theme')", "app"),
    Act("palette", "ctrl+p,colon", "palette", "Any action or task, by name", "wiptui", 0, "command_palette", "app"),
    Act("help", "question_mark", "help", "All keys", "wiptui", 0, "help", "app"),
    Act("quit", "q", "quit", "Leave wiptui", "wiptui", 0, "quit", "board"),
)  # fmt: skip
ALWAYS = ("help", "quit")
"""What the footer never gives up, however narrow the screen."""

BY_ID: dict[str, Act] = {act.id: act for act in ACTS}

_NAMES = {
    "slash": "/", "question_mark": "?", "colon": ":", "comma": ",", "full_stop": ".", "greater_than_sign": ">",
    "less_than_sign": "<", "up": "↑", "down": "↓", "left": "←", "right": "→", "escape": "esc", "pagedown": "pgdn",
    "pageup": "pgup", "number_sign": "#", "exclamation_mark": "!", "equals_sign": "=", "plus": "+", "minus": "-",
    "left_square_bracket": "[", "right_square_bracket": "]",
}  # fmt: skip


def shown(key: str) -> str:
    """A key as people read it: ``?`` for ``question_mark``."""
    *modifiers, last = key.split("+")
    return "+".join([*modifiers, _NAMES.get(last, last)])


class Keymap:
    """Which keys do what: the registry with a person's own keys laid over it.

    ``own`` maps ids to keys. Raises UsageError, with both names, when two actions would answer to one key; and for an
    id that is not known, or no key.
    """

    def __init__(self, own: Mapping[str, str] | None = None) -> None:
        self.own: dict[str, str] = {}
        for name, keys in (own or {}).items():
            if name not in BY_ID:
                raise UsageError(f"There is no action “{name}” to give keys to.")
            named = [_textual_name(key.strip()) for key in keys.split(",") if key.strip()]
            if not named:
                raise UsageError(f"“{name}” needs a key.")
            self.own[name] = ",".join(named)
        self._hold_apart()

    def keys(self, act: Act) -> tuple[str, ...]:
        """The keys of an action, by Textual's names."""
        return tuple(key for key in self.own.get(act.id, act.keys).split(",") if key)

    def first(self, act: Act) -> str:
        """The key that the footer shows; empty when there is none."""
        keys = self.keys(act)
        return shown(keys[0]) if keys else ""

    def all_shown(self, act: Act) -> str:
        """All keys of an action, as help shows them."""
        return " ".join(shown(key) for key in self.keys(act))

    def bindings(self, scope: str) -> list[BindingType]:
        """Textual's bindings of ``board`` or ``app``, with the registry's own keys (Textual lays ``own`` over them)."""
        from textual.binding import Binding

        return [
            # An action without a key has one that no terminal sends, so that the settings can give it another.
            Binding(act.keys or f"none-{act.id}", act.runs, act.label, show=False, tooltip=act.about, id=act.id)
            for act in ACTS
            if act.scope == scope
        ]

    def _hold_apart(self) -> None:
        taken: dict[str, Act] = {}
        for act in ACTS:
            for key in self.keys(act):
                if key in taken:
                    both = f"“{taken[key].id}” and “{act.id}”"
                    raise UsageError(f"The key {shown(key)} cannot be both {both}: give one of them another.")
                taken[key] = act


def _textual_name(key: str) -> str:
    """Textual's name of a key that a person may have written as the character itself."""
    by_sign = {sign: name for name, sign in _NAMES.items()}
    *modifiers, last = key.split("+") if key != "+" else [key]
    return "+".join([*modifiers, by_sign.get(last, last)])


def in_footer() -> Iterable[Act]:
    """The actions of the footer in their order, without those that always stay."""
    return sorted((act for act in ACTS if act.footer), key=lambda act: act.footer)


def table() -> str:
    """The README's table of keys, in Markdown."""
    keymap = Keymap()
    rows = [
        f"| {' '.join(f'`{shown(key)}`' for key in keymap.keys(act)) or '(palette)'} | {act.about} | `{act.id}` |"
        for group in GROUPS
        for act in ACTS
        if act.group == group
    ]
    return "\n".join(["| keys | does | id |", "|---|---|---|", *rows])
