"""Investment: the value tied up in unfinished work, focus hours * hourly rate + materials (docs/stats.md#tied-up).

The settings hold the rates: ``rate:<project>`` and ``materials:<project>``, and ``rate`` for work without a project or
without a rate of its own. A task may have its own ``materials``.
"""

from __future__ import annotations

from collections.abc import Mapping

from wiptui.domain.core.frozen import dataclass
from wiptui.domain.core.record import Json
from wiptui.metrics.focus.sessions import FocusLog
from wiptui.metrics.log.ledger import Ledger
from wiptui.metrics.times import HOUR


@dataclass(frozen=True, slots=True)
class ValueTiedUp:
    """The value tied up in one task or one project."""

    task: int | None
    """None for a whole project."""
    project: str
    hours: float
    rate: float | None
    materials: float
    amount: float


@dataclass(frozen=True, slots=True)
class Investment:
    """Focus hours and money in WIP and shelved work. ``amount`` is None without known rates and materials."""

    hours: float
    amount: float | None
    tasks: tuple[ValueTiedUp, ...]
    projects: tuple[ValueTiedUp, ...]


def investment(ledger: Ledger, focus: FocusLog, until: int) -> Investment:
    """Return the value tied up just before ``until``, at the present rates; largest first."""
    until = ledger.cap(until)
    settings = ledger.board.settings
    hours = focus.by_task(0, until)
    rows = []
    for task in (*ledger.in_wip_at(until), *ledger.shelved_at(until)):
        record = ledger.record(task)
        project = record.get("project")
        rate = _rate(settings, project)
        materials = number(record.get("materials")) or 0.0
        spent = hours.get(task, 0) / HOUR
        amount = spent * (rate or 0.0) + materials
        rows.append(ValueTiedUp(task, project if isinstance(project, str) else "", spent, rate, materials, amount))
    rows.sort(key=lambda row: (-row.amount, -row.hours, row.task or 0))
    projects = _by_project(settings, rows)
    known = any(row.rate is not None or row.materials for row in projects)
    total = sum((row.amount for row in projects), 0.0) if known else None
    return Investment(sum((row.hours for row in rows), 0.0), total, tuple(rows), projects)


def _by_project(settings: Mapping[str, Json], rows: list[ValueTiedUp]) -> tuple[ValueTiedUp, ...]:
    """Return the projects with unfinished work. Materials of a project count once."""
    groups: dict[str, list[ValueTiedUp]] = {}
    for row in rows:
        groups.setdefault(row.project, []).append(row)
    found = []
    for project, group in groups.items():
        own = (number(settings.get(f"materials:{project}")) or 0.0) if project else 0.0
        found.append(
            ValueTiedUp(
                None,
                project,
                sum(row.hours for row in group),
                group[0].rate,
                own + sum(row.materials for row in group),
                own + sum(row.amount for row in group),
            )
        )
    return tuple(sorted(found, key=lambda row: (-row.amount, -row.hours, row.project)))


def _rate(settings: Mapping[str, Json], project: Json) -> float | None:
    own = number(settings.get(f"rate:{project}")) if project else None
    return own if own is not None else number(settings.get("rate"))


def number(value: Json) -> float | None:
    """Return a valid amount of money or hours, 0 or more; else None."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return float(value) if 0 <= value < 1e12 else None
