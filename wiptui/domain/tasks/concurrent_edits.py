"""Texts that two machines wrote concurrently: the newest is shown, the other is kept.

Stamps alone do not tell whether the writer of the newer text had seen the older one. So each patch that writes a text
records its base: beside ``note`` it has ``note_after``, the stamp of the note that it replaces. That is a list if it
replaces several texts, and an empty list if there was none. A text that was written after both were seen has both as
its base and resolves the conflict.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping

from wiptui.domain.core.frozen import dataclass
from wiptui.domain.core.record import AFTER, LOG, Json
from wiptui.domain.fields import BY_NAME, OF_A_WAIT, VERSIONED
from wiptui.domain.tasks.history import UNDOES, stamps_in_force


@dataclass(frozen=True, slots=True)
class Overruled:
    """A hidden text: another machine wrote a newer one without having seen it."""

    field: str
    text: str
    stamp: str
    """The stamp of the patch that wrote it: when, and on which device."""


def with_origin(record: Mapping[str, Json] | None, fields: Mapping[str, Json]) -> Mapping[str, Json]:
    """Return the fields to write to ``record``, with the base of each text."""
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
    """Return the hidden texts, by field, newest first: nobody who wrote a newer text had seen them."""
    found: list[Overruled] = []
    for name in VERSIONED:
        if f"{name}{AFTER}" not in record:
            continue  # written once, or by a version that did not record a base
        log = record[LOG]
        shown = record.get(name)
        if not shown and name in OF_A_WAIT:
            continue  # a move cleared it
        seen = {shown} if isinstance(shown, str) else set()
        for stamp in _heads(log, name):
            text = log[stamp].get(name)
            if isinstance(text, str) and text and text not in seen:
                seen.add(text)
                found.append(Overruled(name, text, stamp))
    return tuple(found)


def field_label(name: str) -> str:
    """Return the label of a text field in a sentence: «next step»."""
    return BY_NAME[name].said if name in BY_NAME else name


CHOICES = ("keep", "take", "both")


def settled(record: Mapping[str, Json], name: str, choice: str) -> str | None:
    """Return the text of a field after a choice of CHOICES; None if there is nothing to decide."""
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
    """Return the stamps of values that no newer value is based on, newest first: the first one is shown.

    A patch without a base follows the newest value before it. Undone patches and the undo patches themselves do not
    count, so that the values before them apply again. A value based on an undone or pruned one inherits its base.
    """
    after = f"{name}{AFTER}"
    values = {stamp for stamp in stamps_in_force(log) if name in log[stamp] or after in log[stamp]}
    stamps = sorted(values)
    stood_on: set[str] = set()
    for place, stamp in enumerate(stamps):
        todo = [(stamp, other) for other in _origin_stamps(log[stamp].get(after), stamps[max(place - 1, 0) : place])]
        while todo:
            newer, older = todo.pop()
            if older >= newer or older in stood_on:
                continue
            stood_on.add(older)
            if older not in values:
                after_it = bisect_left(stamps, older)
                before = stamps[max(after_it - 1, 0) : after_it]
                todo += [(older, other) for other in _origin_stamps(log.get(older, {}).get(after), before)]
    return [stamp for stamp in reversed(stamps) if stamp not in stood_on]


def _origin_stamps(told: Json, otherwise: list[str]) -> list[str]:
    """Return the stamps that a patch names as its base."""
    if isinstance(told, list):
        return [stamp for stamp in told if isinstance(stamp, str)]
    return [told] if isinstance(told, str) else otherwise


def pending(log: Mapping[str, Mapping[str, Json]], name: str) -> set[str]:
    """Return the stamps of values with a base that no patch is based on or has undone.

    This set only shrinks as more patches become known, so pruning may keep these.
    """
    after = f"{name}{AFTER}"
    found = {stamp for stamp, patch in log.items() if name in patch and after in patch}
    for patch in log.values():
        found.difference_update(_origin_stamps(patch.get(after), []), _origin_stamps(patch.get(UNDOES), []))
    return found
