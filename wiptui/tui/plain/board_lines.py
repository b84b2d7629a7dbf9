"""What the board shows, in lines that are read from top to bottom. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from wiptui.domain.tasks.task import State
from wiptui.tui.keys.keymap import Keymap
from wiptui.tui.views import bars
from wiptui.tui.views.card import Card
from wiptui.tui.views.styled_text import StyledText, plain
from wiptui.tui.views.view_models import BoardView, Column, column

MARKS = {"▶": "in focus", "!": "expedite"}
"""What a mark before a title says. Others repeat what a card says anyway."""
DRAWN = "■□━─"
"""Signs of bars, whose figures stand beside them."""


def board_lines(view: BoardView, columns: Sequence[Column], keys: Keymap) -> Iterator[str]:
    """The whole board; the cards are numbered through."""
    yield gauge_line(view)
    number = 0
    for shown in columns:
        yield ""
        yield f"{shown.heading}{' OVER' if shown.is_over else ''}"
        if not shown.cards:
            yield f"  {shown.empty[0]}"
        for card in shown.cards:
            number += 1
            yield card_line(number, card)
    yield ""
    yield plain(bars.hint(view, keys)).removeprefix("▸ ")


def gauge_line(view: BoardView) -> str:
    """Counts, level and focus in one line."""
    gauge = bars.gauge(view)
    parts = [gauge.wip.text, gauge.word.text]
    parts += [span.text.removeprefix("! ") for span in (gauge.waiting, gauge.expedite) if span is not None]
    parts += [f"in focus: {gauge.focus_title}, {gauge.focus_time}"] if gauge.focus_time else []
    return ". ".join([*parts, *(text for text in (gauge.switches, gauge.when) if text)]) + "."


def card_line(number: int, card: Card) -> str:
    """One card: its number, its title, and after commas what else it shows."""
    mark = MARKS.get(card.mark.text, "")
    said = [mark, plain(card.aside).strip(), *map(_detail, card.details)]
    return ", ".join([f"{number:>3}  {card.title}", *(words for words in said if words)])


def _detail(line: StyledText) -> str:
    """A detail without what is drawn only."""
    text = "".join(span.text for span in line if span.text.strip(DRAWN))
    return " ".join(text.replace("→", "next:").replace("! ", "").split())


def listed(view: BoardView, states: Sequence[State], keys: Keymap) -> list[Column]:
    """The columns to list."""
    return [column(view, state, keys) for state in states]
