"""The verbs: what each writes, what it leaves alone, and what makes no sense."""

from collections.abc import Callable
from datetime import date

import pytest
from builders import NOON, Desk

from wiptui.domain import commands as c
from wiptui.domain.core.errors import TaskNotFound, UsageError
from wiptui.domain.tasks.task import State

UNKNOWN = 4242


def test_captured_last_or_on_top() -> None:
    desk = Desk()
    desk.add("a")
    desk.add("b")
    desk.ok(c.Add("first", on_top=True))
    assert desk.titles(State.READY) == ["first", "a", "b"]


def test_capturing_is_never_blocked_and_keeps_its_fields() -> None:
    desk = Desk(doing=0)
    a = desk.task(desk.add("a", State.BACKLOG, project="acme", tags=["x"], due="2026-11-27", priority="b"))
    assert (a.project, a.tags, a.due, a.priority, a.state) == ("acme", ("x",), date(2026, 11, 27), "B", State.BACKLOG)
    desk.refused(c.Add("b", state=State.DOING))
    assert desk.titles(State.READY) == []


def test_starting_right_away_focuses_and_notes_the_limit() -> None:
    desk = Desk(doing=2)
    a = desk.ok(c.Add("a", state=State.DOING)).tasks[0]
    assert desk.task(a).record["limit_at"] == 2
    assert desk.board.focus is not None and desk.board.focus.task.id == a


def test_started_several_at_once_nothing_is_focused() -> None:
    desk = Desk()
    ids = tuple(desk.add(title) for title in "ab")
    desk.ok(c.Start(ids))
    assert desk.board.focus is None


def test_starting_what_is_in_doing_changes_nothing() -> None:
    desk = Desk()
    a = desk.add("a")
    desk.ok(c.Start((a,)))
    data = desk.data
    assert desk.ok(c.Start((a,))).receipts == ()
    assert desk.data == data


def test_a_wait_is_told_renewed_resolved_and_forgotten_on_leaving() -> None:
    desk = Desk()
    a = desk.add("a")
    desk.ok(c.Wait(a, on="Ana", why="contract", until=date(2026, 11, 24), next_step="sign it"))
    task = desk.task(a)
    assert (task.waiting_on, task.waiting_why, task.follow_up) == ("Ana", "contract", date(2026, 11, 24))
    desk.ok(c.Resolve(a))
    assert desk.task(a).resolved_at == NOON
    desk.ok(c.Wait(a, on="Ben"))
    assert (desk.task(a).resolved_at, desk.task(a).waiting_on, desk.task(a).waiting_why) == (None, "Ben", "contract")
    desk.ok(c.Start((a,)))
    task = desk.task(a)
    assert (task.waiting_on, task.waiting_why, task.follow_up, task.next_step) == (None, None, None, "sign it")
    assert [move.event for move in task.history] == ["captured", "waited", "resolved", "resumed"]


def test_put_back_lies_on_top_of_ready_with_its_next_step() -> None:
    desk = Desk()
    a, _ = desk.add("a"), desk.add("b")
    desk.ok(c.Start((a,)))
    desk.ok(c.PutBack((a,), next_step="failing test 7"))
    assert desk.titles(State.READY) == ["a", "b"]
    assert desk.task(a).is_shelved and desk.task(a).next_step == "failing test 7"
    assert [task.id for task in desk.board.shelved] == [a]


def test_done_without_a_name_is_the_focused_one() -> None:
    desk = Desk()
    a, b = desk.add("a"), desk.add("b")
    desk.ok(c.Start((a,)))
    desk.ok(c.Start((b,)))
    assert desk.ok(c.Finish()).tasks == (b,)
    assert desk.titles(State.DOING) == ["a"]


def test_split_drops_the_whole_and_puts_its_parts_on_top() -> None:
    desk = Desk()
    a, _ = desk.add("a", project="acme", tags=["x"], due="2026-11-27"), desk.add("b")
    desk.ok(c.Start((a,), expedite=True, why="fire"))
    desk.ok(c.Split(a, ("one", "two")))
    assert desk.titles(State.READY) == ["one", "two", "b"]
    one = desk.board.column(State.READY)[0]
    assert (one.parent, one.project, one.tags, one.due) == (a, "acme", ("x",), date(2026, 11, 27))
    assert not one.is_expedite
    assert (desk.task(a).state, desk.task(a).record["drop_why"]) == (State.DROPPED, "split")
    assert desk.board.focus is None


