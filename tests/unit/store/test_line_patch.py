"""Exchanging lines writes what writing all of it anew would."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from splicing import spliced
from store_fixture import StoreFixture

from wiptui.domain.core.record import LOG, Data, Record, make_stamp
from wiptui.store.file.codec import SENTINEL, encode
from wiptui.store.file.line_patch import MOST
from wiptui.store.file.normalize import difference
from wiptui.store.file.salvage import decode
from wiptui.sync.merge import folded

MS = 1_795_352_700_000
NAMES = ["devices", "meta", "settings", "stints", "tasks", "a_new_one", "zz_later", 'a "name"', "é"]
TITLES = [
    "x",
    "",
    SENTINEL,
    '\n"0":{}\n',
    '},"tasks":{\n',
    'q" \\',
    "\u2028",
    "\ud800",
    "é" * 40,
    None,
    1.0,
    {"a": [{}]},
]


def record(chance: random.Random) -> Record:
    stamps = [make_stamp(MS + chance.randrange(50), "aaaa11111") for _ in range(chance.randint(1, 3))]
    return folded({stamp: {"title": chance.choice(TITLES), "x": chance.randrange(9)} for stamp in stamps})


def some(chance: random.Random, ids: list[str]) -> Data:
    names = chance.sample(NAMES, chance.randint(1, 4))
    return {name: {key: record(chance) for key in chance.sample(ids, chance.randint(0, 9))} for name in names}


def over(old: Data, news: Data) -> Data:
    """``old`` with the records of ``news`` in it."""
    return {name: {**old.get(name, {}), **news.get(name, {})} for name in {*old, *news}}


@pytest.mark.parametrize("seed", range(4))
def test_spliced_text_is_the_encoded_one(seed: int) -> None:
    chance = random.Random(seed)
    ids = [str(chance.choice((number, number + (1 << 52)))) for number in range(1, 40)]
    count = 0
    for _ in range(150):
        old = some(chance, ids)
        new = over(old, some(chance, ids))
        text = spliced(encode(old), difference(old, new), new)
        assert text is None or text == encode(new)
        count += text is not None
    assert count > 30


@pytest.mark.parametrize("key", ['a"b', 'a"', "a\\", "a", "a!", "a ", "a#", "\ud800", "é", "\n", ""])
@pytest.mark.parametrize("other", ["a", 'a"b', "a\\", "b", "7", "77", "\uffff"])
def test_an_id_that_is_no_number_is_put_where_the_encoder_puts_it(key: str, other: str) -> None:
    old: Data = {"tasks": {other: {"x": 1}, "5": {"x": 1}}}
    for news in ({key: {"x": 2}}, {key: {"x": 2}, "7": {"x": 3}}):
        new = over(old, {"tasks": news})
        text = spliced(encode(old), difference(old, new), new)
        assert text is None or text == encode(new)


def test_many_changes_are_left_to_the_encoder() -> None:
    delta: Data = {"tasks": {str(number): {} for number in range(1, MOST + 2)}}
    assert spliced(encode({"tasks": {"7": {"x": 1}}}), delta, delta) is None


@pytest.fixture
def large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> StoreFixture:
    """A desk whose file counts as large, which is saved by patching its lines."""
    fixture = StoreFixture(tmp_path)
    for key in ("77", "78", "79"):
        fixture.put(key, title=key * 400)
    return fixture


def fresh(fixture: StoreFixture) -> set[str]:
    """The tasks as a new process finds them; the file is then what the encoder writes."""
    data = fixture.restart().read()
    assert fixture.file.read_bytes() == encode(data)
    return set(data["tasks"])


def test_two_processes_patch_one_file(large: StoreFixture) -> None:
    other = large.open()
    for number in range(100, 112):
        large.put(str(number), other if number % 2 else large.store, title=f"task {number}")
        assert large.file.read_bytes() == encode(other.read()) == encode(large.store.read())
    assert len(fresh(large)) == 15


def test_the_local_database_brings_back_a_lost_change(large: StoreFixture) -> None:
    before = large.file.read_bytes()
    large.put("80", title="short")
    large.file.write_bytes(before)
    assert fresh(large) == {"77", "78", "79", "80"}


def test_writing_all_of_it_after_an_exchange_mixes_up_no_lines(large: StoreFixture) -> None:
    """The new record is in the middle of the text, and at the end of what this process holds."""
    large.restart()
    large.put("775", title="exchanged")

    def many(data: Data) -> tuple[Data, None]:
        rows = {str(number): record(random.Random(number)) for number in range(1000, 1001 + MOST)}
        changed = {**data["tasks"]["78"], **folded({**data["tasks"]["78"][LOG], make_stamp(MS * 2, "b"): {"x": 1}})}
        return {**data, "tasks": {**data["tasks"], **rows, "78": changed}}, None

    large.store.transact(many)
    assert large.file.read_bytes() == encode(large.store.read())
    assert (
        {"77", "775", "78", "79"}
        <= large.store.read()["tasks"].keys()
        == decode(large.file.read_bytes()).data["tasks"].keys()
    )
