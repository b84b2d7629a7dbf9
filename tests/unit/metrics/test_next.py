"""The one next action: its order, and why."""

from __future__ import annotations

from unit.metrics.flowlog import Log

from wiptui.metrics.overload.next_action import NextAction
from wiptui.metrics.overload.rules import assess


def advise(log: Log, now: str = "Fri 12:00") -> NextAction:
    found = assess(log.board(now)).next
    assert found is not None
    return found


def test_expedite_goes_before_everything() -> None:
    log = Log()
    log.task("old", "doing 2026-10-01 09:00")
    log.task("late", "doing Fri 09:00", due="2026-11-01")
    log.task("fire", "doing Fri 09:00", class_="expedite")
    assert advise(log).why == "Finish “fire”: it was expedited."


def test_due_at_risk_goes_before_age_and_the_earliest_first() -> None:
    log = Log()
    log.task("old", "doing 2026-10-01 09:00")
    log.task("report", "doing Thu 09:00", due="2026-11-10")
    log.task("letter", "doing Thu 09:00", due="2026-11-09")
    assert advise(log).decided_by == "age over p85, oldest", "a default is nobody's pace"
    for n in range(12):
        log.task(f"done {n}", "doing 2026-10-10 09:00", "done 2026-10-17 09:00")
    assert advise(log).why == "Finish “letter”: tasks usually take you 8 days; this is due in 3."
    assert advise(log).decided_by == "due at risk"


def test_a_risk_says_only_what_it_rests_on() -> None:
    log = Log()
    log.task("report", "doing Thu 09:00", due="2026-11-07")
    assert advise(log).why == "Finish “report”: due tomorrow."
    assert advise(log, "Sat 12:00").why == "Finish “report”: due today."
    assert advise(log, "Sun 12:00").why == "Finish “report”: 1 day past its due date."
    for n in range(12):
        log.task(f"done {n}", "doing 2026-10-10 09:00", "done 2026-10-17 09:00")
    assert advise(log).why == "Finish “report”: due tomorrow, and tasks usually take you 8 days."


def test_what_is_overdue_in_the_backlog_asks_to_be_started() -> None:
    log = Log()
    log.task("tax", "backlog Mon 08:00", due="2026-11-05")
    log.task("soon", "backlog Mon 08:00", due="2026-11-06")
    assert assess(log.board("Fri 12:00")).rule("due").tasks == (1,)
    assert (advise(log).action, advise(log).why) == ("start", "Start “tax”: 1 day past its due date.")


def test_age_past_the_default_says_that_it_is_one() -> None:
    log = Log()
    log.task("old", "doing 2026-10-28 09:00")
    log.task("new", "doing Fri 09:00")
    assert advise(log).why == "Finish “old”: 10 days, past the default of 7."


def test_a_blocked_task_is_not_what_to_finish() -> None:
    log = Log()
    log.task("old", "waiting 2026-10-20 09:00", follow_up="2026-11-09")
    log.task("new", "doing Fri 09:00")
    assert (advise(log).title, advise(log).decided_by) == ("new", "the only one in doing")


def test_fewest_open_steps_and_then_the_oldest() -> None:
    log = Log()
    steps = {"step:a": ["a", False, "x"], "step:b": ["b", False, "y"]}
    log.task("two steps", "doing Wed 09:00", **steps)
    log.task("plain", "doing Thu 09:00")
    log.task("plain later", "doing Thu 10:00")
    assert (advise(log).title, advise(log).decided_by) == ("plain", "oldest")
    log.write("tasks", 1, "Fri 09:00", **{"step:a": ["a", True, "x"], "step:b": ["b", True, "y"]})
    assert (advise(log).title, advise(log).decided_by) == ("two steps", "fewest open steps")


def test_resume_goes_before_start_while_a_slot_is_free() -> None:
    log = Log()
    log.task("ready", "created Mon 08:00")
    log.task("back", "waiting Mon 09:00", "resolved Tue 09:00")
    log.task("late", "waiting Mon 09:00", follow_up="2026-11-04")
    assert (advise(log).action, advise(log).why) == ("resume", "Resume “back”: back with you since Tuesday.")
    log.setting("Thu 09:00", doing_limit=0)
    assert advise(log).title == "late"


def test_a_follow_up_that_is_due_goes_before_a_start() -> None:
    log = Log()
    log.task("ready", "created Mon 08:00")
    log.task("contract", "waiting Mon 09:00", waiting_on="Ana", follow_up="2026-11-04")
    assert (advise(log).action, advise(log).why) == (
        "follow_up",
        "Ask Ana about “contract”: the follow-up was due 2 days ago.",
    )


def test_start_takes_the_top_ready_task_that_has_a_slot() -> None:
    log = Log()
    log.setting("Mon 08:00", **{"project_limit:acme": 0})
    log.task("acme", "created Mon 08:00", project="acme", rank="a")
    log.task("other", "created Mon 08:00", rank="b")
    assert (advise(log).action, advise(log).why) == ("start", "Start “other”: first in Ready, and a slot is free.")


def test_an_empty_ready_list_points_at_the_backlog() -> None:
    log = Log()
    log.task("idea", "backlog Mon 08:00")
    assert (advise(log).action, advise(log).title) == ("select", "idea")


def test_a_wait_without_a_date_is_asked_about_when_nothing_else_is_open() -> None:
    log = Log()
    log.task("contract", "waiting Mon 09:00")
    assert advise(log).why == "Follow up on “contract”: nothing else is open, and it has no follow-up date."


def test_nobody_is_asked_on_the_day_on_which_a_wait_begins() -> None:
    log = Log()
    log.task("contract", "waiting Fri 09:00")
    assert assess(log.board("Fri 12:00")).next is None
    assert assess(log.board("Sat 00:30")).next is not None


def test_nothing_can_be_done_on_a_closed_board_or_an_empty_one() -> None:
    log = Log()
    assert assess(log.board("Fri 12:00")).next is None
    log.task("ready", "created Mon 08:00")
    log.setting("Thu 09:00", doing_limit=0)
    assert assess(log.board("Fri 12:00")).next is None


def test_a_wait_whose_follow_up_is_to_come_is_left_alone_even_at_risk() -> None:
    log = Log()
    log.task("contract", "waiting Mon 09:00", due="2026-11-07", follow_up="2026-11-08")
    log.task("other", "doing Thu 09:00")
    assert advise(log).title == "other"
    log.write("tasks", 1, "Fri 09:00", follow_up="2026-11-06")
    assert (advise(log).title, advise(log).action, advise(log).decided_by) == ("contract", "follow_up", "due at risk")


def test_what_is_ready_and_at_risk_is_started_while_a_slot_is_free() -> None:
    log = Log()
    log.task("first", "created Mon 08:00", rank="a")
    log.task("report", "created Mon 08:00", rank="b", due="2026-11-07")
    assert (advise(log).action, advise(log).title) == ("start", "report")


def test_a_task_that_was_started_today_is_in_work_since_today() -> None:
    log = Log()
    log.task("a", "doing Fri 09:00")
    assert advise(log).why == "Finish “a”: in work since today, and nothing else is."
    assert advise(log, "Sat 12:00").why == "Finish “a”: 2 days in work, and nothing else is."
