"""``limit``: show or change the limits. Every change is stored with its reason."""

from __future__ import annotations

from wiptui.cli import err, out
from wiptui.cli.call import Call, whole_number
from wiptui.cli.options import Command, Option
from wiptui.domain import commands as c
from wiptui.domain.board import Board
from wiptui.domain.core.errors import UsageError
from wiptui.domain.core.record import Json
from wiptui.domain.dates.limit_schedule import schedule_words, set_schedule
from wiptui.domain.limits import DOING, EXPEDITE, LARGEST, WAITING, Limit, Scope
from wiptui.domain.text import one_line, printable
from wiptui.exchange.json.task import local_text

RANGE = f"a limit is a whole number from 0 to {LARGEST}."


def limit(call: Call) -> int:
    """Show or change limits."""
    changes: list[c.Command] = [*_changes(call), *_schedule(call)]
    if not changes:
        for name in ("permanent", "why"):
            if call.flag(name):
                raise UsageError(f"--{name} goes with a new limit: wiptui limit N --{name}")
        return _show(call)
    command = changes[0] if len(changes) == 1 else c.Together(tuple(changes))
    return call.report(call.dispatch(command))


def _changes(call: Call) -> list[c.SetLimit]:
    wanted: list[tuple[Scope, str]] = [(DOING, word) for word in call.words]
    wanted += [(WAITING, number) for (number,) in call.values("waiting")]
    wanted += [(EXPEDITE, number) for (number,) in call.values("expedite")]
    for kind, sign in (("project", "+"), ("tag", "@")):
        for name, number in call.values(kind):
            cleaned = one_line(name).removeprefix(sign)
            if not cleaned:
                raise UsageError(f"Which {kind}? --{kind} NAME N")
            wanted.append((Scope(kind, cleaned), number))
    permanent, why = call.flag("permanent"), one_line(call.value("why") or "")
    return [c.SetLimit(scope, _number(scope, word), permanent, why) for scope, word in wanted]


def _schedule(call: Call) -> list[c.SetSettings]:
    """Return the new schedule of the doing limit; ``none`` removes it. Raises UsageError."""
    rows = [words for (words,) in call.values("schedule")]
    if not rows:
        return []
    return [set_schedule(";".join(rows), call.value("why") or "")]


def _number(scope: Scope, word: str) -> int | None:
    """Return the limit; None removes that of a project or tag."""
    if scope.name and word.strip().lower() in ("none", "off"):
        return None
    number = whole_number(word, RANGE)
    if not 0 <= number <= LARGEST:
        raise UsageError(f"{number} is out of range: {RANGE}")
    return number


def _show(call: Call) -> int:
    board = call.board()
    if call.json:
        limits = [_json(board, scope, limit) for scope, limit in board.limits.items()]
        out.put_json({"limits": limits, "schedule": board.settings.get("schedule") or []})
        return err.DONE
    rows = [
        (_name(scope), f"{board.count(scope)}/{limit.text}", _origin(board, limit))
        for scope, limit in board.limits.items()
    ]
    names, gauges = (max(len(row[place]) for row in rows) for place in (0, 1))
    for name, gauge, origin in rows:
        out.put(f"{name:<{names}}  {gauge:<{gauges}}  {out.dim(origin)}".rstrip())
    _show_schedule(board)
    return err.DONE


def _show_schedule(board: Board) -> None:
    schedule = board.settings.get("schedule")
    if schedule:
        out.put(f"schedule: {printable(schedule_words(schedule))}")


def _name(scope: Scope) -> str:
    return printable(scope.label) if scope.name else scope.kind


def _origin(board: Board, limit: Limit) -> str:
    if limit.scheduled:
        return "by your schedule" + (f": “{printable(limit.why)}”" if limit.why else "")
    if limit.set_at is None:
        return "default"
    words = f"{'raised' if limit.is_raised else 'set'} {limit.set_at.astimezone(board.zone):%Y-%m-%d}"
    if limit.device:
        words += f" on {printable(board.device_name(limit.device))}"
    if limit.why:
        words += f": “{printable(limit.why)}”"
    return words + (", until the end of the day" if limit.is_raised else "")


def _json(board: Board, scope: Scope, limit: Limit) -> dict[str, Json]:
    return {
        "scope": scope.code,
        "limit": limit.value,
        "base": limit.base,
        "count": board.count(scope),
        "over": board.is_over(scope),
        "set_at": local_text(limit.set_at, board.zone),
        "why": limit.why or None,
        "device": board.device_name(limit.device) if limit.device else None,
        "raised_until": local_text(limit.raised_until, board.zone),
        "scheduled": limit.scheduled,
    }


COMMANDS = {
    "limit": Command(
        limit,
        "[N] [--waiting N] [--project P N] [--tag T N] [--schedule S] [--permanent] [--why TEXT]",
        "Shows the limits, or changes them. Lowering takes effect at once and for good; raising holds until the end of "
        "the day, in plain view (3→4*), unless it is permanent. 0 closes: it refuses starts.",
        (
            Option("waiting", "N", "the limit of waiting"),
            Option("expedite", "N", "the limit of the expedite lane"),
            Option("project", "P N", "a limit of one project; none takes it away", many=True),
            Option("tag", "T N", "a limit of one tag; none takes it away", many=True),
            Option("schedule", "S", "the limit by day and hour: mon-fri 09-12 1; none takes it away", many=True),
            Option("permanent", about="raise it for good"),
            Option("why", "TEXT", "the reason, shown wherever the limit binds"),
        ),
        most=1,
        examples=(
            ("wiptui limit 2 --why 'too many open ends'", "lower it"),
            ("wiptui limit 4 --why 'release day'", "raise it until midnight"),
            ("wiptui limit --project acme 1", "at most one of that project in doing"),
            ("wiptui limit --schedule 'mon-fri 09-12 1; mon-fri 12-18 3; 2'", "the first match wins"),
        ),
    )
}
