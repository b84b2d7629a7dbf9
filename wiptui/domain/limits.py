"""The limits: how many tasks may be in progress, by scope, and where each limit was set."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, time, timedelta, tzinfo

from wiptui.domain.core.frozen import dataclass
from wiptui.domain.core.record import LOG, Json, patches, stamp_actor, stamp_time
from wiptui.domain.tasks.task import ServiceClass, State, Task, as_time
from wiptui.domain.text import SHORT_WEEKDAYS

DEFAULTS = {"doing": 3, "waiting": 3, "expedite": 1}
LARGEST = 999
LONGEST_RAISE_MS = 26 * 3_600_000
"""A raise holds until the end of its day, and the longest day has 25 hours. One with a later end, beyond another hour
for clocks that differ, was set by a clock that is days or years ahead; it does not hold for years elsewhere."""
READY_CAP = 5
"""The recommended size of the ready list. It is never enforced."""


@dataclass(frozen=True, slots=True)
class Scope:
    """What a limit counts.

    ``kind`` is doing, waiting, expedite, plan, project or tag; ``name`` belongs to the last two.
    """

    kind: str
    name: str = ""

    @property
    def field(self) -> str:
        """Return the settings field that stores the limit."""
        return f"{self.kind}_limit:{self.name}" if self.name else f"{self.kind}_limit"

    @property
    def code(self) -> str:
        """Return the scope as JSON names it: ``global``, ``waiting``, ``expedite``, ``project:acme``."""
        if self.kind == "doing":
            return "global"
        return f"{self.kind}:{self.name}" if self.name else self.kind

    @property
    def label(self) -> str:
        """Return the scope for a sentence: «Doing is full»."""
        if self.kind in ("project", "tag"):
            return f"{'+' if self.kind == 'project' else '@'}{self.name}"
        return {"doing": "Doing", "waiting": "Waiting", "expedite": "The expedite lane", "plan": "The plan"}[self.kind]

    def counts(self, task: Task, *, waiting_counts: bool = False) -> bool:
        """Return whether the task takes a slot of this scope."""
        if self.kind == "waiting":
            return task.state is State.WAITING
        if self.kind == "expedite":
            return task.state is State.DOING and task.is_expedite
        slot = task.state is State.DOING or (waiting_counts and task.state is State.WAITING)
        if not slot or task.is_expedite:
            return False
        if self.kind == "project":
            return task.project == self.name
        return self.kind == "doing" or self.name in task.tags


DOING = Scope("doing")
WAITING = Scope("waiting")
EXPEDITE = Scope("expedite")
PLAN = Scope("plan")
"""The tasks planned for today. Its limit is worked out from what the person finishes, and holds for planning alone."""


@dataclass(frozen=True, slots=True)
class Limit:
    """A limit in force. ``base`` is the permanent one; it differs from ``value`` during a raise or a schedule."""

    scope: Scope
    value: int
    base: int
    set_at: datetime | None = None
    why: str = ""
    device: str = ""
    raised_until: datetime | None = None
    scheduled: bool = False

    @property
    def is_raised(self) -> bool:
        return self.raised_until is not None

    @property
    def is_closed(self) -> bool:
        """Return whether the limit is 0: it refuses starts and is never exceeded."""
        return self.value == 0

    @property
    def text(self) -> str:
        """Return the limit as the gauge shows it: ``3``, or ``3→4*`` during a raise."""
        return f"{self.base}→{self.value}*" if self.is_raised else str(self.value)


def end_of_day(at: datetime, zone: tzinfo | None) -> datetime:
    """Return the local midnight that ends the day of ``at``, in UTC."""
    day = at.astimezone(zone).date() + timedelta(days=1)
    return datetime.combine(day, time(), zone).astimezone(UTC)


def read_limits(settings: Mapping[str, Json], at: datetime, zone: tzinfo | None) -> dict[Scope, Limit]:
    """Return every limit in force at ``at``: the three fixed scopes, then projects and tags by name."""
    scopes = [DOING, WAITING, EXPEDITE]
    for name in sorted(settings):
        kind, _, of = name.partition("_limit:")
        if of and kind in ("project", "tag") and whole(settings[name]) is not None:
            scopes.append(Scope(kind, of))
    return {scope: _limit(scope, settings, at, zone) for scope in scopes}


def _limit(scope: Scope, settings: Mapping[str, Json], at: datetime, zone: tzinfo | None) -> Limit:
    base = whole(settings.get(scope.field))
    if base is None:
        base = DEFAULTS.get(scope.kind, LARGEST)
    set_at, why, device = _origin(scope.field, settings)
    planned = scheduled_limit(settings.get("schedule"), at.astimezone(zone)) if scope == DOING else None
    value = base if planned is None else planned
    if planned is not None:
        set_at, why, device = _origin("schedule", settings)
    raised, until = _raise_in_force(settings.get(raise_field(scope)), at)
    if raised is not None and raised > value:
        set_at, why, device = _origin(raise_field(scope), settings)
        return Limit(scope, raised, value, set_at, why, device, until)
    return Limit(scope, value, value, set_at, why, device, None, planned is not None)


def raise_field(scope: Scope) -> str:
    """Return the settings field of a raise that expires: ``{"to": 4, "until": time, "why": text}``."""
    return scope.field.replace("_limit", "_raise", 1)


def _raise_in_force(value: Json, at: datetime) -> tuple[int | None, datetime | None]:
    if not isinstance(value, dict):
        return None, None
    until = as_time(value.get("until"))
    if until is None or not timedelta() < until - at <= timedelta(milliseconds=LONGEST_RAISE_MS):
        return None, None
    return whole(value.get("to")), until


def _origin(name: str, settings: Mapping[str, Json]) -> tuple[datetime | None, str, str]:
    """Return when, why and on which device a settings field got its present value."""
    for stamp, patch in reversed(list(patches({LOG: settings.get(LOG) or {}}))):
        if name in patch:
            value = patch[name]
            why = value.get("why") if isinstance(value, dict) else patch.get(f"{name}_why")
            return stamp_time(stamp), why if isinstance(why, str) else "", stamp_actor(stamp)[:4]
    return None, "", ""


def whole(value: Json) -> int | None:
    """Return a valid limit, 0 .. 999, or None."""
    if isinstance(value, bool) or not isinstance(value, int):
        return None
    return value if 0 <= value <= LARGEST else None


def scheduled_limit(schedule: Json, local: datetime) -> int | None:
    """Return the limit that a schedule sets at a local time; None if no entry matches.

    A schedule is a list of ``{"days": ["mon", ...], "from": "09:00", "to": "12:00", "limit": 1}``. Times are half-open,
    the first match wins, and ``to`` may be "24:00".
    """
    if not isinstance(schedule, list):
        return None
    today, minute = SHORT_WEEKDAYS[local.weekday()], local.hour * 60 + local.minute
    for entry in schedule:
        days = (entry.get("days") or SHORT_WEEKDAYS) if isinstance(entry, dict) else ()
        if not isinstance(days, list | tuple) or today not in days:
            continue
        start, end = _minute(entry.get("from"), 0), _minute(entry.get("to"), 24 * 60)
        if start <= minute < end:
            return whole(entry.get("limit"))
    return None


def _minute(value: Json, otherwise: int) -> int:
    if not isinstance(value, str) or len(value) != 5 or not (value[:2] + value[3:]).isdigit():
        return otherwise
    return int(value[:2]) * 60 + int(value[3:])


__all__ = [
    "DEFAULTS", "DOING", "EXPEDITE", "LARGEST", "LONGEST_RAISE_MS", "READY_CAP", "WAITING", "Limit", "Scope",
    "ServiceClass", "end_of_day", "raise_field", "read_limits", "scheduled_limit", "whole",
]  # fmt: skip
