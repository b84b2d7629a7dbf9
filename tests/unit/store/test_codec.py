"""The text of the data file."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tinydb import TinyDB, where

from wiptui.domain.core.record import Data, patched
from wiptui.store.file.codec import decode_lines, encode, encode_lines, text_of_lines

MS = 1_795_352_700_000
ACTOR = "k3fqq8f2k"


def sample() -> Data:
    report, _ = patched(None, {"title": "Write report", "state": "ready", "rank": "a0"}, MS, ACTOR)
    report, _ = patched(report, {"state": "doing"}, MS + 1000, ACTOR)
    mail, _ = patched(None, {"title": "Zoë \u2028 \U0001f600 \ud800"}, MS, ACTOR)
    limits, _ = patched(None, {"doing_limit": 3}, MS, ACTOR)
    return {
        "tasks": {"4503599627370497": report, "77": mail},
        "meta": {"1": {"app": "wiptui", "db": "7r2k9q4mxw", "schema": 1}},
        "settings": {"1": limits},
        "stints": {},
    }


def test_the_text_is_the_one_of_the_design() -> None:
    data = sample()
    del data["tasks"]["77"]
    assert encode(data).decode() == (
        '{"devices":{\n'
        '"0":{}\n\n\n'
        '},"interrupts":{\n'
        '"0":{}\n\n\n'
        '},"meta":{\n'
        '"1":{"app":"wiptui","db":"7r2k9q4mxw","schema":1},\n'
        '"0":{}\n\n\n'
        '},"refusals":{\n'
        '"0":{}\n\n\n'
        '},"settings":{\n'
        '"1":{"_log":{"20261122T130500000-k3fqq8f2k":{"doing_limit":3}},"doing_limit":3},\n'
        '"0":{}\n\n\n'
        '},"stints":{\n'
        '"0":{}\n\n\n'
        '},"tasks":{\n'
        '"4503599627370497":{"_log":{'
        '"20261122T130500000-k3fqq8f2k":{"rank":"a0","state":"ready","title":"Write report"},'
        '"20261122T130501000-k3fqq8f2k":{"state":"doing"}},"rank":"a0","state":"doing","title":"Write report"},\n'
        '"0":{}\n'
        "}}\n"
    )


def test_nothing_at_all_is_valid_too() -> None:
    assert encode({}) == b"{}\n"
    assert encode({"tasks": {}}) == b"{}\n"


def test_the_order_in_which_things_came_does_not_show() -> None:
    def backwards(value: object) -> object:
        return {key: backwards(value[key]) for key in reversed(value)} if isinstance(value, dict) else value

    assert encode(backwards(sample())) == encode(sample())  # type: ignore[arg-type]


def test_one_record_a_line_whatever_the_letters() -> None:
    lines = encode(sample()).decode().split("\n")
    assert sum(line.startswith('"') and line != '"0":{}' for line in lines) == 4
    assert b"\\ud800" in encode(sample())


def test_it_is_plain_json_and_reads_back() -> None:
    text = encode(sample()).decode()
    assert json.loads(text)["tasks"]["77"]["title"] == "Zoë \u2028 \U0001f600 \ud800"
    lines = encode_lines(sample())
    assert {name: decode_lines(rows.values()) for name, rows in lines.items()} == {
        name: table for name, table in sample().items() if table
    }
    assert text_of_lines(lines) == encode(sample())


def test_stock_tinydb_finds_the_tasks_in_doing(tmp_path: Path) -> None:
    path = tmp_path / "wip.json"
    path.write_bytes(encode(sample()))
    with TinyDB(path) as db:
        assert [task["title"] for task in db.table("tasks").search(where("state") == "doing")] == ["Write report"]
        assert db.table("settings").get(doc_id=1)["doing_limit"] == 3


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_what_is_no_json_is_never_written(value: float) -> None:
    record, _ = patched(None, {"size": value}, MS, ACTOR)
    with pytest.raises(ValueError):
        encode({"tasks": {"77": record}})
