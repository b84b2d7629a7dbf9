"""``schema``: the JSON Schema of a command's JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator
from importlib.resources import files
from typing import Any

from wiptui.cli import err, out
from wiptui.cli.call import Call
from wiptui.cli.options import Command
from wiptui.domain.core.errors import UsageError
from wiptui.domain.fields import BY_NAME, CHOICE, DATE, IN_JSON, LETTER, OF_A_WAIT, TAGS, TEXT, VERSIONED, Field
from wiptui.domain.text import close_matches, printable
from wiptui.exchange.json.task import BEHIND_WAIT

MOVES = ("start", "done", "wait", "resolve", "stop", "drop", "reopen", "select", "defer")
ANSWERS: dict[str, tuple[str, ...]] = {
    **dict.fromkeys((*MOVES, "edit", "note", "rename", "interrupt", "undo", "redo"), ("outcome",)),
    **{
        name: (name, "outcome")
        for name in ("checkin", "experiment", "focus", "limit", "plan", "rate", "review", "template")
    },
    **{
        name: (name,)
        for name in (
            "list", "open", "status", "today", "next", "log", "import", "path", "config", "completion", "serve",
            "sync", "devices", "backup", "doctor", "git-setup", "merge",
            "inbox", "mirror",
        )
    },
    "add": ("task", "list"),
    "time": ("time", "time-entries", "outcome"),
    "show": ("task",),
    "export": ("export", "written"),
    "stats": ("stats", "stats-by"),
    "forecast": ("forecast", "forecast-record"),
    "demo": ("import-json",),
    "sense": ("sense-day", "sense-status", "sense-questions", "sense-done", "outcome"),
    "here": ("here",),
    "back": ("back",),
    "schema": (),
    "mcp": (),
    "guide": (),
}  # fmt: skip
"""The schemas of each command's ``--json`` output; ``schema`` and ``mcp`` have theirs elsewhere, ``guide`` has none."""
SPARE = ("error", "help")
"""Schemas that belong to no command."""
PREFIX = "urn:wiptui:"
GIVEN = "$fields:given"
PLACES = {
    "$fields:first": tuple(row.name for row in IN_JSON[1:] if row.name not in (*OF_A_WAIT, *BEHIND_WAIT)),
    "$fields:wait": OF_A_WAIT,
    "$fields:last": BEHIND_WAIT,
    "$fields:versioned": VERSIONED,
    GIVEN: tuple(row.name for row in IN_JSON[1:]),
}
"""Placeholders in a schema for fields of the table."""
DAY = r"^\d{4}-\d\d-\d\d$"


def schema(call: Call) -> int:
    """Print the schema of a command's JSON, or without a name the list of schemas. Raises UsageError."""
    if call.words:
        out.put_text(json.dumps(whole(call.words[0]), indent=2, ensure_ascii=False) + "\n")
        return err.DONE
    rows = {name: read(name) for name in names()}
    if call.json:
        out.put_json([{"name": name, "id": row["$id"], "title": row["title"]} for name, row in rows.items()])
        return err.DONE
    wide = max(map(len, rows))
    for name, row in rows.items():
        out.put(f"{name:<{wide}}  {row['title']}")
    return err.DONE


def names() -> list[str]:
    """Return all schema names, sorted."""
    return sorted({*SPARE, *(name for answers in ANSWERS.values() for name in answers)})


def asked() -> list[str]:
    """Return every name that ``schema`` takes: those of schemas, and of the commands that have one."""
    return sorted({*names(), *(command for command, answers in ANSWERS.items() if answers)})


def whole(name: str) -> dict[str, Any]:
    """Return the self-contained schema of a command's JSON, or of that name, with everything that it refers to.

    Raises UsageError for an unknown name, or a command without JSON.
    """
    answers = (name,) if name in SPARE else ANSWERS.get(name)
    if answers is None and name in names():
        answers = (name,)
    if not answers:
        if answers is not None:
            raise UsageError(f"{name} prints no JSON of wiptui's own.")
        close = close_matches(name, {*ANSWERS, *names()}, 1)
        hint = f"did you mean “{close[0]}”?" if close else "wiptui schema lists them."
        raise UsageError(f"There is no schema “{printable(name)[:40]}”: {hint}")
    top = read(answers[0]) if len(answers) == 1 else _either(name, answers)
    needed = {each: read(each) for each in _needed(top)}
    if needed:
        top["$defs"] = {**top.get("$defs", {}), **{body["$id"]: body for body in needed.values()}}
    return top


def read(name: str) -> dict[str, Any]:
    """Return one schema as stored in the folder ``schema``."""
    text = files("wiptui").joinpath("schema", f"{name}.json").read_text(encoding="utf-8")
    found: dict[str, Any] = _with_fields(json.loads(text))
    return found


def _with_fields(part: Any) -> Any:
    """A part of a schema with the fields of a task, from their table, where ``$fields:...`` is."""
    if isinstance(part, list):
        whole = [_with_fields(item) for item in part]
        return [
            name for item in whole for name in (PLACES[item] if isinstance(item, str) and item in PLACES else [item])
        ]
    if not isinstance(part, dict):
        return part
    found: dict[str, Any] = {}
    for name, value in part.items():
        if name in PLACES:
            found |= {field: _field_schema(BY_NAME[field], given=name == GIVEN) for field in PLACES[name]}
        else:
            found[name] = _with_fields(value)
    return found


def _field_schema(row: Field, *, given: bool) -> dict[str, Any]:
    """Return the schema of one field: as exported, or as an import may give it."""
    kinds: dict[str, dict[str, Any]] = {
        TEXT: {"type": ["string", "null"] if given else "string"},
        TAGS: {"type": ["array", "null"] if given else "array", "items": {"type": "string"}},
        CHOICE: {"enum": [*row.choices, *([] if row.default and not given else [None])]},
        LETTER: {"type": ["string", "null"], **({} if given else {"pattern": "^[A-Z]$"})},
        DATE: {"type": ["string", "null"], **({} if given else {"pattern": DAY})},
    }
    about = row.schema_in if given else row.schema
    return {**kinds.get(row.kind, {"type": ["string", "null"]}), **({"description": about} if about else {})}


def _either(name: str, answers: tuple[str, ...]) -> dict[str, Any]:
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"{PREFIX}command:{name}",
        "title": f"What wiptui {name} prints with --json",
        "anyOf": [{"$ref": PREFIX + each} for each in answers],
    }


def _needed(top: dict[str, Any]) -> list[str]:
    """Return the names of the schemas that one refers to, directly or indirectly."""
    found: list[str] = []
    waiting = list(_refs(top))
    while waiting:
        name = waiting.pop(0)
        if name not in found and PREFIX + name != top["$id"]:
            found.append(name)
            waiting += _refs(read(name))
    return found


def _refs(part: Any) -> Iterator[str]:
    if isinstance(part, list):
        for item in part:
            yield from _refs(item)
    elif isinstance(part, dict):
        for name, value in part.items():
            if name == "$ref" and value.startswith(PREFIX):
                yield value.removeprefix(PREFIX).partition("#")[0]
            else:
                yield from _refs(value)


COMMANDS = {
    "schema": Command(
        schema,
        "[NAME]",
        "What the JSON of a command looks like, as a JSON Schema (2020-12) that needs no other file. NAME is a "
        "command, or one of the names that are listed without it. Fields may be added to the JSON; none is taken away.",
        most=1,
        examples=(
            ("wiptui schema list", "of wiptui list --json"),
            ("wiptui schema error > error.schema.json", "of what --json prints on stderr"),
        ),
    )
}
