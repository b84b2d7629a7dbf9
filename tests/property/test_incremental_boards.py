"""What is followed from board to board is what a look at the whole board would have found."""

from datetime import timedelta

from builders import ACTOR, BoardFixture
from hypothesis import given, settings
from hypothesis import strategies as st

from wiptui.domain import commands as c
from wiptui.domain.changes.change_plan import ChangeContext
from wiptui.domain.core.clock import to_ms
from wiptui.domain.core.errors import WiptuiError
from wiptui.domain.gate import Refusal
from wiptui.domain.queries.parse_query import parse_query
from wiptui.domain.rules import decide
from wiptui.domain.tasks.dependencies import fields_for
from wiptui.domain.tasks.task import State
from wiptui.metrics.overload.rules import assess
from wiptui.tui.views import view_models
from wiptui.tui.views.query_filter import TaskFilter

VERBS = ("add", "backlog", "start", "wait", "done", "drop", "back", "up", "edit", "block")
STEPS = st.lists(
    st.tuples(st.sampled_from(VERBS), st.integers(0, 30), st.integers(0, 30), st.integers(-3_000, 90_000)),
    min_size=1,
    max_size=25,
)


def command(verb: str, one: int, two: int) -> c.Command:
    match verb:
        case "add" | "backlog":
            return c.Add(
                f"task {one}", {"project": f"p{two}"} if two % 2 else {}, State("ready" if verb == "add" else verb)
            )
        case "start":
            return c.Start((one,), anyway=True)
        case "wait":
            return c.Wait(one, on="Ana")
        case "done":
            return c.Finish((one,))
        case "drop":
            return c.Drop((one,))
        case "back":
            return c.PutBack((one,), "go on")
        case "up":
            return c.Reorder(one, before=two)
        case "block":
            return c.Edit(one, fields_for([two]))
        case _:
            return c.Edit(one, {"title": f"task {two}", "next_step": "x" if two % 2 else None, "note": f"note {two}"})


@given(STEPS)
@settings(max_examples=80, deadline=None)
def test_boards_that_follow_one_another_tell_what_each_tells_alone(steps: list[tuple[str, int, int, int]]) -> None:
    fixture = BoardFixture(doing=3, waiting=3)
    for title in ("one", "two", "three", "four", "five", "six", "seven"):
        fixture.add(title)
    board = fixture.board
    found = assess(board)
    view = view_models.board_view(board, found)
    query = parse_query("task 1", board.today)
    task_filter = TaskFilter(query)
    for verb, one, two, ms in steps:
        fixture.clock.set(fixture.clock.now() + timedelta(milliseconds=ms))
        ids = sorted(task.id for task in board.all_tasks())
        now = fixture.clock.now()
        source = ChangeContext(to_ms(now), ACTOR, "laptop", fixture.ids)
        board = board.with_data(board.data, now, board.zone)
        try:
            decision = decide(board, command(verb, ids[one % len(ids)], ids[two % len(ids)]), source)
        except WiptuiError:
            continue
        if isinstance(decision, Refusal):
            continue
        board = board.with_data(decision.board.data, now, board.zone)
        alone = type(board)(board.data, now, board.zone)
        assert [board.column(state) for state in State] == [alone.column(state) for state in State]
        assert board.done_since(board.week_start) == alone.done_since(board.week_start)
        found = assess(board, view.found)
        assert found == assess(alone)
        view = view_models.board_view(board, found)
        assert [task_filter(task) for task in alone.open_tasks()] == [
            query.matches(task) for task in alone.open_tasks()
        ]
