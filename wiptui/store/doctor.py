"""Examines the data file without changing anything, and repairs what can be repaired."""

from __future__ import annotations

import os

from wiptui.domain.core.errors import DataFileError
from wiptui.domain.core.frozen import dataclass
from wiptui.domain.core.record import LOG, Data, is_gone, make_stamp
from wiptui.domain.tasks.concurrent_edits import overruled
from wiptui.domain.tasks.task import title_of
from wiptui.domain.text import counted
from wiptui.store.file import file_io
from wiptui.store.file.codec import Decoded
from wiptui.store.file.file_slice import whole
from wiptui.store.file.salvage import decode
from wiptui.store.loading import Loaded, Loader, most_of_a_copy, schema_of
from wiptui.store.local.identity import SCHEMA
from wiptui.store.local.state_dir import StateDir, names_in
from wiptui.store.merge_report import device_label, gains
from wiptui.store.tiny_store import TinyStore
from wiptui.sync.conflict_names import CERTAIN, nominated
from wiptui.sync.hand_edits import is_stamp
from wiptui.sync.merge import META, META_ID, database_ids, merge

OK, NOTE, PROBLEM = "ok", "note", "problem"
DAY_MS = 86_400_000
FOLDERS = ("journal-", "quarantine", "backups")
"""How the names of folders in the state folder begin."""
_WORDS = {
    "torn": "the end of the file is missing",
    "damaged": "parts of the file cannot be read",
    "log": "entries of a history are not what wiptui writes",
    "deep": "a value is nested too deep",
    "layout": "the file is not laid out as wiptui writes it",
    "duplicate": "records stand in the file twice",
    "markers": "conflict markers of git are in the file",
    "encoding": "the file is not plain UTF-8 with LF",
    "edited": "records were edited by hand",
}


@dataclass(frozen=True)
class Finding:
    """The result of one check."""

    code: str
    """A word for scripts: file, format, copies, shadow, own, clock, drafts, backups, hooks, or the kind of damage."""
    level: str
    """``ok``, ``note`` (nothing to worry about) or ``problem``."""
    words: str
    can_repair: bool = False


def examine(store: TinyStore, now_ms: int) -> list[Finding]:
    """Examine the data file. Changes and creates nothing. ``now_ms`` is UTC milliseconds."""
    path, state_dir = str(store.path), store.state_dir
    try:
        found = Loader(path, state_dir.real, state_dir, 0).load(thorough=True)
    except DataFileError as error:
        return [Finding("file", PROBLEM, str(error))]
    if found.raw is None and not found.data:
        return [Finding("file", NOTE, f"{path} does not exist yet; it is made at the first change.")]
    findings = [_file(path, state_dir.real, found)]
    findings += [_format(found)] if found.is_newer else []
    findings += _damage(found.main) if found.main is not None else []
    findings += _copies(state_dir.real, found)
    unwritable_folder = state_dir.unwritable_folder()
    if unwritable_folder:
        words = f"This machine can keep no copy of its own, and no undo: {unwritable_folder} cannot be written."
        findings.append(Finding("shadow", PROBLEM, words))
    shadow = _shadow(state_dir, found)
    findings += [shadow] if shadow.level == PROBLEM or not unwritable_folder else []
    findings += _own(state_dir)
    findings += _two_versions(found.data)
    findings += _clocks(found.data, now_ms)
    findings += _drafts(state_dir.real)
    findings.append(_safety(store))
    return findings


def repair(store: TinyStore, now_ms: int) -> list[str]:
    """Repair what can be repaired; return what was done. Raises DataFileError when the file cannot be written."""
    done = []
    report = store.merge_now()
    if report.words:
        done.append(report.words)
    done += [f"Kept {path}." for path in report.kept]
    swept = file_io.sweep(os.path.dirname(store.state_dir.real), now_ms, age_ms=60_000)
    if swept:
        done.append(f"Took away {counted(swept, 'leftover draft')}.")
    return done


