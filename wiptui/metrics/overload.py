"""Overload: five rules that a person can check, a level, one next action, and no score (flow.md section 4)."""

from __future__ import annotations

from datetime import date, timedelta

from wiptui.domain.board import Board
from wiptui.domain.clock import to_ms
from wiptui.domain.habits import day_and_month
from wiptui.domain.limits import WAITING, Scope
from wiptui.domain.record import make_stamp
from wiptui.domain.task import State, Task
from wiptui.domain.values import dataclass, field
from wiptui.metrics.ageing import WINDOW_DAYS, Pace, ages, pace_from
from wiptui.metrics.focus import SwitchCount, count_switches
from wiptui.metrics.next import NextAction, Risk, clip, next_action
from wiptui.metrics.recent import Recent, read_recent
from wiptui.metrics.times import DAY, Calendar

MANY_SWITCHES = 4
NET_FLOW_DAYS = 14
DATA, THUMB, RULE = "your data", "rule of thumb", "rule"


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: what it measures, its threshold, and where that comes from."""

    name: str
    """age, switches, waiting, net_flow or due."""
    active: bool
    value: int
    """age: days of the oldest; switches and waiting: a count; net_flow: starts - exits; due: tasks at risk."""
    threshold: int
    origin: str
    """“your p85, n=23”, “default” or “your limit”."""
    evidence: str
    """“your data”, “rule of thumb” or “rule”."""
    sentence: str
    tasks: tuple[int, ...] = ()


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
    recent: Recent | None = field(default_factory=lambda: None, repr=False, compare=False)
    """What was read for it, so that the next board need not be read whole."""

    @property
    def strains(self) -> tuple[Rule, ...]:
        """The rules that are active."""
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

    @property
    def p85_n(self) -> int:
        """How many finished tasks the pace rests on."""
        return self.pace.n

    @property
    def p85_is_default(self) -> bool:
        return self.pace.is_default

    def rule(self, name: str) -> Rule:
        """One rule by its name. Raises KeyError."""
        return {rule.name: rule for rule in self.rules}[name]


def assess(board: Board, before: Assessment | None = None) -> Assessment:
    """The level of a board with its reasons and the one next action. Reads no clock: ``board.at`` is now.

    ``before`` is what was found of an earlier board; it saves time and changes nothing.
    """
    now = to_ms(board.at)
    since = now - (WINDOW_DAYS + 1) * DAY
    recent = read_recent(board, make_stamp(since, ""), before.recent if before is not None else None)
    calendar = Calendar(board.zone, since, now)
    own = pace_from(recent.cycles(calendar, calendar.day(now) - WINDOW_DAYS + 1))
    age = ages(board)
    switches = count_switches(board)
    risks = due_risks(board, own, age)
    rules = (
        _age_rule(board, own, age),
        _switch_rule(switches),
        _waiting_rule(board),
        _net_flow_rule(recent),
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
    return Rule("switches", value >= MANY_SWITCHES, value, MANY_SWITCHES, "default", THUMB, sentence)


def _waiting_rule(board: Board) -> Rule:
    limit = board.limits[WAITING]
    count = board.count(WAITING)
    waits = [task for task in board.column(State.WAITING) if task.resolved_at is None and task.follow_up is not None]
    overdue = tuple(task.id for task in waits if task.follow_up is not None and task.follow_up < board.today)
    today = sum(task.follow_up == board.today for task in waits)
    full = limit.value > 0 and count >= limit.value
    parts = [f"{count} of {limit.value}"]
    if overdue:
        parts.append(f"{len(overdue)} follow-up{'s' if len(overdue) > 1 else ''} overdue")
    elif today:
        parts.append("follow-up today")
    tasks = tuple(task.id for task in board.column(State.WAITING)) if full else overdue
    origin = "your limit" if limit.set_at is not None else "default"
    return Rule("waiting", full or bool(overdue), count, limit.value, origin, RULE, ", ".join(parts), tasks)


def _net_flow_rule(recent: Recent) -> Rule:
    starts, exits = recent.crossings(recent.now - NET_FLOW_DAYS * DAY)
    threshold = max(2, -(-exits // 4))
    sentence = f"{NET_FLOW_DAYS} days: {starts} in, {exits} out"
    return Rule("net_flow", starts - exits >= threshold, starts - exits, threshold, "default", DATA, sentence)


def due_risks(board: Board, own: Pace, age: dict[int, int]) -> tuple[Risk, ...]:
    """Tasks that would miss their due date at the user's own p85, in WIP first, then by due date and id."""
    found = []
    for task in board.wip:
        if task.due is None:
            continue
        start = board.today - timedelta(days=age[task.id] - 1) if task.id in age else board.today
        expected = max(board.today, _after(start, own.p85 - 1))
        if expected > task.due:
            found.append(Risk(task, task.due, expected))
    wip = sorted(found, key=lambda risk: (risk.due, risk.task.id))
    expected = _after(board.today, own.p85 - 1)
    ready = [Risk(t, t.due, expected) for t in board.column(State.READY) if t.due is not None and expected > t.due]
    return (*wip, *sorted(ready, key=lambda risk: (risk.due, risk.task.id)))


def _after(day: date, days: int) -> date:
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return date.max


def _due_rule(board: Board, own: Pace, risks: tuple[Risk, ...]) -> Rule:
    if not risks:
        sentence = "nothing at risk"
    else:
        first: Task = risks[0].task
        due = risks[0].due
        day = day_and_month(due, year=due.year != board.today.year)
        said = "due today" if due == board.today else f"was due {day}" if due < board.today else f"due {day}"
        sentence = f"{clip(first.title, 40)} {said}" + (f" and {len(risks) - 1} more" if len(risks) > 1 else "")
    ids = tuple(risk.task.id for risk in risks)
    return Rule("due", bool(risks), len(risks), 0, own.origin, _evidence(own), sentence, ids)
