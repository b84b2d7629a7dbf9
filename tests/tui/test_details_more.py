"""The details of a task: its note as Markdown, its steps put in order, what blocks it, its due date, links, $EDITOR."""

from __future__ import annotations

import sys
from typing import Any

import pytest
from board_sample import Sample
from screen_text import check_golden, screen_text

from wiptui.domain import commands as c
from wiptui.domain.core.record import STEP_FIELD
from wiptui.domain.tasks.dependencies import fields_for
from wiptui.domain.tasks.task import Task
from wiptui.tui.app import WiptuiApp
from wiptui.tui.screens.tasks.details import Details
from wiptui.tui.views.styled_text import cells, plain
from wiptui.tui.widgets.markdown import markdown_lines

NOTE = """\
# Plan

Read **all** of `lexer.py`, *then*:

- tokens, and a long line that has to be wrapped somewhere
- tree
  1. build
  2. walk

> it was ever so

```
make test
```
[the page](https://example.org) [/b] \x1b[31m
"""


def made() -> tuple[Sample, int, int]:
    sample = Sample()
    first = sample.add("Ask Ana")
    steps = {f"{STEP_FIELD}{key}": [key, False, f"step {key}"] for key in "abc"}
    task = sample.add("Fix the parser", note=NOTE, every="mon,thu", due="2026-11-27", **steps)
    sample.do(c.Edit(task, fields_for([first])))
    return sample, task, first


def task_of(sample: Sample, task_id: int) -> Task:
    return sample.service.board().task(task_id)


def texts(text: str, width: int = 40) -> list[str]:
    return [plain(line).rstrip() for line in markdown_lines(text, width)]


@pytest.mark.parametrize("size", [(120, 44), (40, 12)])
async def test_all_of_a_task(size: tuple[int, int]) -> None:
    sample, task, _ = made()
    app = WiptuiApp(sample.service)
    async with app.run_test(size=size) as pilot:
        app.push_screen(Details(sample.service, task))
        await pilot.pause()
        check_golden(app, "details-note")


def test_markdown_becomes_lines_of_the_width() -> None:
    lines = markdown_lines(NOTE, 30)
    assert all(cells(line) <= 30 for line in lines)
    text = texts(NOTE, 30)
    assert text[:3] == ["Plan", "", "Read all of lexer.py, then:"]
    assert "• tokens, and a long line that" in text and "  has to be wrapped somewhere" in text
    assert "  1. build" in text and "│ it was ever so" in text and "  make test" in text
    assert text[-1].startswith("the page [/b] ␛[31m")
    assert "".join(map(plain, lines)).isprintable()


@pytest.mark.parametrize(
    "text", ["", "-", "- \n-", "1.", ">", "#", "a\nb", "***", "```", "<b>x</b>", "| a |", "*" * 500, "> " * 300]
)
def test_odd_markdown_does_no_harm(text: str) -> None:
    assert all(plain(line).isprintable() for line in markdown_lines(text, 20))


def test_lines_stay_lines() -> None:
    assert texts("2026-11-22 one\n2026-11-23 two") == ["2026-11-22 one", "2026-11-23 two"]


async def test_steps_are_put_in_order_and_reworded() -> None:
    sample, task, _ = made()
    app = WiptuiApp(sample.service)
    async with app.run_test(size=(100, 40)) as pilot:
        app.push_screen(Details(sample.service, task))
        await pilot.pause()
        await pilot.press("J", "J", "J")
        assert [step.text for step in task_of(sample, task).checklist] == ["step b", "step c", "step a"]
        await pilot.press("K", "r", *["backspace"] * 10, *"new", "enter")
        await pilot.pause()
        assert [step.text for step in task_of(sample, task).checklist] == ["step b", "new", "step c"]
        await pilot.press("r", "x", "escape")
        assert isinstance(app.screen, Details)
        assert [step.text for step in task_of(sample, task).checklist] == ["step b", "new", "step c"]


async def test_what_blocks_it_is_picked_and_taken_away() -> None:
    sample, task, first = made()
    other = sample.add("Read the manual")
    app = WiptuiApp(sample.service)
    async with app.run_test(size=(100, 40)) as pilot:
        app.push_screen(Details(sample.service, task))
        await pilot.pause()
        await pilot.press("b", *"rdmanual", "enter")
        await pilot.pause()
        assert set(task_of(sample, task).blocked_by) == {first, other}
        await pilot.press("b", *"ana", "enter")
        await pilot.pause()
        assert task_of(sample, task).blocked_by == (other,)
        await pilot.press("plus")
        assert str(task_of(sample, task).due) == "2026-11-28"


async def test_how_often_it_comes_again_is_edited_in_the_form() -> None:
    sample, task, _ = made()
    app = WiptuiApp(sample.service)
    async with app.run_test(size=(100, 40)) as pilot:
        app.push_screen(Details(sample.service, task))
        await pilot.pause()
        await pilot.press("e")
        await pilot.pause()
        line: Any = app.screen.query_one("#edit-every")
        assert line.value == "Mon and Thu"
        line.value = "nonsense"
        await pilot.pause()
        assert "is not how often something comes again" in screen_text(app)
        line.value = "after 2 weeks"
        await pilot.press("ctrl+s")
        await pilot.pause()
        assert task_of(sample, task).every == "after 2w"


async def test_an_editor_that_cannot_be_shown_is_said_to_be_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VISUAL", f'"{sys.executable}" -c ""')
    sample, task, _ = made()
    app = WiptuiApp(sample.service)
    async with app.run_test(size=(100, 40), notifications=True) as pilot:
        app.push_screen(Details(sample.service, task))
        await pilot.pause()
        await pilot.press("E")
        await pilot.pause()
        assert "cannot step aside for an editor" in screen_text(app).replace("\n", " ")


@pytest.mark.parametrize("between", ["\n", " "])
def test_of_a_note_of_a_megabyte_the_beginning_is_shown_and_the_rest_is_told(between: str) -> None:
    text = between.join(f"line {number}" for number in range(90_000))
    lines = [plain(line).strip() for line in markdown_lines(text, 40)]
    assert len(lines) < 7_000 and lines[0].startswith("line 0")
    shown = " ".join(lines)
    before, _, after = shown.partition("The note goes on: ")
    left = int(after.split()[0].replace(",", ""))
    assert text.startswith(" ".join(before.split()).replace(" line", f"{between}line"))
    assert abs(len(before.strip()) + left - len(text)) <= 2