def _file(path: str, real: str, found: Loaded) -> Finding:
    if found.raw is None:
        return Finding("file", PROBLEM, f"{path} is gone; this machine knows what was in it.", True)
    tasks = len(found.data.get("tasks", {}))
    where = path if path == real else f"{path} -> {real}"
    words = f"{where}: {counted(tasks, 'task')}, {len(found.raw):,} bytes."
    if file_io.is_read_only(real):
        return Finding("file", PROBLEM, f"{words} It is read-only.")
    if not os.access(os.path.dirname(real), os.W_OK | os.X_OK):
        return Finding("file", PROBLEM, f"{words} Its folder cannot be written.")
    return Finding("file", OK, words)


def _format(found: Loaded) -> Finding:
    return Finding("format", PROBLEM, f"Format {found.schema} is newer than this wiptui; it can be read, not changed.")


def _damage(main: Decoded) -> list[Finding]:
    findings = []
    for kind in dict.fromkeys(problem.kind for problem in main.problems):
        these = [problem for problem in main.problems if problem.kind == kind]
        where = ", ".join(str(problem.line) for problem in these[:5] if problem.line)
        words = _WORDS[kind][:1].upper() + _WORDS[kind][1:]
        place = f" (line {where}{', ...' if len(these) > 5 else ''})" if where else ""
        findings.append(Finding(kind, NOTE if kind == "edited" else PROBLEM, f"{words}{place}.", True))
    return findings


def _copies(real: str, found: Loaded) -> list[Finding]:
    findings = []
    ours = {copy.name for copy in found.copies}
    for copy in found.copies:
        if copy.verdict == CERTAIN:
            findings.append(Finding("copies", PROBLEM, f"Conflict copy, to be merged: {copy.name}.", True))
        else:
            words = f"A copy of the same database, merged and left where it is: {copy.name}."
            findings.append(Finding("copies", NOTE, words))
    folder, base = os.path.split(real)
    names = sorted(file_io.list_folder(folder))
    certain = {name for name, verdict in nominated(base, names) if verdict == CERTAIN}
    for name in names:
        if name not in ours and name != base and not file_io.is_draft(name):
            findings += _unmerged(os.path.join(folder, name), base, name in certain, found)
    return findings


def _unmerged(path: str, base: str, is_certain: bool, found: Loaded) -> list[Finding]:
    """Findings about a file beside the data file that is not merged."""
    name, sign = os.path.basename(path), file_io.signature(path)
    if sign is None or not os.path.isfile(path):
        return []
    if sign[1] > most_of_a_copy(found.raw):
        words = f"Named like a conflict copy, but too large to be one ({sign[1]:,} bytes): {name}."
        return [Finding("copies", NOTE, words)] if is_certain else []
    try:
        raw = file_io.read_whole(path)[0] or b""
    except DataFileError as error:
        return [Finding("copies", PROBLEM, str(error))] if is_certain else []
    mine = database_ids(found.data.get(META, {}).get(META_ID, {}))
    if not is_certain and not any(id_.encode() in raw for id_ in mine):
        return []
    copy = decode(raw).data
    if schema_of(copy) > SCHEMA and (is_certain or database_ids(copy.get(META, {}).get(META_ID, {})) & mine):
        return [Finding("copies", PROBLEM, f"A copy in a newer format, for a newer wiptui to merge: {name}.")]
    if not database_ids(copy.get(META, {}).get(META_ID, {})) & mine:
        words = f"Named like a conflict copy, but nothing of ours in it: {name}."
        return [Finding("copies", NOTE, words)] if is_certain else []
    news = sum(count for _, count in gains(found.data, merge(found.data, copy)))
    if not news:
        return [Finding("copies", NOTE, f"A copy of this file, with nothing new in it, not merged: {name}.")]
    what = "a change" if news == 1 else f"{news} changes"
    merged = " (conflicted copy)".join(os.path.splitext(base))
    words = f"A copy of this file with {what} that it does not have, not merged because of its name: {name}."
    return [Finding("copies", PROBLEM, f"{words} To merge it, rename it to “{merged}”.")]


