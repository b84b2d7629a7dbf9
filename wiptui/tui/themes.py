"""Two calm themes of our own, dark and light, with one accent each. Textual's own, ansi included, stay available."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from textual.color import Color, ColorParseError
from textual.theme import BUILTIN_THEMES, Theme

from wiptui.domain.core.errors import UsageError

DARK = Theme(
    name="wiptui-dark",
    primary="#86b3d1",
    secondary="#86b3d1",
    accent="#86b3d1",
    warning="#e0b070",
    error="#e08585",
    success="#93c29b",
    foreground="#d9dce3",
    background="#14161b",
    surface="#1c1e25",
    panel="#272b34",
    dark=True,
    variables={
        "text-muted": "#a3aab7",
        "text-disabled": "#949cab",
        "border": "#86b3d1",
        "border-blurred": "#353b47",
        "block-cursor-foreground": "#14161b",
        "block-cursor-background": "#86b3d1",
        "block-cursor-text-style": "bold",
        "input-selection-background": "#86b3d1 35%",
        "scrollbar": "#3a414e",
        "scrollbar-hover": "#4a5363",
        "scrollbar-active": "#86b3d1",
        "scrollbar-background": "#14161b",
        "scrollbar-background-hover": "#14161b",
        "scrollbar-background-active": "#14161b",
        "scrollbar-corner-color": "#14161b",
    },
)
LIGHT = Theme(
    name="wiptui-light",
    primary="#2a5d84",
    secondary="#2a5d84",
    accent="#2a5d84",
    warning="#854e00",
    error="#a32f36",
    success="#2f6339",
    foreground="#272a31",
    background="#f8f6f1",
    surface="#edebe7",
    panel="#e1dfd8",
    dark=False,
    variables={
        "text-muted": "#54575e",
        "text-disabled": "#5a5d64",
        "border": "#2a5d84",
        "border-blurred": "#cfcabd",
        "block-cursor-foreground": "#f8f6f1",
        "block-cursor-background": "#2a5d84",
        "block-cursor-text-style": "bold",
        "input-selection-background": "#2a5d84 25%",
        "scrollbar": "#cfcabd",
        "scrollbar-hover": "#b9b3a4",
        "scrollbar-active": "#2a5d84",
        "scrollbar-background": "#f8f6f1",
        "scrollbar-background-hover": "#f8f6f1",
        "scrollbar-background-active": "#f8f6f1",
        "scrollbar-corner-color": "#f8f6f1",
    },
)
OURS = (DARK, LIGHT)
ANSI = "ansi"
"""The short name of ``ansi-dark``, which uses the terminal's own colours."""
FITTED = ("text-muted", "text-disabled")
"""Shades of text that were chosen for the grounds of a theme; on other grounds Textual works them out."""
COLOURS = ("primary", "secondary", "warning", "error", "success", "accent", "foreground", "background", "surface",
           "panel", "boost")  # fmt: skip


def names(own: Iterable[str] = ()) -> list[str]:
    """Return the possible names of the setting: ours, a person's own, the terminal's, Textual's."""
    return list(dict.fromkeys([*(theme.name for theme in OURS), *own, ANSI, *BUILTIN_THEMES]))


def full_name(name: str) -> str:
    """Return the name of a theme in Textual."""
    return "ansi-dark" if name == ANSI else name


def own_theme(name: str, colours: Mapping[str, Any]) -> Theme:
    """Return a person's own theme: their colours over our dark theme, or with ``dark = false`` over the light one.

    Raises UsageError for an invalid colour or an unknown colour name.
    """
    base = LIGHT if colours.get("dark") is False else DARK
    given = {key: value for key, value in colours.items() if key != "dark"}
    for key, value in given.items():
        if key not in COLOURS:
            raise UsageError(f"The theme “{name}” has “{key}”, but a theme has {', '.join(COLOURS)} and dark.")
        try:
            Color.parse(str(value))
        except ColorParseError:
            raise UsageError(f"The theme “{name}” has {key} = “{value}”, which is no colour: #86b3d1.") from None
    plain = {key: getattr(base, key) for key in COLOURS}
    accent = given.get("accent", base.accent)
    shades: dict[str, Any] = {
        key: accent if value == base.accent else given.get("background", value) if value == base.background else value
        for key, value in base.variables.items()
        if key not in FITTED or given.keys() <= {"accent"}
    }
    plain |= {"primary": accent, "secondary": accent} if "accent" in given else {}
    return Theme(name=name, dark=base.dark, variables=shades, **{**plain, **given})
