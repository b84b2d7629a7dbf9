"""All of one task: reading, ticking, editing; nothing typed is lost without being asked about."""

from __future__ import annotations

from typing import Any

import pytest
from dialogs import HOSTILE, UNANSWERED, BoardFixture, Host, busy_board, id_of, pressed, service_of
from screen_text import SIZES, check_golden, screen_text

from wiptui.domain import commands as c
from wiptui.domain.limits import DOING
from wiptui.domain.tasks.task import State, Task
from wiptui.service import Service
from wiptui.tui.screens.tasks.details import Details
from wiptui.tui.views.styled_text import plain

FLYER = "Flyer for the fair"


def opened(fixture: BoardFixture, title: str = FLYER, editing: bool = False) -> tuple[Service, int, Host]:
    service = service_of(fixture)
    task = id_of(fixture, title)
    return service, task, Host(lambda: Details(service, task, editing=editing), service)


def full_board_fixture() -> BoardFixture:
    """A desk whose flyer has everything that a task can have."""
    fixture = busy_board()
    note = "The printer wants **PDF/X-4**.\n\n* ask Ana about the logo\n" + "a long line " * 12
    fields = {"note": note, "due": "2026-11-22", "priority": "A", "tags": ["print", "fair"], "for": "Bob"}
    fixture.ok(c.Edit(id_of(fixture, FLYER), fields | {"next_step": "call the printer"}))
    return fixture


async def test_everything_is_shown() -> None:
    shown, _ = await pressed(opened(full_board_fixture())[2], size=(120, 60))
    for words in (
        "doing since Sat 14 Nov 14:05 · day 9 in work", "Next step   call the printer", "! Sun 22 Nov, today",
        "+fair  @print  @fair", "Priority    A", "For         Bob", "Steps, 1 of 6 left", "▸ [ ] print",
        "[x] draft", "The printer wants PDF/X-4.", "Sat 14 Nov 14:05  started           limit 3 · laptop",
    ):  # fmt: skip
        assert words in shown, words


async def test_a_wait_and_its_follow_up_are_shown() -> None:
    shown, _ = await pressed(opened(busy_board(), "Contract")[2])
    assert "Waits on    Ana: signature" in shown and "Follow up   Mon 23 Nov, tomorrow" in shown
    assert "moved to waiting  on Ana · signature" in shown


async def test_parts_know_their_whole_and_the_other_way_round() -> None:
    fixture = busy_board()
    fixture.ok(c.Split(id_of(fixture, "Tax letter"), ("find the form", "fill it in")))
    shown, _ = await pressed(opened(fixture, "Tax letter")[2])
    assert "Split into" in shown and "find the form · ready" in shown and "split" in shown
    shown, _ = await pressed(opened(fixture, "fill it in")[2])
    assert "Part of" in shown and "Tax letter · dropped" in shown


async def test_space_ticks_the_chosen_step_and_delete_takes_it_away() -> None:
    service, task, host = opened(busy_board())
    await pressed(host, "space")
    assert service.board().task(task).steps_left == 0
    service, task, host = opened(busy_board())
    await pressed(host, "k", "k", "space", "delete")
    steps = service.board().task(task).checklist
    assert [step.text for step in steps] == ["draft", "pictures", "texts", "proof", "print"]


async def test_steps_are_added_one_after_the_other() -> None:
    service, task, host = opened(busy_board(), "Tax letter")
    await pressed(host, "a", *"one", "enter", *"two e", "enter", "enter", "escape")
    assert [step.text for step in service.board().task(task).checklist] == ["one", "two e"]
    assert host.answer is None


async def test_editing_writes_what_was_changed_as_one_command() -> None:
    service, task, host = opened(busy_board())
    before = service.board().task(task)
    shown, _ = await pressed(host, "e", "end", *"!", "tab", *"call", "tab", "tab", *"a b", "tab", *"fri", "ctrl+s")
    after = service.board().task(task)
    assert (after.title, after.next_step, after.tags, str(after.due)) == (FLYER + "!", "call", ("a", "b"), "2026-11-27")
    assert after.project == before.project and "e  edit" in shown, "back to reading"
    service.undo()
    assert service.board().task(task).title == FLYER


