"""Templates: tasks saved under a name, to be captured again with all fields and steps.

Each is a record of its own table. Its id derives from its name, so one name on two machines is one template. A due
date is stored as the number of days after the capture.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from hashlib import sha256

from wiptui.domain import commands as c
from wiptui.domain.board import Board
from wiptui.domain.changes.change_plan import Plan
from wiptui.domain.core.clock import local_date
from wiptui.domain.core.errors import UsageError
from wiptui.domain.core.frozen import dataclass, field
from wiptui.domain.core.ids import ID_BITS
from wiptui.domain.core.record import STEP_FIELD, Json, is_gone
from wiptui.domain.fields import TEMPLATE, copied_by
from wiptui.domain.tasks.checklist import fresh
from wiptui.domain.tasks.task import ServiceClass
from wiptui.domain.text import one_line, printable

TEMPLATES = "templates"
KEPT = copied_by(TEMPLATE)
LONGEST = 60


@dataclass(frozen=True, slots=True)
class Template:
    """A task to capture, under a name."""

    name: str
    title: str
    fields: Mapping[str, Json] = field(default_factory=dict)
    due_in: int | None = None
    """Days from the capture to the due date."""

    def add(self, board: Board) -> c.Add:
        """Return the command that captures it today. Raises UsageError beyond the calendar."""
        fields = dict(self.fields)
        if self.due_in is not None:
            try:
                fields["due"] = (board.today + timedelta(days=self.due_in)).isoformat()
            except OverflowError:
                raise UsageError(f"The template “{self.name}” is due past the calendar.") from None
        return c.Add(self.title, fields)


def templates(board: Board) -> tuple[Template, ...]:
    """Return all templates, by name."""
    found = []
    for record in board.data.get(TEMPLATES, {}).values():
        name, title, due_in = record.get("name"), record.get("title"), record.get("due_in")
        if is_gone(record) or not isinstance(name, str) or not isinstance(title, str):
            continue
        fields = {
            key: value
            for key, value in record.items()
            if value is not None and key != "title" and (key in KEPT or key.startswith(STEP_FIELD))
        }
        found.append(Template(name, title, fields, due_in if isinstance(due_in, int) else None))
    return tuple(sorted(found, key=lambda template: template.name.casefold()))


def find_template(board: Board, name: str) -> Template:
    """Return the template of that name, ignoring case. Raises UsageError."""
    known = templates(board)
    for template in known:
        if template.name.casefold() == name.strip().casefold():
            return template
    names = f"there is {', '.join(template.name for template in known)}" if known else "none is kept yet"
    raise UsageError(f"There is no template “{printable(name)[:LONGEST]}”: {names}.")


def template_name(words: str) -> str:
    """Return the name of a template as it is stored. Raises UsageError."""
    name = one_line(words)
    if not name or len(name) > LONGEST:
        raise UsageError(f"A template needs a name of 1 to {LONGEST} characters.")
    return name


def save(plan: Plan, command: c.SaveTemplate) -> None:
    """Save a task under a name and replace an earlier template of that name."""
    name = template_name(command.name)
    task = plan.task(command.task)
    fields: dict[str, Json] = {key: task.record.get(key) for key in KEPT}
    if fields["class"] == ServiceClass.EXPEDITE:
        fields["class"] = None
    created = local_date(task.created, plan.board.zone)
    fields["due_in"] = max(0, (task.due - created).days) if task.due is not None else None
    fields |= fresh(task.checklist)
    record_id = template_id(name)
    old = plan.board.data.get(TEMPLATES, {}).get(str(record_id), {})
    fields = {key: None for key in old if key.startswith(STEP_FIELD)} | {"gone": None} | fields
    plan.write(TEMPLATES, record_id, {**fields, "name": name})


def forget(plan: Plan, command: c.ForgetTemplate) -> None:
    """Delete a template. Raises UsageError if there is none."""
    template = find_template(plan.board, command.name)
    plan.write(TEMPLATES, template_id(template.name), {"gone": True})


def template_id(name: str) -> int:
    """Return the id of a template: the same for a name on every machine."""
    number = int.from_bytes(sha256(f"template {name.casefold()}".encode("utf-8", "surrogatepass")).digest()[:8])
    return (number >> (64 - ID_BITS)) or 1
