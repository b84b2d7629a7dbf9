"""Templates: kept under a name with all that belongs to them, captured again, and one on two machines."""

from __future__ import annotations

import pytest
from builders import Desk

from wiptui.domain import commands as c
from wiptui.domain.changes import undo
from wiptui.domain.core.errors import UsageError
from wiptui.domain.core.record import LOG, STEP_FIELD, fold
from wiptui.domain.tasks.task import State
from wiptui.domain.tasks.templates import TEMPLATES, find_template, templates
from wiptui.sync.merge import merge


def release(desk: Desk) -> int:
    steps = {f"{STEP_FIELD}{key}": [key, key == "a", f"step {key}"] for key in "ab"}
    return desk.add("Release 2.3", project="acme", tags=["work"], due="2026-11-29", note="as ever", **steps)


def test_a_template_is_captured_with_all_its_fields_and_no_ticks() -> None:
    desk = Desk()
    desk.ok(c.SaveTemplate("release", release(desk)))
    desk.clock.advance(days=3)
    task = desk.task(desk.ok(find_template(desk.board, "RELEASE").add(desk.board)).tasks[0])
    assert (task.title, task.state, task.project, task.tags, task.note) == (
        "Release 2.3", State.READY, "acme", ("work",), "as ever",
    )  # fmt: skip
    assert str(task.due) == "2026-12-02"
    assert [(step.text, step.done) for step in task.checklist] == [("step a", False), ("step b", False)]


def test_a_name_that_is_taken_is_replaced_steps_and_all() -> None:
    desk = Desk()
    desk.ok(c.SaveTemplate("x", release(desk)))
    desk.ok(c.SaveTemplate("X", desk.add("Plain")))
    (kept,) = templates(desk.board)
    assert (kept.name, kept.title, dict(kept.fields), kept.due_in) == ("X", "Plain", {}, None)


def test_keeping_and_forgetting_are_undone() -> None:
    desk = Desk()
    task = release(desk)
    desk.ok(c.SaveTemplate("x", task))
    kept = desk.receipts
    desk.clock.advance(minutes=1)
    desk.ok(c.ForgetTemplate("x"))
    assert templates(desk.board) == ()
    desk.clock.advance(minutes=1)
    desk.ok(c.Restore(tuple(undo.backwards(undo.entry_of("x", 0, desk.receipts), desk.board))))
    assert [item.name for item in templates(desk.board)] == ["x"]
    desk.clock.advance(minutes=1)
    desk.ok(c.SaveTemplate("x", desk.add("Other")))
    desk.clock.advance(minutes=1)
    desk.ok(c.Restore(tuple(undo.backwards(undo.entry_of("x", 0, desk.receipts), desk.board))))
    assert [item.title for item in templates(desk.board)] == ["Release 2.3"]
    assert kept


def test_one_name_on_two_machines_is_one_template() -> None:
    desk = Desk()
    task = release(desk)
    here, there = Desk(), Desk()
    here.data = there.data = desk.data
    here.ok(c.SaveTemplate("Release", task))
    there.clock.advance(minutes=1)
    there.ok(c.SaveTemplate("release", task))
    desk.data = merge(here.data, there.data)
    assert [item.name for item in templates(desk.board)] == ["release"]


def test_what_cannot_be_is_said() -> None:
    desk = Desk()
    task = release(desk)
    for name in ("", "  ", "x" * 61):
        with pytest.raises(UsageError, match="name of 1 to 60"):
            desk.do(c.SaveTemplate(name, task))
    with pytest.raises(UsageError, match="none is kept yet"):
        desk.do(c.ForgetTemplate("x"))


def test_a_hand_edit_that_makes_no_sense_is_passed_over() -> None:
    desk = Desk()
    log = {"20261122T091500123-k3fqq8f2k": {"name": 3, "title": ["x"]}}
    desk.data = {**desk.data, TEMPLATES: {"7": {**fold(log), LOG: log}}}
    assert templates(desk.board) == ()
