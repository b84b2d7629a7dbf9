"""The local database: what it keeps is there again, and an error is never taken for "there is none"."""

from __future__ import annotations

import shutil
import sqlite3
import stat
from pathlib import Path

import pytest
from store_fixture import StoreFixture

from wiptui.domain.core.errors import DataFileError
from wiptui.domain.core.record import Data, patched
from wiptui.store.file.codec import encode, encode_lines
from wiptui.store.local import connection
from wiptui.store.local.connection import DamagedDatabase
from wiptui.store.local_db import LocalDb

RECORD = patched(None, {"title": "x"}, 0, "aaaa11111")[0]
DATA: Data = {"tasks": {"5": RECORD, "10": RECORD}, "ödd \ud800": {"7": RECORD}, "meta": {"1": {"app": "wiptui"}}}


def save(database: LocalDb, data: Data, source: dict[str, object], *, is_all: bool) -> int:
    return database.save(encode_lines(data), data, source, is_all=is_all)


@pytest.fixture
def database(tmp_path: Path) -> LocalDb:
    return LocalDb(str(tmp_path / "home"), "/x/wip.json")


def test_nothing_is_made_by_reading(database: LocalDb) -> None:
    assert (database.text(), database.source(), database.generation(), database.merges()) == (None, {}, 0, [])
    assert database.document("aaaa", "undo") is None
    assert not Path(database.home).exists()


def test_the_text_is_what_the_codec_writes(database: LocalDb) -> None:
    assert save(database, DATA, {"sums": [1]}, is_all=True)
    assert database.text() == encode(DATA)
    assert database.source() == {"sums": [1]}
    less = {"tasks": {"5": RECORD}}
    assert save(database, less, {}, is_all=True) and database.text() == encode(less)
    assert save(database, DATA, {}, is_all=False) and database.text() == encode(DATA)
    assert database.generation() == 3
    database.close()
    again = LocalDb(database.home, "/x/wip.json")
    assert (again.text(), again.data_path()) == (encode(DATA), "/x/wip.json")


def test_it_is_for_its_owner_alone_and_waits_for_the_disk(database: LocalDb) -> None:
    save(database, DATA, {}, is_all=True)
    for path in Path(database.home).iterdir():
        assert stat.S_IMODE(path.stat().st_mode) == 0o600, path
    assert database._connection is not None
    asked = {name: database._connection.execute(f"PRAGMA {name}").fetchone()[0] for name in ("journal_mode",)}
    assert asked == {"journal_mode": "wal"}
    assert database._connection.execute("PRAGMA synchronous").fetchone()[0] == 2, "FULL"


def test_where_several_machines_may_write_there_is_no_wal(database: LocalDb, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "is_on_network", lambda _: True)
    assert save(database, DATA, {}, is_all=True) and database.text() == encode(DATA)
    assert database._connection is not None
    assert database._connection.execute("PRAGMA journal_mode").fetchone()[0] == "delete"
    database.close()
    assert [path.name for path in Path(database.home).iterdir()] == ["local.db"]


def test_a_network_home_is_told_by_its_mount(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    mounts = (
        "22 1 8:1 / / rw - ext4 /dev/sda1 rw\n"
        "30 22 0:40 / /home/net\\040work rw,relatime shared:1 - nfs4 server:/home rw\n"
        "31 30 8:2 / /home/net\\040work/disk rw - btrfs /dev/sdb rw\n"
    )
    (tmp_path / "mountinfo").write_text(mounts)
    real = open
    monkeypatch.setattr("builtins.open", lambda path, *a, **k: real(
        tmp_path / "mountinfo" if path == "/proc/self/mountinfo" else path, *a, **k
    ))  # fmt: skip
    asked = ("/home/net work/.local/state", "/home/net work/disk/x", "/home/net workers", "/home")
    assert [connection.is_on_network(folder) for folder in asked] == [True, False, False, False]


def test_a_python_without_sqlite_ends_in_a_sentence(fixture: StoreFixture, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "sqlite3", None)
    with pytest.raises(DataFileError, match="This Python has no sqlite3"):
        fixture.restart().read()


@pytest.fixture
def fixture(tmp_path: Path) -> StoreFixture:
    fixture = StoreFixture(tmp_path)
    fixture.put("77", title="Write")
    return fixture


def test_a_database_of_a_newer_wiptui_is_left_alone(fixture: StoreFixture) -> None:
    fixture.store.close()
    opened = sqlite3.connect(fixture.home / "local.db")
    opened.execute("PRAGMA user_version = 2")
    opened.close()
    before = (fixture.home / "local.db").read_bytes()
    with pytest.raises(DataFileError, match="newer wiptui"):
        fixture.restart().read()
    with pytest.raises(DataFileError, match="newer wiptui"):
        fixture.put("78", title="New")
    assert (fixture.home / "local.db").read_bytes() == before


def test_a_database_that_is_removed_while_it_is_open_is_made_again(fixture: StoreFixture) -> None:
    shutil.rmtree(fixture.home)
    fixture.put("78", title="New")
    assert fixture.open().state_dir.database.text() == fixture.file.read_bytes()


@pytest.mark.parametrize("lost", [0.2, 0.5, 0.9])
def test_of_a_damaged_database_what_can_be_read_is_taken_in(fixture: StoreFixture, tmp_path: Path, lost: float) -> None:
    """The change is in no file yet; what is left of the database is kept, and something is said."""
    for number in range(100, 160):
        fixture.put(str(number), title=f"task {number} {'x' * 400}")
    fixture.folder.rename(tmp_path / "away")
    fixture.put("5", title="only here")
    (tmp_path / "away").rename(fixture.folder)
    fixture.store.close()
    own = fixture.home / "local.db"
    raw = bytearray(own.read_bytes())
    place = int(len(raw) * lost) // 4096 * 4096
    raw[place : place + 8192] = bytes(8192)
    own.write_bytes(raw)
    fixture.restart()
    titles = fixture.titles()
    assert {"Write", *(f"task {number} {'x' * 400}" for number in range(100, 160))} <= set(titles)
    fixture.put("6", title="afterwards")
    assert fixture.restart().state_dir.database.text() == fixture.file.read_bytes()
    if "only here" not in titles:
        assert any("quarantine" in str(path) for path in fixture.home.rglob("*local.db*"))


def test_damage_is_told_apart_from_what_cannot_be_read(database: LocalDb) -> None:
    save(database, DATA, {}, is_all=True)
    database.close()
    path = Path(database.path)
    raw = path.read_bytes()
    for harm in (b"", b"garbage" * 1000, raw[:100]):
        path.write_bytes(harm)
        with pytest.raises(DamagedDatabase):
            database.text()
        with pytest.raises(DamagedDatabase):
            save(database, DATA, {}, is_all=True)
        assert path.read_bytes() == harm
    path.unlink()
    path.mkdir()
    with pytest.raises(DataFileError) as raised:
        database.text()
    assert not isinstance(raised.value, DamagedDatabase)
