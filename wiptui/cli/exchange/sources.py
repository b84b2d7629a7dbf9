"""The input of an import: the bytes and the text of a file or of stdin, and where they came from."""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from urllib.parse import quote

from wiptui.domain.core.errors import WiptuiError
from wiptui.domain.core.record import Json
from wiptui.domain.text import printable
from wiptui.exchange.todotxt.file import decode

GZIP = b"\x1f\x8b"
"""How gzip begins."""
MOST_BYTES = 1_000_000_000
"""A file of more bytes is not read: a sparse one would take all memory."""


class ImportFailed(WiptuiError):
    """The file cannot be imported; nothing was changed."""

    code = "import"


class WrongOption(WiptuiError):
    """An option that makes no sense with this format or value."""

    code = "usage"
    exit_code = 2


class InputFile:
    """One input file, ``-`` for stdin. It is opened on first access and read once."""

    def __init__(self, name: str) -> None:
        self.name = name

    @property
    def is_stdin(self) -> bool:
        return self.name == "-"

    @property
    def path(self) -> Path:
        """The file or folder. Raises ImportFailed for stdin."""
        if self.is_stdin:
            raise ImportFailed("This format is no stream: give the file itself.")
        return Path(self.name).expanduser()

    def data(self) -> bytes:
        """All bytes. Raises ImportFailed for an unreadable file, WrongOption for a folder."""
        if self.is_stdin:
            if sys.stdin is None:
                raise ImportFailed("There is no input to read.")
            buffer = getattr(sys.stdin, "buffer", None)
            read: bytes = sys.stdin.read().encode() if buffer is None else buffer.read()
            return read
        try:
            if self.path.is_dir():
                raise WrongOption(f"{printable(self.name)} is a folder: give the file in it.")
            if self.path.is_file() and self.path.stat().st_size > MOST_BYTES:
                raise ImportFailed(f"{printable(self.name)} is too large to be imported. Nothing was imported.")
            raw = self.path.read_bytes()
        except (OSError, ValueError) as error:
            raise unreadable(self.name, error) from None
        if raw.startswith(GZIP):
            raise ImportFailed(
                f"{printable(self.name)} is compressed: unpack it first; a snapshot of wiptui comes in with "
                "wiptui backup restore PATH. Nothing was imported."
            )
        return raw

    def tables(self, usual: Sequence[str], names: Sequence[str]) -> tuple[dict[str, list[dict[str, Json]]], list[str]]:
        """Return the rows of the named tables that an SQLite database has, and what of them cannot be read.

        The database is opened read-only. ``usual`` are the possible names of the file in a folder. Raises ImportFailed
        for a file that is not a database, WrongOption for a folder without one.
        """
        try:
            if self.is_stdin:
                data = self.data()
                if not data.startswith(b"SQLite format 3\0"):
                    raise ImportFailed("The input is not a database.")
                connection = sqlite3.connect(":memory:")
                connection.deserialize(data)
            else:
                path = self.path
                if path.is_dir():
                    there = [path / name for name in usual if (path / name).is_file()]
                    if not there:
                        raise WrongOption(
                            f"{printable(self.name)} is a folder without {usual[0]}: give the file itself."
                        )
                    path = there[0]
                with path.open("rb"):
                    pass  # the read below gives the reason, which SQLite does not
                connection = sqlite3.connect(f"file:{quote(str(path.absolute()))}?mode=ro", uri=True)
            with closing(connection):
                problems: list[str] = []
                found = {name: _rows(connection, name, problems) for name in names}
                return {name: rows for name, rows in found.items() if rows is not None}, problems
        except (OSError, ValueError) as error:
            raise unreadable(self.name, error) from None
        except sqlite3.Error as error:
            raise ImportFailed(f"{printable(self.name)} is not a database that can be read: {error}.") from None

    def folder(self, names: Sequence[str], ending: str) -> Iterator[tuple[str, str, bytes]]:
        """Yield folder, name without ending, and bytes of each file in the existing ones of the folders.

        Raises ImportFailed for a folder without any of them, WrongOption for a file.
        """
        try:
            if self.path.is_file():
                raise WrongOption(
                    f"{printable(self.name)} is a file: give the folder with {', '.join(names[:3])} in it."
                )
            there = [self.path / name for name in names if (self.path / name).is_dir()]
            if not there:
                raise ImportFailed(f"{printable(self.name)} is no folder with {', '.join(names[:3])} in it.")
            for folder in there:
                for file in sorted(folder.iterdir()):
                    if file.name.endswith(ending):
                        yield folder.name, file.name.removesuffix(ending), file.read_bytes()
        except (OSError, ValueError) as error:
            raise unreadable(self.name, error) from None

    def text(self) -> str:
        """All text without a byte order mark. Raises ImportFailed, or UsageError for bytes that are not text."""
        return self.raw_text().removeprefix("\ufeff")

    def raw_text(self) -> str:
        """All text exactly as in the file."""
        return decode(self.data())


def _rows(connection: sqlite3.Connection, name: str, problems: list[str]) -> list[dict[str, Json]] | None:
    """Return the rows of a table, of a damaged one the rows before the damage; None if there is no such table."""
    known = connection.execute("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?", (name,)).fetchone()
    if known is None:
        return None
    rows: list[dict[str, Json]] = []
    try:
        cursor = connection.execute(f'SELECT * FROM "{name}" ORDER BY 1')
        columns = [column[0] for column in cursor.description]
        rows += (dict(zip(columns, row, strict=True)) for row in cursor)
    except sqlite3.Error as error:
        problems.append(f"table {name}, after {len(rows)} rows: {error}")
    return rows


def unreadable(name: str, error: Exception) -> ImportFailed:
    """Return the error for a file that cannot be opened."""
    words = getattr(error, "strerror", None) or str(error)
    return ImportFailed(f"{printable(name)} cannot be read: {words}.")
