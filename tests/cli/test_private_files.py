"""What wiptui makes for itself is for its owner alone, whatever the umask says."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from cli_runner import Cli

from wiptui.hooks.events import Hooks
from wiptui.paths import config_file, data_file, make_folder, state_dir
from wiptui.tui.first_picture import colours

if sys.platform == "win32":
    pytest.skip("modes are of POSIX", allow_module_level=True)


@pytest.fixture
def open_umask() -> Iterator[None]:
    before = os.umask(0)
    yield
    os.umask(before)


def open_to_others(folder: Path) -> dict[str, str]:
    """What below a folder is not for its owner alone, with its mode."""
    found = {str(path.relative_to(folder)): stat.S_IMODE(path.stat().st_mode) for path in folder.rglob("*")}
    return {path: oct(mode) for path, mode in found.items() if mode & 0o077}


def test_all_that_wiptui_makes_is_private(
    open_umask: None, home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    cli = Cli(capsys, monkeypatch, Path(data_file()))
    home.chmod(0o700)
    cli.ok("config", "set", "density", "dense")
    hook = Path(config_file()).parent / "hooks" / "done"
    hook.parent.mkdir(mode=0o700)
    hook.touch(0o600)
    cli.ok("add", "a", "--start")
    cli.ok("status")
    Hooks(cli._open(None), str(hook.parent))._note("a hook failed")
    cli.ok("done", "a")
    cli.ok("add", "b")
    cli.ok("undo")
    cli.ok("backup")
    colours.keep("key", {"text": "#ffffff"})  # type: ignore[arg-type]
    cli.file.write_text("{ torn", encoding="utf-8")
    cli.file.chmod(0o600)
    cli.ok("list")
    for shell in ("bash", "zsh", "fish"):
        cli.ok("completion", shell, "--install")
    assert {"config.toml", "wip.json", "local.db", "install", "hooks-failed"} - {p.name for p in home.rglob("*")} <= {
        "hooks-failed"
    }
    assert open_to_others(home) == {}


def test_files_keep_the_mode_that_their_owner_gave_them(
    open_umask: None, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    cli = Cli(capsys, monkeypatch, Path(data_file()))
    cli.ok("add", "a")
    cli.ok("config", "set", "density", "dense")
    cli.file.chmod(0o664)
    settings = Path(config_file())
    settings.chmod(0o666)
    cli.ok("add", "b")
    cli.ok("config", "set", "density", "airy")
    assert stat.S_IMODE(cli.file.stat().st_mode) == 0o664, "a file that a group shares goes on being shared"
    assert stat.S_IMODE(settings.stat().st_mode) == 0o644, "settings lie beside the hooks: nobody else writes them"


def test_a_failed_hook_is_written_down_privately(open_umask: None, tmp_path: Path) -> None:
    from wiptui.hooks import runner

    make_folder(state_dir())
    failures = Path(state_dir()) / "hooks-failed"
    runner.main("done", str(tmp_path / "no such hook"), "5", str(failures))
    assert stat.S_IMODE(failures.stat().st_mode) == 0o600


def test_a_folder_is_made_with_those_above_it(open_umask: None, tmp_path: Path) -> None:
    make_folder(str(tmp_path / "a" / "b" / "c"))
    make_folder(str(tmp_path / "a" / "b" / "c"))
    assert [stat.S_IMODE(folder.stat().st_mode) for folder in tmp_path.rglob("*")] == [0o700] * 3
    (tmp_path / "file").touch()
    with pytest.raises(FileExistsError):
        make_folder(str(tmp_path / "file"))


def test_an_installed_program_makes_private_folders(home: Path) -> None:
    script = f"umask 000; exec {sys.executable} -m wiptui config set density dense"
    subprocess.run(["/bin/sh", "-c", script], check=True, timeout=60, capture_output=True)
    folder = Path(config_file()).parent
    assert [stat.S_IMODE(path.stat().st_mode) for path in (folder.parent, folder, folder / "config.toml")] == [
        0o700, 0o700, 0o600,
    ]  # fmt: skip
