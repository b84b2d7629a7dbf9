"""Two calm themes of our own, dark and light, with one accent each. Textual's own, ansi included, stay available."""

from __future__ import annotations

from textual.theme import Theme

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
    surface="#1b1e25",
    panel="#262b35",
    dark=True,
    variables={
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
    primary="#2f6690",
    secondary="#2f6690",
    accent="#2f6690",
    warning="#9a5b00",
    error="#b3383f",
    success="#3d7a48",
    foreground="#272a31",
    background="#f8f6f1",
    surface="#efece4",
    panel="#e3dfd4",
    dark=False,
    variables={
        "border": "#2f6690",
        "border-blurred": "#cfcabd",
        "block-cursor-foreground": "#f8f6f1",
        "block-cursor-background": "#2f6690",
        "block-cursor-text-style": "bold",
        "input-selection-background": "#2f6690 25%",
        "scrollbar": "#cfcabd",
        "scrollbar-hover": "#b9b3a4",
        "scrollbar-active": "#2f6690",
        "scrollbar-background": "#f8f6f1",
        "scrollbar-background-hover": "#f8f6f1",
        "scrollbar-background-active": "#f8f6f1",
        "scrollbar-corner-color": "#f8f6f1",
    },
)
OURS = (DARK, LIGHT)
