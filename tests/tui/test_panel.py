"""The decision panel: every way out of a refusal, what each comes to, and what a person sees."""

from __future__ import annotations

from typing import Any

import pytest
from dialogs import HOSTILE, UNANSWERED, BoardFixture, Host, busy_board, id_of, pressed, service_of
from screen_text import SIZES, check_golden, screen_text
from textual.pilot import Pilot

from wiptui.domain import commands as c
from wiptui.domain.limits import DOING, EXPEDITE, WAITING, Scope
from wiptui.domain.tasks.task import State
from wiptui.tui.screens.limits.decision_panel import PanelScreen, SkipUndo


def panel(fixture: BoardFixture, wish: c.Command) -> Host:
    """The panel that a refused wish opens."""
    refusal = fixture.refused(wish)
    return Host(lambda: PanelScreen(fixture.board, refusal, wish))


async def answer(host: Host, *keys: str, size: tuple[int, int] = (80, 24)) -> Any:
    """What the screen answers after these keys."""
    return (await pressed(host, *keys, size=size))[1]


def start(fixture: BoardFixture, *titles: str) -> c.Start:
    return c.Start(tuple(id_of(fixture, title) for title in titles))


REPORT = "Write the report"
FLYER, PARSER, LETTER = "Flyer for the fair", "Fix the parser", "Tax letter"


# --- each way out, and the board that it leads to


@pytest.mark.parametrize(
    ("keys", "doing", "waiting", "ready_top"),
    [
        (["d"], [PARSER, LETTER, REPORT], ["Contract"], "Book the train"),
        (["w", *"Ana", "enter"], [PARSER, LETTER, REPORT], ["Contract", FLYER], "Book the train"),
        (["w", "enter"], [PARSER, LETTER, REPORT], ["Contract", FLYER], "Book the train"),
        (["b", "enter"], [PARSER, LETTER, REPORT], ["Contract"], FLYER),
        (["s"], [PARSER, LETTER, REPORT], ["Contract"], FLYER),
        (["x", "ctrl+s"], [PARSER, LETTER, REPORT], ["Contract"], "print"),
        (["j", "d"], [FLYER, LETTER, REPORT], ["Contract"], "Book the train"),
        (["down", "down", "s"], [FLYER, PARSER, REPORT], ["Contract"], LETTER),
        (["q"], [FLYER, PARSER, LETTER], ["Contract"], REPORT),
    ],
)  # fmt: skip
async def test_each_way_out_is_one_command_and_leads_where_it_says(
    keys: list[str], doing: list[str], waiting: list[str], ready_top: str
) -> None:
    fixture = busy_board()
    chosen = await answer(panel(fixture, start(fixture, REPORT)), *keys)
    fixture.ok(chosen)
    assert fixture.titles(State.DOING) == doing
    assert fixture.titles(State.WAITING) == waiting
    assert fixture.titles(State.READY)[0] == ready_top


async def test_the_commands_are_whole() -> None:
    fixture = busy_board()
    wish = start(fixture, REPORT)
    flyer = id_of(fixture, "Flyer for the fair")
    assert await answer(panel(fixture, wish), "d") == c.Together((c.Finish((flyer,)), wish))
    assert await answer(panel(fixture, wish), "s") == c.Start(wish.tasks, swap=flyer)
    assert await answer(panel(fixture, wish), "w", *"Ana", "enter") == c.Together((c.Wait(flyer, on="Ana"), wish))
    assert await answer(panel(fixture, wish), "w", "enter") == c.Together((c.Wait(flyer), wish))
    back = await answer(panel(fixture, wish), "b", *"call", "enter")
    assert back == c.Together((c.PutBack((flyer,), next_step="call"), wish))


async def test_a_next_step_that_is_there_is_kept_by_enter() -> None:
    fixture = busy_board()
    chosen = await answer(panel(fixture, start(fixture, REPORT)), "j", "b", "enter")
    fixture.ok(chosen)
    assert fixture.task(id_of(fixture, "Fix the parser")).next_step == "failing test 7, then the docs"


