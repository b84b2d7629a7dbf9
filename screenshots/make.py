"""Make the screenshots from the real board, with the demo's sample and a clock that stands still.

python screenshots/make.py            write the SVGs into screenshots/ and tests/screens/
python screenshots/make.py --check    exit 1 and name each SVG that is not what the board looks like now

screenshots/ holds what README and docs show, tests/screens/ every other screen and size.
"""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

for _name in [*os.environ]:
    if _name.startswith(("TEXTUAL", "WIPTUI_")) or _name in ("NO_COLOR", "FORCE_COLOR"):
        del os.environ[_name]
os.environ["TZ"] = "Europe/Berlin"
os.environ["COLORTERM"] = "truecolor"

from wiptui.demo import sample, year_data
from wiptui.demo.replay import Scratch
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


def main(arguments: list[str]) -> int:
    """Write all screenshots, or check them. Return the exit code."""
    check = "--check" in arguments
    stale = []
    for folder, shots in SHOTS.items():
        for name, (size, keys) in shots.items():
            path = folder / f"{name}.svg"
            svg = asyncio.run(shot(size, keys, year_data if name.startswith("year") else sample))
            if not check:
                path.write_text(svg, encoding="utf-8", newline="\n")
            elif not path.exists() or path.read_text(encoding="utf-8") != svg:
                stale.append(path.relative_to(ROOT).as_posix())
        stale += [
            f"{path.relative_to(ROOT).as_posix()} (nobody makes it)"
            for path in sorted(folder.glob("*.svg"))
            if path.stem not in shots
        ]
    if stale:
        sys.stderr.write(f"Not current: {', '.join(stale)}. Run python screenshots/make.py and look at them.\n")
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
