"""``experiment``: try one change for two weeks or more, and compare before and after without fooling oneself."""

from __future__ import annotations

from wiptui.cli import err, out
from wiptui.cli.call import Call, whole_number
from wiptui.cli.options import AS_OF, Command, Option
from wiptui.cli.reports.review_lines import before_after_json, shown
from wiptui.domain import commands as c
from wiptui.domain.core.errors import UsageError
from wiptui.domain.learning import experiments
from wiptui.domain.limits import DOING, WAITING
from wiptui.domain.text import printable
from wiptui.metrics.focus.sessions import read_focus
from wiptui.metrics.log.ledger import Ledger
from wiptui.metrics.review.before_after import before_after
from wiptui.metrics.review.review_text import experiment_lines

HOW = "wiptui experiment start 'Fewer open ends make me faster' --limit 2 --metric cycle"


def experiment(call: Call) -> int:
    """Show, start or stop an experiment. Raises UsageError."""
    verb = call.words[0] if call.words else ""
    if verb == "start":
        return _start(call)
    if verb == "stop":
        if len(call.words) > 1:
            raise UsageError("One runs at a time: wiptui experiment stop [--keep] [--learned TEXT]")
        _only(call, "keep", "learned")
        return call.report(call.dispatch(c.EndExperiment(call.flag("keep"), call.value("learned") or "")))
    if verb:
        raise UsageError(f"“{printable(verb)[:40]}” is neither start nor stop.")
    _only(call)
    return _show(call)


def _start(call: Call) -> int:
    _only(call, "limit", "waiting", "change", "metric")
    if call.value("limit") is not None and call.value("waiting") is not None:
        raise UsageError("One change at a time: --limit or --waiting.")
    scope = WAITING if call.value("waiting") is not None else DOING
    words = call.value("waiting") or call.value("limit")
    limit = None if words is None else whole_number(words, "a limit is a whole number.")
    metric = call.value("metric")
    if metric is None:
        raise UsageError("Which metric? It is fixed first: --metric cycle, throughput or switches.")
    change = call.value("change") or ""
    return call.report(call.dispatch(c.StartExperiment(" ".join(call.words[1:]), metric, scope, limit, change)))


def _only(call: Call, *names: str) -> None:
    for name in ("limit", "waiting", "change", "metric", "keep", "learned"):
        if call.flag(name) and name not in names:
            verb = "start" if name in ("limit", "waiting", "change", "metric") else "stop"
            raise UsageError(f"--{name} goes with {verb}: wiptui experiment {verb} --{name}")


def _show(call: Call) -> int:
    board = call.board()
    found = experiments(board)
    ledger = Ledger(board)
    focus = read_focus(board)
    results = [before_after(ledger, focus, one) for one in found]
    if call.json:
        out.put_json({"experiments": [before_after_json(one, board.zone) for one in results]})
        return err.DONE
    if not results:
        err.say(f"No experiment yet. Start one: {HOW}")
    width = min(out.columns() or 80, 100)
    for place, one in enumerate(results):
        if place:
            out.put()
        for line in experiment_lines(one, board.zone, min(width - 2, 76)):
            for text in shown(line, width):
                out.put(text.removeprefix("  "))
    return err.DONE


COMMANDS = {
    "experiment": Command(
        experiment,
        "[start HYPOTHESIS... --metric M --limit N] [stop [--keep] [--learned TEXT]] [--json]",
        "Shows your experiments, starts one or stops it. The metric is fixed first: cycle (time in days), throughput "
        "(finished a day) or switches (a workday). A limit that an experiment sets holds until it is stopped, and then "
        "goes back, unless --keep. It compares 14 days, with 8 values on each side; before that it is too early.",
        (
            Option("metric", "M", "cycle, throughput or switches"),
            Option("limit", "N", "the limit of doing while it runs"),
            Option("waiting", "N", "the limit of waiting while it runs"),
            Option("change", "TEXT", "what changes, where it is no limit"),
            Option("keep", about="stop, and keep the limit"),
            Option("learned", "TEXT", "stop, with what was learned"),
            AS_OF,
        ),
        examples=((HOW, "begin"), ("wiptui experiment stop --learned 'it did' --keep", "end")),
    )
}
