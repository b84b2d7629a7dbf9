"""``list``: the tasks by state, in board order."""

from __future__ import annotations

from collections.abc import Iterable

from wiptui.cli import err, out
from wiptui.cli.call import Call, whole_number
from wiptui.cli.options import AS_OF, Command, Option
from wiptui.domain.board import Board
from wiptui.domain.core.errors import UsageError
from wiptui.domain.limits import DOING, WAITING
from wiptui.domain.tasks.hiding import UNCOMMITTED, back_since
from wiptui.domain.tasks.task import STATES, State, Task
from wiptui.domain.text import age_words, clip, pad, printable, width

TYPE_CHECKING = False
if TYPE_CHECKING:
    from datetime import date

    from wiptui.domain.queries.query import Query

    Sections = list[tuple[str, list[Task]]]

ORDER = (State.DOING, State.WAITING, State.READY, State.BACKLOG, State.DONE, State.DROPPED)
LONGEST = 60
"""Cells to which titles are padded at most if nothing is cut."""
NARROWEST = 16
"""The least cells of a title on a small terminal."""


def show_list(call: Call) -> int:
    """Print the tasks that match the query."""
    board = call.board()
    states = _states(call)
    query = _query(call, board)
    if not states:
        ended = query is not None and query.asks_for_ended
        states = ORDER if call.flag("all") or ended else ORDER[:4]
    tasks = [task for state in ORDER if state in states for task in board.column(state)]
    if query is not None:
        tasks, is_close = query.among(tasks)
        if is_close and not call.json:
            err.say("No task has just these words; these come close.")
    by_due = "due" in (call.value("by"), (call.value("sort") or "").removeprefix("-"))
    hidden = (
        0 if call.json or by_due or states != ORDER[:4] or _asks_for_hidden(query) else sum(t.is_hidden for t in tasks)
    )
    if hidden:
        tasks = [task for task in tasks if not task.is_hidden]
    tasks, sections = _sections(call, board, tasks, filtered=query is not None)
    left = 0
    if call.flag("limit"):
        tasks, sections, left = _limited(call, tasks, sections)
    if call.flag("columns") or call.flag("format"):
        _put_own(call, board, tasks)
    elif call.json:
        from wiptui.exchange.json.task import task_json  # lazy: list does without it

        out.put_json([task_json(task, board) for task in tasks])
    elif tasks:
        put_sections(board, sections, says_state=call.flag("sort") or call.flag("by"))
    elif query is None and states == ORDER[:4] and not hidden:
        err.say("No open task yet: wiptui add TEXT")
    elif not hidden:
        err.say(printable(" ".join(("No task matches.", *_why_nothing(call.words, board)))))
    if left and not call.json:
        err.say(f"{left} more: a higher --limit shows them.")
    if hidden:
        err.say(f"{hidden} hidden until later: wiptui list is:hidden")
    return err.DONE


def _limited(call: Call, tasks: list[Task], sections: Sections) -> tuple[list[Task], Sections, int]:
    """Return the first tasks, their sections, and how many are left out. Raises UsageError."""
    most = whole_number(call.value("limit") or "", "how many tasks at most? --limit 20")
    if most < 1:
        raise UsageError("--limit shows at least one task.")
    kept: Sections = []
    room = most
    for heading, group in sections:
        if room > 0:
            kept.append((heading, group[:room]))
        room -= len(group)
    return tasks[:most], kept, max(len(tasks) - most, 0)


def _put_own(call: Call, board: Board, tasks: list[Task]) -> None:
    """Print columns, or lines in a format of the person's own. Raises UsageError."""
    columns, template = call.value("columns"), call.value("format")
    if call.json or call.flag("by") or (columns is not None and template is not None):
        raise UsageError("--columns, --format, --by and --json are four ways to show tasks: one of them.")
    from wiptui.cli.lists.columns import formatted, table  # lazy: list does without it

    for line in table(board, tasks, columns) if columns is not None else formatted(board, tasks, template or ""):
        out.put(line)


def _why_nothing(words: list[str], board: Board) -> Iterable[str]:
    """Yield a sentence for each project of a query that is only a tag here."""
    tags = {tag.casefold() for task in board.open_tasks() for tag in task.tags}
    for word in " ".join(words).split():
        if word[0] == "+" and word[1:].casefold() in tags:
            yield f"{word} is a project, and there is a tag @{word[1:]}."


