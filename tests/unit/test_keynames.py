"""What keys are called: however a person writes one, it is the key that the terminal sends."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wiptui.domain.core.errors import UsageError
from wiptui.tui.keys.key_names import is_typed, named, shown
from wiptui.tui.keys.keymap import ACTS, Keymap, acts_of
from wiptui.tui.keys.screen_keys import PLACES

EVERY = [act for acts in (ACTS, *map(acts_of, PLACES)) for act in acts]


def test_every_key_that_is_bound_can_be_written_as_it_is_shown() -> None:
    for act in EVERY:
        for key in Keymap().keys(act):
            assert named(shown(key)) == key == named(key)
        assert not act.keys or Keymap({act.id: Keymap().written(act)}).keys(act) == Keymap().keys(act)


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("?", "question_mark"), ("Esc", "escape"), ("PgDn", "pagedown"), ("return", "enter"), ("Del", "delete"),
        ("D", "D"), ("shift+d", "D"), ("Ctrl+S", "ctrl+s"), ("ctrl++", "ctrl+plus"), ("+", "plus"), ("F12", "f12"),
        ("§", "section_sign"), ("ä", "ä"), ("@", "at"), ("-", "minus"), ("ctrl+-", "ctrl+minus"), ("é", "é"),
        ("alt+up", "alt+up"), ("comma", "comma"), ("$", "dollar_sign"),
    ],
)  # fmt: skip
def test_a_key_may_be_written_in_several_ways(written: str, key: str) -> None:
    assert named(written) == key


@pytest.mark.parametrize(
    "written", ["foo", "ctrl-s", "F99", "hyper", "ctrl+", "+x", "x y", "a+b", "ctrl+foo", "\x1b[A", "x+", "++"]
)
def test_what_is_no_key_is_refused(written: str) -> None:
    with pytest.raises(UsageError, match="is not a key: write one like"):
        named(written)


@pytest.mark.parametrize("written", ["ctrl+q", "Ctrl+C"])
def test_a_key_that_always_means_something_is_not_given_away(written: str) -> None:
    with pytest.raises(UsageError, match="cannot be given away"):
        named(written)


@given(st.text(max_size=12))
def test_a_key_is_named_once_and_for_all_or_refused(text: str) -> None:
    try:
        key = named(text)
    except UsageError:
        return
    assert named(key) == key and named(shown(key)) == key


@given(st.characters(min_codepoint=33, max_codepoint=0x17F, exclude_categories=("C", "Z", "M")))
def test_a_single_character_is_called_what_textual_calls_it(sign: str) -> None:
    from textual.keys import _character_to_key

    assert named(sign) == _character_to_key(sign)
    assert is_typed(named(sign))
