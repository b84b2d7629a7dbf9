"""The decision panel: every way out of a refusal, what each comes to, and what a person sees."""

from __future__ import annotations

from typing import Any

import pytest
from dialogs import HOSTILE, UNANSWERED, Desk, Host, busy_desk, id_of, pressed, service_of
from screen_text import SIZES, check_golden, screen_text
from textual.pilot import Pilot

from wiptui.domain import commands as c
from wiptui.domain.limits import DOING, EXPEDITE, WAITING, Scope
from wiptui.domain.tasks.task import State
from wiptui.tui.screens.limits.decision_panel import PanelScreen, SkipUndo


def panel(desk: Desk, wish: c.Command) -> Host:
    """The panel that a refused wish opens."""
    refusal = desk.refused(wish)
    return Host(lambda: PanelScreen(desk.board, refusal, wish))


async def answer(host: Host, *keys: str, size: tuple[int, int] = (80, 24)) -> Any:
    """What the screen answers after these keys."""
    return (await pressed(host, *keys, size=size))[1]


def start(desk: Desk, *titles: str) -> c.Start:
    return c.Start(tuple(id_of(desk, title) for title in titles))


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
    desk = busy_desk()
    chosen = await answer(panel(desk, start(desk, REPORT)), *keys)
    desk.ok(chosen)
    assert desk.titles(State.DOING) == doing
    assert desk.titles(State.WAITING) == waiting
    assert desk.titles(State.READY)[0] == ready_top


async def test_the_commands_are_whole() -> None:
    desk = busy_desk()
    wish = start(desk, REPORT)
    flyer = id_of(desk, "Flyer for the fair")
    assert await answer(panel(desk, wish), "d") == c.Together((c.Finish((flyer,)), wish))
    assert await answer(panel(desk, wish), "s") == c.Start(wish.tasks, swap=flyer)
    assert await answer(panel(desk, wish), "w", *"Ana", "enter") == c.Together((c.Wait(flyer, on="Ana"), wish))
    assert await answer(panel(desk, wish), "w", "enter") == c.Together((c.Wait(flyer), wish))
    back = await answer(panel(desk, wish), "b", *"call", "enter")
    assert back == c.Together((c.PutBack((flyer,), next_step="call"), wish))


async def test_a_next_step_that_is_there_is_kept_by_enter() -> None:
    desk = busy_desk()
    chosen = await answer(panel(desk, start(desk, REPORT)), "j", "b", "enter")
    desk.ok(chosen)
    assert desk.task(id_of(desk, "Fix the parser")).next_step == "failing test 7, then the docs"


@pytest.mark.parametrize("keys", [["escape"], ["w", "escape", "escape"], ["b", "x", "escape", "escape"]])
async def test_escape_leaves_all_as_it_is(keys: list[str]) -> None:
    desk = busy_desk()
    before = desk.data
    assert await answer(panel(desk, start(desk, REPORT)), *keys) is None
    assert desk.data is before


async def test_a_split_that_is_left_comes_back_to_the_panel() -> None:
    desk = busy_desk()
    assert await answer(panel(desk, start(desk, REPORT)), "x", "escape") is UNANSWERED


async def test_letters_typed_into_the_question_choose_nothing() -> None:
    desk = busy_desk()
    assert await answer(panel(desk, start(desk, REPORT)), "w", "d", "s", "q", "j") is UNANSWERED


async def test_the_question_is_about_the_holder_that_was_chosen() -> None:
    desk = busy_desk()
    chosen = await answer(panel(desk, start(desk, REPORT)), "w", "down", "down", "enter")
    assert chosen.commands[0] == c.Wait(id_of(desk, FLYER))


async def test_the_mouse_chooses_a_holder_and_a_way() -> None:
    desk = busy_desk()
    host = panel(desk, start(desk, REPORT))
    async with host.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await click(pilot, "Tax letter")
        await click(pilot, "swap the two")
        assert host.answer == c.Start((id_of(desk, REPORT),), swap=id_of(desk, "Tax letter"))


async def click(pilot: Pilot[Any], words: str) -> None:
    """Click on the first place where these words stand."""
    lines = screen_text(pilot.app).split("\n")
    y, line = next((y, line) for y, line in enumerate(lines) if words in line)
    await pilot.click(offset=(line.index(words) + 1, y))
    await pilot.pause()


# --- the other refusals


