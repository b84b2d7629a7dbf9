"""An hour of work typed into a real terminal by a clock in a file, and its numbers beside a count by hand.

| from  | what                               | focus (min)      | counts as                                 |
|-------|------------------------------------|------------------|-------------------------------------------|
| 09:00 | start Write report                 | 12               | session 1                                 |
| 09:02 | interrupt “phone”, stay            |                  | interruption 1                            |
| 09:12 | start Fix the parser               | 25               | switch 1, chosen; session 2, deep         |
| 09:37 | it waits on Ana; nothing in focus  |                  |                                           |
| 09:38 | start Tax letter                   | 4                | switch 2, blocked; session 3              |
| 09:42 | pause                              |                  |                                           |
| 09:45 | go on                              | 2                | the same session: 3 minutes apart         |
| 09:47 | start Mail                         | 0.5              | a peek: its time counts, it is no switch  |
| 09:47:30 | back to Tax letter              | 4.5              |                                           |
| 09:52 | Tax letter is done                 |                  |                                           |
| 09:53 | back to Write report               | 7                | a transition: no switch                   |
| 10:00 | look                               | 55 = 3,300 s     | 2 switches: 2 · 60 / 55 in a focused hour |
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

if sys.platform == "win32":
    pytest.skip("Windows has no pseudo-terminals that Python could open", allow_module_level=True)

from terminal import Terminal, capture

NINE = datetime(2026, 11, 23, 9).astimezone()
TITLES = ("Write report", "Fix the parser", "Tax letter", "Mail")
BY_CLOCK = [sys.executable, str(Path(__file__).with_name("clocked.py"))]


class Hand:
    """The hand of the clock that wiptui is run by."""

    def __init__(self, folder: Path) -> None:
        self.file = folder / "clock"
        self.set(0)

    def set(self, minutes: float) -> None:
        """Put it so many minutes after nine."""
        at = NINE + timedelta(minutes=minutes)
        fresh = self.file.with_suffix(".new")
        fresh.write_text(str(int(at.timestamp())), encoding="ascii")
        fresh.replace(self.file)


def working(title: str) -> Callable[[str], bool]:
    """The title is in the bar as what is in focus, from its first minute."""
    return lambda text: f"▶ {title} 0:00" in text and "Next step when" not in text


def test_an_hour_of_work_is_what_a_hand_counts(tmp_path: Path) -> None:
    file, hand = str(tmp_path / "wip.json"), Hand(tmp_path)
    program = [*BY_CLOCK, str(hand.file)]

    def asked(command: str) -> dict[str, Any]:
        words = [*program, command, "--json", "--file", file]
        return json.loads(subprocess.run(words, capture_output=True, text=True, check=True).stdout)

    with Terminal([*program, "--file", file], 120, 40) as terminal:

        def at(minutes: float, keys: str, wanted: str | Callable[[str], bool]) -> str:
            hand.set(minutes)
            terminal.press(keys)
            return terminal.until(wanted)

        terminal.until("Doing 0/3")
        for count, title in enumerate(TITLES, 1):
            capture(terminal, title, count)
        at(0, "gs", working("Write report"))
        at(2, "i", "You stay with “Write report”, 0:02")
        at(2, "phone\r", "Noted an interruption: phone")
        at(12, "s", "Next step when you come back to “Write report”")
        at(12, "the chart\r", working("Fix the parser"))
        at(37, "lj", "▶ Fix the parser 0:25 .* 1 switch today")
        at(37, "w", "On  .*a person or a thing")
        at(37, "Ana\r", "“Fix the parser” is waiting for Ana")
        at(38, "hs", working("Tax letter"))
        at(42, "lj", "▶ Tax letter 0:04 .* 2 switches today")
        at(42, " ", "Paused")
        at(45, " ", working("Tax letter"))
        at(47, "hs", working("Mail"))
        at(47.5, "lgj ", working("Tax letter"))
        at(52, "d", "Finished “Tax letter”")
        at(53, "g ", "Where you were .09:12.: the chart")
        hand.set(60)
        terminal.until("Doing 2/3 .* Waiting 1/3 .*▶ Write report 0:07 .* 2 switches today")
        terminal.press("\r")
        terminal.until(lambda text: "in focus for 7 min" in text and "19 min in focus today" in text)
        terminal.press("\x1b")
        terminal.until(lambda text: "History" not in text)
        terminal.press("f")
        terminal.until(r"where you were \(09:12\)")

        status, focus = asked("status"), asked("stats")["focus"]
        terminal.kill()

    assert status["switches"] == {"hour": 2, "today": 2}
    assert status["wip"] == {"doing": 2, "waiting": 1, "shelved": 0, "expedite": 0, "total": 3}
    assert (status["focus"]["title"], status["focus"]["seconds"]) == ("Write report", 7 * 60)
    assert focus.pop("per_hour") == pytest.approx(2 * 60 / 55, abs=0.01)
    assert focus == {
        "seconds": 55 * 60, "switches": 2, "chosen": 1, "blocked": 1, "interrupted": 0, "transitions": 1,
        "interruptions": 1, "deep_sessions": 1, "after_hours_seconds": 0,
    }  # fmt: skip
