"""The lines of the mirror: a task as a todo.txt line that carries its own base, and a line that came back from a phone.

``(A) 2026-11-01 Call Ana +fair @phone due:2026-12-04 state:doing wip:2hfc8wb36g0k3fq``: the last word is the id of the
task and four letters of a mark over all that the line says. While the mark fits the line, nobody touched it since some
wiptui wrote it, however old the file is. The bytes follow from the data alone: days are those of UTC.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, date
from hashlib import sha256

from wiptui.domain.core.frozen import dataclass, replace
from wiptui.domain.core.ids import ALPHABET, ID_LETTERS
from wiptui.domain.core.record import LOG, Json, canonical, fold
from wiptui.domain.tasks.task import Task
from wiptui.exchange.import_plan import own_id
from wiptui.exchange.todotxt.edit import line_of
from wiptui.exchange.todotxt.fields import Said, fields_of, said_by_task
from wiptui.exchange.todotxt.line import KEYS as FIELD_KEYS
from wiptui.exchange.todotxt.line import parse_line

KEYS = ("wip", "uuid")
"""The key before the id. Simpletask hides ``uuid:``."""
MARK_LETTERS = 4
MOST_GONE = 5
"""How many lines may be gone for a missing line to mean that it was deleted."""
FILE = "file"
"""The device that all machines give to an edit in the mirror."""
_KEY = re.compile(rf"(?:(?<=\s)|^)(?:{'|'.join(KEYS)}):([{ALPHABET}]{{{ID_LETTERS + MARK_LETTERS}}})")
_ADDED = re.compile(r"(?:(?<=\s)|^)(?:full:\d+/\d+|every:\S+)(?=\s|$)")
"""What wiptui tells beside the fields of a line, and does not read."""
_LATE_PRIORITY = re.compile(r"x (\d{4}-\d\d-\d\d) (\([A-Z]\)) ")
_MOST_VERSIONS = 20_000
_SAID = ("title", "state", *(row.name for row in FIELD_KEYS.values()))
"""The fields of a record that a line says."""


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the file, as it is read."""

    raw: str
    """As the file has it, without its end."""
    said: Said
    id: int | None = None
    mark: str = ""

    @property
    def is_untouched(self) -> bool:
        """Whether nobody edited it since it was written."""
        return self.id is not None and self.mark == mark_of(self.id, self.said)


def rows_of(text: str) -> Iterator[Row]:
    """The lines of a file in its order, without blank ones. Never raises."""
    for raw in text.removeprefix("\ufeff").split("\n"):
        rest = raw.rstrip("\r").replace("\x10", " ").replace("\xa0", " ")
        while rest.strip():
            found = _KEY.search(rest)
            end = len(rest) if found is None or rest[found.end() :][:1].strip() == "" else found.end()
            one, rest = rest[:end], rest[end:]  # text glued to a key by an append without a line end is a line too
            yield row_of(one)


def keys_of(text: str) -> list[str]:
    """The ids and marks of a text, without reading its lines."""
    return _KEY.findall(text)


def row_of(raw: str) -> Row:
    """One line."""
    found = _KEY.search(raw)
    words = raw if found is None else raw[: found.start()] + raw[found.end() :]
    words = _ADDED.sub("", words)
    line = " ".join(words.split())
    if line.startswith("X "):
        line = f"x {line[2:]}"
    line = _LATE_PRIORITY.sub(lambda late: f"x {late[1]} ", line) + "".join(
        f" pri:{late[2][1]}" for late in [_LATE_PRIORITY.match(line)] if late and " pri:" not in line
    )
    said = said_by_task(fields_of(parse_line(line), date.max))
    if "doing" in said.tags:
        state = said.state if said.state in ("done", "dropped") else "doing"
        said = replace(said, state=state, tags=said.tags - {"doing"})
    task_id = own_id(found[1][:ID_LETTERS]) if found else None
    return Row(raw.strip(), said, task_id, found[1][ID_LETTERS:] if found and task_id is not None else "")


def mark_of(task_id: int, said: Said) -> str:
    """Four letters over all that a line says of a task."""
    told = [task_id, said.title, said.state, said.priority, sorted(said.tags), dict(said.words)]
    number = int.from_bytes(sha256(canonical(told).encode("utf-8", "surrogatepass")).digest()[:4])
    return "".join(ALPHABET[number >> shift & 31] for shift in range(0, 5 * MARK_LETTERS, 5))


def line_for(task: Task, key: str = KEYS[0]) -> str:
    """The line of a task."""
    body, said = _written(task.record, task.created, task.finished)
    every = f" every:{'_'.join(task.every.split())}" if task.every else ""
    return f"{body}{every} {key}:{task.key}{mark_of(task.id, said)}"


def said_now(record: Mapping[str, Json]) -> Said:
    """What the line of a record says, as it is read back."""
    return _written(record)[1]


def _written(record: Mapping[str, Json], created: Json = None, finished: Json = None) -> tuple[str, Said]:
    fields = {name: record[name] for name in _SAID if record.get(name) is not None}
    days = {"created": created, "finished": finished}
    told = {
        name: at.astimezone(UTC).date().isoformat() for name, at in days.items() if at is not None and at.year > 1970
    }
    body = line_of({**fields, **told})
    return body, row_of(body).said


def version_of(task_id: int, record: Mapping[str, Json], mark: str) -> dict[str, Json] | None:
    """The fields that the phone saw: the version of a task whose line has this mark. None where the log has none.

    First the record as it was after each patch, the newest first; then any mix of values ever written, as merges make.
    """
    log = record.get(LOG) or {}
    stamps = sorted(log)
    for count in range(len(stamps), 0, -1):
        version = fold({stamp: log[stamp] for stamp in stamps[:count]})
        if mark_of(task_id, said_now(version)) == mark:
            return version
    values: dict[str, list[Json]] = {}
    for name in _SAID:
        found = [log[stamp][name] for stamp in reversed(stamps) if name in log[stamp]]
        found += [] if name in ("title", "state") else [None]
        values[name] = [value for place, value in enumerate(found) if value not in found[:place]]
    mixes = itertools.product(*values.values())
    for mix in itertools.islice(mixes, _MOST_VERSIONS):
        version = dict(zip(values, mix, strict=True))
        if mark_of(task_id, said_now(version)) == mark:
            return version
    return None


def edit_actor(mark: str, name: str, value: Json) -> str:
    """The actor of an edit: it names the edit on every machine, so that each is carried out once."""
    digest = sha256(f"{mark}\t{name}\t{canonical(value)}".encode("utf-8", "surrogatepass")).digest()
    return FILE + "".join(ALPHABET[byte & 31] for byte in digest[:5])
