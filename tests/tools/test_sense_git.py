"""What git's own files tell about the branch at a time, in repositories as people have them."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from wiptui.sensing.branches import Branches

pytestmark = pytest.mark.tools("git")
T0 = 1_796_000_000


class Repo:
    """A repository whose clock is told."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.now = folder, T0
        folder.mkdir(parents=True, exist_ok=True)
        self.git("init", "-q", "-b", "main")
        self.git("commit", "-q", "--allow-empty", "-m", "first")

    def git(self, *words: str, folder: Path | None = None) -> str:
        self.now += 100
        person = {f"GIT_{who}_{what}": "a@example.org" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
        date = {"GIT_COMMITTER_DATE": f"{self.now} +0100", "GIT_AUTHOR_DATE": f"{self.now} +0100"}
        env = {**os.environ, **person, **date, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
        done = subprocess.run(
            ["git", *words], cwd=folder or self.folder, env=env, capture_output=True, text=True, check=True
        )
        return done.stdout


@pytest.fixture
def repo(tmp_path: Path) -> Repo:
    return Repo(tmp_path / "repo")


def branch(place: Path, at: int) -> str:
    return Branches().branch(str(place), at)


def test_a_branch_is_known_at_each_time(repo: Repo) -> None:
    (repo.folder / "src").mkdir()
    repo.git("switch", "-q", "-c", "k7aaa-fix")
    one = repo.now
    repo.git("commit", "-q", "--allow-empty", "-m", "checkout: moving from x to y")
    repo.git("commit", "-q", "--allow-empty", "--amend", "-m", "again")
    repo.git("switch", "-q", "main")
    two = repo.now
    place = repo.folder / "src" / "a.py"
    assert [branch(place, at) for at in (T0, one - 1, one, two - 1, two)] == [
        "main", "main", "k7aaa-fix", "k7aaa-fix", "main",
    ]  # fmt: skip


def test_a_repository_without_a_checkout_and_a_folder_without_one(repo: Repo, tmp_path: Path) -> None:
    assert branch(repo.folder, T0) == "main"
    assert branch(tmp_path, T0) == "" and branch(tmp_path / "gone" / "x", T0) == ""


def test_a_worktree_has_its_own_branch(repo: Repo, tmp_path: Path) -> None:
    repo.git("worktree", "add", "-q", "-b", "q3sga-web", str(tmp_path / "tree"))
    assert branch(tmp_path / "tree", repo.now) == "q3sga-web" and branch(repo.folder, repo.now) == "main"


def test_a_submodule_has_its_own_branch(repo: Repo, tmp_path: Path) -> None:
    other = Repo(tmp_path / "other")
    repo.git("-c", "protocol.file.allow=always", "submodule", "-q", "add", str(other.folder), "sub")
    repo.git("switch", "-q", "-c", "w4bbb-sub", folder=repo.folder / "sub")
    assert branch(repo.folder / "sub" / "x", repo.now) == "w4bbb-sub" and branch(repo.folder, repo.now) == "main"


def test_rebase_stash_detached_head_and_another_name(repo: Repo) -> None:
    (repo.folder / "a").write_text("1")
    repo.git("add", "a")
    repo.git("commit", "-q", "-m", "a")
    repo.git("switch", "-q", "-c", "k7aaa-fix", "HEAD~1")
    repo.git("commit", "-q", "--allow-empty", "-m", "b")
    repo.git("rebase", "-q", "main")
    (repo.folder / "a").write_text("2")
    repo.git("stash")
    assert branch(repo.folder, repo.now) == "k7aaa-fix"
    repo.git("branch", "-m", "k7aaa-other")
    assert branch(repo.folder, repo.now) == "k7aaa-other"
    repo.git("checkout", "-q", "--detach", "main")
    assert branch(repo.folder, repo.now) not in ("k7aaa-other", "k7aaa-fix")
    repo.git("switch", "-q", "k7aaa-other")
    assert branch(repo.folder, repo.now) == "k7aaa-other"


def test_what_is_no_git_folder_is_no_trouble(tmp_path: Path) -> None:
    for name, said in (("one", b"gitdir: /nowhere\n"), ("two", b"\xff\xfe"), ("three", b"gitdir: " + b"x" * 9999)):
        (tmp_path / name).mkdir()
        (tmp_path / name / ".git").write_bytes(said)
        assert branch(tmp_path / name, T0) == ""
