"""How other programs are to call wiptui."""

from __future__ import annotations

import sys
from pathlib import Path
from shlex import quote
from shutil import which


def program() -> str:
    """How git is to call wiptui: by its whole path, as a client may have another PATH than this terminal."""
    started = Path(sys.argv[0])
    found = (which(started.absolute()) if started.stem == "wiptui" else None) or which("wiptui")
    if found:
        return quote(str(Path(found).absolute()))  # not resolved: a link stays where it is when the program is updated
    return f"{quote(sys.executable)} -P -m wiptui"  # -P: a folder of that name in the repository is not the program
