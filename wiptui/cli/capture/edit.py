"""``edit``: change the fields of a task by options, or title, fields and note in an editor."""

from __future__ import annotations

from collections.abc import Mapping

from wiptui.cli import err
from wiptui.cli.call import CLEARS, Call, whole_number
from wiptui.cli.many import chosen
from wiptui.cli.options import MANY, Command, Option
from wiptui.domain.commands import CorrectMove, Edit, Settle, Together
from wiptui.domain.core.errors import UsageError
from wiptui.domain.core.record import Json
from wiptui.domain.dates.parse import parse_time
from wiptui.domain.fields import BY_NAME, BY_OPTION, DATE, TAGS, TITLE, typed
from wiptui.domain.tasks.bulk_edit import is_moved, moved_date
from wiptui.domain.tasks.checklist import added, written
from wiptui.domain.tasks.concurrent_edits import CHOICES
from wiptui.domain.tasks.dependencies import fields_for
from wiptui.domain.tasks.task import State, Task
from wiptui.domain.text import clean_title, one_line

FIELDS = tuple(row for row in BY_OPTION.values() if row.kind != TAGS)
"""The fields that an option writes anew; an empty value clears one."""
OTHERS = ("append", "tag", "untag", "step", "tick", "untick", "blocked-by", "unblock")


def edit(call: Call) -> int:
    """Change one task, or by a query or ids on stdin many."""
    is_changing = any(call.flag(name) for name in (*BY_OPTION, *OTHERS))
    if call.flag("where") or call.words == ["-"]:
        return _edit_all(call, is_changing)
    task = call.task(call.text, ended=True)
    if call.flag("started") or call.flag("finished"):
        return _correct(call, task, is_changing)
    decided = [(name, field) for name in CHOICES for (field,) in call.values(name)]
    if decided:
        if len(decided) > 1 or is_changing:
            raise UsageError("--keep, --take and --both stand alone: one field at a time.")
        choice, field = decided[0]
        return call.report(call.dispatch(Settle(task.id, _text_field(field), choice)))

    def act(fields: dict[str, Json], seen: Mapping[str, Json] | None = None) -> int:
        if fields:
            return call.report(
                call.dispatch(Edit(task.id, fields, seen=task.record if seen is None else seen), tried="edit")
            )
        err.say("Nothing was changed.")
        return err.DONE

    if is_changing:
        return act(_fields(call, task))
    from wiptui.cli.capture.editor import edit_in_editor  # lazy: only the editor needs subprocess

    board = call.service.board()
    return edit_in_editor(task, board.at, board.today, act)


def _edit_all(call: Call, is_changing: bool) -> int:
    """Change many tasks in one step."""
    one = next((name for name in ("title", "tick", "untick", *CHOICES) if call.flag(name)), "")
    if one:
        raise UsageError(f"--{one} is for one task: name it.")
    if not is_changing:
        raise UsageError("What is to be changed? Many tasks at once are changed by options: --due fri, --tag review")
    tasks = chosen(call, lambda task: True)
    edits = [Edit(task.id, fields, seen=task.record) for task in tasks if (fields := _fields(call, task, one=False))]
    if not edits:
        err.say("Nothing was changed.")
        return err.DONE
    return call.report(call.dispatch(edits[0] if len(edits) == 1 else Together(tuple(edits)), tried="edit"))


def _correct(call: Call, task: Task, is_changing: bool) -> int:
    """Correct when the task was started or finished."""
    if is_changing:
        raise UsageError("--started and --finished correct the past: they stand alone.")
    board = call.service.board()
    corrections = [
        CorrectMove(
            task.id, State.DOING if name == "started" else task.state, parse_time(words, board.today, board.zone)
        )
        for name in ("started", "finished")
        if (words := call.value(name)) is not None
    ]
    if call.flag("finished") and task.state.is_open:
        raise UsageError(f"“{task.title[:60]}” is not finished: wiptui done {board.short_id(task.id)} --at TIME")
    return call.report(
        call.dispatch(corrections[0] if len(corrections) == 1 else Together(tuple(corrections)), tried="edit")
    )


def _text_field(word: str) -> str:
    """The field that an option or a field's own name means. Raises UsageError."""
    name = word.strip().lower()
    row = BY_OPTION.get(name) or BY_NAME.get(name)
    if row is None or not row.version:
        known = ", ".join(option for option, row in BY_OPTION.items() if row.version)
        raise UsageError(f"“{word[:40]}” is not a text of a task: {known}.")
    return row.name


