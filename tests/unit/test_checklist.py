"""What a change of a checklist writes: only the step that it is about, which other machines can merge."""

from __future__ import annotations

import pytest

from wiptui.domain.core.ids import SeededIds
from wiptui.domain.tasks.checklist import Fields, added, fresh, moved, removed, written
from wiptui.domain.tasks.task import Step, read_task

IDS = SeededIds(7)


def steps_of(fields: Fields) -> tuple[Step, ...]:
    return read_task(1, {key: value for key, value in fields.items() if value is not None}).checklist


FOUR = added((), "abcd", IDS)
STEPS = steps_of(FOUR)


def texts(fields: Fields) -> str:
    return "".join(step.text for step in steps_of({**FOUR, **fields}))


def test_new_steps_stand_behind_the_others_in_their_order() -> None:
    assert texts({}) == "abcd" and texts(added(STEPS, "xy", IDS)) == "abcdxy"


@pytest.mark.parametrize("place", range(4))
@pytest.mark.parametrize("to", range(4))
def test_a_step_moves_to_any_place_with_one_field(place: int, to: int) -> None:
    letters = list("abcd")
    letters.insert(to, letters.pop(place))
    fields = moved(STEPS, place, to, IDS)
    assert texts(fields) == "".join(letters) and len(fields) == 1


def test_a_tick_and_other_words_leave_the_rest_of_the_step() -> None:
    ticked = steps_of({**FOUR, **written(STEPS[1], done=True)})
    assert [step.done for step in ticked] == [False, True, False, False]
    assert steps_of({**FOUR, **written(ticked[1], text="B")})[1] == Step(ticked[1].key, "B", True, ticked[1].rank)
    assert texts(removed(STEPS[2])) == "abd"


def test_the_steps_of_the_next_task_are_the_same_and_none_is_done() -> None:
    done = steps_of({name: value for step in STEPS for name, value in written(step, done=True).items()})
    assert steps_of(fresh(done)) == STEPS
