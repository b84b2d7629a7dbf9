"""The board: columns, counts, weeks, and the names that people call a task by."""

from datetime import UTC, date, datetime

import pytest
from builders import ACTOR, BERLIN, NOON, BoardFixture

from wiptui.domain import commands as c
from wiptui.domain.board import Board, Change
from wiptui.domain.changes.change_plan import ChangeContext
from wiptui.domain.core.clock import to_ms
from wiptui.domain.core.errors import AmbiguousTask, TaskNotFound
from wiptui.domain.core.ids import id_number, id_text
from wiptui.domain.limits import DOING, WAITING
from wiptui.domain.rules import Accepted, decide
from wiptui.domain.tasks.task import State, read_task


def test_an_empty_board_is_a_board() -> None:
    board = Board({}, NOON, BERLIN)
    assert [board.column(state) for state in State] == [()] * 6
    assert (board.doing_count, board.is_full, board.focus, board.wip, board.shelved) == (0, False, None, (), ())


def test_open_columns_go_by_rank_and_finished_ones_newest_first() -> None:
    fixture = BoardFixture()
    a, b, d = (fixture.add(title) for title in "abd")
    for task in (b, a):
        fixture.ok(c.Finish((task,)))
        fixture.clock.advance(hours=1)
    assert fixture.titles(State.DONE) == ["a", "b"]
    assert [task.id for task in fixture.board.all_tasks()] == [d, a, b]


def test_equal_ranks_are_told_apart_by_id() -> None:
    data = {
        "tasks": {
            "9": {"title": "nine", "state": "ready", "rank": "i"},
            "4": {"title": "four", "state": "ready", "rank": "i"},
        }
    }
    assert [task.title for task in Board(data, NOON).column(State.READY)] == ["four", "nine"]


def test_what_is_gone_is_nowhere() -> None:
    data = {"tasks": {"9": {"title": "nine", "state": "doing", "gone": True}}}
    board = Board(data, NOON)
    assert (board.doing_count, list(board.all_tasks()), board.find(9)) == (0, [], None)


def test_a_week_begins_on_monday_in_the_local_zone() -> None:
    assert Board({}, NOON, BERLIN).week_start == date(2026, 11, 16)
    late = datetime(2026, 11, 22, 23, 30, tzinfo=UTC)  # Monday already in Berlin
    assert (Board({}, late, BERLIN).today, Board({}, late, BERLIN).week_start) == (date(2026, 11, 23),) * 2
    fixture = BoardFixture()
    a = fixture.add("a")
    fixture.ok(c.Finish((a,)))
    assert [task.id for task in fixture.board.done_since(fixture.board.week_start)] == [a]
    fixture.clock.advance(hours=12)
    assert fixture.board.done_since(fixture.board.week_start) == ()


def test_full_over_and_closed() -> None:
    fixture = BoardFixture(doing=2, waiting=1)
    ids = [fixture.add(title) for title in "abc"]
    fixture.ok(c.Start(tuple(ids[:2])))
    assert fixture.board.is_full and not fixture.board.is_over(DOING)
    fixture.ok(c.SetLimit(DOING, 1))
    assert fixture.board.is_over(DOING) and not fixture.board.is_over(WAITING)
    fixture.ok(c.SetLimit(DOING, 0))
    assert not fixture.board.is_full and not fixture.board.is_over(DOING)


def test_age_and_cycle_time_count_local_days_from_one() -> None:
    fixture = BoardFixture(datetime(2026, 11, 20, 22, 30, tzinfo=UTC))  # half past eleven in the evening, in Berlin
    a = fixture.add("a")
    fixture.ok(c.Start((a,)))
    assert fixture.task(a).age_days(fixture.board.today, BERLIN) == 1
    fixture.clock.advance(hours=1)
    assert fixture.task(a).age_days(fixture.board.today, BERLIN) == 2
    fixture.ok(c.Finish((a,)))
    assert (fixture.task(a).cycle_days(BERLIN), fixture.task(a).age_days(fixture.board.today, BERLIN)) == (2, None)
    assert fixture.task(a).cycle_days(UTC) == 1


def test_a_reopened_task_is_as_old_as_its_first_start() -> None:
    fixture = BoardFixture()
    a = fixture.add("a")
    fixture.ok(c.Start((a,)))
    fixture.clock.advance(days=2)
    fixture.ok(c.Finish((a,)))
    fixture.clock.advance(days=2)
    fixture.ok(c.Start((a,)))
    task = fixture.task(a)
    assert (task.age_days(fixture.board.today, BERLIN), task.finished, task.history[-1].event) == (5, None, "reopened")


@pytest.mark.parametrize(
    "record",
    [
        {},
        {"title": 5, "state": 7, "tags": "x", "due": "soon", "class": [], "rank": None, "parent": "x"},
        {"title": "", "state": "on fire", "tags": [1, None], "due": 20261122, "resolved_at": "yes", "step:a": [1]},
    ],
)
def test_a_record_written_by_hand_reads_somehow(record: dict) -> None:
    task = read_task(3, record)
    assert (task.title, task.state, task.tags, task.due, task.checklist) == ("(no title)", State.READY, (), None, ())


def test_a_checklist_goes_by_rank_and_counts_what_is_left() -> None:
    task = read_task(3, {"step:b": ["a", True, "first"], "step:a": ["b", False, "second"], "step:c": ["c", 0, "third"]})
    assert [(step.text, step.done) for step in task.checklist] == [("first", True), ("second", False), ("third", False)]
    assert task.steps_left == 2


# --- names