async def test_a_newcomer_that_is_not_written_yet() -> None:
    desk = busy_desk()
    wish = c.Add("Brand new", {"project": "acme"}, State.DOING)
    chosen = await answer(panel(desk, wish), "d")
    assert service_of(desk).dispatch(chosen).words == "Finished “Flyer for the fair”, Added “Brand new”"
    desk.ok(chosen)
    assert desk.titles(State.DOING)[-1] == "Brand new"
    desk = busy_desk()
    desk.ok(await answer(panel(desk, wish), "q"))
    assert desk.titles(State.READY)[0] == "Brand new"
    desk = busy_desk()
    desk.ok(await answer(panel(desk, wish), "s"))
    assert (desk.titles(State.DOING)[-1], desk.titles(State.READY)[0]) == ("Brand new", "Flyer for the fair")


@pytest.mark.parametrize("state", [State.BACKLOG, State.DONE, State.DROPPED, State.WAITING])
async def test_queue_leads_from_anywhere_to_the_top_of_ready(state: State) -> None:
    desk = busy_desk()
    task = desk.add("From afar", State.BACKLOG)
    if state is State.DONE:
        desk.ok(c.Finish((task,)))
    elif state is State.DROPPED:
        desk.ok(c.Drop((task,)))
    elif state is State.WAITING:
        desk.ok(c.Wait(task))
    desk.ok(await answer(panel(desk, c.Start((task,))), "q"))
    assert desk.titles(State.READY)[:2] == ["From afar", REPORT]


async def test_queue_of_the_only_ready_task_has_nothing_to_do() -> None:
    desk = Desk(doing=1)
    one, two = desk.add("one"), desk.add("two")
    desk.ok(c.Start((one,)))
    assert await answer(panel(desk, c.Start((two,))), "q") is None


async def test_the_waiting_limit_refuses_a_wait_and_a_waiting_task_comes_back_for_it() -> None:
    desk = busy_desk()
    desk.ok(c.SetLimit(WAITING, 1))
    wish = c.Wait(id_of(desk, "Fix the parser"), on="Bob")
    host = panel(desk, wish)
    async with host.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        shown = screen_text(host)
        assert "Waiting is full: 1 of 1" in shown and "on Ana since" in shown
        assert "take it back into doing" in shown and "move to waiting" not in shown.split("Contract")[1]
        await pilot.press("r")
        await pilot.pause()
    desk.ok(host.answer)
    assert desk.titles(State.WAITING) == ["Fix the parser"] and "Contract" in desk.titles(State.DOING)


@pytest.mark.parametrize(("key", "state"), [("d", State.DONE), ("b", State.READY)])
async def test_the_waiting_limit_frees_by_finishing_or_putting_back(key: str, state: State) -> None:
    desk = busy_desk()
    desk.ok(c.SetLimit(WAITING, 1))
    keys = [key, "enter"] if key == "b" else [key]
    desk.ok(await answer(panel(desk, c.Wait(id_of(desk, "Tax letter"))), *keys))
    assert desk.titles(State.WAITING) == ["Tax letter"]
    assert desk.task(id_of(desk, "Contract")).state is state


async def test_a_way_out_that_another_limit_refuses_opens_a_panel_that_says_both_wishes() -> None:
    desk = busy_desk()
    desk.ok(c.SetLimit(WAITING, 1))
    host = panel(desk, start(desk, REPORT))
    async with host.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert "move to waiting (waiting is full, 1/1)" in screen_text(host)
        await pilot.press("w", *"Bob", "enter")
        await pilot.pause()
    second = panel(desk, host.answer)
    async with second.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        shown = screen_text(second)
        assert "You want to start  Write the report" in shown
        assert "To move to waiting Flyer for the fair  on Bob" in shown
        assert "take it back" not in shown, "there is no slot in doing for it"
        await pilot.press("d")
        await pilot.pause()
    desk.ok(second.answer)
    assert desk.titles(State.WAITING) == ["Flyer for the fair"]
    assert desk.titles(State.DOING) == ["Fix the parser", "Tax letter", REPORT]


async def test_queueing_then_leaves_the_one_that_was_to_wait_where_it_is() -> None:
    desk = busy_desk()
    desk.ok(c.SetLimit(WAITING, 1))
    flyer = id_of(desk, "Flyer for the fair")
    wish = c.Together((c.Wait(flyer), start(desk, "Book the train")))
    desk.ok(await answer(panel(desk, wish), "q"))
    assert desk.task(flyer).state is State.DOING and desk.titles(State.READY)[0] == "Book the train"


