"""Explain why a query found nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from wiptui.domain.board import Board


def why_nothing(words: Sequence[str], board: Board) -> Iterator[str]:
    """Yield a sentence for each project of a query that is only a tag here."""
    tags = {tag.casefold() for task in board.open_tasks() for tag in task.tags}
    for word in " ".join(words).split():
        if word[0] == "+" and word[1:].casefold() in tags:
            yield f"{word} is a project, and there is a tag @{word[1:]}."
