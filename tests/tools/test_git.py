"""git with the union merge and with our driver: branches, rebase, cherry-pick, stash, conflict markers."""

from __future__ import annotations

import json
import os
import random
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from gitbox import Repo
from machines import Machine, lost
from schema_check import check

from wiptui.domain import commands as c
from wiptui.git.setup import set_up
from wiptui.store.file.codec import encode
from wiptui.store.file.salvage import decode

pytestmark = pytest.mark.tools("git")

BRANCHES = 20
KINDS = ("union", "wiptui")
PROGRAM = f"{sys.executable} -m wiptui"


class Bench:
    """A repository whose branches are each the work of another machine, so that no shadow helps."""

    def __init__(self, root: Path, kind: str) -> None:
        self.root, self.kind = root, kind
        self.folder = root / "repo"
        self.folder.mkdir(parents=True)
        self.file = self.folder / "wip.json"
        self.repo = Repo(self.folder, root)
        self.repo.git("init", "-q", "-b", "main")
        self.machines: list[Machine] = []
        self.change("first", 30)
        if kind:
            set_up(str(self.file), PROGRAM, driver=kind == "wiptui")
        self.base = self.repo.commit("base")

    def change(self, name: str, count: int) -> Machine:
        """Changes by a machine that never saw this repository before."""
        machine = Machine(self.root, f"{name}-{len(self.machines)}", self.folder)
        dice = random.Random(machine.name)
        for number in range(count):
            machine.change(dice, number)
        machine.store.close()
        self.machines.append(machine)
        return machine

    def branch(self, name: str, *, start: str, commits: int = 1) -> None:
        self.repo.git("checkout", "-q", "-b", name, start)
        for _ in range(commits):
            self.change(name, 3)
            self.repo.commit(name)

    def branches_of_one_line(self) -> None:
        """Two branches, one and two, which git cannot bring together by lines."""
        task = min(map(int, self.machines[0].store.read()["tasks"]))
        for name in ("one", "two"):
            self.branch(name, start=self.base)
            self.machines[-1].do(c.Edit(task, {"title": f"the same line, by {name}"}))
            self.repo.commit(name)

    def check(self, machines: list[Machine]) -> None:
        """The file is valid JSON as git left it, and tells all that these machines were promised."""
        raw = self.file.read_bytes()
        json.loads(raw)
        found = decode(raw)
        assert {problem.kind for problem in found.problems} <= {"duplicate"}, found.problems
        assert lost(raw, machines) == []
        if self.kind == "wiptui":
            assert encode(found.data) == raw

    def settle(self) -> None:
        """The next command of whoever it is puts everything in order, and the one after that writes nothing."""
        machine = Machine(self.root, "reader", self.folder)
        machine.sync()
        raw = self.file.read_bytes()
        assert encode(decode(raw).data) == raw
        assert lost(raw, self.machines) == []
        machine.sync()
        assert self.file.read_bytes() == raw


@pytest.fixture(params=KINDS)
def bench(request: pytest.FixtureRequest, tmp_path: Path) -> Bench:
    return Bench(tmp_path, request.param)


def test_divergent_branches_merge_without_a_conflict(bench: Bench, scale: int) -> None:
    names = [f"b{place}" for place in range(BRANCHES * scale)]
    for name in names:
        bench.branch(name, start=bench.base)
    bench.repo.git("checkout", "-q", "main")
    for place, name in enumerate(names):
        bench.repo.git("merge", "-q", "--no-edit", name)
        bench.check(bench.machines[: place + 2])
    bench.settle()
    print(f"\ngit, merge={bench.kind}: {len(names)} divergent branches, 0 conflicts, 0 lost, 0 invalid")


def test_branches_of_branches_merge_both_ways(bench: Bench, scale: int) -> None:
    """Criss-cross: each of two branches takes in the other one again and again, so that there are several bases."""
    bench.branch("left", start=bench.base)
    bench.branch("right", start=bench.base)
    for _ in range(3 * scale):
        for mine, other in (("left", "right"), ("right", "left")):
            bench.repo.git("checkout", "-q", mine)
            bench.change(mine, 3)
            bench.repo.commit(mine)
            bench.repo.git("merge", "-q", "--no-edit", f"{other}~0")
        left = bench.repo.git("rev-parse", "left")
        bench.repo.git("checkout", "-q", "left")
        bench.repo.git("merge", "-q", "--no-edit", "right")
        bench.repo.git("checkout", "-q", "right")
        bench.repo.git("merge", "-q", "--no-edit", left)
        bench.check(bench.machines)
    bench.settle()


