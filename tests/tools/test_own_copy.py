"""What this machine alone has cannot be read: no acknowledged change is lost, whatever file it is and whatever error.

Nothing here knows what the files of the state folder are called or what is in them: each that is there gets its turn.
Every command says a sentence and ends with 0 or 5; when the fault is gone, all that was acknowledged is there.
"""

from __future__ import annotations

import gzip
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from machines import Machine
from needs import unavailable

from wiptui.domain import commands as c

KINDS = ("EIO", "folder", "EMFILE", "EACCES")
"""Errors, and a folder in the place of the file."""
CALLS = "open,openat,read,pread64,stat,newfstatat,statx,lstat"
WHOLE = os.environ.get("OWN_COPY_FAULTS") == "all"
"""Every file with every error and command; else each file with one of them."""


class Scene:
    """A machine with changes that are saved on it, and not in the synced file."""

    def __init__(self, root: Path, note: str) -> None:
        self.root = root / "now"
        self.saved = root / "saved"
        self.trace = root / "trace"
        self.machine = Machine(self.root, "laptop")
        self.machine.do(c.Add("in the file", {"note": note} if note else {}))
        self.machine.do(c.Add("also in the file"))
        self.machine.store.close()
        folder, away = self.machine.folder, self.root / "unplugged"
        folder.rename(away)
        said = self.run("add", "only on this machine")
        assert said.returncode == 0 and "Saved on this machine" in said.stderr, said
        away.rename(folder)
        shutil.copytree(self.root, self.saved, symlinks=True)
        self.told = {"in the file", "also in the file", "only on this machine"}

    def again(self) -> None:
        """Everything as it was before the last command."""
        shutil.rmtree(self.root)
        shutil.copytree(self.saved, self.root, symlinks=True)

    @property
    def state(self) -> Path:
        return self.machine.home / ".local/state/wiptui"

    def files(self) -> list[Path]:
        return sorted(path for path in self.state.rglob("*") if path.is_file())

    def run(self, *words: str, before: tuple[str, ...] = ()) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [*before, sys.executable, "-m", "wiptui", *words],
            env=self.machine.env,
            capture_output=True,
            text=True,
            timeout=60,
        )

    def faulty(self, path: Path, error: str, *words: str) -> subprocess.CompletedProcess[str]:
        """A command for which one file can be neither opened nor looked at."""
        inject = ("strace", "-f", "-qq", "-o", str(self.trace), "-P", str(path), "-e", f"trace={CALLS}")
        return self.run(*words, before=(*inject, "-e", f"inject={CALLS}:error={error}"))

    def in_its_place(self, path: Path, *words: str) -> subprocess.CompletedProcess[str]:
        """A command while a folder is where the file was."""
        aside = self.root.parent / "aside"
        path.rename(aside)
        path.mkdir()
        done = self.run(*words)
        if path.is_dir():
            path.rmdir()
            aside.rename(path)
        return done

    def check(self, done: subprocess.CompletedProcess[str], what: str) -> None:
        """What a command said is true, and what was acknowledged is still there."""
        assert done.returncode in (0, 5), (what, done)
        assert "Traceback" not in done.stderr and "inside wiptui" not in done.stderr, (what, done)
        assert done.returncode == 0 or "othing was changed" in done.stderr, (what, done)
        new = {"new"} if "add" in done.args and done.returncode == 0 else set()
        assert self.titles() == self.told | new, what

    def titles(self) -> set[str]:
        return {task["title"] for task in json.loads(self.machine.run("list", "--json"))}

    def asked(self) -> Iterator[tuple[Path, str, tuple[str, ...]]]:
        """Each file with what may happen to it: an error of every kind, and a command of every kind."""
        words = (("list", "--json"), ("add", "new"))
        for number, path in enumerate(self.files()):
            if WHOLE:
                yield from ((path, kind, one) for kind in KINDS for one in words)
            else:
                yield path, KINDS[number % len(KINDS)], words[number % 2]


@pytest.fixture(params=["short", "long"])
def scene(tmp_path: Path, request: pytest.FixtureRequest) -> Scene:
    """A file of a few lines, and one that is saved by exchanging lines."""
    return Scene(tmp_path, "so long " * 40_000 if request.param == "long" else "")


@pytest.mark.tools("strace")
def test_a_file_of_the_state_folder_that_cannot_be_read(scene: Scene) -> None:
    refused = set()
    for path, kind, words in scene.asked():
        scene.again()
        done = scene.in_its_place(path, *words) if kind == "folder" else scene.faulty(path, kind, *words)
        refused |= {path} if done.returncode == 5 else set()
        scene.check(done, f"{path.name} {kind} {words}")
    assert refused, "the only copy of a change cannot be read: that is said, and nothing else is believed"


def test_the_doctor_names_what_cannot_be_read(tmp_path: Path) -> None:
    """Whatever makes a command refuse."""
    scene = Scene(tmp_path, "")
    for path in scene.files():
        scene.again()
        refused = scene.in_its_place(path, "undo").returncode == 5
        scene.again()
        examined = scene.in_its_place(path, "doctor")
        assert not refused or (examined.returncode in (1, 5) and path.name in examined.stdout), (path, examined)


def test_what_is_damaged_is_kept_and_said(scene: Scene) -> None:
    said = set()
    for number, path in enumerate(scene.files()):
        scene.again()
        whole = path.read_bytes()
        ways = [whole[: len(whole) // 2], b"", bytes(range(256)) * 4]
        for spoilt in ways if WHOLE or path.name.startswith("local") else [ways[number % 3]]:
            scene.again()
            path.write_bytes(spoilt)
            done = scene.run("add", "new")
            assert done.returncode == 0 and "Traceback" not in done.stderr, (path, done)
            titles = scene.titles()
            assert {"in the file", "also in the file", "new"} <= titles, path
            if scene.told <= titles:
                continue
            said.add(path)
            assert "damaged" in done.stderr, (path, done)
            kept = [found for found in scene.state.rglob("*") if found.is_file() and _unpacked(found) == spoilt.strip()]
            assert kept, f"{path} held a change that is in no other file, and what is left of it is kept"
    assert said


def _unpacked(path: Path) -> bytes:
    raw = path.read_bytes()
    return (gzip.decompress(raw) if raw[:2] == b"\x1f\x8b" else raw).strip()


@pytest.mark.tools("chattr")
def test_the_doctor_says_that_the_own_copy_cannot_be_written(tmp_path: Path) -> None:
    machine = Machine(tmp_path, "laptop")
    machine.run("add", "before")
    [own] = tmp_path.rglob("local.db")
    frozen = subprocess.run(["chattr", "+i", str(own)], capture_output=True, text=True, check=False)
    if frozen.returncode:
        unavailable("chattr +i", f"nothing can be frozen here: {frozen.stderr.strip()}")
    try:
        machine.run("add", "after")
        found = json.loads(machine.run("doctor", "--json", code=1))["findings"]
    finally:
        subprocess.run(["chattr", "-i", str(own)], check=True)
    [said] = [finding["words"] for finding in found if finding["code"] == "shadow"]
    assert "own copy lacks" in said and said.endswith(f"it cannot be written: {own}."), said
    machine.run("sync")
    assert "keeps a full copy" in machine.run("doctor")
