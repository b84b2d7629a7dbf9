"""The keys that several screens share, and the groups in which help lists the keys of a screen."""

from __future__ import annotations

from textual.binding import Binding, BindingType

MOVE, HOUSE = Binding.Group("Move"), Binding.Group("wiptui")
"""Groups beside the screen's own; a binding without a group belongs to what its screen is for."""


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
        Binding(keys, f"move({steps})", label, id=f"{prefix}.{name}", show=False, tooltip=about, group=MOVE)
        for name, keys, steps, label, about in ways
    ]


def leaving(prefix: str, number: int, *, undo: bool = True) -> list[BindingType]:
    """The ways out of a whole screen, which the number opened and closes; with ``undo``, that too."""
    back = [Binding("u", "undo", "undo", id=f"{prefix}.undo", show=False, tooltip="Undo the last change", group=HOUSE)]
    return [
        *(back if undo else []),
        Binding(
            f"escape,1,{number}", "leave", "board", id=f"{prefix}.leave", show=False, tooltip="Back to the board",
            group=HOUSE,
        ),
        Binding("q", "quit", "quit", id=f"{prefix}.quit", show=False, tooltip="Leave wiptui", group=HOUSE),
    ]  # fmt: skip
