"""Edit a task in the person's own editor: the title in the first line, the note below it."""

from __future__ import annotations

import os
import shlex
import signal
import subprocess
import sys

from textual.app import SuspendNotSupported

from wiptui.domain.commands import Edit
from wiptui.domain.core.errors import UsageError, WiptuiError
from wiptui.domain.core.record import Json
from wiptui.domain.tasks.task import Task
from wiptui.domain.text import printable
from wiptui.drafts import Draft
from wiptui.tui.app_protocol import BoardApp


def as_text(task: Task) -> str:
    """Return the text for the editor: title, an empty line, note."""
    title, note = printable(task.title), printable(task.note, lines=True)  # an editor may print them unchanged
    return f"{title}\n\n{note}\n" if note else f"{title}\n"


def changes(before: str, text: str) -> dict[str, Json]:
    """Return the fields that the person changed in the editor; none if the text is empty."""
    (old, old_note), (title, note) = _parts(before), _parts(text)
    fields: dict[str, Json] = {}
    if not title.strip():
        return fields
    if title != old:
        fields["title"] = title
    if note != old_note:
        fields["note"] = note or None
    return fields


def _parts(text: str) -> tuple[str, str]:
    title, _, note = text.strip("\n").partition("\n")
    return title, note.strip("\n")


def edit(app: BoardApp, task: Task) -> None:
    """Open the task in $VISUAL or $EDITOR and save what changed. Text that cannot be saved is kept."""
    try:
        draft = Draft(f"note-{task.key}", as_text(task), app.service.clock.now())
        open_file(app, str(draft.path))
        text = draft.read()
    except (OSError, ValueError) as error:
        app.say_error(UsageError(f"The form for the editor cannot be used: {error}."))
        return
    except WiptuiError as error:
        app.say_error(error)
        return
    fields = changes(draft.before, text)
    seen = task.record if draft.before == as_text(task) else {}  # the record of an abandoned form is unknown
    if not fields:
        app.say(f"Nothing was changed. {draft.waits}")
    elif not app.carry_out(Edit(task.id, fields, seen), after=lambda _: draft.taken(text)):
        app.notify(f"{draft.kept}; the same key opens it again.", timeout=10, markup=False)


def open_file(app: BoardApp, path: str) -> None:
    """Suspend the board and open a file in $VISUAL or $EDITOR. Raises UsageError if no editor starts or it fails."""
    words = os.environ.get("VISUAL") or os.environ.get("EDITOR") or ("notepad" if sys.platform == "win32" else "vi")
    try:
        with app.suspend():
            code = _run([*shlex.split(words, posix=sys.platform != "win32"), path])
    except SuspendNotSupported:
        raise UsageError("This terminal cannot step aside for an editor.") from None
    except (OSError, ValueError) as error:
        raise UsageError(f"The editor “{words}” could not be started: {error}. Set $EDITOR.") from None
    if code:
        raise UsageError(f"The editor ended with {code}: nothing was changed.")


def _run(argv: list[str]) -> int:
    """Wait for a program and return its exit code. A signal that asks wiptui to end goes to the program first."""
    program: subprocess.Popen[bytes] | None = None
    early: list[int] = []
    """A signal that came before there was a program to pass it to."""

    def pass_on(number: int, _: object) -> None:
        if program is None:
            early.append(number)
        else:
            program.send_signal(number)

    asks: list[signal.Signals] = []
    if sys.platform != "win32":
        asks += [signal.SIGTERM, signal.SIGHUP]
    before = {number: signal.getsignal(number) for number in asks}
    for number, handler in before.items():
        if handler is not signal.SIG_IGN:
            signal.signal(number, pass_on)
    try:
        program = subprocess.Popen(argv)
        for missed in early:
            program.send_signal(missed)
        return program.wait()
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
