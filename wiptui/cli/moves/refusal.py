"""A refusal in words: which limit binds, where it was set, what holds its slots, and the commands that free one."""

from __future__ import annotations

from wiptui.domain.board import Board
from wiptui.domain.core.clock import local_date
from wiptui.domain.core.record import Json
from wiptui.domain.dates.parse import describe_date
from wiptui.domain.gate import Refusal
from wiptui.domain.tasks.task import Task
from wiptui.domain.text import age_words, clip, printable

SHOWN = 12
TITLE = 50


class Refused(Exception):
    """A command that a limit refused. ``tried`` is what the person wanted; ``hints`` are more ways out.

    ``kept`` says what was saved nevertheless: a capture is never refused, only its start.
    """

    def __init__(self, refusal: Refusal, board: Board, tried: str, hints: tuple[str, ...] = (), kept: str = "") -> None:
        super().__init__(refusal.message)
        self.refusal = refusal
        self.board = board
        self.tried = tried
        self.hints = hints
        self.kept = kept or "Nothing was changed."

    def lines(self) -> list[str]:
        """The refusal for a person."""
        lines = self.facts()
        for heading, commands in (("To free a slot:", self.ways_out()), ("Or:", self.hints)):
            if commands:
                lines += [heading, *(f"  {command}" for command in commands)]
        lines[0] = f"wiptui: {lines[0]}"
        return lines

    def facts(self) -> list[str]:
        """Return which limit binds, where it was set, and what holds its slots."""
        lines = [f"{printable(self.refusal.message)} {self.kept}", f"The limit {self.origin()}."]
        holders = self.refusal.holders
        if holders:
            lines.append("These hold it:" if len(holders) > 1 else "This holds it:")
            width = min(max(len(printable(task.title)) for task in holders[:SHOWN]), TITLE)
            lines += [self._holder(task, width) for task in holders[:SHOWN]]
            lines += [f"  and {len(holders) - SHOWN} more"] if len(holders) > SHOWN else []
        return lines

    def json(self) -> dict[str, Json]:
        """Return the refusal for a script."""
        refusal, limit = self.refusal, self.refusal.limit
        return {
            "scope": limit.scope.code,
            "count": refusal.count,
            "limit": limit.value,
            "would_be": refusal.would_be,
            "why": limit.why or None,
            "set_at": limit.set_at.astimezone(self.board.zone).isoformat() if limit.set_at else None,
            "device": self.board.device_name(limit.device) if limit.device else None,
            "holders": [{"id": task.key, "title": task.title} for task in refusal.holders],
            "commands": self.ways_out(),
        }

    def origin(self) -> str:
        """Return where the limit comes from: «of 3 was set 5 d ago on laptop: “two was too few”»."""
        limit, board = self.refusal.limit, self.board
        if limit.scope.kind == "plan":
            return f"of {limit.value} is {limit.why}"
        if limit.scheduled:
            return f"of {limit.value} is the one of your schedule at this hour"
        if limit.set_at is None:
            return f"of {limit.value} is the default"
        when = describe_date(local_date(limit.set_at, board.zone), board.today)
        words = f"of {limit.text} was {'raised' if limit.is_raised else 'set'} {when}"
        if limit.device:
            words += f" on {printable(board.device_name(limit.device))}"
        return words + (f": “{printable(limit.why)}”" if limit.why else "")

    def ways_out(self) -> list[str]:
        """Return the commands that free a slot."""
        return [
            " ".join([f"wiptui {verb} {key}", *(f"--{name} {value}".rstrip() for name, value in options.items())])
            for verb, key, options in self.ways()
        ]

    def ways(self) -> list[tuple[str, str, dict[str, str]]]:
        """Return the ways out for the task that has been in progress longest: verb, task, and options of the verb."""
        refusal, board = self.refusal, self.board
        if not refusal.holders or refusal.limit.is_closed:
            return []
        oldest = min(refusal.holders, key=lambda task: (task.first_started or task.created, task.id))
        key = board.short_id(oldest.id)
        kind = refusal.limit.scope.kind
        if kind == "plan":
            last = board.short_id(refusal.holders[-1].id)
            swap = [("plan", board.short_id(task.id), {"swap": last}) for task in refusal.wanted[:1]]
            return [*swap, ("done", key, {}), ("plan", last, {"off": ""})]
        rows: list[tuple[str, str, dict[str, str]]] = [("done", key, {})]
        if kind in ("doing", "project", "tag") and not board.waiting_counts:
            rows.append(("wait", key, {"on": "WHO"}))
        rows.append(("stop", key, {}))
        if kind == "waiting":
            rows.append(("start", key, {}))
        new = [task for task in refusal.wanted if board.find(task.id) is not None]
        if self.tried == "start" and len(new) == 1:
            rows.append(("start", board.short_id(new[0].id), {"swap": key}))
        return rows

    def _holder(self, task: Task, width: int) -> str:
        board = self.board
        title = clip(printable(task.title), width)
        days = task.age_days(board.today, board.zone)
        age = age_words(days) if days is not None else ""
        device = f"  from {printable(self._came_from(task))}" if board.is_over(self.refusal.limit.scope) else ""
        return f"  {board.short_id(task.id)}  {title:<{width}}  {age:>5}{device}".rstrip()

    def _came_from(self, task: Task) -> str:
        """Return the device on which the task entered its state. Over the limit, people ask that."""
        return self.board.device_name(task.history[-1].device) if task.history else ""
