"""Finds the files beside the data file that look like copies of it, and says of each what became of it."""

from __future__ import annotations

import os

from wiptui.domain.core.errors import DataFileError
from wiptui.store.file import file_io
from wiptui.store.file.salvage import decode
from wiptui.store.findings import NOTE, PROBLEM, Finding
from wiptui.store.loading import Loaded, most_of_a_copy, schema_of
from wiptui.store.local.identity import SCHEMA
from wiptui.store.merge_report import gains
from wiptui.sync.conflict_names import CERTAIN, nominated
from wiptui.sync.merge import META, META_ID, database_ids, merge


def copies_beside(real: str, found: Loaded, *, only_named_alike: bool = False) -> list[Finding]:
    """A finding for each file beside the data file ``real`` that is a copy, or is named like one.

    ``only_named_alike`` leaves out files whose names do not contain that of the data file; others may be many.
    """
    findings = [_merged(copy.name, copy.verdict) for copy in found.copies]
    ours = {copy.name for copy in found.copies}
    folder, base = os.path.split(real)
    names = sorted(file_io.list_folder(folder))
    verdicts = dict(nominated(base, names))
    stem = os.path.splitext(base)[0].casefold()
    for name in names:
        if name in ours or name == base or file_io.is_draft(name):
            continue
        if not only_named_alike or stem in name.casefold():
            findings += _not_merged(os.path.join(folder, name), base, verdicts.get(name), found)
    return findings


def _merged(name: str, verdict: str) -> Finding:
    if verdict == CERTAIN:
        return Finding("copies", PROBLEM, f"Conflict copy, to be merged: {name}.", True, name)
    return Finding("copies", NOTE, f"A copy of the same database, merged and left where it is: {name}.", name=name)


def _not_merged(path: str, base: str, verdict: str | None, found: Loaded) -> list[Finding]:
    """The finding about a file that is not merged; none where nothing says that it is a copy."""
    name, sign = os.path.basename(path), file_io.signature(path)
    is_certain = verdict == CERTAIN
    level = PROBLEM if is_certain else NOTE
    if sign is None or not os.path.isfile(path):
        return []
    if sign[1] > most_of_a_copy(found.raw):
        words = f"Named like a copy of this file, and too large to be merged ({sign[1]:,} bytes): {name}."
        return [Finding("copies", level, words, name=name)] if verdict else []
    try:
        raw = file_io.read_whole(path)[0] or b""
    except DataFileError as error:
        words = f"Named like a copy of this file, and not merged: {error}"
        return [Finding("copies", level, words, name=name)] if verdict else []
    mine = database_ids(found.data.get(META, {}).get(META_ID, {}))
    if not is_certain and not any(id_.encode() in raw for id_ in mine):
        return []
    copy = decode(raw).data
    is_mine = bool(database_ids(copy.get(META, {}).get(META_ID, {})) & mine)
    if schema_of(copy) > SCHEMA and (is_certain or is_mine):
        words = f"A copy in a newer format, for a newer wiptui to merge: {name}."
        return [Finding("copies", PROBLEM, words, name=name)]
    if not is_mine:
        words = f"Named like a conflict copy, but nothing of ours in it: {name}."
        return [Finding("copies", NOTE, words, name=name)] if is_certain else []
    news = sum(count for _, count in gains(found.data, merge(found.data, copy)))
    if not news:
        words = f"A copy of this file, with nothing new in it, not merged: {name}."
        return [Finding("copies", NOTE, words, name=name)]
    what = "a change" if news == 1 else f"{news} changes"
    merged = " (conflicted copy)".join(os.path.splitext(base))
    words = f"A copy of this file with {what} that it does not have, not merged because of its name: {name}."
    return [Finding("copies", PROBLEM, f"{words} To merge it, rename it to “{merged}”.", name=name)]
