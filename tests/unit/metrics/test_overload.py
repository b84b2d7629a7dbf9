"""A worked example of the level, and each rule at its threshold."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from unit.metrics.flowlog import Log

from wiptui.domain.limits import DOING
from wiptui.domain.tasks.history import UNDOES
from wiptui.metrics.flow.ageing import ages, pace, pace_from
from wiptui.metrics.overload.rules import Assessment, assess
from wiptui.metrics.percentile import nearest_rank, percentile

CYCLES = [1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 4, 4, 5, 5, 6, 7, 8, 9, 12, 21]
TODAY = date(2026, 11, 22)


def day(ago: int, clock: str = "09:00") -> str:
    return f"{TODAY - timedelta(days=ago)} {clock}"


def level_log(follow_up: int = 1, doing: tuple[int, ...] = (9, 3, 2)) -> Log:
    """The oracle: 20 finished tasks, doing ages 9, 3, 2, one wait; 9 starts and 8 exits in the last 14 days."""
    log = Log()
    log.setting(day(200), doing_limit=3, waiting_limit=3)
    # Ages 9, 3, 2 and the wait are four starts in the 14 days; five of the eight that left had come in them too.
    recent = CYCLES[:5] + CYCLES[-3:]
    for cycle in CYCLES:
        end = (13 if cycle > 8 else 3) if cycle in recent else 30
        if cycle in recent:
            recent.remove(cycle)
        log.task(f"old {cycle}", f"doing {day(end + cycle - 1)}", f"done {day(end, '17:00')}")
    log.task("contract", f"waiting {day(3)}", waiting_on="Ana", follow_up=str(TODAY - timedelta(days=follow_up)))
    for age in doing:
        log.task(f"doing {age}", f"doing {day(age - 1)}")
    for minute, task in (("13:10", 22), ("13:30", 23), ("13:50", 24)):
        log.stint(task, day(0, minute), day(0, f"13:{int(minute[3:]) + 10}") if minute != "13:50" else None)
    return log


def look(log: Log) -> Assessment:
    return assess(log.board(day(0, "14:05")))


def names(found: Assessment) -> list[str]:
    return [rule.name for rule in found.strains]


def test_percentile_oracle() -> None:
    assert [nearest_rank(CYCLES, p) for p in (50, 70, 85, 95)] == [3, 5, 8, 12]
    assert percentile([], 50) is None
    with pytest.raises(ValueError, match="no values"):
        nearest_rank([], 50)


def test_level_oracle_overloaded_by_two_strains_when_full() -> None:
    found = look(level_log())
    assert (found.level, found.word, names(found)) == ("overloaded", "OVERLOADED", ["age", "waiting"])
    assert (found.p85, found.pace.n, found.pace.is_default) == (8, 20, False)
    age, switches, waiting, net_flow, due = found.rules
    assert (age.value, age.threshold, age.origin, age.evidence) == (9, 8, "your p85, n=20", "your data")
    assert age.sentence == "doing 9 9 d > 8 d"
    assert (switches.value, switches.sentence) == (2, "2 in the last hour < 4")
    assert (waiting.value, waiting.threshold, waiting.sentence) == (1, 3, "1 of 3, 1 follow-up overdue")
    assert (net_flow.value, net_flow.threshold, net_flow.sentence) == (1, 2, "14 days: 9 in, 8 out")
    assert (due.active, due.sentence) == (False, "nothing at risk")
    assert found.next is not None
    assert found.next.why == "Finish “doing 9”: 9 days, older than 85% of what you finished."
    assert found.next.decided_by == "age over p85, oldest"


def test_level_oracle_full_with_the_follow_up_tomorrow() -> None:
    found = look(level_log(follow_up=-1))
    assert (found.level, found.word, names(found)) == ("full", "FULL", ["age"])


def test_level_oracle_calm_with_one_strain_once_the_oldest_is_finished() -> None:
    log = level_log()
    log.write("tasks", 22, day(0, "13:55"), state="done")
    found = look(log)
    assert (found.level, found.word, names(found)) == ("calm", "CALM !1", ["waiting"])


def test_level_oracle_overloaded_at_four_in_doing_whatever_else() -> None:
    log = level_log(follow_up=-1, doing=(1, 1, 1, 1))
    found = look(log)
    assert (found.level, found.over) == ("overloaded", (DOING,))


def test_age_equal_to_p85_is_no_strain() -> None:
    assert "age" not in names(look(level_log(follow_up=-1, doing=(8, 3, 2))))


def test_an_empty_board_is_calm_and_asks_for_nothing() -> None:
    found = look(Log())
    assert (found.word, found.next, found.p85, found.pace.is_default) == ("CALM", None, 7, True)


def test_fewer_than_twelve_finished_tasks_leave_the_default() -> None:
    assert (pace_from([1] * 11).p85, pace_from([1] * 11).origin) == (7, "default")
    assert (pace_from([1] * 12).p85, pace_from([1] * 12).origin) == (1, "your p85, n=12")


def test_pace_looks_back_ninety_days() -> None:
    log = Log()
    log.task("in", f"doing {day(89)}", f"done {day(89)}")
    log.task("out", f"doing {day(95)}", f"done {day(90)}")
    assert pace(log.board(day(0))).n == 1


def test_a_start_in_the_future_has_no_age() -> None:
    log = Log()
    log.task("sane", f"doing {day(3)}")
    log.task("of 2035", "doing 2035-01-01 10:00")
    assert ages(log.board(day(0))) == {1: 4}
    assert look(log).rule("age").value == 4


def test_waiting_at_its_limit_is_a_strain() -> None:
    log = Log()
    for n in range(3):
        log.task(f"w{n}", f"waiting {day(1)}")
    assert names(look(log)) == ["waiting"]
    assert look(log).rule("waiting").origin == "default"


def test_a_resolved_wait_is_never_overdue() -> None:
    log = Log()
    log.task("w", f"waiting {day(3)}", f"resolved {day(1)}", follow_up=str(TODAY - timedelta(days=1)))
    assert names(look(log)) == []


@pytest.mark.parametrize(
    ("starts", "exits", "strained"),
    [(7, 5, True), (6, 5, False), (9, 8, False), (10, 8, True), (11, 9, False), (12, 9, True)],
)
def test_net_flow_threshold(starts: int, exits: int, strained: bool) -> None:
    log = Log()
    log.task("of before", f"doing {day(20)}", f"done {day(19)}")
    for n in range(starts):
        log.task(f"t{n}", f"doing {day(5)}", *([f"done {day(4)}"] if n < exits else []))
    assert look(log).rule("net_flow").active is strained


def test_net_flow_is_silent_with_fewer_than_five_exits() -> None:
    log = Log()
    log.task("of before", f"doing {day(20)}", f"done {day(19)}")
    for n in range(20):
        log.task(f"t{n}", f"doing {day(5)}", *([f"done {day(4)}"] if n < 4 else []))
    found = look(log).rule("net_flow")
    assert (found.active, found.is_silent, found.sentence) == (False, True, "20 in, 4 out: too early to tell")


@pytest.mark.parametrize(("began", "silent"), [("06:00", False), ("14:04", False), ("14:05", False), ("14:06", True)])
def test_net_flow_is_silent_until_the_log_covers_fourteen_days(began: str, silent: bool) -> None:
    log = Log()
    log.task("captured long ago, never started", f"created {day(300)}")
    log.task("the first start", f"doing {day(14, began)}")
    for n in range(9):
        log.task(f"t{n}", f"doing {day(5)}", *([f"done {day(4)}"] if n < 5 else []))
    assert look(log).rule("net_flow").is_silent is silent


def test_a_completion_long_ago_begins_the_log_too() -> None:
    log = Log()
    for n in range(9):
        log.task(f"t{n}", f"doing {day(5)}", *([f"done {day(4)}"] if n < 5 else []))
    assert look(log).rule("net_flow").is_silent
    log.task("done without a start, half a year ago", f"created {day(200)}", f"done {day(180)}")
    assert look(log).rule("net_flow").active


def test_a_wait_that_began_after_another_machine_resolved_the_one_before_is_overdue() -> None:
    log = Log()
    log.task("w", f"waiting {day(9)}", f"doing {day(8)}")
    log.write("tasks", 1, day(7), resolved_at=f"{TODAY - timedelta(days=7)}T08:00:00.000Z")
    log.write("tasks", 1, day(3), state="waiting", follow_up=str(TODAY - timedelta(days=1)))
    assert "waiting" in names(look(log))
    log.write("tasks", 1, day(2), resolved_at=f"{TODAY - timedelta(days=2)}T08:00:00.000Z")
    assert "waiting" not in names(look(log))


@pytest.mark.parametrize("how", ["undone", "gone"])
def test_a_start_that_was_taken_back_begins_no_log(how: str) -> None:
    log = Log()
    task = log.task("started by mistake", f"created {day(40)}", f"doing {day(30)}")
    started = max(log.data["tasks"][str(task)]["_log"])
    back = {"state": "ready", UNDOES: [started]} if how == "undone" else {"gone": True}
    log.write("tasks", task, day(30, "09:05"), **back)
    for n in range(9):
        log.task(f"t{n}", f"doing {day(5)}", *([f"done {day(4)}"] if n < 5 else []))
    assert look(log).rule("net_flow").is_silent


def with_a_pace() -> Log:
    """Twelve finished in 7 days each, so that p85 is the person's own."""
    log = Log()
    for n in range(12):
        log.task(f"done {n}", f"doing {day(40)}", f"done {day(34)}")
    return log


