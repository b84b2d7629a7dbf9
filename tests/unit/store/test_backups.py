"""Snapshots: when they are taken, how many stay, what is in them."""

from __future__ import annotations

import gzip
import os
import sys
from datetime import timedelta
from pathlib import Path
from random import Random

import pytest
from store_fixture import MS, StoreFixture

from wiptui.domain.core.errors import WiptuiError
from wiptui.store.file import file_io
from wiptui.store.kept import backups as backups_module
from wiptui.store.kept.backups import DAY_MS, KEEP, Backup, Backups


@pytest.fixture
def backups(tmp_path: Path) -> Backups:
    return Backups(str(tmp_path / "backups"))


def kinds(backups: Backups) -> list[str]:
    return [backup.kind for backup in backups.list()]


def test_the_newest_has_number_one_and_gives_back_the_bytes(backups: Backups) -> None:
    for number in range(3):
        assert backups.take(b"content %d" % number, "start", MS + number)
    first, *_, last = backups.list()
    assert (first.number, first.at_ms, backups.read(first)) == (1, MS + 2, b"content 2")
    assert (last.number, last.at_ms, backups.read(last)) == (3, MS, b"content 0")


@pytest.mark.parametrize(("kind", "keep"), [("start", 10), ("daily", 14), ("weekly", 8), ("heal", 10), ("restore", 10)])
def test_of_each_kind_the_newest_stay(backups: Backups, kind: str, keep: int) -> None:
    backups.take(b"another kind", "upgrade", MS)
    apart = {"daily": DAY_MS, "weekly": 7 * DAY_MS}.get(kind, 1)
    for number in range(keep + 3):
        backups.take(b"%d" % number, kind, MS + number * apart)
    assert kinds(backups).count(kind) == keep
    assert kinds(backups).count("upgrade") == 1
    assert backups.read(backups.list()[0]) == b"%d" % (keep + 2)


def test_the_same_content_twice_is_kept_once(backups: Backups) -> None:
    backups.take(b"same", "start", MS)
    backups.take(b"same", "start", MS + 5)
    assert kinds(backups) == ["start"]


def test_nothing_is_no_content(backups: Backups) -> None:
    assert not backups.take(None, "start", MS)
    assert not backups.take(b"", "start", MS)


def test_one_a_day_and_one_a_week(tmp_path: Path) -> None:
    for hours in range(0, 24 * 30, 7):
        backups = Backups(str(tmp_path / "backups"))  # a new process each time
        backups.take_regular(b"%d" % hours, MS + hours * 3_600_000)
    found = backups.list()
    days = [backup.at_ms // DAY_MS for backup in found if backup.kind == "daily"]
    weeks = [(backup.at_ms // DAY_MS + 3) // 7 for backup in found if backup.kind == "weekly"]
    assert len(days) == len(set(days)) == 14
    assert len(weeks) == len(set(weeks)) == 6


def test_a_broken_one_says_so(backups: Backups) -> None:
    backups.take(b"content", "start", MS)
    [backup] = backups.list()
    Path(backup.path).write_bytes(b"garbage")
    with pytest.raises(WiptuiError, match="Backup 1 cannot be read"):
        backups.read(backup)


def test_strange_names_are_passed_over(backups: Backups, tmp_path: Path) -> None:
    backups.take(b"content", "start", MS)
    for name in ("notes.txt", "x-y-z.json.gz", "20261122T130500000-start.json.gz"):
        (tmp_path / "backups" / name).write_bytes(b"")
    assert len(backups.list()) == 1


def test_the_store_keeps_what_was_before_the_first_change_of_the_day(tmp_path: Path) -> None:
    fixture = StoreFixture(tmp_path)
    fixture.put("77", title="First")
    assert fixture.store.replica.backups.list() == []
    before = fixture.file.read_bytes()
    fixture.put("78", title="Second")
    fixture.put("79", title="Third")
    found = fixture.store.replica.backups.list()
    assert {backup.kind for backup in found} == {"daily", "weekly"}
    assert fixture.store.replica.backups.read(found[0]) == before
    fixture.at += timedelta(days=1)
    fixture.put("80", title="Next day")
    assert len(fixture.store.replica.backups.list()) == 4, "Monday: the day's and the week's"


def test_all_snapshots_together_take_no_more_than_so_many_bytes(
    backups: Backups, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The new one and the newest of a sound file stay, whatever their size, and small old ones beside large ones."""
    monkeypatch.setattr(backups_module, "KEEP_BYTES", 50_000)
    random = Random(7)
    backups.take(b"small and old", "daily", MS)
    for number in range(1, 60):
        kind = random.choice([kind for kind in KEEP if kind not in ("former", "daily", "weekly")])
        backups.take(random.randbytes(6_000), kind, MS + number * DAY_MS // 4)
        found = backups.list()
        assert sum(backup.size for backup in found) <= 50_000
        assert found[0].at_ms == MS + number * DAY_MS // 4
        assert any(backup.kind not in backups_module.UNSOUND for backup in found)
    assert len(found) >= 7
    assert backups.read(found[-1]) == b"small and old"
    whole = random.randbytes(70_000)
    backups.take(whole, "heal", MS + 40 * DAY_MS)
    first, *others = backups.list()
    assert backups.read(first) == whole and first.size > 50_000
    assert len(others) == 1 and others[0].kind not in backups_module.UNSOUND


def test_the_bytes_of_a_wrong_clock_push_no_right_ones_out(backups: Backups, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(backups_module, "KEEP_BYTES", 30_000)
    random = Random(8)
    for ahead in (0, 400, 0):
        for number in range(12):
            backups.take(random.randbytes(3_000), "daily", MS + (ahead + number) * DAY_MS)
    right = [backup for backup in backups.list() if backup.at_ms < MS + 300 * DAY_MS]
    assert len(right) >= 5


@pytest.mark.skipif(sys.platform == "win32", reason="no pipes and no sparse files there")
def test_what_is_no_file_or_too_large_is_refused_and_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    backups = Backups(str(tmp_path))
    pipe, sparse, bomb = tmp_path / "pipe", tmp_path / "sparse", tmp_path / "bomb.gz"
    os.mkfifo(pipe)
    sparse.write_bytes(b"")
    os.truncate(sparse, 40_000_000_000)
    bomb.write_bytes(gzip.compress(bytes(3_000_000)))
    monkeypatch.setattr(backups_module.unpacked, "__defaults__", (2_000_000,))
    for path in (pipe, sparse, bomb, Path("/dev/zero")):
        with pytest.raises(WiptuiError, match=str(path)):
            backups.read(Backup(0, MS, "file", 0, str(path)))
    assert file_io.MOST_OF_A_FILE < 40_000_000_000
