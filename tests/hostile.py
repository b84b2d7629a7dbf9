"""A file in which every text of every record is hostile, as another machine or program may have written it.

The records come from the demo and from the commands that it does not use; then every text in them is poisoned, whatever
the field is called: a field or a table that is new is poisoned too, as long as something here writes it. Only
``CODES`` are left, which wiptui works out and nobody reads; :func:`data` with ``codes`` poisons those as well.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from builders import BERLIN, NOON, BoardFixture

from wiptui.demo import sample
from wiptui.domain import commands as c
from wiptui.domain.core.ids import id_text
from wiptui.domain.core.record import LOG
from wiptui.domain.limits import DOING, Scope
from wiptui.domain.tasks.task import State

STEALS_TITLE = "\x1b]2;stolen\x07\x9d2;stolen\x9c\x1bkstolen\x1b\\"
STEALS_CLIPBOARD = "\x1b]52;c;c3RvbGVu\x07"
MOVES = "\x1b[2J\x1b[1;1H\x9b31m\x1b[5mblink\x1b]8;;http://stolen\x1b\\link\x1bP1$rq\x1b\\\x0e\x0c\x0b\x08\x7f\0"
HIDES = "\u202eesrever\u202c\u2066\u2069\u200b\xad\ufeff\u2060\u2028\x85\U000e0041\U000e0042"
BREAKS = "\r\n\tafter"
MARKUP = "[/x] [@click=app.quit]q[/] [bold red]b[/] <img src=x onerror=alert(1)>"
RUNS = "$(touch gone) `touch gone`; =1+1;=1+1 \uff1d1+1 %{A1:touch gone:}%{A}"
POISON = f" {STEALS_TITLE}{STEALS_CLIPBOARD}{MOVES}{HIDES}{BREAKS} {MARKUP} {RUNS}"
HALF = "\udc9b"
"""Half a surrogate pair, which JSON can hold and UTF-8 cannot."""

CODES = frozenset(
    {
        "state", "rank", "start", "end", "at", "due", "follow_up", "resolved_at", "created", "finished", "started",
        "ended", "done_at", "chosen_at", "undoes", "schedule", "doing_limit_until", "day", "week", "until", "code",
        "cause", "unassigned", "scope", "choice", "metric", "class", "every", "priority", "zone", "limit_at",
        "app", "db",
    }
)  # fmt: skip
"""Fields that are no text for people."""
KEEP = frozenset({"state", "rank", "app", "db"})
"""Fields that stay in any case: without them there is no task on the board, or no file."""

ACT = ("Cc", "Cs", "Zl", "Zp")
TURNS = ("LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI")
SEQUENCE = re.compile(
    r"\x1b\[[0-9;:]*m"  # colours
    r"|\x1b\[\d+;\d+H|\x1b\[\d*[ABCDGJK]"  # the cursor
    r"|\x1b\[[?>=<][0-9;]*\$?[a-zA-Z]|\x1b\[[0-9;]* q|\x1b\[2[23];2t"  # modes, and the title put by
    r"|\x1b\]9;4;\d;\d+\x1b\\|\x1b\]22;[a-z-]*\x07"
)
"""What Textual and wiptui themselves write to a terminal, text aside."""


def acts(text: str, allowed: str = "\n") -> str:
    """Of a text the characters that a terminal would act on, or that hide or turn what is around them."""
    found = {
        ch for ch in set(text) - set(allowed)
        if unicodedata.category(ch) in ACT or unicodedata.bidirectional(ch) in TURNS
        or ch in "\xad\u200b\u2060\ufeff"
    }  # fmt: skip
    return "".join(sorted({*found, *TAGS.findall(FLAG.sub("", text))}))


FLAG = re.compile("\U0001f3f4[\U000e0020-\U000e007e]+\U000e007f")
TAGS = re.compile("[\U000e0000-\U000e007f]")
"""Letters of a region behind a black flag; anywhere else they are a text that only programs read."""


def on_screen(written: str) -> str:
    """What was written to a terminal without the sequences that are ours: what is left may not act."""
    return SEQUENCE.sub("", written)


# --- the records


@cache
def harmless() -> dict[str, Any]:
    """Something in every table and every field."""
    fixture = BoardFixture(NOON)
    fixture.data = sample(NOON, BERLIN)
    _without_most_of_the_past(fixture.data)
    fixture.data["devices"]["2"] = {LOG: {}, "code": "k3fq", "name": "laptop", "zone": "Europe/Berlin"}
    board = fixture.board
    doing = [task.id for task in board.column(State.DOING)]
    ready = [task.id for task in board.column(State.READY)]
    for scope, why in ((DOING, "a release"), (Scope("project", "acme"), "few at once"), (Scope("tag", "code"), "one")):
        fixture.ok(c.SetLimit(scope, 3, permanent=True, why=why))
    fixture.do(c.Start(tuple(ready[:3])))  # refused, and kept as such
    fixture.ok(c.Edit(ready[0], {
        "note": "# A heading\n\n* one `code`\n* [a link](https://example.org)\n\n    indented",
        "next_step": "the first step", "for": "Ben", "tags": ["code", "home"], "priority": "A", "project": "acme",
        "step:a": ["a", False, "a step"], f"blocker:{id_text(ready[1])}": True,
    }))  # fmt: skip
    fixture.ok(c.Edit(ready[2], {"every": "week", "due": "2026-11-25"}))
    fixture.ok(c.Start((ready[3],), expedite=True, why="it burns"))
    fixture.ok(c.Wait(doing[0], on="Ana", why="her signature", until=NOON.date()))
    fixture.ok(c.Interrupt("a call", "the phone"))
    fixture.ok(c.WriteReview(NOON.date() - timedelta(days=6), improvement="fewer at once", note="a good week"))
    fixture.ok(c.CheckLoad(NOON.date(), 3))
    fixture.ok(c.StartExperiment("fewer at once are faster", "cycle", change="no mail before noon"))
    fixture.clock.advance(days=1)
    fixture.ok(c.EndExperiment(learned="it is so"))
    fixture.ok(c.StartExperiment("a second one", "cycle", change="in words"))
    key, stint = max(fixture.data["stints"].items(), key=lambda row: (row[1].get("end") or "", row[0]))
    fixture.ok(c.Unassign(int(key), *(datetime.fromisoformat(stint[name]) for name in ("start", "end"))))
    fixture.ok(c.SetRate(rate=80))
    fixture.ok(c.SetRate(project="acme", rate=90, materials=10))
    fixture.ok(c.SaveTemplate("weekly", ready[0]))
    fixture.ok(c.SetSettings({"schedule": [{"days": ["mon"], "from": "09:00", "to": "12:00", "limit": 2}]}))
    return fixture.data


def _without_most_of_the_past(tables: dict[str, Any]) -> None:
    """What is done says the same of every field: a few of it will do, and every test is shorter."""
    ended = [key for key, row in tables["tasks"].items() if row.get("state") == "done"]
    for key in ended[10:]:
        del tables["tasks"][key]
    for key, row in list(tables["stints"].items()):
        if str(row.get("task")) not in tables["tasks"]:
            del tables["stints"][key]


def data(*, codes: bool = False, half: bool = False) -> tuple[dict[str, Any], set[str]]:
    """The records with every text in them poisoned, and the names of those fields: ``tasks.title``."""
    poison = POISON + (HALF if half else "")
    fields: set[str] = set()
    left = KEEP if codes else CODES

    def poisoned(value: Any, table: str, name: str) -> Any:
        if isinstance(value, dict):
            return {key: poisoned(item, table, f"{name}.{key}") for key, item in value.items()}
        if isinstance(value, list):
            return [poisoned(item, table, name) for item in value]
        field = re.sub(r":.*", "", name)
        if not isinstance(value, str) or field.partition(".")[0] in left:
            return value
        fields.add(f"{table}.{field}")
        return f"{value}{poison}"

    def record(table: str, row: dict[str, Any]) -> dict[str, Any]:
        log = {
            stamp + (poison if codes else ""): {name: poisoned(value, table, name) for name, value in patch.items()}
            for stamp, patch in row.get(LOG, {}).items()
        }
        plain = {name: poisoned(value, table, name) for name, value in row.items() if name != LOG}
        return {LOG: log, **plain}

    made = {table: {key: record(table, row) for key, row in rows.items()} for table, rows in harmless().items()}
    return made, fields


def write(path: Path, **more: bool) -> set[str]:
    """The hostile file; the names of its hostile fields."""
    made, fields = data(**more)
    path.write_text(json.dumps(made), encoding="utf-8")
    return fields


def write_copy(path: Path) -> Path:
    """Beside the file a conflict copy of it, from a device whose name and whose stamps are hostile."""
    copy = path.with_name(f"{path.stem}.sync-conflict-20261122-120000-ABCDEFG{path.suffix}")
    stamp = f"20261122T110000000-evil{POISON}"
    task = {"title": f"from elsewhere{POISON}", "state": "doing", "rank": "z"}
    device = {"code": f"evil{POISON}", "name": f"their machine{POISON}"}
    tables = {"tasks": {"4503599627370599": {LOG: {stamp: task}, **task}},
              "devices": {"99": {LOG: {stamp: device}, **device}}}  # fmt: skip
    copy.write_text(json.dumps(tables), encoding="utf-8")
    return copy


def leaves(value: Any) -> Iterator[str]:
    """Every text in a JSON value, names of fields too."""
    if isinstance(value, dict):
        for name, item in value.items():
            yield name
            yield from leaves(item)
    elif isinstance(value, list):
        for item in value:
            yield from leaves(item)
    elif isinstance(value, str):
        yield value
