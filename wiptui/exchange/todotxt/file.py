"""todo.txt, in and out: a file read, worked with and written again loses nothing.

What a line becomes: the first ``+project`` is the project, all ``@contexts`` are tags, ``(A)`` or ``pri:A`` the
priority, ``due:`` the due date, ``t:`` the day until which it is hidden, ``x`` done; ``t:`` ahead or ``h:1`` puts it
into the backlog, else it is ready. The title is the text without these words; ``rec:``, further projects and any other
``key:value`` stay in it, so that nothing is hidden. An unchanged task is written as the very line it came from, blank
lines, spacing, CRLF and byte order mark included; of a changed one only what changed is edited.
:mod:`wiptui.exchange.todotxt.line` names the words that wiptui adds.

What the format cannot hold: quoting (a title with a word like ``+x`` reads back as a project), notes, checklists,
history. ``export json`` keeps them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import takewhile

from wiptui.domain.core.errors import UsageError
from wiptui.domain.core.frozen import dataclass, replace
from wiptui.domain.core.record import Json
from wiptui.domain.dates.parse import parse_iso
from wiptui.domain.text import TITLE_MAX, for_file, one_line
from wiptui.exchange.todotxt.edit import line_of, source_row
from wiptui.exchange.todotxt.fields import fields_of
from wiptui.exchange.todotxt.line import BOM, KEYS, TodoLine, is_blank, key_value, parse_line

_NOT_IDENTITY = ("pri", "state", *(key for key, row in KEYS.items() if row.is_of_wait))


@dataclass(frozen=True, slots=True)
class Problem:
    """Something in the file that may not be what was meant. The line was read all the same."""

    lineno: int
    message: str

    def __str__(self) -> str:
        return f"line {self.lineno}: {self.message}"


def decode(data: bytes) -> str:
    """The text of a file: UTF-8, with or without a byte order mark, or UTF-16 with one. Raises UsageError."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        try:
            return data.decode("utf-16")
        except UnicodeDecodeError:
            raise UsageError("The file begins like UTF-16 text, but it is broken.") from None
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        lineno = data.count(b"\n", 0, error.start) + 1
        raise UsageError(f"Line {lineno} of the file is not UTF-8 text: save it as UTF-8 and try again.") from None


def read(text: str) -> tuple[list[TodoLine], list[Problem]]:
    """The tasks of a file, in its order, and what is uncertain about them. Never raises; blank lines are no tasks."""
    if text and not text.endswith("\n"):
        text += "\r\n" if "\r\n" in text and not text.endswith("\r") else "\n"
    lines: list[TodoLine] = []
    blank: list[str] = []
    for lineno, raw in enumerate(text.split("\n")[:-1], start=1):
        if is_blank(raw):
            blank.append(raw)
            continue
        lines.append(parse_line(raw, lineno, "\n".join([*blank, raw])))
        blank = []
    if lines and blank:
        lines[-1] = replace(lines[-1], source="\n".join([lines[-1].source, *blank]))
    return lines, [problem for line in lines for problem in _problems(line)]


def write(tasks: Iterable[Mapping[str, Json]]) -> str:
    """The file of tasks given as plain fields: those of a file in the order of its lines, then the others as given.

    What :func:`read` and :func:`fields_of` made of a file becomes that file again, byte for byte, ended by a newline.
    """
    ordered = sorted(tasks, key=_place)
    sources = [source_row(task) for task in ordered]
    end = "\r" if any(source and source.endswith("\r") for source in sources) else ""
    rows: list[str] = []
    for task, source in zip(ordered, sources, strict=True):
        line = line_of(task)
        chunk = [line + end] if source is None else _with_blanks(line, task["todotxt"])
        if rows and chunk[0].startswith(BOM) and _begins_a_file(task, chunk):
            chunk[0] = chunk[0].removeprefix(BOM)
            rows[0] = BOM + rows[0].removeprefix(BOM)
        rows += chunk
    return "".join(f"{row}\n" for row in rows)


def source_keys(lines: Iterable[TodoLine]) -> list[str]:
    """For each line of a file the stable text that its task's id is derived from."""
    count: dict[str, int] = {}
    keys = []
    for line in lines:
        key = source_key(line, 0)
        keys.append(source_key(line, count.get(key, 0)))
        count[key] = count.get(key, 0) + 1
    return keys


def source_key(line: TodoLine, occurrence: int) -> str:
    """What names the task of a line: its creation date and its words, and which of equal ones (0, 1, ...) it is.

    Completion, priority, state, spacing and line ends are left out, so that a line that was ticked off elsewhere, or
    that wiptui itself wrote (without what a terminal acts on), is still the same task.
    """
    words = " ".join(word.text for word in line.words if word.kind not in _NOT_IDENTITY)
    return "\t".join(["todotxt", line.created or "", for_file(words or line.raw.strip()), str(occurrence)])


def _place(task: Mapping[str, Json]) -> tuple[bool, int]:
    lineno = task.get("todotxt_line")
    if source_row(task) is None or not isinstance(lineno, int):
        return True, 0
    return False, lineno


def _with_blanks(line: str, source: str) -> list[str]:
    rows = source.split("\n")
    before = list(takewhile(is_blank, rows))
    return [*before, line, *rows[len(before) + 1 :]]


def _begins_a_file(task: Mapping[str, Json], chunk: list[str]) -> bool:
    return task.get("todotxt_line") == 1 + len(list(takewhile(is_blank, chunk)))


def _problems(line: TodoLine) -> Iterable[Problem]:
    """What may not be what was meant, each in one sentence."""
    if len(line.title) > TITLE_MAX:
        yield Problem(
            line.lineno,
            f"the title is cut to {TITLE_MAX:,} of its {len(line.title):,} characters; an export keeps the line whole",
        )
    if not line.has_text:
        yield Problem(line.lineno, "there is no text but projects, contexts and keys, so these are the title")
    if any(one_line(word.text) != word.text for word in line.words):
        yield Problem(line.lineno, "it holds control characters, which are left out of the title")
    for word in line.words:
        match key_value(word.text):
            case ["due" | "t" as key, value] if parse_iso(value) is None:
                yield Problem(
                    line.lineno, f"{key}:{one_line(value)} is not a date like 2026-11-22; it stays in the title"
                )
    first = line.words[0].text if line.words else ""
    if len(first) == 10 and first[4] == first[7] == "-" and first.replace("-", "").isdigit() and not parse_iso(first):
        yield Problem(line.lineno, f"{first} is not a day of the calendar; it stays in the title")


__all__ = [
    "Problem",
    "TodoLine",
    "decode",
    "fields_of",
    "line_of",
    "parse_line",
    "read",
    "source_key",
    "source_keys",
    "write",
]
