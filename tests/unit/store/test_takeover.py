"""A state folder of wiptui 0.1.0 is taken over once; nothing acknowledged is lost, also when killed half-way."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import pytest
from store_fixture import MS, StoreFixture
from test_durability import calls_go_through

from wiptui.domain.core.errors import DataFileError
from wiptui.domain.core.record import patched
from wiptui.store.file.codec import encode
from wiptui.store.local.old_state import old_names
from wiptui.store.tiny_store import TinyStore

OLD = json.loads((Path(__file__).parents[2] / "data" / "state-0.1.0.json").read_text(encoding="utf-8"))
"""A data file and what 0.1.0 kept of it, with a task and a finish that are saved on that machine only."""
TITLES = ["behind", "in the file", "only on this machine", "started"]


@pytest.fixture
def fixture(tmp_path: Path) -> StoreFixture:
    fixture = StoreFixture(tmp_path)
    fixture.file.write_text(OLD["file"], encoding="utf-8")
    fixture.home.mkdir(parents=True)
    (fixture.state / "install").write_text(OLD["install"], encoding="utf-8")
    for name, text in OLD["home"].items():
        path = fixture.home / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text.replace("/tmp/old/Sync/wip.json", str(fixture.file)), encoding="utf-8")
    record, _ = patched(None, {"title": "behind"}, MS, "bbbb11111")
    tail = encode({"tasks": {"3000": record}}).replace(b"\n", b"")
    (fixture.home / "shadow.tail").write_bytes(b"\n" + tail + b'\n\n{"tasks":{"3001":{"_lo')
    return fixture


def check(fixture: StoreFixture) -> None:
    assert fixture.titles() == TITLES
    tasks = fixture.store.read()["tasks"].values()
    assert [task["state"] for task in tasks if task["title"] == "started"] == ["done"]
    assert old_names(str(fixture.home)) == []
    assert b"only on this machine" in fixture.file.read_bytes()


def test_all_of_it_is_taken_over(fixture: StoreFixture) -> None:
    check(fixture)
    fixture.restart()
    check(fixture)
    assert any("Merged 1 conflict copy." in words for _, words in fixture.store.state_dir.past_merges())
    [journal] = [name for name in OLD["home"] if name.endswith("undo.json")]
    device = journal.split("/")[0].removeprefix("journal-")
    text = fixture.store.state_dir.database.document(device, "undo")
    assert text is not None and json.loads(text) == json.loads(OLD["home"][journal])


def test_the_first_command_may_be_a_change(fixture: StoreFixture) -> None:
    fixture.put("77", title="new")
    assert fixture.titles() == sorted([*TITLES, "new"])


def test_an_old_copy_that_cannot_be_read_is_not_given_up(fixture: StoreFixture) -> None:
    shadow = fixture.home / "shadow.json"
    shadow.rename(fixture.home / "aside")
    shadow.mkdir()
    with pytest.raises(DataFileError, match="Nothing was changed"):
        fixture.store.read()
    with pytest.raises(DataFileError, match="Nothing was changed"):
        fixture.put("77", title="new")
    shadow.rmdir()
    (fixture.home / "aside").rename(shadow)
    fixture.restart()
    check(fixture)


def test_a_damaged_old_copy_is_kept_and_said(fixture: StoreFixture) -> None:
    shadow = fixture.home / "shadow.json"
    raw = shadow.read_bytes()
    shadow.write_bytes(raw[: len(raw) // 3])
    fixture.store.read()
    assert any("damaged" in note and "quarantine" in note for note in fixture.store.notes)
    assert any("shadow.json" in path.name for path in (fixture.home / "quarantine").iterdir())


def test_the_path_that_came_back_elsewhere_brings_its_changes(fixture: StoreFixture) -> None:
    moved = fixture.folder.with_name("Other")
    fixture.folder.rename(moved)
    elsewhere = TinyStore(moved / "wip.json", now=fixture.now, device="laptop", state=str(fixture.state))
    assert sorted(task["title"] for task in elsewhere.read()["tasks"].values()) == TITLES
    assert b"only on this machine" in (moved / "wip.json").read_bytes()
    again = TinyStore(moved / "wip.json", now=fixture.now, device="laptop", state=str(fixture.state))
    again.merge_now()
    assert not any(report.moved for report in again.merge_reports), "it is taken in once"


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_killed_half_way_it_is_done_again(fixture: StoreFixture, tmp_path: Path) -> None:
    saved = tmp_path / "saved"
    shutil.copytree(fixture.state, saved)
    for place in range(200):
        shutil.rmtree(fixture.state)
        shutil.copytree(saved, fixture.state)
        fixture.file.write_text(OLD["file"], encoding="utf-8")
        fixture.store = fixture.open()

        def die(name: str, number: int, args: tuple[object, ...], place: int = place) -> None:
            if number == place:
                os._exit(9)

        pid = os.fork()
        if pid == 0:
            with calls_go_through(die):
                fixture.store.read()
            os._exit(0)
        is_whole = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0
        check(fixture)
        fixture.store.close()
        if is_whole:
            break
    assert 20 < place < 199
