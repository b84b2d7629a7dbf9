"""``recur`` of Taskwarrior, and how often a task comes again here.

There a template (``recurring``) makes a child for each time; here one task makes the next when it is done. So a
template brings how often, and a child is a plain task that names its template in ``comes_after``. What was made here
goes there as ``wip_every``: Taskwarrior 2.6 takes a pending task with ``recur`` for a template and makes children of
it, and crashes where it has no ``due``.

A recurrence that no field here was ever made of is nobody's to take away: it goes back as it came.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from wiptui.domain.core.record import Json
from wiptui.domain.dates.parse import UNITS
from wiptui.domain.dates.repetition import read_every
from wiptui.domain.text import printable

Tw = dict[str, "Json"]
OWN, NEVER = "wip_every", "never"
_WORDS = {
    "daily": "1d", "day": "1d", "weekdays": "weekday", "weekly": "1w", "week": "1w", "biweekly": "2w",
    "fortnight": "2w", "monthly": "1m", "month": "1m", "bimonthly": "2m", "quarterly": "3m", "quarter": "3m",
    "semiannual": "6m", "annual": "1y", "yearly": "1y", "year": "1y", "biannual": "2y", "biyearly": "2y",
}  # fmt: skip
"""Words that stand alone. To Taskwarrior ``biannual`` is every other year."""
_UNITS = {
    **{word: unit[0] for word, unit in UNITS.items()},
    "wks": "w",
    **dict.fromkeys(("mos", "mth", "mths", "mnths"), "m"),
    **dict.fromkeys(("q", "qtr", "qtrs", "qrtr", "qrtrs", "quarter", "quarters"), "q"),
    **dict.fromkeys(("yr", "yrs"), "y"),
}
_COUNTED = re.compile(r"([0-9]{1,4}) ?([a-z]+)")
_ISO = re.compile(r"p([0-9]{1,4})([dwmy])")


def every_of(recur: Json) -> str | None:
    """How often, in the short form that is kept; None for words that have no like here: hours, ``P1M2D``."""
    words = " ".join(recur.lower().split()) if isinstance(recur, str) else ""
    if words in _WORDS:
        return _WORDS[words]
    match = _COUNTED.fullmatch(words) or _ISO.fullmatch(words)
    unit = _UNITS.get(match[2]) if match else None
    if match is None or unit is None:
        return None
    count = int(match[1]) * (3 if unit == "q" else 1)
    every = read_every(f"{count}{'m' if unit == 'q' else unit}")
    return every.text if every is not None else None


def recur_of(every: str) -> str | None:
    """How Taskwarrior says it; None for what it has no words for: some weekdays, ``after 3d``."""
    for words in (*_WORDS, every):
        if every_of(words) == every:
            return words
    return None


def is_template(task: Tw) -> bool:
    """Whether children are made of it, or were."""
    return bool(task.get("recur")) and not task.get("parent")


def every_said(task: Tw) -> str | None:
    """How often the task comes again, in the short form; None for a child, which its template brings."""
    own = task.get(OWN)
    every = read_every(own) if isinstance(own, str) else None
    if every is not None:
        return every.text
    return every_of(task["recur"]) if is_template(task) and own != NEVER else None


def said_anew(now: Tw, was: Tw) -> bool:
    """Whether Taskwarrior was told another ``recur``, over which ``wip_every`` from here is old."""
    return is_template(now) and now["recur"] != was.get("recur") and bool(now.get(OWN)) and now.get(OWN) == was.get(OWN)


def not_read(task: Tw) -> str:
    """A sentence for a template whose words have no like here; empty for any other task."""
    if not is_template(task) or task.get(OWN) or every_said(task) is not None:
        return ""
    words = printable(str(task["recur"]))[:40]
    return f"“{words}” is not how often something comes again here; it is kept, and goes back as it came"


def write_every(out: Tw, record: Mapping[str, Json]) -> None:
    """Write how often where the task there says something else. Taskwarrior lets nobody take ``recur`` out."""
    now = _kept(record)
    if "every" not in record or now == every_said(out):
        return
    out.pop(OWN, None)
    if now == every_said(out):
        return
    words = recur_of(now) if now and is_template(out) else None
    if words is not None:
        out["recur"] = words
    else:
        out[OWN] = now or NEVER


def _kept(record: Mapping[str, Json]) -> str | None:
    every = record.get("every")
    found = read_every(every) if isinstance(every, str) else None
    return found.text if found is not None else None


__all__ = ["every_of", "every_said", "is_template", "not_read", "recur_of", "said_anew", "write_every"]
