"""A task as a todo.txt line: its source line letter by letter if nothing changed, else with just the changes in it."""

from __future__ import annotations

from collections.abc import Mapping

from wiptui.domain.core.frozen import replace
from wiptui.domain.core.record import Json
from wiptui.domain.text import one_line
from wiptui.exchange.todotxt.fields import ENDED, WORDS, Said, iso_day, said_by_line, said_by_task
from wiptui.exchange.todotxt.line import BOM, HIDES, TEXT, TodoLine, Word, is_blank, meaning, parse_line, split_words

_ONE_EACH = (
    *(kind for kind, row in WORDS.items() if not row.is_of_wait),
    "state",
    *(kind for kind, row in WORDS.items() if row.is_of_wait),
)


def line_of(fields: Mapping[str, Json]) -> str:
    """The line, without its line end, that stands for a task given as plain fields.

    ``created`` and ``finished`` are local dates (YYYY-MM-DD); they are used where the source line has none of its own
    *and* needs one: for a task without a source line, and at the completion of one.
    """
    now = said_by_task(fields)
    raw = source_row(fields)
    if raw is None:
        return _new_line(now, fields)
    line = parse_line(raw)
    was = said_by_line(line, fields)
    if now == was:
        return raw
    return _edited(line, was, now, fields)


def source_row(fields: Mapping[str, Json]) -> str | None:
    """The source line of a task, without the blank lines around it; None for a task that came from elsewhere."""
    source = fields.get("todotxt")
    rows = source.split("\n") if isinstance(source, str) else []
    return next((row for row in rows if not is_blank(row)), None)


def _new_line(now: Said, fields: Mapping[str, Json]) -> str:
    words = [Word(gap, text) for gap, text in split_words(now.title)[0]]
    done, shelved = now.state in ENDED, parse_line(now.title).is_shelved or HIDES in now.words
    for kind in (*_ONE_EACH, "pri"):
        words = _with_word(words, kind, _token(kind, now, done, shelved))
    words = _with_tags(words, now.tags)
    created = iso_day(fields.get("created"))
    head = _head(done, None if done else now.priority, iso_day(fields.get("finished")), created)
    return _joined(head, words, "", None)


def _edited(line: TodoLine, was: Said, now: Said, fields: Mapping[str, Json]) -> str:
    """The source line with just those words changed that no longer say what the task is."""
    done = now.state in ENDED if was.state != now.state else line.done
    changed = {kind for kind in _ONE_EACH if was.words.get(kind) != now.words.get(kind)}
    changed |= {"state"} if was.state != now.state else set()
    was_shelved, shelved = line.is_shelved, ("h", "1") in line.keys or HIDES in now.words
    changed |= {"state"} if shelved != was_shelved and now.state in ("backlog", "ready") else set()
    changed |= {"pri"} if was.priority != now.priority or done != line.done else set()

    head = line.head
    if "pri" in changed:
        finished = line.finished if line.done else iso_day(fields.get("finished"))
        bom = BOM if line.raw.startswith(BOM) else ""
        head = bom + _head(done, None if done else now.priority, finished, line.created)

    result = line.raw
    for retitled in (_spliced, _replaced) if was.title != now.title else (_kept,):
        words = retitled(list(line.words), now.title)
        for kind in (*_ONE_EACH, "pri"):
            if kind in changed:
                words = _with_word(words, kind, _token(kind, now, done, shelved))
        words = _with_tags(words, now.tags) or [Word("", now.title)]
        words[0] = replace(words[0], gap=line.words[0].gap if line.words else "")
        result = _joined(head, words, line.tail, iso_day(fields.get("created")))
        if parse_line(result).title == now.title:
            break
    return result


def _token(kind: str, now: Said, done: bool, shelved: bool) -> str | None:
    """The word that says it, or None where nothing needs to be said."""
    if kind == "state":
        plain = now.state == "done" or (now.state == "ready" and not shelved)
        return None if plain else f"state:{now.state}"
    if kind == "pri":
        return f"pri:{now.priority}" if now.priority and done else None
    value = now.words.get(kind)
    if value is None:
        return None
    return f"+{value}" if kind == "project" else f"{kind}:{value}"


