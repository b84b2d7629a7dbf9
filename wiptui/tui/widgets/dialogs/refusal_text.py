"""What the decision panel says about a refusal: its title, what was wanted, and where the limit comes from. Pure."""

from __future__ import annotations

from wiptui.domain import commands as c
from wiptui.domain.board import Board
from wiptui.domain.limits import Limit
from wiptui.domain.tasks.task import State, Task
from wiptui.domain.text import counted
from wiptui.tui.views.sizes import NARROW, SHORT
from wiptui.tui.views.styled_text import BLANK, MUTED, StyledText, day_name, paragraph, sanitized, styled
from wiptui.tui.widgets.dialogs.ways_out import Block
from wiptui.tui.widgets.dialogs.wording import device_name, fit, moment, title_text

LABEL = 19
VERBS = {
    "start": ("You want to start", "Start"),
    "resume": ("You want to resume", "Resume"),
    "reopen": ("You want to reopen", "Reopen"),
    "wait": ("To move to waiting", "Wait"),
    "edit": ("You want to change", "Change"),
    "undo": ("Undo brings back", "Undo"),
    "plan": ("You want to plan", "Plan"),
    "other": ("You want to change", "Change"),
}
Want = tuple[str, tuple[str, ...], str]
"""The kind of a wish, the titles it is about, and what else to say of it."""


def title_of(block: Block) -> str:
    """The panel's title: the limit that binds, and the count."""
    refusal = block.refusal
    limit, scope = refusal.limit, refusal.limit.scope
    name = scope.label if scope.name == "" else sanitized(scope.label)
    if limit.is_closed:
        said = f"{name} is closed"
    elif block.room:
        said = f"{name} has room for {block.room}, not for {refusal.would_be - refusal.count}"
    else:
        said = f"{name} is {'over its limit' if block.is_over else 'full'}: {refusal.count} of {limit.value}"
    return f"Undo refused: {said}" if block.is_undo else said


def wants(block: Block) -> list[Want]:
    """What was wanted, the newcomers first."""
    if block.is_undo:
        return [("undo", tuple(task.title for task in block.refusal.wanted), "")]
    found: list[Want] = []
    for part in block.parts:
        match part:
            case c.Start(tasks=ids):
                tasks = tuple(block.board.task(task_id) for task_id in ids)
                found.insert(0, (_verb(tasks), tuple(task.title for task in tasks), _aside(block, tasks)))
            case c.Add(title=title, fields=fields):
                project = fields.get("project")
                found.insert(0, ("start", (title,), f"+{sanitized(str(project))}" if project else ""))
            case c.Wait(task=task_id, on=on):
                found.append(("wait", (block.board.task(task_id).title,), f"on {sanitized(on)}" if on else ""))
            case c.PlanDay(tasks=ids, day=None):
                found.append(("plan", tuple(block.board.task(task_id).title for task_id in ids), ""))
            case c.Edit(task=task_id):
                found.append(("edit", (block.board.task(task_id).title,), ""))
    return _merged(found) or [("other", tuple(task.title for task in block.refusal.wanted), "")]


def _merged(wants: list[Want]) -> list[Want]:
    """Several wishes of one kind in one row, in the order in which they were made."""
    rows: dict[str, Want] = {}
    for kind, titles, aside in wants:
        if kind in rows:
            both = (*titles, *rows[kind][1]) if kind == "start" else (*rows[kind][1], *titles)
            rows[kind] = (kind, both, "")
        else:
            rows[kind] = (kind, titles, aside)
    return list(rows.values())


def _verb(tasks: tuple[Task, ...]) -> str:
    states = {task.state for task in tasks}
    if states == {State.WAITING}:
        return "resume"
    return "reopen" if states and states <= {State.DONE, State.DROPPED} else "start"


def _aside(block: Block, tasks: tuple[Task, ...]) -> str:
    if len(tasks) != 1:
        return ""
    task = tasks[0]
    due = f"due {day_name(task.due, block.board.today)}" if task.due else ""
    return "  ".join(part for part in (f"+{sanitized(task.project)}" if task.project else "", due) if part)


def origin(block: Block) -> str:
    """Where the limit that binds was set."""
    return limit_origin(block.board, block.refusal.limit)


def limit_origin(board: Board, limit: Limit) -> str:
    """Where a limit was set: when, on which device, and why."""
    if limit.scope.kind == "plan":
        return limit.why
    if limit.scheduled:
        return "by your schedule, at this hour" + (f": “{sanitized(limit.why)}”" if limit.why else "")
    if limit.set_at is None:
        return "the default"
    local = limit.set_at.astimezone(board.zone).date()
    when = f"today {moment(limit.set_at, board)}" if local == board.today else day_name(local, board.today)
    device = f" on {device_name(board, limit.device)}" if limit.device else ""
    words = f"raised for today, {when}{device}" if limit.is_raised else f"set {when}{device}"
    return f"{words}: “{sanitized(limit.why)}”" if limit.why else words


def explanation(block: Block) -> str:
    """One sentence more, where the case is not the plain one; empty otherwise."""
    if block.refusal.limit.is_closed:
        return "A limit of 0 lets nothing new in. What is in work can be finished as ever."
    if block.is_undo:
        return "Free a slot and it comes back; or skip this change and undo the one before."
    if block.is_plan:
        return "A plan that holds more than you finish is carried over. Planning starts nothing."
    if block.is_over:
        return "Nothing new comes in; swaps are allowed, and anything may leave."
    if block.need > 1:
        return f"All of it needs {block.need} slots. Free one and the first comes in; the others queue on top of Ready."
    return ""


def block_lines(block: Block, width: int, height: int) -> list[StyledText]:
    """The upper part of the panel: what was wanted, the limit and where it comes from."""
    brief, short = width < NARROW, height < SHORT
    label = 9 if brief else LABEL
    rows: list[StyledText] = []
    for kind, titles, aside in wants(block):
        words = VERBS[kind][1 if brief else 0]
        rows.append(_row(words, _titles(titles, aside, width - label, brief), label))
    limit = block.refusal.limit
    said = paragraph(origin(block), width - label, "", 1 if short or brief else 2)
    rows.append(_row(f"Limit {limit.text}", said[0], label))
    rows += [styled(" " * label) + line for line in said[1:]]
    more = explanation(block)
    if more and not (short and brief):
        rows += ([] if short else [BLANK]) + paragraph(more, width, MUTED, 2)
    return rows


def _row(label: str, value: StyledText, width: int) -> StyledText:
    return styled((fit(label, width - 1) + " ", MUTED), value)


def _titles(titles: tuple[str, ...], aside: str, width: int, brief: bool) -> StyledText:
    if len(titles) == 1:
        room = width - (len(aside) + 2 if aside and not brief else 0)
        said = styled((title_text(titles[0], room), "bold"))
        return styled(said, "  ", (aside, MUTED)) if aside and not brief else said
    count = f"{counted(len(titles), 'task')}: "
    return styled(count, (title_text(", ".join(titles), width - len(count)), "bold"))
