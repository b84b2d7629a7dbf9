"""Every form and format carries every field of a task, or names it here as left out, with the reason."""

from __future__ import annotations

import inspect
import json
from collections.abc import Callable
from datetime import date
from types import SimpleNamespace

import pytest
from builders import BoardFixture
from cli_runner import Cli

from wiptui.agent.tools import AgentTools
from wiptui.cli.capture.editor import form_of
from wiptui.domain import commands as c
from wiptui.domain.board import Board
from wiptui.domain.core.errors import UsageError
from wiptui.domain.fields import (
    BY_NAME,
    CHOICE,
    DATE,
    FIELDS,
    LETTER,
    NOT_WAITING,
    REPETITION,
    TAGS,
    Field,
    as_typed,
    checked,
    plain,
    typed,
    value_of,
)  # fmt: skip
from wiptui.domain.queries import query
from wiptui.domain.queries.parse_query import parse_query
from wiptui.domain.tasks.quick_add import parse_inline
from wiptui.domain.tasks.recurrence import follower
from wiptui.domain.tasks.task import CLASSES, State, Task
from wiptui.domain.tasks.templates import find_template
from wiptui.exchange import icalendar_out, markdown
from wiptui.exchange.csv import tasks as csv
from wiptui.exchange.import_plan import Incoming
from wiptui.exchange.json import tasks as json_tasks
from wiptui.exchange.json.task import task_json
from wiptui.exchange.taskwarrior import exporting as taskwarrior_out
from wiptui.exchange.taskwarrior import importing as taskwarrior_in
from wiptui.exchange.todotxt import tasks as todotxt
from wiptui.tui.views.styled_text import plain as text_of
from wiptui.tui.widgets.dialogs.details_lines import body
from wiptui.tui.widgets.dialogs.edit_form import _texts

_WAIT = "the wait says it, and ends it"
_EXPEDITE = "start --expedite asks for it, and the history tells it with the start"
_MOVE = "it belongs to the work that was done, not to the work that comes"
LEFT_OUT: dict[str, dict[str, str]] = {
    "quick add": {
        "title": "all that is no token is the title",
        "class": "a class is chosen with care, and expedite asks for a reason",
        "waiting_on": _WAIT, "waiting_why": _WAIT, "follow_up": _WAIT,
        "next_step": "it is known once the work has begun",
        "note": "a line has no room for it",
        "expedite_why": _EXPEDITE,
    },
    "query": {
        "waiting_why": "on: finds the wait",
        "next_step": "it is read, not looked for", "every": "is:repeating finds it",
        "expedite_why": "is:expedite finds it",
    },
    "edit": {"expedite_why": _EXPEDITE},
    "editor": {
        "waiting_on": _WAIT, "waiting_why": _WAIT, "follow_up": _WAIT, "every": "edit --every says what is understood",
        "expedite_why": _EXPEDITE,
    },
    "show": {"expedite_why": _EXPEDITE},
    "form": {
        "waiting_on": _WAIT, "waiting_why": _WAIT, "follow_up": _WAIT,
        "expedite_why": "it is asked for when the class becomes expedite",
    },
    "details": {"expedite_why": "it stands beside what is expedite, and nowhere else"},
    "agent": {
        "class": "the lane beside the limit is the person's",
        "expedite_why": "the lane beside the limit is the person's",
        "from": "its tool defer says it",
        "for": "whom something is for is the person's to say", "every": "an agent repeats nothing on its own account",
        "waiting_on": "its tool wait says it", "waiting_why": "its tool wait says it",
        "follow_up": "its tool wait says it",
    },
    "json": {"expedite_why": _EXPEDITE},
    "csv": {"every": "other programs have no like column", "expedite_why": _EXPEDITE},
    "todotxt": {
        "waiting_why": "the format has no quotes", "next_step": "the format has no quotes",
        "note": "the format has one line a task", "every": "rec: of other programs means something else",
        "expedite_why": _EXPEDITE,
    },
    "taskwarrior": {"expedite_why": _EXPEDITE},
    "markdown": {
        "from": "what is hidden is told on its day",
        "tags": "a report is for others", "priority": "a report is for others", "class": "a report is for others",
        "for": "a report is for others", "note": "a report is short", "every": "a report tells of what is",
        "next_step": "of what is in doing only", "expedite_why": _EXPEDITE,
    },
    "icalendar": {
        "priority": "the day counts", "class": "the day counts", "for": "the day counts",
        "every": "only the next one has a day",
        "expedite_why": _EXPEDITE,
    },
    "recurrence": {
        "due": "it is worked out anew", "from": "it is worked out anew, like the due date",
        "next_step": _MOVE, "waiting_on": _MOVE, "waiting_why": _MOVE,
        "follow_up": _MOVE, "expedite_why": _MOVE,
    },
    "template": {
        "from": "a template is captured when it is wanted",
        "waiting_on": _MOVE, "waiting_why": _MOVE, "follow_up": _MOVE,
        "expedite_why": _MOVE,
    },
    "split": {
        "title": "each part has its own", "note": "the whole keeps it, and each part names the whole",
        "next_step": "the parts are the next steps", "every": "the whole comes again, not its parts",
        "waiting_on": _MOVE, "waiting_why": _MOVE, "follow_up": _MOVE, "expedite_why": _MOVE,
    },
}  # fmt: skip


