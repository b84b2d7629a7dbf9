"""``sync`` and ``devices``, and what the other commands say when something was merged."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from cli_runner import Cli
from sync_devices import Two

DROPBOX = "wip (phone's conflicted copy 2026-11-22).json"
CERTAIN = (
    "wip.sync-conflict-20261122-101500-ABCDEFG.json",
    "wip (conflicted copy phone 2026-11-22 101500).json",
    "wip_conflict-20261122-101500.json",
    DROPBOX,
    "wip (In Konflikt stehende Kopie von phone 2026-11-22).json",
    "wip-phone-safeBackup-0001.json",
    "wip.json.conflict1",
    "wip.conflict1.json",
    "wip.json..path1",
    "wip (conflict #1_on_2026-11-22).json",
    "wip (conflict_on_2026-11-22).json",
    "wip.Conflict.json",
    "wip (SFConflict me@example.org 2026-11-22-10-15-00).json",
    "wip (Conflicted copy phone 202611221015).json",
    "wip.json.orig",
)
UNCERTAIN = ("wip-phone.json", "wip-phone-2.json", "wip 2.json", "wip (1).json", "wip_LOCAL_123.json")


@pytest.fixture
def two(cli: Cli, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Two:
    return Two(cli, monkeypatch, tmp_path)


@pytest.mark.parametrize("name", CERTAIN + UNCERTAIN)
def test_a_copy_merges_on_both_sides_to_the_same_bytes(two: Two, name: str) -> None:
    two.laptop.add("from the laptop")
    two.phone.add("from the phone")
    before = two.laptop.file.read_bytes()
    two.laptop.take(two.phone, name)
    (two.phone.folder / name).write_bytes(before)
    for device in (two.laptop, two.phone):
        report = device.json("sync")
        assert report["copies"] == [name]
        assert (device.folder / name).exists() is (name in UNCERTAIN), "a copy that a person may have made stays"
    assert two.laptop.file.read_bytes() == two.phone.file.read_bytes()
    assert two.laptop.titles() == ["from the laptop", "from the phone", "shared"]
    for device in (two.laptop, two.phone):
        stat = device.file.stat()
        device.ok("list")
        device.ok("sync")
        after = device.file.stat()
        assert (after.st_ino, after.st_mtime_ns) == (stat.st_ino, stat.st_mtime_ns), "a second merge writes nothing"


def test_what_is_none_of_ours_is_left_alone(two: Two) -> None:
    other = two.laptop.folder / "wip-notes.json"
    other.write_text('{"tasks": {"1": {"title": "of another program"}}}')
    report = two.laptop.json("sync")
    assert (report["merged"], report["copies"]) == (False, [])
    assert other.exists()
    assert two.laptop.titles() == ["shared"]


def test_sync_says_what_came_from_where_and_where_the_copy_went(two: Two) -> None:
    two.phone.add("one")
    two.phone.add("two")
    two.laptop.take(two.phone, DROPBOX)
    result = two.laptop.ok("sync")
    assert result.lines == ["Merged 1 conflict copy. 2 changes from phone.", f"  {DROPBOX}"]
    kept = Path(result.err.strip().removeprefix("Kept: "))
    assert kept.name.endswith(f"{DROPBOX}.gz")
    assert gzip.decompress(kept.read_bytes()) == two.phone.file.read_bytes()
    assert two.laptop.ok("sync").lines == [f"Nothing to merge: {two.laptop.file} has all that this machine knows."]


def test_a_copy_that_is_not_merged_is_named(two: Two) -> None:
    two.phone.add("one")
    name = "wip.json.bak"
    (two.laptop.folder / name).write_bytes(two.phone.file.read_bytes())
    (two.laptop.folder / "diary.json").write_bytes(two.phone.file.read_bytes())
    said = two.laptop.ok("sync").lines
    assert (
        said[0] == "Merged nothing." and said[1].startswith("! A copy of this file with a change") and name in said[1]
    )
    assert len(said) == 2, "a name that says nothing is what doctor looks for"
    [left] = two.laptop.json("sync")["unmerged"]
    assert left["file"] == name and "rename it" in left["words"]


def test_sync_in_json(two: Two) -> None:
    two.phone.add("one")
    two.laptop.take(two.phone, DROPBOX)
    report = two.laptop.json("sync")
    assert report.pop("kept")[0].endswith(f"{DROPBOX}.gz")
    assert report == {
        "file": str(two.laptop.file),
        "merged": True,
        "words": "Merged 1 conflict copy. 1 change from phone.",
        "copies": [DROPBOX],
        "gains": [{"device": "phone", "changes": 1}],
        "problems": [],
        "rebuilt": False,
        "moved": [],
        "pending": None,
        "unmerged": [],
        "over": [],
        "two_versions": [],
    }


def test_a_note_edited_on_two_machines_is_shown_with_both_texts_until_somebody_decides(two: Two) -> None:
    key = two.laptop.add("Write")
    two.phone.take(two.laptop)
    two.phone.ok("list")
    two.laptop.ok("edit", "write", "--note", "from the laptop")
    two.phone.cli.later(seconds=5)
    two.phone.ok("edit", "write", "--note", "from the phone")
    two.laptop.take(two.phone, DROPBOX)
    said = two.laptop.ok("sync").out
    assert f"Edited on two machines: Write. wiptui show {key}" in said
    assert "two versions" in two.laptop.ok("list").out
    shown = two.laptop.ok("show", "write").out
    assert "from the phone" in shown and "from the laptop" in shown
    assert "Second version of the note, from laptop, " in shown and f"wiptui edit {key} --take note" in shown
    assert "Edited on two machines" in two.laptop.ok("doctor").out
    (other,) = two.laptop.json("show", "write")["other_texts"]
    assert (other["field"], other["text"], other["device"]) == ("note", "from the laptop", "laptop")
    assert two.laptop("edit", "write", "--take", "note", "--due", "fri").code == 2
    assert two.laptop("edit", "write", "--take", "title").code == 2
    assert "Took the other note of “Write”" in two.laptop.ok("edit", "write", "--take", "note").err
    assert "two versions" not in two.laptop.ok("list").out
    assert two.laptop.json("show", "write")["note"] == "from the laptop"
    two.laptop.ok("undo")
    assert "two versions" in two.laptop.ok("list").out


@pytest.mark.parametrize("command", [("list",), ("status",), ("add", "more")])
def test_every_command_merges_and_says_so_in_one_quiet_line(two: Two, command: tuple[str, ...]) -> None:
    two.phone.add("one")
    two.laptop.take(two.phone, DROPBOX)
    result = two.laptop.ok(*command)
    assert result.err.splitlines().count("Merged 1 conflict copy. 1 change from phone.") == 1
    assert "conflict" not in result.out
    assert "one" in two.laptop.titles()
    assert "Merged" not in two.laptop.ok("list").err


def test_a_file_that_is_gone_comes_back(two: Two) -> None:
    before = two.laptop.file.read_bytes()
    two.laptop.file.unlink()
    report = two.laptop.json("sync")
    assert report["rebuilt"]
    assert two.laptop.file.read_bytes() == before


def test_an_older_file_copied_over_takes_nothing_back(two: Two) -> None:
    two.laptop.add("newer")
    two.laptop.take(two.phone)
    assert two.laptop.titles() == ["newer", "shared"]


def test_over_the_limit_is_told_by_device_starts_are_refused_and_swaps_are_not(two: Two) -> None:
    for title in ("a", "b"):
        two.laptop.ok("start", two.laptop.add(f"laptop {title}"))
        two.phone.ok("start", two.phone.add(f"phone {title}"))
    two.laptop.take(two.phone, DROPBOX)
    result = two.laptop.ok("sync")
    assert "Doing is OVER 4/3: 2 from laptop, 2 from phone" in result.lines
    assert sorted(line.split("  ", 2)[2] for line in result.lines if "  from " in line) == [
        "laptop a  from laptop",
        "laptop b  from laptop",
        "phone a  from phone",
        "phone b  from phone",
    ]
    over = two.laptop.json("sync")["over"]
    assert [(row["scope"], row["count"], row["limit"]) for row in over] == [("global", 4, 3)]
    assert {name: len(ids) for name, ids in over[0]["by_device"].items()} == {"laptop": 2, "phone": 2}
    assert two.laptop.ok("status").out.startswith("OVER 4/3")
    listed = two.laptop.ok("list").lines
    assert "Doing 4/3  OVER" in listed
    assert [line.split("from ")[1].split()[0] for line in listed if "phone a" in line or "laptop a" in line] == [
        "laptop",
        "phone",
    ]
    refused = two.laptop("start", "shared")
    assert refused.code == 3
    assert "over its limit: 4 of 3" in refused.err
    assert "from phone" in refused.err
    two.laptop.ok("start", "shared", "--swap", "phone a")
    assert two.laptop.ok("status").out.startswith("OVER 4/3")
    two.laptop.ok("done", "phone b")
    assert two.laptop.ok("status").out.startswith("Doing 3/3")


def test_devices_says_who_wrote_and_when(two: Two) -> None:
    two.phone.add("one")
    two.laptop.take(two.phone, DROPBOX)
    lines = two.laptop.ok("devices").lines
    assert [line.split()[0] for line in lines] == ["phone", "laptop"]
    assert lines[0].startswith("phone   2026-11-22 14:0")
    assert lines[1].endswith("this device")
    rows = two.laptop.json("devices")
    assert [(row["name"], row["here"], row["clock_ahead_days"]) for row in rows] == [
        ("phone", False, 0),
        ("laptop", True, 0),
    ]
    assert rows[0]["last_seen"].startswith("2026-11-22T14:0")
    assert all(len(row["code"]) == 4 and row["changes"] > 0 for row in rows)


def test_a_clock_that_is_years_ahead_is_named_and_not_believed(two: Two) -> None:
    two.phone.cli.later(days=3650)
    two.phone.ok("edit", "shared", "--title", "from the future")
    two.phone.cli.later(days=-3650)
    two.laptop.take(two.phone, DROPBOX)
    two.laptop.ok("edit", "future", "--title", "after it")
    assert two.laptop.titles() == ["after it"], "whoever saw it can still change it"
    rows = {row["name"]: row for row in two.laptop.json("devices")}
    assert rows["phone"]["clock_ahead_days"] == 3649
    assert rows["phone"]["last_seen"] is None
    assert rows["laptop"]["clock_ahead_days"] == 0, "it only had to be past the other one"
    assert rows["laptop"]["last_seen"].startswith("2026-11-22")
    assert "its clock was 3,649 days ahead" in two.laptop.ok("devices").out


def test_nobody_wrote_yet(cli: Cli) -> None:
    assert cli.ok("devices").err == f"Nobody has written yet.\nThere is no file {cli.file} yet.\n"
    assert cli.ok("devices", "--json").json == []
    assert not cli.file.exists()


def test_another_file_is_respected(two: Two) -> None:
    assert two.phone.json("sync", "--file", str(two.laptop.file))["file"] == str(two.laptop.file)
