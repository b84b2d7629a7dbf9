"""Make the screenshots from the real board, with the demo's sample and a clock that stands still.

python screenshots/make.py            write the SVGs into screenshots/ and tests/screens/
python screenshots/make.py NAME...    write or check these only, such as board, panel and start
python screenshots/make.py --check    exit 1 and name each SVG that is not what the board looks like now

screenshots/ holds what README and docs show, tests/screens/ every other screen and size. One of them moves: start.svg.
"""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Callable, Coroutine, Iterator
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

for _name in [*os.environ]:
    if _name.startswith(("TEXTUAL", "WIPTUI_")) or _name in ("NO_COLOR", "FORCE_COLOR"):
        del os.environ[_name]
os.environ["TZ"] = "Europe/Berlin"
os.environ["COLORTERM"] = "truecolor"

from badges import badges
from moving import Frame, moving

from wiptui.demo import sample, year_data
from wiptui.demo.replay import Scratch
from wiptui.domain import commands as c
from wiptui.domain.core.clock import FixedClock
from wiptui.domain.core.ids import SeededIds
from wiptui.domain.core.record import Data
from wiptui.service import Service
from wiptui.tui.app import WiptuiApp

ZONE = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 11, 22, 13, 5, tzinfo=UTC)

ROOT = Path(__file__).parents[1]
PAGES = ROOT / "screenshots"
"""The pictures that README and docs show."""
TESTS = ROOT / "tests" / "screens"
"""The pictures that only prove what other screens and sizes look like."""

Shot = tuple[tuple[int, int], tuple[str, ...]]
"""Size in columns and rows, and the keys pressed on the board."""
YEAR_CHARTS = (
    "ageing", "cycle", "throughput", "wip", "cfd", "age-trend", "forecast", "time", "switches", "days", "bottleneck",
    "value",
)  # fmt: skip
"""The charts of the flow screen in the order of tab."""

SHOTS: dict[Path, dict[str, Shot]] = {
    PAGES: {
        "board": ((120, 40), ()),
        "panel": ((100, 30), ("h", "g", "j", "s")),
        "focus": ((100, 30), ("f",)),
        "why": ((100, 30), ("o",)),
        "review": ((120, 40), ("4",)),
        "waits": ((80, 24), ("3",)),
        "small": ((40, 12), ()),
        "flow": ((120, 40), ("2", "right")),
    },
    TESTS: {
        "board-80x24": ((80, 24), ()),
        "review-try": ((120, 40), ("4", "l", "l", "l", "l", "l")),
        "review-80x24": ((80, 24), ("4", "l", "l", "l")),
        "review-40x12": ((40, 12), ("4", "l")),
        **{
            f"{name}-{columns}x{rows}": ((columns, rows), keys)
            for name, keys in (("focus", ("f", "t")), ("waits", ("3",)), ("why", ("o",)), ("room", ("h", "g", "m")))
            for columns, rows in ((120, 40), (80, 24), (40, 12))
            if (name, columns) != ("waits", 80)  # shown in the docs
        },
        "small-panel": ((40, 12), ("h", "g", "j", "s")),
        "flow-more": ((120, 40), ("2", "tab", "tab", "tab", "tab")),
        "flow-rest": ((120, 40), ("2", "shift+tab")),
        "flow-wip": ((80, 24), ("2", "tab", "tab", "tab", "left")),
        "flow-cycle": ((80, 24), ("2", "tab", "right", "right")),
        "flow-cfd": ((80, 24), ("2", "tab", "tab", "tab", "tab")),
        "flow-small": ((40, 12), ("2", "tab")),
        **{
            f"year-{name}": ((120, 40), ("2", "w", *["tab"] * steps))
            for name, steps in (("flow", 0), ("flow-more", 4), ("flow-rest", 8))
        },
        **{f"year-{name}-80x24": ((80, 24), ("2", "w", *["tab"] * steps)) for steps, name in enumerate(YEAR_CHARTS)},
    },
}
"""By folder and name; a name that begins with year is of the generated year, every other of the demo's sample."""


