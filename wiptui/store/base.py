"""What the rest of wiptui knows of a store: read everything, change it in one transaction, tell when it moved."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from wiptui.domain.core.record import Data, Json
from wiptui.store.local.device import LockOptions

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Protocol, TypeVar

    T = TypeVar("T")

    Work = Callable[[Data], tuple[Data | None, T]]
else:
    Protocol = object  # typing costs a short command a millisecond or two
"""Work: what a transaction does: given the current data it returns the new data (None: no change) and a result."""


class Documents(Protocol):
    """Small JSON documents of this device, kept beside the lock and never synced: undo stack, last seen.

    What is put is kept at once, whether or not the transaction under way comes to its end.
    """

    def get(self, name: str) -> Json | None:
        """The document of that name; None when there is none. Raises DataFileError when it cannot be read."""

    def put(self, name: str, value: Json) -> bool:
        """Keep ``value`` under ``name``; None takes it away. False where only this process knows of it: a state folder
        that cannot be written is no error."""

    def claim(self, name: str) -> bool:
        """Whether this process alone looks after ``name``, from now on until it lets go or dies. Never waits."""

    def let_go(self, name: str) -> None:
        """Let another process have the claim."""


class Store(Protocol):
    """One database. Data that it hands out is shared: callers build new dicts and never change those they got."""

    notes: list[str]
    """Sentences for people: heals, salvage, changes not yet in the synced file. Whoever shows them clears the list."""
    lock_options: LockOptions
    """How long a change waits for a lock that another process holds."""

    @property
    def documents(self) -> Documents:
        """This device's journal."""

    @property
    def path(self) -> Path | None:
        """The data file; None for a store in memory."""

    @property
    def device(self) -> str:
        """This device's name for people: WIPTUI_DEVICE, else the host's name."""

    @property
    def actor(self) -> str:
        """Who writes: four characters of the device's code and five of this process."""

    def read(self) -> Data:
        """Everything, as it stands now; an absent file is empty data and stays absent.

        Cheap while nothing moved. Heals what it can on the way. Raises DataFileError.
        """

    def transact(self, work: Work[T]) -> T:
        """Lock, read again, call ``work``, save what changed, and return its result.

        None or equal data writes nothing. An exception of ``work`` leaves everything as it was and comes through.
        Not reentrant. Raises DataFileError when nothing could be kept.
        """

    def moved(self) -> bool:
        """Whether somebody else changed the file or its folder since the last read or save (one or two stats)."""

    def close(self) -> None:
        """Let go of what is open. Reading and writing after it is allowed and opens again."""
