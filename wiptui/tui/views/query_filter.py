"""A query that is asked of the same thousands of tasks again and again, while somebody types and the board changes."""

from __future__ import annotations

from wiptui.domain.queries.matching import hay_of
from wiptui.domain.queries.query import Query
from wiptui.domain.tasks.task import Task


class Hays:
    """What words are looked for in, folded once for each task."""

    def __init__(self) -> None:
        self._kept: dict[int, tuple[Task, str]] = {}

    def of(self, task: Task) -> str:
        """As :func:`wiptui.domain.queries.matching.hay_of`."""
        known = self._kept.get(task.id)
        if known is None or known[0] is not task:
            known = self._kept[task.id] = task, hay_of(task)
        return known[1]


class Sieve:
    """Which tasks a query lets through. The same task is asked about once, unless the answer depends on others."""

    def __init__(self, query: Query) -> None:
        self._query = query
        self._said: dict[int, tuple[Task, bool]] = {}

    def __call__(self, task: Task) -> bool:
        known = self._said.get(task.id)
        if known is None or known[0] is not task or self._query.asks_of_others:
            known = self._said[task.id] = task, self._query.matches(task)
        return known[1]
