"""One suite over every store: what service and screens rely on, whatever keeps the data."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from memory_store import MemoryStore

from wiptui.domain.core.record import LOG, Data, patched
from wiptui.store import open_store
from wiptui.store.base import Store

NOON = datetime(2026, 11, 22, 13, 5, tzinfo=UTC)
MS = 1_795_352_700_000


def now() -> datetime:
    return NOON


@pytest.fixture(params=["memory", "tiny"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    if request.param == "memory":
        made: Store = MemoryStore(now=now, device="laptop", zone="Europe/Berlin")
    else:
        made = open_store(
            tmp_path / "wip.json", now=now, device="laptop", zone="Europe/Berlin", state=str(tmp_path / "state")
        )
    yield made
    made.close()


def put(key: str, **fields: object) -> Callable[[Data], tuple[Data, str]]:
    """Work that patches one task and returns its id."""

    def work(data: Data) -> tuple[Data, str]:
        tasks = data.get("tasks", {})
        record, _ = patched(tasks.get(key), fields, MS, "k3fqq8f2k")
        return {**data, "tasks": {**tasks, key: record}}, key

    return work


def test_a_new_store_is_empty(store: Store) -> None:
    assert store.read() == {}


def test_what_is_written_is_read(store: Store) -> None:
    assert store.transact(put("77", title="Write", state="ready")) == "77"
    assert store.read()["tasks"]["77"]["title"] == "Write"


def test_the_first_write_introduces_database_and_device(store: Store) -> None:
    store.transact(put("77", title="Write"))
    meta = store.read()["meta"]["1"]
    assert (meta["app"], meta["schema"], len(meta["db"])) == ("wiptui", 1, 10)
    [device] = store.read()["devices"].values()
    assert (device["name"], device["zone"], device["code"]) == ("laptop", "Europe/Berlin", store.actor[:4])


def test_the_database_keeps_its_name_and_a_device_is_introduced_once(store: Store) -> None:
    store.transact(put("77", title="Write"))
    first = store.read()
    store.transact(put("78", title="Read"))
    assert (store.read()["meta"], store.read()["devices"]) == (first["meta"], first["devices"])


def test_no_new_data_is_no_write(store: Store) -> None:
    assert store.transact(lambda data: (None, 5)) == 5
    assert store.read() == {}


def test_equal_data_is_no_write(store: Store) -> None:
    store.transact(put("77", title="Write"))
    before = store.read()
    store.transact(lambda data: (copy.deepcopy(data), None))
    assert store.read() is before


def test_one_is_not_true(store: Store) -> None:
    store.transact(put("77", title="Write", size=1))
    store.transact(put("77", size=True))
    assert store.read()["tasks"]["77"]["size"] is True


def test_an_exception_changes_nothing_and_comes_through(store: Store) -> None:
    store.transact(put("77", title="Write"))
    before = copy.deepcopy(store.read())

    def work(data: Data) -> tuple[Data, None]:
        put("78", title="Lost")(data)
        raise KeyError("stop")

    with pytest.raises(KeyError, match="stop"):
        store.transact(work)
    assert store.read() == before
    store.transact(put("79", title="The lock is free again"))


def test_a_record_left_out_is_not_deleted(store: Store) -> None:
    store.transact(put("77", title="Write"))
    store.transact(lambda data: ({**data, "tasks": {}}, None))
    assert "77" in store.read()["tasks"]


def test_a_record_without_its_log_is_refused(store: Store) -> None:
    store.transact(put("77", title="Write"))
    for record in ({"title": "No log"}, {"title": "Other", LOG: {"20261122T130500000-k3fqq8f2k": {"title": "One"}}}):
        with pytest.raises(ValueError, match="patching"):
            store.transact(lambda data, row=record: ({"tasks": {"78": row}}, None))
    assert set(store.read()["tasks"]) == {"77"}


@pytest.mark.parametrize("value", [float("nan"), float("inf"), {1, 2}])
def test_what_is_no_json_is_refused(store: Store, value: object) -> None:
    with pytest.raises((ValueError, TypeError)):
        store.transact(put("77", title="Write", size=value))
    assert store.read() == {}


def test_changing_what_was_handed_out_changes_nothing_kept(store: Store) -> None:
    store.transact(put("77", title="Write", tags=["a"]))
    copied = copy.deepcopy(store.read())
    copied["tasks"]["77"]["tags"].append("b")
    assert store.read()["tasks"]["77"]["tags"] == ["a"]


def test_reading_twice_gives_the_same_object(store: Store) -> None:
    store.transact(put("77", title="Write"))
    assert store.read() is store.read()
    assert not store.moved()


def test_unknown_tables_and_fields_are_kept(store: Store) -> None:
    record, _ = patched(None, {"who": "knows", "deep": {"a": [1, 2.5, None]}}, MS, "k3fqq8f2k")
    store.transact(lambda data: ({**data, "from_the_future": {"9": record}}, None))
    store.transact(put("77", title="Write"))
    assert store.read()["from_the_future"]["9"] == record


def test_the_actor_names_device_and_process(store: Store) -> None:
    assert len(store.actor) == 9
    assert store.actor == store.actor
    assert store.device == "laptop"


def test_a_journal_keeps_copies(store: Store) -> None:
    assert store.documents.get("undo") is None
    value = {"undo": [1, {"a": "ü"}]}
    store.documents.put("undo", value)
    value["undo"].append(2)
    assert store.documents.get("undo") == {"undo": [1, {"a": "ü"}]}
    store.documents.put("undo", None)
    assert store.documents.get("undo") is None


def test_a_journal_can_be_written_inside_a_transaction(store: Store) -> None:
    def work(data: Data) -> tuple[None, None]:
        store.documents.put("refusals", [1])
        return None, None

    store.transact(work)
    assert store.documents.get("refusals") == [1]


def test_long_values_are_pruned_and_short_ones_kept(store: Store) -> None:
    for number in range(12):
        store.transact(put("77", title="Write", note=f"{number} " + "x" * 70, state=f"s{number}"))
    log = store.read()["tasks"]["77"][LOG]
    assert [patch["note"][:2] for _, patch in sorted(log.items()) if "note" in patch] == [
        "4 ", "5 ", "6 ", "7 ", "8 ", "9 ", "10", "11",
    ]  # fmt: skip
    assert sum("state" in patch for patch in log.values()) == 12


def test_closing_is_not_the_end(store: Store) -> None:
    store.transact(put("77", title="Write"))
    store.close()
    assert store.read()["tasks"]["77"]["title"] == "Write"
    store.transact(put("78", title="Read"))
