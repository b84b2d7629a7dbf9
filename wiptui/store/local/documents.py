"""Small JSON documents of this device, beside the lock."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from contextlib import suppress

from wiptui.domain.core.errors import DataFileError
from wiptui.domain.core.record import Json
from wiptui.paths import make_folder
from wiptui.store.file.file_io import read_own, remove
from wiptui.store.file.lock import Lock
from wiptui.store.local.state_dir import StateDir, write_json


class MemoryDocuments:
    """Documents in memory, for a state folder that cannot be written."""

    def __init__(self) -> None:
        self._kept: dict[str, str] = {}

    def get(self, name: str) -> Json | None:
        """The document of that name, a copy; None when there is none."""
        text = self._kept.get(name)
        return None if text is None else json.loads(text)

    def put(self, name: str, value: Json) -> bool:
        """Keep a copy of ``value``; None takes it away. True: nobody else will look for it."""
        if value is None:
            self._kept.pop(name, None)
        else:
            self._kept[name] = json.dumps(value)
        return True

    def claim(self, name: str) -> bool:
        """Always: no other process can reach this memory."""
        return True

    def let_go(self, name: str) -> None:
        """Nothing to let go of."""


class FileDocuments:
    """Documents in the state folder, one folder a device; in memory when that cannot be written."""

    def __init__(self, state_dir: StateDir, code: Callable[[], str], now_ms: Callable[[], int] = lambda: 0) -> None:
        self._state_dir = state_dir
        self._code = code
        self._now_ms = now_ms
        self._memory = MemoryDocuments()
        self._claims: dict[str, Lock] = {}

    def get(self, name: str) -> Json | None:
        """Return the document of that name. None when there is none, or when it was damaged; then a copy is kept.

        Raises DataFileError for a document that cannot be read, because it must not be overwritten.
        """
        kept = self._memory.get(name)
        if kept is not None:
            return kept
        path = self._path(name)
        raw = read_own(path)
        if raw is None:
            return None
        try:
            return json.loads(raw)
        except (ValueError, RecursionError):
            self._keep_damaged(raw, path, name)
            return None

    def _keep_damaged(self, raw: bytes, path: str, name: str) -> None:
        from wiptui.store.kept.kept_copies import KeptCopies  # lazy: add does without it

        try:
            kept = KeptCopies(self._state_dir.kept_copies_dir).keep(raw, os.path.basename(path), self._now_ms())
        except OSError as error:
            raise DataFileError(f"{path} is damaged and cannot be kept: {error.strerror}.") from error
        remove(path)
        self._state_dir.notes.append(
            f"What this machine kept of “{name}” was damaged and begins anew; it is kept in {kept}."
        )

    def put(self, name: str, value: Json) -> bool:
        """Keep ``value``; None takes it away. False where only this process knows of it."""
        self._memory.put(name, None)
        if value is None:
            if self._state_dir.exists():
                remove(self._path(name))
            return True
        if self._state_dir.prepare():
            path = self._path(name)
            with suppress(OSError):
                make_folder(os.path.dirname(path))
            if write_json(path, value):
                return True
        self._note_stale(name)
        self._memory.put(name, value)
        return False

    def _note_stale(self, name: str) -> None:
        """Note that the old document stays: the next process would undo an older change."""
        path = self._path(name)
        note = f"{path} cannot be written: “{name}” does not know of this change."
        if os.path.lexists(path) and note not in self._state_dir.notes:
            self._state_dir.notes.append(note)

    def claim(self, name: str) -> bool:
        """Whether this process alone looks after ``name``: a lock that the system takes from it when it dies.

        Where no file can be kept, there is nothing that another process could look after either.
        """
        if name in self._claims or not self._state_dir.prepare():
            return True
        self._state_dir.install_id()  # drawn now: otherwise the first save would give the journal's folder another name
        path = self._path(name)
        with suppress(OSError):
            make_folder(os.path.dirname(path))
        lock = Lock(path.removesuffix(".json") + ".claim", "")
        try:
            lock.acquire(0)
        except DataFileError:
            return False
        self._claims[name] = lock
        return True

    def let_go(self, name: str) -> None:
        """Let another process have the claim."""
        lock = self._claims.pop(name, None)
        if lock is not None:
            lock.release()

    def _path(self, name: str) -> str:
        safe = "".join(letter if letter.isalnum() else "-" for letter in name)
        return os.path.join(self._state_dir.home, f"journal-{self._code()}", f"{safe}.json")
