"""The law of the inbox: of what a phone writes down nothing is lost and nothing is there twice.

A phone appends lines, many of them equal, sometimes from a stale copy of the file; two desktops read the file and its
conflict copies at any time, finish what they took, and merge their data when the sync gets there. ``INBOX_HISTORIES``
asks for more histories than the few of a usual run, ``INBOX_LINES`` for a longer one.
"""

from __future__ import annotations

import os
import random
from collections import Counter
from datetime import timedelta

import pytest
from builders import NOON
from fakes import FakeStore, fake_service

from wiptui.domain import commands as c
from wiptui.domain.tasks.task import time_text
from wiptui.mirror.inbox import _compared
from wiptui.mirror.lines import capture, lines_of
from wiptui.service import Service
from wiptui.sync.merge import merge

HISTORIES = int(os.environ.get("INBOX_HISTORIES", "15"))
LINES = int(os.environ.get("INBOX_LINES", "300"))
WORDS = ("milk", "bread", "call Ana", "tax")


class Desktop:
    """A machine with its copy of the data and of the inbox."""

    def __init__(self, name: str, seed: int) -> None:
        self.store = FakeStore(actor=f"{name}{name}{name}{name}aaaaa", device=name)
        self.service: Service = fake_service(self.store, seed=seed)
        self.files: dict[str, str] = {"inbox.txt": ""}
        self.known: dict[str, dict] = {}

    def look(self) -> None:
        now = self.service.clock.now()
        found = []
        for name, text in self.files.items():
            skip, self.known[name] = _compared(self.known.get(name, {}), text, time_text(now))
            rows = [line for line in lines_of(text) if line.start >= skip]
            found += [capture(row.key, row.text, now, None, self.known[name]["era"]) for row in rows]
        self.service.dispatch(c.TakeIn(tuple(one for one in found if one)), undoable=False)

    def finish_one(self, rng: random.Random) -> None:
        tasks = list(self.service.board().open_tasks())
        if tasks:
            self.service.dispatch(c.Finish((rng.choice(tasks).id,)))


def sync_data(one: Desktop, two: Desktop) -> None:
    both = merge(one.store.disk["data"], two.store.disk["data"])
    one.store.disk["data"] = two.store.disk["data"] = both


def history(seed: int, lines: int) -> tuple[Counter[str], Counter[str]]:
    """What the phone wrote, and what the desktops have in the end."""
    rng = random.Random(seed)
    desktops = [Desktop("a", seed), Desktop("b", seed + 1)]
    phone, wrote, copies = "", Counter[str](), 0
    at = NOON
    for _ in range(lines):
        at += timedelta(seconds=rng.randint(1, 300))
        for desktop in desktops:
            desktop.service.clock.set(at)  # type: ignore[attr-defined]
        word = rng.choice(WORDS)
        if rng.random() < 0.5:
            word = f"{at:%Y-%m-%dT%H:%M:%S} {word}"
        wrote[word] += 1
        if rng.random() < 0.05:  # the phone saved over what had come in: the sync tool kept the other version
            copies += 1
            stale = phone[: phone.rfind("\n", 0, len(phone) // 2) + 1]
            for desktop in desktops:
                desktop.files[f"inbox.sync-conflict-20261122-1015{copies:02d}-ABCDEFG.txt"] = phone + word + "\n"
                desktop.files["inbox.txt"] = stale if rng.random() < 0.5 else desktop.files["inbox.txt"]
        phone += word + "\n"
        for desktop in desktops:
            if rng.random() < 0.4:
                desktop.files["inbox.txt"] = phone
            if rng.random() < 0.3:
                desktop.look()
            if rng.random() < 0.2:
                desktop.finish_one(rng)
        if rng.random() < 0.15:
            sync_data(*desktops)
    for desktop in desktops * 2:
        desktop.files["inbox.txt"] = phone
        desktop.look()
    sync_data(*desktops)
    for desktop in desktops:
        desktop.look()
    sync_data(*desktops)
    assert desktops[0].store.disk["data"] == desktops[1].store.disk["data"]
    titles = Counter(task.title for task in desktops[0].service.board().all_tasks())
    plain = Counter[str]()
    for word, count in wrote.items():
        plain[word.split(" ", 1)[1] if word.startswith("2026") else word] += count
    return plain, titles


@pytest.mark.parametrize("seed", range(HISTORIES))
def test_nothing_is_lost_and_nothing_is_there_twice(seed: int) -> None:
    wrote, have = history(seed, 40)
    assert have == wrote


def test_many_lines_of_a_phone_and_two_desktops() -> None:
    wrote, have = history(7_000, LINES)
    assert sum(wrote.values()) == LINES
    assert have == wrote


def test_what_a_person_does_with_a_task_stays_when_another_machine_takes_the_line_later() -> None:
    one, two = Desktop("a", 1), Desktop("b", 2)
    one.files["inbox.txt"] = two.files["inbox.txt"] = "milk\n"
    one.look()
    one.finish_one(random.Random(1))
    two.service.clock.set(NOON + timedelta(hours=3))  # type: ignore[attr-defined]
    two.look()
    sync_data(one, two)
    (task,) = two.service.board().all_tasks()
    assert str(task.state) == "done"