@pytest.mark.parametrize("keys", [["escape"], ["w", "escape", "escape"], ["b", "x", "escape", "escape"]])
async def test_escape_leaves_all_as_it_is(keys: list[str]) -> None:
    fixture = busy_board()
    before = fixture.data
    assert await answer(panel(fixture, start(fixture, REPORT)), *keys) is None
    assert fixture.data is before


async def test_a_split_that_is_left_comes_back_to_the_panel() -> None:
    fixture = busy_board()
    assert await answer(panel(fixture, start(fixture, REPORT)), "x", "escape") is UNANSWERED


async def test_letters_typed_into_the_question_choose_nothing() -> None:
    fixture = busy_board()
    assert await answer(panel(fixture, start(fixture, REPORT)), "w", "d", "s", "q", "j") is UNANSWERED


async def test_the_question_is_about_the_holder_that_was_chosen() -> None:
    fixture = busy_board()
    chosen = await answer(panel(fixture, start(fixture, REPORT)), "w", "down", "down", "enter")
    assert chosen.commands[0] == c.Wait(id_of(fixture, FLYER))


async def test_the_mouse_chooses_a_holder_and_a_way() -> None:
    fixture = busy_board()
    host = panel(fixture, start(fixture, REPORT))
    async with host.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await click(pilot, "Tax letter")
        await click(pilot, "swap the two")
        assert host.answer == c.Start((id_of(fixture, REPORT),), swap=id_of(fixture, "Tax letter"))


async def click(pilot: Pilot[Any], words: str) -> None:
    """Click on the first place where these words stand."""
    lines = screen_text(pilot.app).split("\n")
    y, line = next((y, line) for y, line in enumerate(lines) if words in line)
    await pilot.click(offset=(line.index(words) + 1, y))
    await pilot.pause()


# --- the other refusals


async def test_a_newcomer_that_is_not_written_yet() -> None:
    fixture = busy_board()
    wish = c.Add("Brand new", {"project": "acme"}, State.DOING)
    chosen = await answer(panel(fixture, wish), "d")
    assert service_of(fixture).dispatch(chosen).words == "Finished “Flyer for the fair”, Added “Brand new”"
    fixture.ok(chosen)
    assert fixture.titles(State.DOING)[-1] == "Brand new"
    fixture = busy_board()
    fixture.ok(await answer(panel(fixture, wish), "q"))
    assert fixture.titles(State.READY)[0] == "Brand new"
    fixture = busy_board()
    fixture.ok(await answer(panel(fixture, wish), "s"))
    assert (fixture.titles(State.DOING)[-1], fixture.titles(State.READY)[0]) == ("Brand new", "Flyer for the fair")


@pytest.mark.parametrize("state", [State.BACKLOG, State.DONE, State.DROPPED, State.WAITING])
async def test_queue_leads_from_anywhere_to_the_top_of_ready(state: State) -> None:
    fixture = busy_board()
    task = fixture.add("From afar", State.BACKLOG)
    if state is State.DONE:
        fixture.ok(c.Finish((task,)))
    elif state is State.DROPPED:
        fixture.ok(c.Drop((task,)))
    elif state is State.WAITING:
        fixture.ok(c.Wait(task))
    fixture.ok(await answer(panel(fixture, c.Start((task,))), "q"))
    assert fixture.titles(State.READY)[:2] == ["From afar", REPORT]


async def test_queue_of_the_only_ready_task_has_nothing_to_do() -> None:
    fixture = BoardFixture(doing=1)
    one, two = fixture.add("one"), fixture.add("two")
    fixture.ok(c.Start((one,)))
    assert await answer(panel(fixture, c.Start((two,))), "q") is None


async def test_the_waiting_limit_refuses_a_wait_and_a_waiting_task_comes_back_for_it() -> None:
    fixture = busy_board()
    fixture.ok(c.SetLimit(WAITING, 1))
    wish = c.Wait(id_of(fixture, "Fix the parser"), on="Bob")
    host = panel(fixture, wish)
    async with host.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        shown = screen_text(host)
        assert "Waiting is full: 1 of 1" in shown and "on Ana since" in shown
        assert "take it back into doing" in shown and "move to waiting" not in shown.split("Contract")[1]
        await pilot.press("r")
        await pilot.pause()
    fixture.ok(host.answer)
    assert fixture.titles(State.WAITING) == ["Fix the parser"] and "Contract" in fixture.titles(State.DOING)


