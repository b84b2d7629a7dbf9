"""A data file in odd circumstances: whose it is, where it leads, what is in it."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from cli_runner import Cli

ODD = [[1], {"a": 1}, 5, True, -1.5, "", "xxx", 10**30]


@pytest.mark.skipif(not hasattr(os, "fchown"), reason="no owners here")
def test_the_group_is_kept_where_the_owner_cannot_be(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file shared in a folder of a group: only root may give a file away, the group anybody who is in it."""
    cli.add("a")
    real_stat = os.stat
    given: list[tuple[int, int]] = []

    def theirs(path: object, *args: object, **kwargs: object) -> os.stat_result:
        found = real_stat(path, *args, **kwargs)  # type: ignore[arg-type]
        if str(path) != str(cli.file):
            return found
        return os.stat_result(
            [*found[:4], found.st_uid + 1, found.st_gid + 1, *found[6:]],
            {"st_mtime_ns": found.st_mtime_ns, "st_ctime_ns": found.st_ctime_ns},
        )

    def fchown(fd: int, uid: int, gid: int) -> None:
        if uid != -1:
            raise PermissionError(1, "Operation not permitted")
        given.append((uid, gid))

    with monkeypatch.context() as patch:
        patch.setattr(os, "stat", theirs)
        patch.setattr(os, "fchown", fchown)
        cli.add("b")
    assert (-1, real_stat(cli.file).st_gid + 1) in given


def test_a_link_that_leads_nowhere_is_no_new_file(cli: Cli, tmp_path: Path) -> None:
    mounted = tmp_path / "stick"
    mounted.mkdir()
    cli.file.parent.mkdir(exist_ok=True)
    cli.file.symlink_to(mounted / "wip.json")
    assert "is not there" in cli.fails(5, "add", "lost?").err
    assert "is not there" in cli.ok("list").err
    assert list(mounted.iterdir()) == []


def test_a_hard_link_is_not_parted_in_silence(cli: Cli, tmp_path: Path) -> None:
    cli.add("a")
    other = tmp_path / "other.json"
    os.link(cli.file, other)
    assert "another name too" in cli.ok("doctor").out
    before = other.read_bytes()
    assert "had another name (a hard link), which keeps the old content" in cli.ok("add", "b").err
    assert other.read_bytes() == before
    assert "hard link" not in cli.ok("add", "c").err and "another name" not in cli.ok("doctor").out


def test_a_link_to_a_stick_that_is_away_begins_nothing_below_the_mount_point(cli: Cli, tmp_path: Path) -> None:
    mounted, away = tmp_path / "stick", tmp_path / "away"
    mounted.mkdir()
    cli.file.parent.mkdir(exist_ok=True)
    cli.add("on the stick", "--file", str(mounted / "wip.json"))
    cli.file.symlink_to(mounted / "wip.json")
    mounted.rename(away)
    mounted.mkdir()
    assert "not yet in the synced file" in cli.ok("add", "on the way").err
    assert {task["title"] for task in cli.tasks()} == {"on the stick", "on the way"}
    assert list(mounted.iterdir()) == []
    mounted.rmdir()
    away.rename(mounted)
    assert {task["title"] for task in cli.tasks()} == {"on the stick", "on the way"}
    assert "on the way" in (mounted / "wip.json").read_text()


def test_what_is_only_in_the_cloud_is_not_begun_anew(cli: Cli) -> None:
    cli.file.parent.mkdir(exist_ok=True)
    placeholder = cli.file.with_name(f".{cli.file.name}.icloud")
    placeholder.write_bytes(b"bplist00")
    assert "only in the cloud" in cli.fails(5, "add", "lost?").err
    assert not cli.file.exists()
    placeholder.unlink()
    cli.add("a")
    cli.file.rename(placeholder)
    assert "not yet in the synced file" in cli.ok("add", "b").err
    assert not cli.file.exists()
    placeholder.rename(cli.file)
    assert {task["title"] for task in cli.tasks()} == {"a", "b"}


def test_nothing_is_written_over_an_empty_file_that_a_sync_tool_may_be_fetching(cli: Cli) -> None:
    cli.file.parent.mkdir(exist_ok=True)
    cli.file.touch()
    assert "may still be fetching it" in cli.fails(5, "add", "lost?").err
    assert "may still be fetching it" in cli.ok("list").err
    assert "may still be fetching it" in cli("doctor").out
    assert cli.file.read_bytes() == b""
    cli.file.unlink()
    cli.add("a")
    whole = cli.file.read_bytes()
    cli.file.write_bytes(b"")
    cli.ok("list")
    assert cli.file.read_bytes() == whole, "what this machine knows is put back"


@pytest.mark.parametrize("odd", ODD, ids=str)
def test_no_odd_value_breaks_a_way_out(cli: Cli, odd: object) -> None:
    cli.ok("start", cli.add("a +p due:fri @t"))
    cli.add("b")
    data = json.loads(cli.file.read_bytes())
    for table, names in (
        ("tasks", ("due", "tags", "project", "priority", "created", "note")),
        ("devices", ("code", "name", "zone")),
    ):
        for record in data[table].values():
            for name in names if record else ():
                record[name] = odd
                for patch in record["_log"].values():
                    patch.update({name: odd} if name in patch else {})
    cli.file.write_text(json.dumps(data))
    for words in ("devices", "list", "stats", "sync", "doctor", "export taskwarrior", "export csv", "export todotxt",
                  "export json", "export icalendar", "export markdown"):  # fmt: skip
        result = cli(*words.split())
        assert result.code in (0, 1) and "inside wiptui" not in result.err, result
