"""What belongs to this machine alone, in the platform's state folder. It is never synced; losing it does not harm the
data file.

::

    <state>/install                     random name of this installation
    <state>/files/wip-k3fqq8f2k7xw/     one folder for each data file, told apart by its real path
        lock  shadow.json  shadow.tail  seen.json  present  years-*
        heals.json  journal-<device code>/  quarantine/  backups/
"""

from __future__ import annotations

import json
import os

from wiptui.domain.core.errors import DataFileError
from wiptui.domain.core.record import Json
from wiptui.paths import make_folder, private
from wiptui.store.file.file_io import (
    Draft,
    FileChanged,
    Signature,
    is_readable,
    list_folder,
    own_signature,
    read_own,
    read_whole,
    remove,
    replace_whole,
    signature,
)
from wiptui.store.file.file_slice import FileBytes, FileSlice, PatchedText
from wiptui.store.index.sums import Sums, fits
from wiptui.store.local.state_path import home_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


MERGES_KEPT = 20
"""How many merges are remembered."""
INSTALL_LETTERS = 20
SETTLED_NS, SETTLED_COARSE_NS = 100_000_000, 3_000_000_000
"""Nanoseconds that a file has to stand still; more where times are multiples of 10 ms (FAT, HFS+)."""


class StateDir:
    """This machine's folder for one data file. Creating the object touches no file."""

    large = 1 << 18
    """A file of more bytes is read in pieces, and saved by replacing lines."""

    def __init__(self, state: str, real: str) -> None:
        self.state = state
        self.real = real
        self.home = home_of(state, real)
        self.install_path = os.path.join(state, "install")
        self.lock_path = os.path.join(self.home, "lock")
        self.shadow_path = os.path.join(self.home, "shadow.json")
        self.tail_path = os.path.join(self.home, "shadow.tail")
        self.seen_path = os.path.join(self.home, "seen.json")
        self.merges_path = os.path.join(self.home, "heals.json")
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

    # --- the shadow and the notes about the file

    def read_shadow(self) -> bytes | None:
        """The bytes of the shadow, this machine's full copy; None when there is none. Raises DataFileError."""
        return read_own(self.shadow_path)

    def read_tail(self) -> list[bytes]:
        """The changes in the shadow's tail, one a line; a torn last line was never acknowledged.

        Raises DataFileError.
        """
        return [line for line in (read_own(self.tail_path) or b"").split(b"\n") if line]

    def append_tail(self, line: bytes) -> bool:
        """Append a change to the shadow's tail; True when it is on the disk.

        For a large file that costs less than writing all of it twice.
        """
        try:
            fd = os.open(self.tail_path, os.O_WRONLY | os.O_CREAT | os.O_APPEND | getattr(os, "O_BINARY", 0), 0o600)
            before = os.fstat(fd).st_size
            is_whole = False
            try:
                whole = b"\n" + line + b"\n"  # the first ends a line that was torn
                if os.write(fd, whole) == len(whole):
                    os.fsync(fd)
                    is_whole = True
            finally:
                try:
                    if not is_whole:
                        os.ftruncate(fd, before)  # what is refused is not to come back later
                finally:
                    os.close(fd)
        except OSError:
            return False
        return is_whole

    def tail_size(self) -> int:
        """Bytes in the shadow's tail."""
        sign = signature(self.tail_path)
        return sign[1] if sign is not None else 0

    def shadow_signature(self) -> list[Signature]:
        """The stat data of the shadow and its tail."""
        return [own_signature(self.shadow_path), own_signature(self.tail_path)]

    def draft_shadow(self, blob: bytes | PatchedText) -> Draft | None:
        """Write the draft of a new shadow; None when it cannot be written."""
        if not self.prepare():
            return None
        try:
            return Draft(self.shadow_path, blob)
        except OSError:
            return None

    def past_merges(self) -> list[tuple[int, str]]:
        """The last merges, newest first: UTC milliseconds, and a sentence."""
        kept = read_json(self.merges_path)
        rows = kept if isinstance(kept, list) else []
        return [(row[0], row[1]) for row in rows if _is_merge_row(row)]

    def remember_merge(self, now_ms: int, words: str) -> None:
        """Remember what a merge did. A failure to write is ignored."""
        try:
            read_own(self.merges_path)
        except DataFileError:
            return
        if self.prepare():
            write_json(self.merges_path, [[now_ms, words], *map(list, self.past_merges())][:MERGES_KEPT])

    def seen(self) -> dict[str, Any]:
        """The notes from when this machine last read or wrote the file; empty when there are none."""
        value = read_json(self.seen_path)
        return value if isinstance(value, dict) else {}

    def remember(self, sums: Sums, sign: Signature, copies: dict[str, list[int]], *, is_sealed: bool = False) -> None:
        """Note the checksums of the file and the shadow, and which conflict copies are merged but still there.

        ``sign`` is the stat data of the file, if it surely belongs to these bytes; ``is_sealed`` says that no other
        bytes can ever get it.
        """
        shadow = self.shadow_signature()
        if not all(map(is_readable, shadow)):
            return  # do not trust a file later that cannot be looked at now
        value = {
            "copies": copies,
            "path": self.real,
            "sealed": is_sealed,
            "shadow": [list(sign or ()) for sign in shadow],
            "sign": list(sign or ()),
            "sums": sums,
        }
        if value != self.seen():
            write_json(self.seen_path, value)

    def trusted(self, seen: dict[str, Any]) -> tuple[FileBytes, Signature] | None:
        """The text of the file, if the codec wrote it and the shadow has nothing more; else None.

        The checksums of a large file are not computed again while its stat data is the same, if the file was sealed, or
        had stood still for so long that no file system clock can have missed a change. Raises DataFileError when the
        file cannot be read.
        """
        if not seen or [list(sign or ()) for sign in self.shadow_signature()] != seen.get("shadow"):
            return None
        sign = signature(self.real)
        if sign is None or sign[1] <= self.large:
            raw, sign = read_whole(self.real)
            return (raw, sign) if raw is not None and fits(seen.get("sums"), raw) else None
        text = FileSlice(self.real, sign)
        noted, is_same = signature(self.seen_path), seen.get("sign") == list(sign)
        if is_same and (seen.get("sealed") is True or (noted is not None and is_settled(sign, noted[2]))):
            return text, sign
        try:
            if not fits(seen.get("sums"), text):
                return None
            if is_same:
                os.utime(self.seen_path)  # summed now: from here on it may be settled
        except (OSError, FileChanged):
            return None
        return text, sign


def is_settled(sign: tuple[int, int, int, int], noted_ns: int) -> bool:
    """Whether a file had stood still for so long at ``noted_ns`` that no change can have been missed."""
    return all(noted_ns - at >= (SETTLED_NS if at % 10_000_000 else SETTLED_COARSE_NS) for at in sign[2:])


def _is_merge_row(row: Json) -> bool:
    return isinstance(row, list) and len(row) == 2 and type(row[0]) is int and isinstance(row[1], str)


def read_json(path: str) -> Json | None:
    """Read a small JSON file; None when it is missing or broken."""
    try:
        with open(path, encoding="utf-8") as file:
            return json.load(file)
    except (OSError, ValueError, RecursionError):
        return None


def write_json(path: str, value: Json) -> bool:
    """Replace a small JSON file without waiting for the disk; return whether that worked."""
    try:
        blob = json.dumps(value, sort_keys=True, separators=(",", ":")).encode()
        replace_whole(path, blob, sync=False)
    except OSError:
        return False
    return True


def names_in(folder: str) -> list[str]:
    """The names in a folder of this machine, sorted, without drafts."""
    return sorted(name for name in list_folder(folder) if not name.startswith(("~", ".")))
