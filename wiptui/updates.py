"""An update of wiptui while a board or a server is open: modules are loaded on first use, and would be of two versions.

:func:`watch` has every first import of a module look whether the package is still the one that this process began with.
Where it is not, nothing more is loaded: :class:`Updated` is raised, which every caller shows as it shows other errors.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

from wiptui.domain.core.errors import WiptuiError

TYPE_CHECKING = False
if TYPE_CHECKING:
    Signature = tuple[int, int, int] | None

WATCHED = ("wiptui", "textual", "mcp")
"""Packages that are imported bit by bit, and that an update replaces."""


class Updated(WiptuiError):
    """wiptui was replaced by another version while this process ran."""

    code = "updated"

    def __init__(self) -> None:
        super().__init__("wiptui was updated while this was open: close it and open it again.")


class Watch:
    """A finder of modules that finds none: it is before the others and raises Updated after an update."""

    def __init__(self, packages: Sequence[str] = WATCHED) -> None:
        self._seen: dict[str, tuple[str, Signature]] = {}
        for name in packages:
            file = getattr(sys.modules.get(name), "__file__", None)
            sign = _signature(file) if file else None
            if file and sign is not None:
                self._seen[name] = (file, sign)

    def is_updated(self) -> bool:
        """Whether a package is another than at the beginning: one look at a file each."""
        return any(_signature(file) != sign for file, sign in self._seen.values())

    def find_spec(self, name: str, path: Sequence[str] | None = None, target: ModuleType | None = None) -> Any:
        """None, so that the other finders are asked. Raises Updated."""
        if name.partition(".")[0] in self._seen and self.is_updated():
            raise Updated
        return None


def watch() -> Watch:
    """Look from now on, in this process. Asked again it is the same watch."""
    found = next((finder for finder in sys.meta_path if isinstance(finder, Watch)), None)
    if found is None:
        found = Watch()
        sys.meta_path.insert(0, found)
    return found


def _signature(file: str) -> Signature:
    try:
        found = Path(file).stat()
    except OSError:
        return None
    return found.st_ino, found.st_size, found.st_mtime_ns
