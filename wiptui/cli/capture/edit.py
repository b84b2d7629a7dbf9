"""``edit``: change the fields of a task by options, or title, fields and note in an editor."""

from __future__ import annotations

from wiptui.cli import err
from wiptui.cli.options import Command, Option
from wiptui.domain.core.errors import UsageError
from wiptui.domain.text import one_line

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from wiptui.cli.call import Call
    from wiptui.domain.core.record import Json
    from wiptui.domain.tasks.task import Task

PLAIN = {
    "title": "title",
    "project": "project",
    "priority": "priority",
    "class": "class",
    "for": "for",
    "note": "note",
    "next": "next_step",
    "on": "waiting_on",
    "why": "waiting_why",
    "every": "every",
}
"""Options that stand for one field each; an empty value clears it."""
DATES = {"due": "due", "until": "follow_up"}
CLEARS = ("none", "")
OTHERS = ("append", "tag", "untag", "step", "tick", "untick", "blocked-by", "unblock")


def edit(call: Call) -> int:
    """Change one task."""
    from wiptui.domain.commands import Edit, Settle
    from wiptui.domain.tasks.concurrent_edits import CHOICES

    task = call.task(call.text, ended=True)

    decided = [(name, field) for name in CHOICES for (field,) in call.values(name)]
    if decided:
        if len(decided) > 1 or any(call.flag(name) for name in (*PLAIN, *DATES, *OTHERS)):
            raise UsageError("--keep, --take and --both stand alone: one field at a time.")
        choice, field = decided[0]
        return call.tell(call.dispatch(Settle(task.id, _text_field(field), choice)))

    def act(fields: dict[str, Json], seen: Mapping[str, Json] | None = None) -> int:
        if fields:
            return call.tell(
                call.dispatch(Edit(task.id, fields, seen=task.record if seen is None else seen), tried="edit")
            )
        err.say("Nothing was changed.")
        return err.DONE

    if any(call.flag(name) for name in (*PLAIN, *DATES, *OTHERS)):
        return act(_fields(call, task))
    from wiptui.cli.capture.editor import edit_in_editor

    board = call.service.board()
    return edit_in_editor(task, board.at, board.today, act)


def _text_field(word: str) -> str:
    """The field that an option or a field's own name means. Raises UsageError."""
    from wiptui.domain.tasks.concurrent_edits import TEXTS

    name = PLAIN.get(word.strip().lower(), word.strip().lower())
    if name not in TEXTS:
        known = ", ".join(option for option, field in PLAIN.items() if field in TEXTS)
        raise UsageError(f"“{word[:40]}” is no text of a task: {known}.")
    return name


def _fields(call: Call, task: Task) -> dict[str, Json]:
    fields: dict[str, Json] = {}
    for option, name in PLAIN.items():
        value = call.value(option)
        if value is not None:
            cleared = option != "title" and value.strip().lower() in CLEARS
            fields[name] = None if cleared else value
    if fields.get("class") is not None:
        fields["class"] = str(fields["class"]).strip().lower() or None
    for option, name in DATES.items():
        words = call.value(option)
        if words is not None:
            day = None if words.strip().lower() in CLEARS else call.date(option)
            fields[name] = day.isoformat() if day else None
    if call.flag("append"):
        if call.flag("note"):
            raise UsageError("--note writes the note anew, and --append goes on with it: one of the two.")
        fields["note"] = "\n".join([*filter(None, [task.note]), *(text for (text,) in call.values("append"))])
    if call.flag("tag") or call.flag("untag"):
        fields["tags"] = _tags(call, task)
    return fields | _blockers(call, task) | _steps(call, task)


def _blockers(call: Call, task: Task) -> dict[str, Json]:
    """The tasks that have to be done first, and those that need not any more."""
    if not call.flag("blocked-by") and not call.flag("unblock"):
        return {}
    from wiptui.domain.tasks.dependencies import fields_for

    add = [call.task(words).id for (words,) in call.values("blocked-by")]
    remove = []
    for (words,) in call.values("unblock"):
        other = call.task(words, ended=True)
        if other.id not in task.blocked_by:
            raise UsageError(f"“{other.title[:60]}” does not block “{task.title[:60]}”.")
        remove.append(other.id)
    return fields_for(add, remove)


def _tags(call: Call, task: Task) -> list[str]:
    more, gone = ([one_line(tag).removeprefix("@") for (tag,) in call.values(name)] for name in ("tag", "untag"))
    if "" in (*more, *gone):
        raise UsageError("Which tag? --tag NAME, or --untag NAME")
    unknown = set(gone) - set(task.tags)
    if unknown:
        raise UsageError(f"“{task.title[:60]}” has no tag @{', @'.join(sorted(unknown))}.")
    return [tag for tag in task.tags if tag not in gone] + more


def _steps(call: Call, task: Task) -> dict[str, Json]:
    """New steps at the end of the checklist, and steps ticked off or on again by their numbers."""
    from wiptui.cli.call import whole_number
    from wiptui.domain.tasks.checklist import added, written
    from wiptui.domain.text import clean_title

    fields: dict[str, Json] = {}
    for option, done in (("tick", True), ("untick", False)):
        for (word,) in call.values(option):
            number = whole_number(word, "give the number of a step, as show tells it.")
            if not 1 <= number <= len(task.checklist):
                raise UsageError(f"“{task.title[:60]}” has no step {number}.")
            fields |= written(task.checklist[number - 1], done=done)
    texts = [clean_title(text) for (text,) in call.values("step")]
    return fields | added(task.checklist, texts, call.service.ids)


COMMANDS = {
    "edit": Command(
        edit,
        "TASK [--title TEXT] [--project P] [--tag T] [--due DATE] ...",
        "Changes a task. Without options its title, fields and note open in $VISUAL or $EDITOR. The value none, "
        "or an empty one, clears a field.",
        (
            Option("title", "TEXT", "the title, letter by letter"),
            Option("project", "P", "the project"),
            Option("tag", "T", "one more tag", many=True),
            Option("untag", "T", "one tag less", many=True),
            Option("due", "DATE", "fri, +3d, 2026-11-27, none"),
            Option("priority", "A", "A to Z, none"),
            Option("class", "C", "standard, fixed-date, intangible, expedite"),
            Option("for", "WHO", "who waits for it"),
            Option("note", "TEXT", "the note"),
            Option("append", "TEXT", "one more line of the note", many=True),
            Option("next", "TEXT", "the next step"),
            Option("on", "WHO", "on whom it waits"),
            Option("why", "TEXT", "for what it waits"),
            Option("until", "DATE", "when to follow up"),
            Option("step", "TEXT", "one more step of the checklist", many=True),
            Option("tick", "N", "step N is done", many=True),
            Option("untick", "N", "step N is not done", many=True),
            Option("blocked-by", "TASK", "this one has to be done first", many=True),
            Option("unblock", "TASK", "it need not any more", many=True),
            Option("keep", "FIELD", "edited on two machines: what is shown stays", many=True),
            Option("take", "FIELD", "edited on two machines: the other text is taken", many=True),
            Option("both", "FIELD", "edited on two machines: both texts, one behind the other", many=True),
            Option("every", "HOW", "it comes again: week, 2 weeks, mon,thu, after 3 days, none"),
        ),
        least=1,
        examples=(
            ("wiptui edit parser --due fri --tag review", "options change just what they name"),
            ("wiptui edit parser", "the rest of it in your editor"),
        ),
    )
}
