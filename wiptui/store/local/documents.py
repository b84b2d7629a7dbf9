"""Small JSON documents of this device, in the local database."""

from __future__ import annotations

import json
import os
from collections.abc import Callable

from wiptui.domain.core.errors import DataFileError
from wiptui.domain.core.record import Json
from wiptui.store.file.lock import Lock
from wiptui.store.local.state_dir import StateDir


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
    """Documents in the local database; in memory when that cannot be written."""

    def __init__(self, state_dir: StateDir, code: Callable[[], str]) -> None:
        self._state_dir = state_dir
        self._database = state_dir.database
        self._code = code
        self._memory = MemoryDocuments()
        self._claims: dict[str, Lock] = {}

    def get(self, name: str) -> Json | None:
        """Return the document of that name; None when there is none, or when it was damaged.

        Raises DataFileError for a document that cannot be read, because it must not be overwritten.
        """
        kept = self._memory.get(name)
        if kept is not None:
            return kept
        text = self._database.document(self._code(), name)
        try:
            return None if text is None else json.loads(text)
        except (ValueError, RecursionError):
            self._state_dir.notes.append(f"What this machine kept of “{name}” was damaged and begins anew.")
            self._database.put_document(self._code(), name, None)
            return None

    def put(self, name: str, value: Json) -> bool:
        """Keep ``value``; None takes it away. False where only this process knows of it."""
        self._memory.put(name, None)
        text = None if value is None else json.dumps(value)
        if (text is None or self._state_dir.prepare()) and self._database.put_document(self._code(), name, text):
            return True
        if text is None:
            return True
        self._note_stale(name)
        self._memory.put(name, value)
        return False

    def _note_stale(self, name: str) -> None:
        """Note that the old document stays: the next process would undo an older change."""
        note = f"{self._database.path} cannot be written: “{name}” does not know of this change."
        if os.path.lexists(self._database.path) and note not in self._state_dir.notes:
            self._state_dir.notes.append(note)

    def claim(self, name: str) -> bool:
        """Whether this process alone looks after ``name``: a lock that the system takes from it when it dies.

        Where no file can be kept, there is nothing that another process could look after either.
        """
        if name in self._claims or not self._state_dir.prepare():
            return True
        self._state_dir.install_id()  # drawn now: otherwise the first save would give this device another name
        safe = "".join(letter if letter.isalnum() else "-" for letter in name)
        lock = Lock(os.path.join(self._state_dir.home, f"{safe}-{self._code()}.claim"), "")
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
