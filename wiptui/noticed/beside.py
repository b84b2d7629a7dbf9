"""Noticed focus beside a board: what was seen on this machine, and how it fits the focus that was declared.

``sensing`` reads the evidence and knows no board; this module brings both together. It changes no declared figure.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from datetime import date, timedelta
from statistics import median

from wiptui.config import Config
from wiptui.domain.board import Board
from wiptui.domain.core.clock import to_ms
from wiptui.domain.core.frozen import dataclass
from wiptui.domain.core.ids import id_number, id_text
from wiptui.domain.dates.date_style import habits
from wiptui.domain.tasks.task import Task
from wiptui.metrics.focus.sessions import slices
from wiptui.metrics.focus.stints import read_stints
from wiptui.metrics.times import DAY, SECOND, Calendar
from wiptui.sensing import kept, log_file
from wiptui.sensing.acts import KINDS, Act, read_evidence
from wiptui.sensing.branches import Branches
from wiptui.sensing.compare import Drift, Seen, Stint, compare, drift_now
from wiptui.sensing.places import PROJECT, TASK, Places, is_below, no_branch
from wiptui.sensing.spans import MINUTE, Lag, Rules, Span, observed, resumption_lags


@dataclass(frozen=True, slots=True)
class SeenWindow:
    """What was seen in a window of time."""

    spans: tuple[Span, ...]
    seen: Seen
    lags: tuple[Lag, ...]
    unreadable: int
    """Lines of the log that were torn or foreign."""

    @property
    def evidence_seconds(self) -> int:
        """How long evidence covers."""
        return sum(span.seconds for span in self.spans)

    @property
    def drift_seconds(self) -> int:
        return sum(drift.seconds for drift in self.seen.drift)

    @property
    def lag_seconds(self) -> int | None:
        """The median of the resumption lags."""
        return round(median(lag.seconds for lag in self.lags)) if self.lags else None

    @property
    def sources(self) -> list[str]:
        """Where the evidence is from, in words."""
        kinds = set[str]().union(*(span.kinds for span in self.spans))
        return list(dict.fromkeys(word for kind, word in KINDS.items() if kind in kinds))


class Noticed:
    """Reads what was noticed beside one board."""

    def __init__(self, board: Board, config: Config) -> None:
        self.board = board
        self.rules = rules_of(config)
        self._ignored = ignored_folders(config)
        branches = Branches()
        since = (board.at - timedelta(days=config["sense.keep_days"] + 1)).astimezone(board.zone).date()
        tasks = [*board.open_tasks(), *board.done_since(since)]
        self.places = Places(
            {task.key: task.project or "" for task in tasks},
            kept.real_here(),
            branches.branch if config["sense.git"] else no_branch,
        )
        self._calendar = Calendar(board.zone, to_ms(board.at) - 8 * DAY, to_ms(board.at), habits().workday_hour)

    @property
    def now(self) -> int:
        """The instant of the board in seconds."""
        return to_ms(self.board.at) // SECOND

    def day_of(self, at: int) -> int:
        """Return the workday of an instant in seconds, as an ordinal."""
        return self._calendar.day(at * SECOND)

    def start_of(self, day: int) -> int:
        """Return when a workday (an ordinal) begins, in seconds."""
        return self._calendar.start(day) // SECOND

    def day(self, day: date) -> SeenWindow:
        """Return what was seen on a workday."""
        start, end = (self.start_of(day.toordinal() + more) for more in (0, 1))
        return self.window(start, end)

    def window(self, since: int, until: int) -> SeenWindow:
        """Return what was seen in ``[since, until)``, in seconds since 1970."""
        found = read_evidence(log_file.lines_since(since), self.now)
        acts = self._counted(act for act in found.acts if since <= act.at < until)
        spans = observed(acts, self.places.target, self.rules)
        seen = compare(
            spans,
            self._stints(since, until),
            self.places,
            finished=self._finished(since),
            day_of=self.day_of,
            rules=self.rules,
        )
        return SeenWindow(tuple(spans), seen, tuple(resumption_lags(acts, spans, self.rules)), found.unreadable)

    def drift(self) -> Drift | None:
        """Return the drift that goes on now, from the end of the log; None without one."""
        focus = self.board.focus
        if focus is None or focus.quiet is not None:
            return None
        acts = self._counted(read_evidence(log_file.tail(), self.now).acts)
        spans = observed(acts, self.places.target, self.rules)
        stint = Stint(to_ms(focus.since) // SECOND, self.now, f"{TASK}{focus.task.key}")
        return drift_now(spans, stint, self.places, now=self.now, rules=self.rules)

    def name_of(self, target: str) -> str:
        """Return a target as people read it: a title, or the name of a project."""
        if not target.startswith(TASK):
            return target.removeprefix(PROJECT)
        task = task_of(self.board, target)
        return task.title if task is not None else target.removeprefix(TASK)

    def tidy(self, keep_days: int) -> None:
        """Put past days aside, and fold the lines that are too old to minutes by target and day. Raises OSError."""
        oldest = self.start_of(self.day_of(self.now) - keep_days)
        log_file.tidy(self.now, oldest, self.day_of, self._fold)

    def _fold(self, lines: list[str]) -> None:
        spans = observed(self._counted(read_evidence(lines, self.now).acts), self.places.target, self.rules)
        seconds: dict[tuple[str, str], int] = {}
        for span in spans:
            key = date.fromordinal(self.day_of(span.start)).isoformat(), span.target
            seconds[key] = seconds.get(key, 0) + span.seconds
        known = kept.read_days()
        for key, more in seconds.items():
            if more >= MINUTE:
                known[key] = max(known.get(key, 0), round(more / MINUTE))
        kept.write_days(known)

    def _counted(self, acts: Iterable[Act]) -> list[Act]:
        return [act for act in acts if not any(is_below(act.place, folder) for folder in self._ignored)]

    def _stints(self, since: int, until: int) -> list[Stint]:
        """The declared focus around a window."""
        stints = read_stints(self.board, (since - self.rules.announce) * SECOND)
        parts = sorted((part for stint in stints for part in stint.parts()), key=lambda part: (part.start, part.id))
        last = (until + self.rules.announce) * SECOND
        return [
            Stint(start // SECOND, end // SECOND, f"{TASK}{id_text(task)}")
            for task, start, end in slices(parts)
            if start < last
        ]

    def _finished(self, since: int) -> list[tuple[int, str]]:
        first = date.fromordinal(self.day_of(since))
        tasks = ((task, task.finished) for task in self.board.done_since(first))
        return [(to_ms(at) // SECOND, f"{TASK}{task.key}") for task, at in tasks if at is not None]


def task_of(board: Board, target: str) -> Task | None:
    """Return the task of a target; None for a project, and for a task that is not there."""
    if not target.startswith(TASK):
        return None
    try:
        return board.find(id_number(target.removeprefix(TASK)))
    except ValueError:
        return None


def rules_of(config: Config) -> Rules:
    """Return the thresholds of the settings."""
    return Rules(idle=config["sense.idle"] * MINUTE, drift=config["sense.drift"] * MINUTE)


def ignored_folders(config: Config) -> list[str]:
    """Return the folders that count as nowhere."""
    return [os.path.expanduser(word.strip()) for word in str(config["sense.ignore"]).split(",") if word.strip()]
