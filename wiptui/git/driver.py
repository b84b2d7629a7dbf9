"""The merge driver for git: merges three versions of the data file."""

from __future__ import annotations

import os
from pathlib import Path

from wiptui.domain.core.errors import DataFileError, WiptuiError
from wiptui.domain.core.frozen import dataclass
from wiptui.domain.core.record import Data, is_gone
from wiptui.store.file.codec import Decoded, encode
from wiptui.store.file.file_io import read_whole, reason, replace_whole
from wiptui.store.file.salvage import decode
from wiptui.store.kept.kept_copies import KeptCopies
from wiptui.store.loading import schema_of, with_low_confidence
from wiptui.store.local.identity import SCHEMA
from wiptui.sync.merge import merge


@dataclass(frozen=True, slots=True)
class Merged:
    """The result of a merge."""

    output: str
    tasks: int
    is_changed: bool
    """Whether the output had to be written."""
    problems: tuple[str, ...]
    """What was wrong with the files that were merged."""
    kept: str
    """The path of the kept copy of a damaged file; empty when it was not damaged."""


def merge_files(base: str, ours: str, theirs: str, output: str = "", *, kept_copies_dir: str, now_ms: int) -> Merged:
    """Merge three versions and write the result to ``output``, else to ``ours``. It has all that any of them has.

    A missing or empty file is a version without tasks. ``now_ms`` is UTC milliseconds. Raises WiptuiError for a file
    that is no data file, and DataFileError for a newer format or a file that cannot be read or written; nothing is
    changed then.
    """
    raws = [_bytes(path) for path in (ours, theirs, base)]
    if not raws[0] and not raws[1]:
        raise WiptuiError(f"There is nothing to merge: {ours} and {theirs} are missing or empty.")
    sides = [_read(path, raw) for path, raw in zip((ours, theirs, base), raws, strict=True)]
    data = merge(*(side.data for side in sides))
    data = with_low_confidence(data, [side.low_confidence for side in sides])
    target = os.path.realpath(output or ours)
    blob = encode(data)
    before = _bytes(target)
    kept = ""
    if before != blob:
        grave = target == os.path.realpath(ours) and sides[0].is_grave
        kept = _write(target, blob, before if grave else b"", kept_copies_dir, now_ms)
    problems = tuple(
        f"{name}: {problem.words}"
        for name, side in zip(("ours", "theirs"), sides, strict=False)
        for problem in side.problems
        if problem.kind != "edited"
    )
    return Merged(output or ours, _tasks(data), before != blob, problems, kept)


def _bytes(path: str) -> bytes:
    if path == os.devnull:
        return b""  # how git names a version that does not exist
    return read_whole(path)[0] or b""


def _read(path: str, raw: bytes) -> Decoded:
    found = decode(raw)
    if raw.strip() and not found.is_ours:
        raise WiptuiError(f"{path} is not a wiptui data file; nothing was merged.")
    if schema_of(found.data) > SCHEMA:
        raise DataFileError(f"{path} was written by a newer wiptui, which has to merge it; nothing was merged.")
    return found


def _write(target: str, blob: bytes, damaged: bytes, kept_copies_dir: str, now_ms: int) -> str:
    try:
        kept = KeptCopies(kept_copies_dir).keep(damaged, Path(target).name, now_ms) if damaged else ""
        replace_whole(target, blob)
    except OSError as error:
        raise DataFileError(f"Cannot write {target}: {reason(error)}.") from error
    return kept


def _tasks(data: Data) -> int:
    return sum(not is_gone(record) for record in data.get("tasks", {}).values())
