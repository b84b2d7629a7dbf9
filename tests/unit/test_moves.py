"""The verbs: what each writes, what it leaves alone, and what makes no sense."""

from collections.abc import Callable
from datetime import date

import pytest
from builders import NOON, BoardFixture

from wiptui.domain import commands as c
from wiptui.domain.core.errors import TaskNotFound, UsageError
from wiptui.domain.tasks.task import State

UNKNOWN = 4242


def test_captured_last_or_on_top() -> None:
    fixture = BoardFixture()
    fixture.add("a")
    fixture.add("b")
    fixture.ok(c.Add("first", on_top=True))
    assert fixture.titles(State.READY) == ["first", "a", "b"]


def test_capturing_is_never_blocked_and_keeps_its_fields() -> None:
    fixture = BoardFixture(doing=0)
    a = fixture.task(fixture.add("a", State.BACKLOG, project="acme", tags=["x"], due="2026-11-27", priority="b"))
    assert (a.project, a.tags, a.due, a.priority, a.state) == ("acme", ("x",), date(2026, 11, 27), "B", State.BACKLOG)
    fixture.refused(c.Add("b", state=State.DOING))
    assert fixture.titles(State.READY) == []


def test_starting_right_away_focuses_and_notes_the_limit() -> None:
    fixture = BoardFixture(doing=2)
    a = fixture.ok(c.Add("a", state=State.DOING)).tasks[0]
    assert fixture.task(a).record["limit_at"] == 2
    assert fixture.board.focus is not None and fixture.board.focus.task.id == a


def test_started_several_at_once_nothing_is_focused() -> None:
    fixture = BoardFixture()
    ids = tuple(fixture.add(title) for title in "ab")
    fixture.ok(c.Start(ids))
    assert fixture.board.focus is None


def test_starting_what_is_in_doing_changes_nothing() -> None:
    fixture = BoardFixture()
    a = fixture.add("a")
    fixture.ok(c.Start((a,)))
    data = fixture.data
    assert fixture.ok(c.Start((a,))).receipts == ()
    assert fixture.data == data


def test_a_wait_is_told_renewed_resolved_and_forgotten_on_leaving() -> None:
    fixture = BoardFixture()
    a = fixture.add("a")
    fixture.ok(c.Wait(a, on="Ana", why="contract", until=date(2026, 11, 24), next_step="sign it"))
    task = fixture.task(a)
    assert (task.waiting_on, task.waiting_why, task.follow_up) == ("Ana", "contract", date(2026, 11, 24))
    fixture.ok(c.Resolve(a))
    assert fixture.task(a).resolved_at == NOON
    fixture.ok(c.Wait(a, on="Ben"))
    assert (fixture.task(a).resolved_at, fixture.task(a).waiting_on, fixture.task(a).waiting_why) == (
        None,
        "Ben",
        "contract",
    )
    fixture.ok(c.Start((a,)))
    task = fixture.task(a)
    assert (task.waiting_on, task.waiting_why, task.follow_up, task.next_step) == (None, None, None, "sign it")
    assert [move.event for move in task.history] == ["captured", "waited", "resolved", "resumed"]


def test_put_back_lies_on_top_of_ready_with_its_next_step() -> None:
    fixture = BoardFixture()
    a, _ = fixture.add("a"), fixture.add("b")
    fixture.ok(c.Start((a,)))
    fixture.ok(c.PutBack((a,), next_step="failing test 7"))
    assert fixture.titles(State.READY) == ["a", "b"]
    assert fixture.task(a).is_shelved and fixture.task(a).next_step == "failing test 7"
    assert [task.id for task in fixture.board.shelved] == [a]


def test_done_without_a_name_is_the_focused_one() -> None:
    fixture = BoardFixture()
    a, b = fixture.add("a"), fixture.add("b")
    fixture.ok(c.Start((a,)))
    fixture.ok(c.Start((b,)))
    assert fixture.ok(c.Finish()).tasks == (b,)
    assert fixture.titles(State.DOING) == ["a"]


def test_split_drops_the_whole_and_puts_its_parts_on_top() -> None:
    fixture = BoardFixture()
    a, _ = fixture.add("a", project="acme", tags=["x"], due="2026-11-27"), fixture.add("b")
    fixture.ok(c.Start((a,), expedite=True, why="fire"))
    fixture.ok(c.Split(a, ("one", "two")))
    assert fixture.titles(State.READY) == ["one", "two", "b"]
    one = fixture.board.column(State.READY)[0]
    assert (one.parent, one.project, one.tags, one.due) == (a, "acme", ("x",), date(2026, 11, 27))
    assert not one.is_expedite
    assert (fixture.task(a).state, fixture.task(a).record["drop_why"]) == (State.DROPPED, "split")
    assert fixture.board.focus is None


def test_select_and_defer_go_between_backlog_and_ready() -> None:
    fixture = BoardFixture()
    a, b = fixture.add("a"), fixture.add("b")
    fixture.ok(c.Move((a, b), State.BACKLOG))
    assert fixture.titles(State.READY) == []
    fixture.ok(c.Move((b,), State.READY))
    assert (fixture.titles(State.BACKLOG), fixture.titles(State.READY)) == (["a"], ["b"])
    fixture.ok(c.Start((b,)))
    fixture.ok(c.Move((b,), State.BACKLOG))
    assert fixture.titles(State.BACKLOG) == ["b", "a"]
    assert fixture.board.focus is None


def test_reorder_moves_one_card_and_writes_one_record() -> None:
    fixture = BoardFixture()
    a, _, d = (fixture.add(title) for title in "abd")
    fixture.ok(c.Reorder(d, before=a))
    assert fixture.titles(State.READY) == ["d", "a", "b"]
    assert len(fixture.receipts) == 1
    fixture.ok(c.Reorder(d, after=a))
    assert fixture.titles(State.READY) == ["a", "d", "b"]


def test_edit_writes_clears_and_cleans() -> None:
    fixture = BoardFixture()
    a = fixture.add("a")
    fixture.ok(
        c.Edit(a, {"title": " new\tname ", "note": "line\r\nline", "tags": ["x", "x", " y "], "due": "2026-11-27"})
    )
    task = fixture.task(a)
    assert (task.title, task.note, task.tags) == ("new name", "line\nline", ("x", "y"))
    fixture.ok(c.Edit(a, {"due": None, "tags": [], "note": ""}))
    assert (fixture.task(a).due, fixture.task(a).tags, fixture.task(a).note) == (None, (), "")


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
    fixture = BoardFixture()
    ready, doing, waiting, done = (fixture.add(title) for title in "abcd")
    fixture.ok(c.Start((doing,)))
    fixture.ok(c.Wait(waiting))
    fixture.ok(c.Finish((done,)))
    data = fixture.data
    for command in senseless(ready, doing, waiting, done):
        with pytest.raises(UsageError) as raised:
            fixture.do(command)
        assert str(raised.value).endswith((".", "first.", "”.")), command
        assert fixture.data is data, command


def test_done_without_a_name_and_without_a_focus_asks_which() -> None:
    with pytest.raises(UsageError, match="Nothing is focused"):
        BoardFixture().do(c.Finish())


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
        BoardFixture().do(command(UNKNOWN))
