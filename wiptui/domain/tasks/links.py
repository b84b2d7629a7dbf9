"""Find the links in the texts of a task."""

from __future__ import annotations

import re

from wiptui.domain.tasks.task import Task

_SCHEME = re.compile(r"(?:https?://|mailto:)", re.IGNORECASE)
_LINK = re.compile(r"(?:https?://|mailto:).+", re.IGNORECASE | re.DOTALL)
_ENDS = ".,;:!?»”’\"'*_>"
_PAIRS = {")": "(", "]": "["}


def links_of(task: Task) -> tuple[str, ...]:
    """Return the links in title, steps and note, each once, in order.

    Only http, https and mailto: nothing that runs.
    """
    texts = [task.title, task.next_step or "", *(step.text for step in task.checklist), task.note]
    found: dict[str, None] = {}
    for text in texts:
        at = 0
        while begin := _SCHEME.search(text, at):
            start = end = begin.start()
            while end < len(text) and text[end].isprintable() and not text[end].isspace() and text[end] not in '<>"`':
                end += 1
            link = _trimmed(text[start:end])
            if _LINK.fullmatch(link):
                found[link] = None
            at = max(end, start + 1)
    return tuple(found)


def _trimmed(link: str) -> str:
    """Return the link without the end of the sentence and without a bracket that was opened before it."""
    counts = {sign: link.count(sign) for sign in "()[]"}
    end = len(link)
    while end and (link[end - 1] in _ENDS or _is_unopened(link[end - 1], counts)):
        end -= 1
        if link[end] in counts:
            counts[link[end]] -= 1
    return link[:end]


def _is_unopened(sign: str, counts: dict[str, int]) -> bool:
    return sign in _PAIRS and counts[sign] > counts[_PAIRS[sign]]
