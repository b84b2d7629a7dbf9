"""The colours of the roles as Textual painted them, kept on this machine for the next first picture.

Worked out again only by Textual itself, so they are exactly its own: the theme, what the terminal can show, NO_COLOR.
They are kept under everything that they depend on; where nothing was kept there is no picture.
"""

from __future__ import annotations

import os
import zlib
from collections.abc import Mapping
from typing import TYPE_CHECKING

import wiptui
from wiptui.paths import make_folder, private, state_dir

if TYPE_CHECKING:
    from wiptui.config import Config

MARK = f"wiptui-colours 1 {wiptui.__version__}"
ENVIRONMENT = ("TERM", "COLORTERM", "NO_COLOR", "FORCE_COLOR", "TERM_PROGRAM")
Colours = dict[str, str]
"""By roles, with + between: the sequence that a run of text begins with; empty for none."""


def depends_on(config: Config, environment: Mapping[str, str]) -> str:
    """Everything that the colours depend on."""
    return repr([config["theme"], "theme" in config.said, sorted(config.themes.items()), terminal_of(environment)])


def terminal_of(environment: Mapping[str, str]) -> list[str]:
    """What the environment says of the terminal."""
    given = [f"{name}={environment.get(name)}" for name in ENVIRONMENT]
    return given + sorted(f"{name}={value}" for name, value in environment.items() if name.startswith("TEXTUAL"))


def recall(key: str) -> Colours | None:
    """The colours that were kept under ``key``; None where there are none, or not whole."""
    try:
        with open(_path(key), encoding="utf-8", newline="") as file:
            kept = file.read().split("\0")
    except (OSError, UnicodeError):
        return None
    if kept[:2] != [MARK, key] or kept[-1] != "" or len(kept) % 2 == 0:
        return None
    return dict(zip(kept[2:-1:2], kept[3:-1:2], strict=True))


def keep(key: str, colours: Colours) -> None:
    """Keep the colours. Where they cannot be kept, the next board opens without a first picture."""
    if colours == recall(key):
        return
    path = _path(key)
    text = "\0".join([MARK, key, *(part for pair in colours.items() for part in pair), ""])
    try:
        make_folder(os.path.dirname(path))
        with open(f"{path}.{os.getpid()}", "w", encoding="utf-8", newline="", opener=private) as file:
            file.write(text)
        os.replace(f"{path}.{os.getpid()}", path)
    except (OSError, UnicodeError):
        return


def _path(key: str) -> str:
    return os.path.join(state_dir(), "colours", f"{zlib.crc32(key.encode(errors='replace')):08x}")
