"""The board as it opens, in runs of text with their roles. Pure: no screen, no colours."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from math import ceil

from wiptui.domain.tasks.task import State, Task
from wiptui.tui.actions.command_builders import ORDER
from wiptui.tui.keys.keymap import BY_ID, Keymap
from wiptui.tui.settings import Settings
from wiptui.tui.views import bars
from wiptui.tui.views.board_layout import BoardLayout, board_layout, in_sight, opens_at, wanted_widths
from wiptui.tui.views.card_layout import CardLayout, card_lines, empty_lines, lay_out_cards
from wiptui.tui.views.styled_text import Span, StyledText, cells, width_of
from wiptui.tui.views.view_models import BoardView, Column, column

Run = tuple[str, tuple[str, ...]]
"""A text and the roles that it is written in, the later laid over the earlier."""
Row = list[Run]
BACK, THUMB, END = ("bar-back",), ("bar-thumb",), ("bar-end",)
"""The scroll bar: its ground, the thumb, and the thumb's lower end, which takes a part of a cell."""
EIGHTHS = "▁▂▃▄▅▆▇ "


def first_frame(view: BoardView, settings: Settings, keys: Keymap, width: int, height: int) -> list[Row]:
    """The rows of the board as it opens on ``width`` by ``height`` cells, each as wide as the screen."""
    board = view.board
    states = tuple(state for state in ORDER if state in settings.columns)
    at = opens_at(board, states)
    sight = in_sight(states, at, 0, width)
    columns = {state: column(view, state, keys) for state in sight}
    layout = board_layout(width, height, wanted_widths(list(columns.values())))
    focus = board.focus.task if board.focus is not None else None
    cards = columns[at].cards
    cursor = next((place for place, card in enumerate(cards) if focus is not None and card.id == focus.id), 0)
    task = board.find(cards[cursor].id) if cards else None
    inner = width - 2 * layout.edge
    blank = [_padded((), width)] * layout.edge

    folded = [state for state in ORDER if state not in sight]
    left, right, _ = bars.fit(bars.gauge(view, folded), inner)
    rows = [*blank, _inset(_whole(*bars.laid(left, right, inner), inner), layout), *blank]
    rows.append(_heads(view, states, at, columns, layout))
    below = [
        _column(columns[state], layout, settings, layout.places[state][1], cursor if state is at else None)
        for state in sight
    ]
    rows += (_beside(parts, layout) for parts in zip(*below, strict=True))
    rows += [*blank, *_advice(view, keys, layout, inner), *blank, _inset(_footer(view, keys, task, inner), layout)]
    if layout.screens_lines:
        parts = bars.with_gaps(*bars.screen_keys(keys), inner - 2)
        rows.append(_inset(_whole(*bars.laid(*parts, inner), inner), layout))
    return rows


def _advice(view: BoardView, keys: Keymap, layout: BoardLayout, width: int) -> Iterator[Row]:
    why = BY_ID["why"] if view.next_words else None
    parts = bars.advice(bars.hint(view, keys), keys.first(why) if why else "", why.label if why else "")
    lines = bars.hint_lines(*parts, width, layout.advice_lines)
    for place in range(layout.advice_lines):
        yield _inset(_whole(*lines[place], width) if place < len(lines) else _padded((), width), layout)


def _footer(view: BoardView, keys: Keymap, task: Task | None, width: int) -> Row:
    tasks = (task,) if task is not None else ()
    items = bars.footer(bars.footer_keys(view.board, keys, tasks), bars.always_keys(keys), width - 2)
    return _whole(*bars.laid(*bars.with_gaps(*items, width - 2), width), width)


def _heads(
    view: BoardView, states: Sequence[State], at: State, columns: dict[State, Column], layout: BoardLayout
) -> Row:
    if layout.is_single:
        parts = bars.with_gaps(bars.tabs(view, states, at, layout.width - 2), (), layout.width - 2)
        return _whole(*bars.laid(*parts, layout.width), layout.width)
    places = [(columns[state], *place) for state, place in layout.places.items()]
    return _whole(*bars.laid(bars.heads(places, at), (), layout.width), layout.width)


# --- the columns


def _column(shown: Column, layout: BoardLayout, settings: Settings, width: int, cursor: int | None) -> list[Row]:
    """The rows of one column; ``cursor`` is the place of the card under the cursor, None where it is not here."""
    text_width, height = max(1, width - 1), layout.column_lines
    stack = lay_out_cards(shown.cards, text_width, height, settings.densities(layout.is_tiny), layout.edge)
    rows = [_padded((), width)] * stack.tops[0]
    if not shown.cards:
        rows = [_padded((), width)] * layout.edge
        rows += (_padded(line, width) for line in empty_lines(shown.empty, text_width))
    for place, card in enumerate(shown.cards):
        if len(rows) >= height:
            break
        here = place == cursor
        lines = card_lines(card, stack.density, text_width, at_cursor=here, whole=place in stack.whole)
        rows += (_padded(line, width, "cursor" if here else "") for line in lines)
        rows += [_padded((), width)] * stack.density.gap
    rows = [*rows, *([_padded((), width)] * (height - len(rows)))][:height]
    if stack.height > height:
        return [[*_cut(row, text_width), bar] for row, bar in zip(rows, _scroll_bar(stack, height), strict=True)]
    return rows


def _scroll_bar(stack: CardLayout, height: int) -> Iterator[Run]:
    """The bar beside a column that is scrolled to its top, to an eighth of a cell, as Textual draws it."""
    thumb = ceil(max(1.0, height / (stack.height / height)) * 8)
    full, rest = divmod(thumb, 8)
    for y in range(height):
        if y < full:
            yield " ", THUMB
        elif y == full and EIGHTHS[7 - rest] != " ":
            yield EIGHTHS[7 - rest], END
        else:
            yield " ", BACK


def _beside(parts: Sequence[Row], layout: BoardLayout) -> Row:
    row: Row = []
    used = 0
    for part, (start, width) in zip(parts, layout.places.values(), strict=True):
        row += [(" " * (start - used), ()), *part]
        used = start + width
    return _cut([*row, (" " * (layout.width - used), ())], layout.width)


# --- rows


def _whole(left: StyledText, right: StyledText, width: int) -> Row:
    gap = Span(" " * max(0, width - cells(left) - cells(right)))
    return _padded((*left, gap, *right), width)


def _inset(row: Row, layout: BoardLayout) -> Row:
    edge: Row = [(" " * layout.edge, ())]
    return _cut([*edge, *row, *edge], layout.width)


def _padded(line: Iterable[Span], width: int, under: str = "") -> Row:
    """Spans as a row of exactly ``width`` cells."""
    row: Row = [(span.text, tuple(role for role in (under, span.role) if role)) for span in line if span.text]
    row.append((" " * max(0, width - cells(line)), (under,) if under else ()))
    return _cut(row, width)


def _cut(row: Row, width: int) -> Row:
    """The row in at most ``width`` cells, with no run empty; a wide character that is cut in two leaves a blank."""
    out: Row = []
    for text, roles in row:
        size = width_of(text)
        if size > width:
            from rich.cells import set_cell_size  # lazy: the first picture does without it

            text, size = set_cell_size(text, width), width
        if text and out and out[-1][1] == roles:
            out[-1] = (out[-1][0] + text, roles)
        elif text:
            out.append((text, roles))
        width -= size
    return out
