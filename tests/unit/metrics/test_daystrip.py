"""The strip of a day, over the worked example of switches."""

from __future__ import annotations

from builders import BERLIN
from unit.metrics.flowlog import Log, at
from unit.metrics.test_focus import A, B, the_day

from wiptui.domain.core.clock import to_ms
from wiptui.domain.dates import date_style
from wiptui.domain.dates.date_style import Habits
from wiptui.metrics.focus.day_strip import DayStrips, day_strips
from wiptui.metrics.focus.sessions import read_focus


def strips(log: Log, since: str = "Mon 00:00", until: str = "Wed 00:00") -> DayStrips:
    return day_strips(read_focus(log.board("Wed 12:00")), BERLIN, to_ms(at(since)), to_ms(at(until)))


def test_the_boundaries_are_the_switches() -> None:
    """A cell is of the task that had most of it: B's forty seconds are nobody's, and D is the second letter."""
    found = strips(the_day())
    assert found.drawn(60) == (
        15,
        [
            "     9       11      13",
            "Mon  AAACCAAABB······DD··",
            "Tue  A···················",
        ],
    )
    assert sum(ms for _, ms in found.tasks) == (164 * 60 + 40 + 600) * 1000


def test_where_there_is_less_room_a_cell_is_longer_and_nothing_is_wider() -> None:
    assert strips(the_day()).drawn(16) == (30, ["     9   11  13", "Mon  AAAAB···D·", "Tue  A·········"])
    assert strips(the_day()).drawn(11)[0] == 60
    for width in range(11, 40):
        assert all(len(row) <= width for row in strips(the_day()).drawn(width)[1])


def test_a_night_belongs_to_the_day_before() -> None:
    log = Log()
    log.stint(A, "Mon 23:30", "Mon 23:45", "pause")
    log.stint(B, "Tue 00:15", "Tue 01:00", "pause")
    minutes, rows = strips(log).drawn(60)
    assert rows == ["     23", "Mon    B  AAA"]
    assert minutes == 15


def test_a_blank_is_outside_the_working_hours() -> None:
    log = Log()
    log.stint(A, "Mon 07:30", "Mon 08:30", "pause")
    log.stint(B, "Mon 17:30", "Mon 18:30", "pause")
    log.stint(B, "Tue 12:00", "Tue 13:00", "pause")
    noon = "AAAA"
    for words, tuesday in (
        ("Mon-Fri 8-18", "    " + "·" * 16 + noon + "·" * 20),
        ("Mon-Fri 8:30-12:15 17:40-18", "      " + "·" * 14 + noon + " " * 18 + "··"),
        ("Mon 8-18", " " * 20 + noon),
        ("none", "·" * 20 + noon + "·" * 24),
    ):
        date_style.tell(Habits(work_hours=words))
        assert strips(log).drawn(80)[1][2] == f"Tue  {tuesday}", words


def test_the_ninth_task_shares_a_sign_and_no_focus_draws_nothing() -> None:
    log = Log()
    for task in range(1, 11):
        log.stint(task, f"Mon {8 + task:02}:00", f"Mon {8 + task:02}:{60 - task:02}", "pause")
    assert strips(log).letters == {**dict(zip(range(1, 9), "ABCDEFGH", strict=True)), 9: "+", 10: "+"}
    assert strips(Log()).drawn(80) == (15, [])
