"""The keys of the screens and dialogs beside the board: which prefix of an id belongs to which screens.

The table holds names only, so that a look at one prefix imports its screens and no others. Their bindings are read
from the screens themselves: an id, its keys and its words are written down once, where the key does its work.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from wiptui.domain.core.frozen import dataclass

if TYPE_CHECKING:
    from textual.binding import Binding
    from textual.screen import Screen

SCREENS = "wiptui.tui.screens"


@dataclass(frozen=True, slots=True)
class Place:
    """What the ids with one prefix are about."""

    name: str
    """What a person calls the screen."""
    screens: tuple[str, ...]
    """The screens on which such an id is bound: module and class."""
    whole: bool = False
    """Whether it takes the whole terminal: then the keys of the app work there too."""


PLACES: dict[str, Place] = {
    "flow": Place("Flow", ("reports.flow.FlowScreen",), whole=True),
    "waits": Place("Waits", ("tasks.waits.WaitsScreen",), whole=True),
    "review": Place("Review", ("reports.review.ReviewScreen",), whole=True),
    "sync": Place("Sync", ("program.sync.SyncScreen",), whole=True),
    "today": Place("Today", ("tasks.today.TodayScreen",), whole=True),
    "focus": Place("Focus view", ("tasks.focus.FocusScreen",), whole=True),
    "details": Place("Details of a task", ("tasks.details.Details",)),
    "archive": Place("Archive and trash", ("tasks.archive.ArchiveScreen",)),
    "settings": Place("Settings", ("program.settings.SettingsScreen",)),
    "help": Place("Help", ("program.help.HelpScreen",)),
    "add": Place("New task", ("board.quick_add.QuickAdd",)),
    "panel": Place(
        "Decision panel",
        ("limits.decision_panel.PanelScreen", "limits.make_room.MakeRoomScreen", "limits.reconcile.ReconcileScreen"),
    ),
    "room": Place("Make room", ("limits.make_room.MakeRoomScreen",)),
    "why": Place("Why", ("reports.why.WhyScreen",)),
    "blocked": Place("Blocked task", ("limits.blocked.BlockedScreen",)),
    "wait": Place("Wait", ("tasks.wait.WaitForm",)),
    "split": Place("Split", ("tasks.split.SplitForm",)),
    "interrupt": Place("Interruption", ("dialogs.ask.InterruptForm",)),
    "limit": Place("Limit", ("limits.limits.LimitForm",)),
    "checkin": Place("Check-in", ("dialogs.checkin.CheckInScreen",)),
    "experiment": Place("Experiment", ("reports.experiment.StartForm", "reports.experiment.StopForm")),
    "go-back": Place("Back to a backup", ("dialogs.go_back.GoBack",)),
    "pick": Place("List to pick from", ("dialogs.pick.PickScreen",)),
    "ask": Place("Question", ("dialogs.ask.AskLine",)),
}
WHOLE = tuple(prefix for prefix, place in PLACES.items() if place.whole)


def screens(prefix: str) -> tuple[type[Screen[Any]], ...]:
    """The screens of a prefix, imported."""
    from importlib import import_module  # lazy: the first picture does without it

    found = []
    for name in PLACES[prefix].screens:
        module, _, screen = name.rpartition(".")
        found.append(getattr(import_module(f"{SCREENS}.{module}"), screen))
    return tuple(found)


def whole_prefix(screen: Screen[Any]) -> str:
    """The prefix of a screen of the whole terminal; empty for the board, and for what lies over a screen."""
    name = f"{type(screen).__module__}.{type(screen).__name__}".removeprefix(f"{SCREENS}.")
    return next((prefix for prefix in WHOLE if name in PLACES[prefix].screens), "")


def bindings(screen: type[Screen[Any]]) -> Iterator[Binding]:
    """The bindings of a screen that have an id, its own first, then those of the screens that it is made from."""
    for base in screen.__mro__:
        for binding in base.__dict__.get("BINDINGS", ()):
            if getattr(binding, "id", None):
                yield binding


def bindings_by_id(screen: type[Screen[Any]]) -> dict[str, Binding]:
    """The bindings of a screen by their ids."""
    return {binding.id or "": binding for binding in reversed([*bindings(screen)])}


def bindings_of(prefix: str) -> dict[str, Binding]:
    """The bindings of a prefix by their ids, in the order of the screens."""
    return {
        binding.id: binding
        for screen in screens(prefix)
        for binding in bindings(screen)
        if binding.id is not None and binding.id.partition(".")[0] == prefix
    }


__all__ = ["PLACES", "WHOLE", "bindings", "bindings_by_id", "bindings_of", "screens", "whole_prefix"]
