"""History: what a log says about when a task moved."""

from wiptui.domain.core.record import Json, make_stamp
from wiptui.domain.tasks.history import transitions

Log = dict[str, dict[str, Json]]


def log(*patches: dict[str, Json], actor: str = "k3fqq8f2k") -> Log:
    """One patch a minute."""
    return {make_stamp(60_000 * minute, actor): patch for minute, patch in enumerate(patches, 1)}


def events(rows: Log) -> list[str]:
    return [move.event for move in transitions(rows)]


def test_every_move_has_its_word() -> None:
    states = (
        "backlog", "ready", "backlog", "doing", "waiting", "doing", "ready", "waiting",
        "ready", "doing", "backlog", "doing", "done", "doing", "dropped", "doing", "done", "ready", "done", "backlog",
    )  # fmt: skip
    assert events(log(*({"state": state} for state in states))) == [
        "captured", "selected", "deferred", "started", "waited", "resumed", "put_back", "waited",
        "put_back", "started", "put_back", "started", "finished", "reopened", "dropped", "reopened", "finished",
        "reopened", "finished", "reopened",
    ]  # fmt: skip


def test_a_patch_without_a_move_is_no_event() -> None:
    rows = log({"state": "ready"}, {"title": "x"}, {"state": "ready"}, {"state": "doing", "limit_at": 3})
    assert events(rows) == ["captured", "started"]
    assert transitions(rows)[-1].fields["limit_at"] == 3


def test_a_resolved_wait_is_an_event_and_a_cleared_one_is_not() -> None:
    rows = log({"state": "ready"}, {"state": "waiting"}, {"resolved_at": "2026-11-22T10:00Z"}, {"resolved_at": None})
    assert events(rows) == ["captured", "waited", "resolved"]


def test_it_says_which_device_wrote_what() -> None:
    rows = log({"state": "ready"}) | {make_stamp(9_000_000, "zz99abcde"): {"state": "doing"}}
    assert [move.device for move in transitions(rows)] == ["k3fq", "zz99"]


def undoing(rows: Log, *of: int, **fields: Json) -> Log:
    """``rows`` and one patch more, which takes back those counted from 0."""
    stamps = sorted(rows)
    minute = len(rows) + 1
    return rows | {make_stamp(60_000 * minute, "k3fqq8f2k"): {**fields, "undoes": [stamps[place] for place in of]}}


def test_undo_strikes_both_sides_and_redo_brings_them_back() -> None:
    started = log({"state": "ready"}, {"state": "doing"})
    undone = undoing(started, 1, state="ready")
    redone = undoing(undone, 2, state="doing")
    again = undoing(redone, 3, state="ready")
    assert [events(rows) for rows in (started, undone, redone, again)] == [
        ["captured", "started"],
        ["captured"],
        ["captured", "started"],
        ["captured"],
    ]
    assert transitions(redone)[1].at == transitions(started)[1].at


def test_what_is_no_list_of_stamps_strikes_nothing() -> None:
    rows = log({"state": "ready"}, {"state": "doing"}, {"undoes": "everything"}, {"undoes": [1, None]})
    assert events(rows) == ["captured", "started"]
