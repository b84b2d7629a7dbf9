"""A task in the person's own editor: the title in the first line, the note below it."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from wiptui.domain.errors import UsageError
from wiptui.domain.record import Json

if TYPE_CHECKING:
    from textual.app import App

    from wiptui.domain.task import Task


def as_text(task: Task) -> str:
    """What the editor is given: title, an empty line, note."""
    return f"{task.title}\n\n{task.note}\n" if task.note else f"{task.title}\n"


def changes(task: Task, text: str) -> dict[str, Json]:
    """The fields that the edited text changes; none where it is empty or the same."""
    title, _, note = text.strip("\n").partition("\n")
    fields: dict[str, Json] = {}
    if not title.strip():
        return fields
    if title != task.title:
        fields["title"] = title
    if note.strip("\n") != task.note:
        fields["note"] = note.strip("\n") or None
    return fields


def edited(app: App[Any], task: Task) -> dict[str, Json]:
    """Let the person edit the task in $VISUAL or $EDITOR; the fields that changed.

    Raises UsageError where no editor can be started.
    """
    import tempfile

    with tempfile.TemporaryDirectory(prefix="wiptui-") as folder:
        path = Path(folder) / "task.txt"
        path.write_text(as_text(task), encoding="utf-8")
        open_file(app, str(path))
        return changes(task, path.read_text(encoding="utf-8", errors="replace"))


def open_file(app: App[Any], path: str) -> None:
    """Step aside for $VISUAL or $EDITOR on a file. Raises UsageError where no editor can be started, or it fails."""
    import shlex

    from textual.app import SuspendNotSupported

    words = os.environ.get("VISUAL") or os.environ.get("EDITOR") or ("notepad" if os.name == "nt" else "vi")
    try:
        with app.suspend():
            code = _run([*shlex.split(words, posix=os.name != "nt"), path])
    except SuspendNotSupported:
        raise UsageError("This terminal cannot step aside for an editor.") from None
    except (OSError, ValueError) as error:
        raise UsageError(f"The editor “{words}” could not be started: {error}. Set $EDITOR.") from None
    if code:
        raise UsageError(f"The editor ended with {code}: nothing was changed.")


def _run(argv: list[str]) -> int:
    """Wait for a program, and return its exit code. What asks us to end meanwhile asks the program, and then us."""
    import signal
    import subprocess

    program = subprocess.Popen(argv)
    asks = [] if os.name == "nt" else [signal.SIGTERM, signal.SIGHUP]
    before = {number: signal.getsignal(number) for number in asks}
    for number, handler in before.items():
        if handler is not signal.SIG_IGN:
            signal.signal(number, lambda number, _: program.send_signal(number))
    try:
        return program.wait()
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