async def test_a_batch_with_some_room_starts_as_many_as_fit_and_queues_the_rest() -> None:
    desk = busy_desk()
    desk.ok(c.SetLimit(DOING, 5, permanent=True))
    wish = start(desk, REPORT, "Book the train", "Read chapter 3")
    host = panel(desk, wish)
    async with host.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert "Doing has room for 2, not for 3" in screen_text(host)
        await pilot.press("a")
        await pilot.pause()
    desk.ok(host.answer)
    assert desk.titles(State.DOING)[3:] == [REPORT, "Book the train"]
    assert desk.board.focus is not None and desk.board.focus.task.title == PARSER, "none of several takes the focus"
    assert desk.titles(State.READY) == ["Read chapter 3"]


async def test_a_batch_takes_as_many_slots_as_are_marked() -> None:
    desk = busy_desk()
    wish = start(desk, REPORT, "Book the train", "Read chapter 3")
    chosen = await answer(panel(desk, wish), "space", "j", "space", "d")
    desk.ok(chosen)
    assert desk.titles(State.DOING) == ["Tax letter", REPORT, "Book the train"]
    assert desk.titles(State.READY) == ["Read chapter 3"]


async def test_a_batch_of_which_all_comes_in_is_one_start() -> None:
    desk = busy_desk()
    wish = start(desk, REPORT, "Book the train")
    chosen = await answer(panel(desk, wish), "space", "j", "space", "b")
    assert chosen.commands[1:] == (wish,)
    desk.ok(chosen)
    assert desk.count() == 3


async def test_the_expedite_lane_is_swapped_within_the_lane() -> None:
    desk = busy_desk()
    fire, flood = desk.add("Fire"), desk.add("Flood")
    desk.ok(c.Start((fire,), expedite=True, why="smoke"))
    wish = c.Start((flood,), expedite=True, why="water")
    host = panel(desk, wish)
    async with host.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert "The expedite lane is full: 1 of 1" in screen_text(host)
        await pilot.press("s")
        await pilot.pause()
    desk.ok(host.answer)
    assert [task.title for task in desk.board.holders(EXPEDITE)] == ["Flood"]


async def test_a_limit_of_a_project_names_the_project() -> None:
    desk = busy_desk()
    desk.ok(c.SetLimit(DOING, 9, permanent=True))
    desk.ok(c.SetLimit(Scope("project", "acme"), 1, why="one thing for acme"))
    host = panel(desk, start(desk, REPORT))
    async with host.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        shown = screen_text(host)
        assert "+acme is full: 1 of 1" in shown and "“one thing for acme”" in shown
        assert "Fix the parser" in shown and "Flyer" not in shown
        await pilot.press("d")
        await pilot.pause()
    desk.ok(host.answer)
    assert REPORT in desk.titles(State.DOING)


async def test_a_closed_limit_explains_itself_and_offers_the_queue_or_an_exchange() -> None:
    desk = busy_desk()
    desk.ok(c.SetLimit(DOING, 0, why="holiday"))
    host = panel(desk, start(desk, "Read chapter 3"))
    async with host.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        shown = screen_text(host)
        assert "Doing is closed" in shown and "A limit of 0 lets nothing new in." in shown and "“holiday”" in shown
        await pilot.press("d", "w", "b")
        await pilot.pause()
        assert host.answer is UNANSWERED, "neither key does anything here"
        await pilot.press("q")
        await pilot.pause()
    desk.ok(host.answer)
    assert desk.titles(State.READY)[0] == "Read chapter 3"


async def test_a_closed_limit_with_nothing_in_the_slots() -> None:
    desk = Desk(doing=0)
    one = desk.add("one")
    desk.add("two")
    host = panel(desk, c.Start((one,)))
    async with host.run_test(size=(40, 12)) as pilot:
        await pilot.pause()
        assert "Doing is closed" in screen_text(host)
        await pilot.press("j", "space", "x", "escape")
        await pilot.pause()
    assert host.answer is None


async def test_over_the_limit_says_from_which_device_and_allows_a_swap() -> None:
    desk = busy_desk()
    desk.ok(c.SetLimit(DOING, 2))
    host = panel(desk, start(desk, REPORT))
    async with host.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        shown = screen_text(host)
        assert "Doing is over its limit: 3 of 2" in shown and "from laptop" in shown and "swaps are allowed" in shown
        assert "choose several" not in shown, "one that leaves is enough for one that comes"
        await pilot.press("d")
        await pilot.pause()
    desk.ok(host.answer)
    assert desk.count() == 3


