"""Links in the words of a task."""

from __future__ import annotations

from wiptui.domain.task import Task

SCHEMES = ("https://", "http://", "mailto:")
_ENDS = ".,;:!?»”’\"'*_>"
_PAIRS = {")": "(", "]": "["}


def links_of(task: Task) -> tuple[str, ...]:
    """The links in title, steps and note, each once, in their order. Only http, https and mailto: nothing that runs."""
    texts = [task.title, task.next_step or "", *(step.text for step in task.checklist), task.note]
    found: dict[str, None] = {}
    for text in texts:
        low = text.lower()
        at = 0
        while (start := min((p for s in SCHEMES if (p := low.find(s, at)) >= 0), default=-1)) >= 0:
            end = start
            while end < len(text) and text[end].isprintable() and not text[end].isspace() and text[end] not in '<>"`':
                end += 1
            link = _trimmed(text[start:end])
            if any(link.lower().startswith(scheme) and len(link) > len(scheme) for scheme in SCHEMES):
                found[link] = None
            at = max(end, start + 1)
    return tuple(found)


def _trimmed(link: str) -> str:
    """Without what ends the sentence, and without a bracket that was opened before the link."""
    while link and (link[-1] in _ENDS or (link[-1] in _PAIRS and link.count(link[-1]) > link.count(_PAIRS[link[-1]]))):
        link = link[:-1]
    return link
