"""Checks whether a hook may run: only the person or the system administrator can have written it."""

from __future__ import annotations

import os
import stat
import sys


def why_not(name: str, path: str, folder: str) -> str:
    """Why the hook at ``path`` does not run, and the remedy, in one sentence; empty when it may run.

    Whoever can write the file, its folder or the folder above (the one of the settings) could run programs as the
    person. On Windows the permissions of the profile take care of that. Raises OSError when a path cannot be looked at.
    """
    if sys.platform == "win32":
        return ""
    said = f"The hook {name} does not run:"
    for place, above in ((path, False), (folder, False), (os.path.dirname(folder), True)):
        found = os.stat(place)
        if found.st_uid not in (os.geteuid(), 0):
            return f"{said} somebody else owns {place}. Only a hook of your own runs."
        # In a folder with the sticky bit, such as /tmp, nobody can remove what belongs to somebody else.
        if found.st_mode & (stat.S_IWGRP | stat.S_IWOTH) and not (above and found.st_mode & stat.S_ISVTX):
            return f"{said} others can write {place}: chmod go-w {place}"
    if not os.access(path, os.X_OK):
        return f"The hook {name} is not executable: chmod +x {path}"
    return ""
