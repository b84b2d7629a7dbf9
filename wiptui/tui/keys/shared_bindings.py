"""The keys that several screens share, and the groups in which help lists the keys of a screen."""

from __future__ import annotations

from textual.binding import Binding, BindingType

from wiptui.tui.keys.keymap import BY_ID, NUMBERED

MOVE, LOOK, PROGRAM = Binding.Group("Move"), Binding.Group("Look"), Binding.Group("wiptui")
"""Groups beside the screen's own; a binding without a group belongs to what its screen is for."""


def bound(
    name: str, keys: str, action: str, label: str, *, about: str = "", group: Binding.Group | None = None
) -> BindingType:
    """A binding by its id. ``about``: a line for help and tooltip, where the label does not say it all."""
    return Binding(keys, action, label, id=name, show=False, tooltip=about, group=group)


def walking(prefix: str, *, pages: bool = False, ends: bool = True) -> list[BindingType]:
    """The keys that move the cursor over rows: they run ``move`` with the number of rows."""
    ways = [("down", "j,down", 1, "down", "Next row"), ("up", "k,up", -1, "up", "Row before")]
    if pages:
        ways += [
            ("page-down", "ctrl+d,pagedown", 10, "page down", "Ten rows down"),
            ("page-up", "ctrl+u,pageup", -10, "page up", "Ten rows up"),
        ]
    if ends:
        ways += [("top", "g,home", -9999, "first", "First row"), ("bottom", "G,end", 9999, "last", "Last row")]
    return [
        bound(f"{prefix}.{name}", keys, f"move({rows})", label, about=about, group=MOVE)
        for name, keys, rows, label, about in ways
    ]


def leaving(prefix: str) -> list[BindingType]:
    """The ways out of a whole screen: undo, the board (its own number too), the screens of other numbers, quit."""
    own = BY_ID[prefix].keys
    return [
        bound(f"{prefix}.undo", "u", "undo", "undo", about="Undo the last change", group=PROGRAM),
        bound(f"{prefix}.leave", f"escape,1,{own}", "leave", "board", about="Back to the board", group=PROGRAM),
        *(
            bound(f"{prefix}.{act.id}", act.keys, f"go('{act.id}')", act.label, about=act.about, group=LOOK)
            for act in NUMBERED
            if act.id != prefix
        ),
        bound(f"{prefix}.quit", "q", "quit", "quit", about="Leave wiptui", group=PROGRAM),
    ]
