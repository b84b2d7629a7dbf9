"""The settings: read with errors that say where, changed without harm to the rest, documented from one table."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wiptui.config import SETTINGS, line_of, load_config, load_habits
from wiptui.config.edit import rename, set_value
from wiptui.config.table import BY_NAME, markdown, shown, template
from wiptui.domain.core.errors import UsageError
from wiptui.domain.dates.date_style import Habits

ROOT = Path(__file__).parents[2]
WRITTEN = """\
# mine
theme = "nord"   # at night
columns = [
    "doing",  # always
    "done",
]

[keys]  # a # in a comment
"done" = 'D'

# the end
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "config.toml"


def load(file: Path, text: str) -> object:
    file.write_text(text, encoding="utf-8")
    return load_config(str(file))


def test_without_a_file_everything_has_its_default(file: Path) -> None:
    config = load_config(str(file))
    assert {setting.name: config[setting.name] for setting in SETTINGS} == {s.name: s.default for s in SETTINGS}
    assert config.habits == Habits()


def test_every_default_is_a_value_that_can_be() -> None:
    for setting in SETTINGS:
        assert setting.checked(setting.default) == setting.default
        assert setting.about.endswith(".")


def test_the_template_is_a_settings_file_that_changes_nothing_and_names_everything(file: Path) -> None:
    assert load(file, template()) == load_config(str(file.with_name("none.toml")))
    for line in [line[2:] for line in template().splitlines() if line.startswith("# ") and " = " in line]:
        tomllib.loads(line)
    for setting in SETTINGS:
        assert f"# {setting.name.rpartition('.')[2]} = {shown(setting.default)}\n" in template()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("\ndensity = 'huge'\n", 'line 2: density is "huge", but it should be one of'),
        ("[keys]\nstart = 1\n", "line 2: keys.start is 1, but it should be text in quotes"),
        ("# x\n\ncolums = []\n", "line 3: there is no setting “colums”; did you mean “columns”?"),
        ("workday_start = 24\n", "line 1: workday_start is 24, but it should be an hour from 0 to 23"),
        ("workday_start = true\n", "line 1: workday_start is true"),
        ("work_hours = 8\n", "line 1: work_hours is 8, but it should be days and hours"),
        (
            "\nwork_hours = 'mon 8-26'\n",
            "line 2: work_hours: “mon 8-26” cannot be working hours (“26” is not a time of day)",
        ),
        ("theme = \n", "line 1: this is no TOML"),
        ("theme = 'a'\ntheme = 'b'\n", "line 2"),
        ("views = 3\n", "line 1: views is a section: [views]"),
        ("[themes]\nmine = 'red'\n", "line 2: themes.mine should hold colours"),
        ("[[keys]]\nstart = 's'\n", "keys is a section"),
        ("[keys]\n[keys.panel]\nswap = 1\n", "line 3: keys.panel.swap is 1, but it should be text in quotes"),
        ("[keys]\nflow = { table = 1 }\n", "line 2: keys.flow.table is 1"),
        ('[keys.panel]\nswap.x = "z"\n', "keys.panel.swap is"),
        ('[keys]\n"panel.swap" = "z"\n[keys.panel]\nswap = "x"\n', "keys.panel.swap is there twice"),
        ("[theme]\nx = 1\n", "theme.x"),
    ],
)
def test_what_is_wrong_is_said_with_file_line_and_key(file: Path, text: str, said: str) -> None:
    with pytest.raises(UsageError) as raised:
        load(file, text)
    assert str(file) in str(raised.value)
    assert said in str(raised.value)


def test_what_is_no_text_is_said_to_be_none(file: Path) -> None:
    file.write_bytes(b'theme = "\xff"\n')
    with pytest.raises(UsageError, match="no text in UTF-8: see its byte 10"):
        load_config(str(file))


def test_changing_one_value_leaves_the_rest_as_it_is(file: Path) -> None:
    file.write_text(WRITTEN, encoding="utf-8")
    set_value("theme", "gruvbox", str(file))
    set_value("columns", ["ready", "doing"], str(file))
    set_value("keys.done", "X", str(file))
    assert file.read_text(encoding="utf-8") == (
        '# mine\ntheme = "gruvbox"   # at night\ncolumns = ["ready", "doing"]\n\n'
        '[keys]  # a # in a comment\ndone = "X"\n\n# the end\n'
    )
    set_value("keys.done", None, str(file))
    set_value("density", "dense", str(file))
    text = file.read_text(encoding="utf-8")
    assert "done" not in text
    assert text.index('density = "dense"') < text.index("[keys]")


def test_the_first_change_makes_the_commented_file(file: Path) -> None:
    set_value("density", "dense", str(file))
    text = file.read_text(encoding="utf-8")
    assert '# density = "auto"\ndensity = "dense"\n' in text
    assert text.replace('density = "dense"\n', "", 1) == template()


def test_what_cannot_be_changed_without_harm_is_left_alone(file: Path) -> None:
    for text in ('keys = { done = "D" }\n', 'keys.done = "D"\n', '"\\u0074heme" = "nord"\n'):
        file.write_text(text, encoding="utf-8")
        for name in ("keys.done", "theme"):
            try:
                set_value(name, "X", str(file))
            except UsageError as error:
                assert "please change it there" in str(error)
                assert file.read_text(encoding="utf-8") == text
            else:
                assert tomllib.loads(file.read_text(encoding="utf-8"))
                file.write_text(text, encoding="utf-8")