@pytest.mark.parametrize(("key", "state"), [("d", State.DONE), ("b", State.READY)])
async def test_the_waiting_limit_frees_by_finishing_or_putting_back(key: str, state: State) -> None:
    fixture = busy_board()
    fixture.ok(c.SetLimit(WAITING, 1))
    keys = [key, "enter"] if key == "b" else [key]
    fixture.ok(await answer(panel(fixture, c.Wait(id_of(fixture, "Tax letter"))), *keys))
    assert fixture.titles(State.WAITING) == ["Tax letter"]
    assert fixture.task(id_of(fixture, "Contract")).state is state


async def test_a_way_out_that_another_limit_refuses_opens_a_panel_that_says_both_wishes() -> None:
    fixture = busy_board()
    fixture.ok(c.SetLimit(WAITING, 1))
    host = panel(fixture, start(fixture, REPORT))
    async with host.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert "move to waiting (waiting is full, 1/1)" in screen_text(host)
        await pilot.press("w", *"Bob", "enter")
        await pilot.pause()
    second = panel(fixture, host.answer)
    async with second.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        shown = screen_text(second)
        assert "You want to start  Write the report" in shown
        assert "To move to waiting Flyer for the fair  on Bob" in shown
        assert "take it back" not in shown, "there is no slot in doing for it"
        await pilot.press("d")
        await pilot.pause()
    fixture.ok(second.answer)
    assert fixture.titles(State.WAITING) == ["Flyer for the fair"]
    assert fixture.titles(State.DOING) == ["Fix the parser", "Tax letter", REPORT]


async def test_queueing_then_leaves_the_one_that_was_to_wait_where_it_is() -> None:
    fixture = busy_board()
    fixture.ok(c.SetLimit(WAITING, 1))
    flyer = id_of(fixture, "Flyer for the fair")
    wish = c.Together((c.Wait(flyer), start(fixture, "Book the train")))
    fixture.ok(await answer(panel(fixture, wish), "q"))
    assert fixture.task(flyer).state is State.DOING and fixture.titles(State.READY)[0] == "Book the train"


async def test_a_batch_with_some_room_starts_as_many_as_fit_and_queues_the_rest() -> None:
    fixture = busy_board()
    fixture.ok(c.SetLimit(DOING, 5, permanent=True))
    wish = start(fixture, REPORT, "Book the train", "Read chapter 3")
    host = panel(fixture, wish)
    async with host.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert "Doing has room for 2, not for 3" in screen_text(host)
        await pilot.press("a")
        await pilot.pause()
    fixture.ok(host.answer)
    assert fixture.titles(State.DOING)[3:] == [REPORT, "Book the train"]
    assert fixture.board.focus is not None and fixture.board.focus.task.title == PARSER, (
        "none of several takes the focus"
    )
    assert fixture.titles(State.READY) == ["Read chapter 3"]


async def test_a_batch_takes_as_many_slots_as_are_marked() -> None:
    fixture = busy_board()
    wish = start(fixture, REPORT, "Book the train", "Read chapter 3")
    chosen = await answer(panel(fixture, wish), "space", "j", "space", "d")
    fixture.ok(chosen)
    assert fixture.titles(State.DOING) == ["Tax letter", REPORT, "Book the train"]
    assert fixture.titles(State.READY) == ["Read chapter 3"]


async def test_a_batch_of_which_all_comes_in_is_one_start() -> None:
    fixture = busy_board()
    wish = start(fixture, REPORT, "Book the train")
    chosen = await answer(panel(fixture, wish), "space", "j", "space", "b")
    assert chosen.commands[1:] == (wish,)
    fixture.ok(chosen)
    assert fixture.count() == 3


