"""Where things are."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import platformdirs
import pytest

from wiptui import paths

NAMES = {"data": "XDG_DATA_HOME", "config": "XDG_CONFIG_HOME", "state": "XDG_STATE_HOME"}
ASKED = {
    "data": platformdirs.user_data_dir,
    "config": platformdirs.user_config_dir,
    "state": platformdirs.user_state_dir,
}


@pytest.mark.parametrize("kind", ["data", "config", "state"])
@pytest.mark.parametrize("value", [None, "", "/somewhere", "/some where/", "relative/path", "  ", "~/x", "/trailing "])
@pytest.mark.parametrize("home", ["/home/ada", "/home/ada/", "/"])
def test_the_answer_is_that_of_platformdirs(
    monkeypatch: pytest.MonkeyPatch, kind: str, value: str | None, home: str
) -> None:
    monkeypatch.setenv("HOME", home)
    if value is None:
        monkeypatch.delenv(NAMES[kind], raising=False)
    else:
        monkeypatch.setenv(NAMES[kind], value)
    assert Path(paths.folder(kind)) == Path(ASKED[kind]("wiptui", appauthor=False))


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere platformdirs is asked")
def test_on_linux_platformdirs_is_not_loaded() -> None:
    code = "import sys; from wiptui import paths; paths.data_file(); paths.state_dir(); print(*sys.modules)"
    assert "platformdirs" not in subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout


def test_the_environment_wins(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert paths.data_file().endswith("/wiptui/wip.json")
    assert paths.config_file().endswith("/wiptui/config.toml")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("WIPTUI_FILE", "mine.json")
    monkeypatch.setenv("WIPTUI_CONFIG", "~/mine.toml")
    assert paths.data_file() == str(tmp_path / "mine.json")
    assert paths.config_file() == str(Path.home() / "mine.toml")
    monkeypatch.setenv("WIPTUI_FILE", " ")
    assert paths.data_file().endswith("/wiptui/wip.json")


def test_a_settings_file_is_a_regular_file_of_a_bounded_size(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    assert paths.read_settings(str(file)) is None
    file.write_bytes(b"x" * paths.MOST_SETTINGS)
    assert len(paths.read_settings(str(file)) or b"") == paths.MOST_SETTINGS
    file.write_bytes(b"x" * (paths.MOST_SETTINGS + 1))
    for path in (file, tmp_path):
        with pytest.raises(OSError):
            paths.read_settings(str(path))
