"""Text made to fit a number of cells: clipped, wrapped, counted."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from wiptui.domain.text import clip, clip_start, counted, pad, width, wrap

TEXTS = st.text(st.sampled_from("ab  長e\u0301é-"), max_size=60).map(str.strip)
MEASURES = st.sampled_from([width, cell_len])


@pytest.mark.parametrize(
    ("cells", "clipped"),
    [
        (9, "long 長文"),
        (8, "long 長…"),
        (7, "long…"),
        (6, "long…"),
        (5, "long…"),
        (2, "l…"),
        (1, "…"),
        (0, ""),
        (-3, ""),
    ],
)
def test_a_clipped_text_says_so_and_never_halves_a_wide_character(cells: int, clipped: str) -> None:
    assert clip("long 長文", cells) == clipped


def test_of_a_path_the_end_stays_in_sight() -> None:
    assert clip_start("/home/ana/wip.json", 9) == "…wip.json"


@given(TEXTS, st.integers(1, 20), MEASURES)
def test_a_clipped_text_fits(text: str, cells: int, measure: Callable[[str], int]) -> None:
    assert measure(clip(text, cells, measure)) <= cells
    assert measure(clip_start(text, cells, measure)) <= cells
    assert measure(pad(clip(text, cells, measure), cells, measure)) == cells


@given(TEXTS, st.integers(2, 20), st.integers(2, 20), MEASURES)
def test_a_wrapped_text_fits_and_says_it_all(text: str, first: int, cells: int, measure: Callable[[str], int]) -> None:
    lines = wrap(text, cells, first=first, measure=measure)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    for line, room in zip(lines, [first] + [cells] * len(lines), strict=False):
        assert measure(line) <= room


@given(TEXTS, st.integers(2, 20), st.integers(1, 3))
def test_where_there_are_more_lines_than_wanted_the_last_is_clipped(text: str, cells: int, lines: int) -> None:
    whole, cut = wrap(text, cells), wrap(text, cells, lines=lines)
    assert cut[:-1] == whole[: lines - 1][: len(cut) - 1]
    assert (cut == whole) == (len(whole) <= lines) and max(map(width, cut)) <= cells


def test_a_line_breaks_before_a_word_and_a_long_word_at_the_edge() -> None:
    assert wrap("one two three", 7) == ["one two", "three"]
    assert wrap("a " + "x" * 9, 4) == ["a", "xxxx", "xxxx", "x"]
    assert wrap("one two three", 9, hang=1) == ["one two", " three"]


def test_a_link_stays_whole_where_it_is_to_be_clicked() -> None:
    assert wrap("see https://example.org/a", 10, links=True) == ["see", "https://example.org/a"]
    assert max(map(width, wrap("see https://example.org/a", 10))) == 10


def test_things_are_counted() -> None:
    assert [counted(n, "task") for n in (0, 1, 2, 1104)] == ["0 tasks", "1 task", "2 tasks", "1,104 tasks"]
    assert counted(2, "switch") == "2 switches"
    assert counted(2, "copy", "copies") == "2 copies"
