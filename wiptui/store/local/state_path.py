"""Where this machine keeps what belongs to one data file. Small, so that ``status`` can look there first."""

from __future__ import annotations

import os

from wiptui.sync.digest import digest, letters_of


def home_of(state: str, real: str) -> str:
    """The folder for the data file ``real`` (its real path) below the folder ``state``. Touches no file."""
    stem = os.path.splitext(os.path.basename(real))[0][:40] or "file"
    return os.path.join(state, "files", f"{stem}-{letters_of(digest(os.path.normcase(real)), 12)}")
