"""Overload: five rules that a person can check, a level and one next action, without a score (docs/focus.md#levels)."""

from __future__ import annotations

from datetime import date, timedelta

from wiptui.domain.board import TASKS, Board
from wiptui.domain.core.clock import to_ms
from wiptui.domain.core.frozen import dataclass, field
from wiptui.domain.core.record import LOG, make_stamp
from wiptui.domain.core.tables import open_rows
from wiptui.domain.dates.date_style import day_and_month
from wiptui.domain.limits import WAITING, Scope
from wiptui.domain.tasks.task import State, Task
from wiptui.domain.text import clip, counted
from wiptui.metrics.flow.ageing import WINDOW_DAYS, Pace, ages, pace_from
from wiptui.metrics.focus.switches import SwitchCount, count_switches
from wiptui.metrics.log.recent_work import RecentWork, read_recent_work
from wiptui.metrics.overload.next_action import NextAction, Risk, next_action
from wiptui.metrics.times import DAY, Calendar

MANY_SWITCHES = 4
NET_FLOW_DAYS = 14
NET_FLOW_EXITS = 5
"""Exits in those days from which the net flow means something."""
BEGAN = (State.DOING, State.WAITING, State.DONE)
"""The states that begin the recording."""
DATA, THUMB, RULE = "your data", "rule of thumb", "rule"
DEFAULT = "default"


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: what it measures, its threshold, and the origin of the threshold."""

    name: str
    """age, switches, waiting, net_flow or due."""
    active: bool
    value: int
    """age: days of the oldest; switches and waiting: a count; net_flow: starts - exits; due: tasks at risk."""
    threshold: int
    origin: str
    """Where the threshold comes from: “your p85, n=23”, “your limit”, “your due dates” or “default”."""
    evidence: str
    """What the rule as a whole rests on: “your data”, “rule of thumb” or “rule”."""
    sentence: str
    tasks: tuple[int, ...] = ()
    is_silent: bool = False
    """Whether there are too few data; then it is never active, whatever the value."""

    @property
    def own(self) -> dict[str, bool]:
        """Which of its two sides is the person's own. The value always is: it comes from their log."""
        return {"value": True, "threshold": self.origin != DEFAULT}


@dataclass(frozen=True, slots=True)
class Assessment:
    """How loaded the person is, why, and the one thing to do about it."""

    level: str
    """calm, full or overloaded."""
    rules: tuple[Rule, ...]
    over: tuple[Scope, ...]
    pace: Pace
    switches: SwitchCount
    next: NextAction | None
    recent: RecentWork | None = field(default_factory=lambda: None, repr=False, compare=False)
    """What was read for it, so that the next board need not be read in full."""

    @property
    def strains(self) -> tuple[Rule, ...]:
        """The active rules."""
        return tuple(rule for rule in self.rules if rule.active)

    @property
    def word(self) -> str:
        """CALM, CALM !1, FULL or OVERLOADED."""
        n = len(self.strains)
        return f"CALM !{n}" if self.level == "calm" and n else self.level.upper()

    @property
    def p85(self) -> int:
        """Days within which 85% of the finished tasks were done; 7 by default."""
        return self.pace.p85

    def rule(self, name: str) -> Rule:
        """Return one rule by its name. Raises KeyError."""
        return {rule.name: rule for rule in self.rules}[name]


def assess(board: Board, before: Assessment | None = None) -> Assessment:
    """Return the level of a board with its reasons and the one next action. Reads no clock: ``board.at`` is now.

    ``before`` is the assessment of an earlier board. It saves time and does not change the result.
    """
    now = to_ms(board.at)
    since = now - (WINDOW_DAYS + 1) * DAY
    recent = read_recent_work(board, make_stamp(since, ""), before.recent if before is not None else None)
    calendar = Calendar(board.zone, since, now)
    own = pace_from(recent.cycles(calendar, calendar.day(now) - WINDOW_DAYS + 1))
    age = ages(board)
    switches = count_switches(board)
    risks = due_risks(board, own, age)
    rules = (
        _age_rule(board, own, age),
        _switch_rule(switches),
        _waiting_rule(board),
        _net_flow_rule(board, recent),
        _due_rule(board, own, risks),
    )
    over = tuple(scope for scope in board.limits if board.is_over(scope))
    level = _level(board.is_full, bool(over), sum(rule.active for rule in rules))
    return Assessment(level, rules, over, own, switches, next_action(board, own, age, risks), recent)


def _level(is_full: bool, is_over: bool, strains: int) -> str:
    if is_over or strains >= 3 or (is_full and strains >= 2):
        return "overloaded"
    return "full" if is_full else "calm"


def _age_rule(board: Board, own: Pace, age: dict[int, int]) -> Rule:
    old = sorted((task_id for task_id in age if age[task_id] > own.p85), key=lambda task_id: (-age[task_id], task_id))
    oldest = max(age.values(), default=0)
    if old:
        more = f" and {len(old) - 1} more" if len(old) > 1 else ""
        sentence = f"{clip(board.task(old[0]).title, 40)} {oldest} d > {own.p85} d{more}"
    else:
        sentence = f"oldest {oldest} d, not past {own.p85} d" if age else "nothing in work"
    return Rule("age", bool(old), oldest, own.p85, own.origin, _evidence(own), sentence, tuple(old))


