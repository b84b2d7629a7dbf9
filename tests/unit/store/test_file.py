"""The data file itself: what makes it, what it looks like, what is refused."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from pytest import MonkeyPatch
from store_fixture import StoreFixture
from tinydb import TinyDB, where
from tinydb.table import Document

from wiptui import paths
from wiptui.config import edit
from wiptui.domain.core.errors import DataFileError, UsageError
from wiptui.domain.core.record import LOG
from wiptui.store import open_store
from wiptui.store.file.codec import encode
from wiptui.store.file.file_io import replace_whole
from wiptui.store.local.documents import FileDocuments
from wiptui.store.local.state_dir import StateDir
from wiptui.store.tiny_store import TinyStore


@pytest.fixture
def fixture(tmp_path: Path) -> StoreFixture:
    return StoreFixture(tmp_path)


def test_reading_an_absent_file_makes_nothing(tmp_path: Path) -> None:
    store = open_store(tmp_path / "no" / "wip.json", state=str(tmp_path / "state"))
    assert store.read() == {}
    assert store.documents.get("undo") is None
    assert not store.read()
    assert list(tmp_path.iterdir()) == []


def test_the_first_change_makes_the_usual_file_and_its_folder(tmp_path: Path, monkeypatch: MonkeyPatch) -> None:
    monkeypatch.delenv("WIPTUI_FILE", raising=False)
    usual = Path(paths.data_file())
    store = open_store(usual, state=str(tmp_path / "state"))
    store.transact(lambda data: (data, None))
    assert not usual.parent.exists()
    StoreFixture(tmp_path).put("77", store, title="Write")
    assert usual.exists()


def test_the_folder_of_a_mistyped_path_is_not_made(tmp_path: Path) -> None:
    store = open_store(tmp_path / "new" / "folder" / "wip.json", state=str(tmp_path / "state"))
    with pytest.raises(DataFileError, match="There is no folder"):
        StoreFixture(tmp_path).put("77", store, title="Write")
    assert not (tmp_path / "new").exists()


def test_only_the_file_is_left_in_the_synced_folder(fixture: StoreFixture) -> None:
    for number in range(3):
        fixture.put(f"7{number}", title="Write")
    assert fixture.beside() == []


def test_the_bytes_are_those_of_the_codec(fixture: StoreFixture) -> None:
    data = fixture.put("77", title="Write")
    assert fixture.file.read_bytes() == encode(data)
    data = fixture.put("77", state="doing")
    assert fixture.file.read_bytes() == encode(data)
    fixture.restart()
    data = fixture.put("78", title="Read")
    assert fixture.file.read_bytes() == encode(data)


def test_stock_tinydb_opens_it(fixture: StoreFixture) -> None:
    fixture.put("77", title="Write", state="doing")
    fixture.put("78", title="Read", state="ready")
    with TinyDB(fixture.file) as db:
        assert [task["title"] for task in db.table("tasks").search(where("state") == "doing")] == ["Write"]


def test_a_new_file_is_private_and_an_old_one_keeps_its_mode(fixture: StoreFixture) -> None:
    fixture.put("77", title="Write")
    assert stat.S_IMODE(fixture.file.stat().st_mode) == 0o600
    fixture.file.chmod(0o664)
    fixture.put("77", title="Written")
    assert stat.S_IMODE(fixture.file.stat().st_mode) == 0o664


def test_a_symlink_stays_one(fixture: StoreFixture, tmp_path: Path) -> None:
    fixture.put("76", title="Read")
    link = tmp_path / "link.json"
    link.symlink_to(fixture.file)
    store = TinyStore(link, now=fixture.now, state=str(fixture.state))
    fixture.put("77", store, title="Write")
    assert link.is_symlink()
    assert fixture.titles() == ["Read", "Write"]
    assert store.path == link


def test_a_symlink_to_nothing_is_no_new_file(fixture: StoreFixture, tmp_path: Path) -> None:
    link = tmp_path / "link.json"
    link.symlink_to(fixture.folder / "later.json")
    with pytest.raises(DataFileError, match="which is not there"):
        fixture.put("77", TinyStore(link, now=fixture.now, state=str(fixture.state)), title="Write")
    assert link.is_symlink() and not (fixture.folder / "later.json").exists()


def test_another_process_is_seen(fixture: StoreFixture) -> None:
    fixture.put("77", title="Write")
    first = fixture.store.read()
    fixture.put("78", fixture.open(), title="Read")
    assert fixture.store.moved()
    assert fixture.titles() == ["Read", "Write"]
    assert not fixture.store.moved()
    assert fixture.store.read()["tasks"]["77"] is first["tasks"]["77"], "what did not change stays the same object"


def test_a_transaction_reads_again(fixture: StoreFixture) -> None:
    fixture.put("77", title="Write")
    fixture.put("78", fixture.open(), title="Read")
    seen: list[set[str]] = []
    fixture.store.transact(lambda data: (None, seen.append(set(data["tasks"]))))
    assert seen == [{"77", "78"}]


def test_a_file_of_the_same_size_and_time_is_another_one(fixture: StoreFixture) -> None:
    fixture.put("77", title="Write")
    before = fixture.file.stat()
    blob = fixture.file.read_bytes().replace(b"Write", b"Wrote")
    fixture.file.write_bytes(blob)
    os.utime(fixture.file, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert fixture.store.moved()


@pytest.mark.parametrize(
    "raw",
    [
        b"Dear diary\n",
        b'{"name": "left-pad"}',
        b'{"_default": {"1": {"a": 1}}}',
        b"[]",
        b"\x89PNG\r\n\x1a\n\0",
        b"null",
    ],
)
def test_a_file_of_somebody_else_is_left_alone(fixture: StoreFixture, raw: bytes) -> None:
    fixture.file.write_bytes(raw)
    for action in (fixture.store.read, lambda: fixture.put("77", title="Write"), fixture.store.merge_now):
        with pytest.raises(DataFileError, match="is not a wiptui data file; nothing was changed"):
            action()
    assert fixture.file.read_bytes() == raw


def test_a_file_torn_beyond_reading_is_not_taken_for_a_new_one(fixture: StoreFixture) -> None:
    for raw in (b"{", b'{"dev', b'{"devices":{\n"12345":{"_lo'):
        fixture.file.write_bytes(raw)
        with pytest.raises(DataFileError, match="damaged beyond reading"):
            fixture.put("77", title="Write")
        assert fixture.file.read_bytes() == raw


@pytest.mark.parametrize("raw", [b"\n", b"{}\n"])
def test_a_file_without_anything_is_an_empty_board(fixture: StoreFixture, raw: bytes) -> None:
    fixture.file.write_bytes(raw)
    assert fixture.store.read() == {}
    assert fixture.file.read_bytes() == raw
    fixture.put("77", title="Write")
    assert fixture.titles() == ["Write"]


def test_a_folder_is_no_file(fixture: StoreFixture) -> None:
    fixture.file.mkdir()
    with pytest.raises(DataFileError, match="is a folder"):
        fixture.store.read()
    with pytest.raises(DataFileError, match="is a folder"):
        fixture.put("77", title="Write")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="named pipes are of POSIX")
def test_a_pipe_is_no_file_and_nobody_waits_for_it(fixture: StoreFixture) -> None:
    os.mkfifo(fixture.file)
    with pytest.raises(DataFileError, match="not a regular file"):
        fixture.store.read()


def test_a_path_that_is_none(tmp_path: Path) -> None:
    with pytest.raises(DataFileError, match="no path"):
        open_store("wip\0.json", state=str(tmp_path)).read()


def test_symlinks_in_a_circle(fixture: StoreFixture, tmp_path: Path) -> None:
    (tmp_path / "a").symlink_to(tmp_path / "b")
    (tmp_path / "b").symlink_to(tmp_path / "a")
    with pytest.raises(DataFileError, match="Cannot read"):
        open_store(tmp_path / "a", state=str(fixture.state)).read()


def test_a_read_only_file_is_respected(fixture: StoreFixture) -> None:
    fixture.put("77", title="Write")
    before = fixture.file.read_bytes()
    fixture.file.chmod(0o444)
    fixture.restart()
    with pytest.raises(DataFileError, match="read-only; nothing was changed"):
        fixture.put("78", title="Read")
    assert fixture.file.read_bytes() == before
    fixture.file.chmod(0o600)
    fixture.restart()
    assert fixture.titles() == ["Write"], "not kept behind the user's back either"


def test_a_newer_format_is_read_but_not_written(fixture: StoreFixture) -> None:
    data = fixture.put("77", title="Write")
    newer = encode({**data, "meta": {"1": {**data["meta"]["1"], "schema": 2}}})
    fixture.file.write_bytes(newer)
    fixture.restart()
    assert fixture.titles() == ["Write"]
    with pytest.raises(DataFileError, match=r"newer wiptui \(format 2\)"):
        fixture.put("77", title="Changed")
    assert fixture.file.read_bytes() == newer


def test_an_additive_change_of_the_format_is_no_obstacle(fixture: StoreFixture) -> None:
    data = fixture.put("77", title="Write")
    fixture.file.write_bytes(encode({**data, "meta": {"1": {**data["meta"]["1"], "colour": "blue"}}}))
    fixture.put("77", title="Changed")
    assert fixture.store.read()["meta"]["1"]["colour"] == "blue"


def test_devices_are_told_apart_on_one_machine(fixture: StoreFixture) -> None:
    fixture.put("77", title="Write")
    other = TinyStore(fixture.file, now=fixture.now, device="phone", state=str(fixture.state))
    assert other.actor[:4] != fixture.store.actor[:4]
    assert other.actor[4:] != fixture.open().actor[4:]
    assert fixture.open().actor[:4] == fixture.store.actor[:4]
    other.documents.put("undo", [1])
    assert fixture.store.documents.get("undo") is None


def test_documents_that_cannot_be_read_are_not_written_over(fixture: StoreFixture) -> None:
    fixture.put("77", title="Write")
    fixture.store.documents.put("undo", [1])
    fixture.store.close()
    own = fixture.home / "local.db"
    own.rename(fixture.home / "aside")
    own.mkdir()
    with pytest.raises(DataFileError, match="Nothing was changed"):
        fixture.restart().documents.get("undo")
    own.rmdir()
    (fixture.home / "aside").rename(own)
    assert fixture.restart().documents.get("undo") == [1]


def test_a_journal_outlives_the_process(fixture: StoreFixture) -> None:
    fixture.store.documents.put("undo", [1])
    assert fixture.restart().documents.get("undo") == [1]
    fixture.store.documents.put("undo", None)
    assert fixture.restart().documents.get("undo") is None


# --- TinyDB over it


def test_queries_through_tinydb(fixture: StoreFixture) -> None:
    fixture.put("77", title="Write", state="doing")
    tasks = fixture.store.db.table("tasks")
    assert [task["title"] for task in tasks.search(where("state") == "doing")] == ["Write"]
    tasks.search(where("state") == "doing")[0]["title"] = "Changed in passing"
    assert fixture.titles() == ["Write"]


def test_changes_through_tinydb_are_stamped_and_logged(fixture: StoreFixture) -> None:
    fixture.put("77", title="Write", state="doing")
    fixture.store.db.table("tasks").update({"state": "done"}, doc_ids=[77])
    record = fixture.store.read()["tasks"]["77"]
    assert record["state"] == "done"
    assert record[LOG][max(record[LOG])] == {"state": "done"}
    assert max(record[LOG])[19:] == fixture.store.actor
    fixture.store.db.table("tasks").insert(Document({"title": "New"}, doc_id=4503599627370497))
    assert fixture.titles() == ["New", "Write"]


def test_a_plain_insert_through_tinydb_raises(fixture: StoreFixture) -> None:
    with pytest.raises(ValueError, match="drawn, not counted"):
        fixture.store.db.table("tasks").insert({"title": "Counted id"})
    with pytest.raises(ValueError, match="drawn, not counted"):
        fixture.store.db.table("tasks").insert_multiple([{"title": "Counted id"}])
    assert not fixture.file.exists()


def test_removing_through_tinydb_loses_nothing(fixture: StoreFixture) -> None:
    fixture.put("77", title="Write")
    fixture.store.db.table("tasks").remove(doc_ids=[77])
    assert fixture.titles() == ["Write"]


def test_another_process_is_not_undone_by_tinydb(fixture: StoreFixture) -> None:
    fixture.put("77", title="Write", state="ready")
    tasks = fixture.store.db.table("tasks")
    stale = tasks.get(doc_id=77)
    fixture.put("77", fixture.open(), state="done")
    assert stale is not None
    stale["due"] = "2026-12-01"
    fixture.store.db.storage.write({"tasks": {"77": stale}})
    assert (fixture.store.read()["tasks"]["77"]["state"], fixture.store.read()["tasks"]["77"]["due"]) == (
        "done",
        "2026-12-01",
    )


# --- what a short command loads


def loaded(code: str, *args: object) -> set[str]:
    command = [sys.executable, "-c", f"import sys\n{code}\nprint(*sys.modules)", *map(str, args)]
    return set(subprocess.run(command, capture_output=True, text=True, check=True).stdout.split())


def test_reading_loads_neither_tinydb_nor_the_merge(fixture: StoreFixture) -> None:
    fixture.put("77", title="Write")
    code = (
        "from wiptui.store import open_store\n"
        "assert open_store(sys.argv[1], state=sys.argv[2]).read()['tasks']['77']['title'] == 'Write'"
    )
    modules = loaded(code, fixture.file, fixture.state)
    assert not modules & {
        "tinydb", "typing", "platformdirs", "pathlib", "hashlib", "random", "tempfile", "dataclasses", "inspect",
        "wiptui.sync.merge", "wiptui.store.file.salvage", "wiptui.store.replica",
    }  # fmt: skip
    assert "wiptui.store.quick" in modules


def test_importing_touches_no_file(tmp_path: Path) -> None:
    names = [path.stem for path in Path(open_store.__code__.co_filename).parent.glob("*.py") if path.stem != "__init__"]
    code = "import importlib\n" + "\n".join(f"importlib.import_module('wiptui.store.{name}')" for name in names)
    subprocess.run([sys.executable, "-c", code], check=True, cwd=tmp_path, env={**os.environ, "HOME": str(tmp_path)})
    assert list(tmp_path.iterdir()) == []


def test_a_journal_that_cannot_be_written_anew_is_said_once(tmp_path: Path) -> None:
    """What is in it would answer the next process: an undo would take back an older change."""
    state_dir = StateDir(str(tmp_path / "state"), str(tmp_path / "wip.json"))
    documents = FileDocuments(state_dir, lambda: "aaaa")
    assert documents.put("undo", {"done": []})
    state_dir.database.close()
    path = next((tmp_path / "state").rglob("local.db"))
    path.unlink()
    path.mkdir()
    assert not documents.put("undo", {"done": [1]})
    assert not documents.put("undo", {"done": [2]})
    assert state_dir.notes == [f"{path} cannot be written: “undo” does not know of this change."]
    assert documents.get("undo") == {"done": [2]}


@pytest.mark.skipif(sys.platform == "win32", reason="there are no named pipes in a folder")
def test_no_file_takes_the_place_of_a_pipe_or_a_device(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with pytest.raises(OSError, match="not a regular file"):
        replace_whole(str(pipe), b"{}\n")
    with pytest.raises(UsageError, match="not a regular file"):
        edit._save(str(pipe), "")
    assert list(tmp_path.iterdir()) == [pipe] and pipe.is_fifo()
