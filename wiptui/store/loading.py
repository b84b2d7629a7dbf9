"""Loading one database from the data file, the conflict copies beside it, and this machine's shadow."""

from __future__ import annotations

import os
import time
import zlib
from collections.abc import Callable

from wiptui.domain.core.errors import DataFileError
from wiptui.domain.core.frozen import dataclass, field, replace
from wiptui.domain.core.record import LOG, Data, Json, Record
from wiptui.store.file.codec import Decoded, KnownLines, encode
from wiptui.store.file.file_io import Signature, list_folder, read_whole, signature
from wiptui.store.file.file_slice import FileBytes
from wiptui.store.local.connection import DamagedDatabase
from wiptui.store.local.identity import SCHEMA
from wiptui.store.local.old_state import old_parts
from wiptui.store.local.state_dir import StateDir
from wiptui.store.record_index import caught_up, open_data
from wiptui.sync.conflict_names import CERTAIN, nominated
from wiptui.sync.merge import META, META_ID, merge, related, same

TYPE_CHECKING = False
if TYPE_CHECKING:
    from wiptui.store.local.moved_file import EarlierPath

    Held = tuple[Data, int]
    """Data of the local database, and its generation."""

PATIENCE_S = 1.0
"""Seconds to wait for a file that vanished or is torn: sync clients remove it for a moment at each update."""


BLANK = b"\0 \t\r\n\xef\xbb\xbf"
"""Bytes that say nothing."""
MOST_OF_A_COPY = 64_000_000
"""A copy larger than this many bytes is not read, unless the data file is a quarter as large."""


@dataclass(frozen=True)
class Copy:
    """A conflict copy beside the data file."""

    name: str
    verdict: str
    mark: list[int]
    """Size, mtime_ns and CRC-32 of what was merged."""
    data: Data


@dataclass(frozen=True)
class Loaded:
    """The loaded data, and which parts of it are not yet in the file or the shadow."""

    data: Data
    raw: FileBytes | None
    """The bytes of the data file (of a large trusted one a lazy slice); None when it is absent."""
    sign: Signature
    trusted: bool
    """Whether the codec wrote the file and the shadow says the same."""
    main: Decoded | None
    copies: tuple[Copy, ...]
    """Conflict copies that are not merged into the file yet."""
    copy_marks: dict[str, list[int]]
    """Size, time and checksum of every copy that needs no second look, by name."""
    shadow: bytes | None
    other_database: bytes | None
    """The bytes of the shadow when it belongs to another database, which the file held before."""
    schema: int
    damaged: tuple[tuple[str, bytes], ...] = ()
    """Names and bytes of damaged files of this machine, to be kept before a save."""
    earlier_paths: tuple[EarlierPath, ...] = ()
    """What this machine saved for the same database at paths that no longer exist."""
    generation: int = 0
    """The generation of the records that a trusted file equals."""
    source: dict[str, Json] = field(default_factory=dict)
    """What the local database knows of a trusted file."""

    @property
    def is_placeholder(self) -> bool:
        """Whether the file is there without a single byte, and nothing is known of what it should hold."""
        return not self.trusted and self.raw == b"" and self.shadow is None and not self.copies

    @property
    def is_newer(self) -> bool:
        """Whether a newer wiptui wrote this, in a format that this version does not know."""
        return self.schema > SCHEMA


