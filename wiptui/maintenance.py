"""Upkeep of the data file: heal it now, who wrote, snapshots and going back; for the command line and the board."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from wiptui.domain.commands import Import
from wiptui.domain.core.clock import to_ms
from wiptui.domain.core.errors import UsageError, WiptuiError
from wiptui.domain.core.frozen import dataclass
from wiptui.domain.gate import Refusal
from wiptui.service import Outcome, Service
from wiptui.store import doctor
from wiptui.store.doctor import Finding
from wiptui.store.file.file_io import read_whole, signature
from wiptui.store.file.salvage import decode
from wiptui.store.kept.backups import Backup
from wiptui.store.kept.kept_copies import KeptCopies
from wiptui.store.merge_report import MergeReport
from wiptui.store.tiny_store import TinyStore
from wiptui.sync.devices import DeviceActivity, device_activity
from wiptui.sync.go_back import RestoreStep, restore_steps
from wiptui.sync.merge import related

KINDS = {
    "start": "when the board was opened",
    "daily": "before the first change of a day",
    "weekly": "before the first change of a week",
    "heal": "before a merge",
    "damaged": "damaged, as found",
    "upgrade": "before a new version",
    "restore": "before going back",
    "former": "of another file in this place",
    "file": "a file",
}
"""Why a snapshot was taken."""
UNSOUND = ("heal", "damaged", "former")
"""Snapshots of a file that was not as its person had left it."""
BESIDE = ("rank", "limit_at")
"""Fields that change along with what a person changes; named only where nothing else did."""
DAY_MS = 86_400_000
STEPS = {"back": "returns", "gone": "leaves", "changed": "changes"}


@dataclass(frozen=True, slots=True)
class Overview:
    """What there is to know of the data file, for the sync screen."""

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
    """The folder of what was put away."""
    kept_copies: tuple[str, ...]
    """Names in it, newest first."""
    backups: tuple[Backup, ...]
    sound: Backup | None
    """The newest of a sound file."""


def overview(service: Service) -> Overview:
    """The data file, its devices, heals and snapshots. Changes nothing. Raises DataFileError."""
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
    """The store over a file. Raises WiptuiError for a board that lives in memory."""
    if isinstance(service.store, TinyStore):
        return service.store
    raise WiptuiError("This board lives in memory: there is no file to look after.")


def merge_now(service: Service) -> MergeReport:
    """Merge what there is to merge, looking at every conflict copy again. Raises DataFileError."""
    store = store_of(service)
    done = store.merge_now()
    store.notes[:] = [note for note in store.notes if note != done.words]  # whoever asked shows the words itself
    return done


def examine(service: Service) -> list[Finding]:
    """What there is to say about the data file. Changes nothing."""
    store = store_of(service)
    return doctor.examine(store, store.now_ms())


def repair(service: Service) -> list[str]:
    """Mend what can be mended; what was done, in sentences. Raises DataFileError."""
    store = store_of(service)
    done = doctor.repair(store, store.now_ms())
    store.notes[:] = [note for note in store.notes if note not in done]
    return done


def devices(service: Service) -> list[DeviceActivity]:
    """Who wrote, the one that wrote last first. Raises DataFileError."""
    return device_activity(service.store.read(), to_ms(service.clock.now()))


def backups(service: Service) -> list[Backup]:
    """The snapshots of this machine, newest first."""
    return store_of(service).replica.backups.list()


def backup(service: Service, number: int) -> Backup:
    """One snapshot; 1 is the newest. Raises UsageError where there is none."""
    found = backups(service)
    if not 1 <= number <= len(found):
        have = f"there are {len(found)}: wiptui backup list" if found else "there is none yet"
        raise UsageError(f"There is no backup {number}; {have}.")
    return found[number - 1]


def sound(service: Service, found: Sequence[Backup]) -> Backup | None:
    """The newest snapshot of a file that was sound, which no clock dated into the future; None where there is none."""
    tomorrow = to_ms(service.clock.now()) + DAY_MS
    return next((item for item in found if item.kind not in UNSOUND and item.at_ms <= tomorrow), None)


def backup_file(path: str) -> Backup:
    """A snapshot, or a data file, at any place: of another machine, or kept by hand. Raises WiptuiError for none."""
    try:
        found = Path(path).stat()
    except OSError as error:
        raise WiptuiError(f"Cannot read {path}: {(error.strerror or str(error)).lower()}.") from error
    return Backup(0, found.st_mtime_ns // 1_000_000, "file", found.st_size, path)


def restoring(service: Service, chosen: Backup) -> tuple[tuple[RestoreStep, ...], str]:
    """What going back to a snapshot would change, and why it only adds, in a sentence; empty where it goes back.

    What is damaged adds what it has and takes nothing away. So does a snapshot of another database. Raises WiptuiError
    where it cannot be read.
    """
    found, now = decode(store_of(service).replica.backups.read(chosen)), service.store.read()
    if not found.is_ours:
        raise WiptuiError(f"{backup_name(chosen)} has no task in it; nothing was changed.")
    steps = restore_steps(now, found.data)
    why = ""
    if found.is_damaged:
        why = "It is of a damaged file: what it has is added, and nothing is taken away."
    elif chosen.kind == "former" or not related(now, found.data):
        why = "It is of another database: its tasks are added, and nothing is taken away."
    return (tuple(step for step in steps if step.kind == "back") if why else steps), why


def backup_name(chosen: Backup) -> str:
    """How a snapshot is called in a sentence."""
    return f"Backup {chosen.number}" if chosen.number else chosen.path


def go_back(service: Service, steps: tuple[RestoreStep, ...], label: str) -> Outcome:
    """Carry the steps out as one change that ``undo`` takes back; what stands now becomes a snapshot before.

    Past the gate, like an import: what was in work then is in work again. Raises DataFileError.
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
    """What going back does to a record, and to which fields: «changes», «: state done -> doing, due»."""
    parts = []
    if step.kind == "changed":
        for field, (now, then) in step.fields.items():
            if field in BESIDE and len(step.fields) > 1:
                continue
            parts.append(f"state {now} -> {then}" if field == "state" else field.replace("_", " "))
    return STEPS[step.kind], ": " + ", ".join(parts) if parts else ""
