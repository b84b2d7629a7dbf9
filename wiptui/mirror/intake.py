"""What comes in from outside on its own: before every command, and each second while the board is open."""

from __future__ import annotations

import os

from wiptui.config import Config, usable_config
from wiptui.domain.core.errors import WiptuiError
from wiptui.mirror.inbox import Inbox, Look
from wiptui.paths import data_file
from wiptui.service import Service


class Intake:
    """What comes in for one service, as the settings say."""

    def __init__(self, service: Service, config: Config) -> None:
        self._service = service
        self._inbox = inbox_of(service, config)
        self._said = ""

    def moved(self) -> bool:
        """Whether there may be something new. Cheap; never raises."""
        return self._inbox is not None and self._inbox.moved()

    def look(self) -> Look | None:
        """Read what there is; may run in a thread. Never raises."""
        return self._inbox.look() if self._inbox is not None else None

    def take(self, look: Look | None = None) -> int:
        """Take it; return how many tasks it made. What cannot be saved now is said once and comes later: never raises
        WiptuiError.
        """
        try:
            return self._inbox.take(look) if self._inbox is not None else 0
        except WiptuiError as error:
            if str(error) != self._said:
                self._said = str(error)
                self._service.store.notes.append(f"The inbox stays as it is: {error}")
            return 0


def take_in(service: Service) -> int:
    """Take what is new before a command; return how many tasks it made. Never raises WiptuiError."""
    intake = Intake(service, usable_config())
    return intake.take() if intake.moved() else 0


def inbox_of(service: Service, config: Config) -> Inbox | None:
    """The inbox of the settings, for the person's own data file; None where there is none, and for any other file."""
    path = config["inbox.path"]
    return Inbox(service, path) if path.strip() and is_own(service) else None


def is_own(service: Service) -> bool:
    """Whether the data file is the person's own, and not another one that ``--file`` names once."""
    path = service.path
    return path is not None and os.path.realpath(path) == os.path.realpath(data_file())
