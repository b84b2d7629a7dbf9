"""The one registry of actions. Bindings, footer, help, palette and the README's table are all read from it.

An action's id is a promise: settings name it to give it other keys. Its ``action`` is what Textual runs; the
board (or the app) has a method ``action_<name>`` for it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from wiptui.domain.core.errors import UsageError
from wiptui.domain.core.frozen import dataclass
from wiptui.domain.text import close_matches
from wiptui.tui.keys import screen_keys
from wiptui.tui.keys.key_names import is_typed, named, shown
from wiptui.tui.keys.screen_keys import PLACES, bindings_of

if TYPE_CHECKING:
    from textual.binding import Binding, BindingType

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
    def also(self) -> str:
        """Other words that somebody may look for, with spaces between."""
        return SYNONYMS.get(self.id, "")

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
    Act("plan", "p", "plan", "Plan for today; again takes it out", "Tasks", 17),
    Act("hide", "z", "hide", "Hide until a day; it comes back to Ready that morning", "Tasks", 16),
    Act("focus", "f", "focus", "Focus view: one task, nothing else", "Tasks", 6, "focus_view"),
    Act("interrupt", "i", "interrupt", "Note an interruption, stay on the task", "Tasks", 10),
    Act("room", "m", "room", "Make room: what could leave Doing", "Tasks", 11),
    Act("details", "enter", "open", "See all of the task", "Tasks", 9),
    Act("edit", "e", "edit", "Edit the task", "Tasks", 12),
    Act("editor", "E", "$EDITOR", "Edit title and note in your editor", "Tasks"),
    Act("resolve", "r", "resolve", "The wait is over: back with you", "Tasks", 13),
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
    Act("pane", "vertical_line", "pane", "All of the task beside the board", "Look"),
    Act("why", "o", "why", "Why this level, and what to do next", "Look"),
    Act("flow", "2", "flow", "Flow: what the work says, in charts", "Look"),
    Act("waits", "3", "waits", "Waits: on whom, since when", "Look"),
    Act("review", "4", "review", "Review: the week in six steps", "Look"),
    Act("sync", "5", "sync", "Sync: file, devices, merges, backups", "Look"),
    Act("today", "6", "today", "Today: what is due, and your plan", "Look"),
    Act("check-in", "c", "check in", "Decide about time you seemed to be away", "Look"),
    Act("drift", "full_stop", "decide", "Decide about where you were seen", "Look"),
    Act("limit", "", "limit", "Limits: of doing, a project, a tag; a schedule", "Look"),
    Act("escape", "escape", "back", "Back: leave the filter, the selection", "Look", 0, "escape"),
    Act("settings", "comma", "settings", "Settings: colours, columns, dates, keys", "wiptui", 0, "settings", "app"),
    Act("theme", "", "theme", "Choose colours", "wiptui", 0, "settings('theme')", "app"),
    Act("palette", "ctrl+p,colon", "palette", "Any action or task, by name", "wiptui", 0, "command_palette", "app"),
    Act("help", "question_mark", "help", "All keys of this screen", "wiptui", 0, "help", "app"),
    Act("suspend", "ctrl+z", "suspend", "Back to the shell; fg returns", "wiptui", 0, "suspend_process", "app"),
    Act("quit", "q", "quit", "Leave wiptui", "wiptui", 0, "quit", "board"),
)  # fmt: skip
SYNONYMS = {
    "new": "add create capture",
    "start": "begin work play unpause",
    "done": "complete close check tick",
    "wait": "delegate block hold",
    "back": "stop unstart return",
    "drop": "delete remove cancel trash",
    "focus": "timer pomodoro zen",
    "details": "view show info",
    "edit": "change rename priority project tag due date",
    "editor": "note vim nano",
    "resolve": "unblock answered",
    "copy": "yank clipboard",
    "hide": "snooze postpone defer tomorrow",
    "later": "postpone reschedule",
    "earlier": "reschedule",
    "links": "url browser web",
    "select": "mark multiple bulk",
    "filter": "search find query",
    "views": "saved searches",
    "archive": "finished completed deleted bin history",
    "undo": "revert",
    "card-right": "forward promote",
    "card-left": "backward demote",
    "card-down": "sort order rank",
    "card-up": "sort order rank",
    "backlog": "someday",
    "why": "explain level overloaded advice next",
    "flow": "charts statistics stats graphs metrics today",
    "review": "retrospective week report",
    "sync": "backup restore merge conflict devices",
    "limit": "wip maximum",
    "settings": "options preferences config keys",
    "theme": "colors dark light",
    "help": "keys shortcuts manual",
    "quit": "exit leave close",
}
"""What people call an action in other programs; the palette finds it by these words too."""
ALWAYS = ("help", "quit")
"""What the footer never gives up, however narrow the screen."""

BY_ID: dict[str, Act] = {act.id: act for act in ACTS}
NUMBERED: tuple[Act, ...] = tuple(act for act in ACTS if act.keys.isdigit())
"""The screens that a number goes to, from the board and from one another; 1 is the board."""


class Keymap:
    """Which keys do what: the registry and the keys of the screens, with a person's own keys laid over them.

    ``own`` maps ids to keys, with commas between. Raises UsageError, with both names, when two actions of one screen
    would answer to one key; and for an id that is not known, for what is no key, and for a key that could not be used.
    """

    def __init__(self, own: Mapping[str, str] | None = None) -> None:
        self.own: dict[str, str] = {}
        for name, keys in (own or {}).items():
            find_act(name)
            wanted = [named(key.strip()) for key in keys.split(",") if key.strip()]
            if not wanted:
                raise UsageError(f"“{name}” needs a key.")
            self.own[name] = ",".join(dict.fromkeys(wanted))
        self._hold_apart(ACTS)
        self._check_typing("escape" in self.own, BY_ID["escape"])
        self._check_screens()

    def keys(self, act: Act) -> tuple[str, ...]:
        """The keys of an action, by Textual's names."""
        return tuple(key for key in self.own.get(act.id, act.keys).split(",") if key)

    def first(self, act: Act) -> str:
        """The key that the footer shows; empty when there is none."""
        keys = self.keys(act)
        return shown(keys[0]) if keys else ""

    def key(self, name: str) -> str:
        """The key to name in a sentence, by the id of an action of the board or the app."""
        return self.first(BY_ID[name])

    def first_while_typing(self, act: Act) -> str:
        """The first key that works while one types; empty when there is none."""
        return next((shown(key) for key in self.keys(act) if not is_typed(key)), "")

    def all_shown(self, act: Act) -> str:
        """All keys of an action, as help shows them."""
        return " ".join(shown(key) for key in self.keys(act))

    def written(self, act: Act) -> str:
        """All keys of an action as the settings take them."""
        return ", ".join("comma" if key == "comma" else shown(key) for key in self.keys(act))

    def bindings(self, scope: str) -> list[BindingType]:
        """Textual's bindings of ``board`` or ``app``, with the registry's own keys (Textual lays ``own`` over them)."""
        from textual.binding import Binding  # lazy: the first picture does without it

        return [
            # An action without a key has one that no terminal sends, so that the settings can give it another.
            Binding(
                act.keys or f"none-{act.id}",
                act.runs,
                act.label,
                show=False,
                tooltip=act.about,
                id=act.id,
            )
            for act in ACTS
            if act.scope == scope
        ]

    def _check_screens(self) -> None:
        """Hold the keys apart on each screen that a key of the person's own is about."""
        touched = {name.partition(".")[0] for name in self.own if "." in name}
        app = tuple(act for act in ACTS if act.scope == "app")
        if any(act.id in self.own for act in app):
            touched.update(screen_keys.WHOLE)
        for prefix in (prefix for prefix in screen_keys.PLACES if prefix in touched):
            for screen in screen_keys.screens(prefix):
                bindings = tuple(screen_keys.bindings(screen))
                acts = tuple(_act(binding) for binding in bindings)
                self._hold_apart(acts + app if screen_keys.PLACES[prefix].whole else acts)
                typing = getattr(screen, "TYPING", ())
                for binding, act in zip(bindings, acts, strict=True):
                    self._check_typing(act.id in self.own and binding.action.partition("(")[0] in typing, act)

    def _check_typing(self, concerned: bool, act: Act) -> None:
        submits = "enter" in self.keys(act) and "enter" in act.keys.split(",")
        if concerned and not submits and not self.first_while_typing(act):
            raise UsageError(
                f"“{act.id}” needs a key that works while you type too, like esc or f2: a line takes {self.first(act)}."
            )

    def _hold_apart(self, acts: Iterable[Act]) -> None:
        taken: dict[str, Act] = {}
        for act in acts:
            for key in self.keys(act):
                if key in taken:
                    both = f"“{taken[key].id}” and “{act.id}”"
                    raise UsageError(f"The key {shown(key)} cannot be both {both}: give one of them another.")
                taken[key] = act