def sample(row: Field) -> object:
    """A value that no other field has, in one word."""
    values = {TAGS: ["s-tags"], LETTER: "Q", REPETITION: "3w"}
    if row.kind == CHOICE:
        return next(word for word in reversed(row.choices) if word not in (row.default, "expedite"))
    if row.kind == DATE:
        return f"2026-12-{10 + FIELDS.index(row)}"
    return values.get(row.kind, f"s-{row.name.replace('_', '-')}")


ALL = {row.name: sample(row) for row in FIELDS if row.name != "expedite_why"}


def board_with(*left: str, state: State = State.WAITING) -> BoardFixture:
    """One task that has every field, but those that are left out."""
    fixture = BoardFixture()
    given = {name: value for name, value in ALL.items() if name not in left}
    fixture.add(str(given.pop("title", "t")), state, **given)
    return fixture


def only(board: Board) -> Task:
    (task,) = board.all_tasks()
    return task


def reports(board: Board) -> str:
    """All Markdown."""
    return markdown.lists(board) + markdown.standup(board, lambda *_: {})


OUT: dict[str, Callable[[Board], object]] = {
    "json": lambda board: {name: task_json(only(board), board)[name] for name in ALL},
    "csv": lambda board: csv.outgoing(board, {}),
    "todotxt": todotxt.outgoing,
    "taskwarrior": taskwarrior_out.outgoing,
    "markdown": reports,
    "icalendar": icalendar_out.outgoing,
    "editor": lambda board: form_of(only(board)),
    "form": lambda board: _texts(only(board)),
    "details": lambda board: [text_of(line) for line in body(board, only(board), 100, 60, 0).lines],
}
"""What each format makes of a board."""
BACK: dict[str, Callable[[Board, Board], Incoming]] = {
    "json": lambda board, into: json_tasks.incoming({"tasks": [task_json(only(board), board)]}, into),
    "csv": lambda board, into: csv.incoming(csv.outgoing(board, {}), into, {}),
    "todotxt": lambda board, into: todotxt.incoming(todotxt.outgoing(board), into),
    "taskwarrior": lambda board, into: taskwarrior_in.incoming(taskwarrior_out.outgoing(board), into),
}
"""And what comes back of it."""


def is_carried(form: str, row: Field) -> bool:
    """Whether the form must have the field; the reason is above where it must not."""
    return row.name not in LEFT_OUT[form]


def test_nothing_is_left_out_that_does_not_exist() -> None:
    assert {name for fields in LEFT_OUT.values() for name in fields} <= set(BY_NAME)


@pytest.mark.parametrize("row", FIELDS, ids=lambda row: row.name)
@pytest.mark.parametrize("form", OUT)
def test_a_format_tells_a_field_or_names_it_as_left_out(form: str, row: Field) -> None:
    whole, without = board_with().board, board_with(row.name).board
    assert (OUT[form](whole) != OUT[form](without)) == is_carried(form, row)


@pytest.mark.parametrize("form", BACK)
def test_what_a_format_tells_comes_back(form: str) -> None:
    fixture = BoardFixture()
    found = BACK[form](board_with().board, fixture.board)
    assert not found.problems
    fixture.ok(c.Import(tuple(found.changes)))
    record = only(fixture.board).record
    back = {row.name: record.get(row.name) for row in FIELDS if is_carried(form, row)}
    if form == "taskwarrior":
        back["note"] = str(back["note"]).split(" ")[1]  # behind the day of the annotation
    assert back == {name: value for name, value in ALL.items() if name in back}


@pytest.mark.parametrize("row", FIELDS, ids=lambda row: row.name)
def test_what_makes_a_task_from_another_copies_a_field_or_names_it_as_left_out(row: Field) -> None:
    fixture = board_with(state=State.READY)
    task = only(fixture.board)
    fixture.ok(c.SaveTemplate("kept", task.id))
    kept = find_template(fixture.board, "kept").add(fixture.board)
    part = fixture.ok(
        c.Split(fixture.add("whole", **{name: value for name, value in ALL.items() if name != "title"}), ("part",))
    )
    fixture.ok(c.Finish((task.id,)))
    made = {
        "template": {"title": kept.title, **kept.fields},
        "split": fixture.task(next(other for other in part.tasks if fixture.task(other).title == "part")).record,
        "recurrence": fixture.task(follower(task.id)).record,
    }
    for maker, record in made.items():
        is_same = row.name in ALL and record.get(row.name) == ALL[row.name]
        assert is_same == is_carried(maker, row), maker


