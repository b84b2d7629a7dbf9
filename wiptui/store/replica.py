"""One replica of the database: it loads and merges what is there, and caches the data until a file changes.

The steps of a change: take the lock; load the file and its conflict copies again and merge them; write the local
database and a draft of the file to the disk (from here on the change is safe); check that no other program replaced the
file; swap; sync the folder. ``saving`` and ``writer`` do the saving. Nothing here knows TinyDB.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import TypeVar

from wiptui.domain.core.errors import DataFileError
from wiptui.domain.core.frozen import replace
from wiptui.domain.core.record import Data
from wiptui.domain.core.tables import IndexedTable
from wiptui.store.file import file_io
from wiptui.store.file.codec import APP, KnownLines
from wiptui.store.file.lock import Lock
from wiptui.store.file.normalize import changes
from wiptui.store.file.writer import ReadOnlyFile
from wiptui.store.loading import PATIENCE_S, Loaded, Loader
from wiptui.store.local.connection import DamagedDatabase
from wiptui.store.local.device import LockOptions
from wiptui.store.local.old_state import old_names
from wiptui.store.local.state_dir import StateDir
from wiptui.store.quick import Look, Quick, copies_moved, look_at
from wiptui.store.saving import Saved, Saver, damage_words
from wiptui.sync.conflict_names import nominated
from wiptui.sync.merge import merge

TYPE_CHECKING = False
if TYPE_CHECKING:
    from wiptui.store.kept.backups import Backups
    from wiptui.store.kept.kept_copies import KeptCopies
    from wiptui.store.merge_report import MergeReport

    T = TypeVar("T")


ATTEMPTS = 8
MERGE_LOCK_PATIENCE_S = 0.5


class Replica:
    """The data file at one path, with the state of this machine. Creating one touches no file."""

    def __init__(
        self,
        path: str,
        state_dir: StateDir,
        now_ms: Callable[[], int],
        add_identity: Callable[[Data], Data] = lambda data: data,
        patience_s: float = PATIENCE_S,
        lock_options: LockOptions | None = None,
    ) -> None:
        """``add_identity`` adds the records of the database and of this device to changed data."""
        self.path = path
        self.state_dir = state_dir
        self.real = state_dir.real
        self.folder = os.path.dirname(self.real)
        self.now_ms = now_ms
        self.add_identity = add_identity
        self.notes: list[str] = []
        self._loader = Loader(self.path, self.real, self.state_dir, patience_s)
        self._saver = Saver(path, state_dir, now_ms, self._say)
        self._lock = Lock(self.state_dir.lock_path, self.folder, lock_options)
        self._data: Data | None = None
        self._look: Look | None = None
        self._generation = 0
        """That of the local database that the data is; 0 where it is not."""
        self._current: Loaded | None = None
        """What was read or saved last, where file and local database equal it."""
        self._loaded: Loaded | None = None
        self._changes: tuple[Data, Data] | None = None
        self._copy_marks: dict[str, list[int]] | None = None
        self._copies_beside: dict[str, list[int]] = {}
        self._last_note = ""
        self._is_swept = False

    @property
    def merge_reports(self) -> list[MergeReport]:
        """Reports of the merges since this was created."""
        return self._saver.merge_reports

    @property
    def backups(self) -> Backups:
        """The snapshots of the file."""
        return self._saver.backups

    @property
    def kept_copies(self) -> KeptCopies:
        """The kept copies of damaged bytes and conflict copies."""
        return self._saver.kept_copies

    # --- reading

    def read(self) -> Data:
        """Return all data, merged and repaired; the same object while nothing changed. Raises DataFileError."""
        if self._data is not None and not self.moved():
            return self._data
        look = self.look()
        found = self._load()
        if self._needs_writing(found):
            merged = self._merge_while_reading(found, look)
            if merged is not None:
                return merged
        elif found.damaged:
            self._say(damage_words(self.path))
        elif found.raw is None and (elsewhere := file_io.why_elsewhere(self.path, self.real)):
            self._say(f"{elsewhere[:1].upper()}{elsewhere[1:]}.")
        elif found.is_placeholder:
            self._say(file_io.why_empty(self.path))
        elif found.raw is None and found.data:
            self._say(f"The folder {self.folder} is not there; this is what this machine knows.")
        return self._set_current(found, look)

    @property
    def held(self) -> Data | None:
        """The data of the last read or save; None before the first."""
        return self._data

    def moved(self) -> bool:
        """Whether the file or its folder changed since the last read or save."""
        return self._look is None or self.look() != self._look or copies_moved(self.real, self._copies_beside)

    def look(self) -> Look:
        """The stat data of file, folder and local database. Compare it for being different, not newer."""
        return look_at(self.real, self.state_dir)

    def start_from(self, quick: Quick) -> None:
        """Continue from data that was read on the fast path."""
        self._data, self._look, self._copies_beside = quick.data, quick.look, quick.copies
        self._generation = quick.generation

    def merge_now(self, *, thorough: bool = True) -> MergeReport:
        """Merge now; ``thorough`` looks at every copy again. Raises DataFileError."""
        from wiptui.store.merge_report import MergeReport  # lazy: the board does without it

        before = len(self.merge_reports)
        self._acquire_lock()
        try:
            found = self._load(thorough=thorough)
            if found.data:
                self._refuse_newer(found)
                self._save(found, found.data)
        finally:
            self._lock.release()
        return self.merge_reports[-1] if len(self.merge_reports) > before else MergeReport((), (), (), False, (), "")

    # --- changing

    def transact(self, work: Callable[[Data], tuple[Data | None, T]], write: Callable[[Data], None] | None = None) -> T:
        """Lock, read, call ``work``, save, unlock. ``write`` passes the new data to :meth:`commit`."""
        self._acquire_lock()
        try:
            look = self.look()
            found = self._reload()
            self._refuse_newer(found)
            if found.damaged:  # now, because documents are asked for in between
                self._saver.begin_anew(found)
                found = replace(found, damaged=())
            if found.trusted:
                self._set_current(found, look)
            self._loaded = found
            new, result = work(found.data)
            self._changes = (new, changes(found.data, new)) if new is not None else None
            if new is not None and self._changes is not None and self._changes[1]:
                (write or self.commit)(new)
            elif not self._needs_writing(found) or self._save_quietly(found) is None:
                self._set_current(found, look)
            return result
        finally:
            self._loaded = self._changes = None
            self._lock.release()

    @property
    def is_writing(self) -> bool:
        """Whether a transaction is running, so that ``commit`` may be called."""
        return self._loaded is not None

    def commit(self, new: Data) -> None:
        """Save the data of the running transaction. Raises DataFileError when it could be saved nowhere."""
        if self._loaded is None:
            raise RuntimeError("commit outside of a transaction")
        old = self._loaded.data
        news = self._changes[1] if self._changes is not None and self._changes[0] is new else changes(old, new)
        self._save(self._loaded, self.add_identity(merge(old, news)))

    # --- the parts

    def _acquire_lock(self, patience_s: float | None = None) -> None:
        self.state_dir.prepare()
        self._lock.acquire(patience_s)
        try:
            if old_names(self.state_dir.home):
                from wiptui.store.local.takeover import take_over  # lazy: only for an old state folder

                take_over(self.state_dir, self.now_ms())
        except BaseException:
            self._lock.release()
            raise

    def _load(self, *, thorough: bool = False) -> Loaded:
        held = (self._data, self._generation) if self._data is not None and self._generation else None
        return self._loader.load(self._known, held, thorough=thorough)

    def _known(self) -> KnownLines:
        """The lines of the records that are in memory: what the file has of them need not be read again."""
        database = self.state_dir.database
        try:
            lines = database.lines() if self._data and self._generation else {}
            if database.generation() != self._generation:
                return {}
        except DamagedDatabase:
            return {}
        known: KnownLines = {}
        for name, rows in lines.items():
            table = self._data.get(name, {}) if self._data else {}
            held = table.held if isinstance(table, IndexedTable) and not table.is_read else table
            known[name] = {key: (line.decode(), held[key]) for key, line in rows.items() if key in held}
        return known

    def _reload(self) -> Loaded:
        """Load under the lock; if nothing changed since the last read, use that."""
        return self._load() if self._current is None or self.moved() else self._current

    def _set_current(self, found: Loaded, look: Look | None) -> Data:
        self._data, self._look, self._copies_beside = found.data, look, found.copy_marks
        self._generation = found.generation if found.trusted else 0
        self._current = replace(found, main=None, copies=(), earlier_paths=()) if found.trusted else None
        return found.data

    def _needs_writing(self, found: Loaded) -> bool:
        """Whether the loaded data is not yet in the file or not yet in the local database."""
        if found.trusted or found.is_newer or not found.data:
            return False
        return found.raw is not None or os.path.isdir(self.folder)

    def _merge_while_reading(self, found: Loaded, look: Look) -> Data | None:
        """Save what was merged while reading, if the lock is free; return the data, or None when it has to wait."""
        try:
            self._acquire_lock(MERGE_LOCK_PATIENCE_S)
        except DataFileError:
            return None
        try:
            if self.look() != look:
                found = self._load()
            return None if found.is_newer else self._save_quietly(found)
        finally:
            self._lock.release()

    def _save_quietly(self, found: Loaded) -> Data | None:
        """Save what was loaded; return None, and note why, when that fails."""
        try:
            self._save(found, found.data)
        except ReadOnlyFile:
            return None
        except DataFileError as error:
            self._say(str(error))
            return None
        return self._data

    def _refuse_newer(self, found: Loaded) -> None:
        if found.is_newer:
            raise DataFileError(
                f"{self.path} was written by a newer wiptui (format {found.schema}); "
                f"this {APP} can read it but not change it. Nothing was changed."
            )

    def _say(self, words: str) -> None:
        """Note a sentence, but not the same one twice in a row."""
        if words and words != self._last_note:
            self.notes.append(words)
        self._last_note = words

    # --- saving

    def _save(self, found: Loaded, data: Data) -> None:
        """Write ``data`` under the lock. Raises DataFileError when it could be saved nowhere."""
        for _ in range(ATTEMPTS):
            try:
                self._hold_saved(found, self._saver.save(found, data))
                return
            except file_io.FileChanged:
                found = self._load()
                self._refuse_newer(found)
                data = merge(found.data, data)
        raise DataFileError(f"{self.path} is being replaced again and again by another program; try again.")

    def _hold_saved(self, before: Loaded, saved: Saved) -> None:
        """Cache what was saved. If another file appeared meanwhile, make the next read look again."""
        now = self.look()
        beside = file_io.list_folder(self.folder)
        names = nominated(os.path.basename(self.real), beside)
        if not self._is_swept:
            self._is_swept = True
            file_io.sweep(self.folder, self.now_ms(), names=beside)
            file_io.sweep(self.state_dir.home, self.now_ms())
        known = {*before.copy_marks, *(copy.name for copy in before.copies)}
        is_ours = saved.inode is None or (now[0] is not None and now[0][0] == saved.inode)
        self._set_current(saved.found, now if is_ours and all(name in known for name, _ in names) else None)