async def test_what_somebody_else_changed_meanwhile_is_not_written_over() -> None:
    service, task, host = opened(busy_board(), editing=True)
    async with host.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        service.dispatch(c.Edit(task, {"project": "elsewhere", "tags": ["new"]}))
        await pilot.press("end", *"!", "ctrl+s")
        await pilot.pause()
    now = service.board().task(task)
    assert (now.title, now.project, now.tags) == (FLYER + "!", "elsewhere", ("new",))


async def test_opened_to_edit_it_closes_after_saving() -> None:
    service, task, host = opened(busy_board(), editing=True)
    _, answer = await pressed(host, "end", *"!", "ctrl+s")
    assert answer is None and service.board().task(task).title == FLYER + "!"


async def test_saving_nothing_writes_nothing() -> None:
    service, _, host = opened(busy_board(), editing=True)
    before = service.board().data
    _, answer = await pressed(host, "ctrl+s")
    assert answer is None and service.board().data == before


async def test_the_note_is_edited_with_its_lines() -> None:
    service, task, host = opened(busy_board(), editing=True)
    await pressed(host, *["tab"] * 10, *"one", "enter", *"two", "ctrl+s")
    assert service.board().task(task).note == "one\ntwo"


async def test_what_was_typed_is_asked_about_before_it_is_thrown_away() -> None:
    service, task, host = opened(busy_board(), editing=True)
    shown, answer = await pressed(host, *"x", "escape")
    assert "save what you changed" in shown and "discard it" in shown and answer is UNANSWERED
    service, task, host = opened(busy_board(), editing=True)
    shown, answer = await pressed(host, *"x", "escape", "y")
    assert "discard" not in shown and answer is UNANSWERED
    service, task, host = opened(busy_board(), editing=True)
    _, answer = await pressed(host, *"x", "escape", "escape")
    assert answer is None and service.board().task(task).title == FLYER


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("edit-title", "", "at least one visible character"),
        ("edit-due", "soonish", "“soonish” is not a date"),
        ("edit-priority", "high", "is no priority"),
        ("edit-class", "urgent", "is no class of service"),
    ],
)
async def test_what_cannot_be_is_said_and_not_written(field: str, typed: str, said: str) -> None:
    service, _, host = opened(busy_board(), editing=True)
    before = service.board().data
    async with host.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        line = host.screen.query_one(f"#{field}")
        line.value = typed
        await pilot.press("ctrl+s")
        await pilot.pause()
        assert said in screen_text(host)
        assert host.screen.focused is line and host.answer is UNANSWERED
    assert service.board().data == before


async def test_expedite_asks_for_its_reason() -> None:
    service, task, host = opened(busy_board(), "Book the train", editing=True)
    async with host.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        host.screen.query_one("#edit-class").value = "expedite"
        await pilot.press("ctrl+s")
        await pilot.pause()
        assert "why?" in screen_text(host)
        await pilot.press("enter")
        await pilot.pause()
        assert not service.board().task(task).is_expedite, "without a reason it is not"
        await pilot.press("ctrl+s", *"storm", "enter")
        await pilot.pause()
    now = service.board().task(task)
    assert now.is_expedite and now.record["expedite_why"] == "storm" and host.answer is None


async def test_a_refused_edit_keeps_the_form_and_what_was_typed() -> None:
    fixture = busy_board()
    fire = fixture.add("Fire")
    fixture.ok(c.Start((fire,), expedite=True, why="smoke"))
    _, _, host = opened(fixture, "Fire", editing=True)
    async with host.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        host.screen.query_one("#edit-class").value = "standard"
        await pilot.press("ctrl+s")
        await pilot.pause()
        assert [refusal.limit.scope for refusal in host.refused] == [DOING]
        assert "standard" in screen_text(host) and host.answer is UNANSWERED


