"""A column of cards on Textual's line API: thousands of cards, each drawn only when it comes into sight."""

from __future__ import annotations

from bisect import bisect_right
from itertools import chain

from rich.segment import Segment
from textual import events
from textual.geometry import Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from wiptui.domain.tasks.task import State
from wiptui.tui.views.card import Card
from wiptui.tui.views.card_layout import DENSE, CardLayout, Density, card_lines, empty_lines, lay_out_cards
from wiptui.tui.views.styled_text import StyledText, cells
from wiptui.tui.views.view_models import Column
from wiptui.tui.widgets.styled_widget import StyledWidget

KEPT_STRIPS = 600


class CardColumn(StyledWidget, ScrollView, can_focus=False, inherit_bindings=False):
    """One column. It is given a :class:`Column` to show and tells when the cursor moved or a card was clicked.

    The keys are the screen's, which has no focus to move about: going to another column repaints two cards.
    """

    ALLOW_SELECT = False
    ALLOW_MAXIMIZE = False

    class CursorMoved(Message):
        """The cursor is on another card."""

    class Clicked(Message):
        """A card, or the empty part of the column, was clicked; ``twice`` on a card means to open it."""

        def __init__(self, state: State, twice: bool, menu: bool = False) -> None:
            super().__init__()
            self.state = state
            self.twice = twice
            self.menu = menu
            """Whether it was the right button, on a card."""

    def __init__(self, column: Column) -> None:
        super().__init__(id=f"column-{column.state}", classes="column")
        self.column = column
        self.choices: tuple[Density, ...] = (DENSE,)
        self.lead = 0
        self.active = False
        """Whether the board's cursor is in this column."""
        self.cursor = 0
        self.marked: frozenset[int] = frozenset()
        self._stack = CardLayout(DENSE, (0,))
        self._room = Size(1, 1)
        self._strips: dict[tuple[int, bool, bool, bool], tuple[Card, list[Strip]]] = {}
        self._empty: list[Strip] | None = None

    # --- what it shows

    @property
    def density(self) -> Density:
        """How much room its cards take."""
        return self._stack.density

    @property
    def _tops(self) -> tuple[int, ...]:
        return self._stack.tops

    @property
    def cards(self) -> tuple[Card, ...]:
        return self.column.cards

    @property
    def card(self) -> Card | None:
        """The card under the cursor."""
        return self.cards[self.cursor] if self.cards else None

    def show(self, column: Column) -> None:
        """Show another state of the column; cursor and scroll stay with the tasks they stood on."""
        if column == self.column:
            return
        cursor_id = self.card.id if self.card else None
        anchor = self._card_at(self.scroll_offset.y)
        anchor_id = self.cards[anchor].id if self.cards else None
        below = self.scroll_offset.y - self._tops[anchor] if self.cards else 0
        self.column = column
        place = self._place_of(cursor_id, self.cursor)
        self.cursor = min(self.cursor, max(0, len(column.cards) - 1)) if place is None else place
        self._lay_out()
        place = self._place_of(anchor_id, anchor)
        if place is not None:
            self._scroll(self._tops[place] + below)
        if self.active:
            self.keep_in_sight()
        self.refresh()

    def mark(self, marked: frozenset[int]) -> None:
        """Show which tasks are selected."""
        changed, self.marked = marked ^ self.marked, marked
        for place, card in enumerate(self.cards if changed else ()):
            if card.id in changed:
                self._repaint(place)

    def give_room(self, size: Size, choices: tuple[Density, ...], lead: int) -> None:
        """Say how large the column is going to be, and how much room cards may take: the first choice that fits all.

        ``lead`` is the number of empty lines above the first card. Known before the layout, so that the first paint
        is right.
        """
        if (choices, lead) != (self.choices, self.lead) or size != self._room:
            self.choices, self.lead, self._room = choices, lead, size
            self._strips.clear()
            self._lay_out()
            self.keep_in_sight()
            self.refresh()

    def activate(self, active: bool) -> None:
        """Show the cursor in this column, or no longer."""
        if active != self.active:
            self.active = active
            self._repaint(self.cursor)

    # --- the cursor

    def move(self, steps: int) -> None:
        """Move the cursor by so many cards."""
        self.move_to(max(0, min(self.cursor + steps, len(self.cards) - 1)))

    def move_to(self, place: int) -> None:
        """Put the cursor on a card; -1 is the last."""
        if not self.cards:
            return
        place = place % len(self.cards) if place < 0 else min(place, len(self.cards) - 1)
        if place != self.cursor:
            before, self.cursor = self.cursor, place
            self._repaint(before)
            self._repaint(place)
            self.post_message(self.CursorMoved())
        self.keep_in_sight()

    def move_to_task(self, task_id: int) -> bool:
        """Put the cursor on a task; False where it is not here."""
        place = self._place_of(task_id, self.cursor)
        if place is not None:
            self.move_to(place)
        return place is not None

    def _place_of(self, task_id: int | None, near: int) -> int | None:
        """The place of a task's card, looked for around ``near`` first; None where there is none."""
        cards = self.cards
        around = range(max(0, near - 1), min(near + 2, len(cards)))
        everywhere = chain(around, range(len(cards)) if task_id is not None else ())
        return next((place for place in everywhere if cards[place].id == task_id), None)

    def half_page(self, direction: int) -> None:
        """Move the cursor by about half of what is in sight."""
        target = self._tops[self.cursor] + direction * max(1, self.size.height // 2)
        place = self._card_at(max(0, target))
        self.move_to(place if place != self.cursor else max(0, self.cursor + direction))

    def keep_in_sight(self) -> None:
        """Scroll as little as needed to see the card under the cursor whole."""
        if not self.cards or not self.size.height:
            return
        top, bottom = self._tops[self.cursor], self._tops[self.cursor + 1] - self.density.gap
        top = 0 if self.cursor == 0 else top
        if top < self.scroll_offset.y:
            self._scroll(top)
        elif bottom > self.scroll_offset.y + self.size.height:
            self._scroll(bottom - self.size.height)

    def _scroll(self, y: int) -> None:
        self.scroll_to(y=y, animate=False, force=True)

    def _repaint(self, place: int) -> None:
        if place + 1 < len(self._tops):
            self.refresh_lines(self._tops[place], self._tops[place + 1] - self._tops[place])

    # --- layout

    @property
    def text_width(self) -> int:
        """Cells for text. The last column stays free for the scroll bar, so that it never moves the text."""
        return max(1, self._room.width - 1)

    def _lay_out(self) -> None:
        """Give each card its place."""
        self._empty = None
        density = self.density
        self._stack = lay_out_cards(self.cards, self.text_width, self._room.height, self.choices, self.lead)
        if self.density != density:
            self._strips.clear()
        self.virtual_size = Size(self.text_width, self._stack.height)

    def _card_at(self, line: int) -> int:
        """The place of the card on a line of the whole column."""
        return max(0, min(bisect_right(self._tops, line) - 1, len(self.cards) - 1))

    # --- painting

    def render_line(self, y: int) -> Strip:
        width = self.size.width
        if not self.cards:
            return self._empty_line(y).adjust_cell_length(width, self.style_of())
        line = y + self.scroll_offset.y
        if not self._tops[0] <= line < self._tops[-1]:
            return Strip.blank(width, self.style_of())
        place = self._card_at(line)
        return self._card_strips(place)[line - self._tops[place]].adjust_cell_length(width, self.style_of())

    def _empty_line(self, y: int) -> Strip:
        if self._empty is None:
            self._empty = [Strip(self.segments(line)) for line in empty_lines(self.column.empty, self.text_width)]
        place = y - self.lead
        return self._empty[place] if 0 <= place < len(self._empty) else Strip.blank(self.size.width, self.style_of())

    def _card_strips(self, place: int) -> list[Strip]:
        card = self.cards[place]
        at_cursor = place == self.cursor and self.active
        whole = place in self._stack.whole
        key = (card.id, at_cursor, card.id in self.marked, whole)
        known = self._strips.get(key)
        if known is None or known[0] != card:
            if len(self._strips) > KEPT_STRIPS:
                self._strips.clear()
            known = self._strips[key] = card, self._paint(card, at_cursor, whole)
        return known[1]

    def _paint(self, card: Card, at_cursor: bool, whole: bool) -> list[Strip]:
        marked = card.id in self.marked
        under = "cursor" if at_cursor else "marked" if marked else ""
        lines = card_lines(card, self.density, self.text_width, at_cursor=at_cursor, marked=marked, whole=whole)
        strips = [self._strip(line, under) for line in lines]
        return [*strips, *(Strip.blank(self.text_width, self.style_of()) for _ in range(self.density.gap))]

    def _strip(self, line: StyledText, under: str) -> Strip:
        rest = self.text_width + 1 - cells(line)
        return Strip([*self.segments(line, under), Segment(" " * max(0, rest), self.style_of(under))])

    def invalidate(self) -> None:
        self._strips.clear()
        self._empty = None
        super().invalidate()

    # --- events

    def on_resize(self) -> None:
        self.give_room(self.outer_size, self.choices, self.lead)

    def on_click(self, event: events.Click) -> None:
        at = event.get_content_offset(self)
        y = at.y + self.scroll_offset.y if at is not None else -1
        on_card = bool(self.cards) and self._tops[0] <= y < self._tops[-1]
        if on_card:
            self.move_to(self._card_at(y))
        self.post_message(self.Clicked(self.column.state, on_card and event.chain == 2, on_card and event.button == 3))

    def card_on(self, line: int) -> Card | None:
        """The card on a line of what is in sight; None below the last."""
        y = line + self.scroll_offset.y
        return self.cards[self._card_at(y)] if self.cards and self._tops[0] <= y < self._tops[-1] else None
