"""The interface of a store: read everything, change it in one transaction, notice changes by others."""

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
"""What a transaction does: it takes the current data and returns the new data (None: no change) and a result."""


class Documents(Protocol):
    """Small JSON documents of this device, such as the undo stack. They lie beside the lock and are never synced.

    ``put`` writes at once, whether or not the current transaction succeeds.
    """

    def get(self, name: str) -> Json | None:
        """Return the document of that name, or None. Raises DataFileError when it cannot be read."""

    def put(self, name: str, value: Json) -> bool:
        """Keep ``value`` under ``name``; None takes it away. False where only this process knows of it: a state folder
        that cannot be written is no error."""

    def claim(self, name: str) -> bool:
        """Claim ``name`` for this process until it lets go or dies; False when another process has it. Never waits."""

    def let_go(self, name: str) -> None:
        """Give up the claim."""


class Store(Protocol):
    """One database. Its data is shared: callers build new dicts and never change those they got."""

    notes: list[str]
    """Sentences for people: merges, repairs, changes not yet in the synced file. Whoever shows them clears the list."""
    lock_options: LockOptions
    """How long a change waits for a lock that another process holds, and what the waiting process says."""

    @property
    def documents(self) -> Documents:
        """This device's journal."""

    @property
    def path(self) -> Path | None:
        """The path of the data file; None for a store in memory."""

    @property
    def device(self) -> str:
        """This device's name for people: WIPTUI_DEVICE, else the host's name."""

    @property
    def actor(self) -> str:
        """Who writes: four letters for the device and five for this process."""

    def read(self) -> Data:
        """Return all data. An absent file is empty data and stays absent.

        Reading is cheap while nothing changed. It merges conflict copies and repairs damage on the way. Raises
        DataFileError.
        """

    def transact(self, work: Work[T]) -> T:
        """Lock, read again, call ``work``, save what changed, and return its result.

        Nothing is written when ``work`` returns None or equal data. An exception of ``work`` leaves everything as it
        was and is raised again. Not reentrant. Raises DataFileError when the change could not be saved anywhere.
        """

    def moved(self) -> bool:
        """Whether another program changed the file or its folder since the last read or save (one or two stats)."""

    def close(self) -> None:
        """Close what is open. Reading or writing later opens it again."""
