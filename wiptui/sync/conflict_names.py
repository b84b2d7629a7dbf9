"""The names that sync tools give to conflict copies.

A name only makes a file a candidate; its content decides. Only tools use a *certain* name: such a copy is merged and
moved to the kept copies. People may use an *uncertain* name too: such a copy is merged if it is of the same database,
and it stays.
"""

from __future__ import annotations

import os
import re
from functools import cache

CERTAIN = "certain"
UNCERTAIN = "uncertain"

_CONFLICT = (
    r"conflict|konflikt|conflit|conflicto|conflitto|conflito|konfliktn|ristiriita|çakış|"
    r"конфликт|конфлікт|競合|冲突|衝突|충돌|σύγκρουση|xung đột|salinan konflik|name\ clash"
)
_CERTAIN_UNIT = rf"""
    (?> \.sync-conflict-\d{{8}}-\d{{6}}(?:-[A-Z0-9]+)?      # Syncthing
      | [ _]?\((?:[^()]|\([^()]*\))*(?:{_CONFLICT}).*        # Dropbox, Nextcloud, Seafile, Unison, Obsidian
      | [ _]?\[[^][]*(?:{_CONFLICT}).*                      # pCloud
      | [ ]\#[ ](?:{_CONFLICT})[^#]*\#                      # Proton Drive
      | _.+_[A-Z]{{3}}-\d\d-\d{{4}}-\d{{4}}_[A-Z]*conflict.* # Synology Drive
      | [ _.-]conflict(?:[-_].*|\.\d+|\d*)                  # ownCloud, rclone, Resilio, Simpletask
      | \.\.path[12]                                        # rclone bisync
      | -.*-?safeBackup-\d+                                 # OneDrive
    )"""
_COPY = r"copy|kopie|copie|copia|cópia|kopia|kópia|kopi|kopio|copy\ of|копия|копія|のコピー|コピー|副本|拷贝|복사본"
_UNCERTAIN_UNIT = rf"""
    (?: [ _]\d+                                             # iCloud
      | [ ]?\(\d+\)                                         # Google Drive, browsers
      | [ _-]+(?:{_COPY})\d*                                # macOS, GNOME, Windows
      | [ ]\((?:{_COPY})(?:[ ]\d+)?\)
      | [ ]\([^()]*[ ](?:{_COPY})\)                         # GNOME: another copy, 3rd copy
      | _(?:LOCAL|REMOTE|BASE|BACKUP)_\d+                   # git mergetool
    )"""
_CERTAIN_MIDDLE = f"(?:{_UNCERTAIN_UNIT})*(?:{_CERTAIN_UNIT}(?:{_UNCERTAIN_UNIT})*)+"
_CERTAIN_END = r"(?:\.conflict\d*|\.\.path[12]|\.orig)+"
_UNCERTAIN_MIDDLE = rf"(?:{_UNCERTAIN_UNIT})+|-.+|[ ]-[ ].+"
_UNCERTAIN_BEFORE = rf"""
    (?:copy|kopie|copie|copia|cópia|kopia|kopi|копия)(?:[ ]\(\d+\))?[ ](?:of|von|van|de|di|do|af|av)[ ]
  | (?:{_COPY})[ _-]"""


@cache
def _pattern(text: str) -> re.Pattern[str]:
    """Compile a pattern on first use: most folders need none."""
    return re.compile(text, re.DOTALL | re.IGNORECASE | (re.VERBOSE if "\n" in text else re.NOFLAG))


def verdict(main: str, name: str) -> str | None:
    """Whether ``name`` looks like a copy of the file ``main``: ``"certain"``, ``"uncertain"``, or None."""
    stem, ending = os.path.splitext(main)
    before, found, after = name.partition(stem)
    if not found or name == main:
        return None
    if before:
        is_copy = after.endswith(ending) and _pattern(_UNCERTAIN_BEFORE).fullmatch(before)
        return UNCERTAIN if is_copy and (after == ending or verdict(main, stem + after)) else None
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
    """The names that may be copies, sorted, each with its verdict."""
    stem = os.path.splitext(main)[0]
    return [(name, found) for name in sorted(names) if stem in name and (found := verdict(main, name))]