def _asks_for_hidden(query: Query | None) -> bool:
    """Return whether the query is about hidden tasks."""
    return query is not None and any(
        term.kind == "from" or (term.kind == "is" and term.value == "hidden") for term in query.terms
    )


def _states(call: Call) -> tuple[State, ...]:
    found = []
    for (words,) in call.values("state"):
        for name in words.lower().split(","):
            if name.strip() not in STATES:
                raise UsageError(f"“{printable(name.strip())}” is not a state: {', '.join(STATES)}.")
            found.append(STATES[name.strip()])
    return tuple(found)


def _query(call: Call, board: Board) -> Query | None:
    """Return the query of the words and the saved view together; None if there is neither. Raises UsageError."""
    words = list(call.words)
    view = call.value("view")
    if view is not None:
        words.insert(0, _saved(view))
    if not words:
        return None
    from wiptui.domain.queries.of_board import query_of  # lazy: list does without it

    return query_of(board, words)


def _saved(name: str) -> str:
    """Return the query of a saved view. Raises UsageError for an unknown name."""
    from wiptui.config import usable_config  # lazy: list does without it

    views = usable_config().views
    if name not in views:
        known = (
            f"there is {', '.join(map(printable, views))}" if views else "wiptui config set views.NAME QUERY saves one"
        )
        raise UsageError(f"There is no view “{printable(name)[:40]}”; {known}.")
    return views[name]


def _sections(call: Call, board: Board, tasks: list[Task], *, filtered: bool) -> tuple[list[Task], Sections]:
    """Return the sorted tasks and their sections: those of the board, or the requested ones.

    Raises UsageError.
    """
    sort, by = call.value("sort"), call.value("by")
    if sort is None and by is None:
        groups = ((state, [task for task in tasks if task.state is state]) for state in ORDER)
        return tasks, [(_heading(board, state, len(group), filtered), group) for state, group in groups if group]
    if by is not None and call.json:
        raise UsageError("--by makes headings for people; every task in JSON names its project, tags and due date.")
    from wiptui.cli.lists.arrange import in_order, under_headings  # lazy: list does without it

    sort = sort or ("due" if by == "due" else None)
    tasks = in_order(tasks, sort) if sort is not None else tasks
    if by is None:
        return tasks, [("", tasks)]
    return tasks, [(f"{name} {len(group)}", group) for name, group in under_headings(board, tasks, by)]


