"""``forecast``: when N more tasks may be finished, and how many by a day, from the person's own throughput."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from wiptui.cli import err, out
from wiptui.cli.call import Call, whole_number
from wiptui.cli.cells import wrapped
from wiptui.cli.options import AS_OF, Command, Option
from wiptui.domain.board import Board
from wiptui.domain.core.errors import UsageError
from wiptui.domain.core.record import Json
from wiptui.domain.dates.date_style import day_and_month
from wiptui.domain.dates.parse import parse_date
from wiptui.domain.tasks.task import State
from wiptui.metrics.figures import in_percent
from wiptui.metrics.forecast.monte_carlo import TRIALS
from wiptui.metrics.forecast.outlook import CERTAINTIES, NOTHING_OPEN, Outlook, outlook, seed_of
from wiptui.metrics.forecast.track_record import TrackRecord, record_of
from wiptui.metrics.log.ledger import Ledger

AHEAD = timedelta(days=14)
MOST = 9_999
SEEDS = 2**31


def forecast(call: Call) -> int:
    """Print the forecast. Raises UsageError for an invalid number or day."""
    board = call.board()
    tasks = _tasks(call, board)
    if call.flag("record"):
        return _record(call, board, tasks)
    by = _by(call, board)
    seed = _seed(call, board)
    found = outlook(Ledger(board), tasks, by, seed)
    if call.json:
        out.put_json(_json(found))
    else:
        for line in _page(found, bool(call.words), out.line_width()):
            out.put(line)
    return err.DONE


def _record(call: Call, board: Board, tasks: int) -> int:
    """Print how often the lines of this forecast held on past days. Raises UsageError for options of a forecast."""
    for name in ("by", "seed"):
        if call.value(name) is not None:
            raise UsageError(f"--{name} goes with a forecast, not with its record.")
    found = record_of(Ledger(board), tasks)
    if call.json:
        out.put_json({"tasks": tasks, **_record_json(found)})
        return err.DONE
    lines = [f"{NOTHING_OPEN} For the record of five more: wiptui forecast 5 --record"]
    if tasks:
        lines = [f"“{tasks} more finished”, forecast anew on each past day and held against what came.", found.sentence]
    if found.is_enough:
        lines += [f"{line.percent}% line: held on {line.held} of {line.n} days" for line in found.lines]
    for line in lines:
        for part in wrapped(line, out.line_width()):
            out.put(part)
    return err.DONE


def _record_json(found: TrackRecord) -> dict[str, Json]:
    """Return the record: for each line its certainty and the fraction of ``n`` forecasts that held; null without
    any.
    """
    lines = [{"share": line.percent / 100, "held": line.share, "n": line.n} for line in found.lines]
    return {"days": found.days, "lines": lines}


def _tasks(call: Call, board: Board) -> int:
    """Return the requested number, or everything selected: doing, waiting and ready."""
    if not call.words:
        return sum(len(board.column(state)) for state in (State.DOING, State.WAITING, State.READY))
    number = whole_number(call.words[0], "how many tasks? wiptui forecast 5")
    if not 0 < number <= MOST:
        raise UsageError(f"{number} is out of range: forecast 1 to {MOST} tasks.")
    return number


def _by(call: Call, board: Board) -> date:
    words = call.value("by")
    if words is None:
        return board.today + AHEAD
    day = parse_date(words, board.today)
    if day <= board.today:
        raise UsageError("A forecast looks ahead: --by takes a day from tomorrow on.")
    return day


def _seed(call: Call, board: Board) -> int:
    words = call.value("seed")
    if words is None:
        return seed_of(board.today)
    if not (words.isascii() and words.isdigit() and int(words) < SEEDS):
        raise UsageError(f"A seed is a whole number from 0 to {SEEDS - 1}.")
    return int(words)


def _json(found: Outlook) -> dict[str, Json]:
    def when(percent: int) -> dict[str, Json]:
        day = found.done_on(percent)
        return {"days": found.done_in(percent), "date": day.isoformat() if day is not None else None}

    return {
        "as_of": found.today.isoformat(),
        "seed": found.seed,
        "trials": TRIALS,
        "sample": {
            "days": len(found.sample.days),
            "finished": found.sample.done,
            "enough": found.sample.is_enough,
            "by_day": list(found.sample.days),
        },
        "tasks": found.tasks,
        "when": {f"p{p}": when(p) for p in CERTAINTIES} if found.when is not None else None,
        "by": {"date": found.by.isoformat(), "days": found.days},
        "how_many": {f"p{p}": found.at_least(p) for p in CERTAINTIES} if found.how_many is not None else None,
        "chance": found.chance,
        "doubt": found.doubt or None,
        "assumptions": list(found.assumptions),
        "record": _record_json(found.record),
        "regime": found.regime.sentence if found.regime is not None else None,
    }


def _page(found: Outlook, asked: bool, columns: int) -> Iterator[str]:
    if found.doubt:
        yield from wrapped(found.doubt, columns)
        return
    by = _day(found, found.by)
    count = f"{found.tasks} more"
    yield from _table(found, f"{count} finished", by, columns)
    yield ""
    if not asked:
        verb = "is" if found.tasks == 1 else "are"
        yield from wrapped(f"{found.tasks} {verb} in doing, waiting and ready now.", columns)
    if found.chance is not None:
        yield from wrapped(f"{count} by {by}: {in_percent(found.chance)} of the trials.", columns)
    if found.regime is not None:
        yield from wrapped(f"! {found.regime.sentence}", columns)
    yield from wrapped(found.record.sentence, columns)
    sample = f"{len(found.sample.days)} days ({found.sample.done} finished)"
    for line in (
        f"{TRIALS:,} trials over your last {sample}, seed {found.seed}.",
        "Assumed:",
        *(f"* {said}" for said in found.assumptions),
    ):
        yield from map(out.dim, wrapped(line, columns))


def _table(found: Outlook, what: str, by: str, columns: int) -> Iterator[str]:
    """Yield certainty, date and count in columns; a narrow terminal gets the headings above the table."""
    days = [(found.done_on(percent), found.done_in(percent)) for percent in CERTAINTIES]
    whens = ["later than two years from now" if day is None else f"{_day(found, day)}, in {n} d" for day, n in days]
    wide = max(len(what) + 6, 31)
    heads = f"{'Certainty':<12}{what + ' by':<{wide}}at least, by {by}"
    if len(heads) > columns:
        yield from map(out.bold, wrapped(f"{what}, and how many at least by {by}", columns))
        if 14 + max(map(len, whens)) + len("at least") > columns:
            whens = ["over two years" if day is None else _day(found, day) for day, _ in days]
        wide = max(map(len, whens)) + 2
        heads = f"{'Certainty':<12}{'by':<{wide}}at least"
    yield out.bold(heads)
    for percent, when in zip(CERTAINTIES, whens, strict=True):
        yield f"{f'{percent}%':<12}{when:<{wide}}{found.at_least(percent)}"


def _day(found: Outlook, day: date) -> str:
    return f"{day:%a} {day_and_month(day, year=day.year != found.today.year)}"


COMMANDS = {
    "forecast": Command(
        forecast,
        "[N] [--by DATE] [--seed N] [--record] [--as-of TIME] [--json]",
        "When N more tasks, whichever they are, may be finished, and how many by a day: 10,000 trials that draw from "
        "your own last 60 days, empty ones included. Without N it takes as many as are in doing, waiting and ready; "
        "without --by, two weeks. The seed is the day, so that the answer stays the same all day. It takes 20 days "
        "and 12 finished tasks. --record tells how often such a forecast held on past days.",
        (
            Option("by", "DATE", "how many by the end of this day: fri, +3w, 2026-12-24"),
            Option("seed", "N", "draw from another seed, or from the one of an earlier answer"),
            Option("record", about="how often its 50% and 85% lines held, replayed on the past"),
            AS_OF,
        ),
        most=1,
        examples=(
            ("wiptui forecast 5", "when five more"),
            ("wiptui forecast --by 24dec", "how many by then"),
            ("wiptui forecast 5 --record", "how good that was"),
        ),
    )
}