async def test_the_expedite_lane_is_swapped_within_the_lane() -> None:
    fixture = busy_board()
    fire, flood = fixture.add("Fire"), fixture.add("Flood")
    fixture.ok(c.Start((fire,), expedite=True, why="smoke"))
    wish = c.Start((flood,), expedite=True, why="water")
    host = panel(fixture, wish)
    async with host.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert "The expedite lane is full: 1 of 1" in screen_text(host)
        await pilot.press("s")
        await pilot.pause()
    fixture.ok(host.answer)
    assert [task.title for task in fixture.board.holders(EXPEDITE)] == ["Flood"]


async def test_a_limit_of_a_project_names_the_project() -> None:
    fixture = busy_board()
    fixture.ok(c.SetLimit(DOING, 9, permanent=True))
    fixture.ok(c.SetLimit(Scope("project", "acme"), 1, why="one thing for acme"))
    host = panel(fixture, start(fixture, REPORT))
    async with host.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        shown = screen_text(host)
        assert "+acme is full: 1 of 1" in shown and "“one thing for acme”" in shown
        assert "Fix the parser" in shown and "Flyer" not in shown
        await pilot.press("d")
        await pilot.pause()
    fixture.ok(host.answer)
    assert REPORT in fixture.titles(State.DOING)


async def test_a_closed_limit_explains_itself_and_offers_the_queue_or_an_exchange() -> None:
    fixture = busy_board()
    fixture.ok(c.SetLimit(DOING, 0, why="holiday"))
    host = panel(fixture, start(fixture, "Read chapter 3"))
    async with host.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        shown = screen_text(host)
        assert "Doing is closed" in shown and "A limit of 0 lets nothing new in." in shown and "“holiday”" in shown
        await pilot.press("d", "w", "b")
        await pilot.pause()
        assert host.answer is UNANSWERED, "neither key does anything here"
        await pilot.press("q")
        await pilot.pause()
    fixture.ok(host.answer)
    assert fixture.titles(State.READY)[0] == "Read chapter 3"


async def test_a_closed_limit_with_nothing_in_the_slots() -> None:
    fixture = BoardFixture(doing=0)
    one = fixture.add("one")
    fixture.add("two")
    host = panel(fixture, c.Start((one,)))
    async with host.run_test(size=(40, 12)) as pilot:
        await pilot.pause()
        assert "Doing is closed" in screen_text(host)
        await pilot.press("j", "space", "x", "escape")
        await pilot.pause()
    assert host.answer is None


async def test_over_the_limit_says_from_which_device_and_allows_a_swap() -> None:
    fixture = busy_board()
    fixture.ok(c.SetLimit(DOING, 2))
    host = panel(fixture, start(fixture, REPORT))
    async with host.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        shown = screen_text(host)
        assert "Doing is over its limit: 3 of 2" in shown and "from laptop" in shown and "swaps are allowed" in shown
        assert "choose several" not in shown, "one that leaves is enough for one that comes"
        await pilot.press("d")
        await pilot.pause()
    fixture.ok(host.answer)
    assert fixture.count() == 3


async def test_a_refused_undo_says_so_and_can_be_passed_over() -> None:
    fixture = busy_board()
    refusal = fixture.refused(start(fixture, REPORT))
    host = Host(lambda: PanelScreen(fixture.board, refusal, c.Restore(())))
    async with host.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        shown = screen_text(host)
        assert "Undo refused: Doing is full: 3 of 3" in shown and "skip this undo" in shown
        assert "queue" not in shown
        await pilot.press("p")
        await pilot.pause()
    assert isinstance(host.answer, SkipUndo)


async def test_room_for_a_refused_undo_brings_back_what_it_would_have() -> None:
    fixture = busy_board()
    refusal = fixture.refused(start(fixture, REPORT))
    fixture.ok(await answer(Host(lambda: PanelScreen(fixture.board, refusal, c.Restore(()))), "d"))
    assert fixture.titles(State.DOING) == ["Fix the parser", "Tax letter", REPORT]


async def test_an_edit_that_is_refused_frees_a_slot_but_has_nothing_to_queue() -> None:
    fixture = busy_board()
    fire = fixture.add("Fire")
    fixture.ok(c.Start((fire,), expedite=True, why="smoke"))
    wish = c.Edit(fire, {"class": "standard"})
    host = panel(fixture, wish)
    async with host.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        shown = screen_text(host)
        assert "You want to change Fire" in shown and "queue" not in shown and "swap" not in shown
        await pilot.press("d")
        await pilot.pause()
    fixture.ok(host.answer)
    assert fixture.titles(State.DOING) == ["Fix the parser", "Tax letter", "Fire"]


