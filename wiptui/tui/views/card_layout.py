"""Cards on top of each other: how much room each takes in a column, and the lines that it is drawn with."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import accumulate

from wiptui.domain.core.frozen import dataclass
from wiptui.tui.views.card import Card
from wiptui.tui.views.styled_text import Span, StyledText, cells, clip_line, width_of, wrap

GUTTER = 3
"""Cells before the title: the cursor's bar, the mark, and air."""


@dataclass(frozen=True, slots=True)
class Density:
    """How much room a card may take, in lines."""

    title: int = 1
    """Lines of a title that one has no room for: 1 or 2."""
    details: int = 2
    gap: int = 0


AIRY = Density(title=2, details=3, gap=1)
USUAL = Density(title=2, details=3)
DENSE = Density(title=1, details=2)
TINY = Density(title=1, details=1)


@dataclass(frozen=True, slots=True)
class CardLayout:
    """Where each card begins, in lines from the top, and last where they end; and how dense they stand."""

    density: Density
    tops: tuple[int, ...]

    @property
    def height(self) -> int:
        """All lines that there are to see."""
        return max(0, self.tops[-1] - self.density.gap)


def lay_out_cards(cards: Sequence[Card], width: int, height: int, choices: Sequence[Density], lead: int) -> CardLayout:
    """The cards in ``width`` cells, as airy as fits ``height`` lines, below ``lead`` empty ones."""
    few = len(cards) + lead <= height
    for density in choices if few else choices[-1:]:
        layout = CardLayout(density, tuple(accumulate((_height(card, density, width) for card in cards), initial=lead)))
        if layout.height <= height:
            break
    return layout


def _height(card: Card, density: Density, width: int) -> int:
    fits = width_of(card.title) <= _title_room(card, width)
    return (1 if fits else density.title) + min(len(card.details), density.details) + density.gap


def _title_room(card: Card, width: int) -> int:
    """Cells for the first line of a title."""
    return width - GUTTER - (cells(card.aside) + 2 if card.aside else 0)


def _title_lines(card: Card, density: Density, width: int) -> list[str]:
    return wrap(card.title, _title_room(card, width), width - GUTTER, density.title)


def card_lines(
    card: Card, density: Density, width: int, *, at_cursor: bool = False, marked: bool = False
) -> list[StyledText]:
    """The lines of one card in ``width`` cells, without the gap below it."""
    bar = Span("▌" if at_cursor else " ", "accent")
    mark = Span("✓", "accent") if marked else card.mark
    room = width - GUTTER
    lines: list[StyledText] = []
    for place, title in enumerate(_title_lines(card, density, width)):
        text = Span(title, card.role or ("strong" if at_cursor else ""))
        aside = card.aside if place == 0 else ()
        gap = Span(" " * (room - cells((text,)) - cells(aside)))
        lines.append((bar, mark if place == 0 else Span(" "), Span(" "), text, gap, *aside))
    below = (bar, Span(" " * (GUTTER - 1)))
    return [*lines, *((*below, *clip_line(detail, room)) for detail in card.details[: density.details])]


def empty_lines(words: Iterable[str], width: int) -> list[StyledText]:
    """What a column without cards says, in ``width`` cells: first what is so, then what to do."""
    room = width - GUTTER
    return [
        (Span(" " * GUTTER), Span(text, role))
        for said, role in zip(words, ("muted", "faint"), strict=False)
        for text in wrap(said, room, room, 3)
    ]
