"""The output of ``status``: a snapshot of plain texts, and the line, the JSON or a custom line made from it.

Only the focus changes between two snapshots, so its seconds are a separate argument. Of the domain this module loads no
more than text and errors: the snapshot comes from the board (``status.py``) or from the last answer (``cache.py``).
"""

from __future__ import annotations

from collections.abc import Iterable

from wiptui.cli import out
from wiptui.domain.core.errors import UsageError
from wiptui.domain.text import clip, clock, width

Snapshot = dict[str, str]
"""By name: the placeholders but ``time`` and ``seconds``; ``line`` without the focus; ``since``, the UTC microseconds
from which the focus counts, or ``spent`` (seconds) and ``quiet`` (words) where it stands still, all empty without one;
and ``json`` with SECONDS where they belong."""
SECONDS = '"seconds": "\\u0000"'
"""Stands for the seconds of focus in the JSON of a snapshot.

A title cannot contain it, since its quotes are escaped.
"""
LEVELS = {"calm": 0, "full": 10, "overloaded": 11}
"""Exit codes with --exit-code."""
PLACEHOLDERS = {
    "level": "calm, full or overloaded",
    "word": "the same as on the board: CALM, CALM !2, FULL, OVERLOADED",
    "gauge": "the doing count and its limit: 2/3, 3/3→4*",
    "bar": "the same as squares: ■■□",
    "doing": "tasks that take a slot of doing",
    "limit": "the doing limit in force",
    "free": "free slots of doing",
    "waiting": "tasks in waiting",
    "waiting_limit": "the waiting limit",
    "shelved": "tasks that were started and put back",
    "wip": "doing and waiting together, expedite included",
    "strains": "how many strains there are",
    "focus": "the title of the focused task",
    "focus_id": "its id",
    "time": "how long it has been focused, 0:42",
    "seconds": "the same in seconds",
    "switches": "context switches today",
    "switches_hour": "context switches in the last hour",
    "next": "the one next action",
    "drift": "where you are seen, if not at the focus (`wiptui sense`)",
}
"""The placeholders of --format. {name:20} is cut to 20 cells; {{ and }} are braces."""
EMPTY: Snapshot = {
    "level": "calm", "word": "CALM", "gauge": "0/3", "bar": "□□□", "doing": "0", "limit": "3", "free": "3",
    "waiting": "0", "waiting_limit": "3", "shelved": "0", "wip": "0", "strains": "0", "focus": "", "focus_id": "",
    "switches": "0", "switches_hour": "0", "next": "", "drift": "", "line": "Doing 0/3 CALM", "since": "",
    "spent": "", "quiet": "",
    "json": """{
  "wip": {
    "doing": 0,
    "waiting": 0,
    "shelved": 0,
    "expedite": 0,
    "total": 0
  },
  "limits": {
    "doing": 3,
    "waiting": 3
  },
  "level": "calm",
  "strains": [],
  "focus": null,
  "switches": {
    "hour": 0,
    "today": 0
  },
  "over": [],
  "next": null
}""",
}  # fmt: skip
"""The snapshot before the first task, as a test checks."""


def focus_seconds(snapshot: Snapshot, now_us: int) -> int:
    """Return the whole seconds of focus at ``now_us`` (UTC microseconds); 0 without focus."""
    since, spent = snapshot["since"], snapshot["spent"]
    return max((now_us - int(since)) // 1_000_000, 0) if since else int(spent or 0)


def one_line(snapshot: Snapshot, seconds: int) -> str:
    """Return «Doing 3/3 FULL · Waiting 1/3 · WIP 4 +1 shelved · ▶ Fix the parser 0:42»."""
    line = snapshot["line"] + (f" · {snapshot['drift']}" if snapshot["drift"] else "")
    if not snapshot["since"] and not snapshot["quiet"]:
        return line
    spent = clock(seconds) + (f", {snapshot['quiet']}" if snapshot["quiet"] else "")
    columns = out.columns()
    room = max(columns - width(line) - len(spent) - 6, 8) if columns else 60
    return f"{line} · ▶ {clip(snapshot['focus'], room)} {spent}"


def as_json(snapshot: Snapshot, seconds: int) -> str:
    """Return the status for scripts, as its schema promises it."""
    return snapshot["json"].replace(SECONDS, f'"seconds": {seconds}', 1)


Piece = tuple[str, str, int | None]
"""Literal text, then a placeholder (empty at the end) and its cells."""


def parse_format(template: str, known: Iterable[str] = PLACEHOLDERS) -> list[Piece]:
    """Parse a template into pieces. Raises UsageError for an unknown placeholder or an unclosed brace."""
    pieces: list[Piece] = []
    text, at = "", 0
    while at < len(template):
        ch = template[at]
        if template[at : at + 2] in ("{{", "}}"):
            text, at = text + ch, at + 2
            continue
        if ch == "}":
            raise UsageError("A } stands alone in --format: write }} for a brace.")
        if ch != "{":
            text, at = text + ch, at + 1
            continue
        end = template.find("}", at)
        if end < 0:
            raise UsageError("A { in --format is not closed: write {{ for a brace.")
        pieces.append((text, *_placeholder(template[at + 1 : end], known)))
        text, at = "", end + 1
    return [*pieces, (text, "", None)]


def _placeholder(inside: str, known: Iterable[str]) -> tuple[str, int | None]:
    name, colon, cells = inside.partition(":")
    if name not in known:
        raise UsageError(f"--format knows no {{{name}}}. It knows: {', '.join(known)}.")
    if colon and not (cells.isascii() and cells.isdigit() and len(cells) <= 4):
        raise UsageError(f"{{{inside}}} needs a number of cells after the colon, as in {{{name}:20}}.")
    return name, int(cells) if colon else None


def filled(pieces: list[Piece], snapshot: Snapshot, seconds: int) -> str:
    """Return the template with its values."""
    running = {"time": clock(seconds), "seconds": str(seconds)} if snapshot["focus_id"] else {"time": "", "seconds": ""}
    values = {**snapshot, **running}
    made = []
    for text, name, cells in pieces:
        value = values[name] if name else ""
        made += [out.own(text) if text else "", clip(value, cells) if cells is not None else value]
    return "".join(made)
