"""Templates: kept under a name with all that belongs to them, captured again, and one on two machines."""

from __future__ import annotations

import pytest
from builders import BoardFixture

from wiptui.domain import commands as c
from wiptui.domain.changes import undo
from wiptui.domain.core.errors import UsageError
from wiptui.domain.core.record import LOG, STEP_FIELD, fold
from wiptui.domain.tasks.task import State
from wiptui.domain.tasks.templates import TEMPLATES, find_template, templates
from wiptui.sync.merge import merge


def release(fixture: BoardFixture) -> int:
    steps = {f"{STEP_FIELD}{key}": [key, key == "a", f"step {key}"] for key in "ab"}
    return fixture.add("Release 2.3", project="acme", tags=["work"], due="2026-11-29", note="as ever", **steps)


def test_a_template_is_captured_with_all_its_fields_and_no_ticks() -> None:
    fixture = BoardFixture()
    fixture.ok(c.SaveTemplate("release", release(fixture)))
    fixture.clock.advance(days=3)
    task = fixture.task(fixture.ok(find_template(fixture.board, "RELEASE").add(fixture.board)).tasks[0])
    assert (task.title, task.state, task.project, task.tags, task.note) == (
        "Release 2.3", State.READY, "acme", ("work",), "as ever",
    )  # fmt: skip
    assert str(task.due) == "2026-12-02"
    assert [(step.text, step.done) for step in task.checklist] == [("step a", False), ("step b", False)]


def test_a_name_that_is_taken_is_replaced_steps_and_all() -> None:
    fixture = BoardFixture()
    fixture.ok(c.SaveTemplate("x", release(fixture)))
    fixture.ok(c.SaveTemplate("X", fixture.add("Plain")))
    (kept,) = templates(fixture.board)
    assert (kept.name, kept.title, dict(kept.fields), kept.due_in) == ("X", "Plain", {}, None)


def test_keeping_and_forgetting_are_undone() -> None:
    fixture = BoardFixture()
    task = release(fixture)
    fixture.ok(c.SaveTemplate("x", task))
    kept = fixture.receipts
    fixture.clock.advance(minutes=1)
    fixture.ok(c.ForgetTemplate("x"))
    assert templates(fixture.board) == ()
    fixture.clock.advance(minutes=1)
    fixture.ok(c.Restore(tuple(undo.backwards(undo.entry_of("x", 0, fixture.receipts), fixture.board))))
    assert [item.name for item in templates(fixture.board)] == ["x"]
    fixture.clock.advance(minutes=1)
    fixture.ok(c.SaveTemplate("x", fixture.add("Other")))
    fixture.clock.advance(minutes=1)
    fixture.ok(c.Restore(tuple(undo.backwards(undo.entry_of("x", 0, fixture.receipts), fixture.board))))
    assert [item.title for item in templates(fixture.board)] == ["Release 2.3"]
    assert kept


def test_one_name_on_two_machines_is_one_template() -> None:
    fixture = BoardFixture()
    task = release(fixture)
    here, there = BoardFixture(), BoardFixture()
    here.data = there.data = fixture.data
    here.ok(c.SaveTemplate("Release", task))
    there.clock.advance(minutes=1)
    there.ok(c.SaveTemplate("release", task))
    fixture.data = merge(here.data, there.data)
    assert [item.name for item in templates(fixture.board)] == ["release"]


def test_what_cannot_be_is_said() -> None:
    fixture = BoardFixture()
    task = release(fixture)
    for name in ("", "  ", "x" * 61):
        with pytest.raises(UsageError, match="name of 1 to 60"):
            fixture.do(c.SaveTemplate(name, task))
    with pytest.raises(UsageError, match="none is kept yet"):
        fixture.do(c.ForgetTemplate("x"))


def test_a_hand_edit_that_makes_no_sense_is_passed_over() -> None:
    fixture = BoardFixture()
    log = {"20261122T091500123-k3fqq8f2k": {"name": 3, "title": ["x"]}}
    fixture.data = {**fixture.data, TEMPLATES: {"7": {**fold(log), LOG: log}}}
    assert templates(fixture.board) == ()