@pytest.mark.parametrize(("due", "at_risk"), [(6, False), (5, True), (0, True), (-1, True)])
def test_ready_work_is_at_risk_when_p85_leaves_no_time(due: int, at_risk: bool) -> None:
    log = with_a_pace()
    log.task("report", f"created {day(3)}", due=str(TODAY + timedelta(days=due)))
    assert look(log).rule("due").active is at_risk


@pytest.mark.parametrize(("due", "at_risk"), [(3, False), (2, True)])
def test_work_in_progress_is_at_risk_from_its_start_on(due: int, at_risk: bool) -> None:
    log = with_a_pace()
    log.task("report", f"doing {day(3)}", due=str(TODAY + timedelta(days=due)))
    assert look(log).rule("due").active is at_risk


def test_four_switches_in_an_hour_strain_until_five_minutes_below() -> None:
    log = Log()
    for n, clock in enumerate(("09:00", "09:05", "09:10", "09:15", "09:20")):
        log.stint(n % 2 + 1, f"Mon {clock}", f"Mon {clock[:3]}{int(clock[3:]) + 5:02d}")

    def active(clock: str) -> bool:
        return assess(log.board(f"Mon {clock}")).rule("switches").active

    assert [active(clock) for clock in ("09:20", "09:21", "10:04", "10:05", "10:09", "10:10")] == [
        False, True, True, True, True, False,
    ]  # fmt: skip


