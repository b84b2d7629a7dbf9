"""Upkeep of the data file: heal it now, who wrote, snapshots and going back; for the command line and the board."""

from __future__ import annotations

from wiptui.domain.errors import UsageError, WiptuiError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from wiptui.service import Outcome, Service
    from wiptui.store.backups import Backup
    from wiptui.store.doctor import Finding
    from wiptui.store.heal import Heal
    from wiptui.store.tiny import TinyStore
    from wiptui.sync.devices import Seen
    from wiptui.sync.goback import Step


def store_of(service: Service) -> TinyStore:
    """The store over a file. Raises WiptuiError for a board that lives in memory."""
    from wiptui.store.tiny import TinyStore

    if isinstance(service.store, TinyStore):
        return service.store
    raise WiptuiError("This board lives in memory: there is no file to look after.")


def heal(service: Service) -> Heal:
    """Merge what there is to merge, looking at every conflict copy again. Raises DataFileError."""
    store = store_of(service)
    done = store.heal()
    store.notes[:] = [note for note in store.notes if note != done.words]  # whoever asked shows the words itself
    return done


def examine(service: Service) -> list[Finding]:
    """What there is to say about the data file. Changes nothing."""
    from wiptui.store.doctor import examine

    store = store_of(service)
    return examine(store, store.now_ms())


def repair(service: Service) -> list[str]:
    """Mend what can be mended; what was done, in sentences. Raises DataFileError."""
    from wiptui.store.doctor import repair

    store = store_of(service)
    done = repair(store, store.now_ms())
    store.notes[:] = [note for note in store.notes if note not in done]
    return done


def devices(service: Service) -> list[Seen]:
    """Who wrote, the one that wrote last first. Raises DataFileError."""
    from wiptui.domain.clock import to_ms
    from wiptui.sync.devices import seen

    return seen(service.store.read(), to_ms(service.clock.now()))


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


def steps_to(service: Service, chosen: Backup) -> tuple[Step, ...]:
    """What going back to a snapshot would change. Raises WiptuiError where it cannot be read.

    From the snapshot of a former file in this place its tasks come in; those of the present one stay.
    """
    from wiptui.store.salvage import decode
    from wiptui.sync.goback import steps_back

    then = decode(store_of(service).replica.backups.read(chosen)).data
    steps = steps_back(service.store.read(), then)
    return tuple(step for step in steps if step.kind == "back") if chosen.kind == "former" else steps


def go_back(service: Service, steps: tuple[Step, ...], label: str) -> Outcome:
    """Carry the steps out as one change that ``undo`` takes back; what stands now becomes a snapshot before.

    Past the gate, like an import: what was in work then is in work again. Raises DataFileError.
    """
    from wiptui.domain.commands import Import
    from wiptui.domain.gate import Refusal

    store = store_of(service)
    from wiptui.store.files import read_whole

    store.replica.backups.take(read_whole(store.machine.real)[0], "restore", store.now_ms())
    answer = service.dispatch(Import(tuple(change for step in steps for change in step.changes), label))
    assert not isinstance(answer, Refusal)
    return answer
