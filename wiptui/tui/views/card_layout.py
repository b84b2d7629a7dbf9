"""Cards on top of each other: how much room each takes in a column, and the lines that it is drawn with."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate

from wiptui.domain.core.frozen import dataclass
from wiptui.tui.views.card import Card
from wiptui.tui.views.common_ends import same_ends
from wiptui.tui.views.spans import Line, Span, cells, clip_line, wrap

GUTTER = 3
"""Cells before the title: the cursor's bar, the mark, and air."""


@dataclass(frozen=True, slots=True)
class Density:
    """How much room a card may take, in lines."""

    title: int = 1
    details: int = 2
    gap: int = 0


AIRY = Density(title=2, details=3, gap=1)
USUAL = Density(title=2, details=3)
DENSE = Density(title=1, details=2)
TINY = Density(title=1, details=1)


@dataclass(frozen=True, slots=True)
class Stack:
    """Where each card begins, in lines from the top, and last where they end; and how dense they stand."""

    density: Density
    tops: tuple[int, ...]

    @property
    def height(self) -> int:
        """All lines that there are to see."""
        return max(0, self.tops[-1] - self.density.gap)


def stacked(cards: Sequence[Card], width: int, height: int, choices: Sequence[Density], lead: int) -> Stack:
    """The cards in ``width`` cells, as airy as fits ``height`` lines, below ``lead`` empty ones."""
    few = len(cards) + lead <= height
    for density in choices if few else choices[-1:]:
        stack = Stack(density, tuple(accumulate(_heights(cards, density, width), initial=lead)))
        if stack.height <= height:
            break
    return stack


def restacked(
    stack: Stack,
    before: Sequence[Card],
    cards: Sequence[Card],
    width: int,
    height: int,
    choices: Sequence[Density],
    lead: int,
) -> Stack | None:
    """As :func:`stacked`, of a stack of the cards ``before``: only what is new among many is measured.

    None where that does not say it all: of few cards, or at another density.
    """
    density = choices[-1]
    if len(before) + 1 != len(stack.tops) or stack.density != density or len(cards) + lead <= height:
        return None
    start, end = same_ends(before, cards)
    after = len(before) - end
    between = cards[start : len(cards) - end]
    tops = (*stack.tops[:start], *accumulate(_heights(between, density, width), initial=stack.tops[start]))
    step = tops[-1] - stack.tops[after]
    below = stack.tops[after + 1 :]
    return Stack(density, (*tops, *([top + step for top in below] if step else below)))


def _heights(cards: Iterable[Card], density: Density, width: int) -> Iterator[int]:
    return (_height(card, density, width) for card in cards)


def _height(card: Card, density: Density, width: int) -> int:
    title = 1 if density.title == 1 else len(_title_lines(card, density, width))
    return title + min(len(card.details), density.details) + density.gap


def _title_lines(card: Card, density: Density, width: int) -> list[str]:
    aside = cells(card.aside) + 2 if card.aside else 0
    room = width - GUTTER
    return wrap(card.title, room - aside, room, density.title)


def card_lines(
    card: Card, density: Density, width: int, *, at_cursor: bool = False, marked: bool = False
) -> list[Line]:
    """The lines of one card in ``width`` cells, without the gap below it."""
    bar = Span("▌" if at_cursor else " ", "accent")
    mark = Span("✓", "accent") if marked else card.mark
    room = width - GUTTER
    lines: list[Line] = []
    for place, title in enumerate(_title_lines(card, density, width)):
        text = Span(title, card.role or ("strong" if at_cursor else ""))
        aside = card.aside if place == 0 else ()
        gap = Span(" " * (room - cells((text,)) - cells(aside)))
        lines.append((bar, mark if place == 0 else Span(" "), Span(" "), text, gap, *aside))
    below = (bar, Span(" " * (GUTTER - 1)))
    return [*lines, *((*below, *clip_line(detail, room)) for detail in card.details[: density.details])]


def empty_lines(words: Iterable[str], width: int) -> list[Line]:
    """What a column without cards says, in ``width`` cells: first what is so, then what to do."""
    room = width - GUTTER
    return [
        (Span(" " * GUTTER), Span(text, role))
        for said, role in zip(words, ("muted", "faint"), strict=False)
        for text in wrap(said, room, room, 3)
    ]
