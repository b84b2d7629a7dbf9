"""The shape of a task in JSON is a promise."""

from __future__ import annotations

from datetime import date

from builders import BoardFixture

from wiptui.domain import commands as c
from wiptui.exchange.json.task import task_json

PROMISED = [
    "id", "title", "state", "project", "tags", "priority", "due", "class", "for", "rank", "created", "first_started",
    "finished", "age_days", "cycle_days", "waiting_on", "waiting_why", "follow_up", "resolved_at", "next_step", "note",
    "checklist", "parent", "focused", "device", "history",
]  # fmt: skip
ADDED = {"every", "blocked_by", "comes_after", "other_texts", "from", "hidden", "planned"}
"""What was added to the promise since."""


def test_the_promised_fields_in_their_order() -> None:
    fixture = BoardFixture()
    row = task_json(fixture.task(fixture.add("a")), fixture.board)
    assert [name for name in row if name in PROMISED] == PROMISED
    assert set(row) - set(PROMISED) == ADDED
    present = [name for name in PROMISED if row[name] not in (None, [], "")]
    assert present == ["id", "title", "state", "class", "rank", "created", "focused", "device", "history"]


def test_times_are_local_with_their_offset() -> None:
    fixture = BoardFixture()
    key = fixture.add("a", due="2026-12-01", tags=["x"])
    fixture.ok(c.Start((key,)))
    row = task_json(fixture.task(key), fixture.board)
    assert row["created"] == "2026-11-22T14:05:00+01:00"
    assert row["first_started"] == "2026-11-22T14:05:00.001+01:00", "a moment later, to the millisecond"
    assert (row["due"], row["age_days"], row["focused"], row["class"]) == ("2026-12-01", 1, True, "standard")
    assert row["history"][1]["limit"] == 3


def test_what_is_said_along_with_a_move() -> None:
    fixture = BoardFixture()
    key = fixture.add("a")
    fixture.ok(c.Wait(key, on="Ana", why="a name", until=date(2026, 11, 27)))
    fixture.clock.advance(days=1)
    fixture.ok(c.Resolve(key))
    fixture.clock.advance(days=1)
    fixture.ok(c.PutBack((key,), next_step="read it"))
    fixture.clock.advance(days=1)
    fixture.ok(c.Start((key,), expedite=True, why="fire"))
    history = task_json(fixture.task(key), fixture.board)["history"]
    moves = [{k: v for k, v in event.items() if k not in ("at", "device")} for event in history]
    assert moves == [
        {"event": "captured", "from": None, "to": "ready"},
        {
            "event": "waited",
            "from": "ready",
            "to": "waiting",
            "on": "Ana",
            "why": "a name",
            "until": "2026-11-27",
        },
        {"event": "resolved", "from": "waiting", "to": "waiting"},
        {"event": "put_back", "from": "waiting", "to": "ready", "next_step": "read it"},
        {"event": "started", "from": "ready", "to": "doing", "why": "fire", "limit": 1},
    ]


def test_a_child_names_its_parent_by_its_whole_id() -> None:
    fixture = BoardFixture()
    key = fixture.add("big")
    whole = fixture.task(key).key
    small = fixture.ok(c.Split(key, ("one", "two"))).tasks[-1]
    assert task_json(fixture.task(small), fixture.board)["parent"] == whole