NAMES = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), min_size=1, max_size=8)


@given(st.lists(NAMES, min_size=2, max_size=6, unique=True))
def test_a_name_becomes_another_and_back_and_the_file_is_as_it_was(
    tmp_path_factory: pytest.TempPathFactory, names: list[str]
) -> None:
    file = tmp_path_factory.getbasetemp() / "renamed.toml"
    file.write_text("# mine\n[views]\n\n# the end\n", encoding="utf-8")
    *kept, new = names
    for name in kept:
        set_value(f"views.{name}", name, str(file))
    before = file.read_bytes()
    for name in kept:
        rename(f"views.{name}", new, str(file))
        views = load_config(str(file)).views
        assert list(views) == [new if each == name else each for each in kept]
        assert list(views.values()) == kept
        rename(f"views.{new}", name, str(file))
        assert file.read_bytes() == before


def test_what_cannot_be_renamed_is_said_and_left_alone(file: Path) -> None:
    text = 'views = { calls = "@phone" }\n'
    file.write_text(text, encoding="utf-8")
    for name, new, said in (
        ("views.none", "x", "There is no views.none to rename."),
        ("views.calls", "calls", "There is views.calls already."),
        ("views.calls", "x", "please change it there"),
    ):
        with pytest.raises(UsageError, match=said):
            rename(name, new, str(file))
    assert file.read_text(encoding="utf-8") == text


TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=12)


def test_keys_of_a_screen_may_stand_in_a_table_of_their_own_and_are_changed_there(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_text('[keys]\ndone = "D"\nwhy.act = "z"\n\n[keys.panel]  # mine\nswap = "z" # zap\n', encoding="utf-8")
    nested = {"done": "D", "why.act": "z", "panel.swap": "z"}
    assert load_config(str(file)).keys == nested
    set_value("keys.panel.swap", "f5", str(file))
    set_value("keys.panel.queue", "f6", str(file))
    set_value("keys.why.act", "f7", str(file))
    set_value("keys.flow.table", "f8", str(file))
    assert file.read_text(encoding="utf-8") == (
        '[keys]\ndone = "D"\n"why.act" = "f7"\n"flow.table" = "f8"\n\n'
        '[keys.panel]  # mine\nswap = "f5" # zap\nqueue = "f6"\n'
    )
    for name in ("panel.swap", "panel.queue", "why.act", "flow.table"):
        set_value(f"keys.{name}", None, str(file))
    assert load_config(str(file)).keys == {"done": "D"}


def test_two_spellings_of_one_key_are_left_to_the_person(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    text = '[keys]\nflow = { table = "f5" }\n'
    file.write_text(text, encoding="utf-8")
    with pytest.raises(UsageError, match="cannot change without harm"):
        set_value("keys.flow.table", "f6", str(file))
    assert file.read_text(encoding="utf-8") == text


NAMES = ["theme", "keys.done", "keys.panel.swap", "views.a b", "views.a=b", 'views."', "projects.ä"]


@given(st.lists(st.tuples(st.sampled_from(NAMES), TEXTS)))
def test_whatever_was_set_last_is_read_back(tmp_path_factory: pytest.TempPathFactory, steps: list) -> None:
    file = str(tmp_path_factory.getbasetemp() / "config.toml")
    Path(file).write_text(WRITTEN, encoding="utf-8")
    wanted = {"theme": "nord", "keys.done": "D"}
    for name, value in steps:
        set_value(name, value, file)
        wanted[name] = value
    config = load_config(file)
    assert config["theme"] == wanted["theme"]
    for name, value in wanted.items():
        section, _, key = name.partition(".")
        assert not key or getattr(config, section)[key] == value
    assert Path(file).read_text(encoding="utf-8").startswith("# mine\n")


@pytest.mark.parametrize("text", ["[sle]\ndays = 4\nshare = 90\n", "sle.days = 4\nsle.share = 90\n"])
def test_an_expectation_is_a_habit_however_the_file_spells_it(file: Path, text: str) -> None:
    file.write_text(text, encoding="utf-8")
    assert load_habits(str(file)) == Habits(sle_days=4, sle_share=90)


def test_habits_come_from_the_settings_and_only_if_they_are_named_there(file: Path) -> None:
    file.write_text('week_start = "sunday"\nworkday_start = 6\ndate_format = "11/22"\n', encoding="utf-8")
    assert load_habits(str(file)) == Habits("11/22", 6, 6)
    file.write_text('work_hours = "weekdays 9-17"\n', encoding="utf-8")
    assert load_habits(str(file)) == Habits(work_hours="Mon-Fri 9-17")
    file.write_text("theme = 3\n", encoding="utf-8")
    assert load_habits(str(file)) == Habits()


def test_a_line_is_found_by_its_name() -> None:
    assert line_of(WRITTEN, "keys.done") == 9
    assert line_of(WRITTEN, "theme") == 2


def test_the_page_of_settings_has_the_table_of_settings() -> None:
    assert markdown() in (ROOT / "docs/settings.md").read_text(encoding="utf-8")


def test_typed_words_become_values() -> None:
    assert BY_NAME["columns"].read("Ready, doing ready") == ["ready", "doing"]
    assert BY_NAME["workday_start"].read("6:00") == 6
    assert BY_NAME["week_start"].read("Sunday") == "sunday"