class Loader:
    """Loads one data file together with its conflict copies and the shadow."""

    def __init__(
        self,
        path: str,
        real: str,
        state_dir: StateDir,
        patience_s: float = PATIENCE_S,
    ) -> None:
        self.path = path
        self.real = real
        self.folder = os.path.dirname(real) or "."
        self.state_dir = state_dir
        self.patience_s = patience_s

    def load(
        self,
        known: Callable[[], KnownLines] = dict,
        held: Held | None = None,
        *,
        thorough: bool = False,
    ) -> Loaded:
        """Load everything. ``known`` returns the lines of data read before; ``held`` is what the database had before,
        with its generation; ``thorough`` looks at every copy again.

        Raises DataFileError for a file that cannot be read or is no data file.
        """
        database = self.state_dir.database
        try:
            source = database.source()
        except DamagedDatabase:
            source = {}
        names = nominated(os.path.basename(self.real), list_folder(self.folder))
        marks: dict[str, list[int]] = {} if thorough else (source.get("copies") or {})
        new_copies, copy_marks = self._new_copies(names, marks)
        text = self.state_dir.trusted(source) if not new_copies and not thorough else None
        if text is not None:
            try:
                data, generation = caught_up(database, *held) if held is not None else open_data(database)
                schema = schema_of(data)
                return Loaded(
                    data, text, text.sign, True, None, (), copy_marks, None, None, schema, (), (), generation, source
                )
            except DamagedDatabase:
                pass
        raw, sign = read_whole(self.real)
        expected = database.exists() or any(verdict == CERTAIN for _, verdict in names)
        if raw is None and expected and os.path.isdir(self.folder):
            raw, sign = self._wait_for_file()
        return self._load_all(raw, sign, known(), new_copies, copy_marks)

    # --- the full load

    def _load_all(
        self,
        raw: bytes | None,
        sign: Signature,
        known: KnownLines,
        new_copies: list[tuple[str, str]],
        copy_marks: dict[str, list[int]],
    ) -> Loaded:
        from wiptui.store.local.moved_file import find_earlier_paths  # lazy: add does without it

        main = _salvaged(raw or b"", known)
        if raw is not None and any(problem.kind == "torn" for problem in main.problems):
            torn = raw
            raw, sign = self._wait_for_rest(self.real, raw, sign)
            main = main if raw is torn else _salvaged(raw or b"", known)
        shadow_raw, shadow, damaged = self._load_shadow(raw, main, known)
        is_blank = raw is None or raw.strip(BLANK) in (b"", b"{}")
        anchor = main.data if main.is_ours else (shadow.data if shadow else {})
        copies = self._read_copies(new_copies, copy_marks, anchor, main.lines or known, most_of_a_copy(raw))
        if not is_blank and not main.is_ours and not (shadow and shadow.data) and not copies:
            what = "damaged beyond reading" if _looks_ours(raw or b"") else "not a wiptui data file"
            raise DataFileError(f"{self.path} is {what}; nothing was changed.")
        sources = [main] if main.is_ours or is_blank else []
        other_database = None
        if shadow is not None:
            if not main.is_ours or related(main.data, shadow.data):
                sources.append(shadow)
            else:
                other_database = shadow_raw
        earlier_paths = find_earlier_paths(self.state_dir, main.data) if main.is_ours else ()
        data = merge(
            *(side.data for side in sources), *(copy.data for copy in copies), *(state.data for state in earlier_paths)
        )
        data = with_low_confidence(data, [source.low_confidence for source in sources])
        schema = schema_of(data)
        return Loaded(
            data,
            raw,
            sign,
            False,
            main,
            tuple(copies),
            copy_marks,
            shadow_raw,
            other_database,
            schema,
            damaged,
            earlier_paths,
        )

    def _load_shadow(
        self, main_raw: bytes | None, main: Decoded, known: KnownLines
    ) -> tuple[bytes | None, Decoded | None, tuple[tuple[str, bytes], ...]]:
        """Return this machine's own copy as bytes and as data, and the names and bytes of its damaged parts.

        Bytes that equal the file are not decoded twice. Raises DataFileError when a part exists but cannot be read.
        """
        database = self.state_dir.database
        damaged: tuple[tuple[str, bytes], ...] = ()
        try:
            raw = database.text()
        except DamagedDatabase:
            raw, damaged = database.salvaged(), tuple(database.raw_files())
        old = [part for _, part in old_parts(self.state_dir.home)]  # taken over at the first save
        if raw is None and not old:
            return None, None, damaged
        shadow = main if raw and raw == main_raw else _salvaged(raw or b"", main.lines or known)
        if raw is not None and shadow.is_damaged and not damaged:
            damaged = tuple(database.raw_files())
        if old:
            data = merge(shadow.data, *(_salvaged(part).data for part in old))
            raw, shadow = encode(data), replace(shadow, data=data)
        return raw, shadow, damaged

    def _new_copies(
        self, names: list[tuple[str, str]], marks: dict[str, list[int]]
    ) -> tuple[list[tuple[str, str]], dict[str, list[int]]]:
        """Return the copies to look at, and the marks of those that need no second look."""
        new_copies: list[tuple[str, str]] = []
        copy_marks: dict[str, list[int]] = {}
        for name, verdict in names:
            sign = signature(os.path.join(self.folder, name))
            if sign is None:
                continue
            mark = marks.get(name)
            if isinstance(mark, list) and mark[:2] == [sign[1], sign[2]]:
                copy_marks[name] = mark
            else:
                new_copies.append((name, verdict))
        return new_copies, copy_marks

    def _read_copies(
        self,
        new_copies: list[tuple[str, str]],
        copy_marks: dict[str, list[int]],
        anchor: Data,
        known: KnownLines,
        most: int,
    ) -> list[Copy]:
        """The copies of this database, of at most ``most`` bytes each; ``copy_marks`` notes the others as looked at."""
        copies = []
        for name, verdict in new_copies:
            path = os.path.join(self.folder, name)
            seen = signature(path)
            if seen is not None and seen[1] > most:
                copy_marks[name] = [seen[1], seen[2], 0]
                continue
            try:
                raw, sign = read_whole(path)
                found = _salvaged(raw or b"", known)
                if raw is not None and found.is_grave:
                    torn = raw
                    raw, sign = self._wait_for_rest(path, raw, sign)
                    found = found if raw is torn else _salvaged(raw or b"", known)
            except DataFileError:
                continue
            if raw is None or sign is None:
                continue
            mark = [sign[1], sign[2], zlib.crc32(raw)]
            is_ours = (found.is_ours or not raw) and schema_of(found.data) <= SCHEMA
            if not is_ours or (verdict != CERTAIN and not is_same_database(anchor, found.data)):
                copy_marks[name] = mark
            else:
                data = with_low_confidence(found.data, [found.low_confidence])
                copies.append(Copy(name, verdict, mark, data))
        return copies

    def _wait_for_file(self) -> tuple[bytes | None, Signature]:
        waited = 0.0
        while waited < self.patience_s:
            time.sleep(0.01)
            waited += 0.01
            raw, sign = read_whole(self.real)
            if raw is not None:
                return raw, sign
        return None, None

    def _wait_for_rest(self, path: str, raw: bytes, sign: Signature) -> tuple[bytes | None, Signature]:
        """Wait until a torn file stands still: another program may still be writing it in place."""
        waited, now = 0.0, sign
        step = min(0.05, self.patience_s)
        while waited < self.patience_s:
            time.sleep(step)
            waited += step
            before, now = now, signature(path)
            if now == before:
                break
        return read_whole(path) if now != sign else (raw, sign)


