"""What comes in from outside on its own: before every command, and each second while the board is open.

The mirror goes out here too, after each command that changed something.
"""

from __future__ import annotations

import os
from collections.abc import Callable

from wiptui.config import Config, usable_config
from wiptui.domain.commands import Start
from wiptui.domain.core.errors import WiptuiError
from wiptui.domain.core.frozen import dataclass
from wiptui.mirror.todo_mirror import Found, TodoMirror
from wiptui.paths import data_file
from wiptui.service import Service

TYPE_CHECKING = False
if TYPE_CHECKING:
    from wiptui.mirror.inbox import Inbox, Look


@dataclass(frozen=True, slots=True)
class Incoming:
    """What was found at one look."""

    inbox: Look | None = None
    mirror: Found | None = None


class Intake:
    """What comes in for one service, as the settings say. ``refuse`` is asked again for a start that a limit kept back,
    so that the refusal is kept and shown.
    """

    def __init__(
        self, service: Service, config: Config | None = None, refuse: Callable[[Start], object] | None = None
    ) -> None:
        config = usable_config() if config is None else config
        self._service = service
        self._refuse = refuse or service.dispatch
        self._inbox = inbox_of(service, config)
        self._mirror = mirror_of(service, config)
        self._said = ""

    def moved(self) -> bool:
        """Whether there may be something new, or something to write. Cheap; never raises."""
        return (self._inbox is not None and self._inbox.moved()) or (self._mirror is not None and self._mirror.moved())

    def came(self) -> bool:
        """Whether somebody else may have written something. Cheap; never raises."""
        return (self._inbox is not None and self._inbox.moved()) or (self._mirror is not None and self._mirror.came())

    def look(self) -> Incoming:
        """Read what there is; may run in a thread. Never raises."""
        inbox = self._inbox.look() if self._inbox is not None and self._inbox.moved() else None
        try:
            return Incoming(inbox, self._mirror.look() if self._mirror is not None else None)
        except OSError:
            return Incoming(inbox)  # the mirror says why when it is read again

    def take(self, found: Incoming | None = None) -> int:
        """Take it, and write the mirror; return how many tasks the inbox made. What cannot be saved now is said once
        and comes later: never raises WiptuiError.
        """
        found = self.look() if found is None else found
        try:
            taken = self._inbox.take(found.inbox) if self._inbox is not None and found.inbox is not None else 0
            if self._mirror is not None:
                report = self._mirror.sync(found.mirror)
                self._service.store.notes += [f"{report.words}."] if report.words else []
                for task_id in report.refused:
                    self._refuse(Start((task_id,), focus=False))
            return taken
        except WiptuiError as error:
            if str(error) != self._said:
                self._said = str(error)
                self._service.store.notes.append(f"What came from outside stays where it is: {error}")
            return 0


def inbox_of(service: Service, config: Config) -> Inbox | None:
    """The inbox of the settings, for the person's own data file; None where there is none, and for any other file."""
    path = config["inbox.path"]
    if not path.strip() or not is_own(service):
        return None
    from wiptui.mirror.inbox import Inbox  # lazy: add with a mirror does without it

    return Inbox(service, path)


def mirror_of(service: Service, config: Config) -> TodoMirror | None:
    """The mirror of the settings, in the same way."""
    path = config["mirror.path"]
    if not path.strip() or not is_own(service):
        return None
    return TodoMirror(service, path, config["mirror.show"], config["mirror.key"])


def is_own(service: Service) -> bool:
    """Whether the data file is the person's own, and not another one that ``--file`` names once."""
    path = service.path
    return path is not None and os.path.realpath(path) == os.path.realpath(data_file())