def _shadow(state_dir: StateDir, found: Loaded) -> Finding:
    """What there is to say about this machine's own copy of the file."""
    main = found.main.data if found.main is not None else {}
    if found.damaged:
        names = " and ".join(name for name, _ in found.damaged)
        words = f"This machine's own copy is damaged ({names}); a save keeps the damaged one and makes it anew."
        return Finding("shadow", PROBLEM, words, True)
    if found.other_database is not None:
        return Finding(
            "shadow", NOTE, "This machine knew another database in this place; it goes to the backups.", True
        )
    missing = sum(count for _, count in gains(main, found.data)) if found.raw is not None else 0
    if missing:
        lacking = "a change that is" if missing == 1 else f"{missing} changes that are"
        return Finding("shadow", PROBLEM, f"The file lacks {lacking} known elsewhere.", True)
    if found.shadow is None:
        return Finding("shadow", NOTE, f"No copy of the file on this machine yet ({state_dir.home}).", True)
    is_same = found.raw is not None and found.shadow == whole(found.raw)
    behind = 0 if is_same else sum(count for _, count in gains(decode(found.shadow).data, found.data))
    if not behind:
        return Finding("shadow", OK, "This machine keeps a full copy of its own.")
    words = f"This machine's own copy lacks {counted(behind, 'change')} that the file has"
    if not os.access(state_dir.shadow_path, os.W_OK):
        return Finding("shadow", PROBLEM, f"{words}, and it cannot be written: {state_dir.shadow_path}.")
    return Finding("shadow", NOTE, f"{words}; the next command brings it up to date.", True)


def _own(state_dir: StateDir) -> list[Finding]:
    """Files of this machine's state that cannot be read."""
    paths = [state_dir.install_path, *(os.path.join(state_dir.home, name) for name in names_in(state_dir.home))]
    for folder in [path for path in paths if os.path.basename(path).startswith("journal-")]:
        paths += [os.path.join(folder, name) for name in names_in(folder)]
    findings = []
    for path in paths:
        if os.path.isdir(path) and os.path.basename(path).startswith(FOLDERS):
            continue
        try:
            file_io.read_own(path)
        except DataFileError as error:
            findings.append(Finding("own", PROBLEM, str(error)))
    return findings


def _two_versions(data: Data) -> list[Finding]:
    """Tasks with a text that two machines edited independently; a person has to decide."""
    found = [record for record in data.get("tasks", {}).values() if overruled(record) and not is_gone(record)]
    if not found:
        return []
    titles = ", ".join(f"“{title_of(record)[:40]}”" for record in found[:3])
    more = f" and {len(found) - 3} more" if len(found) > 3 else ""
    words = f"Edited on two machines, so that each has another text: {titles}{more}. wiptui show tells both."
    return [Finding("versions", NOTE, words)]


def _clocks(data: Data, now_ms: int) -> list[Finding]:
    """Devices with stamps more than a day in the future."""
    limit = make_stamp(now_ms + DAY_MS, "")
    ahead = {
        stamp[19:23]
        for table in data.values()
        for record in table.values()
        for stamp in record.get(LOG) or {}
        if stamp > limit and is_stamp(stamp)
    }
    return [
        Finding("clock", NOTE, f"The clock of {device_label(data, code)} was more than a day ahead at some time.")
        for code in sorted(ahead)
    ]


def _drafts(real: str) -> list[Finding]:
    drafts = [name for name in file_io.list_folder(os.path.dirname(real)) if file_io.is_draft(name)]
    if not drafts:
        return []
    return [Finding("drafts", NOTE, f"{len(drafts)} leftover draft(s) of an interrupted save.", True)]


def _safety(store: TinyStore) -> Finding:
    backups = len(store.replica.backups.list())
    kept = len(store.replica.kept_copies.names())
    where = store.state_dir.kept_copies_dir
    copies = f", {counted(kept, 'kept copy', 'kept copies')} ({where})" if kept else ""
    return Finding("backups", OK, f"{counted(backups, 'backup')}{copies}.")
