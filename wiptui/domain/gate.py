"""The one gate. Every way to start work asks it, in the same transaction as the write.

For each scope that applies: refuse exactly if *count after > limit* **and** *count after > count before*. So a swap
is allowed when full, work can always leave, and exceeding the limit never causes a deadlock.
"""

from __future__ import annotations

from wiptui.domain.board import Board
from wiptui.domain.core.frozen import dataclass
from wiptui.domain.limits import Limit
from wiptui.domain.tasks.task import Task


@dataclass(frozen=True, slots=True)
class Refusal:
    """The answer «you are full»: which limit binds and what holds its slots. Nothing was changed."""

    limit: Limit
    count: int
    """Slots taken before the command."""
    would_be: int
    """Slots taken after the command."""
    holders: tuple[Task, ...]
    wanted: tuple[Task, ...]
    """The tasks that would have entered."""

    code = "wip_limit"
    exit_code = 3

    @property
    def message(self) -> str:
        """Return one sentence with the count and the limit."""
        scope, limit = self.limit.scope, self.limit
        if limit.is_closed:
            return f"{scope.label} is closed: its limit is 0."
        state = "over its limit" if self.count > limit.value else "full"
        if self.count < limit.value:
            more = self.would_be - self.count
            return f"{scope.label} has {self.count} of {limit.value}: there is no room for {more} more."
        return f"{scope.label} is {state}: {self.count} of {limit.value}."


def check(before: Board, after: Board, day_limit: Limit | None = None) -> Refusal | None:
    """Return the refusal of the first scope that binds between two boards; None if the change may pass.

    ``day_limit`` is how much the plan of the day may hold, for a command that plans.
    """
    for limit in (*before.limits.values(), *((day_limit,) if day_limit is not None else ())):
        scope = limit.scope
        count, would_be = before.count(scope), after.count(scope)
        if would_be > limit.value and would_be > count:
            holders = before.holders(scope)
            held = {task.id for task in holders}
            wanted = tuple(task for task in after.holders(scope) if task.id not in held)
            return Refusal(limit, count, would_be, holders, wanted)
    return None
