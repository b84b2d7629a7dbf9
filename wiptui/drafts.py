"""A text that is handed to an editor, as a file that outlives it.

An editor may end at once and go on in a window of its own (``code`` without ``--wait``). So the file stays until what
was saved in it was taken in, or for a day; the next one for the same thing goes on from what was saved there meanwhile.
"""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path

from wiptui.paths import make_folder, private, state_dir

STAYS_S = 86_400


class Draft:
    """One text under way: ``before`` is what the editor was given. Raises OSError where no file can be kept."""

    def __init__(self, name: str, text: str, now: datetime) -> None:
        """Go on from what was saved under this name meanwhile, else begin with ``text``."""
        folder = os.path.join(state_dir(), "drafts")  # noqa: PTH118 - as paths has it
        make_folder(folder)
        self.path = Path(folder) / f"{name}.txt"
        self._base = Path(folder) / f"{name}.before"
        _sweep(Path(folder), now)
        found = self._found()
        self.before = text if found is None else found
        if found is None:
            _write(self.path, text)
            _write(self._base, text)

    def _found(self) -> str | None:
        """What the editor was given before, where something else was saved since."""
        try:
            before = self._base.read_text(encoding="utf-8")
            return before if self.path.read_bytes() != before.encode() else None
        except (OSError, ValueError):
            return None

    def read(self) -> str:
        """What the file says now. Raises OSError and ValueError."""
        return self.path.read_text(encoding="utf-8")

    def taken(self, text: str) -> None:
        """What the file says was taken in: it goes, and what is saved there later is compared with it."""
        self.path.unlink(missing_ok=True)
        _write(self._base, text)

    def drop_unchanged(self) -> None:
        """No editor had it: it goes, unless something was saved there before."""
        if self.path.read_text(encoding="utf-8") == self.before:
            self.path.unlink()

    @property
    def waits(self) -> str:
        """What to say where nothing was changed."""
        return (
            f"The form stays in {self.path} for a day. An editor that returns at once has to be told to wait, as in "
            "EDITOR='code --wait'; what you save in the form meanwhile is taken in the next time you edit this task."
        )

    @property
    def kept(self) -> str:
        """What to say where something was changed that could not be taken in."""
        return f"What you wrote is kept in {self.path}"


def _write(path: Path, text: str) -> None:
    with open(path, "w", encoding="utf-8", newline="", opener=private) as file:
        file.write(text)


def _sweep(folder: Path, now: datetime) -> None:
    """Take away what nobody came back to within a day."""
    for file in folder.iterdir():
        try:
            if now.timestamp() - file.stat().st_mtime > STAYS_S:
                file.unlink()
        except OSError:
            continue
