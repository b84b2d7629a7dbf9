"""A data file that comes back under another path brings what this machine had saved for it meanwhile."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from cli_runner import Cli
from schema_check import check

LONG = "so long " * 40_000
"""With such a note in it, a file is saved by exchanging lines."""


class Stick:
    """A folder with the data file, mounted here and there, or not at all."""

    def __init__(self, cli: Cli, monkeypatch: pytest.MonkeyPatch, root: Path) -> None:
        self.cli, self.monkeypatch = cli, monkeypatch
        self.away = root / "pocket"
        self.folder = root / "media" / "one"
        self.folder.mkdir(parents=True)
        self.at(self.folder)

    def at(self, folder: Path) -> None:
        """The data file is looked for here."""
        self.monkeypatch.setenv("WIPTUI_FILE", str(folder / "wip.json"))

    def mount(self, name: str) -> Path:
        """Plugged in again, under a name."""
        self.folder = self.folder.parent / name
        self.away.rename(self.folder)
        self.at(self.folder)
        return self.folder

    def unplug(self) -> None:
        self.folder.rename(self.away)

    def add_away(self, title: str) -> None:
        """Something is added while the stick is not plugged in."""
        self.unplug()
        assert "Saved on this machine, not yet in the synced file" in self.cli.ok("add", title).err

    def titles(self) -> list[str]:
        return sorted(task["title"] for task in self.cli.tasks())

    def in_file(self) -> list[str]:
        rows = json.loads((self.folder / "wip.json").read_bytes())["tasks"].values()
        return sorted(row["title"] for row in rows if row)


@pytest.fixture(params=["short", "long"])
def stick(request: pytest.FixtureRequest, cli: Cli, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Stick:
    made = Stick(cli, monkeypatch, tmp_path)
    cli.add("on the stick")
    if request.param == "long":
        cli.ok("edit", "on the stick", "--note", LONG)
    return made


@pytest.mark.parametrize("words", [("list",), ("add", "first here"), ("sync",)])
def test_a_stick_that_is_mounted_under_another_name(stick: Stick, words: tuple[str, ...]) -> None:
    stick.add_away("on the way")
    stick.mount("two")
    said = stick.cli.ok(*words)
    assert "media/one/wip.json, where the file is no more" in said.err + said.out
    more = ["first here"] if "add" in words else []
    assert stick.titles() == stick.in_file() == sorted([*more, "on the stick", "on the way"])
    assert "media/one" not in stick.cli.ok("sync").out, "said once"


def test_it_is_taken_in_once(stick: Stick) -> None:
    stick.add_away("on the way")
    stick.mount("two")
    report = stick.cli.ok("sync", "--json").json
    check("sync", report)
    assert [path.rpartition("media")[2] for path in report["moved"]] == ["/one/wip.json"]
    stick.cli.ok("drop", "on the way")
    stick.unplug()
    stick.mount("three")
    report = stick.cli.ok("sync", "--json").json
    assert report["moved"] == [] and "on the way" not in stick.titles()


def test_what_another_machine_wrote_meanwhile_stays(stick: Stick, tmp_path: Path) -> None:
    stick.add_away("on the way")
    stick.mount("two")
    with stick.monkeypatch.context() as patch:
        patch.setenv("XDG_STATE_HOME", str(tmp_path / "state of the phone"))
        patch.setenv("WIPTUI_DEVICE", "phone")
        stick.cli.add("by the phone")
    assert stick.titles() == ["by the phone", "on the stick", "on the way"]


def test_back_and_forth(stick: Stick) -> None:
    """Both paths are known here; what was saved for the one is found at the other, though the file stood still."""
    stick.unplug()
    stick.mount("two")
    assert stick.titles() == ["on the stick"]
    stick.add_away("on the way")
    stick.mount("one")
    assert stick.titles() == stick.in_file() == ["on the stick", "on the way"]
    stick.add_away("and back")
    stick.mount("two")
    assert stick.titles() == stick.in_file() == ["and back", "on the stick", "on the way"]


def test_a_link_that_leads_elsewhere_now(stick: Stick, tmp_path: Path) -> None:
    link = tmp_path / "home" / "wip.json"
    link.parent.mkdir()
    link.symlink_to(stick.folder / "wip.json")
    stick.at(link.parent)
    assert stick.titles() == ["on the stick"]
    stick.add_away("on the way")
    stick.mount("two")
    link.unlink()
    link.symlink_to(stick.folder / "wip.json")
    stick.at(link.parent)
    assert stick.titles() == stick.in_file() == ["on the stick", "on the way"]


def test_a_copy_made_on_purpose_shares_nothing(stick: Stick, tmp_path: Path) -> None:
    trial = tmp_path / "trial"
    trial.mkdir()
    (trial / "wip.json").write_bytes((stick.folder / "wip.json").read_bytes())
    stick.add_away("on the way")
    stick.away.rename(stick.folder)
    stick.at(trial)
    assert stick.titles() == ["on the stick"], "the other file is there: what belongs to it is not for this one"
    stick.cli.add("only tried")
    stick.at(stick.folder)
    assert stick.titles() == stick.in_file() == ["on the stick", "on the way"]


def test_another_database_takes_nothing_in(stick: Stick, tmp_path: Path) -> None:
    stick.add_away("on the way")
    other = tmp_path / "other"
    other.mkdir()
    stick.at(other)
    stick.cli.add("of other tasks")
    assert stick.titles() == ["of other tasks"]
    stick.mount("two")
    assert stick.titles() == ["on the stick", "on the way"]


def test_what_is_pending_is_not_called_up_to_date(stick: Stick) -> None:
    stick.add_away("on the way")
    said = stick.cli.ok("sync")
    assert "up to date" not in said.out and "it is back" not in said.out


def test_another_stick_in_its_place_takes_nothing_away(stick: Stick, tmp_path: Path) -> None:
    stick.add_away("on the way")
    home = stick.folder
    other = tmp_path / "other"
    other.mkdir()
    stick.at(other)
    stick.cli.ok("add", "of the other stick")
    other.rename(home)
    stick.at(home)
    for title in ("first change there", "second change there"):
        stick.cli.ok("add", title)
    assert stick.titles() == ["first change there", "of the other stick", "second change there"]
    home.rename(other)
    stick.mount("two")
    assert "media/one/wip.json, where the file is no more" in stick.cli.ok("list").err
    assert stick.titles() == stick.in_file() == ["on the stick", "on the way"]
    assert "media/one" not in stick.cli.ok("sync").out, "said once"
