"""What the work says about itself: the flow screen over a long past, and all measures behind it."""

from __future__ import annotations

import time

from bench.board import fill, fill_lived, service_over
from bench.goals import LIST_APP
from bench.pairs import Measure, in_turns
from bench.run import MINIMAL, WIPTUI, Run
from bench.screen import Screen


def there_and_back(program: Screen) -> Measure:
    """Milliseconds for one key: the cursor goes down and comes back, so that each key changes something."""
    return lambda: 500 * (program.answered("j") + program.answered("k"))


def flow(run: Run) -> None:
    """The flow screen: its first chart against opening the board; a step from point to point."""
    tasks = run.sizes(10_000)[0]
    board = [*WIPTUI, "--file", str(fill(run.home / "flow.json", tasks))]

    def opened() -> float:
        with Screen(board, run.variables) as program:
            return 1000 * program.board_came()

    def first_chart() -> float:
        with Screen(board, run.variables) as program:
            program.board_came()
            return 1000 * program.brought("2", "days in work")

    pair = in_turns(first_chart, opened, max(1, run.runs // 3))
    run.row("first chart of the flow screen", pair, tasks, yardstick="opening the board", of="in the past")
    with Screen(board, run.variables) as ours, Screen(MINIMAL, run.variables) as theirs:
        ours.board_came(), theirs.board_came()
        ours.brought("2", "days in work"), ours.settle(2.0)
        ours.answered("\t")
        pair = in_turns(there_and_back(ours), there_and_back(theirs), 2 * run.runs)
        run.row("a step from point to point", pair, tasks, yardstick=f"a key in a {LIST_APP}", of="in the past")


def measures(run: Run) -> None:
    """All measures over tasks with six moves each, against the time that it takes to load them."""
    from wiptui.metrics.advisor import advice, by_wip
    from wiptui.metrics.bottleneck import bottleneck
    from wiptui.metrics.ledger import Ledger
    from wiptui.metrics.outlook import outlook
    from wiptui.metrics.review import week
    from wiptui.metrics.sessions import read_focus
    from wiptui.metrics.stats import stats_of, window

    tasks = run.sizes(10_000)[0]
    file = fill_lived(run.home / "measures.json", tasks)
    board = service_over(file).board()

    def load() -> float:
        began = time.perf_counter()
        service_over(file).board()
        return 1000 * (time.perf_counter() - began)

    def every() -> float:
        began = time.perf_counter()
        ledger = Ledger(board)
        focus = read_focus(board)
        span = window(ledger, None, None)
        stats_of(ledger, focus, *span)
        bottleneck(ledger, *span)
        advice(by_wip(ledger, *span))
        outlook(ledger, 20, board.today, 1)
        week(board, board.week_start, ledger, focus)
        return 1000 * (time.perf_counter() - began)

    def stats_alone() -> float:
        began = time.perf_counter()
        ledger = Ledger(board)
        stats_of(ledger, read_focus(board), *window(ledger, None, None))
        return 1000 * (time.perf_counter() - began)

    for what, ours in (("all measures", every), ("what stats shows", stats_alone)):
        run.row(what, in_turns(ours, load, run.runs), tasks, yardstick="loading the tasks", of="with six moves each")
