"""Tasks as a person leaves them in Taskwarrior over a year: repeatable, and of every kind that the format knows."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from typing import Any

NOW = datetime(2026, 11, 22, 11, tzinfo=UTC)
WORDS = (
    *("report", "parser", "invoice", "garden", "backup", "café", "日本", "🎉", "[red]flag[/]", "e-mail", "“quoted”"),
    *("C++", "50%", "a/b", "x|y", "`code`", "\\n", "\\"),
)
UDAS = {"size": "numeric", "client": "string", "eta": "date", "spent": "duration"}


def words(at: datetime) -> str:
    return f"{at:%Y%m%dT%H%M%SZ}"


def tasks(count: int, seed: int = 1) -> list[dict[str, Any]]:
    """``count`` tasks without what Taskwarrior works out by itself."""
    draw = random.Random(seed)
    rows: list[dict[str, Any]] = []
    for number in range(count):
        entry = NOW - timedelta(minutes=draw.randrange(10, 500_000))
        uuid = f"{draw.getrandbits(32):08x}-{draw.getrandbits(16):04x}-4{draw.getrandbits(12):03x}-a000-{number:012x}"
        task: dict[str, Any] = {
            "uuid": uuid,
            "description": " ".join(draw.choices(WORDS, k=draw.randrange(1, 8))) + f" {number}",
            "entry": words(entry),
            "modified": words(entry + timedelta(minutes=5)),
            "status": "pending",
        }
        rows.append(task)
        _plain(task, draw)
        _past(task, draw, entry)
        if number and draw.random() < 0.2:
            task["depends"] = sorted({draw.choice(rows[:-1])["uuid"] for _ in range(draw.randrange(1, 4))})
        if draw.random() < 0.05:
            task |= {"status": "recurring", "recur": "weekly", "rtype": "periodic", "mask": "-", "due": words(NOW)}
            for name in ("start", "end", "wait", "annotations"):
                task.pop(name, None)
    return rows


def _plain(task: dict[str, Any], draw: random.Random) -> None:
    chance = draw.random
    if chance() < 0.6:
        task["project"] = draw.choice(["acme", "acme.web", "home", "Größe"])
    if chance() < 0.5:
        task["tags"] = sorted(set(draw.choices(["next", "phone", "büro", "x_y"], k=draw.randrange(1, 4))))
    if chance() < 0.4:
        task["priority"] = draw.choice("HML")
    if chance() < 0.4:
        task["due"] = words(NOW + timedelta(minutes=draw.randrange(-99_999, 99_999)))
    for name, days in (("scheduled", 3), ("until", 99), ("eta", 9)):
        if chance() < 0.15:
            task[name] = words(NOW + timedelta(days=days))
    if chance() < 0.2:
        task["client"] = draw.choice(["Bob & co", 'Ann "A" O\'Neil', "Ünïcode 🎈"])
    if chance() < 0.2:
        task["size"] = draw.choice([1, 2.5, 100])
    if chance() < 0.1:
        task["spent"] = "PT3H"


def _past(task: dict[str, Any], draw: random.Random, entry: datetime) -> None:
    """Waits, starts, stops and ends, with the journal that ``journal.time`` keeps, and annotations."""
    at = entry + timedelta(minutes=7)
    notes = []
    for _ in range(draw.choice([0, 0, 1, 2])):
        notes.append({"entry": words(at), "description": f"see https://x.y/{draw.randrange(99)} " + draw.choice(WORDS)})
        at += timedelta(seconds=61)
    kind = draw.choices(["ready", "wait", "doing", "done", "deleted"], [30, 10, 2, 50, 8])[0]
    if kind in ("doing", "done") and draw.random() < 0.6:
        for _ in range(draw.randrange(0, 3)):
            notes.append({"entry": words(at), "description": "Started task"})
            notes.append({"entry": words(at + timedelta(seconds=30)), "description": "Stopped task"})
            at += timedelta(seconds=90)
    if kind == "doing":
        task["start"] = words(at)
    if kind == "wait":
        task["wait"] = words(NOW + timedelta(days=draw.randrange(-20, 40)))
    if kind in ("done", "deleted"):
        task |= {"status": "completed" if kind == "done" else "deleted", "end": words(at + timedelta(minutes=1))}
    if notes:
        task["annotations"] = notes