def _fields(call: Call, task: Task, *, one: bool = True) -> dict[str, Json]:
    """What the options write into the task; ``one``: whether it is the only one, and named."""
    fields: dict[str, Json] = {}
    today = call.board().today
    for row in FIELDS:
        words = call.value(row.option)
        if words is not None:
            cleared = row.kind != TITLE and words.strip().lower() in CLEARS
            if row.kind == DATE and is_moved(words):
                day = moved_date(words, task)
                if day is None and one:
                    raise UsageError(f"“{task.title[:60]}” has no date that could be moved.")
                fields |= {row.name: day.isoformat()} if day is not None else {}
                continue
            fields[row.name] = None if cleared else typed(row, words, today)
    if call.flag("append"):
        if call.flag("note"):
            raise UsageError("--note writes the note anew, and --append goes on with it: one of the two.")
        fields["note"] = "\n".join([*filter(None, [task.note]), *(text for (text,) in call.values("append"))])
    if call.flag("tag") or call.flag("untag"):
        fields["tags"] = _tags(call, task, one)
    return fields | _blockers(call, task) | _steps(call, task)


def _blockers(call: Call, task: Task) -> dict[str, Json]:
    """The tasks that have to be done first, and those that need not any more."""
    if not call.flag("blocked-by") and not call.flag("unblock"):
        return {}
    add = [call.task(words).id for (words,) in call.values("blocked-by")]
    remove = []
    for (words,) in call.values("unblock"):
        other = call.task(words, ended=True)
        if other.id not in task.blocked_by:
            raise UsageError(f"“{other.title[:60]}” does not block “{task.title[:60]}”.")
        remove.append(other.id)
    return fields_for(add, remove)


def _tags(call: Call, task: Task, one: bool) -> list[str]:
    more, gone = ([one_line(tag).removeprefix("@") for (tag,) in call.values(name)] for name in ("tag", "untag"))
    if "" in (*more, *gone):
        raise UsageError("Which tag? --tag NAME, or --untag NAME")
    unknown = set(gone) - set(task.tags)
    if unknown and one:
        raise UsageError(f"“{task.title[:60]}” has no tag @{', @'.join(sorted(unknown))}.")
    return [tag for tag in task.tags if tag not in gone] + more


def _steps(call: Call, task: Task) -> dict[str, Json]:
    """New steps at the end of the checklist, and steps ticked off or on again by their numbers."""
    fields: dict[str, Json] = {}
    for option, done in (("tick", True), ("untick", False)):
        for (word,) in call.values(option):
            number = whole_number(word, "give the number of a step, as show tells it.")
            if not 1 <= number <= len(task.checklist):
                raise UsageError(f"“{task.title[:60]}” has no step {number}.")
            fields |= written(task.checklist[number - 1], done=done)
    texts = [clean_title(text) for (text,) in call.values("step")]
    return fields | added(task.checklist, texts, call.service.ids)


BESIDE = {
    "tags": (Option("untag", "T", "one tag less", many=True),),
    "note": (Option("append", "TEXT", "one more line of the note", many=True),),
}
"""Options that change a part of a field."""
COMMANDS = {
    "edit": Command(
        edit,
        "TASK [--title TEXT] [--project P] [--tag T] [--due DATE] ...",
        "Changes a task, or with --where or with ids on stdin (-) many in one step. Without options its title, fields "
        "and note open in $VISUAL or $EDITOR. The value none, or an empty one, clears a field; --due due+1w moves the "
        "task's own date.",
        (
            *(
                option
                for row in BY_OPTION.values()
                for option in (
                    Option(row.option, row.takes, row.about, many=row.kind == TAGS),
                    *BESIDE.get(row.name, ()),
                )
            ),
            Option("step", "TEXT", "one more step of the checklist", many=True),
            Option("tick", "N", "step N is done", many=True),
            Option("untick", "N", "step N is not done", many=True),
            Option("started", "TIME", "when it really was started: 9:00, yesterday 14:30"),
            Option("finished", "TIME", "when it really was finished"),
            Option("blocked-by", "TASK", "this one has to be done first", many=True),
            Option("unblock", "TASK", "it need not any more", many=True),
            Option("keep", "FIELD", "edited on two machines: what is shown stays", many=True),
            Option("take", "FIELD", "edited on two machines: the other text is taken", many=True),
            Option("both", "FIELD", "edited on two machines: both texts, one after the other", many=True),
            *MANY,
        ),
        least=1,
        examples=(
            ("wiptui edit parser --due fri --tag review", "options change just what they name"),
            ("wiptui edit --where +acme --due +1w", "many at once, undone in one step"),
            ("wiptui edit parser", "the rest of it in your editor"),
        ),
    )
}