async def test_waiting_that_counts_as_doing_is_no_way_out() -> None:
    fixture = busy_board()
    fixture.ok(c.SetLimit(DOING, 4, permanent=True))
    fixture.ok(c.SetSettings({"waiting_counts": True}))
    host = panel(fixture, start(fixture, REPORT))
    async with host.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert "Contract" in screen_text(host) and "move to waiting" not in screen_text(host)
        await pilot.press("w")
        assert host.answer is UNANSWERED


# --- what is seen


@pytest.mark.parametrize("size", SIZES)
async def test_golden(size: tuple[int, int]) -> None:
    fixture = busy_board()
    host = panel(fixture, start(fixture, REPORT))
    async with host.run_test(size=size) as pilot:
        await pilot.pause()
        check_golden(host, "panel")
        await pilot.press("b")
        await pilot.pause()
        check_golden(host, "panel-back")


@pytest.mark.parametrize("size", SIZES)
async def test_hostile_titles_are_shown_as_they_are_and_stay_in_the_box(size: tuple[int, int]) -> None:
    fixture = BoardFixture(doing=1, waiting=3)
    held, new = fixture.add(HOSTILE, project="[b]x"), fixture.add("[/] " + HOSTILE)
    fixture.ok(c.Edit(held, {"next_step": HOSTILE, "waiting_on": HOSTILE}))
    fixture.ok(c.SetLimit(DOING, 1, why=HOSTILE))
    fixture.ok(c.Start((held,)))
    host = panel(fixture, c.Start((new,)))
    async with host.run_test(size=size) as pilot:
        await pilot.pause()
        shown = screen_text(host)
        assert "[/done]" in shown and "\x1b" not in shown
        check_golden(host, "panel-hostile")
        await pilot.press("w")
        await pilot.pause()
        assert "[/done]" in screen_text(host)


async def test_many_holders_scroll_and_the_keys_stay_in_sight() -> None:
    fixture = BoardFixture(doing=30)
    ids = [fixture.add(f"Task {n}") for n in range(31)]
    fixture.ok(c.Start(tuple(ids[:30])))
    host = panel(fixture, c.Start((ids[30],)))
    async with host.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert "leave all as it is" in screen_text(host)
        first = host.screen.query_one("#holders").current.task.title
        await pilot.press(*["j"] * 29)
        await pilot.pause()
        last = host.screen.query_one("#holders").current.task.title
        assert f"▸ {last} " in screen_text(host) and f"  {first} " not in screen_text(host)


@pytest.mark.parametrize("size", [(40, 12), (59, 17), (60, 16), (80, 18), (80, 24), (200, 60)])
async def test_the_keys_are_in_sight_on_every_terminal_also_while_asking(size: tuple[int, int]) -> None:
    fixture = BoardFixture(doing=30)
    ids = [fixture.add(f"Task {n}") for n in range(31)]
    fixture.ok(c.Start(tuple(ids[:30])))
    fixture.ok(c.SetLimit(DOING, 4, why="a reason that goes on and on " * 9))
    host = panel(fixture, c.Start((ids[30],)))
    async with host.run_test(size=size) as pilot:
        await pilot.pause()
        assert "leave" in screen_text(host)
        await pilot.press("w")
        await pilot.pause()
        assert "esc" in screen_text(host) and "›" in screen_text(host)


async def test_small_and_large_again_keeps_the_choice() -> None:
    fixture = busy_board()
    host = panel(fixture, start(fixture, REPORT))
    async with host.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        await pilot.press("j")
        await pilot.resize_terminal(40, 12)
        await pilot.pause()
        assert "▸ Fix the parser" in screen_text(host) and "esc leave" in screen_text(host)
        await pilot.resize_terminal(120, 40)
        await pilot.pause()
        assert "▸ Fix the parser" in screen_text(host)