async def test_a_refused_undo_says_so_and_can_be_passed_over() -> None:
    desk = busy_desk()
    refusal = desk.refused(start(desk, REPORT))
    host = Host(lambda: PanelScreen(desk.board, refusal, c.Restore(())))
    async with host.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        shown = screen_text(host)
        assert "Undo refused: Doing is full: 3 of 3" in shown and "pass over" in shown
        assert "queue" not in shown
        await pilot.press("p")
        await pilot.pause()
    assert isinstance(host.answer, SkipUndo)


async def test_room_for_a_refused_undo_brings_back_what_it_would_have() -> None:
    desk = busy_desk()
    refusal = desk.refused(start(desk, REPORT))
    desk.ok(await answer(Host(lambda: PanelScreen(desk.board, refusal, c.Restore(()))), "d"))
    assert desk.titles(State.DOING) == ["Fix the parser", "Tax letter", REPORT]


async def test_an_edit_that_is_refused_frees_a_slot_but_has_nothing_to_queue() -> None:
    desk = busy_desk()
    fire = desk.add("Fire")
    desk.ok(c.Start((fire,), expedite=True, why="smoke"))
    wish = c.Edit(fire, {"class": "standard"})
    host = panel(desk, wish)
    async with host.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        shown = screen_text(host)
        assert "You want to change Fire" in shown and "queue" not in shown and "swap" not in shown
        await pilot.press("d")
        await pilot.pause()
    desk.ok(host.answer)
    assert desk.titles(State.DOING) == ["Fix the parser", "Tax letter", "Fire"]


async def test_waiting_that_counts_as_doing_is_no_way_out() -> None:
    desk = busy_desk()
    desk.ok(c.SetLimit(DOING, 4, permanent=True))
    desk.ok(c.SetSettings({"waiting_counts": True}))
    host = panel(desk, start(desk, REPORT))
    async with host.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert "Contract" in screen_text(host) and "move to waiting" not in screen_text(host)
        await pilot.press("w")
        assert host.answer is UNANSWERED


# --- what is seen


@pytest.mark.parametrize("size", SIZES)
async def test_golden(size: tuple[int, int]) -> None:
    desk = busy_desk()
    host = panel(desk, start(desk, REPORT))
    async with host.run_test(size=size) as pilot:
        await pilot.pause()
        check_golden(host, "panel")
        await pilot.press("b")
        await pilot.pause()
        check_golden(host, "panel-back")


@pytest.mark.parametrize("size", SIZES)
async def test_hostile_titles_are_shown_as_they_are_and_stay_in_the_box(size: tuple[int, int]) -> None:
    desk = Desk(doing=1, waiting=3)
    held, new = desk.add(HOSTILE, project="[b]x"), desk.add("[/] " + HOSTILE)
    desk.ok(c.Edit(held, {"next_step": HOSTILE, "waiting_on": HOSTILE}))
    desk.ok(c.SetLimit(DOING, 1, why=HOSTILE))
    desk.ok(c.Start((held,)))
    host = panel(desk, c.Start((new,)))
    async with host.run_test(size=size) as pilot:
        await pilot.pause()
        shown = screen_text(host)
        assert "[/done]" in shown and "\x1b" not in shown
        check_golden(host, "panel-hostile")
        await pilot.press("w")
        await pilot.pause()
        assert "[/done]" in screen_text(host)


async def test_many_holders_scroll_and_the_keys_stay_in_sight() -> None:
    desk = Desk(doing=30)
    ids = [desk.add(f"Task {n}") for n in range(31)]
    desk.ok(c.Start(tuple(ids[:30])))
    host = panel(desk, c.Start((ids[30],)))
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
    desk = Desk(doing=30)
    ids = [desk.add(f"Task {n}") for n in range(31)]
    desk.ok(c.Start(tuple(ids[:30])))
    desk.ok(c.SetLimit(DOING, 4, why="a reason that goes on and on " * 9))
    host = panel(desk, c.Start((ids[30],)))
    async with host.run_test(size=size) as pilot:
        await pilot.pause()
        assert "leave" in screen_text(host)
        await pilot.press("w")
        await pilot.pause()
        assert "esc" in screen_text(host) and "›" in screen_text(host)


async def test_small_and_large_again_keeps_the_choice() -> None:
    desk = busy_desk()
    host = panel(desk, start(desk, REPORT))
    async with host.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        await pilot.press("j")
        await pilot.resize_terminal(40, 12)
        await pilot.pause()
        assert "▸ Fix the parser" in screen_text(host) and "esc leave" in screen_text(host)
        await pilot.resize_terminal(120, 40)
        await pilot.pause()
        assert "▸ Fix the parser" in screen_text(host)