def _with_word(words: list[Word], kind: str, token: str | None) -> list[Word]:
    """The words with the one of that kind changed in place, taken out, or put in."""
    places = [place for place, word in enumerate(words) if word.kind == kind]
    if places or token is None:
        kept = places[:1] if token else []
        return [
            Word(word.gap, token or "", kind) if place in kept else word
            for place, word in enumerate(words)
            if place in kept or place not in places
        ]
    # The first word of a kind is the one that counts: stay before any that is part of the title.
    alike = [place for place, word in enumerate(words) if meaning(word.text)[0] == kind]
    at = alike[0] if alike else len(words)
    return [*words[:at], Word(" ", token, kind), *words[at:]]


def _with_tags(words: list[Word], tags: frozenset[str]) -> list[Word]:
    has = {meaning(word.text)[1] for word in words if word.kind == "tag"}
    words = [word for word in words if word.kind != "tag" or meaning(word.text)[1] in tags]
    return words + [Word(" ", f"@{tag}", "tag") for tag in sorted(tags - has)]


def _kept(words: list[Word], title: str) -> list[Word]:
    return words


def _spliced(words: list[Word], title: str) -> list[Word]:
    """The title's new words in the place of those that changed; all others stay where they are."""
    old = [one_line(word.text) for word in words if word.kind == TEXT]
    new = title.split()
    start = _alike(old, new)
    end = _alike(old[start:][::-1], new[start:][::-1])
    fresh = [Word(" ", text) for text in new[start : len(new) - end]]
    out: list[Word] = [] if start else fresh
    seen = 0
    for word in words:
        if word.kind != TEXT:
            out.append(word)
            continue
        seen += 1
        if seen <= start or seen > len(old) - end:
            out.append(word)
        if seen == start:
            out += fresh
    return out


def _replaced(words: list[Word], title: str) -> list[Word]:
    """The whole title, with its spaces, in the place of the first word of the old one."""
    places = [place for place, word in enumerate(words) if word.kind == TEXT]
    at = places[0] if places else 0
    rest = [word for word in words[at:] if word.kind != TEXT]
    return [*words[:at], *(Word(gap or " ", text) for gap, text in split_words(title)[0]), *rest]


def _alike(one: list[str], other: list[str]) -> int:
    """How many words the two have in common at their beginning."""
    count = 0
    while count < min(len(one), len(other)) and one[count] == other[count]:
        count += 1
    return count


def _head(done: bool, priority: str | None, finished: str | None, created: str | None) -> str:
    """The part before the words. With ``x`` the first date is the completion, so that none alone is the creation."""
    mark = f"({priority})" if priority else None
    parts = ["x", finished or created, created] if done else [mark, created]
    return "".join(f"{part} " for part in parts if part)


def _joined(head: str, words: list[Word], tail: str, spare_date: str | None) -> str:
    """One line, in which no word of the title is taken for a part of the head.

    A title that begins like a head (``x ``, ``(A) ``, a date) is set off by the creation date or, without a head, by
    a space.
    """
    has_head = bool(head.replace(BOM, ""))
    first_gap = words[0].gap if not has_head else "" if head[-1].isspace() else " "
    body = first_gap + words[0].text + "".join((word.gap or " ") + word.text for word in words[1:]) + tail
    wanted = _facts(f"{head} a" if has_head else f"{head}a")
    if _facts(head + body) != wanted:
        if spare_date and wanted[3] is None and _facts(f"{head}{spare_date} {body}") == (*wanted[:3], spare_date):
            return f"{head}{spare_date} {body}"
        if not has_head:
            return f"{head} {body}"
    return head + body


def _facts(raw: str) -> tuple[bool, str | None, str | None, str | None]:
    line = parse_line(raw)
    return line.done, line.head_priority, line.finished, line.created