def test_select_and_defer_go_between_backlog_and_ready() -> None:
    desk = Desk()
    a, b = desk.add("a"), desk.add("b")
    desk.ok(c.Move((a, b), State.BACKLOG))
    assert desk.titles(State.READY) == []
    desk.ok(c.Move((b,), State.READY))
    assert (desk.titles(State.BACKLOG), desk.titles(State.READY)) == (["a"], ["b"])
    desk.ok(c.Start((b,)))
    desk.ok(c.Move((b,), State.BACKLOG))
    assert desk.titles(State.BACKLOG) == ["b", "a"]
    assert desk.board.focus is None


def test_reorder_moves_one_card_and_writes_one_record() -> None:
    desk = Desk()
    a, _, d = (desk.add(title) for title in "abd")
    desk.ok(c.Reorder(d, before=a))
    assert desk.titles(State.READY) == ["d", "a", "b"]
    assert len(desk.receipts) == 1
    desk.ok(c.Reorder(d, after=a))
    assert desk.titles(State.READY) == ["a", "d", "b"]


def test_edit_writes_clears_and_cleans() -> None:
    desk = Desk()
    a = desk.add("a")
    desk.ok(c.Edit(a, {"title": " new\tname ", "note": "line\r\nline", "tags": ["x", "x", " y "], "due": "2026-11-27"}))
    task = desk.task(a)
    assert (task.title, task.note, task.tags) == ("new name", "line\nline", ("x", "y"))
    desk.ok(c.Edit(a, {"due": None, "tags": [], "note": ""}))
    assert (desk.task(a).due, desk.task(a).tags, desk.task(a).note) == (None, (), "")


def senseless(ready: int, doing: int, waiting: int, done: int) -> list[c.Command]:
    return [
        c.Add("\u200b \n"),
        c.Add("x" * 10_001),
        c.Add("x", {"due": "soon"}),
        c.Add("x", {"state": "doing"}),
        c.Start((ready,), expedite=True, why=" "),
        c.Start((doing,), swap=doing),
        c.Start((ready,), swap=done),
        c.Wait(done),
        c.Resolve(ready),
        c.PutBack((ready,)),
        c.Finish((done,)),
        c.Drop((done,)),
        c.Drop((doing, done)),
        c.Move((ready,), State.DOING),
        c.Move((ready,), State.DONE),
        c.Edit(ready, {"title": ""}),
        c.Edit(ready, {"state": "doing"}),
        c.Edit(ready, {"due": "2026-13-01"}),
        c.Edit(ready, {"class": "urgent"}),
        c.Edit(ready, {"class": "expedite"}),
        c.Edit(ready, {"priority": "high"}),
        c.Split(ready, ()),
        c.Split(done, ("x",)),
        c.Split(ready, ("x", " ")),
        c.Reorder(ready),
        c.Reorder(ready, before=doing),
        c.Reorder(done, before=done),
        c.FocusOn(ready),
        c.FocusOn(None, "boredom"),
        c.SetSettings({"doing_limit": 9}),
        c.Together((c.Finish((doing,)), c.Finish((doing,)))),
    ]


def test_what_makes_no_sense_is_a_usage_error_and_changes_nothing() -> None:
    desk = Desk()
    ready, doing, waiting, done = (desk.add(title) for title in "abcd")
    desk.ok(c.Start((doing,)))
    desk.ok(c.Wait(waiting))
    desk.ok(c.Finish((done,)))
    data = desk.data
    for command in senseless(ready, doing, waiting, done):
        with pytest.raises(UsageError) as raised:
            desk.do(command)
        assert str(raised.value).endswith((".", "first.", "”.")), command
        assert desk.data is data, command


def test_done_without_a_name_and_without_a_focus_asks_which() -> None:
    with pytest.raises(UsageError, match="Nothing is focused"):
        Desk().do(c.Finish())


@pytest.mark.parametrize(
    "command",
    [
        lambda who: c.Start((who,)),
        lambda who: c.Wait(who),
        lambda who: c.Resolve(who),
        lambda who: c.PutBack((who,)),
        lambda who: c.Finish((who,)),
        lambda who: c.Drop((who,)),
        lambda who: c.Move((who,), State.READY),
        lambda who: c.Edit(who, {"title": "x"}),
        lambda who: c.Split(who, ("x",)),
        lambda who: c.Reorder(who, before=1),
        lambda who: c.FocusOn(who),
    ],
)
def test_no_verb_finds_a_task_that_is_not_there(command: Callable[[int], c.Command]) -> None:
    with pytest.raises(TaskNotFound, match="no task"):
        Desk().do(command(UNKNOWN))