def test_a_follow_up_today_is_no_strain_yet() -> None:
    log = Log()
    log.task("w", f"waiting {day(3)}", follow_up=str(TODAY))
    assert (names(look(log)), look(log).rule("waiting").sentence) == ([], "1 of 3, follow-up today")


def test_three_strains_overload_a_board_that_is_not_full() -> None:
    log = Log()
    log.task("old and late", f"doing {day(30)}", due=str(TODAY - timedelta(days=1)))
    log.task("w", f"waiting {day(3)}", follow_up=str(TODAY - timedelta(days=1)))
    found = look(log)
    assert (found.level, names(found)) == ("overloaded", ["age", "waiting", "due"])
    log.write("tasks", 2, day(0), follow_up=str(TODAY))
    assert look(log).word == "CALM !2"


def test_what_is_overdue_is_at_risk_however_early_it_was_started() -> None:
    log = Log()
    log.task("late", f"doing {day(30)}", due=str(TODAY - timedelta(days=1)))
    assert look(log).rule("due").sentence == "late was due 21 Nov"


@pytest.mark.parametrize("state", ["ready", "doing", "waiting", "backlog"])
@pytest.mark.parametrize("due", [2, 1, 0, -1])
def test_without_a_pace_due_speaks_of_what_is_overdue_or_due_by_tomorrow(state: str, due: int) -> None:
    log = Log()
    log.task("report", f"{state} {day(3)}", due=str(TODAY + timedelta(days=due)))
    rule = look(log).rule("due")
    assert rule.active is (due < 0 if state == "backlog" else due <= 1)
    assert (rule.origin, rule.evidence) == ("your due dates", "rule")
    assert rule.sentence == (
        "nothing due by tomorrow"
        if not rule.active
        else {1: "report due tomorrow", 0: "report due today", -1: "report was due 21 Nov"}[due]
    )


@pytest.mark.parametrize("due", [None, 1, 2, 3, 4, 5, 6, 7, 30])
def test_first_minute_oracle_three_starts_in_an_empty_file_are_full(due: int | None) -> None:
    log = Log()
    for n, title in enumerate(("Write the report", "b", "c")):
        fields = {"due": str(TODAY + timedelta(days=due))} if due is not None and not n else {}
        log.task(title, f"created {day(0, '09:00')}", f"doing {day(0, f'09:0{n + 1}')}", **fields)
    found = assess(log.board(day(0, "09:05")))
    assert (found.level, names(found)) == ("full", ["due"] if due == 1 else [])
    assert found.next is not None and "pace" not in found.next.why and "usually" not in found.next.why


def test_each_rule_says_which_of_its_sides_is_the_persons_own() -> None:
    young, grown = look(Log()), look(level_log())
    assert {rule.name: rule.own["threshold"] for rule in young.rules} == {
        "age": False, "switches": False, "waiting": False, "net_flow": False, "due": True,
    }  # fmt: skip
    assert {rule.name: rule.own["threshold"] for rule in grown.rules} == {
        "age": True, "switches": False, "waiting": True, "net_flow": False, "due": True,
    }  # fmt: skip
    assert all(rule.own["value"] for rule in (*young.rules, *grown.rules))
    assert grown.rule("net_flow").evidence == "rule of thumb", "its threshold is a default, whatever its value"