def test_rebase_carries_every_commit_over(bench: Bench) -> None:
    bench.branch("work", start=bench.base, commits=4)
    bench.branch("other", start=bench.base, commits=3)
    bench.repo.git("checkout", "-q", "work")
    bench.repo.git("rebase", "-q", "other")
    bench.check(bench.machines)
    bench.settle()


def test_cherry_pick_and_revert_take_nothing_away(bench: Bench) -> None:
    bench.branch("work", start=bench.base, commits=2)
    bench.branch("other", start=bench.base)
    bench.repo.git("cherry-pick", "work")
    bench.check([bench.machines[0], bench.machines[2], bench.machines[3]])
    bench.repo.git("revert", "--no-edit", "HEAD")
    bench.check([bench.machines[0], bench.machines[3]])
    bench.repo.git("merge", "-q", "--no-edit", "work")
    bench.check([bench.machines[0], bench.machines[1], bench.machines[3]])


def test_stash_pops_onto_what_came_meanwhile(bench: Bench) -> None:
    bench.change("stashed", 3)
    bench.repo.git("stash", "push", "-q")
    bench.change("meanwhile", 3)
    bench.repo.commit("meanwhile")
    bench.repo.git("stash", "pop", "-q")
    bench.check(bench.machines)
    bench.settle()


def test_a_stash_is_written_back_and_the_page_says_what_to_do(bench: Bench) -> None:
    machine = bench.change("stashed", 3)
    other = bench.folder / "other.txt"
    other.write_text("one")
    bench.repo.git("add", "-A")
    bench.repo.git("stash", "push", "-q")
    assert machine.sync()["words"].endswith("If git took it back on purpose: wiptui backup restore N.")
    bench.check(bench.machines)
    bench.repo.git("stash", "pop", "-q", code=1)
    bench.repo.git("stash", "drop", "-q")
    bench.check(bench.machines)
    before = bench.file.read_bytes()
    other.write_text("two")
    bench.repo.git("add", "-A")
    bench.repo.git("stash", "push", "-q", "--", ".", ":!wip.json")
    assert bench.file.read_bytes() == before and not other.exists()
    bench.repo.git("stash", "pop", "-q")
    assert other.exists()
    bench.check(bench.machines)
    bench.settle()


def test_histories_that_share_nothing_become_one(bench: Bench) -> None:
    bench.repo.git("checkout", "-q", "--orphan", "elsewhere")
    bench.repo.git("rm", "-q", "-f", "--cached", "wip.json")
    bench.file.unlink()
    bench.change("elsewhere", 3)
    bench.repo.commit("another database")
    bench.repo.git("checkout", "-q", "main")
    bench.repo.git("merge", "-q", "--no-edit", "--allow-unrelated-histories", "elsewhere")
    bench.check(bench.machines)
    bench.settle()


def test_without_any_setup_conflict_markers_are_merged(tmp_path: Path) -> None:
    bench = Bench(tmp_path, "")
    bench.branches_of_one_line()
    bench.repo.git("merge", "-q", "--no-edit", "one", code=1)
    assert b"<<<<<<<" in bench.file.read_bytes()
    bench.settle()
    bench.repo.commit("merged")
    assert bench.repo.git("status", "--porcelain") == ""


def test_a_clone_without_the_driver_still_loses_nothing(tmp_path: Path) -> None:
    """The attribute came with the clone, the driver did not: git falls back to its own merge, and markers."""
    bench = Bench(tmp_path, "wiptui")
    bench.branches_of_one_line()
    bench.repo.git("config", "--remove-section", "merge.wiptui")
    bench.repo.git("merge", "-q", "--no-edit", "one", code=1)
    bench.settle()


