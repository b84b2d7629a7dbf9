"""The week in review: its facts, its words, and what an experiment shows."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from builders import BERLIN
from unit.metrics.flowlog import Log, at

from wiptui.domain.core.frozen import replace
from wiptui.domain.learning import Experiment
from wiptui.domain.limits import DOING
from wiptui.metrics.focus.sessions import read_focus
from wiptui.metrics.log.ledger import Ledger
from wiptui.metrics.review.before_after import before_after, dots, strips
from wiptui.metrics.review.review_text import markdown, steps
from wiptui.metrics.review.week import LimitChange, week, week_to_review

MONDAY = date(2026, 11, 2)


def lived() -> Log:
    """One finished, one old, one that waits on Ana, a refusal with its choice, a raise, focus on a Saturday."""
    log = Log()
    log.setting("2026-10-20 08:00", doing_limit=2)
    log.task("Done [x]", "doing 2026-10-30 09:00", "done Tue 12:00")
    log.task("Old", "doing 2026-10-20 09:00")
    asks = log.task("Asks", "doing Mon 09:00")
    log.write("tasks", asks, "Tue 10:00", state="waiting", waiting_on="Ana")
    log.write("refusals", 77, "Wed 11:05", at="2026-11-04T10:00:00.000Z", scope="global", count=2, limit=2,
              wanted=[2], choice="swap")  # fmt: skip
    log.setting("Thu 09:00", doing_raise={"to": 3, "until": "2026-11-05T23:00:00.000Z", "why": "release"})
    log.setting("Fri 09:00", doing_limit=1, doing_limit_why="enough")
    log.stint(2, "Fri 16:00", "Fri 17:00")
    log.stint(2, "Sat 10:00", "Sat 13:00")
    return log


def test_the_facts_of_a_week() -> None:
    found = week(lived().board("2026-11-10 12:00"), MONDAY)
    assert [(item.title, item.days) for item in found.finished] == [("Done [x]", 5)]
    assert [(item.title, item.days, item.state) for item in found.oldest] == [
        ("Old", 20, "doing"),
        ("Asks", 7, "waiting"),
    ]
    assert [(row.person, row.hours, row.open) for row in found.waits] == [("Ana", pytest.approx(134), 0)]
    assert [(row.wanted, row.choice) for row in found.refusals] == [("Old", "swap")]
    assert found.changes == (
        LimitChange(at("Thu 09:00"), "doing", 2, 3, at("Fri 00:00"), "release"),
        LimitChange(at("Fri 09:00"), "doing", 2, 1, None, "enough"),
    )
    assert (found.focus.ms, found.after_hours_ms) == (4 * 3_600_000, 3 * 3_600_000)
    assert found.is_over and not week(lived().board("Sat 12:00"), MONDAY).is_over


def test_an_empty_week_says_so_and_invents_nothing() -> None:
    found = week(Log().board("2026-11-10 12:00"), MONDAY)
    said = " ".join(line.text for step in steps(found, BERLIN) for line in step.lines)
    for words in ("Nothing was finished", "Nothing was left open", "Nothing waited on anybody", "No focus was noted"):
        assert words in said


def test_the_week_that_is_due() -> None:
    for begun, now, first in (
        ("2026-10-20", "Wed 12:00", MONDAY - timedelta(7)),
        ("2026-10-20", "Thu 12:00", MONDAY),
        ("2026-11-01", "Mon 12:00", MONDAY - timedelta(7)),
        ("2026-11-02", "Mon 12:00", MONDAY),
    ):
        log = Log()
        log.task("first", f"doing {begun} 09:00")
        board = log.board(now)
        assert week_to_review(board, Ledger(board)) == first
    assert week_to_review(Log().board("Mon 12:00"), Ledger(Log().board("Mon 12:00"))) == MONDAY, "nothing yet"


def test_of_a_week_before_recording_began_nothing_is_claimed() -> None:
    log = Log()
    log.task("first", "doing Mon 09:00")
    found = week(log.board("Mon 12:00"), MONDAY - timedelta(7))
    said = " ".join(line.text for step in steps(found, BERLIN) for line in step.lines)
    assert "recording had not begun" in said
    for words in ("WIP 0", "Never over", "no start was refused", "0 finished"):
        assert words not in said


def test_markdown_leaves_the_load_out_and_escapes_titles() -> None:
    log = lived()
    log.write("loads", MONDAY.toordinal(), "Mon 18:00", load=5)
    found = week(log.board("2026-11-10 12:00"), MONDAY)
    on_screen = [line.text for step in steps(found, BERLIN) for line in step.lines]
    text = markdown(found, BERLIN, lambda words: words.replace("[", "\\["))
    assert "Load, 1 light to 5 too much" in on_screen and "Load" not in text
    assert "- Done \\[x] (5 d)" in text and text.startswith("# Review of 2 Nov to 8 Nov 2026\n\n## Finished\n\n")


# --- experiments


def tried(days_after: int, before: int = 10, after: int = 10) -> tuple[Ledger, Experiment]:
    """Cycle times of five days before the change and of two after it, one finished a day."""
    log = Log()
    start = date(2026, 10, 1)
    log.task("first", "doing 2026-08-01 09:00")
    for n in range(before):
        done = start - timedelta(days=n + 1)
        log.task(f"b{n}", f"doing {done - timedelta(days=4)} 09:00", f"done {done} 15:00")
    for n in range(after):
        done = start + timedelta(days=n + 1)
        log.task(f"a{n}", f"doing {done - timedelta(days=1)} 10:00", f"done {done} 15:00")
    one = Experiment(5, "h", "", "cycle", DOING, 2, 3, at("2026-10-01 09:00"), None, "", 14)
    return Ledger(log.board(f"{start + timedelta(days=days_after)} 18:00")), one


def test_before_and_after_with_medians_n_and_chance() -> None:
    ledger, one = tried(15)
    found = before_after(ledger, read_focus(ledger.board), one)
    both = found.comparison
    assert (found.days_before, found.days_after, found.is_early) == (14, 14, False)
    assert (both.median_before, both.median_after, len(both.before), len(both.after)) == (5, 2, 10, 10)
    assert found.sentence == "mean 5.0 to 2.0: a gap this big appears in under 1% of 10,000 shuffles"


@pytest.mark.parametrize(
    ("days", "after", "said"),
    [(13, 10, "too early: day 13 of 14"), (14, 7, "too early: n=10 before and n=7 after, it takes 8 on each")],
)
def test_too_early_is_said_and_nothing_else(days: int, after: int, said: str) -> None:
    ledger, one = tried(days, after=after)
    found = before_after(ledger, read_focus(ledger.board), one)
    assert found.is_early and found.sentence.startswith(said)


def test_an_experiment_says_nothing_by_chance_until_its_fixed_length_and_the_same_ever_after() -> None:
    early, one = tried(13)
    assert before_after(early, read_focus(early.board), one).comparison.by_chance is None
    found = []
    for days in (14, 15, 40):
        ledger, one = tried(days, after=25)
        found.append(before_after(ledger, read_focus(ledger.board), one).comparison)
    assert found[0] == found[1] == found[2] and found[0].by_chance is not None
    assert len(found[0].after) == 13, "what was finished after the 14 days changes nothing any more"
    stopped = replace(one, ended=at("2026-10-06 09:00"))
    assert (
        before_after(ledger, read_focus(ledger.board), stopped).sentence == "too early: day 5 of 14, and it has ended"
    )


def test_throughput_takes_whole_days_with_their_zeros() -> None:
    ledger, one = tried(20)
    by_day = Experiment(one.id, "h", "", "throughput", None, None, None, one.started, None, "", 14)
    both = before_after(ledger, read_focus(ledger.board), by_day).comparison
    assert (len(both.before), sum(both.before)) == (14, 10)
    assert (len(both.after), sum(both.after)) == (13, 10), "not the day of the change"


def test_a_strip_has_a_dot_for_each_value() -> None:
    assert dots([1, 3, 3, 5, 5, 5, 5], 1, 5, 5) == ". : #"
    assert dots([2, 2], 2, 2, 4) == ":   "
    ledger, one = tried(15)
    rows = strips(before_after(ledger, read_focus(ledger.board), one).comparison, 60)
    assert rows[0].endswith("median 5, n=10") and rows[1].endswith("median 2, n=10") and len(rows) == 3
    assert max(map(len, rows)) <= 60
