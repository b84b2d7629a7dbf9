"""Complete what is on the board: tasks by id or title, projects, tags, people; and dates, which depend on its clock."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from wiptui.cli.call import Call
from wiptui.domain.board import Board
from wiptui.domain.core.clock import local_date
from wiptui.domain.dates.parse import parse_date
from wiptui.domain.tasks.task import STATES, State, Task
from wiptui.domain.text import printable

Answer = tuple[str, str]
"""A possible word at the cursor, and its description."""

MOST_TASKS = 100
"""The most tasks to show: a list that asks «display all 3000?» helps nobody."""
OPEN = (State.DOING, State.WAITING, State.READY, State.BACKLOG)
IN_WORK = (State.DOING, State.WAITING)
STATES_OF: dict[str, tuple[State, ...]] = {
    "start": (State.WAITING, State.READY, State.BACKLOG),
    "wait": (State.DOING, State.WAITING, State.READY, State.BACKLOG),
    "resolve": (State.WAITING,),
    "stop": IN_WORK,
    "focus": (State.DOING,),
    "reopen": (State.DONE, State.DROPPED),
    "select": (State.BACKLOG,),
    "defer": (State.READY, State.BACKLOG),
    "show": (*OPEN, State.DONE, State.DROPPED),
    "open": (*OPEN, State.DONE, State.DROPPED),
    "log": (*OPEN, State.DONE, State.DROPPED),
}
"""The tasks that a command applies to; all other commands apply to open ones."""


def tasks(call: Call, name: str, current: str, given: list[str]) -> Iterable[Answer]:
    """Yield tasks whose id, or a word of whose title, begins with ``current``, in board order.

    The answer is the short id. fish drops answers without the typed letters, so there it is the title.
    """
    board = call.board()
    by_title = call.words[:1] == ["fish"]
    found = []
    for task in _candidates(board, name):
        key = board.short_id(task.id)
        if key in given:
            continue
        if task.key.startswith(current.lower()):
            found.append((key if len(key) >= len(current) else task.key, _about(task)))
        elif _matches(task.title, current):
            found.append((task.title, _about(task, key)) if by_title else (key, _about(task)))
        if len(found) >= MOST_TASKS:
            break
    return found


def _candidates(board: Board, name: str) -> Iterator[Task]:
    for state in STATES_OF.get(name, OPEN):
        yield from board.column(state)


def _matches(title: str, words: str) -> bool:
    """Return whether the title has the words, at least as prefixes of its words."""
    hay, needle = title.casefold(), words.casefold()
    return f" {hay}".find(f" {needle}") >= 0


def _about(task: Task, key: str = "") -> str:
    title = f"{key}, {task.state}" if key else printable(task.title)
    return title if key or task.state.is_open else f"{title} ({task.state})"


def marks(call: Call, slot: str, current: str) -> Iterable[Answer]:
    """Yield ``+project``, ``@tag`` and such within text or a query, or bare after an option that takes one."""
    board = call.board()
    open_tasks = list(board.open_tasks())
    projects = _counted(task.project for task in open_tasks)
    tags = _counted(tag for task in open_tasks for tag in task.tags)
    people = _counted(who for task in open_tasks for who in (task.waiting_on, task.for_whom))
    bare = {"P": projects, "PROJECT": projects, "T": tags, "TAG": tags, "WHO": people}.get(slot)
    if bare is not None:
        return _starting(current, "", bare)
    dash = "-" if slot == "QUERY" and current.startswith("-") else ""
    found = [*_starting(current, f"{dash}+", projects), *_starting(current, f"{dash}@", tags)]
    if slot == "QUERY":
        states = {f"state:{name}": "" for name in STATES}
        found += _starting(current, dash, states)
    else:
        found += _starting(current, "for:", people) if current else []
        found = found if current else []  # text may begin with anything
    return found


def _counted(names: Iterable[str | None]) -> dict[str, str]:
    """Return each name with its number of open tasks, the most frequent first."""
    counts: dict[str, int] = {}
    for name in names:
        if name:
            counts[name] = counts.get(name, 0) + 1
    ordered = sorted(counts, key=lambda name: (-counts[name], name))
    return {name: f"{counts[name]} open" for name in ordered}


def _starting(current: str, sign: str, names: dict[str, str]) -> list[Answer]:
    return [(f"{sign}{name}", about) for name, about in names.items() if f"{sign}{name}".startswith(current)]


def dates(call: Call, *, past: bool) -> list[Answer]:
    """Return dates in words, each with the day that it is."""
    clock = call.service.clock
    today = local_date(clock.now(), clock.zone)
    names = ("today", "yesterday", "7d", "30d") if past else ("today", "tomorrow", "fri", "next-week", "+1w", "+2w")
    return [(name, f"{parse_date(name, today, past=past):%a %Y-%m-%d}") for name in names]