def acts_of(prefix: str) -> tuple[Act, ...]:
    """The actions of a screen beside the board, by the prefix of their ids; its own ones have no group."""
    return tuple(_act(binding) for binding in bindings_of(prefix).values())


def find_act(name: str) -> Act:
    """An action by its id, of the board or of another screen. Raises UsageError, with what comes close, for no id."""
    if name in BY_ID:
        return BY_ID[name]
    prefix = name.partition(".")[0]
    binding = bindings_of(prefix).get(name) if prefix in PLACES else None
    if binding is None:
        raise UsageError(f"There is no action “{name[:60]}” to give keys to{_close(name)}")
    return _act(binding)


def _act(binding: Binding) -> Act:
    words = binding.description
    about = binding.tooltip or words[:1].upper() + words[1:]
    group = binding.group.description if binding.group is not None else ""
    return Act(binding.id or "", binding.key, words, about, group, 0, binding.action, scope="screen")


def _close(name: str) -> str:
    """What somebody may have meant: the same word on another screen, or an id that is written alike."""
    prefix, dot, word = name.partition(".")
    if dot and prefix in PLACES:
        words = [other.partition(".")[2] for other in bindings_of(prefix)]
        close = [f"{prefix}.{other}" for other in close_matches(word, words, 1)]
        return _meant(close) if close else f". {prefix} has: {', '.join(words)}."
    ids = [other for place in PLACES for other in bindings_of(place)]
    return _meant([other for other in ids if other.endswith(f".{name}")] or close_matches(name, [*BY_ID, *ids], 1))


def _meant(close: Sequence[str]) -> str:
    return f"; did you mean “{close[0]}”?" if close else "."


def in_footer() -> Iterable[Act]:
    """The actions of the footer in their order, without those that always stay."""
    return sorted((act for act in ACTS if act.footer), key=lambda act: act.footer)


def screens_table() -> str:
    """The table of the keys of the other screens in docs/settings.md, in Markdown."""
    keymap = Keymap()
    rows = []
    for prefix, place in PLACES.items():
        said = (f"`{act.id.partition('.')[2]}` {keymap.all_shown(act)}" for act in acts_of(prefix))
        rows.append(f"| {place.name} | `{prefix}.` | {', '.join(said)} |")
    return "\n".join(["| screen | ids begin with | and go on with, and the keys they have |", "|---|---|---|", *rows])
