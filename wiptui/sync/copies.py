"""The names that sync tools give to a copy when they meet two versions of a file.

A name only nominates; what is inside decides. A *certain* name is given by tools alone: such a copy is merged and put
away. An *uncertain* one a person may have given as well: it is merged if it is the same database, and stays.
"""

from __future__ import annotations

import os
import re
from functools import cache

CERTAIN = "certain"
UNCERTAIN = "uncertain"

_CONFLICT = (
    r"conflict|konflikt|conflit|conflicto|conflitto|conflito|konfliktn|ristiriita|çakış|"
    r"конфликт|конфлікт|競合|冲突|衝突|충돌|σύγκρουση|xung đột|salinan konflik"
)
_CERTAIN_MIDDLE = rf"""
    (?: \.sync-conflict-\d{{8}}-\d{{6}}(?:-[A-Z0-9]+)?      # Syncthing
      | [ _]?\([^()]*(?:{_CONFLICT})[^)]*\)?.*              # Dropbox, Nextcloud, Seafile, Unison, Obsidian
      | [_.-]conflict(?:-.*|\d*|\.\d+)                      # ownCloud, rclone, Resilio
      | \.\.path[12]                                        # rclone bisync
      | -.*-?safeBackup-\d+                                 # OneDrive
    )+"""
_CERTAIN_END = r"(?:\.conflict\d*|\.\.path[12]|\.orig)+"
_UNCERTAIN_MIDDLE = r" \d+| ?\(\d+\)|-.+| - .+|_(?:LOCAL|REMOTE|BASE|BACKUP)_\d+"


@cache
def _pattern(text: str) -> re.Pattern[str]:
    """Compiled when a name first asks for it: most folders hold none that does."""
    return re.compile(text, re.VERBOSE | re.IGNORECASE if "\n" in text else re.IGNORECASE)


def verdict(main: str, name: str) -> str | None:
    """Whether ``name`` may be a copy of the file ``main``: ``"certain"``, ``"uncertain"``, or None for no copy."""
    stem, ending = os.path.splitext(main)
    if not name.startswith(stem) or name == main:
        return None
    if name.startswith(main) and (not ending or _pattern(_CERTAIN_END).fullmatch(name[len(main) :])):
        middle = name[len(main) :]
        return CERTAIN if any(_pattern(text).fullmatch(middle) for text in (_CERTAIN_END, _CERTAIN_MIDDLE)) else None
    if name.startswith(main) or not name.endswith(ending):
        return None
    middle = name[len(stem) : len(name) - len(ending)]
    if _pattern(_CERTAIN_MIDDLE).fullmatch(middle):
        return CERTAIN
    return UNCERTAIN if _pattern(_UNCERTAIN_MIDDLE).fullmatch(middle) else None


def nominated(main: str, names: list[str]) -> list[tuple[str, str]]:
    """The names that may be copies, in order, each with its verdict."""
    stem = os.path.splitext(main)[0]
    return [(name, found) for name in sorted(names) if name.startswith(stem) and (found := verdict(main, name))]
