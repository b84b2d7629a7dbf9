"""Explain why a query found nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from wiptui.domain.board import Board

ELSEWHERE = {
    **dict.fromkeys(("project", "proj", "pro"), "a project is +name here"),
    **dict.fromkeys(("tag", "tags", "context"), "a tag is @name here"),
    "status": "a state is state:doing here",
    "due": "a due date is due<fri, due<=fri or due:fri here",
    "wait": "what is not for now is state:backlog here",
}
"""Terms of other programs and their equivalents here. The part before a dot counts: ``due.before:fri``."""


def why_nothing(words: Sequence[str], board: Board) -> Iterator[str]:
    """Yield a sentence for each word of a query that is a term of another program and was only searched as text."""
    tags = {tag.casefold() for task in board.open_tasks() for tag in task.tags}
    for word in " ".join(words).split():
        key, colon, value = word.lstrip("-").partition(":")
        here = ELSEWHERE.get(key.partition(".")[0].lower())
        if colon and value and here and key.lower() != "due":
            yield f"{word} was looked for as a word: {here}."
        elif word[0] == "+" and word[1:].casefold() in tags:
            yield f"{word} is a project, and there is a tag @{word[1:]}."
