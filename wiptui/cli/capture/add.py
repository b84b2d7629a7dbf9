"""``add``: capture a task. Capturing is never refused; only starting is."""

from __future__ import annotations

import sys
from datetime import date

from wiptui.cli import err, out
from wiptui.cli.call import Call, piped
from wiptui.cli.options import Command, Option
from wiptui.domain.commands import Add
from wiptui.domain.core.clock import local_date
from wiptui.domain.core.errors import UsageError
from wiptui.domain.core.record import Json
from wiptui.domain.fields import BY_OPTION, CHOICE, TAGS, TITLE, typed
from wiptui.domain.tasks.dependencies import fields_for
from wiptui.domain.tasks.quick_add import parse_inline
from wiptui.domain.tasks.task import State
from wiptui.domain.text import clean_title, one_line
from wiptui.outcome import Outcome

FIELDS = tuple(row for row in BY_OPTION.values() if row.kind not in (TITLE, CHOICE) and not row.is_of_wait)
"""The fields that an option gives; what the text says besides stays."""


def add(call: Call) -> int:
    """Capture the text, or each line of stdin. Where a limit forbids the start, the task is captured to Ready."""
    if call.flag("start") and call.flag("backlog"):
        raise UsageError("A task goes into doing (--start) or into the backlog (--backlog), not into both.")
    if call.flag("start") and call.flag("blocked-by"):
        raise UsageError("What others block cannot be started at once: leave out --start or --blocked-by.")
    state = State.DOING if call.flag("start") else State.BACKLOG if call.flag("backlog") else State.READY
    notes: list[tuple[str, ...]] = []
    adds = _all_understood(call, _texts(call), state, notes)
    if not adds:
        raise UsageError("There is nothing to add: the input is empty.")
    outcome, refusal = call.service.capture(adds)
    _show(call, outcome, notes, started=state is State.DOING and refusal is None)
    if refusal is not None:
        what = "It was" if len(adds) == 1 else f"All {len(adds)} were"
        call.refuse(refusal, "start", kept=f"{what} captured to Ready.")
    return err.DONE


def _texts(call: Call) -> list[str]:
    if (call.words and call.words != ["-"]) or (call.flag("template") and not call.words):
        return [call.text]
    typed = sys.stdin is not None and sys.stdin.isatty()
    if not call.words and (sys.stdin is None or typed):
        raise UsageError("What is the task? wiptui add TEXT")
    if sys.stdin is None:
        return []
    if typed:  # it was asked for, so say what is waited for, and how to leave
        end = "Ctrl+Z and Enter" if sys.platform == "win32" else "Ctrl+D"
        err.say(f"One task a line. {end} on an empty line adds them all, Ctrl+C adds none.")
    text = piped("added").rstrip()
    return text.split("\n") if text else []


def _all_understood(call: Call, lines: list[str], state: State, notes: list[tuple[str, ...]]) -> list[Add]:
    """A task for each line that is not empty; ``notes`` gets what was not understood of it.

    Raises UsageError, with the line where there are several.
    """
    adds = []
    for number, line in enumerate(lines, start=1):
        if len(lines) > 1 and not line.strip():
            continue
        try:
            adds.append(_understood(call, line, state, notes))
            if len(lines) > 1:
                clean_title(adds[-1].title)
        except UsageError as error:
            if len(lines) == 1:
                raise
            raise UsageError(f"Line {number}: {error} Nothing was added.") from None
    return adds


def _understood(call: Call, text: str, state: State, notes: list[tuple[str, ...]]) -> Add:
    clock = call.service.clock
    today = local_date(clock.now(), clock.zone)
    parsed = parse_inline(text, today)
    notes.append(parsed.notes)
    if not call.json:
        for note in parsed.notes:
            err.say(f"Note: {note}.")
    fields = {**parsed.fields(), **_blockers(call)}
    fields |= _given(call, fields, today)
    name = call.value("template")
    if name is None:
        return Add(parsed.title, fields, state)
    from wiptui.domain.tasks.templates import find_template  # lazy: add does without it

    board = call.service.board()
    kept = find_template(board, name).add(board)
    return Add(parsed.title if parsed.title.strip() else kept.title, {**kept.fields, **fields}, state)


def _given(call: Call, parsed: dict[str, Json], today: date) -> dict[str, Json]:
    """What the options say. Raises UsageError."""
    fields: dict[str, Json] = {}
    for row in FIELDS:
        said = [one_line(words) for (words,) in call.values(row.option)]
        if "" in said:
            raise UsageError(f"--{row.option} needs a value: wiptui add TEXT --{row.option} {row.takes}")
        if row.kind == TAGS and said:
            tags = [*parsed.get(row.name, ()), *(tag.removeprefix("@") for tag in said)]
            fields[row.name] = list(dict.fromkeys(tags))
        elif said:
            fields[row.name] = typed(row, call.value(row.option) or "", today)
    return fields


def _blockers(call: Call) -> dict[str, Json]:
    """The tasks that have to be done first."""
    if not call.flag("blocked-by"):
        return {}
    return fields_for(call.task(words).id for (words,) in call.values("blocked-by"))


def _show(call: Call, outcome: Outcome, notes: list[tuple[str, ...]], *, started: bool) -> None:
    board = outcome.accepted.board
    tasks = [board.task(task_id) for task_id in outcome.accepted.tasks]
    if call.json:
        from wiptui.exchange.json.task import task_json  # lazy: add does without it

        rows = [{**task_json(task, board), "notes": [*said]} for task, said in zip(tasks, notes, strict=True)]
        out.put_json(rows[0] if len(rows) == 1 else rows)
        return
    for task in tasks:
        out.put(f"{board.short_id(task.id)} {task.title}")
    if len(tasks) > 1:
        err.say(f"{len(tasks)} tasks captured{' and started' if started else ''}.")
        return
    if started:
        err.say("Started.")


COMMANDS = {
    "add": Command(
        add,
        "TEXT... [--start] [--backlog] [--template NAME] [--blocked-by TASK] [--due DATE] [--project P] ...",
        "Captures a task to ready and prints its id and title. Words like +project, @tag, due:fri, for:Ana and "
        "(A) are understood; -- ends that, and what is no such word stays in the title, letter by letter. "
        "Without TEXT, or with -, each line of the input is a task.",
        (
            Option("start", about="start it at once; on a full board it is captured to ready, and the exit code is 3"),
            Option("template", "NAME", "with the fields and steps of a template; TEXT may then be left out"),
            Option("blocked-by", "TASK", "this one has to be done first", many=True),
            Option("backlog", about="capture to the backlog: not chosen yet"),
            *(Option(row.option, row.takes, row.about.removesuffix(", none"), many=row.kind == TAGS) for row in FIELDS),
        ),
        examples=(
            ('wiptui add "Write the report +acme due:fri"', "a project and a due date"),
            ("wiptui add --start Fix the parser", "captured and started"),
            ("wiptui add -- Reply to +1 comments", "everything after -- is the title"),
            ('wiptui add "Call the bank" --due fri --tag phone', "the same by options, for scripts"),
            ("grep TODO notes.md | wiptui add", "a task a line"),
        ),
        is_text=True,
    )
}
