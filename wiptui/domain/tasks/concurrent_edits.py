"""Texts that two machines wrote without knowing of each other: the newest is shown, the other is not forgotten.

Stamps alone do not tell whether the writer of the newer text had seen the older one. So each patch that writes a text
says what it stands on: beside ``note`` it has ``note_after``, the stamp of the note that it replaces, a list of stamps
where several stood beside each other, an empty one where there was none. Whatever is written after both were seen
stands on both, and settles the matter.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping

from wiptui.domain.core.frozen import dataclass
from wiptui.domain.core.record import AFTER, LOG, Json
from wiptui.domain.fields import BY_NAME, OF_A_WAIT, VERSIONED
from wiptui.domain.tasks.history import UNDOES, standing


@dataclass(frozen=True, slots=True)
class Overruled:
    """A text that is not shown, because another machine wrote a newer one without having seen it."""

    field: str
    text: str
    stamp: str
    """That of the patch which wrote it: when, and on which device."""


def with_origin(record: Mapping[str, Json] | None, fields: Mapping[str, Json]) -> Mapping[str, Json]:
    """The fields as they are to be written onto ``record``: with what each text of a person's stands on."""
    log = (record or {}).get(LOG)
    if not log or UNDOES in fields:
        return fields
    told: dict[str, Json] = {}
    for name in VERSIONED:
        if name in fields:
            heads = _heads(log, name)
            told[f"{name}{AFTER}"] = heads[0] if len(heads) == 1 else heads
    return {**fields, **told} if told else fields


def overruled(record: Mapping[str, Json]) -> tuple[Overruled, ...]:
    """The texts that nobody who wrote a newer one had seen, by field, the newest first."""
    found: list[Overruled] = []
    for name in VERSIONED:
        if f"{name}{AFTER}" not in record:
            continue  # it was written once, or by a version that did not say what it stood on
        log = record[LOG]
        shown = record.get(name)
        if not shown and name in OF_A_WAIT:
            continue  # a move took it away
        seen = {shown}
        for stamp in _heads(log, name):
            text = log[stamp].get(name)
            if isinstance(text, str) and text and text not in seen:
                seen.add(text)
                found.append(Overruled(name, text, stamp))
    return tuple(found)


def said_field(name: str) -> str:
    """A text of a task in a sentence: «next step»."""
    return BY_NAME[name].said if name in BY_NAME else name


CHOICES = ("keep", "take", "both")


def settled(record: Mapping[str, Json], name: str, choice: str) -> str | None:
    """The text of a field after a decision of CHOICES; None where there is nothing to decide."""
    others = [other.text for other in overruled(record) if other.field == name]
    if not others:
        return None
    shown = record.get(name)
    shown = shown if isinstance(shown, str) else ""
    if choice == "keep":
        return shown
    if choice == "take":
        return others[0]
    return ("\n\n" if name == "note" else " / ").join(text for text in (shown, *others) if text)


def _heads(log: Mapping[str, Mapping[str, Json]], name: str) -> list[str]:
    """The stamps of values that no newer one stands on, newest first: the first is the one that is shown.

    A patch that does not say what it stands on is taken to follow the newest value before it. What was undone, and the
    undoing itself, count for nothing: the values before them stand again. Whoever stands on a value that was undone or
    pruned stands on what that one replaced.
    """
    after = f"{name}{AFTER}"
    values = {stamp for stamp in standing(log) if name in log[stamp] or after in log[stamp]}
    stamps = sorted(values)
    stood_on: set[str] = set()
    for place, stamp in enumerate(stamps):
        todo = [(stamp, other) for other in _told(log[stamp].get(after), stamps[max(place - 1, 0) : place])]
        while todo:
            newer, older = todo.pop()
            if older >= newer or older in stood_on:
                continue
            stood_on.add(older)
            if older not in values:
                after_it = bisect_left(stamps, older)
                before = stamps[max(after_it - 1, 0) : after_it]
                todo += [(older, other) for other in _told(log.get(older, {}).get(after), before)]
    return [stamp for stamp in reversed(stamps) if stamp not in stood_on]


def _told(told: Json, otherwise: list[str]) -> list[str]:
    """The stamps that a patch says it stands on."""
    if isinstance(told, list):
        return [stamp for stamp in told if isinstance(stamp, str)]
    return [told] if isinstance(told, str) else otherwise


def pending(log: Mapping[str, Mapping[str, Json]], name: str) -> set[str]:
    """The stamps of values of a text that say what they stand on, and that no patch stands on or has undone.

    With every patch that becomes known they get fewer, never more: so pruning may keep them.
    """
    after = f"{name}{AFTER}"
    found = {stamp for stamp, patch in log.items() if name in patch and after in patch}
    for patch in log.values():
        found.difference_update(_told(patch.get(after), []), _told(patch.get(UNDOES), []))
    return found
