"""Focus: one at a time, in doing, and every stint with the cause that ended it."""

from builders import NOON, Desk

from wiptui.domain import commands as c
from wiptui.domain.board import INTERRUPTS, STINTS
from wiptui.domain.core.clock import to_ms
from wiptui.domain.core.record import patched
from wiptui.domain.tasks.task import State, as_time


def causes(desk: Desk) -> list[str]:
    rows = sorted(desk.data.get(STINTS, {}).values(), key=lambda row: row["start"])
    return [row.get("cause", "runs") for row in rows]


def begun(*titles: str) -> tuple[Desk, list[int]]:
    """Tasks started one after the other, a minute apart."""
    desk = Desk()
    ids = []
    for title in titles:
        ids.append(desk.add(title))
        desk.ok(c.Start((ids[-1],)))
        desk.clock.advance(minutes=1)
    return desk, ids


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
        desk, (a,) = begun("a")
        desk.ok(command(a))
        assert causes(desk) == [cause]
        assert desk.board.focus is None


def test_a_switch_ends_one_stint_and_begins_the_next_at_the_same_instant() -> None:
    desk, (a, b) = begun("a", "b")
    desk.ok(c.FocusOn(a))
    assert causes(desk) == ["switch", "switch", "runs"]
    rows = sorted(desk.data[STINTS].values(), key=lambda row: row["start"])
    assert [row["end"] for row in rows[:2]] == [row["start"] for row in rows[1:]]
    assert [row["task"] for row in rows] == [a, b, a]
    focus = desk.board.focus
    assert focus is not None and (focus.task.id, focus.since) == (a, desk.clock.now())


def test_focusing_the_focused_one_changes_nothing() -> None:
    desk, (a,) = begun("a")
    data = desk.data
    desk.ok(c.FocusOn(a))
    assert desk.data == data


def test_an_unfocused_task_can_leave_without_ending_the_focus() -> None:
    desk, (a, b) = begun("a", "b")
    desk.ok(c.Finish((a,)))
    focus = desk.board.focus
    assert focus is not None and focus.task.id == b
    assert causes(desk) == ["switch", "runs"]


def test_stints_left_open_on_two_machines_are_one_focus_and_end_where_the_next_began() -> None:
    desk, (a, b) = begun("a", "b")
    rows = dict(desk.data[STINTS])
    first = next(key for key, row in rows.items() if row["task"] == a)
    row = {"task": a, "start": rows[first]["start"], "device": "phone"}
    rows[first] = patched(None, row, to_ms(NOON), "zz99abcde")[0]  # open still, as a merge may leave it
    desk.data = {**desk.data, STINTS: rows}
    assert desk.board.focus is not None and desk.board.focus.task.id == b
    desk.clock.advance(minutes=5)
    desk.ok(c.FocusOn(None))
    ended = sorted(desk.data[STINTS].values(), key=lambda row: row["start"])
    assert [as_time(row["end"]) for row in ended] == [as_time(ended[1]["start"]), desk.clock.now()]
    assert causes(desk) == ["switch", "pause"]


def test_an_interruption_is_counted_and_its_text_captured_without_leaving_the_focus() -> None:
    desk, (a,) = begun("a")
    desk.ok(c.Interrupt("call the bank", source="Ben"))
    desk.ok(c.Interrupt())
    focus = desk.board.focus
    assert focus is not None and focus.since == NOON
    told, bare = sorted(desk.data[INTERRUPTS].values(), key=lambda row: "task" not in row)
    captured = desk.task(told["task"])
    assert (captured.title, captured.state, captured.for_whom) == ("call the bank", State.BACKLOG, "Ben")
    assert (told["during"], told["stint"], told["from"]) == (a, focus.stint, "Ben")
    assert "task" not in bare
    assert causes(desk) == ["runs"]


def test_an_interruption_without_a_focus_counts_too() -> None:
    desk = Desk()
    desk.ok(c.Interrupt("x"))
    (row,) = desk.data[INTERRUPTS].values()
    assert "during" not in row
