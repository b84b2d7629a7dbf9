"""The steps of a task as fields of their own, ``step:<key>``: each answer is what a change of the list writes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from wiptui.domain.core.ids import Ids, id_text
from wiptui.domain.core.record import STEP_FIELD, Json
from wiptui.domain.tasks.rank import between
from wiptui.domain.tasks.task import Step

Fields = dict[str, Json]
KEY_LETTERS = 8


def written(step: Step, *, done: bool | None = None, text: str | None = None, rank: str | None = None) -> Fields:
    """A step with what is given changed."""
    kept = [step.rank if rank is None else rank, step.done if done is None else done, text or step.text]
    return {STEP_FIELD + step.key: kept}


def removed(step: Step) -> Fields:
    """Without the step."""
    return {STEP_FIELD + step.key: None}


def added(steps: Sequence[Step], texts: Iterable[str], ids: Ids) -> Fields:
    """Further steps at the end of the list."""
    fields: Fields = {}
    last = steps[-1].rank if steps else None
    for text in texts:
        last = between(last, None, ids.jitter())
        fields[STEP_FIELD + id_text(ids.doc_id())[:KEY_LETTERS]] = [last, False, text]
    return fields


def moved(steps: Sequence[Step], place: int, to: int, ids: Ids) -> Fields:
    """The step at ``place`` put where ``to`` is now. Both are places of the list."""
    rest = [step for at, step in enumerate(steps) if at != place]
    low = rest[to - 1].rank if to else None
    high = rest[to].rank if to < len(rest) else None
    return written(steps[place], rank=between(low, high, ids.jitter()))


def fresh(steps: Iterable[Step]) -> Fields:
    """The same steps with none done, for a task that is made after this one."""
    return {name: value for step in steps for name, value in written(step, done=False).items()}
