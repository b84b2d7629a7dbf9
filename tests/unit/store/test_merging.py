"""Conflict copies, files that fell behind or vanished, damage: what is merged, what stays, what is said about it."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest
from store_fixture import MS, StoreFixture, elsewhere

from wiptui.domain.core.errors import DataFileError
from wiptui.domain.core.record import patched
from wiptui.store.file.codec import encode
from wiptui.store.file.salvage import decode
from wiptui.sync.merge import merge

CERTAIN = [
    "wip.sync-conflict-20261122-101500-ABCDEFG.json",
    "wip (conflicted copy desk 2026-11-22 101500).json",
    "wip_conflict-20261122-101500.json",
    "wip (Zoë's conflicted copy 2026-11-22).json",
    "wip (In Konflikt stehende Kopie von Zoë 2026-11-22).json",
    "wip-desk-safeBackup-0001.json",
    "wip.json.conflict1",
    "wip.conflict1.json",
    "wip.json..path1",
    "wip (conflict #1_on_2026-11-22).json",
    "wip.Conflict.json",
    "wip (SFConflict me@example.org 2026-11-22-10-15-00).json",
    "wip (Conflicted copy desk 202611221015).json",
    "wip.json.orig",
    "wip_laptop_Nov-30-1010-2026_Conflict.json",
    "wip [conflicted].json",
    "wip 2 (Ana's conflicted copy).json",
]
UNCERTAIN = [
    "wip-desk.json",
    "wip-desk-2.json",
    "wip 2.json",
    "wip (1).json",
    "wip_REMOTE_123.json",
    "Copy of wip.json",
]


@pytest.fixture
def fixture(tmp_path: Path) -> StoreFixture:
    made = StoreFixture(tmp_path)
    made.put("77", title="Write", state="ready")
    return made


@pytest.mark.parametrize("name", CERTAIN)
@pytest.mark.parametrize("swapped", [False, True])
def test_each_tools_copy_merges_in_both_directions_to_the_same_bytes(
    fixture: StoreFixture, name: str, swapped: bool
) -> None:
    base = fixture.file.read_bytes()
    fixture.put("77", state="doing")
    mine, theirs = fixture.file.read_bytes(), elsewhere(base, "88", title="From the other machine")
    fixture.file.write_bytes(theirs if swapped else mine)
    (fixture.folder / name).write_bytes(mine if swapped else theirs)
    fixture.restart()
    assert fixture.titles() == ["From the other machine", "Write"]
    assert fixture.store.read()["tasks"]["77"]["state"] == "doing"
    assert fixture.beside() == []
    assert fixture.file.read_bytes() == encode(merge(decode(mine).data, decode(theirs).data))
    [kept] = (fixture.home / "quarantine").iterdir()
    assert gzip.decompress(kept.read_bytes()) == (mine if swapped else theirs)
    before = fixture.signature()
    assert fixture.restart().merge_now().words == ""
    fixture.restart().read()
    assert fixture.signature() == before, "a second merge writes nothing"


@pytest.mark.parametrize("name", UNCERTAIN)
def test_a_copy_that_a_person_may_have_made_is_merged_and_stays(fixture: StoreFixture, name: str) -> None:
    theirs = elsewhere(fixture.file.read_bytes(), "88", title="From the other machine")
    (fixture.folder / name).write_bytes(theirs)
    fixture.restart()
    assert fixture.titles() == ["From the other machine", "Write"]
    assert fixture.beside() == [name]
    before = fixture.signature()
    fixture.restart().read()
    assert fixture.signature() == before
    (fixture.folder / name).write_bytes(elsewhere(theirs, "89", title="And again"))
    assert "And again" in (fixture.restart(), fixture.titles())[1]


def test_a_copy_is_found_while_the_board_is_open(fixture: StoreFixture) -> None:
    fixture.store.read()
    (fixture.folder / CERTAIN[0]).write_bytes(elsewhere(fixture.file.read_bytes(), "88", title="New"))
    assert fixture.store.moved()
    assert fixture.titles() == ["New", "Write"]
    assert not fixture.store.moved()


@pytest.mark.parametrize("restarted", [False, True])
def test_a_fragment_that_becomes_whole_in_place_is_found_while_the_board_is_open(
    fixture: StoreFixture, restarted: bool
) -> None:
    copy = fixture.folder / CERTAIN[8]
    whole = elsewhere(fixture.file.read_bytes(), "88", title="New")
    copy.write_bytes(whole[:60])
    assert fixture.titles() == ["Write"]
    if restarted:
        fixture.restart()
    assert fixture.titles() == ["Write"] and not fixture.store.moved()
    copy.write_bytes(whole)  # the folder's own time does not change by that
    assert fixture.store.moved()
    assert fixture.titles() == ["New", "Write"] and fixture.beside() == []


def test_a_copy_is_merged_on_a_change_too(fixture: StoreFixture) -> None:
    (fixture.folder / CERTAIN[0]).write_bytes(elsewhere(fixture.file.read_bytes(), "88", title="New"))
    fixture.put("99", title="Mine")
    assert fixture.titles() == ["Mine", "New", "Write"]
    assert fixture.beside() == []


def test_it_says_what_came_from_where(fixture: StoreFixture) -> None:
    blob = fixture.file.read_bytes()
    data = decode(elsewhere(elsewhere(blob, "88", title="New"), "77", due="2026-12-01")).data
    device, _ = patched(None, {"code": "bbbb", "name": "desk"}, MS, "bbbb11111")
    theirs = encode({**data, "devices": {**data["devices"], "4503599627370001": device}})
    (fixture.folder / CERTAIN[0]).write_bytes(theirs)
    fixture.restart().read()
    [report] = fixture.store.merge_reports
    assert report.copies == (CERTAIN[0],)
    assert report.gains == (("desk", 2),)
    assert fixture.store.notes == ["Merged 1 conflict copy. 2 changes from desk."]


def test_a_copy_of_another_database_is_united_only_if_a_tool_named_it(fixture: StoreFixture, tmp_path: Path) -> None:
    other = StoreFixture(tmp_path / "other", "desk")
    other.put("4503599627370499", title="Started apart")
    names = {decode(side.file.read_bytes()).data["meta"]["1"]["db"] for side in (fixture, other)}
    (fixture.folder / "wip-work.json").write_bytes(other.file.read_bytes())
    assert fixture.titles() == ["Write"]
    (fixture.folder / CERTAIN[0]).write_bytes(other.file.read_bytes())
    assert fixture.titles() == ["Started apart", "Write"]
    meta = fixture.store.read()["meta"]["1"]
    assert {meta["db"], *meta["also"]} == names
    other.file.write_bytes(fixture.file.read_bytes())
    assert other.titles() == ["Started apart", "Write"], "the other machine knows them for its own"
    assert other.file.read_bytes() == fixture.file.read_bytes()


def test_two_machines_that_began_apart_end_with_the_same_bytes(fixture: StoreFixture, tmp_path: Path) -> None:
    other = StoreFixture(tmp_path / "other", "desk")
    other.put("4503599627370499", title="Started apart")
    mine, theirs = fixture.file.read_bytes(), other.file.read_bytes()
    (fixture.folder / CERTAIN[0]).write_bytes(theirs)
    other.file.write_bytes(theirs)
    (other.folder / CERTAIN[0]).write_bytes(mine)
    assert fixture.titles() == other.titles() == ["Started apart", "Write"]
    assert fixture.file.read_bytes() == other.file.read_bytes()


def test_another_database_in_the_same_place_is_not_mixed_in(fixture: StoreFixture, tmp_path: Path) -> None:
    other = StoreFixture(tmp_path / "other", "desk")
    other.put("4503599627370499", title="Other database")
    fixture.file.write_bytes(other.file.read_bytes())
    fixture.restart()
    assert fixture.titles() == ["Other database"]
    assert fixture.file.read_bytes() == other.file.read_bytes()
    [former] = [backup for backup in fixture.store.replica.backups.list() if backup.kind == "former"]
    assert b"Write" in fixture.store.replica.backups.read(former)
    assert any("another database" in note for note in fixture.store.notes)


def test_garbage_that_is_named_like_a_copy_is_left(fixture: StoreFixture) -> None:
    (fixture.folder / CERTAIN[0]).write_bytes(b"Dear diary")
    before = fixture.signature()
    assert fixture.titles() == ["Write"]
    assert fixture.restart().read()
    assert fixture.beside() == [CERTAIN[0]]
    assert fixture.signature() == before


def test_an_empty_copy_is_put_away(fixture: StoreFixture) -> None:
    (fixture.folder / CERTAIN[0]).write_bytes(b"")
    fixture.store.read()
    assert fixture.beside() == []


def test_a_torn_copy_gives_what_it_has(fixture: StoreFixture) -> None:
    theirs = elsewhere(elsewhere(fixture.file.read_bytes(), "88", title="Whole"), "99", title="Torn")
    (fixture.folder / CERTAIN[0]).write_bytes(theirs[: theirs.index(b'"99":') + 30])
    assert fixture.titles() == ["Whole", "Write"]
    assert fixture.beside() == []


# --- the shadow


def test_an_old_file_over_the_new_one_loses_nothing(fixture: StoreFixture) -> None:
    old = fixture.file.read_bytes()
    new = fixture.put("77", state="doing")
    fixture.file.write_bytes(old)
    fixture.restart()
    assert fixture.store.read() == new
    assert fixture.file.read_bytes() == encode(new)
    assert fixture.store.notes == [
        "The data file was behind this machine's copy; it is up to date again. 1 change from laptop."
    ]


@pytest.mark.parametrize("share", [0, 0.1, 0.5, 0.9])
def test_a_truncated_file_loses_nothing_and_its_bytes_are_kept(fixture: StoreFixture, share: float) -> None:
    whole = fixture.file.read_bytes()
    torn = whole[: int(len(whole) * share)]
    fixture.file.write_bytes(torn)
    fixture.restart()
    assert fixture.titles() == ["Write"]
    assert fixture.file.read_bytes() == whole
    if torn:
        [kept] = (fixture.home / "quarantine").iterdir()
        assert gzip.decompress(kept.read_bytes()) == torn


def test_a_file_that_was_replaced_by_something_else_comes_back(fixture: StoreFixture) -> None:
    whole = fixture.file.read_bytes()
    fixture.file.write_bytes(b"\0" * 500)
    assert fixture.titles() == ["Write"]
    fixture.restart()
    fixture.file.write_bytes(b'{"name": "left-pad"}')
    assert fixture.titles() == ["Write"]
    assert fixture.file.read_bytes() == whole
    assert b'{"name": "left-pad"}' in [
        gzip.decompress(path.read_bytes()) for path in (fixture.home / "quarantine").iterdir()
    ]


def test_a_vanished_file_is_rebuilt(fixture: StoreFixture) -> None:
    whole = fixture.file.read_bytes()
    fixture.file.unlink()
    assert fixture.titles() == ["Write"]
    assert fixture.file.read_bytes() == whole
    assert fixture.store.notes == [
        "The data file was gone; it is back, from what this machine knew. 1 change from laptop."
    ]
    fixture.file.unlink()
    fixture.restart()
    fixture.put("88", title="After it was gone")
    assert fixture.titles() == ["After it was gone", "Write"]


def test_a_vanished_file_is_waited_for(fixture: StoreFixture, monkeypatch: pytest.MonkeyPatch) -> None:
    newer = elsewhere(fixture.file.read_bytes(), "88", title="New")
    fixture.options["patience_s"] = 1.0
    fixture.restart()
    fixture.file.unlink()
    naps: list[float] = []

    def nap(seconds: float) -> None:
        naps.append(seconds)
        if len(naps) == 3:
            fixture.file.write_bytes(newer)

    monkeypatch.setattr("wiptui.store.loading.time.sleep", nap)
    assert fixture.titles() == ["New", "Write"]
    assert len(naps) == 3
    assert fixture.file.read_bytes() == newer
    assert fixture.store.notes == []


def test_a_file_that_is_still_being_written_is_waited_for(
    fixture: StoreFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    newer = elsewhere(fixture.file.read_bytes(), "88", title="New")
    fixture.options["patience_s"] = 1.0
    fixture.restart()
    fixture.file.write_bytes(newer[:200])
    naps: list[float] = []

    def nap(seconds: float) -> None:
        naps.append(seconds)
        if len(naps) < 4:
            fixture.file.write_bytes(newer[: 200 + 100 * len(naps)])
        elif len(naps) == 4:
            fixture.file.write_bytes(newer)

    monkeypatch.setattr("wiptui.store.loading.time.sleep", nap)
    assert fixture.titles() == ["New", "Write"]
    assert fixture.file.read_bytes() == newer
    assert not (fixture.home / "quarantine").exists()


def test_only_the_copies_of_rclone_are_left(fixture: StoreFixture) -> None:
    theirs = elsewhere(fixture.file.read_bytes(), "88", title="New")
    fixture.file.rename(fixture.folder / "wip.json..path1")
    (fixture.folder / "wip.json..path2").write_bytes(theirs)
    fixture.restart()
    assert fixture.titles() == ["New", "Write"]
    assert fixture.file.exists() and fixture.beside() == []


def test_a_stick_that_is_not_plugged_in(fixture: StoreFixture, tmp_path: Path) -> None:
    fixture.folder.rename(tmp_path / "unplugged")
    fixture.restart()
    assert fixture.titles() == ["Write"]
    fixture.put("88", title="On the way")
    assert not fixture.folder.exists(), "a mount point is not filled in"
    assert any("Saved on this machine, not yet in the synced file" in note for note in fixture.store.notes)
    (tmp_path / "unplugged").rename(fixture.folder)
    fixture.restart()
    assert fixture.titles() == ["On the way", "Write"]
    assert b"On the way" in fixture.file.read_bytes()


def test_a_machine_that_only_reads_keeps_a_shadow_too(fixture: StoreFixture, tmp_path: Path) -> None:
    reader = StoreFixture(tmp_path / "reader", "desk")
    reader.file.write_bytes(fixture.file.read_bytes())
    assert reader.titles() == ["Write"]
    reader.file.write_bytes(b"")
    assert reader.restart() and reader.titles() == ["Write"]
    assert reader.file.read_bytes() == fixture.file.read_bytes(), "reading leaves no trace of the reader"


def test_a_shadow_that_is_lost_or_broken_is_made_again(fixture: StoreFixture) -> None:
    own = fixture.home / "local.db"
    whole = own.read_bytes
    for spoil in (
        own.unlink,
        lambda: own.write_bytes(b"garbage"),
        lambda: own.write_bytes(b""),
        lambda: own.write_bytes(whole()[: len(whole()) // 2]),
    ):
        fixture.store.close()
        spoil()
        assert (fixture.restart(), fixture.titles())[1] == ["Write"]
        assert fixture.store.state_dir.database.text() == fixture.file.read_bytes()


def test_a_record_whose_table_is_lost_is_found_again_elsewhere(fixture: StoreFixture) -> None:
    whole = fixture.file.read_bytes()
    fixture.file.write_bytes(whole[whole.index(b"\n") + 1 :])
    assert fixture.titles() == ["Write"]
    assert fixture.file.read_bytes() == whole


# --- layout and edits by hand


@pytest.mark.parametrize("style", ["bom", "crlf", "indent", "markers", "utf-16"])
def test_other_layouts_are_put_right_and_nothing_changes(fixture: StoreFixture, style: str) -> None:
    whole = fixture.file.read_bytes()
    fixture.file.write_bytes(
        {
            "bom": b"\xef\xbb\xbf" + whole,
            "crlf": whole.replace(b"\n", b"\r\n"),
            "indent": json.dumps(json.loads(whole), indent=4).encode(),
            "markers": whole.replace(b'"77":', b'<<<<<<< ours\n=======\n"77":').replace(
                b"}}\n", b">>>>>>> theirs\n}}\n"
            ),
            "utf-16": whole.decode().encode("utf-16"),
        }[style]
    )
    fixture.restart()
    assert fixture.titles() == ["Write"]
    assert fixture.file.read_bytes() == whole


def test_an_edit_by_hand_is_taken_in(fixture: StoreFixture) -> None:
    plain = b'},"state":"ready","title":"Write"}'
    edited = fixture.file.read_bytes().replace(plain, b'},"state":"done","title":"By hand"}')
    fixture.file.write_bytes(edited)
    assert fixture.titles() == ["By hand"]
    assert fixture.file.read_bytes() == encode(decode(edited).data)
    fixture.file.write_bytes(edited)
    assert fixture.titles() == ["By hand"]
    assert fixture.file.read_bytes() == encode(decode(edited).data), "once more is the same patch"


def test_the_bytes_before_a_merge_are_among_the_backups(fixture: StoreFixture) -> None:
    crlf = fixture.file.read_bytes().replace(b"\n", b"\r\n")
    fixture.file.write_bytes(crlf)
    fixture.store.read()
    [backup] = [backup for backup in fixture.store.replica.backups.list() if backup.kind == "heal"]
    assert fixture.store.replica.backups.read(backup) == crlf


def test_a_merge_waits_for_another_writer(fixture: StoreFixture) -> None:
    (fixture.folder / CERTAIN[0]).write_bytes(elsewhere(fixture.file.read_bytes(), "88", title="New"))
    seen: list[list[str]] = []
    other = StoreFixture(fixture.folder.parent, "laptop")

    def work(data: object) -> tuple[None, None]:
        seen.append(other.titles())
        return None, None

    monkey = pytest.MonkeyPatch()
    monkey.setattr("wiptui.store.replica.MERGE_LOCK_PATIENCE_S", 0)
    fixture.store.transact(work)
    monkey.undo()
    assert seen == [["New", "Write"]], "it is shown at once, and written when the lock is free"


def test_merging_an_absent_or_foreign_file_is_nothing(tmp_path: Path) -> None:
    fixture = StoreFixture(tmp_path)
    assert fixture.store.merge_now().words == ""
    assert not fixture.file.exists()
    fixture.file.write_bytes(b"Dear diary")
    with pytest.raises(DataFileError):
        fixture.store.merge_now()


def test_a_copy_of_a_newer_format_waits_for_a_newer_wiptui(fixture: StoreFixture) -> None:
    data = decode(elsewhere(fixture.file.read_bytes(), "88", title="New")).data
    newer = encode({**data, "meta": {"1": {**data["meta"]["1"], "schema": 2}}})
    (fixture.folder / CERTAIN[0]).write_bytes(newer)
    assert fixture.titles() == ["Write"]
    assert fixture.beside() == [CERTAIN[0]]
