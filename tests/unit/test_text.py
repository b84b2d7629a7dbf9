"""Hostile text comes in, safe text comes out, and nothing else about it changes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wiptui.domain.core.errors import UsageError
from wiptui.domain.text import TITLE_MAX, clean_text, clean_title, is_visible, one_line, printable

ANY_TEXT = st.text(st.characters(exclude_categories=[]))


@pytest.mark.parametrize(
    "title",
    [
        "Write the report",
        "[bold]not markup[/bold] [/done]",
        "two  spaces   kept",
        "C++ a@b.com 1+1 100% $HOME `x` \\n",
        "👩‍👩‍👧 family, ❤️ heart, 🏴󠁧󠁢󠁥󠁮󠁧󠁿 flag, 🇩🇪",
        "日本語のタイトル",
        "עברית \u200eLTR mark\u200f",
        "می‌خواهم",
        "e\u0301 stays decomposed",
        "nerd font \ue0b0 icon",
        "an emoji of the future \U0001fadf\U0001fae9",
        "no\u00a0break",
    ],
)
def test_harmless_text_stays_letter_by_letter(title: str) -> None:
    assert clean_title(title) == title
    assert printable(title) == title


@pytest.mark.parametrize(
    ("raw", "title"),
    [
        ("  padded \n", "padded"),
        ("one\ntwo", "one two"),
        ("one\r\n\ttwo", "one two"),
        ("one \n two", "one two"),
        ("one\u2028two\u2029three\x85four\x0bfive", "one two three four five"),
        ("nul\x00bell\x07del\x7f", "nulbelldel"),
        ("\x1b[31mred\x1b[0m alert", "red alert"),
        ("\x1b[38;2;1;2;3mrgb\x1b(B\x1b[m", "rgb"),
        ("\x1b]0;new window title\x07text", "text"),
        ("\x1b]8;;https://example.org\x1b\\link\x1b]8;;\x1b\\", "link"),
        ("\x9b31mC1\x9b0m", "C1"),
        ("\x9d0;t\x9ctext", "text"),
        ("\x1bPq#0\x1b\\sixel", "sixel"),
        ("\x1b]0;never closed", "]0;never closed"),
        ("\x1b]0;never closed\nnext\x07", "]0;never closed next"),
        ("\x9d0;a\x9d0;b\x9c", "0;a"),
        ("\x1b[12", "[12"),
        ("trailing\x1b", "trailing"),
        ("bidi \u202eevil\u202c \u2066x\u2069", "bidi evil x"),
        ("zero\u200bwidth\ufeff soft\u00adhyphen", "zerowidth softhyphen"),
        ("lone \ud83d surrogate \udcff", "lone \ufffd surrogate \ufffd"),
    ],
)
def test_what_moves_a_cursor_or_hides_text_is_taken_out(raw: str, title: str) -> None:
    assert clean_title(raw) == title


@pytest.mark.parametrize(
    "raw", ["", "   ", "\n\t", "\x00\x1b", "\u200b\u202e", "\u200d", "\u3164", "\ufe0f", "\x1b[0m"]
)
def test_a_title_nobody_could_see_is_refused(raw: str) -> None:
    with pytest.raises(UsageError, match="visible"):
        clean_title(raw)


def test_long_titles_are_kept_whole_or_refused_never_cut() -> None:
    assert clean_title("é" * TITLE_MAX) == "é" * TITLE_MAX
    with pytest.raises(UsageError, match=r"10,001 characters; at most 10,000"):
        clean_title("x" * (TITLE_MAX + 1))


def test_notes_keep_their_lines() -> None:
    assert clean_text("\n\nfirst\r\n\tsecond  \rthird\x1b[1m!\x1b[0m\n\n  fourth\u2028fifth\n\n") == (
        "first\n    second\nthird!\n\n  fourth\nfifth"
    )
    assert clean_text("") == ""
    assert clean_text("lone \udcff") == "lone \ufffd"


def test_printable_shows_what_clean_title_would_drop() -> None:
    assert printable("a\x1b[31mb\x00\u202ec\n\td\udcff") == "a␛[31mb\ufffd\ufffdc  d\ufffd"
    assert printable("one\ntwo\x1b", lines=True) == "one\ntwo␛"


@given(ANY_TEXT)
def test_cleaning_is_safe_total_and_done_after_one_pass(raw: str) -> None:
    for text in (
        one_line(raw),
        clean_text(raw).replace("\n", ""),
        printable(raw),
        printable(raw, lines=True).replace("\n", ""),
    ):
        text.encode()
        assert not any(ch < " " or "\x7f" <= ch <= "\x9f" or ch in "\u202e\u2066\u2028\ufeff" for ch in text)
    assert one_line(one_line(raw)) == one_line(raw)
    assert clean_text(clean_text(raw)) == clean_text(raw)
    assert printable(printable(raw)) == printable(raw)
    if is_visible(one_line(raw)):
        assert clean_title(clean_title(raw)) == clean_title(raw)


@given(st.text(st.characters(categories=["L", "N", "P", "S"]), min_size=1))
def test_letters_digits_and_signs_are_never_touched(text: str) -> None:
    assert one_line(text) == text.strip()


def test_a_flood_of_broken_sequences_is_read_in_one_pass() -> None:
    assert one_line("\x1b]" * 50_000) == "]" * 50_000
