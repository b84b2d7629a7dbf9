"""Whatever is in the settings file: it is understood, or it is said in one line what is wrong with it.

``CONFIG_EXAMPLES=50000`` tries so many.
"""

from __future__ import annotations

import os
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from wiptui.cli.main import _trouble
from wiptui.config import load_config, usable_config
from wiptui.config.table import BY_NAME, SECTIONS, shown, template
from wiptui.domain.core.errors import UsageError
from wiptui.paths import config_file, make_folder
from wiptui.tui.settings import Settings

EXAMPLES = int(os.environ.get("CONFIG_EXAMPLES", "60"))

LONG = {"DIGITS": "9" * 5_000, "HEX": "0x" + "f" * 5_000, "LETTERS": '"' + "x" * 70_000 + '"'}
ODD = (
    "0", "-1", "99999999999999999999", *LONG, "1e400", "nan", "-inf", "true", '""', "''",
    '"\\u0000"', '"\\u001b[31m"', '"\\u202e"', '"a\\nb"', "[]", "[[]]",
    '["doing", 5]', '["doing", ["done"]]', "{}", "{ a = 1 }",
    "{ a = { b = { c = [] } } }", "2026-02-30", "2026-11-22", "12:61:00", "07:32:00", "1979-05-27T07:32:00Z", "[" * 600,
    "[" * 300 + "]" * 300, "{a=" * 400, '"Mon-Fri 9-17; Sat 9-12"', '"Mon-Fri 99-17"', '"ctrl+é,,space"', '"#ff"',
    '"A " * 9',
    '"""', "\\", "=", "",
)  # fmt: skip
NAMES = (
    *BY_NAME, *SECTIONS, *(f"{section}.x" for section in SECTIONS), "keys.panel.swap", "keys.start", '"a b"', '""', "é",
    "a.b.c.d.e", "themes.mine.accent", "projects.'+'", "views.'-x'", '"\\u0007"', "timer", "hooks", "nonsense",
)  # fmt: skip


def long(line: str) -> str:
    """The line with a long value in the place of its name: an example that failed can be read."""
    for name, value in LONG.items():
        line = line.replace(f" = {name}", f" = {value}")
    return line


LINES = st.one_of(
    st.tuples(st.sampled_from(NAMES), st.sampled_from(ODD) | st.text(max_size=8)).map(" = ".join),
    st.sampled_from(
        [*(f"[{name}]" for name in NAMES), "[[keys]]", "[", "]", "#", "\x00", "\ufeff", *template().splitlines()]
    ),
    st.text(max_size=20),
)
FILES = st.binary(max_size=80) | st.lists(LINES, max_size=8).map(
    lambda lines: "\n".join(lines).encode("utf-8", "replace")
)


@settings(max_examples=EXAMPLES)
@given(FILES)
def test_any_settings_file_is_understood_or_said_to_be_wrong_in_one_line(data: bytes | str) -> None:
    file = Path(config_file())
    make_folder(str(file.parent))
    file.write_bytes(data if isinstance(data, bytes) else long(data).encode("utf-8", "replace"))
    said = ""
    try:
        config = load_config()
    except UsageError as error:
        said = str(error)
        config = usable_config()
        assert config == type(config)()
    for name, setting in BY_NAME.items():
        assert setting.checked(config[name]) == config[name] and shown(config[name])
    assert config.habits.hours is not None
    trouble = _trouble()
    assert bool(trouble) == bool(said) and "\n" not in trouble and len(trouble) < 1_000
    assert trouble.isprintable()
    board = Settings(str(file))
    told = board.begin()
    assert not said or told == said
    assert board.keymap() and board.columns and board.rhythm and board.marks is not None
