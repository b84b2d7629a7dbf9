"""Focus: one at a time, in doing, and every stint with the cause that ended it."""

from builders import NOON, BoardFixture

from wiptui.domain import commands as c
from wiptui.domain.board import INTERRUPTS, STINTS
from wiptui.domain.core.clock import to_ms
from wiptui.domain.core.record import patched
from wiptui.domain.tasks.task import State, as_time


def causes(fixture: BoardFixture) -> list[str]:
    rows = sorted(fixture.data.get(STINTS, {}).values(), key=lambda row: row["start"])
    return [row.get("cause", "runs") for row in rows]


def begun(*titles: str) -> tuple[BoardFixture, list[int]]:
    """Tasks started one after the other, a minute apart."""
    fixture = BoardFixture()
    ids = []
    for title in titles:
        ids.append(fixture.add(title))
        fixture.ok(c.Start((ids[-1],)))
        fixture.clock.advance(minutes=1)
    return fixture, ids


def test_every_way_out_has_its_cause() -> None:
    for command, cause in (
        (lambda a: c.Wait(a), "wait"),
        (lambda a: c.PutBack((a,)), "put back"),
        (lambda a: c.Finish((a,)), "done"),
        (lambda a: c.Drop((a,)), "drop"),
        (lambda a: c.Split(a, ("x",)), "drop"),
        (lambda a: c.Move((a,), State.BACKLOG), "put back"),
        (lambda a: c.FocusOn(None), "pause"),
        (lambda a: c.FocusOn(None, "idle"), "idle"),
    ):
        fixture, (a,) = begun("a")
        fixture.ok(command(a))
        assert causes(fixture) == [cause]
        assert fixture.board.focus is None


def test_a_switch_ends_one_stint_and_begins_the_next_at_the_same_instant() -> None:
    fixture, (a, b) = begun("a", "b")
    fixture.ok(c.FocusOn(a))
    assert causes(fixture) == ["switch", "switch", "runs"]
    rows = sorted(fixture.data[STINTS].values(), key=lambda row: row["start"])
    assert [row["end"] for row in rows[:2]] == [row["start"] for row in rows[1:]]
    assert [row["task"] for row in rows] == [a, b, a]
    focus = fixture.board.focus
    assert focus is not None and (focus.task.id, focus.since) == (a, fixture.clock.now())


def test_focusing_the_focused_one_changes_nothing() -> None:
    fixture, (a,) = begun("a")
    data = fixture.data
    fixture.ok(c.FocusOn(a))
    assert fixture.data == data


def test_an_unfocused_task_can_leave_without_ending_the_focus() -> None:
    fixture, (a, b) = begun("a", "b")
    fixture.ok(c.Finish((a,)))
    focus = fixture.board.focus
    assert focus is not None and focus.task.id == b
    assert causes(fixture) == ["switch", "runs"]


def test_stints_left_open_on_two_machines_are_one_focus_and_end_where_the_next_began() -> None:
    fixture, (a, b) = begun("a", "b")
    rows = dict(fixture.data[STINTS])
    first = next(key for key, row in rows.items() if row["task"] == a)
    row = {"task": a, "start": rows[first]["start"], "device": "phone"}
    rows[first] = patched(None, row, to_ms(NOON), "zz99abcde")[0]  # open still, as a merge may leave it
    fixture.data = {**fixture.data, STINTS: rows}
    assert fixture.board.focus is not None and fixture.board.focus.task.id == b
    fixture.clock.advance(minutes=5)
    fixture.ok(c.FocusOn(None))
    ended = sorted(fixture.data[STINTS].values(), key=lambda row: row["start"])
    assert [as_time(row["end"]) for row in ended] == [as_time(ended[1]["start"]), fixture.clock.now()]
    assert causes(fixture) == ["switch", "pause"]


def test_an_interruption_is_counted_and_its_text_captured_without_leaving_the_focus() -> None:
    fixture, (a,) = begun("a")
    fixture.ok(c.Interrupt("call the bank", source="Ben"))
    fixture.ok(c.Interrupt())
    focus = fixture.board.focus
    assert focus is not None and focus.since == NOON
    told, bare = sorted(fixture.data[INTERRUPTS].values(), key=lambda row: "task" not in row)
    captured = fixture.task(told["task"])
    assert (captured.title, captured.state, captured.for_whom) == ("call the bank", State.BACKLOG, "Ben")
    assert (told["during"], told["stint"], told["from"]) == (a, focus.stint, "Ben")
    assert "task" not in bare
    assert causes(fixture) == ["runs"]


def test_an_interruption_without_a_focus_counts_too() -> None:
    fixture = BoardFixture()
    fixture.ok(c.Interrupt("x"))
    (row,) = fixture.data[INTERRUPTS].values()
    assert "during" not in row
