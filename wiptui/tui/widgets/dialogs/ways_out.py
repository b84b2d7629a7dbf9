"""The ways out of a refusal: which there are, and the one command that each comes to. Pure; no widget is needed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from wiptui.domain import commands as c
from wiptui.domain.board import Board
from wiptui.domain.core.frozen import replace
from wiptui.domain.day_plan import next_workday
from wiptui.domain.gate import Refusal
from wiptui.domain.limits import DOING, WAITING
from wiptui.domain.tasks.task import State, Task

SLOTS = (State.DOING, State.WAITING)
WAYS_OUT = {
    "finish": ("d", "finish it", "finish"),
    "wait": ("w", "move to waiting", "wait"),
    "back": ("b", "put it back", "back"),
    "swap": ("s", "swap the two", "swap"),
    "resume": ("r", "take it back into doing", "resume"),
    "split": ("x", "split it", "split"),
    "some": ("a", "as many as fit", "some"),
    "queue": ("q", "queue on top of Ready", "queue"),
    "skip": ("p", "skip this undo", "pass"),
    "later": ("l", "plan it for tomorrow", "tomorrow"),
    "drop": ("X", "give it up", "drop"),
}
"""The ways out: the key of each, its words, and those for a narrow terminal."""


@dataclass(frozen=True, slots=True)
class Block:
    """A wish that a limit refused, on the board that refused it."""

    board: Board
    refusal: Refusal
    wish: c.Command

    @property
    def parts(self) -> tuple[c.Command, ...]:
        """The wish as single commands. An undo without its changes stands for what it would bring back."""
        parts = tuple(_flat(self.wish))
        if not any(isinstance(part, c.Restore) and not part.changes for part in parts):
            return parts
        wanted = tuple(task.id for task in self.refusal.wanted)
        if self.refusal.limit.scope.kind == "waiting":
            return tuple(c.Wait(task_id) for task_id in wanted)
        return (c.Start(wanted, focus=False),)

    @property
    def room(self) -> int:
        """Free slots; 0 when full or over."""
        return max(self.refusal.limit.value - self.refusal.count, 0)

    @property
    def need(self) -> int:
        """How many slots have to come free for the whole wish to pass."""
        return self.refusal.would_be - max(self.refusal.limit.value, self.refusal.count)

    @property
    def is_over(self) -> bool:
        """More in the slots than the limit; a closed limit is never over."""
        return not self.refusal.limit.is_closed and self.refusal.count > self.refusal.limit.value

    @property
    def starts(self) -> bool:
        """Whether the wish brings in newcomers that could queue instead."""
        return any(_brings(part) for part in self.parts)

    @property
    def is_undo(self) -> bool:
        """Whether the wish is an undo or a redo that the gate refused."""
        return any(isinstance(part, c.Restore) for part in _flat(self.wish))

    @property
    def is_plan(self) -> bool:
        """Whether it is the plan of the day that is full."""
        return self.refusal.limit.scope.kind == "plan"

    # --- what can be chosen

    def ways(self, holder: Task | None) -> tuple[str, ...]:
        """The ways that free a slot of this limit when ``holder`` takes them, and those that need no holder.

        Of finish, wait, back, swap, resume, split, some, queue, skip, in the order in which they are offered; where the
        plan of the day is full, of swap, later, finish and drop.
        """
        if self.is_plan:
            return ("swap", "later", "finish", "drop") if holder is not None else ()
        found: list[str] = []
        if holder is not None:
            found += self._moves(holder)
        if self.starts and not self.is_undo:
            if self.room:
                found.append("some")
            found.append("queue")
        if self.is_undo:
            found.append("skip")
        return tuple(found)

    def _moves(self, holder: Task) -> Iterator[str]:
        if self.refusal.limit.is_closed:  # nothing comes in but by exchange
            yield from ["swap"] if self._plain_starts() else []
            return
        yield "finish"
        if holder.state is State.DOING and not self.board.waiting_counts:
            yield "wait"
        yield "back"
        if self._plain_starts():
            yield "swap"
        if self.refusal.limit.scope.kind == "waiting" and self._can_resume():
            yield "resume"
        yield "split"

    def _plain_starts(self) -> bool:
        waits = self.refusal.limit.scope.kind == "waiting" or self.is_undo
        return not waits and all(_brings(part) for part in self.parts)

    def _can_resume(self) -> bool:
        """Whether a waiting task can go back into doing while the wish comes true: the place it needs is there."""
        leaving = sum(isinstance(p, c.Wait) and self.board.task(p.task).state is State.DOING for p in self.parts)
        coming = sum(len(p.tasks) if isinstance(p, c.Start) else _is_new(p) for p in self.parts)
        count = self.board.count(DOING)
        return count - leaving + coming + 1 <= max(self.board.limits[DOING].value, count)

    def blocked(self, way: str) -> str:
        """Why a way would be refused by another limit, in a word or two; empty when it would not."""
        waiting = self.board.limits[WAITING]
        count = self.board.count(WAITING)
        if way == "wait" and count + 1 > waiting.value:
            return f"waiting is full, {count}/{waiting.value}" if waiting.value else "waiting is closed"
        return ""

    # --- what each comes to

    def carried_out(
        self, way: str, holders: Sequence[Task] = (), answer: str = "", titles: Sequence[str] = ()
    ) -> c.Command | None:
        """The one command of a way: the holders leave their slots and the wish comes true, or as much of it as fits.

        ``answer`` is on whom (wait) or the next step (back), ``titles`` the parts of a split. None when there is
        nothing to do.
        """
        if way == "queue":
            return together(self._queued(self.parts))
        if way == "some":
            return together(self._fitting(self.room))
        ids = tuple(task.id for task in holders)
        freed: list[c.Command] = []
        if self.is_plan:
            leaves: dict[str, c.Command] = {
                "swap": c.Unplan(ids),
                "later": c.PlanDay(ids, day=next_workday(self.board)),
                "finish": c.Finish(ids),
                "drop": c.Drop(ids),
            }
            return together((leaves[way], *self.parts))
        if way == "finish":
            freed = [c.Finish(ids)]
        elif way == "wait":
            freed = [c.Wait(task_id, on=answer or None) for task_id in ids]
        elif way == "back":
            freed = [c.PutBack(ids, next_step=answer or None)]
        elif way == "split":
            freed = [c.Split(ids[0], tuple(titles))]
        elif way == "resume":
            # The wait goes first, so that the focus it ends is ended by a wait.
            return together((*self.parts, c.Start(ids[:1])))
        elif way == "swap":
            wish = self.wish
            if len(ids) == 1 and isinstance(wish, c.Start) and wish.swap is None and self.need <= 1:
                return replace(wish, swap=ids[0])
            freed = [c.PutBack(ids)]
        return together((*freed, *self._fitting(self.room + len(ids))))

    def _fitting(self, slots: int) -> list[c.Command]:
        """The wish with as many newcomers as there are slots; the others queue, or stay where they are."""
        if slots >= self.refusal.would_be - self.refusal.count or not self.starts:
            return list(self.parts)
        bound = {task.id for task in self.refusal.wanted}
        fitting: list[c.Command] = []
        late: list[c.Command] = []
        for single in (single for part in self.parts for single in _singles(part)):
            takes = _is_new(single) or any(task_id in bound for task_id in _newcomers(single))
            if takes and slots <= 0:
                late.append(single)
                continue
            slots -= takes
            fitting.append(single)
        return [*_joined(fitting), *self._queued([part for part in late if not isinstance(part, c.Wait)])]

    def _queued(self, parts: Iterable[c.Command]) -> list[c.Command]:
        """The newcomers on top of Ready, in their order; what only moves aside for them stays where it is."""
        parts = list(parts)
        started = [part for part in parts if not isinstance(part, c.Wait)]
        ids = [task_id for part in started or parts for task_id in _newcomers(part)]
        ready = [task.id for task in self.board.column(State.READY)]
        moves: list[c.Command] = []
        out = tuple(i for i in ids if self.board.task(i).state in SLOTS)
        back = tuple(i for i in ids if i not in ready and i not in out)
        moves += [c.PutBack(out)] if out else []
        moves += [c.Move(back, State.READY)] if back else []
        coming = {task_id for part in self.parts for task_id in _newcomers(part)}
        anchor = next((task_id for task_id in ready if task_id not in coming), None)
        if anchor is not None:
            moves += [c.Reorder(task_id, before=anchor) for task_id in ids if task_id not in out]
        new = [replace(part, state=State.READY, on_top=True) for part in parts if isinstance(part, c.Add)]
        return [*moves, *reversed(new)]


def together(commands: Sequence[c.Command]) -> c.Command | None:
    """Several commands as one; one alone is itself, none is None."""
    if not commands:
        return None
    return commands[0] if len(commands) == 1 else c.Together(tuple(commands))


def _flat(command: c.Command) -> Iterator[c.Command]:
    if isinstance(command, c.Together):
        for part in command.commands:
            yield from _flat(part)
    else:
        yield command


def _is_new(part: c.Command) -> bool:
    return isinstance(part, c.Add) and part.state is State.DOING


def _brings(part: c.Command) -> bool:
    return isinstance(part, c.Start | c.Wait) or (isinstance(part, c.Add) and part.state in SLOTS)


def _newcomers(part: c.Command) -> tuple[int, ...]:
    if isinstance(part, c.Start):
        return part.tasks
    return (part.task,) if isinstance(part, c.Wait) else ()


def _singles(part: c.Command) -> list[c.Command]:
    """A start of several as starts of one each."""
    if isinstance(part, c.Start) and len(part.tasks) > 1:
        return [replace(part, tasks=(task,)) for task in part.tasks]
    return [part]


def _joined(parts: Sequence[c.Command]) -> list[c.Command]:
    """Neighbouring starts of one each as one start, so that none of several takes the focus."""
    joined: list[c.Command] = []
    for part in parts:
        last = joined[-1] if joined else None
        if isinstance(part, c.Start) and isinstance(last, c.Start) and replace(part, tasks=last.tasks) == last:
            joined[-1] = replace(last, tasks=(*last.tasks, *part.tasks))
        else:
            joined.append(part)
    return joined
