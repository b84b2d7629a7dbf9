"""All errors that a person can see, each with a code for scripts and an exit code.

::

    WiptuiError                exit 1
    ├── UsageError             exit 2   invalid input: a bad date, an empty title, a limit that is not a number
    ├── TaskNotFound           exit 4   no such task
    ├── AmbiguousTask          exit 4   several tasks match these words
    ├── TaskBlocked            exit 1   other tasks have to be done first; --anyway starts it nevertheless
    ├── NothingToUndo          exit 1
    └── DataFileError          exit 5   the data file cannot be used; nothing was changed
        └── FileBusy           exit 5   another process holds the lock of the data file

A refusal by a WIP limit (exit 3) is an answer and not an error: see :class:`wiptui.domain.gate.Refusal`.
"""

from __future__ import annotations


class WiptuiError(Exception):
    """The base of all errors that a person can read. ``str(error)`` is one clear sentence."""

    code = "error"
    exit_code = 1


class UsageError(WiptuiError):
    """The input makes no sense as written."""

    code = "usage"
    exit_code = 2


class TaskNotFound(WiptuiError):
    """No task matches that id or those words."""

    code = "no_such_task"
    exit_code = 4


class AmbiguousTask(WiptuiError):
    """Several tasks match. ``matches`` are pairs of short id and title."""

    code = "ambiguous_task"
    exit_code = 4

    def __init__(self, message: str, matches: tuple[tuple[str, str], ...] = ()) -> None:
        super().__init__(message)
        self.matches = matches


class TaskBlocked(WiptuiError):
    """Other open tasks block this one. ``matches`` are pairs of their short ids and titles."""

    code = "blocked"

    def __init__(self, message: str, task: int, matches: tuple[tuple[str, str], ...] = ()) -> None:
        super().__init__(message)
        self.task = task
        self.matches = matches


class NothingToUndo(WiptuiError):
    """The undo or redo stack of this device is empty."""

    code = "nothing_to_undo"


class DataFileError(WiptuiError):
    """The data file cannot be read or written. Nothing was changed."""

    code = "data_file"
    exit_code = 5


class FileBusy(DataFileError):
    """Another process holds the lock of the data file; ``holder`` names it."""

    def __init__(self, holder: str) -> None:
        super().__init__(f"The data file is held by {holder}. Nothing was changed; try again when it has let go.")
        self.holder = holder
