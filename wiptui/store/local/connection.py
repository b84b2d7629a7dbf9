"""The connection to the local database: opening, making, transactions, and what its errors mean."""

from __future__ import annotations

import os
import sys
from _thread import RLock
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress

from wiptui.domain.core.errors import DataFileError
from wiptui.domain.core.record import Json
from wiptui.paths import make_folder
from wiptui.store.file.file_io import ABSENT, read_own, reason, remove

try:
    import sqlite3
except ImportError:  # some systems package it apart from Python
    sqlite3 = None  # type: ignore[assignment]

NAME = "local.db"
VERSION = 1
"""The version of the tables. Raised when an older wiptui must not write them."""
SCHEMA = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value) WITHOUT ROWID;
CREATE TABLE records (
    tbl TEXT NOT NULL,
    id TEXT NOT NULL,
    line BLOB NOT NULL,       -- the line of the data file, without its comma
    open INTEGER NOT NULL,    -- whether it is still going on: see domain/core/tables.py
    last TEXT NOT NULL,       -- the latest date that it tells, in its log or in a field
    letters TEXT NOT NULL,    -- the id as people type it
    gen INTEGER NOT NULL,     -- the generation that wrote it
    born INTEGER NOT NULL,    -- the generation that wrote it first
    PRIMARY KEY (tbl, id)
);
CREATE INDEX open_rows ON records (tbl) WHERE open;
CREATE INDEX last_rows ON records (tbl, last);
CREATE INDEX letter_rows ON records (tbl, letters);
CREATE INDEX new_rows ON records (gen);
CREATE TABLE documents (device TEXT, name TEXT, value TEXT NOT NULL, PRIMARY KEY (device, name)) WITHOUT ROWID;
CREATE TABLE merges (at INTEGER NOT NULL, words TEXT NOT NULL);
CREATE TABLE derived (name TEXT PRIMARY KEY, gen INTEGER NOT NULL, value BLOB NOT NULL);
"""
PATIENCE_S = 5.0
"""How long a statement waits for another process that writes."""
WAL_PAGES = 64
"""Pages after which the WAL is put into the database: a process that opens it reads the WAL first."""
DAMAGED = (11, 26)
"""SQLITE_CORRUPT and SQLITE_NOTADB."""
NETWORK = ("nfs", "cifs", "smb", "9p", "afs", "ceph", "lustre", "gpfs", "fuse.sshfs", "fuse.rclone", "davfs")
"""How the names of file systems begin that several machines may write at once: they share no memory for a WAL."""


class DamagedDatabase(DataFileError):
    """The local database is not what wiptui wrote."""


class LocalConnection:
    """One local database, opened when it is first used. Creating the object touches no file; reading makes none."""

    def __init__(self, home: str, data_path: str) -> None:
        """``data_path`` is the real path of the data file, noted when the database is made."""
        self.home = home
        self._data_path = data_path
        self.path = os.path.join(home, NAME)
        self._connection: sqlite3.Connection | None = None
        self._identity: tuple[int, int] | None = None
        self._turn = RLock()  # threads share the connection: none reads within the transaction of another

    @property
    def identity(self) -> tuple[int, int] | None:
        """Device and inode of the database that is open; None while none is."""
        return self._identity

    def exists(self) -> bool:
        """Whether there is a local database. Raises DataFileError when that cannot be told."""
        return self._identity_now() is not None

    def close(self) -> None:
        """Close the connection. The next use opens it again."""
        with self._turn:
            connection, self._connection, self._identity = self._connection, None, None
            if connection is not None:
                connection.close()

    def raw_files(self) -> list[tuple[str, bytes]]:
        """The names and bytes of the files of a damaged database. Raises DataFileError."""
        self.close()
        found = [(NAME + ending, read_own(self.path + ending)) for ending in ("", "-wal")]
        return [(name, raw) for name, raw in found if raw is not None]

    def remove(self) -> None:
        """Remove the database, of which the caller has kept a copy."""
        self.close()
        for ending in ("", "-wal", "-shm", "-journal"):
            remove(self.path + ending)

    def _identity_now(self) -> tuple[int, int] | None:
        try:
            found = os.stat(self.path)
        except ABSENT:
            return None
        except (OSError, ValueError) as error:
            raise self._unreadable(reason(error)) from error
        return found.st_dev, found.st_ino

    def _opened(self, *, make: bool) -> sqlite3.Connection | None:
        """The connection; None where there is no database and none is to be made."""
        identity = self._identity_now()
        if self._connection is not None and identity == self._identity:
            return self._connection
        self.close()  # also where somebody removed the database: writing to it would reach nobody
        if identity is None and not make:
            return None
        if sqlite3 is None:
            raise DataFileError(
                "This Python has no sqlite3, which wiptui keeps its own copy of your data in: install it with your "
                "system's packages (python3-sqlite3 or py-sqlite3), or use another Python. Nothing was changed."
            )
        if identity is None:
            make_folder(self.home)
            self._make()
            identity = self._identity_now()
        self._connection, self._identity = self._connect(), identity
        return self._connection

    def _connect(self) -> sqlite3.Connection:
        mode = "rw"
        if not os.access(self.home, os.W_OK) and not _size(self.path + "-wal"):
            mode = "ro&immutable=1"
        quoted = self.path.replace("%", "%25").replace("?", "%3f").replace("#", "%23")
        if sys.platform == "win32":
            quoted = "/" + quoted.replace("\\", "/")
        connection = sqlite3.connect(
            f"file:{quoted}?mode={mode}",
            uri=True,
            timeout=PATIENCE_S,
            isolation_level=None,
            check_same_thread=False,
        )
        try:
            ((version,),) = connection.execute("PRAGMA user_version")
        except BaseException:
            connection.close()
            raise
        if version != VERSION:
            connection.close()
            if version > VERSION:
                raise DataFileError(
                    f"{self.path} was written by a newer wiptui, which this one cannot read. Nothing was changed."
                )
            raise DamagedDatabase(f"{self.path} is damaged.")
        return connection

    def _make(self) -> None:
        """Make an empty database, whole from the start: no other process sees half of it."""
        draft = f"{self.path}.{os.getpid()}.new"
        remove(draft)
        os.close(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        try:
            connection = sqlite3.connect(draft, isolation_level=None)
            try:
                connection.executescript(f"BEGIN; {SCHEMA} PRAGMA user_version = {VERSION};")
                connection.execute("INSERT INTO meta VALUES ('path', ?)", (os.fsencode(self._data_path),))
                connection.execute("COMMIT")
                if not is_on_network(self.home):
                    connection.execute("PRAGMA journal_mode = WAL").fetchone()
            finally:
                connection.close()
            os.replace(draft, self.path)
        finally:
            remove(draft)

    def _meta(self, key: str) -> Json | None:
        return next((value for (value,) in self._rows("SELECT value FROM meta WHERE key = ?", (key,))), None)

    def _note(self, key: str, value: Json) -> None:
        with suppress(DataFileError, OSError):
            if self.exists():
                with self._writing(sync=False) as do:
                    do("INSERT OR REPLACE INTO meta VALUES (?, ?)", (key, value))

    def _rows(self, question: str, values: tuple[Json, ...] = ()) -> list[Json]:
        """The rows of an answer. Raises DataFileError."""
        with self._turn, self._errors_told():
            connection = self._opened(make=False)
            return connection.execute(question, values).fetchall() if connection is not None else []

    @contextmanager
    def _reading(self) -> Iterator[None]:
        """Several questions that are answered from one state of the database. Raises DataFileError."""
        with self._turn, self._errors_told():
            connection = self._opened(make=False)
            if connection is None:
                yield
                return
            connection.execute("BEGIN")
            try:
                yield
            finally:
                with suppress(sqlite3.Error):
                    connection.execute("COMMIT")

    def _many(self, statement: str, rows: Iterable[tuple[Json, ...]]) -> None:
        if self._connection is not None:
            self._connection.executemany(statement, rows)

    @contextmanager
    def _writing(self, *, sync: bool) -> Iterator[Callable[..., sqlite3.Cursor]]:
        """One transaction; yields what executes a statement. Raises DataFileError and OSError, nothing is then kept.

        ``sync`` waits until it is on the disk.
        """
        with self._turn, self._errors_told():
            connection = self._opened(make=True)
            if connection is None:
                raise AssertionError("it was made")
            connection.execute(f"PRAGMA synchronous = {'FULL' if sync else 'NORMAL'}")
            connection.execute(f"PRAGMA wal_autocheckpoint = {WAL_PAGES}")
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection.execute
                connection.execute("COMMIT")
            except BaseException:
                with suppress(sqlite3.Error):
                    connection.execute("ROLLBACK")
                raise

    @contextmanager
    def _errors_told(self) -> Iterator[None]:
        if sqlite3 is None:
            yield
            return
        try:
            yield
        except sqlite3.Error as error:
            code = getattr(error, "sqlite_errorcode", 0) & 0xFF
            if code in DAMAGED or "no such table" in str(error):
                self.close()
                raise DamagedDatabase(f"{self.path} is damaged: {reason(error)}. Nothing was changed.") from error
            raise self._unreadable(reason(error)) from error

    def _unreadable(self, why: str) -> DataFileError:
        return DataFileError(f"Cannot read {self.path}, which this machine keeps: {why}. Nothing was changed.")


def is_on_network(folder: str) -> bool:
    """Whether a folder is on a file system that other machines may write too, as far as the system tells."""
    if sys.platform == "win32":
        return folder.startswith("\\\\")
    try:
        with open("/proc/self/mountinfo", encoding="utf-8", errors="replace") as file:
            mounts = [line.split() for line in file]
    except OSError:
        return False
    real, kind, depth = os.path.realpath(folder), "", -1
    for words in mounts:
        point = words[4].replace("\\040", " ")
        if len(point) >= depth and (real == point or real.startswith(point.rstrip("/") + "/")):
            kind, depth = words[words.index("-") + 1], len(point)
    return kind.startswith(NETWORK)


def _size(path: str) -> int:
    try:
        return os.path.getsize(path)
    except OSError:
        return 0