async def test_a_change_from_elsewhere_shows_and_a_task_that_is_gone_closes() -> None:
    service, task, host = opened(busy_board())
    async with host.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        service.dispatch(c.Edit(task, {"title": "Another title"}))
        await pilot.pause()
        assert "Another title" in screen_text(host)
        service.dispatch(c.Restore((gone(task),)))
        await pilot.pause()
        assert host.answer is None


def gone(task: int) -> Any:
    from wiptui.domain.board import TASKS, Change

    return Change(TASKS, task, {"gone": True})


async def test_j_and_k_scroll_where_there_are_no_steps() -> None:
    fixture = busy_board()
    fixture.ok(c.Edit(id_of(fixture, "Tax letter"), {"note": "\n".join(f"line {n}" for n in range(60))}))
    _, _, host = opened(fixture, "Tax letter")
    shown, _ = await pressed(host, *["j"] * 5)
    assert "Tax letter" not in shown and "line 8" in shown
    _, _, host = opened(fixture, "Tax letter")
    shown, _ = await pressed(host, *["ctrl+d"] * 20)
    assert "line 59" in shown and "started" in shown


def test_states_that_are_over_say_how_long_they_took() -> None:
    from wiptui.tui.widgets.dialogs.details_lines import body

    fixture = busy_board()
    flyer = id_of(fixture, FLYER)
    fixture.ok(c.Finish((flyer,)))
    lines = [plain(line) for line in body(fixture.board, fixture.task(flyer), 76, 24, 0).lines]
    assert "done Sun 22 Nov 14:05 · it took 9 days" in lines
    letter = id_of(fixture, "Tax letter")
    fixture.ok(c.PutBack((letter,)))
    lines = [plain(line) for line in body(fixture.board, fixture.task(letter), 76, 24, 0).lines]
    assert "ready since Sun 22 Nov 14:05 · shelved, begun today" in lines
    assert isinstance(fixture.task(letter), Task) and fixture.task(letter).state is State.READY


@pytest.mark.parametrize("size", SIZES)
async def test_golden(size: tuple[int, int]) -> None:
    fixture = full_board_fixture()
    _, _, host = opened(fixture)
    async with host.run_test(size=size) as pilot:
        await pilot.pause()
        check_golden(host, "details")
        await pilot.press("e")
        await pilot.pause()
        check_golden(host, "details-edit")


@pytest.mark.parametrize("size", SIZES)
async def test_golden_hostile(size: tuple[int, int]) -> None:
    fixture = busy_board()
    task = id_of(fixture, FLYER)
    fields = dict.fromkeys(("title", "next_step", "project", "for", "note"), HOSTILE) | {"tags": ["[/b]", HOSTILE]}
    fixture.ok(c.Edit(task, {**fields, "step:5": ["5", False, HOSTILE]}))
    service = service_of(fixture)
    host = Host(lambda: Details(service, task), service)
    async with host.run_test(size=size) as pilot:
        await pilot.pause()
        assert "\x1b" not in screen_text(host)
        check_golden(host, "details-hostile")
        await pilot.press("e")
        await pilot.pause()
        assert "Title" in screen_text(host)


@pytest.mark.parametrize(("key", "note"), [("t", "mine"), ("B", "theirs\n\nmine"), ("=", "theirs")])
async def test_two_versions_of_a_text_are_shown_and_one_key_decides(key: str, note: str) -> None:
    fixture = busy_board()
    task = id_of(fixture, FLYER)
    fixture.ok(c.Edit(task, {"note": "base"}))
    seen = fixture.board.task(task).record
    fixture.ok(c.Edit(task, {"note": "mine"}))
    fixture.ok(c.Edit(task, {"note": "theirs"}, seen))
    service, _, host = opened(fixture)
    shown, _ = await pressed(host, size=(120, 60))
    assert "! Second version of the note, from laptop" in shown and "mine" in shown and "theirs" in shown
    assert "take the other text" in shown
    service, _, host = opened(fixture)
    shown, _ = await pressed(host, key, size=(120, 60))
    assert service.board().task(task).note == note
    assert "Second version" not in shown and "take the other text" not in shown
