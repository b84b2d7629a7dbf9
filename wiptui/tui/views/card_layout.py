"""Cards on top of each other: how much room each takes in a column, and the lines that it is drawn with."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import accumulate

from wiptui.domain.core.frozen import dataclass
from wiptui.tui.views.card import Card
from wiptui.tui.views.styled_text import Span, StyledText, cells, clip_line, width_of, wrap, wrap_line

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
WHOLE_TITLE, WHOLE_DETAIL = 5, 5
"""Lines that a title and a detail may take where rows are free."""
MEASURED = 40
"""Cards of a column, from the top, that say how wide it had better be."""


@dataclass(frozen=True, slots=True)
class CardLayout:
    """Where each card begins, in lines from the top, and last where they end; and how dense they stand."""

    density: Density
    tops: tuple[int, ...]
    whole: frozenset[int] = frozenset()
    """The places of the cards that rows are free for: nothing of them is cut."""

    @property
    def height(self) -> int:
        """All lines that there are to see."""
        return max(0, self.tops[-1] - self.density.gap)


def lay_out_cards(cards: Sequence[Card], width: int, height: int, choices: Sequence[Density], lead: int) -> CardLayout:
    """The cards in ``width`` cells, as airy as fits ``height`` lines, below ``lead`` empty ones.

    Where rows are free, what a card has no room for in its usual lines runs on: all cards, or the first ones.
    """
    if len(cards) + lead > height:
        return _stacked(choices[-1], [_height(card, choices[-1], width) for card in cards], lead)
    grows = choices[0].title > 1
    whole = [_whole_height(card, width) for card in cards] if grows else []
    for density in choices if grows else ():
        layout = _stacked(density, [lines + density.gap for lines in whole], lead, frozenset(range(len(cards))))
        if layout.height <= height:
            return layout
    for density in [choice for choice in choices if not (grows and choice.gap)] or choices:  # text goes before air
        heights = [_height(card, density, width) for card in cards]
        layout = _stacked(density, heights, lead)
        if layout.height <= height:
            break
    return _grown(layout, heights, whole, height) if grows else layout


def _stacked(density: Density, heights: Sequence[int], lead: int, whole: frozenset[int] = frozenset()) -> CardLayout:
    return CardLayout(density, tuple(accumulate(heights, initial=lead)), whole)


def _grown(layout: CardLayout, heights: Sequence[int], whole: Sequence[int], height: int) -> CardLayout:
    """The same with the free rows given to the first cards that are whole with them."""
    free = height - layout.height
    lines, grown = list(heights), set()
    for place, usual in enumerate(heights):
        more = whole[place] + layout.density.gap - usual
        if 0 <= more <= free:
            free -= more
            lines[place] += more
            grown.add(place)
    return _stacked(layout.density, lines, layout.tops[0], frozenset(grown))


def wanted_width(cards: Sequence[Card]) -> int:
    """Cells in which no line of the first cards is cut or wrapped, the column for the scroll bar included."""
    return max((_card_width(card) for card in cards[:MEASURED]), default=0) + 1


def _card_width(card: Card) -> int:
    title = width_of(card.title) + (cells(card.aside) + 2 if card.aside else 0)
    return GUTTER + max(title, *map(cells, card.details), 0)


def _height(card: Card, density: Density, width: int) -> int:
    fits = width_of(card.title) <= _title_room(card, width)
    return (1 if fits else density.title) + min(len(card.details), density.details) + density.gap


def _whole_height(card: Card, width: int) -> int:
    details = (len(_wrapped(detail, width - GUTTER)) for detail in card.details)
    return len(wrap(card.title, _title_room(card, width), width - GUTTER, WHOLE_TITLE)) + sum(details)


def _wrapped(detail: StyledText, room: int) -> list[StyledText]:
    """A detail in the lines that it may take where rows are free."""
    if cells(detail) <= room:
        return [detail]
    lines = wrap_line(detail, max(room, 1))
    if len(lines) <= WHOLE_DETAIL:
        return lines
    rest = tuple(span for line in lines[WHOLE_DETAIL - 1 :] for span in (*line, Span(" ")))
    return [*lines[: WHOLE_DETAIL - 1], clip_line(rest, room)]


def _title_room(card: Card, width: int) -> int:
    """Cells for the first line of a title."""
    return width - GUTTER - (cells(card.aside) + 2 if card.aside else 0)


def card_lines(
    card: Card, density: Density, width: int, *, at_cursor: bool = False, marked: bool = False, whole: bool = False
) -> list[StyledText]:
    """The lines of one card in ``width`` cells, without the gap below it; ``whole``: rows are free for all of it."""
    bar = Span("▌" if at_cursor else " ", "accent")
    mark = Span("✓", "accent") if marked else card.mark
    room = width - GUTTER
    lines: list[StyledText] = []
    titles = wrap(card.title, _title_room(card, width), room, WHOLE_TITLE if whole else density.title)
    for place, title in enumerate(titles):
        text = Span(title, card.role or ("strong" if at_cursor else ""))
        aside = card.aside if place == 0 else ()
        gap = Span(" " * (room - cells((text,)) - cells(aside)))
        lines.append((bar, mark if place == 0 else Span(" "), Span(" "), text, gap, *aside))
    below = (bar, Span(" " * (GUTTER - 1)))
    if whole:
        return [*lines, *((*below, *part) for detail in card.details for part in _wrapped(detail, room))]
    return [*lines, *((*below, *clip_line(detail, room)) for detail in card.details[: density.details])]


def empty_lines(words: Iterable[str], width: int) -> list[StyledText]:
    """What a column without cards says, in ``width`` cells: first what is so, then what to do."""
    room = width - GUTTER
    return [
        (Span(" " * GUTTER), Span(text, role))
        for said, role in zip(words, ("muted", "faint"), strict=False)
        for text in wrap(said, room, room, 3)
    ]