MORNING = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
"""When the moving picture begins: Monday at nine in Berlin."""
TASKS = ("Write the report", "Fix the parser", "Book the train", "Call Ana back")
STARTS: tuple[tuple[str, str, float], ...] = (
    ("", "Four tasks, and room for three.", 1.4),
    ("s", "You start one", 0.9),
    ("s", "and two", 0.7),
    ("s", "and three: Doing is full.", 1.4),
    ("s", "The fourth is refused. What should give way?", 2.9),
    ("d", "One is finished, and the fourth has started.", 2.7),
)
"""The moving picture: the key, what it does, and for how many seconds the picture after it is shown."""
REFUSED = 4
"""The place in ``STARTS`` of the picture that stands still where nothing moves."""
MOVING = "start"


async def shot(size: tuple[int, int], keys: tuple[str, ...], tables: Callable[..., Data] = sample) -> str:
    """The SVG of the board on these tables after these keys."""
    clock = FixedClock(NOW, ZONE)
    store = Scratch()
    store.data = tables(NOW, ZONE)
    app = WiptuiApp(Service(store, clock, SeededIds(2)))
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        for key in keys:
            await pilot.press(key)
            await pilot.pause()
            await app.workers.wait_for_complete()
            await pilot.pause()
        return app.export_screenshot(title="wiptui")


async def starts() -> str:
    """The SVG of three starts, the fourth that is refused, and the one key with which it starts after all."""
    clock = FixedClock(MORNING, ZONE)
    service = Service(Scratch(), clock, SeededIds(2))
    for title in TASKS:
        service.dispatch(c.Add(title))
    app = WiptuiApp(service)
    frames = []
    async with app.run_test(size=(84, 22)) as pilot:
        await pilot.pause()
        for key, words, seconds in STARTS:
            if key:
                clock.advance(minutes=1)  # more would be a pause to decide about
                await pilot.press(key)
            await pilot.pause()
            await app.workers.wait_for_complete()
            await pilot.pause()
            # Whether a toast is still there, and the minute shown, depend on how fast the machine is.
            app.clear_notifications()
            app.board_screen.tick()
            await pilot.pause()
            frames.append(Frame(app.export_screenshot(title="wiptui"), key, words, seconds))
    return moving(frames, REFUSED)


async def ready(svg: str) -> str:
    """An SVG that needs no board."""
    return svg


def calm(now: datetime, zone: ZoneInfo) -> Data:
    """The sample on a good day: the oldest task is finished, another took its slot, and Doing is full."""
    store = Scratch()
    store.data = sample(now, zone)
    service = Service(store, FixedClock(now, zone), SeededIds(3))
    ids = {task.title: task.id for task in service.board().all_tasks()}
    service.dispatch(c.Finish((ids["Flyer for the fair"],)))
    service.dispatch(c.Start((ids["Write the report"],), focus=False))
    return store.data


def pictures() -> Iterator[tuple[Path, Callable[[], Coroutine[None, None, str]]]]:
    """The path of every picture, and what makes it."""
    yield PAGES / f"{MOVING}.svg", starts
    for name, badge in badges(ROOT).items():
        yield PAGES / "badges" / f"{name}.svg", partial(ready, badge)
    for folder, shots in SHOTS.items():
        for name, (size, keys) in shots.items():
            tables = TABLES.get(name, year_data if name.startswith("year") else sample)
            yield folder / f"{name}.svg", partial(shot, size, keys, tables)


TABLES: dict[str, Callable[..., Data]] = {"board": calm}
"""What the pictures show that are not of the sample as it is."""


def main(arguments: list[str]) -> int:
    """Write all screenshots, or check them. Return the exit code."""
    check = "--check" in arguments
    wanted = {name for name in arguments if not name.startswith("-")}
    stale = []
    made = {path: make for path, make in pictures() if not wanted or path.stem in wanted}
    for path, make in made.items():
        svg = asyncio.run(make())
        if not check:
            path.write_text(svg, encoding="utf-8", newline="\n")
        elif not path.exists() or path.read_text(encoding="utf-8") != svg:
            stale.append(path.relative_to(ROOT).as_posix())
    if not wanted:
        stale += [
            f"{path.relative_to(ROOT).as_posix()} (nobody makes it)"
            for folder in (*SHOTS, PAGES / "badges")
            for path in sorted(folder.glob("*.svg"))
            if path not in made
        ]
    if stale:
        sys.stderr.write(f"Not current: {', '.join(stale)}. Run python screenshots/make.py and look at them.\n")
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
