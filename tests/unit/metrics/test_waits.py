"""Waits with the words of their time, the bottleneck, and statistics by project, tag, reason and person."""

from __future__ import annotations

import pytest
from unit.metrics.flowlog import Log, at

from wiptui.domain.core.clock import to_ms
from wiptui.metrics.flow.bottleneck import Bottleneck, bottleneck
from wiptui.metrics.flow.waits import waits
from wiptui.metrics.log.ledger import Ledger
from wiptui.metrics.stats import stats_by
from wiptui.metrics.window import window

HOUR = 3_600_000


def spans(log: Log, now: str = "Fri 09:00") -> list[tuple[str, str, bool, bool, float]]:
    return [(w.on, w.why, w.resolved, w.is_open, (w.end - w.start) / HOUR) for w in waits(Ledger(log.board(now)))]


def test_a_wait_its_end_and_its_queue() -> None:
    log = Log()
    log.task("a", "waiting Mon 09:00", "resolved Mon 12:00", "doing Mon 13:00", waiting_on="Ana", waiting_why="review")
    assert spans(log) == [("Ana", "review", False, False, 3), ("Ana", "review", True, False, 1)]


def test_words_that_come_late_say_what_it_was_about_and_other_words_begin_another_wait() -> None:
    log = Log()
    log.task("a", "waiting Mon 09:00")
    log.write("tasks", 1, "Mon 10:00", waiting_on="Ana")
    log.write("tasks", 1, "Mon 11:00", waiting_on="Bob", waiting_why="answer")
    assert spans(log, "Mon 15:00") == [("Ana", "", False, False, 2), ("Bob", "answer", False, True, 4)]


def test_a_wait_renewed_after_it_was_resolved_is_waiting_again() -> None:
    log = Log()
    log.task("a", "waiting Mon 09:00", "resolved Mon 12:00", waiting_on="Ana")
    log.write("tasks", 1, "Mon 13:00", resolved_at=None, waiting_on="Ana")
    assert spans(log, "Mon 15:00") == [
        ("Ana", "", False, False, 3), ("Ana", "", True, False, 1), ("Ana", "", False, True, 2),
    ]  # fmt: skip


def test_waits_are_cut_to_the_window() -> None:
    log = Log()
    log.task("a", "waiting Mon 09:00", "doing Tue 09:00")
    found = waits(Ledger(log.board("Fri 09:00")), to_ms(at("Mon 12:00")), to_ms(at("Mon 15:00")))
    assert [(w.start, w.end, w.is_open) for w in found] == [(to_ms(at("Mon 12:00")), to_ms(at("Mon 15:00")), False)]


def neck(log: Log, focus_ms: int | None = None) -> Bottleneck:
    return bottleneck(Ledger(log.board("Fri 09:00")), to_ms(at("Mon")), to_ms(at("Fri 09:00")), focus_ms)


def waiting_log() -> Log:
    log = Log()
    for n in range(5):
        log.task(
            f"t{n}", "doing Mon 09:00", "waiting Mon 11:00", "doing Tue 07:00", "done Tue 09:00",
            project="acme" if n else "home", tags=["x"],
        )  # fmt: skip
        log.write("tasks", n + 1, "Mon 11:30", waiting_on="Ana" if n else "Bob", waiting_why="review")
    return log


def test_the_bottleneck_ranks_states_persons_reasons_and_projects() -> None:
    found = neck(waiting_log())
    assert [(s.name, s.ms / HOUR, round(s.share, 3), s.tasks) for s in found.by_state] == [
        ("waiting", 100, 0.833, 5), ("doing", 20, 0.167, 5),
    ]  # fmt: skip
    assert [(s.name, s.tasks) for s in found.by_person] == [("Ana", 4), ("Bob", 1)]
    assert [(s.name, round(s.share, 3)) for s in found.by_reason] == [("review", 0.833)]
    assert [(s.name, s.ms / HOUR) for s in found.by_project] == [("acme", 96), ("home", 24)]
    assert found.advice == (
        "83% of the time in work was waiting on others, most of it on Ana: ask there first, and agree on a date."
    )
    assert "limit" in found.steps[-1]
    assert not any("raise" in step for step in found.steps[:-1])


