"""The post-checkout hook in real repositories: it tells, it never stops git, and it leaves hooks of others alone."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

if sys.platform == "win32":
    pytest.skip("the hook is a shell script", allow_module_level=True)

from gitbox import ENV

from wiptui.domain.commands import Add, SetLimit, Start
from wiptui.domain.limits import DOING
from wiptui.service import open_service

pytestmark = pytest.mark.tools("git")
WIPTUI = Path(sys.executable).parent / "wiptui"


class Work:
    """A repository with the hook, a full board, and branches of its tasks."""

    def __init__(self, home: Path) -> None:
        self.home, self.folder = home, home / "repo"
        self.folder.mkdir()
        self.env = {
            **ENV, "HOME": str(home), "WIPTUI_FILE": str(home / "wip.json"),
            "PATH": f"{WIPTUI.parent}{os.pathsep}{ENV['PATH']}",
            **{name: os.environ[name] for name in os.environ if name.startswith("XDG_")},
        }  # fmt: skip
        service = open_service(home / "wip.json")
        service.dispatch(SetLimit(DOING, 1, permanent=True))
        tax, self.parser = (
            service.dispatch(Add(title)).accepted.tasks[0]  # type: ignore[union-attr]
            for title in ("Tax letter", "Fix the parser")
        )
        service.dispatch(Start((tax,)))
        board = service.board()
        self.tax, self.fix = (f"{board.task(task).key[:6]}-branch" for task in (tax, self.parser))
        service.store.close()
        self.git("init", "-q", "-b", "main")
        for number in range(3):
            self.git("commit", "-q", "--allow-empty", "-m", str(number))
        for name in (self.tax, self.fix, "parser-other"):
            self.git("branch", name)

    def run(self, *words: str, code: int = 0, folder: Path | None = None) -> str:
        done = subprocess.run(
            words, cwd=folder or self.folder, env=self.env, capture_output=True, text=True, timeout=60
        )
        assert done.returncode == code, done.stdout + done.stderr
        return done.stdout + done.stderr

    def git(self, *words: str, code: int = 0, folder: Path | None = None) -> str:
        return self.run("git", *words, code=code, folder=folder)

    def install(self) -> str:
        return self.run(str(WIPTUI), "sense", "install", "git")

    @property
    def hook(self) -> Path:
        return self.folder / ".git" / "hooks" / "post-checkout"


@pytest.fixture
def work(home: Path) -> Work:
    return Work(home)


def test_it_tells_at_the_limit_and_git_goes_on(work: Work) -> None:
    work.install()
    refusals = (work.home / "wip.json").read_bytes()
    said = work.git("switch", work.fix)
    assert "Doing is full: 1 of 1 (Tax letter)." in said and "Back: git switch -" in said
    assert work.git("branch", "--show-current").strip() == work.fix
    assert "wiptui" not in work.git("switch", "-") + work.git("switch", work.tax) + work.git("switch", "main")
    assert (work.home / "wip.json").read_bytes() == refusals
    work.run(str(WIPTUI), "limit", "2", "--permanent")
    assert "wiptui" not in work.git("switch", work.fix)
    work.git("switch", "-q", "main")
    work.run(str(WIPTUI), "config", "set", "sense.checkout=start")
    assert "Started" in work.git("switch", work.fix)


def test_a_word_that_is_no_id_is_looked_up_once(work: Work) -> None:
    work.git("branch", "gadget-x")
    work.install()
    work.git("switch", "-q", "gadget-x")
    assert (work.folder / ".git" / "wiptui-words").read_text() == "gadget\n"
    work.git("switch", "-q", "main")
    work.env["PATH"] = ENV["PATH"]
    work.git("switch", "-q", "gadget-x")
    assert (work.folder / ".git" / "wiptui-words").read_text() == "gadget\n"


def test_rebase_worktree_bisect_and_submodules_go_on_in_silence(work: Work) -> None:
    work.install()
    work.git("switch", "-q", "parser-other")
    work.git("commit", "-q", "--allow-empty", "-m", "more")
    assert "wiptui" not in work.git("rebase", "main")
    assert "wiptui" not in work.git("worktree", "add", str(work.home / "tree"), work.fix)
    assert "Doing is full" in work.git("switch", "-q", "-c", f"x/{work.fix}", folder=work.home / "tree")
    assert "wiptui" not in work.git("bisect", "start", "main", "main~2") + work.git("bisect", "reset")
    other = Work.__new__(Work)
    other.__dict__ = {**work.__dict__, "folder": work.home / "other"}
    other.folder.mkdir()
    other.git("init", "-q")
    said = other.git("-c", "protocol.file.allow=always", "submodule", "add", "-q", str(work.folder), "sub")
    assert "wiptui" not in said


def test_without_wiptui_git_goes_on(work: Work) -> None:
    work.install()
    script = next(Path(work.env["XDG_STATE_HOME"]).rglob("post-checkout.sh"))
    script.write_text(script.read_text().replace(str(WIPTUI), "/nowhere/wiptui"))
    work.git("switch", work.fix)
    script.unlink()
    work.git("switch", work.tax)


@pytest.mark.parametrize("first", ["#!/bin/sh", "#!/usr/bin/env bash"])
def test_a_hook_of_others_runs_as_before_and_comes_back_without_ours(work: Work, first: str) -> None:
    before = f"{first}\nset -e\ntouch ran\nexec true\n"
    work.hook.write_text(before)
    work.hook.chmod(0o755)
    work.install()
    assert "Nothing was changed" in work.install()
    assert "Doing is full" in work.git("switch", work.fix)
    assert (work.folder / "ran").exists()
    work.run(str(WIPTUI), "sense", "uninstall", "git")
    assert work.hook.read_text() == before


def test_husky_and_a_hook_in_another_language_are_left_alone(work: Work) -> None:
    work.hook.write_text("#!/usr/bin/env python3\nprint(1)\n")
    assert "post-checkout.sh" in work.install() and "wiptui" not in work.hook.read_text()
    work.hook.unlink()
    work.git("config", "core.hooksPath", ".husky/_")
    assert "Add this line" in work.install() and not work.hook.exists()


def test_our_own_hook_goes_without_a_trace(work: Work) -> None:
    before = sorted(path.name for path in (work.folder / ".git").rglob("*"))
    work.install()
    work.run(str(WIPTUI), "sense", "uninstall", "git")
    assert sorted(path.name for path in (work.folder / ".git").rglob("*")) == before
