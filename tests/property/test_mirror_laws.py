"""The laws of the mirror, on histories of two desktops and a phone.

The phone edits, ticks, moves, adds, reorders and saves from stale buffers; files and data lag and arrive in any order;
what was saved over comes as a conflict copy; the desktops edit and move tasks of their own. In the end everything is at
rest, both desktops have the same, no tick is lost, no line is lost or there twice, and no edit is. ``MIRROR_HISTORIES``
asks for more than the few histories of a usual run.
"""

from __future__ import annotations

import os
import random
from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest
from builders import NOON
from fakes import FakeStore, fake_service

from wiptui.domain import commands as c
from wiptui.domain.board import TASKS
from wiptui.domain.core.clock import to_ms
from wiptui.domain.core.record import LOG
from wiptui.domain.gate import Refusal
from wiptui.domain.limits import DOING
from wiptui.domain.tasks.task import State
from wiptui.mirror.todo_lines import row_of
from wiptui.mirror.todo_mirror import File, Found, TodoMirror
from wiptui.sync.merge import merge

HISTORIES = int(os.environ.get("MIRROR_HISTORIES", "25"))
PATH = Path("/nowhere/todo.txt")


class Desktop:
    """A machine with its data and its copy of the mirror; the file is in memory."""

    def __init__(self, name: str, seed: int) -> None:
        self.name = name
        self.store = FakeStore(actor=f"{name * 4}aaaaa", device=name)
        self.service = fake_service(self.store, seed=seed)
        self.mirror = TodoMirror(self.service, str(PATH))
        self.file, self.at = "", NOON

    def look(self, copies: list[tuple[str, object]]) -> None:
        mirror = self.mirror
        found = Found(
            File(PATH, self.file.encode(), to_ms(self.at), None) if self.file else None,
            tuple(File(PATH, text.encode(), to_ms(at), None) for text, at in copies),  # type: ignore[arg-type]
        )
        board = self.service.board()
        limit, count = board.limits[DOING].value, board.count(DOING)
        reading = mirror.reading(found, board)
        mirror._carry_out(reading, board)
        board = self.service.board()
        assert board.count(DOING) <= max(limit, count), "no reading exceeds a limit that held before"
        held = mirror._held(reading)
        if reading.waits:
            return
        text = mirror.text(self.service.board(), held)
        if text != self.file:
            self.file, self.at = text, self.service.clock.now()
        mirror._remember(text=text)


