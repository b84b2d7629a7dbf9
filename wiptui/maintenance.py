"""Maintenance of the data file for the command line and the board: merge, devices, doctor, snapshots, restore."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from wiptui.domain.commands import Import
from wiptui.domain.core.clock import to_ms
from wiptui.domain.core.errors import UsageError, WiptuiError
from wiptui.domain.core.frozen import dataclass
from wiptui.domain.gate import Refusal
from wiptui.outcome import Outcome
from wiptui.service import Service
from wiptui.store import doctor
from wiptui.store.doctor import Finding
from wiptui.store.file.file_io import read_whole, signature
from wiptui.store.file.salvage import decode
from wiptui.store.kept.backups import UNSOUND
from wiptui.store.kept.backups import Backup as Backup
from wiptui.store.kept.kept_copies import KeptCopies
from wiptui.store.merge_report import MergeReport
from wiptui.store.tiny_store import TinyStore
from wiptui.sync.devices import DeviceActivity, device_activity
from wiptui.sync.go_back import RestoreStep as RestoreStep
from wiptui.sync.go_back import restore_steps
from wiptui.sync.merge import related

KINDS = {
    "start": "when the board was opened",
    "daily": "before the first change of a day",
    "weekly": "before the first change of a week",
    "heal": "before a merge",
    "damaged": "damaged, as found",
    "own": "what this machine knew when the file was damaged",
    "upgrade": "before a new version",
    "restore": "before going back",
    "former": "of another file in this place",
    "file": "a file",
}
"""Why a snapshot was taken."""
BESIDE = ("rank", "limit_at")
"""Fields that change along with others; named only when nothing else changed."""
DAY_MS = 86_400_000
STEPS = {"back": "returns", "gone": "leaves", "changed": "changes"}


@dataclass(frozen=True, slots=True)
class Overview:
    """The state of the data file, for the sync screen."""

    path: str
    size: int | None
    """Bytes; None where there is no file."""
    findings: tuple[Finding, ...]
    here: str
    """The code of this device."""
    devices: tuple[DeviceActivity, ...]
    merges: tuple[tuple[int, str], ...]
    """Newest first: UTC milliseconds, and what was done."""
    kept_copies_dir: str
    """The folder of the kept copies."""
    kept_copies: tuple[str, ...]
    """Names in it, newest first."""
    backups: tuple[Backup, ...]
    sound: Backup | None
    """The newest snapshot of a sound file."""


def overview(service: Service) -> Overview:
    """Return the state of the file: findings, devices, merges, snapshots. Changes nothing. Raises DataFileError."""
    store = store_of(service)
    state_dir = store.state_dir
    sign = signature(state_dir.real)
    kept = tuple(backups(service))
    return Overview(
        str(store.path),
        sign[1] if sign is not None else None,
        tuple(examine(service)),
        store.actor[:4],
        tuple(devices(service)),
        tuple(state_dir.past_merges()),
        state_dir.kept_copies_dir,
        tuple(reversed(KeptCopies(state_dir.kept_copies_dir).names())),
        kept,
        sound(service, kept),
    )


def store_of(service: Service) -> TinyStore:
    """The store of a service with a file. Raises WiptuiError for a board in memory."""
    if isinstance(service.store, TinyStore):
        return service.store
    raise WiptuiError("This board lives in memory: there is no file to look after.")


def merge_now(service: Service) -> MergeReport:
    """Merge now, and look at every conflict copy again. Raises DataFileError."""
    store = store_of(service)
    done = store.merge_now()
    store.notes[:] = [note for note in store.notes if note != done.words]  # the caller shows this sentence itself
    return done


def unmerged(service: Service) -> list[Finding]:
    """The files beside the data file that are named like copies, have changes, and are not merged.

    Raises DataFileError.
    """
    return doctor.unmerged(store_of(service))


def examine(service: Service) -> list[Finding]:
    """Examine the data file. Changes nothing."""
    store = store_of(service)
    return doctor.examine(store, store.now_ms())


def repair(service: Service) -> list[str]:
    """Repair what can be repaired; return what was done, in sentences. Raises DataFileError."""
    store = store_of(service)
    done = doctor.repair(store, store.now_ms())
    store.notes[:] = [note for note in store.notes if note not in done]
    return done


def devices(service: Service) -> list[DeviceActivity]:
    """The devices that wrote, the latest first. Raises DataFileError."""
    return device_activity(service.store.read(), to_ms(service.clock.now()))


def backups(service: Service) -> list[Backup]:
    """The snapshots of this machine, newest first."""
    return store_of(service).replica.backups.list()


def backup(service: Service, number: int) -> Backup:
    """The snapshot with this number; 1 is the newest. Raises UsageError when there is none."""
    found = backups(service)
    if not 1 <= number <= len(found):
        have = f"there are {len(found)}: wiptui backup list" if found else "there is none yet"
        raise UsageError(f"There is no backup {number}; {have}.")
    return found[number - 1]


def sound(service: Service, found: Sequence[Backup]) -> Backup | None:
    """The newest snapshot of a sound file that is not dated into the future, or None."""
    tomorrow = to_ms(service.clock.now()) + DAY_MS
    return next((item for item in found if item.kind not in UNSOUND and item.at_ms <= tomorrow), None)


def backup_file(path: str) -> Backup:
    """A snapshot or data file at any path, such as one of another machine. Raises WiptuiError when there is none."""
    try:
        found = Path(path).stat()
    except OSError as error:
        raise WiptuiError(f"Cannot read {path}: {(error.strerror or str(error)).lower()}.") from error
    return Backup(0, found.st_mtime_ns // 1_000_000, "file", found.st_size, path)


def restoring(service: Service, chosen: Backup) -> tuple[tuple[RestoreStep, ...], str]:
    """Return what restoring a snapshot would change, and a sentence that says why it only adds; empty when it does not.

    A snapshot of a damaged file, or of another database, adds what it has and removes nothing. Raises WiptuiError when
    the snapshot cannot be read.
    """
    found, now = decode(store_of(service).replica.backups.read(chosen)), service.store.read()
    if not found.is_ours:
        raise WiptuiError(f"{backup_name(chosen)} has no task in it; nothing was changed.")
    steps = restore_steps(now, found.data)
    why = ""
    if found.is_damaged:
        why = "It comes from a damaged file: what it holds is added, and nothing is removed."
    elif chosen.kind == "former" or not related(now, found.data):
        why = "It comes from another database: its tasks are added, and nothing is removed."
    return (tuple(step for step in steps if step.kind == "back") if why else steps), why


def backup_name(chosen: Backup) -> str:
    """The name of a snapshot in a sentence."""
    return f"Backup {chosen.number}" if chosen.number else chosen.path


def go_back(service: Service, steps: tuple[RestoreStep, ...], label: str) -> Outcome:
    """Carry out the steps as one change, which ``undo`` takes back, after a snapshot of the current file.

    Like an import it does not ask the gate: what was in progress then is in progress again. Raises DataFileError.
    """
    store = store_of(service)
    store.replica.backups.take(read_whole(store.state_dir.real)[0], "restore", store.now_ms())
    answer = service.dispatch(Import(tuple(change for step in steps for change in step.changes), label))
    assert not isinstance(answer, Refusal)
    return answer


def kind_words(chosen: Backup) -> str:
    """Why a snapshot was taken: «before a merge»."""
    return KINDS.get(chosen.kind, chosen.kind)


def size_words(size: int) -> str:
    """Bytes as people read them: ``12 kB``."""
    return f"{size} B" if size < 1000 else f"{size / 1000:.0f} kB" if size < 1_000_000 else f"{size / 1e6:.1f} MB"


def step_words(step: RestoreStep) -> tuple[str, str]:
    """What restoring does to a record, and to which fields: «changes», «: state done -> doing, due»."""
    parts = []
    if step.kind == "changed":
        for field, (now, then) in step.fields.items():
            if field in BESIDE and len(step.fields) > 1:
                continue
            parts.append(f"state {now} -> {then}" if field == "state" else field.replace("_", " "))
    return STEPS[step.kind], ": " + ", ".join(parts) if parts else ""