@pytest.mark.parametrize("row", FIELDS, ids=lambda row: row.name)
def test_quick_add_understands_a_field_or_names_it_as_left_out(row: Field) -> None:
    value = sample(row)
    word = value[0] if isinstance(value, list) else f"{value})" if row.token == "(" else value
    line = f"{row.token}{word} a" if row.token else "a"
    assert (parse_inline(line, date(2026, 11, 22)).fields() == {row.name: value}) == is_carried("quick add", row)


@pytest.mark.parametrize("row", FIELDS, ids=lambda row: row.name)
def test_a_query_asks_for_a_field_or_names_it_as_left_out(row: Field) -> None:
    desks = board_with(), board_with(row.name)
    assert bool(row.query) == is_carried("query", row)
    for word in row.query:
        value = ALL[row.name]
        asked = f"{word}{value[0] if isinstance(value, list) else value}" if len(word) == 1 else f"{word}:{value}"
        matched = [parse_query(asked, fixture.board.today).matches(only(fixture.board)) for fixture in desks]
        assert matched == [True, False], asked


def test_edit_and_show_have_every_field_that_is_not_left_out(cli: Cli) -> None:
    cli.ok("add", "t")
    cli.ok("wait", "t")
    for row in reversed(FIELDS):
        assert bool(row.option) == is_carried("edit", row)
        if row.option:
            value = ALL[row.name]
            cli.ok("edit", "t", f"--{row.option}", value[0] if isinstance(value, list) else str(value))
    told = cli.ok("show", "s-title", "--json").json
    assert {row.name: told[row.name] for row in FIELDS if row.option} == ALL
    shown = cli.ok("show", "s-title").out
    said = {"every": "every 3 weeks", "follow_up": "follow up", "tags": "s-tags"}
    for row in FIELDS:
        words = said.get(row.name, str(ALL.get(row.name, "s-expedite-why")))
        assert (words in shown.replace("\n", " ")) == is_carried("show", row), row.name


@pytest.mark.parametrize("row", FIELDS, ids=lambda row: row.name)
def test_an_agent_edits_a_field_or_it_is_named_as_left_out(row: Field) -> None:
    arguments = inspect.signature(AgentTools.edit).parameters
    assert (row.name in arguments) == row.agent == is_carried("agent", row)


def test_the_task_has_an_attribute_for_each_field_and_the_table_each_class_of_service() -> None:
    task = only(board_with().board)
    for name, value in ALL.items():
        found = value_of(BY_NAME[name], task)
        assert (list(found) if isinstance(found, tuple) else str(found)) == value
    assert BY_NAME["class"].choices == tuple(CLASSES)
    assert all(value is None for value in NOT_WAITING.values())


@pytest.mark.parametrize("row", [row for row in FIELDS if row.name in ALL], ids=lambda row: row.name)
def test_what_is_shown_can_be_typed_again(row: Field) -> None:
    task = only(board_with().board)
    again = typed(row, as_typed(row, task), date(2026, 11, 22))
    assert checked({row.name: again}) == {row.name: ALL[row.name]}


@pytest.mark.parametrize(
    ("name", "value"), [("class", "odd"), ("priority", "AA"), ("due", "soon"), ("every", "odd"), ("odd", "x")]
)
def test_what_cannot_be_kept_is_refused(name: str, value: str) -> None:
    with pytest.raises(UsageError):
        checked({name: value})


ENERGY = Field("energy", CHOICE, "Energy", choices=("low", "mid", "high"), query=("energy",))


@pytest.mark.parametrize(
    ("asked", "found"), [("energy:mid", "mid"), ("energy>low", "mid high"), ("energy:none", "odd")]
)
def test_a_choice_is_a_word_that_has_its_place_among_the_others(
    asked: str, found: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(query.ASKED, "energy", ENERGY)
    tasks = [SimpleNamespace(energy=word) for word in ("low", "mid", "high", "odd")]
    asks = parse_query(asked, date(2026, 11, 22))
    assert " ".join(plain(ENERGY, task) for task in tasks if asks.matches(task)) == found  # type: ignore[arg-type]


def test_json_is_plain() -> None:
    assert json.loads(json.dumps(OUT["json"](board_with().board))) == ALL