def _salvaged(raw: bytes, known: KnownLines | None = None) -> Decoded:
    """All that can be read of the bytes of a data file."""
    from wiptui.store.file.salvage import decode  # lazy: add does without it

    return decode(raw, known)


def most_of_a_copy(raw: FileBytes | None) -> int:
    """The size in bytes past which a copy is not read: a file of 40 GB is no copy of a task list."""
    return max(MOST_OF_A_COPY, 4 * len(raw or b""))


def _looks_ours(raw: bytes) -> bool:
    """Whether the first line is one that wiptui writes."""
    first = raw.split(b"\n", 1)[0]
    return first == b"{" or (first.startswith(b'{"') and (first.endswith(b'":{') or len(first) < 20))


def schema_of(data: Data) -> int:
    """The major version of the format, 1 where the file does not say."""
    value = data.get(META, {}).get(META_ID, {}).get("schema")
    return value if isinstance(value, int) and not isinstance(value, bool) else 1


def is_same_database(one: Data, two: Data) -> bool:
    """Whether a copy names the same database as ``one``; a copy without a database id does not count."""
    return bool(two.get(META, {}).get(META_ID, {}).get("db")) and bool(one) and related(one, two)


def with_low_confidence(data: Data, low_confidence: list[Data]) -> Data:
    """Add the records of low confidence that ``data`` has no better version of."""
    for source in low_confidence:
        for name, table in source.items():
            known = {key for rows in data.values() for key in rows if len(key) > 9} | {*data.get(name, {})}
            missing = {
                key: row
                for key, row in table.items()
                if key not in known and not any(_says_all(other, row) for other in data.get(name, {}).values())
            }
            if missing:
                data = {**data, name: {**data.get(name, {}), **missing}}
    return data


def _says_all(record: Record, row: Record) -> bool:
    """Whether the log of ``record`` contains that of ``row``: then it is the same record, with its id intact."""
    log = record.get(LOG, {})
    return all(same(log.get(stamp), patch) for stamp, patch in row.get(LOG, {}).items())
