"""The settings screen, and settings that change under an open board: all of it is followed without a restart."""

from __future__ import annotations

from contextlib import AbstractAsyncContextManager
from pathlib import Path

import pytest
from board_sample import full_board, settings_of, shown
from screen_text import SIZES, check_golden, screen_text
from textual.pilot import Pilot

from wiptui.config import load_config
from wiptui.domain.core.errors import UsageError
from wiptui.domain.tasks.task import State
from wiptui.tui.screens.program.settings import SettingsScreen
from wiptui.tui.settings import Settings

MINE = """\
theme = "mine"
date_format = "11/22"
[keys]
new = "Z"
[themes.mine]
accent = "#4080c0"
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "config.toml"


def board(file: Path, size: tuple[int, int] = (120, 40)) -> AbstractAsyncContextManager[Pilot[None]]:
    return shown(full_board(), size, settings=settings_of(file))


async def say(pilot: Pilot[None], file: Path, text: str) -> None:
    """Somebody writes the file, and the board looks, as it does each second."""
    file.write_text(text, encoding="utf-8")
    pilot.app.follow_settings()  # type: ignore[attr-defined]
    await pilot.pause()


async def go_to(pilot: Pilot[None], name: str) -> None:
    """Open the settings with the cursor on a line."""
    await pilot.app.push_screen(SettingsScreen(pilot.app.settings, name))  # type: ignore[attr-defined]
    await pilot.pause()


@pytest.mark.parametrize("size", SIZES[1:])  # the largest shows each new action: golden screens of help do
async def test_the_settings_on_a_screen(file: Path, size: tuple[int, int]) -> None:
    file.write_text('density = "dense"\n\n[views]\ncalls = "@phone"\n', encoding="utf-8")
    async with board(file, size) as pilot:
        await pilot.press("comma", "j")
        await pilot.pause()
        check_golden(pilot.app, "settings")


async def test_a_value_is_turned_and_taken_back_and_written_at_once(file: Path) -> None:
    async with board(file) as pilot:
        await pilot.press("comma", "l")
        assert pilot.app.theme == "wiptui-light" == load_config(str(file))["theme"]
        await pilot.press("h", "h")
        assert pilot.app.theme == "ansi-light"
        await pilot.press("delete")
        assert pilot.app.theme == "wiptui-dark"
        assert load_config(str(file)).said == {}


async def test_a_value_is_typed_and_what_cannot_be_is_said(file: Path) -> None:
    async with board(file) as pilot:
        await pilot.press("comma", "j", "j", "enter")
        await pilot.press(*["backspace"] * 40, *"backlog", "space", *"doing", "enter")
        await pilot.pause()
        assert "Backlog" in screen_text(pilot.app) and "Waiting" not in screen_text(pilot.app)
        await pilot.press("enter", *"x", "enter")
        await pilot.pause()
        assert '! columns is ["x"], but it should be a list of' in screen_text(pilot.app)
        assert load_config(str(file))["columns"] == ["backlog", "doing"]


async def test_keys_that_clash_are_refused_with_both_names(file: Path) -> None:
    async with board(file) as pilot:
        await go_to(pilot, "keys.quit")
        await pilot.press("enter", *["backspace"] * 3, "s", "enter")
        await pilot.pause()
        assert "The key s cannot be both “start” and “quit”" in screen_text(pilot.app)
        assert not file.exists()
        await pilot.press("enter", *["backspace"] * 3, "Q", "enter", "escape")
        await pilot.pause()
        assert "Q quit" in screen_text(pilot.app)


async def test_the_keys_of_a_screen_have_a_page_of_their_own(file: Path) -> None:
    async with board(file) as pilot:
        await go_to(pilot, "keys.flow.")
        assert "Flow" in screen_text(pilot.app) and "its keys" in screen_text(pilot.app)
        await pilot.press("enter", "j", "enter", *["backspace"] * 9, "w", "enter")
        await pilot.pause()
        assert "The key w cannot be both “flow.table” and “flow.window”" in screen_text(pilot.app)
        assert not file.exists()
        await pilot.press("enter", *["backspace"] * 9, *"T,comma", "enter")
        await pilot.pause()
        assert "cannot be both “flow.table” and “settings”" in screen_text(pilot.app)
        await pilot.press("enter", *["backspace"] * 9, *"T,f5", "enter")
        await pilot.pause()
        assert "T f5" in screen_text(pilot.app)
        assert load_config(str(file)).keys == {"flow.table": "T,f5"}
        await pilot.press("escape")
        await pilot.pause()
        assert "1 of your own" in screen_text(pilot.app)
        await pilot.press("escape", "2")
        await pilot.pause()
        assert "T  table" in screen_text(pilot.app)
        await pilot.press("f5")
        await pilot.pause()
        assert "T  chart" in screen_text(pilot.app)


@pytest.mark.parametrize("size", SIZES)
async def test_a_page_of_keys_on_a_screen(file: Path, size: tuple[int, int]) -> None:
    file.write_text('[keys.panel]\nswap = "z,f5"\n', encoding="utf-8")
    async with board(file, size) as pilot:
        await go_to(pilot, "keys.panel.")
        await pilot.press("l", "j")
        await pilot.pause()
        check_golden(pilot.app, "settings-keys")


async def test_the_keys_of_the_settings_screen_change_while_it_is_open(file: Path) -> None:
    async with board(file) as pilot:
        await go_to(pilot, "keys.settings.")
        await pilot.press("enter")
        await pilot.pause()
        await say(pilot, file, '[keys.settings]\ndown = "n"\nleave = "Z,f9"\n')
        assert "n  down" in screen_text(pilot.app) and "Z  back" in screen_text(pilot.app)
        await pilot.press("n", "n")
        assert pilot.app.screen.entry.name == "keys.settings.page-down"  # type: ignore[attr-defined]
        await pilot.press("enter")
        await pilot.pause()
        assert "f9  leave it" in screen_text(pilot.app)
        await pilot.press("f9", "Z", "Z")
        await pilot.pause()
        assert not isinstance(pilot.app.screen, SettingsScreen)


async def test_a_key_can_be_given_to_an_action_that_had_none(file: Path) -> None:
    async with board(file) as pilot:
        await say(pilot, file, '[keys]\nlimit = "f9"\n')
        await pilot.press("f9")
        await pilot.pause()
        assert "Limit of" in screen_text(pilot.app)


async def test_an_open_board_follows_the_file(file: Path) -> None:
    async with board(file) as pilot:
        await say(pilot, file, MINE)
        assert "11/22 14:05" in screen_text(pilot.app)
        assert "Z new" in screen_text(pilot.app)
        assert pilot.app.theme == "mine" and pilot.app.theme_variables["accent"] == "#4080C0"
        await say(pilot, file, 'columns = ["doing"]\n')
        assert pilot.app.theme == "wiptui-dark"
        assert "n new" in screen_text(pilot.app) and "Ready" not in screen_text(pilot.app)
        file.unlink()
        pilot.app.follow_settings()  # type: ignore[attr-defined]
        await pilot.pause()
        assert "Ready" in screen_text(pilot.app)


async def test_a_broken_file_is_said_once_and_changes_nothing(file: Path) -> None:
    async with board(file, (120, 20)) as pilot:
        await say(pilot, file, '[keys]\nnew = "Z"\n')
        await say(pilot, file, "\n\ndensity = 'huge'\n")
        assert "line 3: density" in screen_text(pilot.app).replace("\n", " ")
        assert "Z new" in screen_text(pilot.app)
        pilot.app.clear_notifications()
        await say(pilot, file, "\n\ndensity = 'huge'\n")
        assert "density" not in screen_text(pilot.app)


async def test_a_column_that_is_left_out_opens_for_a_task_in_it(file: Path) -> None:
    file.write_text('columns = ["ready", "doing"]\n', encoding="utf-8")
    async with board(file) as pilot:
        assert screen_text(pilot.app).count("Waiting 1") == 1, "in the gauge alone"
        screen = pilot.app.board_screen  # type: ignore[attr-defined]
        screen.go_to_task(screen.board.column(State.WAITING)[0].id)
        await pilot.pause()
        assert screen.at is State.WAITING and screen_text(pilot.app).count("Waiting 1") == 2


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('theme = "nope"\n', "there is no theme “nope”"),
        ('[themes.mine]\naccent = "reddish"\n', "accent = “reddish”, which is no colour"),
        ('[themes.mine]\naccnt = "red"\n', "has “accnt”"),
        ('[keys]\nstart = "d"\n', "“start” and “done”"),
    ],
)
def test_what_is_wrong_is_said_before_the_board_opens(file: Path, text: str, said: str) -> None:
    file.write_text(text, encoding="utf-8")
    with pytest.raises(UsageError, match=r"config\.toml") as raised:
        Settings(str(file)).look()
    assert said in str(raised.value)


async def test_the_theme_is_found_by_its_name_in_the_palette(file: Path) -> None:
    async with board(file) as pilot:
        await pilot.app.run_action("settings('theme')")
        await pilot.pause()
        assert isinstance(pilot.app.screen, SettingsScreen) and pilot.app.screen.entry.name == "theme"


VIEWS = """\
[views]
calls = "@phone"  # on Mondays
"a=b" = "+acme"
"""


async def test_a_view_is_renamed_in_its_place_and_deleted_and_all_of_it_is_taken_back(file: Path) -> None:
    file.write_text(VIEWS, encoding="utf-8")
    async with board(file) as pilot:
        await pilot.app.run_action("settings('views.calls')")
        await pilot.pause()
        await pilot.press("r", *"due soon", "enter")
        await pilot.pause()
        assert file.read_text(encoding="utf-8") == VIEWS.replace("calls", '"due soon"')
        assert pilot.app.screen.entry.name == "views.due soon"  # type: ignore[attr-defined]
        await pilot.press("j", "delete")
        await pilot.pause()
        assert load_config(str(file)).views == {"due soon": "@phone"}
        assert "u  undo" in screen_text(pilot.app)
        await pilot.press("u")
        await pilot.pause()
        assert load_config(str(file)).views == {"due soon": "@phone", "a=b": "+acme"}
        await pilot.press("u")
        await pilot.pause()
        assert file.read_text(encoding="utf-8") == VIEWS
        assert "u  undo" not in screen_text(pilot.app)


async def test_a_name_that_is_taken_and_a_query_that_is_none_are_said(file: Path) -> None:
    file.write_text(VIEWS, encoding="utf-8")
    async with board(file) as pilot:
        await pilot.app.run_action("settings('views.calls')")
        await pilot.pause()
        await pilot.press("r", *"a=b", "enter")
        await pilot.pause()
        assert "There is views.a=b already." in screen_text(pilot.app)
        await pilot.press("escape", "enter", *"is:nonsense", "enter")
        await pilot.pause()
        assert "nonsense" in screen_text(pilot.app)
        assert file.read_text(encoding="utf-8") == VIEWS
