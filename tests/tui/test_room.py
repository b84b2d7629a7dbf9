"""The board uses the room that there is: whole cards, columns as wide as they need, a pane, the screens."""

from __future__ import annotations

import pytest
from board_sample import Sample, full_board, settled, shown
from screen_text import screen_text

from wiptui.domain import commands as c
from wiptui.domain.tasks.task import State
from wiptui.tui.screens.board.screen import BoardScreen
from wiptui.tui.views import bars
from wiptui.tui.views.card import Card
from wiptui.tui.views.card_layout import AIRY, DENSE, USUAL, card_lines, lay_out_cards
from wiptui.tui.views.styled_text import Span, cells, plain

BOOK = "Read chapter three of the long book about queues and flow"
LONG = Card(1, BOOK, details=((Span("→ and write it down, all"),),))
SHORT = Card(2, "Tidy")


def drawn(cards: list[Card], height: int, choices: tuple[object, ...] = (AIRY, USUAL, DENSE), width: int = 20) -> str:
    layout = lay_out_cards(cards, width, height, choices, 0)  # type: ignore[arg-type]
    lines = [
        plain(line).rstrip()
        for place, card in enumerate(cards)
        for line in card_lines(card, layout.density, width, whole=place in layout.whole)
    ]
    assert len(lines) + layout.density.gap * len(cards) == layout.tops[-1], "as high as it is drawn"
    return "\n".join(lines)


def test_nothing_is_cut_while_rows_are_free() -> None:
    assert "…" not in drawn([LONG, SHORT, LONG], 40)
    assert "…" not in drawn([LONG, SHORT, LONG], 13), "air goes first"


def test_the_first_cards_are_whole_where_not_all_can_be() -> None:
    text = drawn([LONG, SHORT, LONG], 11)
    assert "all" in text and text.count("all") == 1 and "…" in text


def test_without_free_rows_and_where_a_person_wants_it_dense_cards_are_cut() -> None:
    assert "all" not in drawn([LONG] * 8, 10)
    assert "…" in drawn([LONG, SHORT], 40, (DENSE,))


def test_columns_take_the_room_that_others_do_not_need() -> None:
    def widths(wanted: tuple[int, ...], width: int = 120) -> list[int]:
        places = bars.spread(width, len(wanted), 2, 2, wanted)
        assert places[-1][0] + places[-1][1] == width - 2
        return [size for _, size in places]

    assert widths((60, 60, 60, 60)) == [28, 28, 27, 27] == widths((10, 10, 10, 10)), "equal where all or none need more"
    first, *others = widths((60, 20, 20, 20))
    assert first > 40 and min(others) >= 18
    assert widths((60, 20, 20, 20)) == widths((58, 19, 20, 18)), "not with every word"


async def test_a_wide_board_names_its_screens_and_a_click_goes_there() -> None:
    async with shown(full_board(), (120, 40)) as pilot:
        last = screen_text(pilot.app).splitlines()[-1]
        assert " ".join(last.split()).startswith("1 board 2 flow 3 waits 4 review 5 sync")
        assert last.endswith(": all actions")
        await pilot.click("#screens", offset=(last.index("waits"), 0))
        await pilot.pause()
        assert screen_text(pilot.app).lstrip().startswith("Waits")
    async with shown(full_board(), (80, 24)) as pilot:
        assert "2 flow" not in screen_text(pilot.app)


@pytest.mark.parametrize(("size", "below"), [((120, 40), True), ((180, 40), False)])
async def test_the_pane_follows_the_cursor(size: tuple[int, int], below: bool) -> None:
    async with shown(full_board(), size) as pilot:
        assert "limit 3" not in screen_text(pilot.app)
        await pilot.press("vertical_line")
        await pilot.pause()
        text = screen_text(pilot.app)
        assert "History" in text and "in focus for 42 min" in " ".join(text.split())
        pane = pilot.app.screen.query_one("#pane")
        assert (pane.region.width == size[0]) is below
        await pilot.press("j")
        await pilot.pause()
        assert "in focus for" not in screen_text(pilot.app) and "find last year" in screen_text(pilot.app)
        await pilot.press("vertical_line")
        await pilot.pause()
        assert "History" not in screen_text(pilot.app) and not pilot.app.screen.query("#pane")


async def test_the_pane_goes_where_a_smaller_terminal_has_no_room_and_says_so() -> None:
    async with shown(full_board(), (120, 40)) as pilot:
        await pilot.press("vertical_line")
        await pilot.resize_terminal(80, 24)
        await pilot.pause()
        assert not pilot.app.screen.query("#pane")
        await pilot.press("vertical_line", "vertical_line")
        await pilot.pause()
        assert "The pane needs 120 columns" in screen_text(pilot.app)


async def test_moving_the_focus_asks_first_and_esc_leaves_it() -> None:
    sample = full_board()
    async with shown(sample, (100, 30)) as pilot:
        await pilot.press("j", "f")
        await pilot.pause()
        assert "Move the focus from “Fix the parser” to “Tax letter”?" in " ".join(screen_text(pilot.app).split())
        await pilot.press("escape")
        await pilot.pause()
        focus = sample.service.board().focus
        assert focus is not None and focus.task.title == "Fix the parser"
        await pilot.press("f", "ctrl+u", *"run it", "enter")
        await settled(pilot)
        board = sample.service.board()
        assert board.focus is not None and board.focus.task.title == "Tax letter"
        assert next(task for task in board.column(State.DOING) if task.title == "Fix the parser").next_step == "run it"
        assert "Tax letter" in screen_text(pilot.app) and not isinstance(pilot.app.screen, BoardScreen)


async def test_f_on_the_focused_task_and_elsewhere_shows_the_focus() -> None:
    for way in ((), ("h",)):
        async with shown(full_board(), (100, 30)) as pilot:
            await pilot.press(*way, "f")
            await pilot.pause()
            assert "Fix the parser" in screen_text(pilot.app) and "Ready" not in screen_text(pilot.app)


async def test_the_palette_knows_what_other_programs_call_it() -> None:
    for word, about in (("delete", "Give up"), ("snooze", "Hide until"), ("sort", "Move the card"), ("exit", "Leave")):
        async with shown(full_board(), (100, 30)) as pilot:
            await pilot.press("colon", *word)
            await settled(pilot)
            lines = [line.strip() for line in screen_text(pilot.app).splitlines()]
            place = next(place for place, line in enumerate(lines) if line.endswith(word))
            assert about in next(line for line in lines[place + 1 :] if line), word


def test_a_title_of_many_lines_is_measured_as_drawn() -> None:
    sample = Sample()
    sample.do(c.Add("word " * 60))
    card = Card(1, "word " * 60)
    assert max(cells(line) for line in card_lines(card, AIRY, 24, whole=True)) <= 24


async def test_while_tasks_are_selected_the_footer_has_what_can_be_done_to_all_of_them() -> None:
    sample = full_board()
    async with shown(sample, (120, 40)) as pilot:
        await pilot.press("v", "v")
        await pilot.pause()
        *_, advice, _, footer, _ = screen_text(pilot.app).splitlines()
        assert "✓ 2 selected   Fix the parser, Tax letter" in advice and advice.endswith("esc clears")
        assert "d done" in footer and "z hide" in footer and "enter open" not in footer and "i interrupt" not in footer
        await pilot.click("#footer", offset=(footer.index("b back"), 0))
        await settled(pilot)
        assert len(sample.service.board().column(State.DOING)) == 1
        await pilot.press("v")
        await pilot.click("#hint", offset=(5, 1))
        await pilot.pause()
        assert "selected" not in screen_text(pilot.app)
