"""The steps of a task, stored as fields ``step:<key>``.

Each function returns the fields that a change of the list writes.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from wiptui.domain.core.ids import Ids, id_text
from wiptui.domain.core.record import STEP_FIELD, Json
from wiptui.domain.tasks.rank import between
from wiptui.domain.tasks.task import Step

Fields = dict[str, Json]
KEY_LETTERS = 8


def written(step: Step, *, done: bool | None = None, text: str | None = None, rank: str | None = None) -> Fields:
    """Return the step with the given values changed."""
    kept = [step.rank if rank is None else rank, step.done if done is None else done, text or step.text]
    return {STEP_FIELD + step.key: kept}


def removed(step: Step) -> Fields:
    """Return the removal of a step."""
    return {STEP_FIELD + step.key: None}


def added(steps: Sequence[Step], texts: Iterable[str], ids: Ids) -> Fields:
    """Return new steps at the end of the list."""
    fields: Fields = {}
    last = steps[-1].rank if steps else None
    for text in texts:
        last = between(last, None, ids.jitter())
        fields[STEP_FIELD + id_text(ids.doc_id())[:KEY_LETTERS]] = [last, False, text]
    return fields


def moved(steps: Sequence[Step], place: int, to: int, ids: Ids) -> Fields:
    """Return the step at ``place`` moved to ``to``. Both are indexes into the list."""
    rest = [step for at, step in enumerate(steps) if at != place]
    low = rest[to - 1].rank if to else None
    high = rest[to].rank if to < len(rest) else None
    return written(steps[place], rank=between(low, high, ids.jitter()))


def fresh(steps: Iterable[Step]) -> Fields:
    """Return the same steps, none of them done, for the next task of a recurrence."""
    return {name: value for step in steps for name, value in written(step, done=False).items()}
