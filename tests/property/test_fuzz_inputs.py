"""Law: whatever comes in is understood or refused with one sentence. Nothing else is raised, and nothing hangs.

Inputs are mutations of real ones, drawn with a seed: the same every time. A usual run tries a few of each surface;
``FUZZ_INPUTS=300000`` tries as many over all of them, and then also fails for an input that takes over a second of CPU.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from random import Random
from typing import Any

import pytest
from builders import BERLIN, NOON, BoardFixture
from fuzz_seeds import (
    CSV_DATES,
    DATES,
    DOCUMENT,
    DSTASK,
    EVERY,
    KANBAN,
    LINKS,
    LONG,
    PIECES,
    QUERIES,
    SCHEDULES,
    SETTINGS,
    TABLE,
    TASK,
    TODO,
    TYPED,
    VALUES,
    WARRIOR,
    WORK_HOURS,
)

from wiptui.config import understood
from wiptui.domain.board import Board, Change
from wiptui.domain.core.errors import WiptuiError
from wiptui.domain.dates.limit_schedule import parse_schedule
from wiptui.domain.dates.parse import parse_date, parse_time
from wiptui.domain.dates.repetition import parse_every
from wiptui.domain.dates.working_hours import read_work_hours
from wiptui.domain.queries.parse_query import parse_query
from wiptui.domain.tasks.links import links_of
from wiptui.domain.tasks.quick_add import parse_inline
from wiptui.domain.text import printable
from wiptui.exchange.boards.dstask import incoming as from_dstask
from wiptui.exchange.boards.kanban_tui import incoming as from_kanban_tui
from wiptui.exchange.csv.dates import read_date
from wiptui.exchange.csv.table import read_table
from wiptui.exchange.csv.tasks import incoming as from_csv
from wiptui.exchange.import_plan import ACTOR, Incoming
from wiptui.exchange.json import tasks as json_format
from wiptui.exchange.taskwarrior.fields import decode as decode_taskwarrior
from wiptui.exchange.taskwarrior.importing import incoming as from_taskwarrior
from wiptui.exchange.todotxt.tasks import incoming as from_todotxt
from wiptui.metrics.overload.rules import assess
from wiptui.store.file.salvage import decode

TODAY = date(2026, 11, 22)
BOARD = Board({}, NOON, BERLIN)
INPUTS = int(os.environ.get("FUZZ_INPUTS", "0"))
USUAL = 250
SECONDS = 1.0
"""CPU time that one input may take in a long run."""


def mutated(random: Random, seeds: list[str]) -> str:
    """A text made of a seed by a few cuts, insertions, doublings and swaps."""
    text = random.choice(seeds)
    for _ in range(random.randint(1, 6)):
        at = random.randint(0, len(text))
        end = min(len(text), at + random.randint(0, 12))
        match random.randrange(6):
            case 0:
                text = text[:at] + text[end:]
            case 1:
                text = text[:at] + random.choice(PIECES) + text[at:]
            case 2:
                text = text[:at] + text[at:end] * random.choice((2, 3, 60)) + text[end:]
            case 3:
                text = text[:at] + random.choice(PIECES) + text[end:]
            case 4:
                text = text[:at] + chr(random.choice((random.randrange(32, 127), random.randrange(0x3000)))) + text[at:]
            case _:
                other = random.choice(seeds)
                cut = random.randint(0, len(other))
                text = text[:at] + other[cut : cut + 40] + text[at:]
    return text[:20_000]


def odd(random: Random, value: object, depth: int = 0) -> object:
    """A JSON value like the one given, with some of its parts replaced by values of other types."""
    if random.random() < 0.12 and depth:
        return random.choice(VALUES)
    if isinstance(value, dict):
        made = {
            (random.choice(PIECES) if random.random() < 0.04 else key): odd(random, part, depth + 1)
            for key, part in value.items()
            if random.random() > 0.04
        }
        if random.random() < 0.05:
            made[random.choice(PIECES)] = random.choice(VALUES)
        return made
    if isinstance(value, list):
        made_list = [odd(random, part, depth + 1) for part in value]
        return made_list * 2 if random.random() < 0.05 else made_list
    return value


def written(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


# --- what comes in, and what is done with it


def database() -> str:
    """A data file as wiptui writes it, by hand."""
    from wiptui.store.file.codec import encode

    fixture = BoardFixture()
    fixture.add("Write")
    data = {"meta": {"1": {"app": "wiptui", "db": "7r2k9q4mxw", "schema": 1}}, **fixture.data}
    return encode(data).decode()


def as_bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def bring(found: Incoming) -> None:
    """Do what importing would do, and look at what came of it."""
    board, _ = BOARD.apply(found.changes, 1_790_000_000_000, ACTOR)
    look(board)


def look(board: Board) -> None:
    for task in board.all_tasks():
        printable(task.title)
        links_of(task)
        parse_query("bank age>5 due<fri state:done is:overdue", TODAY, BERLIN).matches(task)
    assess(board)


def load(text: str) -> None:
    look(Board(decode(as_bytes(text)).data, NOON, BERLIN))


def tables(text: str) -> dict[str, list[dict[str, Any]]]:
    """Tables as a database can hold them: rows of texts, numbers and nothing."""
    held = json.loads(text)
    return {
        name: [
            {column: cell for column, cell in row.items() if not isinstance(cell, list | dict)}
            for row in (rows if isinstance(rows, list) else [])
            if isinstance(row, dict)
        ]
        for name, rows in (held if isinstance(held, dict) else {}).items()
    }


def links(text: str) -> None:
    board, _ = BOARD.apply(
        [Change("tasks", 7, {"title": "x", "state": "ready", "note": text})], 1_790_000_000_000, ACTOR
    )
    links_of(board.task(7))


TEXTS: dict[str, tuple[list[str], Callable[[str], object]]] = {
    "query": (QUERIES, lambda text: parse_query(text, TODAY, BERLIN)),
    "inline": (TYPED, lambda text: parse_inline(text, TODAY)),
    "date": (DATES, lambda text: parse_date(text, TODAY)),
    "past date": (DATES, lambda text: parse_date(text, TODAY, past=True)),
    "time": (DATES, lambda text: parse_time(text, TODAY, BERLIN)),
    "date in a table": (CSV_DATES, read_date),
    "schedule": (SCHEDULES, parse_schedule),
    "work hours": (WORK_HOURS, read_work_hours),
    "recurrence": (EVERY, parse_every),
    "links": (LINKS, links),
    "settings": (SETTINGS, lambda text: understood(text, "config.toml")),
    "todo.txt": (TODO, lambda text: bring(from_todotxt(text, BOARD))),
    "csv": (TABLE, lambda text: bring(from_csv(text, BOARD, {}, "dmy"))),
    "table": (TABLE, read_table),
    "json text": ([written(DOCUMENT)], lambda text: bring(json_format.incoming(json_format.read(text)[0], BOARD))),
    "Taskwarrior text": (
        [written(WARRIOR)],
        lambda text: bring(from_taskwarrior(decode_taskwarrior(as_bytes(text)), BOARD)),
    ),
    "dstask": (DSTASK, lambda text: bring(from_dstask([("active", "0" * 36, as_bytes(text))], BOARD))),
    "data file text": ([database()], load),
}  # fmt: skip
SHAPES: dict[str, tuple[object, Callable[[str], object]]] = {
    "json": (DOCUMENT, lambda text: bring(json_format.incoming(json_format.read(text)[0], BOARD))),
    "export of ours": (
        {"app": "wiptui", "format": 1, "tasks": [TASK], "tables": json.loads(database())},
        lambda text: bring(json_format.incoming(json_format.read(text)[0], BOARD)),
    ),
    "Taskwarrior": (
        WARRIOR,
        lambda text: bring(from_taskwarrior(decode_taskwarrior(as_bytes(text)), BOARD)),
    ),
    "kanban-tui": (KANBAN, lambda text: bring(from_kanban_tui(tables(text), BOARD))),
    "data file": (json.loads(database()), load),
}


def inputs(surface: str, random: Random) -> str:
    if surface in TEXTS:
        return mutated(random, TEXTS[surface][0])
    return written(odd(random, SHAPES[surface][0]))


@contextmanager
def within_a_second() -> Iterator[None]:
    """Fail an input that takes over a second of CPU, in a long run; another program that is busy counts for nothing."""
    if not INPUTS or sys.platform == "win32":
        yield
        return

    def hung(*_: object) -> None:
        raise AssertionError("it takes over a second")

    before = signal.signal(signal.SIGVTALRM, hung)
    signal.setitimer(signal.ITIMER_VIRTUAL, SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


@pytest.mark.parametrize("surface", [*TEXTS, *SHAPES])
def test_whatever_comes_in_is_understood_or_refused(surface: str) -> None:
    take = (TEXTS.get(surface) or SHAPES[surface])[1]
    random = Random(f"{surface} {os.environ.get('FUZZ_SEED', '')}")
    tries = max(INPUTS // len({*TEXTS, *SHAPES}), 1) if INPUTS else USUAL
    long = LONG if INPUTS and surface in TEXTS else []
    for text in [*long, *(inputs(surface, random) for _ in range(tries))]:
        try:
            with within_a_second():
                take(text)
        except WiptuiError as error:
            assert str(error), text
        except Exception as error:
            error.add_note(f"{surface}: {text[:5_000]!r}")
            raise
