"""A task as a small text form in the person's own editor, and read back. Whatever happens, the draft is not lost."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from datetime import date, datetime
from shlex import split

from wiptui.cli import err
from wiptui.domain.core.errors import UsageError, WiptuiError
from wiptui.domain.core.record import Json
from wiptui.domain.fields import BY_NAME, FIELDS, TAGS, as_typed, checked, typed
from wiptui.domain.tasks.task import Task
from wiptui.domain.text import printable
from wiptui.drafts import Draft

LINE = "---- note: everything below this line ----"
LINES = {row.editor: row for row in FIELDS if row.editor}
"""The lines of the form by their names, and the fields they stand for."""


class EditorFailed(WiptuiError):
    """The editor could not be started, or said that it failed."""

    code = "editor"


def edit_in_editor(
    task: Task,
    now: datetime,
    today: date,
    act: Callable[[dict[str, Json], Mapping[str, Json] | None], int],
    run: Callable[[list[str]], int] | None = None,
) -> int:
    """Let the person edit the task, hand what changed to ``act``, and return its exit code.

    ``run`` starts a program and returns its exit code (tests pass their own). Raises UsageError for a form that cannot
    be read, EditorFailed, and whatever ``act`` raises; then the draft is kept, and the person is told where.
    """
    command = editor()
    try:
        draft = Draft(f"edit-{task.key}", form_of(task), now)
        try:
            failed = (run or _run)([*command, str(draft.path)])
        except OSError:
            draft.drop_unchanged()
            raise
        text = draft.read()
    except (OSError, ValueError) as error:
        words = getattr(error, "strerror", None) or str(error)
        raise EditorFailed(f"The editor {command[0]} did not work: {words}. Nothing was changed.") from None
    if failed:
        if text != draft.before:
            err.say(draft.kept)
        raise EditorFailed(f"The editor {command[0]} ended with {failed}. Nothing was changed.")
    if text == draft.before:
        code = act({}, None)
        err.say(draft.waits)
        return code
    try:
        seen = task.record if draft.before == form_of(task) else {}  # of a form that was left, nobody knows
        code = act(changes(draft.before, text, today), seen)
    except Exception:
        err.say(draft.kept)
        raise
    draft.taken(text)
    return code


def form_of(task: Task) -> str:
    """The form: a line for each field, then the note."""
    lines = [f"{name}: {printable(as_typed(row, task))}".rstrip() for name, row in LINES.items()]
    return "\n".join([*lines, LINE, printable(task.note, lines=True)]) + "\n"


def changes(before: str, after: str, today: date) -> dict[str, Json]:
    """What differs between two states of a form, as fields. Raises UsageError."""
    old, new = _parsed(before), _parsed(after)
    fields: dict[str, Json] = {}
    for name, value in new.items():
        if value == old[name]:
            continue
        row = LINES.get(name, BY_NAME["note"])
        fields[row.name] = typed(row, value.replace(",", " ") if row.kind == TAGS else value, today)
    if fields.get("title") == "":
        raise UsageError("The title is empty.")
    checked({name: value for name, value in fields.items() if value is not None})
    return fields


def _parsed(text: str) -> dict[str, str]:
    head, line, note = text.replace("\r\n", "\n").partition(LINE)
    if not line:
        raise UsageError(f"The line “{LINE}” is gone from the form.")
    values = {"note": note.strip("\n").rstrip()}
    for number, row in enumerate(head.split("\n"), start=1):
        if not row.strip():
            continue
        name, colon, value = row.partition(":")
        name = name.strip().lower()
        if not colon or name not in LINES or name in values:
            raise UsageError(f"Line {number} of the form is not understood: “{row.strip()[:60]}”.")
        values[name] = value.strip()
    missing = [name for name in LINES if name not in values]
    if missing:
        raise UsageError(f"The form has no line “{missing[0]}:”; leave it empty to clear the field.")
    return values


def editor() -> list[str]:
    for name in ("VISUAL", "EDITOR"):
        words = os.environ.get(name, "").strip()
        if words:
            try:
                return split(words, posix=sys.platform != "win32") or [words]
            except ValueError:
                raise UsageError(f"${name} cannot be understood: {words}") from None
    raise UsageError("No editor is set: set VISUAL or EDITOR, or say what to change (wiptui edit --help).")


def _run(command: list[str]) -> int:
    err.flush()
    return subprocess.run(command, check=False).returncode