def test_below_five_tasks_nothing_is_claimed() -> None:
    log = Log()
    log.task("a", "doing Mon 09:00")
    assert (neck(log).is_enough, neck(log).advice) == (False, "Too few tasks to point at a bottleneck: 1 of 5.")


def test_the_own_queue_asks_to_resume_first() -> None:
    log = Log()
    for n in range(5):
        log.task(f"t{n}", "waiting Mon 09:00", "resolved Mon 10:00", "doing Wed 09:00", "done Wed 10:00")
    assert "resume what came back" in neck(log).advice


def test_unfocused_doing_asks_to_finish_one_first() -> None:
    log = Log()
    for n in range(5):
        log.task(f"t{n}", "doing Mon 09:00", "done Wed 10:00")
    assert "at a WIP of 2.3, and 2% (of days and nights) focused: finish one" in neck(log, 5 * HOUR).advice
    assert "split what is large, and finish the oldest first" in neck(log).advice


def test_with_one_at_a_time_there_is_none_to_finish_before_the_next() -> None:
    log = Log()
    for day in range(2, 7):
        log.task("t", f"doing 2026-11-{day:02} 00:00", f"done 2026-11-{day:02} 23:00")
    for focused in (None, HOUR):
        said = bottleneck(Ledger(log.board("2026-11-07 00:00")), to_ms(at("Mon")), to_ms(at("Sat")), focused).advice
        assert "split what is large" in said and "before the next" not in said and "the oldest" not in said


@pytest.mark.parametrize(("until", "is_several"), [("12:00", False), ("13:00", True)])
def test_one_is_finished_before_the_next_above_an_average_of_one_and_a_half(until: str, is_several: bool) -> None:
    log = Log()
    for day in range(2, 7):
        log.task("all day", f"doing 2026-11-{day:02} 00:00", f"done 2026-11-{day + 1:02} 00:00")
        log.task("beside it", f"doing 2026-11-{day:02} 00:00", f"done 2026-11-{day:02} {until}")
    said = bottleneck(Ledger(log.board("2026-11-07 00:00")), to_ms(at("Mon")), to_ms(at("Sat")), HOUR).advice
    assert ("finish one before the next starts" in said) is is_several


def test_the_focus_of_a_project_is_what_was_noted_within_the_window() -> None:
    log = Log()
    for name, ends in (("acme", ("10:40", "11:30")), ("home", ("14:40", "14:05"))):
        task, hour = log.task("t", "doing 2026-11-02 09:00", "done 2026-11-04 12:00", project=name), ends[0][:2]
        for day, end in zip((2, 3), ends, strict=True):
            log.stint(task, f"2026-11-0{day} {hour}:00", f"2026-11-0{day} {end}", "switch")
    ledger = Ledger(log.board("2026-11-05 00:00"))
    seconds = {row["name"]: row["focus_seconds"] for row in stats_by(ledger, "project", window(ledger, None, None))}
    assert seconds == {"acme": 130 * 60, "home": 45 * 60}
    later = stats_by(ledger, "project", window(ledger, at("2026-11-03 10:30"), None))
    assert {row["name"]: row["focus_seconds"] for row in later} == {"acme": 60 * 60, "home": 5 * 60}


def test_stats_by_project_tag_reason_and_person() -> None:
    ledger = Ledger(waiting_log().board("Fri 09:00"))
    everything = window(ledger, None, None)
    acme, home = stats_by(ledger, "project", window(ledger, at("Mon"), at("Fri")))
    assert (acme["name"], acme["throughput"], acme["hours"], acme["cycle_days"]["p50"]) == ("acme", 4, 96, 2)
    assert (home["name"], home["headwind"]) == ("home", pytest.approx(20 / 24))
    assert [(row["name"], row["throughput"]) for row in stats_by(ledger, "tag", everything)] == [("x", 5)]
    assert [(row["name"], row["hours"], row["waits"]) for row in stats_by(ledger, "person", everything)] == [
        ("Ana", 80, 4), ("Bob", 20, 1),
    ]  # fmt: skip
    assert [(row["name"], row["headwind"]) for row in stats_by(ledger, "reason", everything)] == [
        ("review", pytest.approx(100 / 120))
    ]
    with pytest.raises(ValueError, match="not mood"):
        stats_by(ledger, "mood", everything)