def test_two_clones_pull_and_push_as_the_page_says(tmp_path: Path) -> None:
    """docs/sync/git.md, step by step, with a bare repository in the middle."""
    Repo(tmp_path, tmp_path).git("init", "-q", "--bare", "-b", "main", "origin.git")
    laptop, phone = Machine(tmp_path, "laptop"), Machine(tmp_path, "phone", tmp_path / "clone-phone" / "notes")
    here = Repo(laptop.folder, laptop.home)
    here.git("init", "-q", "-b", "main")
    laptop.run("add", "Write the report")
    check("git-setup", json.loads(laptop.run("git-setup", "--json")))
    here.commit("tasks")
    here.git("remote", "add", "origin", str(tmp_path / "origin.git"))
    here.git("push", "-q", "-u", "origin", "main")
    phone.folder.rmdir()
    Repo(tmp_path, tmp_path).git("clone", "-q", "origin.git", str(phone.folder))
    there = Repo(phone.folder, phone.home)
    for number in range(3):
        laptop.run("add", f"from the laptop {number}")
        phone.run("add", f"from the phone {number}")
        for repo, machine in ((here, laptop), (there, phone), (here, laptop)):
            repo.commit("tasks")
            repo.git("pull", "-q", "--no-rebase", "--no-edit")
            machine.run("sync")
            repo.commit("tasks")
            repo.git("push", "-q")
    there.git("pull", "-q", "--no-rebase", "--no-edit")
    assert phone.file.read_bytes() == laptop.file.read_bytes()
    titles = {task["title"] for task in json.loads(phone.run("list", "--json"))}
    wanted = {f"from the {name} {number}" for name in ("laptop", "phone") for number in range(3)}
    assert titles == wanted | {"Write the report"}
    assert {row["name"] for row in json.loads(phone.run("devices", "--json"))} == {"laptop", "phone"}


def with_the_driver(root: Path, venv: Path | None = None) -> tuple[Bench, Repo]:
    """Two branches that need the driver, which was set up by the command itself; and git as a client has it."""
    bench = Bench(root, "")
    env = bench.machines[0].env
    done = subprocess.run(
        [sys.executable, "-m", "wiptui", "git-setup", "--driver", "--json"],
        env={**env, "PATH": f"{venv / 'bin'}{os.pathsep}{env['PATH']}"} if venv else env,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 0, done
    check("git-setup", json.loads(done.stdout))
    bench.base = bench.repo.commit("with the driver")
    bench.branches_of_one_line()
    git = shutil.which("git") or ""
    tools = root / "tools"
    tools.mkdir()
    for name in ("git", "sh"):
        (tools / name).symlink_to(git if name == "git" else shutil.which("sh") or "")
    client = Repo(bench.folder, root)
    client.env["PATH"] = str(tools)
    client.env.pop("PYTHONPATH", None)
    return bench, client


def linked(folder: Path) -> Path:
    """A place that wiptui is installed in, to be taken away."""
    (folder / "bin").mkdir(parents=True)
    program = folder / "bin" / "wiptui"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m wiptui "$@"\n')
    program.chmod(0o755)
    return folder


def test_the_driver_works_where_path_does_not_lead_to_wiptui(tmp_path: Path) -> None:
    bench, client = with_the_driver(tmp_path / "here", linked(tmp_path / "50% of it's path"))
    client.git("merge", "-q", "--no-edit", "one")
    bench.kind = "wiptui"
    bench.check(bench.machines)


def test_a_driver_that_is_gone_leaves_both_sides_in_the_file(tmp_path: Path) -> None:
    venv = linked(tmp_path / "50% of it's path")
    bench, client = with_the_driver(tmp_path / "here", venv)
    assert "50%% of it" in client.git("config", "merge.wiptui.driver")
    (venv / "bin" / "wiptui").unlink()
    client.git("merge", "-q", "--no-edit", "one")
    bench.check(bench.machines)
    bench.settle()


def test_a_driver_that_refuses_is_a_conflict_with_both_sides_in_the_file(tmp_path: Path) -> None:
    """Whoever marks it as resolved without a look has both sides in HEAD."""
    venv = linked(tmp_path / "venv")
    bench, client = with_the_driver(tmp_path / "here", venv)
    (venv / "bin" / "wiptui").write_text("#!/bin/sh\necho no >&2\nexit 5\n")
    client.git("merge", "-q", "--no-edit", "one", code=1)
    client.commit("resolved")
    bench.check(bench.machines)
    assert client.git("status", "--porcelain") == ""