def put_sections(board: Board, sections: Sections, *, says_state: bool) -> None:
    """Print tasks under their headings; ``says_state`` where these do not tell the states."""
    rows = {name: [_row(board, task, says_state) for task in tasks] for name, tasks in sections}
    all_rows = [row for group in rows.values() for row in group]
    ids = max(len(row[1]) for row in all_rows)
    titles = min(max(width(row[2]) for row in all_rows), LONGEST)
    details = max(width(row[3]) for row in all_rows)
    columns = out.columns()
    if columns is not None:
        room = columns - ids - 5
        titles = max(min(titles, room - min(details, room * 2 // 5)), NARROWEST)
    for place, (heading, group) in enumerate(rows.items()):
        if place:
            out.put()
        if heading:
            out.put(out.bold(heading if columns is None else clip(heading, columns)))
        for row in group:
            out.put(_line(row, ids, titles, columns))


def _heading(board: Board, state: State, count: int, filtered: bool) -> str:
    name = state.value.capitalize()
    scope = {State.DOING: DOING, State.WAITING: WAITING}.get(state)
    if scope is None or filtered:
        return f"{name} {count}"
    taken = board.count(scope)
    more = f" +{count - taken} expedite" if state is State.DOING and count > taken else ""
    over = "  OVER" if board.is_over(scope) else ""
    return f"{name} {taken}/{board.limits[scope].text}{more}{over}"


Row = tuple[str, str, str, str]
"""Mark, short id, title, details."""


def _row(board: Board, task: Task, says_state: bool) -> Row:
    focus = board.focus
    mark = "▶" if focus is not None and focus.task.id == task.id else "!" if task.is_expedite else " "
    title = printable(task.title)
    if task.priority:
        title = f"({task.priority}) {title}"
    said = (f"{task.state.value:<7}",) if says_state else ()
    return mark, board.short_id(task.id), title, "  ".join((*said, *_details(board, task))).rstrip()


def _details(board: Board, task: Task) -> Iterable[str]:
    """Yield what is known besides the title, the most pressing first: a narrow terminal cuts the rest."""
    if task.state is State.WAITING:
        if task.resolved_at is not None:
            yield "back with you"
        elif task.waiting_on:
            yield f"on {printable(task.waiting_on)}"
        if task.follow_up is not None and task.resolved_at is None:
            yield f"follow up {_day(board, task.follow_up, due=True)}"
    if task.state.in_progress and any(map(board.is_over, board.limits)):
        from wiptui.cli.moves.over_limit import origin  # lazy: list does without it

        if device := origin(board, task):
            yield f"from {printable(device)}"
    if task.overruled:
        yield "two versions"
    if task.blocked_by and task.state.is_open:
        from wiptui.domain.tasks.dependencies import blockers  # lazy: list does without it

        if found := blockers(board, task):
            yield f"blocked by {printable(found[0].title)[:30]}" + (f" +{len(found) - 1}" if len(found) > 1 else "")
    if task.from_date is not None and task.state in UNCOMMITTED:
        if task.is_hidden:
            yield f"until {_day(board, task.from_date)}"
        elif (back := back_since(task, board.at, board.zone)) is not None:
            yield "back today" if back == board.today else f"back since {_day(board, back)}"
    if task.due is not None and task.state.is_open:
        late = task.due < board.today
        yield _day(board, task.due, due=True) if late else f"due {_day(board, task.due)}"
    if task.checklist:
        yield f"{len(task.checklist) - task.steps_left}/{len(task.checklist)}"
    if task.state.in_progress:
        age = task.age_days(board.today, board.zone)
        if age is not None:
            yield "since today" if age == 1 else age_words(age)
    elif task.is_shelved:
        yield "shelved"
    if not task.state.is_open and task.finished is not None:
        from wiptui.cli.cells import day  # lazy: list does without it

        yield day(task.finished, board.zone)
    if task.project:
        yield f"+{printable(task.project)}"
    for tag in task.tags:
        yield f"@{printable(tag)}"
    if task.for_whom:
        yield f"for:{printable(task.for_whom)}"


def _day(board: Board, day: date, *, due: bool = False) -> str:
    from wiptui.domain.dates.parse import describe_date  # lazy: list does without it

    return describe_date(day, board.today, due=due)


def _line(row: Row, ids: int, titles: int, columns: int | None) -> str:
    mark, key, title, details = row
    if columns is not None:
        title = clip(title, titles)
        details = clip(details, max(columns - ids - 6 - titles, 0))
    padded = pad(title, titles) if details and width(title) < titles else title
    return f"{mark} {out.dim(key)}{' ' * (ids - len(key))}  {padded}{'  ' + out.dim(details) if details else ''}"


COMMANDS = {
    "list": Command(
        show_list,
        "[QUERY...] [--view NAME] [--state S] [--all] [--sort KEY] [--by GROUP] [--limit N] [--columns NAMES] [--json]",
        "Open tasks by state, in the order of the board. QUERY: words, +project, @tag, state:doing, due<fri, age>5, "
        "pri:A. All of them must hold; or, not, a dash and parentheses work too.",
        (
            Option("state", "S", "only this state; several with commas", many=True),
            Option("view", "NAME", "a saved view: a query of the settings, by its name"),
            Option("all", about="finished and dropped tasks too"),
            Option(
                "sort", "KEY", "due, priority, age, created, project or title; -due turns it round; several with commas"
            ),
            Option("limit", "N", "so many at most"),
            Option("columns", "NAMES", "a table of these: id,title,due,spent"),
            Option("format", "F", "a line of your own for each: '{id} {title:40} {due}'"),
            Option("by", "GROUP", "under headings: project, tag, for or due"),
            AS_OF,
        ),
        examples=(
            ("wiptui list +acme 'due<sat'", "of one project, due before Saturday"),
            ("wiptui list -@phone report", "about the report, not on the phone"),
            ("wiptui list --by due --sort priority", "what is due when, the most important first"),
            ("wiptui list --columns id,title,due,spent --sort due,priority --limit 20", "a table of your own"),
            ("wiptui list --state done --json", "what is finished, for a script"),
        ),
    )
}