def _evidence(own: Pace) -> str:
    return THUMB if own.is_default else DATA


def _switch_rule(switches: SwitchCount) -> Rule:
    value = switches.lately
    if value < MANY_SWITCHES:
        sentence = f"{switches.hour} in the last hour < {MANY_SWITCHES}"
    elif switches.hour < MANY_SWITCHES:
        sentence = f"{value} in an hour until a moment ago"
    else:
        sentence = f"{switches.hour} in the last hour"
    return Rule("switches", value >= MANY_SWITCHES, value, MANY_SWITCHES, DEFAULT, THUMB, sentence)


def _waiting_rule(board: Board) -> Rule:
    limit = board.limits[WAITING]
    count = board.count(WAITING)
    waits = [task for task in board.column(State.WAITING) if task.resolved_at is None and task.follow_up is not None]
    overdue = tuple(task.id for task in waits if task.follow_up is not None and task.follow_up < board.today)
    today = sum(task.follow_up == board.today for task in waits)
    full = limit.value > 0 and count >= limit.value
    parts = [f"{count} of {limit.value}"]
    if overdue:
        parts.append(f"{counted(len(overdue), 'follow-up')} overdue")
    elif today:
        parts.append("follow-up today")
    tasks = tuple(task.id for task in board.column(State.WAITING)) if full else overdue
    origin = "your limit" if limit.set_at is not None else DEFAULT
    return Rule("waiting", full or bool(overdue), count, limit.value, origin, RULE, ", ".join(parts), tasks)


def _net_flow_rule(board: Board, recent: RecentWork) -> Rule:
    """Compare starts and exits in 14 days.

    Silent until the log covers them with at least 5 exits: a beginning is not a trend.
    """
    since = recent.now - NET_FLOW_DAYS * DAY
    starts, exits = recent.entries_and_exits(since)
    threshold = max(2, -(-exits // 4))
    is_silent = exits < NET_FLOW_EXITS or not _covers(board, recent, since)
    sentence = f"{NET_FLOW_DAYS} days: {starts} in, {exits} out"
    if is_silent:
        sentence = f"{starts} in, {exits} out: too early to tell"
    is_active = not is_silent and starts - exits >= threshold
    return Rule("net_flow", is_active, starts - exits, threshold, DEFAULT, THUMB, sentence, is_silent=is_silent)


def _covers(board: Board, recent: RecentWork, since: int) -> bool:
    """Return whether recording began at ``since`` (UTC milliseconds) or before, with the first start or completion."""
    if recent.reaches(since):
        return True
    floor = make_stamp(since + 1, "")
    early = (
        board.find(int(key))
        for key, record in open_rows(board.data.get(TASKS, {}))
        if any(stamp < floor and patch.get("state") in BEGAN for stamp, patch in (record.get(LOG) or {}).items())
    )
    # An undone move never happened, so ask the task itself.
    return any(
        to_ms(move.at) <= since and move.to in BEGAN for task in early if task is not None for move in task.history
    )


def due_risks(board: Board, own: Pace, age: dict[int, int]) -> tuple[Risk, ...]:
    """Return the tasks that would miss their due date: those in WIP first, then ready ones, then overdue ones in the
    backlog.

    With the person's own pace, at p85; without one, tasks that are overdue, due today or due tomorrow. Within each
    group by due date and id.
    """
    wip = [_risk(board, task, own, age.get(task.id, 1)) for task in board.wip]
    ready = [_risk(board, task, own, 1) for task in board.column(State.READY)]
    backlog = [
        Risk(task, task.due, None)
        for task in board.column(State.BACKLOG)
        if task.due is not None and task.due < board.today
    ]
    groups = ([risk for risk in group if risk is not None] for group in (wip, ready, backlog))
    return tuple(risk for group in groups for risk in sorted(group, key=lambda risk: (risk.due, risk.task.id)))


def _risk(board: Board, task: Task, own: Pace, age: int) -> Risk | None:
    """Return the risk of a task that is ``age`` days old, counting today; None if it is in time or has no due date."""
    if task.due is None:
        return None
    if own.is_default:
        return Risk(task, task.due, None) if task.due <= _after(board.today, 1) else None
    expected = max(board.today, _after(board.today, own.p85 - age))
    return Risk(task, task.due, expected, own.p85) if expected > task.due else None


def _after(day: date, days: int) -> date:
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return date.max


def _due_rule(board: Board, own: Pace, risks: tuple[Risk, ...]) -> Rule:
    if not risks:
        sentence = "nothing due by tomorrow" if own.is_default else "nothing at risk"
    else:
        first: Task = risks[0].task
        due = risks[0].due
        day = day_and_month(due, year=due.year != board.today.year)
        near = {0: "due today", 1: "due tomorrow"}.get((due - board.today).days)
        said = near or (f"was due {day}" if due < board.today else f"due {day}")
        sentence = f"{clip(first.title, 40)} {said}" + (f" and {len(risks) - 1} more" if len(risks) > 1 else "")
    ids = tuple(risk.task.id for risk in risks)
    origin, evidence = ("your due dates", RULE) if own.is_default else (own.origin, DATA)
    return Rule("due", bool(risks), len(risks), 0, origin, evidence, sentence, ids)
