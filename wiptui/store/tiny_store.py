"""The store over a TinyDB file. TinyDB is loaded at the first write; reading needs only the replica."""

from __future__ import annotations

import os
from _thread import RLock  # that of threading, without loading it
from collections.abc import Callable
from datetime import datetime

from wiptui.domain.core.clock import SystemClock
from wiptui.domain.core.errors import DataFileError
from wiptui.domain.core.record import EPOCH, Data
from wiptui.paths import data_file, state_dir
from wiptui.store.local.device import LockOptions, clean_name, device_name
from wiptui.store.local.state_dir import StateDir
from wiptui.store.quick import Look, Quick, copies_moved, look_at, quick_read

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pathlib import Path
    from typing import TypeVar

    from tinydb import TinyDB

    from wiptui.store.local.documents import FileDocuments
    from wiptui.store.merge_report import MergeReport
    from wiptui.store.replica import Replica

    T = TypeVar("T")


class TinyStore:
    """One data file; see :class:`wiptui.store.base.Store`. It touches no file until it is read.

    Threads take turns. A write waits for a read in another thread. A read does not wait: it returns what was read
    before.
    """

    def __init__(
        self,
        path: str | os.PathLike[str] | None = None,
        *,
        now: Callable[[], datetime] | None = None,
        device: str | None = None,
        zone: str | None = None,
        state: str | None = None,
        patience_s: float | None = None,
    ) -> None:
        self._now = now or _system_now
        self._device = clean_name(device or "") or device_name()
        self._zone = zone
        self._actor = ""
        self._db: TinyDB | None = None
        self._file = _given(path)
        self._patience_s = patience_s
        self._quick: Quick | None = None
        self._replica: Replica | None = None
        self._documents: FileDocuments | None = None
        self._turn = RLock()
        self.state_dir = StateDir(_state(state), _real(self._file))
        self.notes = self.state_dir.notes
        self.lock_options = LockOptions()

    @property
    def path(self) -> Path:
        """The path of the data file, as it was given."""
        from pathlib import Path  # lazy: list does without it

        return Path(self._file)

    @property
    def device(self) -> str:
        """This device's name for people."""
        return self._device

    @property
    def actor(self) -> str:
        """Four letters for the device, five for this process."""
        if not self._actor:
            from wiptui.store.local.identity import actor_of, device_code  # lazy: list does without it

            self._actor = actor_of(device_code(self.state_dir.install_id(), self._device))
        return self._actor

    @property
    def documents(self) -> FileDocuments:
        """Small documents of this device."""
        if self._documents is None:
            from wiptui.store.local.documents import FileDocuments  # lazy: list does without it

            self._documents = FileDocuments(self.state_dir, self._known_code)
        return self._documents

    @property
    def replica(self) -> Replica:
        """The replica, which reads, merges and saves when the fast path does not apply."""
        if self._replica is None:
            from wiptui.store.loading import PATIENCE_S  # lazy: list does without it
            from wiptui.store.replica import Replica

            patience_s = PATIENCE_S if self._patience_s is None else self._patience_s
            self._replica = Replica(
                self._file, self.state_dir, self._now_ms, self._with_identity, patience_s, self.lock_options
            )
            self._replica.notes = self.notes
            if self._quick is not None:
                self._replica.start_from(self._quick)
        return self._replica

    @property
    def db(self) -> TinyDB:
        """The file as a TinyDB, for queries; what is written through it is stamped like any other change."""
        if self._db is None:
            from wiptui.store.tinydb_storage import ReplicaDB, ReplicaStorage  # lazy: list does without it

            self._db = ReplicaDB(self, storage=ReplicaStorage)
        return self._db

    @property
    def merge_reports(self) -> list[MergeReport]:
        """Reports of the merges since this store was opened."""
        return self._replica.merge_reports if self._replica is not None else []

    @property
    def quick_look(self) -> Look | None:
        """The stat data from before a read on the fast path; None when the replica read the file."""
        return self._quick.look if self._quick is not None and self._replica is None else None

    def look_now(self) -> Look | None:
        """The stat data of the last read or save; None when the file has changed since."""
        with self._turn:
            look = look_at(self.state_dir.real, self.state_dir)
            return None if self.moved() else look

    def read(self) -> Data:
        """Return all data. Raises DataFileError."""
        if not self._turn.acquire(blocking=False):
            known = self._read_before()
            if known is not None:
                return known
            self._turn.acquire()
        try:
            if self._replica is None:
                if self._quick is None:
                    self._quick = quick_read(self.state_dir.real, self.state_dir)
                if self._quick is not None and not self.moved():
                    return self._quick.data
            return self.replica.read()
        finally:
            self._turn.release()

    def _read_before(self) -> Data | None:
        held = self._replica.held if self._replica is not None else None
        return self._quick.data if held is None and self._quick is not None else held

    def transact(self, work: Callable[[Data], tuple[Data | None, T]]) -> T:
        """Lock, read again, ``work``, save, unlock. Raises DataFileError and what ``work`` raises."""
        with self._turn:
            return self.replica.transact(work, self._write)

    def moved(self) -> bool:
        """Whether the file or its folder changed since the last read or save, or another thread is reading it now."""
        if not self._turn.acquire(blocking=False):
            return True
        try:
            if self._replica is not None:
                return self._replica.moved()
            quick = self._quick
            if quick is None or look_at(self.state_dir.real, self.state_dir) != quick.look:
                return True
            return copies_moved(self.state_dir.real, quick.copies)
        finally:
            self._turn.release()

    def merge_now(self) -> MergeReport:
        """Merge now, and look at every conflict copy again. Raises DataFileError."""
        with self._turn:
            return self.replica.merge_now()

    def close(self) -> None:
        """Close the local database, and the TinyDB if it was opened."""
        self.state_dir.database.close()
        if self._db is not None:
            self._db.close()
            self._db = None

    def now_ms(self) -> int:
        """UTC milliseconds since 1970."""
        return self._now_ms()

    def _write(self, data: Data) -> None:
        self.db.storage.write(data)  # type: ignore[arg-type]

    def _with_identity(self, data: Data) -> Data:
        from wiptui.store.local.identity import with_identity  # lazy: list does without it

        return with_identity(data, self._now_ms(), self.actor, self._device, self._zone)

    def _now_ms(self) -> int:
        span = self._now() - EPOCH
        return (span.days * 86_400 + span.seconds) * 1000 + span.microseconds // 1000

    def _known_code(self) -> str:
        from wiptui.store.local.identity import device_code  # lazy: list does without it

        return device_code(self.state_dir.known_install_id(), self._device)


def _given(path: str | os.PathLike[str] | None) -> str:
    if path is not None:
        return os.path.abspath(os.fspath(path))
    return data_file()


def _real(path: str) -> str:
    try:
        return os.path.realpath(path)
    except (OSError, ValueError) as error:
        raise DataFileError(f"{path!r} is no path: {error}.") from error


def _state(state: str | None) -> str:
    if state is not None:
        return state
    return state_dir()


def _system_now() -> datetime:
    return SystemClock().now()