def fixture_of(*titles: str) -> tuple[BoardFixture, list[int]]:
    fixture = BoardFixture()
    return fixture, [fixture.add(title) for title in titles]


def test_a_task_is_found_by_id_prefix_in_any_case_and_by_words() -> None:
    fixture, (a, b) = fixture_of("Write the report", "Book the train")
    for words in (
        id_text(a),
        fixture.board.short_id(a),
        fixture.board.short_id(a).upper(),
        "report write",
        "WRITE",
        " report ",
    ):
        assert fixture.board.resolve(words).id == a
    assert fixture.board.resolve("train").id == b


def test_of_several_the_one_in_which_they_are_whole_words() -> None:
    fixture, (one, _, call, _) = fixture_of("Look at PR 1", "Look at PR 17", "Call Ana", "Recall the parts")
    assert fixture.board.resolve("pr 1").id == one
    assert fixture.board.resolve("call").id == call
    for words in ("pr", "l", "look at"):
        with pytest.raises(AmbiguousTask):
            fixture.board.resolve(words)


def test_nothing_and_several_are_said_apart() -> None:
    fixture, ids = fixture_of("Write the report", "Write the letter")
    with pytest.raises(TaskNotFound, match="Which task"):
        fixture.board.resolve("  ")
    with pytest.raises(TaskNotFound, match="answers to “zebra”"):
        fixture.board.resolve("zebra")
    with pytest.raises(AmbiguousTask, match="2 tasks") as raised:
        fixture.board.resolve("write")
    assert sorted(title for _, title in raised.value.matches) == ["Write the letter", "Write the report"]
    assert {fixture.board.resolve(short).id for short, _ in raised.value.matches} == set(ids)


def test_words_mean_open_tasks_and_an_id_any_task() -> None:
    fixture, (a, b) = fixture_of("Write the report", "Write the letter")
    fixture.ok(c.Finish((a,)))
    assert fixture.board.resolve("write").id == b
    assert fixture.board.resolve(id_text(a)).state is State.DONE


def test_the_id_wins_over_words_but_for_a_title_that_is_just_that() -> None:
    a = id_number("trees000000")
    b = id_number("a0000000000")
    data = {
        "tasks": {
            str(a): {"title": "x", "state": "ready"},
            str(b): {"title": "y", "state": "ready"},
            "7": {"title": "trees", "state": "ready"},
            "8": {"title": "A", "state": "ready"},
        }
    }
    board = Board(data, NOON)
    assert board.resolve("trees").id == a
    assert board.resolve("A").id == 8


def test_short_ids_are_five_letters_and_longer_only_where_they_must() -> None:
    close = [id_number("abcde000000"), id_number("abcdf000000"), id_number("abcde100000")]
    board = Board({"tasks": {str(key): {"title": "x", "state": "ready"} for key in close}}, NOON)
    assert [board.short_id(key) for key in close] == ["abcde0", "abcdf", "abcde1"]
    assert [board.resolve(board.short_id(key)).id for key in close] == close


def test_tasks_whose_records_are_the_same_are_not_read_again() -> None:
    fixture = BoardFixture()
    a, b = fixture.add("a"), fixture.add("b")
    before = fixture.board
    first = (before.task(a), before.task(b))
    fixture.ok(c.Edit(a, {"title": "changed"}))
    after = before.with_data(fixture.data, NOON, None)
    assert after.task(b) is first[1] and after.task(a).title == "changed"
    assert before.with_data(before.data, NOON, None).task(a) is first[0]


def test_a_board_that_follows_another_says_what_one_made_anew_says() -> None:
    fixture = BoardFixture()
    tasks = [fixture.add(f"task {number}") for number in range(6)]
    followed = fixture.board
    commands: list[c.Command] = [
        c.Start((tasks[0],)),
        c.Finish((tasks[0],)),
        c.Start((tasks[1], tasks[2])),
        c.Drop((tasks[2],)),
        c.Start((tasks[0],)),
        *(c.Restore((Change("tasks", tasks[3], {"gone": gone}),)) for gone in (True, None)),
    ]
    for command in commands:
        _columns(followed)
        planned = followed.with_data(fixture.data, NOON, None).apply((), 0, "")[0]
        decision = decide(planned, command, ChangeContext(to_ms(fixture.clock.now()), ACTOR, "laptop", fixture.ids))
        assert isinstance(decision, Accepted)
        fixture.data = decision.board.data
        followed = followed.with_data(fixture.data, NOON, None)
        assert _columns(followed) == _columns(decision.board) == _columns(Board(fixture.data, NOON, None))
    fewer = {**fixture.data, "tasks": {str(tasks[5]): fixture.data["tasks"][str(tasks[5])]}}
    assert _columns(followed.with_data(fewer, NOON, None)) == _columns(Board(fewer, NOON, None))
    assert _columns(followed) == _columns(Board(fixture.data, NOON, None))


def _columns(board: Board) -> dict[State, list[tuple[int, str]]]:
    return {state: [(task.id, task.title) for task in board.column(state)] for state in State}


def test_done_since_finds_what_reading_everything_would() -> None:
    from datetime import timedelta

    from wiptui.demo import sample
    from wiptui.domain.core.clock import local_date

    board = Board(sample(NOON, BERLIN), NOON, BERLIN)
    days = [board.today - timedelta(days=back) for back in range(100)]
    every = board.column(State.DONE)
    assert len(every) > 20
    for day in days:
        slowly = tuple(task for task in every if local_date(task.finished or task.created, BERLIN) >= day)
        assert Board(board.data, NOON, BERLIN).done_since(day) == slowly, day
