"""What belongs to this machine alone, in the platform's state folder. It is never synced; losing it does not harm the
data file.

::

    <state>/install                     random name of this installation
    <state>/files/wip-k3fqq8f2k7xw/     one folder for each data file, told apart by its real path
        local.db  lock  status  picture  quarantine/  backups/
"""

from __future__ import annotations

import os

from wiptui.domain.core.record import Json
from wiptui.paths import make_folder, private
from wiptui.store.file.file_io import (
    FileChanged,
    list_folder,
    read_own,
    remove,
    signature,
)
from wiptui.store.file.file_slice import FileSlice, crc_of
from wiptui.store.local.state_path import home_of
from wiptui.store.local_db import LocalDb

ANSWERS = ("status", "picture")
"""Files with answers that hold for as long as nothing changes."""
OLD_COPIES = ("shadow.json", "shadow.tail")
"""What an older wiptui kept in the place of the database: see ``takeover``."""
INSTALL_LETTERS = 20
SETTLED_NS, SETTLED_COARSE_NS = 100_000_000, 3_000_000_000
"""Nanoseconds that a file has to stand still; more where times are multiples of 10 ms (FAT, HFS+)."""


class StateDir:
    """This machine's folder for one data file. Creating the object touches no file."""

    def __init__(self, state: str, real: str) -> None:
        self.state = state
        self.real = real
        self.home = home_of(state, real)
        self.install_path = os.path.join(state, "install")
        self.lock_path = os.path.join(self.home, "lock")
        self.database = LocalDb(self.home, real)
        self.kept_copies_dir = os.path.join(self.home, "quarantine")
        self.backups_dir = os.path.join(self.home, "backups")
        self.notes: list[str] = []
        """Sentences for people."""
        self._install = ""

    def exists(self) -> bool:
        """Whether this machine wrote this data file before."""
        return os.path.isdir(self.home)

    def prepare(self) -> bool:
        """Make the folder; return whether it can be written."""
        try:
            make_folder(self.home)
        except OSError:
            return False
        return os.access(self.home, os.W_OK | os.X_OK)

    def unwritable_folder(self) -> str:
        """The folder that keeps this machine from writing its state; empty when it can write."""
        folder = self.home
        while not os.path.lexists(folder):
            folder = os.path.dirname(folder)
        return "" if os.path.isdir(folder) and os.access(folder, os.W_OK | os.X_OK) else folder

    def install_id(self) -> str:
        """The random name of this installation, drawn at its first write; a fixed one when it cannot be saved."""
        if not self._install:
            self._install = self._read_install() or self._draw_install()
        return self._install

    def known_install_id(self) -> str:
        """The name of this installation; empty when none was drawn yet."""
        return self._install or self._read_install()

    def _read_install(self) -> str:
        """Read the saved name; empty when there is none or it is invalid. Raises DataFileError."""
        kept = read_own(self.install_path) or b""
        name = kept[:64].decode("ascii", "replace").strip()
        return name if len(name) >= INSTALL_LETTERS and name.isalnum() else ""

    def _draw_install(self) -> str:
        """Draw a name. The first process that links its file wins, so several that start at once agree."""
        from wiptui.store.local.random_ids import token  # lazy: list does without it

        drawn = token(INSTALL_LETTERS)
        path = self.install_path
        draft = f"{path}.{drawn}"
        try:
            make_folder(self.state)
            with open(draft, "x", encoding="ascii", opener=private) as file:
                file.write(drawn + "\n")
            try:
                os.link(draft, path)
            except OSError:
                if not self._read_install():
                    self._say_broken_install()
                    os.replace(draft, path)
        except OSError:
            return f"no state folder for {self.state}"
        remove(draft)
        return self._read_install() or drawn

    def _say_broken_install(self) -> None:
        if read_own(self.install_path) is not None:
            self.notes.append("This machine's own name in the log was damaged; it has a new one from now on.")

    # --- the local database, and what it knows of the file

    def past_merges(self) -> list[tuple[int, str]]:
        """The last merges, newest first: UTC milliseconds, and a sentence. Raises DataFileError."""
        return self.database.merges()

    def forget_answers(self) -> None:
        """Remove the answers that were kept for as long as nothing changes."""
        for name in ANSWERS:
            remove(os.path.join(self.home, name))

    def remember(self, source: dict[str, Json]) -> None:
        """Note what the file looks like that equals the records."""
        known = self.database.source()
        if source != {**known, "at": None}:
            self.database.note_source(source | {"at": self._now_ns()})

    def trusted(self, source: dict[str, Json]) -> FileSlice | None:
        """The text of the file, if it equals the records; else None.

        Its checksum is not computed again while its stat data is the same, if the file was sealed, or had stood still
        for so long that no file system clock can have missed a change.
        """
        if not source or any(os.path.lexists(os.path.join(self.home, name)) for name in OLD_COPIES):
            return None
        sign = signature(self.real)
        if sign is None or sign[1] != source.get("size"):
            return None
        text = FileSlice(self.real, sign)
        is_same = source.get("sign") == list(sign)
        if is_same and (source.get("sealed") is True or is_settled(sign, source.get("at") or 0)):
            return text
        try:
            if crc_of(text) != source.get("crc"):
                return None
        except (OSError, FileChanged):
            return None
        if is_same:
            self.database.note_source(source | {"at": self._now_ns()})  # from here on it may be settled
        return text

    def _now_ns(self) -> int:
        """The time by the clock of the file system, in ns; 0 where it cannot be told."""
        try:
            os.utime(self.database.path)
            return os.stat(self.database.path).st_mtime_ns
        except OSError:
            return 0


def is_settled(sign: tuple[int, int, int, int], noted_ns: int) -> bool:
    """Whether a file had stood still for so long at ``noted_ns`` that no change can have been missed."""
    return all(noted_ns - at >= (SETTLED_NS if at % 10_000_000 else SETTLED_COARSE_NS) for at in sign[2:])


def names_in(folder: str) -> list[str]:
    """The names in a folder of this machine, sorted, without drafts."""
    return sorted(name for name in list_folder(folder) if not name.startswith(("~", ".")))
