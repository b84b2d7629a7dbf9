"""The doctor: looks without touching, and repairs."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path
from random import Random

import pytest
from store_fixture import MS, StoreFixture, elsewhere

from wiptui.store.doctor import Finding, examine, repair, unmerged
from wiptui.store.file.codec import encode
from wiptui.store.kept.backups import DAY_MS
from wiptui.store.tiny_store import TinyStore

COPY = "wip.sync-conflict-20261122-101500-ABCDEFG.json"


@pytest.fixture
def fixture(tmp_path: Path) -> StoreFixture:
    made = StoreFixture(tmp_path)
    made.put("77", title="Write", state="ready")
    return made


def found(fixture: StoreFixture) -> dict[str, Finding]:
    return {finding.code: finding for finding in examine(fixture.open(), MS + 1000)}


def everything(root: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in root.rglob("*") if path.is_file()}


def test_a_healthy_file(fixture: StoreFixture) -> None:
    findings = found(fixture)
    assert {finding.level for finding in findings.values()} == {"ok"}
    assert findings["file"].words == f"{fixture.file}: 1 task, {fixture.file.stat().st_size} bytes."


def test_no_file_yet(tmp_path: Path) -> None:
    findings = found(StoreFixture(tmp_path))
    assert list(findings) == ["file"]
    assert findings["file"].level == "note"


@pytest.mark.parametrize(
    ("code", "spoil"),
    [
        ("torn", lambda raw: raw[:-30]),
        ("damaged", lambda raw: raw.replace(b'"77"', b'"77\xff"')),
        ("encoding", lambda raw: raw.replace(b"\n", b"\r\n")),
        ("layout", lambda raw: raw.replace(b"\n", b" ")),
        ("markers", lambda raw: raw.replace(b'"77"', b'<<<<<<< a\n=======\n>>>>>>> b\n"77"')),
        ("edited", lambda raw: raw.replace(b'},"state":"ready"', b'},"state":"done"')),
    ],
)
def test_damage_is_named_not_touched_and_repaired(
    fixture: StoreFixture, tmp_path: Path, code: str, spoil: object
) -> None:
    fixture.file.write_bytes(spoil(fixture.file.read_bytes()))  # type: ignore[operator]
    before = everything(tmp_path)
    assert found(fixture)[code].can_repair
    assert everything(tmp_path) == before, "looking changes nothing"
    assert repair(fixture.open(), MS + 1000) or code == "edited"
    assert {finding.level for finding in found(fixture).values()} == {"ok"}
    assert fixture.titles() == ["Write"]


def test_copies_and_a_file_that_fell_behind(fixture: StoreFixture) -> None:
    old = fixture.file.read_bytes()
    fixture.put("77", state="doing")
    fixture.file.write_bytes(old)
    (fixture.folder / COPY).write_bytes(elsewhere(old, "88", title="New"))
    (fixture.folder / "wip 2.json").write_bytes(old)
    findings = examine(fixture.open(), MS + 1000)
    words = " ".join(finding.words for finding in findings)
    assert f"Conflict copy, to be merged: {COPY}." in words
    assert "A copy of the same database, merged and left where it is: wip 2.json." in words
    assert "The file lacks 2 changes that are known elsewhere." in words
    assert repair(fixture.open(), MS + 1000)[0].startswith("Merged 2 conflict copies.")
    assert fixture.beside() == ["wip 2.json"]


def test_a_file_that_is_gone(fixture: StoreFixture) -> None:
    fixture.file.unlink()
    assert found(fixture)["file"].level == "problem"
    repair(fixture.open(), MS + 1000)
    assert fixture.file.exists()


def test_a_file_that_is_not_ours(fixture: StoreFixture, tmp_path: Path) -> None:
    other = StoreFixture(tmp_path / "other")
    other.file.write_bytes(b"Dear diary")
    assert "is not a wiptui data file" in found(other)["file"].words


def test_a_clock_that_was_ahead(fixture: StoreFixture) -> None:
    fixture.at += timedelta(days=3000)
    fixture.put("88", title="From the future")
    assert found(fixture)["clock"].words == "The clock of laptop was more than a day ahead at some time."


def test_who_only_edited_after_a_wrong_clock_is_not_blamed(fixture: StoreFixture, tmp_path: Path) -> None:
    wrong = StoreFixture(tmp_path, "wrong")
    wrong.at += timedelta(days=1000)
    wrong.put("77", title="From the future")
    fixture.put("77", title="Edited since")
    fixture.put("77", title="Edited again")
    fixture.put("77", gone=True)
    words = [finding.words for finding in examine(fixture.open(), MS + 1000) if finding.code == "clock"]
    assert words == ["The clock of wrong was more than a day ahead at some time."]
    [past] = [finding.words for finding in examine(fixture.open(), MS - 900 * DAY_MS) if finding.code == "clock"]
    assert (
        past == "laptop and wrong wrote at later times than this machine's clock shows (2024-06-05): it may be behind."
    )


def test_something_else_in_its_place_is_called_that(fixture: StoreFixture) -> None:
    for raw in (Random(5).randbytes(3000), b"\r\r random \xff\xfe\r", b"<html>\r\nSign in</html>\r\n", b'{"a": 1}'):
        fixture.file.write_bytes(raw)
        damage = [f for f in examine(fixture.open(), MS) if f.level == "problem" and f.code not in ("shadow", "file")]
        assert [finding.words[:31] for finding in damage] == ["The file holds something else, "], damage
        assert repair(fixture.open(), MS)[0].startswith("Mended the data file (it held something else).")
        assert fixture.titles() == ["Write"]


def test_what_is_only_elsewhere_is_no_healthy_new_file(fixture: StoreFixture, tmp_path: Path) -> None:
    link = tmp_path / "link.json"
    link.symlink_to(tmp_path / "unplugged" / "wip.json")
    cloud = fixture.folder / "notes.json"
    (fixture.folder / ".notes.json.icloud").write_bytes(b"bplist00")
    for path, why in ((link, "is the disk plugged in?"), (cloud, "only in the cloud")):
        [finding] = examine(TinyStore(path, now=fixture.now, device="x", state=str(tmp_path / "s")), MS)
        assert (finding.level, finding.can_repair) == ("problem", False) and why in finding.words
    away = fixture.folder / f".{fixture.file.name}.icloud"
    fixture.file.rename(away)
    findings = examine(fixture.open(), MS)
    assert "only in the cloud" in findings[0].words and "knows what was in it" in findings[0].words
    assert not any(finding.can_repair for finding in findings)


def test_no_repair_is_promised_of_a_file_that_cannot_be_written(fixture: StoreFixture) -> None:
    old = fixture.file.read_bytes()
    fixture.put("78", title="Later")
    fixture.file.write_bytes(old)
    assert any(finding.can_repair for finding in examine(fixture.open(), MS))
    fixture.file.chmod(0o444)
    assert not any(finding.can_repair for finding in examine(fixture.open(), MS))


def test_a_file_that_git_took_back(fixture: StoreFixture) -> None:
    assert "git" not in found(fixture)
    (fixture.folder.parent / ".git").mkdir()
    assert "stash" in found(fixture)["git"].words and found(fixture)["git"].level == "note"
    old = fixture.file.read_bytes()
    fixture.put("78", title="Later")
    fixture.file.write_bytes(old)
    report = fixture.open().merge_now()
    assert report.words.startswith("The data file was behind this machine's copy; it is up to date again.")
    assert report.words.endswith("If git took it back on purpose: wiptui backup restore N.")


def test_read_only_newer_and_drafts(fixture: StoreFixture) -> None:
    (fixture.folder / "~syncthing~wiptui-abcdefgh.tmp").write_bytes(b"{")
    assert found(fixture)["drafts"].can_repair
    data = fixture.store.read()
    fixture.file.write_bytes(encode({**data, "meta": {"1": {**data["meta"]["1"], "schema": 3}}}))
    assert "Format 3 is newer" in found(fixture)["format"].words
    fixture.file.chmod(0o444)
    assert "read-only" in found(fixture)["file"].words


@pytest.mark.parametrize("name", ["wip.json.bak", "old wip.json", "tasks of last week.json"])
def test_a_copy_whose_name_says_nothing_is_named(fixture: StoreFixture, name: str) -> None:
    old = fixture.file.read_bytes()
    (fixture.folder / name).write_bytes(old)
    (fixture.folder / "diary.json").write_bytes(b'{"app":"wiptui"}')
    copies = found(fixture)["copies"]
    assert (copies.level, name in copies.words) == ("note", True)
    (fixture.folder / name).write_bytes(elsewhere(old, "88", title="New"))
    copies = found(fixture)["copies"]
    assert copies.level == "problem" and name in copies.words and "a change that it does not have" in copies.words
    told = copies.words.rpartition("“")[2].removesuffix("”.")
    (fixture.folder / name).rename(fixture.folder / told)
    assert fixture.titles() == ["New", "Write"], "what it tells to do helps"
    assert "copies" not in found(fixture)


def test_a_copy_of_a_newer_format_is_called_that(fixture: StoreFixture) -> None:
    raw = fixture.file.read_bytes()
    (fixture.folder / COPY).write_bytes(raw.replace(b'"schema":1', b'"schema":2'))
    copies = found(fixture)["copies"]
    assert copies.level == "problem" and "newer format" in copies.words


@pytest.mark.skipif(os.name == "nt", reason="a sparse file takes room there")
def test_a_copy_of_forty_gigabytes_is_not_read(fixture: StoreFixture) -> None:
    (fixture.folder / COPY).write_bytes(b"")
    os.truncate(fixture.folder / COPY, 40_000_000_000)  # sparse: it takes no room
    assert fixture.restart() and fixture.titles() == ["Write"]
    fixture.put("78", title="Another")
    copies = found(fixture)["copies"]
    assert copies.level == "problem" and "too large" in copies.words
    [left] = unmerged(fixture.store)
    assert left.name == COPY


def test_a_machine_that_can_keep_nothing_for_itself(fixture: StoreFixture) -> None:
    state = fixture.state
    state.rename(state.with_name("away"))
    state.write_text("")
    finding = found(fixture)["shadow"]
    assert (finding.level, finding.can_repair) == ("problem", False)
    assert f"no copy of its own, and no undo: {state} cannot be written" in finding.words


def test_an_own_copy_that_is_behind_is_not_called_full(fixture: StoreFixture) -> None:
    database = Path(fixture.store.state_dir.database.path)
    fixture.store.close()
    old = database.read_bytes()
    fixture.put("78", title="Later")
    fixture.store.close()
    database.write_bytes(old)
    finding = found(fixture)["shadow"]
    assert finding.words.startswith("This machine's own copy lacks 1 change that the file has"), finding.words
    assert (finding.level, finding.can_repair) == ("note", True)
    repair(fixture.open(), MS)
    assert found(fixture)["shadow"].level == "ok"
