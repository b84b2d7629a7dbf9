"""Examines the data file without changing anything, and repairs what can be repaired."""

from __future__ import annotations

import os

from wiptui.domain.core.clock import from_ms
from wiptui.domain.core.errors import DataFileError
from wiptui.domain.core.frozen import replace
from wiptui.domain.core.record import Data, is_gone
from wiptui.domain.tasks.concurrent_edits import overruled
from wiptui.domain.tasks.task import title_of
from wiptui.domain.text import counted
from wiptui.store.file import file_io
from wiptui.store.file.file_slice import whole
from wiptui.store.file.salvage import decode
from wiptui.store.files_beside import copies_beside
from wiptui.store.findings import NOTE, OK, PROBLEM
from wiptui.store.findings import Finding as Finding
from wiptui.store.loading import BLANK, Loaded, Loader
from wiptui.store.local.connection import NAME as LOCAL_DB
from wiptui.store.local.state_dir import StateDir, names_in
from wiptui.store.merge_report import gains
from wiptui.store.tiny_store import TinyStore
from wiptui.sync.devices import device_activity

FOLDERS = ("journal-", "quarantine", "backups", LOCAL_DB)
"""How names in the state folder begin that are not read here: folders, and the database, which is opened instead."""
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


def examine(store: TinyStore, now_ms: int) -> list[Finding]:
    """Examine the data file. Changes and creates nothing. ``now_ms`` is UTC milliseconds."""
    path, state_dir = str(store.path), store.state_dir
    try:
        found = Loader(path, state_dir.real, state_dir, 0).load(thorough=True)
    except DataFileError as error:
        return [Finding("file", PROBLEM, str(error))]
    if found.raw is None and not found.data:
        elsewhere = file_io.why_elsewhere(path, state_dir.real)
        if elsewhere:
            return [Finding("file", PROBLEM, f"{elsewhere[:1].upper()}{elsewhere[1:]}. Until it is, nothing is saved.")]
        return [Finding("file", NOTE, f"{path} does not exist yet; it is made at the first change.")]
    if found.is_placeholder:
        return [Finding("file", PROBLEM, file_io.why_empty(path))]
    findings = [_file(path, state_dir.real, found)]
    findings += [_format(found)] if found.is_newer else []
    findings += _damage(found) if found.main is not None else []
    findings += copies_beside(state_dir.real, found)
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
    findings += _links(state_dir.real)
    findings += _git(state_dir.real)
    findings.append(_safety(store))
    if findings[0].level == PROBLEM and not findings[0].can_repair:
        findings = [replace(finding, can_repair=False) for finding in findings]  # no repair can write the file
    return findings


def unmerged(store: TinyStore) -> list[Finding]:
    """The files named like copies of the data file that have changes and are not merged. Raises DataFileError."""
    state_dir = store.state_dir
    found = Loader(str(store.path), state_dir.real, state_dir, 0).load(thorough=True)
    copies = copies_beside(state_dir.real, found, only_named_alike=True)
    return [copy for copy in copies if copy.level == PROBLEM and not copy.can_repair]


def repair(store: TinyStore, now_ms: int) -> list[str]:
    """Repair what can be repaired; return what was done. Raises DataFileError when the file cannot be written."""
    done = []
    report = store.merge_now()
    if report.words:
        done.append(report.words)
    done += [f"Kept {path}." for path in report.kept]
    swept = file_io.sweep(os.path.dirname(store.state_dir.real), now_ms, age_ms=60_000)
    if swept:
        done.append(f"Removed {counted(swept, 'leftover draft')}.")
    return done


def _file(path: str, real: str, found: Loaded) -> Finding:
    if found.raw is None:
        elsewhere = file_io.why_elsewhere(path, real)
        if not elsewhere and not os.path.isdir(os.path.dirname(real)):
            elsewhere = f"the folder {os.path.dirname(real)} is not there"
        words = f"{elsewhere[:1].upper()}{elsewhere[1:]}" if elsewhere else f"{path} is gone"
        return Finding("file", PROBLEM, f"{words}; this machine knows what was in it.", not elsewhere)
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


def _damage(found: Loaded) -> list[Finding]:
    main = found.main
    assert main is not None
    if found.raw is not None and not main.is_ours and whole(found.raw).strip(BLANK) not in (b"", b"{}"):
        words = "The file holds something else, none of it of wiptui; this machine knows what was in it."
        return [Finding("damaged", PROBLEM, words, True)]
    findings = []
    for kind in dict.fromkeys(problem.kind for problem in main.problems):
        these = [problem for problem in main.problems if problem.kind == kind]
        where = ", ".join(str(problem.line) for problem in these[:5] if problem.line)
        words = _WORDS[kind][:1].upper() + _WORDS[kind][1:]
        place = f" (line {where}{', ...' if len(these) > 5 else ''})" if where else ""
        findings.append(Finding(kind, NOTE if kind == "edited" else PROBLEM, f"{words}{place}.", True))
    return findings


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
    if not os.access(state_dir.database.path, os.W_OK):
        return Finding("shadow", PROBLEM, f"{words}, and it cannot be written: {state_dir.database.path}.")
    return Finding("shadow", NOTE, f"{words}; the next command brings it up to date.", True)


def _own(state_dir: StateDir) -> list[Finding]:
    """Files of this machine's state that cannot be read."""
    paths = [state_dir.install_path, *(os.path.join(state_dir.home, name) for name in names_in(state_dir.home))]
    findings = []
    for path in paths:
        if os.path.basename(path).startswith(FOLDERS):
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
    """Devices with a clock more than a day ahead, and not those that only edited after one; or this clock is behind."""
    rows = device_activity(data, now_ms)
    ahead = [row.name for row in rows if row.ahead_ms]
    if len(ahead) == len(rows) > 1:
        names = f"{', '.join(ahead[:-1])} and {ahead[-1]}"
        here = f"{from_ms(now_ms):%Y-%m-%d}"
        words = f"{names} wrote at later times than this machine's clock shows ({here}): it may be behind."
        return [Finding("clock", NOTE, words)]
    return [
        Finding("clock", NOTE, f"The clock of {name} was more than a day ahead at some time.") for name in sorted(ahead)
    ]


def _drafts(real: str) -> list[Finding]:
    drafts = [name for name in file_io.list_folder(os.path.dirname(real)) if file_io.is_draft(name)]
    if not drafts:
        return []
    return [Finding("drafts", NOTE, f"{len(drafts)} leftover draft(s) of an interrupted save.", True)]


def _links(real: str) -> list[Finding]:
    if not file_io.has_other_names(real):
        return []
    words = "The file has another name too, which keeps the old content at the next change."
    return [Finding("links", NOTE, f"{words} {file_io.LINK_ADVICE}")]


def _git(real: str) -> list[Finding]:
    """What a person who works with git has to know."""
    if not file_io.is_in_git(os.path.dirname(real)):
        return []
    words = "In a git repository: what git takes back (stash, checkout, reset) the next command writes again."
    return [Finding("git", NOTE, f"{words} To go back on purpose: wiptui backup restore N.")]


def _safety(store: TinyStore) -> Finding:
    backups = len(store.replica.backups.list())
    kept = len(store.replica.kept_copies.names())
    where = store.state_dir.kept_copies_dir
    copies = f", {counted(kept, 'kept copy', 'kept copies')} ({where})" if kept else ""
    return Finding("backups", OK, f"{counted(backups, 'backup')}{copies}.")