class History:
    """One history, from a seed."""

    def __init__(self, seed: int) -> None:
        self.rng = random.Random(seed)
        self.one, self.two = Desktop("a", seed), Desktop("b", seed + 1)
        self.desktops = (self.one, self.two)
        self.phone, self.buffer, self.phone_at = "", "", NOON
        self.central, self.central_at, self.version = "", NOON, 0
        self.seen = {"a": 0, "b": 0, "p": 0}
        self.synced = {"a": "", "b": "", "p": ""}
        self.copies: list[tuple[str, object]] = []
        self.copied = {"a": 0, "b": 0}
        self.ticks: set[int] = set()
        self.reopened: set[int] = set()
        self.lines: Counter[str] = Counter()
        self.texts: dict[int, set[str]] = {}
        self.count = 0
        for number in range(4):
            self.one.service.dispatch(c.Add(f"Task number {number}"))
        self.sync_data()
        for desktop in self.desktops:
            desktop.look([])
        self.pass_on()

    # --- the sync tools

    def sync_data(self) -> None:
        both = merge(*(desktop.store.disk["data"] for desktop in self.desktops))
        for desktop in self.desktops:
            desktop.store.disk["data"] = both

    def text_of(self, who: str) -> tuple[str, object]:
        if who == "p":
            return self.phone, self.phone_at
        desktop = self.one if who == "a" else self.two
        return desktop.file, desktop.at

    def put(self, who: str, text: str, at: object) -> None:
        if who == "p":
            self.phone, self.phone_at = text, at  # type: ignore[assignment]
        else:
            desktop = self.one if who == "a" else self.two
            desktop.file, desktop.at = text, at  # type: ignore[assignment]

    def sync_file(self, who: str) -> None:
        text, at = self.text_of(who)
        if text != self.synced[who] and self.seen[who] != self.version and text != self.central:
            self.copies.append((text, at))
            self.put(who, self.central, self.central_at)
        elif text != self.synced[who]:
            self.central, self.central_at = text, at  # type: ignore[assignment]
            self.version += 1
        else:
            self.put(who, self.central, self.central_at)
        self.seen[who], self.synced[who] = self.version, self.text_of(who)[0]

    def pass_on(self) -> None:
        for who in "pabpab":
            self.sync_file(who)

    def look(self, desktop: Desktop) -> None:
        desktop.look(self.copies[self.copied[desktop.name] :])
        self.copied[desktop.name] = len(self.copies)

    # --- what happens

    def step(self) -> None:
        rng = self.rng
        self.forward(rng.randint(1, 200))
        what = rng.random()
        if what < 0.25:
            self.sync_file(rng.choice("abp"))
        elif what < 0.35:
            self.sync_data()
        elif what < 0.5:
            self.look(rng.choice(self.desktops))
        elif what < 0.65:
            self.at_a_desktop(rng.choice(self.desktops))
        else:
            self.on_the_phone()

    def forward(self, seconds: int) -> None:
        for desktop in self.desktops:
            desktop.service.clock.advance(seconds=seconds)  # type: ignore[attr-defined]

    def at_a_desktop(self, desktop: Desktop) -> None:
        self.look(desktop)
        tasks = list(desktop.service.board().open_tasks())
        if not tasks:
            return
        task = self.rng.choice(tasks)
        self.count += 1
        what = self.rng.random()
        if what < 0.6:
            title = f"Desktop {self.count}"
            desktop.service.dispatch(c.Edit(task.id, {"title": title}))
            self.texts.setdefault(task.id, set()).add(title)
        elif what < 0.8:
            desktop.service.dispatch(c.Start((task.id,)))
        elif task.state.in_progress:
            desktop.service.dispatch(c.PutBack((task.id,)))
        self.look(desktop)

    def on_the_phone(self) -> None:
        rng = self.rng
        if not self.buffer or rng.random() < 0.6:
            self.buffer = self.phone
        lines = self.buffer.splitlines()
        what = rng.random()
        self.count += 1
        places = [place for place, line in enumerate(lines) if row_of(line).id is not None]
        if what < 0.3 or not places:
            title = f"New {self.count}"
            lines.insert(rng.randint(0, len(lines)), title)
            self.lines[title] += 1
        else:
            place = rng.choice(places)
            row = row_of(lines[place])
            assert row.id is not None
            if what < 0.55 and row.said.state != "done":
                lines[place] = f"x 2026-11-22 {lines[place]}"
                self.ticks.add(row.id)
            elif what < 0.65 and row.said.state == "done":
                lines[place] = lines[place].removeprefix("x ").removeprefix("2026-11-22 ")
                self.reopened.add(row.id)
            elif what < 0.75 and row.said.state == "ready":
                lines[place] += " @doing"
            else:
                title = f"Phone {self.count}"
                lines[place] = lines[place].replace(row.said.title, title, 1)
                texts = self.texts.setdefault(row.id, set())
                texts.discard(row.said.title)  # the phone replaced it, perhaps before anybody saw it
                texts.add(title)
        if rng.random() < 0.2:
            rng.shuffle(lines)
        end = "\n" if rng.random() < 0.8 else ""
        self.buffer = rng.choice(("\n", "\n", "\r\n")).join(lines) + end
        self.phone, self.phone_at = self.buffer, self.one.service.clock.now()

    def come_to_rest(self) -> bool:
        before: object = None
        for _ in range(14):
            self.forward(10)
            for who in "pab":
                self.sync_file(who)
            for desktop in self.desktops:
                self.sync_data()
                self.look(desktop)
                self.sync_file(desktop.name)
            self.sync_file("p")
            now = (self.one.file, self.two.file, self.phone, len(self.copies), self.one.store.disk["data"])
            if now == before:
                return True
            before = now
        return False


@pytest.mark.parametrize("seed", range(HISTORIES))
def test_the_laws(seed: int) -> None:
    history = History(seed)
    for _ in range(history.rng.randint(10, 40)):
        history.step()
    assert history.come_to_rest(), "everything comes to rest"
    board = history.one.service.board()
    assert history.one.file == history.two.file == history.phone == history.one.mirror.text(board)
    tasks = board.data[TASKS]
    wrote = {key: {patch.get("title") for patch in record[LOG].values()} for key, record in tasks.items()}
    for task_id in history.ticks - history.reopened:
        states = [patch.get("state") for patch in tasks[str(task_id)][LOG].values()]
        assert "done" in states, "a tick is never lost"
    for title in history.lines:
        assert sum(title in titles for titles in wrote.values()) == 1, "a line is one task"
    for task_id, texts in history.texts.items():
        assert texts <= wrote[str(task_id)], "every edit is the value or in the history"
    for task in board.all_tasks():
        assert not isinstance(task, Refusal) and task.state in State


def test_reading_twice_is_reading_once_and_what_was_written_changes_nothing() -> None:
    history = History(3)
    data = history.one.store.disk["data"]
    history.look(history.one)
    assert history.one.store.disk["data"] is data
    history.phone = history.phone.replace("Task number 1", "Task one").replace("Task number 2", "x", 1) + "New\n"
    history.phone_at = NOON + timedelta(hours=1)
    history.forward(4000)
    history.pass_on()
    history.look(history.one)
    once = history.one.store.disk["data"]
    assert once is not data
    history.one.mirror._remember(text="")
    history.one.file = history.phone
    history.look(history.one)
    assert history.one.store.disk["data"] is once
