"""``demo``: the board on sample data in a temporary file, deleted at the end."""

from __future__ import annotations

from wiptui.cli import err, out
from wiptui.cli.call import Call
from wiptui.cli.options import Command, Option
from wiptui.cli.programs.board import need_terminal, run_board
from wiptui.demo import clear_away, open_demo, open_year
from wiptui.demo.year import year
from wiptui.domain.core.clock import local_date
from wiptui.domain.core.errors import UsageError


def demo(call: Call) -> int:
    """Open the board on the sample. Raises UsageError if there is no terminal."""
    if call.given.file is not None:
        raise UsageError("The demo brings a file of its own: leave --file out.")
    if call.json:
        return _print(call)
    need_terminal("The demo")
    service = open_year() if call.flag("year") else open_demo()
    try:
        return run_board(service)
    finally:
        service.store.close()
        clear_away()


def _print(call: Call) -> int:
    """Print the generated year as a file for ``import json``. Raises UsageError without ``--year``."""
    if not call.flag("year"):
        raise UsageError("The sample has no JSON; the generated year has: wiptui demo --year --json")
    clock = call.service.clock
    out.put_json(year(local_date(clock.now(), clock.zone), clock.zone))
    return err.DONE


COMMANDS = {
    "demo": Command(
        demo,
        "[--year] [--json]",
        "The board on a rich sample, to look around in. It lives in a temporary file: nothing of yours is touched, and "
        "it is gone when you quit.",
        (Option("year", about="on a generated year of work; with --json as a file for wiptui import json"),),
        most=0,
        examples=(("wiptui demo --year --json > year.json", "a year to try charts and scripts on"),),
    )
}
