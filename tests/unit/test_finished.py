"""When a task was finished is told by its log, by the same rules as its history, without working out all of that."""

from __future__ import annotations

import random

import pytest

from wiptui.domain.core.record import LOG, fold, make_stamp
from wiptui.domain.tasks.history import UNDOES
from wiptui.domain.tasks.task import read_task


@pytest.mark.parametrize("seed", range(5))
def test_finished_is_the_last_move_of_the_history_into_the_state_that_stands(seed: int) -> None:
    chance = random.Random(seed)
    ended = 0
    for _ in range(200):
        log: dict[str, dict[str, object]] = {}
        for _ in range(chance.randrange(1, 8)):
            patch: dict[str, object] = {"state": chance.choice(("ready", "doing", "waiting", "done", "dropped"))}
            if chance.random() < 0.2:
                patch = {"resolved_at": "2026-11-22T10:00:00Z"}
            if log and chance.random() < 0.2:
                patch[UNDOES] = [chance.choice(sorted(log))]
            log[make_stamp(1_795_352_700_000 + chance.randrange(10**6), "aaaa11111")] = patch
        task = read_task(7, {**fold(log), LOG: log})
        moves = [move.at for move in task.history if move.to == task.state]
        assert task.finished == (moves[-1] if moves and not task.state.is_open else None)
        ended += task.finished is not None
    assert ended > 30
