"""What is above and below the columns: the gauge and the line of advice."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from wiptui.domain.board import Board
from wiptui.domain.core.frozen import dataclass, replace
from wiptui.domain.limits import DOING, EXPEDITE, WAITING
from wiptui.domain.tasks.task import State, Task
from wiptui.domain.text import clock, counted
from wiptui.tui.actions import command_builders
from wiptui.tui.keys.keymap import ALWAYS, BY_ID, NUMBERED, Act, Keymap, in_footer
from wiptui.tui.views.styled_text import (
    Span,
    StyledText,
    cells,
    clip,
    clip_line,
    join,
    linked,
    sanitized,
    styled,
    when_text,
    wrap,
)
from wiptui.tui.views.view_models import KEYS, SHORT_NAMES, BoardView, Column, count_text

SIGN_OF_BOARD = "1"
"""The number of the board among the screens."""


@dataclass(frozen=True, slots=True)
class Gauge:
    """The line on top, whole; :func:`fit` takes away what a narrow screen has no room for."""

    wip: Span
    slots: StyledText
    word: Span
    expedite: Span | None = None
    waiting: Span | None = None
    focus_title: str = ""
    focus_time: str = ""
    switches: str = ""
    """How often the work changed today, where it did."""
    folded: str = ""
    """A column that is not in sight: ``done 6``."""
    when: str = ""
    brand: str = "wiptui"

    def left(self) -> StyledText:
        parts: list[StyledText] = [(self.wip,), self.slots, (self.word,)]
        if self.brand:
            parts.insert(0, (Span(f"{self.brand} ", "muted"),))
        if self.expedite:
            parts.append((self.expedite,))
        if self.waiting:
            parts.append((Span(" "), self.waiting))
        if self.focus_time:
            title = f"▶ {self.focus_title} " if self.focus_title else "▶ "
            parts.append((Span(" "), Span(title, "accent"), Span(self.focus_time, "accent")))
        return tuple(span for part in parts if part for span in (Span(" "), *part))

    def right(self) -> StyledText:
        parts = [Span(text, "muted") for text in (self.switches, self.folded, self.when) if text]
        if not parts:
            return ()
        return (*tuple(span for part in parts for span in (part, Span("  ")))[:-1], Span(" "))


def gauge(view: BoardView, folded: Sequence[State] = ()) -> Gauge:
    """What the gauge says; ``folded`` are columns that are out of sight."""
    board = view.board
    count, limit = board.count(DOING), board.limits[DOING]
    over = board.is_over(DOING)
    role = {"calm": "muted", "full": "strong"}.get(view.level, "warn")
    lane = board.count(EXPEDITE)
    waits = board.count(WAITING)
    waiting = None
    if waits or board.is_over(WAITING):
        pressed = board.is_over(WAITING)
        text = f"Waiting {waits}/{board.limits[WAITING].text}"
        waiting = Span(f"! {text} OVER" if pressed else text, "warn" if pressed else "muted")
    focus = board.focus
    done = len(board.done_since(board.week_start)) if State.DONE in folded else 0
    return Gauge(
        wip=Span(f"{'OVER' if over else 'Doing'} {count}/{limit.text}", "warn" if over else "strong"),
        slots=slots(count, limit.value),
        word=Span(view.word, role),
        expedite=Span(f"! {lane} expedite", "warn") if lane else None,
        waiting=waiting,
        focus_title=sanitized(focus.task.title) if focus else "",
        focus_time=clock(focus.spent(board.at).total_seconds()) if focus else "",
        switches=f"{counted(view.switches, 'switch')} today" if view.switches else "",
        folded=f"✓ {done} this week" if done else "",
        when=when_text(board.at, board.zone),
    )


def slots(count: int, limit: int) -> StyledText:
    """One square a slot, ``■■□``; what is over the limit in warning. Nothing from ten slots on."""
    if max(count, limit) > 9 or limit == 0:
        return ()
    taken = min(count, limit)
    parts = (Span("■" * taken, "accent"), Span("□" * (limit - taken), "muted"), Span("■" * (count - taken), "warn"))
    return tuple(part for part in parts if part.text)


def fit(line: Gauge, width: int) -> tuple[StyledText, StyledText, int]:
    """The gauge in ``width`` cells: left part, right part, and the cells between them."""
    title = line.focus_title
    time_only = line.when.rsplit(" ", 1)[-1]
    steps: list[dict[str, Any]] = [
        {}, {"focus_title": clip(title, 28)}, {"brand": ""}, {"focus_title": clip(title, 18)}, {"switches": ""},
        {"when": time_only}, {"folded": ""}, {"focus_title": clip(title, 10)}, {"focus_title": ""}, {"waiting": None},
        {"expedite": None}, {"when": ""}, {"slots": ()}, {"focus_time": ""},
    ]  # fmt: skip
    for step in steps:
        line = replace(line, **step)
        gap = width - cells(line.left()) - cells(line.right())
        if gap >= (2 if line.right() else 0):
            return line.left(), line.right(), gap
    return line.left(), (), max(0, width - cells(line.left()))


def hint_lines(left: StyledText, right: StyledText, width: int, height: int) -> list[tuple[StyledText, StyledText]]:
    """The advice in at most ``height`` lines, its last words running on below; what is at the right stays on top."""
    room = width - cells(right) - 2
    if height == 1 or cells(left) <= room:
        return [laid(left, right, width)]
    *signs, words = left
    indent = cells(signs)
    lines = wrap(words.text, room - indent, room - indent, height)
    below = [((Span(" " * indent), Span(line, words.role)), ()) for line in lines[1:]]
    return [((*signs, Span(lines[0], words.role)), right), *below]


def laid(left: StyledText, right: StyledText, width: int) -> tuple[StyledText, StyledText]:
    """A part at the left, clipped where it must be, and one at the right, which is kept whole."""
    return clip_line(left, width - cells(right) - (1 if right else 0)), right


def advice(hint: StyledText, key: str, does: str) -> tuple[StyledText, StyledText]:
    """The parts of the line of advice: the words, and the key that goes with them (or empty) with what it ``does``."""
    return (Span(" "), *hint), (Span(key, "key"), Span(f" {does} ", "muted")) if key else ()


def hint(view: BoardView, keys: Keymap = KEYS) -> StyledText:
    """The one line of advice; a key in it is the person's own."""
    board = view.board
    asks = f"Today: {view.today_words}. " if view.today_words else ""
    if view.next_words:
        return (Span("▸ ", "accent"), Span(f"{asks}{view.next_words}"))
    if board.column(State.DOING) or board.column(State.WAITING):
        return (Span("▸ ", "accent"), Span("Finish what is in work before you start more.", "muted"))
    if board.column(State.READY):
        return (Span("▸ ", "accent"), Span(f"{keys.key('start')} starts the task under the cursor."))
    if board.column(State.BACKLOG):
        backlog, bring = keys.key("backlog"), keys.key("card-right")
        return (Span("▸ ", "accent"), Span(f"{backlog} shows the backlog; {bring} brings a task from there to Ready."))
    return (Span("▸ ", "accent"), Span(f"{keys.key('new')} writes down the first thing on your mind."))


# --- the footer and the tabs: lines of items that can be clicked


@dataclass(frozen=True, slots=True)
class Key:
    """A key in the footer."""

    id: str
    key: str
    label: str
    enabled: bool = True

    def item(self) -> StyledText:
        """The key and what it does, to be clicked."""
        key, label = ("key", "muted") if self.enabled else ("faint", "faint")
        return linked(styled((self.key, key), (f" {self.label}", label)), self.id)


def footer_keys(board: Board, keys: Keymap, tasks: Sequence[Task]) -> list[Key]:
    """The board's keys in the footer, each as far as it makes sense for ``tasks``."""
    return [
        Key(
            act.id,
            keys.first(act),
            command_builders.start_word(board, tasks) if act.id == "start" else act.label,
            command_builders.allowed(act.runs, board, tasks),
        )
        for act in in_footer()
    ]


FOR_SEVERAL = ("start", "done", "wait", "back", "drop", "hide", "edit", "resolve", "later", "earlier", "card-left",
               "card-right", "copy")  # fmt: skip
"""What can be done to several tasks, in the order of the footer; what does not suit them all is left out."""


def selection_keys(board: Board, keys: Keymap, tasks: Sequence[Task]) -> list[Key]:
    """The keys in the footer while tasks are selected: what can be done to all of them."""
    acts = (BY_ID[name] for name in FOR_SEVERAL)
    return [
        Key(act.id, keys.first(act), command_builders.start_word(board, tasks) if act.id == "start" else act.label)
        for act in acts
        if command_builders.allowed(act.runs.partition("(")[0], board, tasks, step_of(act))
    ]


def step_of(act: Act) -> int:
    """The number that the action of a key takes: ``1`` of ``shift(1)``; 0 without one."""
    digits = act.runs.partition("(")[2].rstrip(")")
    return int(digits) if digits.lstrip("-").isdigit() else 0


def selected_line(tasks: Sequence[Task]) -> StyledText:
    """What is selected: how many, and their titles as far as there is room."""
    titles = ", ".join(sanitized(task.title) for task in tasks)
    return (Span("✓ ", "accent"), Span(f"{len(tasks)} selected", "strong"), Span(f"   {titles}", "muted"))


def always_keys(keys: Keymap) -> list[Key]:
    """The keys that always stay in the footer."""
    return [Key(name, keys.first(BY_ID[name]), BY_ID[name].label) for name in ALWAYS]


def screen_keys(keys: Keymap) -> tuple[list[StyledText], list[StyledText]]:
    """The screens by their numbers, and at the right the key of every action."""
    palette = BY_ID["palette"]
    board = styled((SIGN_OF_BOARD, "key"), (" board", "strong"))
    numbers = [Key(act.id, keys.first(act), act.label).item() for act in NUMBERED]
    last = Key(palette.id, keys.all_shown(palette).rpartition(" ")[2], "all actions").item()
    return [board, *numbers], [last]


WIDE, NARROW = 100, 60


def gap_of(width: int) -> int:
    """Cells between two items on a line of this width."""
    return 2 if width >= NARROW else 1


def footer(keys: Sequence[Key], always: Sequence[Key], width: int) -> tuple[list[StyledText], list[StyledText]]:
    """The keys that fit, each whole, at the left; those that always stay at the right.

    On a wide screen what cannot be done now stays, greyed, so that nothing moves about; elsewhere it gives way.
    """
    gap = " " * gap_of(width)
    right = [key.item() for key in always]
    room = width - cells(join(right, gap)) - len(gap)
    left: list[StyledText] = []
    for item in (key.item() for key in keys if key.enabled or width >= WIDE):
        if cells(join([*left, item], gap)) > room:
            break
        left.append(item)
    return left, right


def with_gaps(left: Sequence[StyledText], right: Sequence[StyledText], width: int) -> tuple[StyledText, StyledText]:
    """Items as the left and the right part of a line of this width."""
    gap = " " * gap_of(width)
    return styled(" ", join(left, gap)), styled(join(right, gap), " ") if right else ()


def heads(places: Sequence[tuple[Column, int, int]], at: State) -> StyledText:
    """The headings over the columns, each with its start and width; the cursor is in the column ``at``."""
    line: list[Span] = []
    for column, start, size in places:
        line.append(Span(" " * (start - cells(line))))
        heading = head(column.heading, size, active=column.state is at, over=column.is_over)
        line += linked(heading, column.state.value)
    return tuple(line)


def tabs(view: BoardView, states: Sequence[State], at: State, width: int) -> list[StyledText]:
    """One tab a column, the one in sight whole; the others shrink to their first letter where room is short."""
    counts = {state: count_text(view.board, state) for state in states}
    bare = {state: text.split("/")[0].split(" ")[0] for state, text in counts.items()}

    def made(others: Callable[[State], str]) -> list[StyledText]:
        whole = f"{SHORT_NAMES[at]} {counts[at]}"
        return [
            (Span(whole, "tab", state) if state is at else Span(others(state), "muted", state),) for state in states
        ]

    for others in (
        lambda state: f"{SHORT_NAMES[state]} {counts[state]}",
        lambda state: f"{SHORT_NAMES[state]} {bare[state]}",
        lambda state: f"{SHORT_NAMES[state][:4]} {bare[state]}",
        lambda state: SHORT_NAMES[state][:1],
    ):
        found = made(others)
        if cells(join(found, " " * gap_of(width))) <= width:
            break
    return found


def spread(width: int, count: int, edge: int, gap: int = 1, wanted: Sequence[int] = ()) -> list[tuple[int, int]]:
    """Start and width of ``count`` columns in ``width`` cells, with ``edge`` cells at each side.

    They are equally wide unless one ``wanted`` more cells and another fewer: then the room goes where it is of use.
    """
    room = max(width - 2 * edge - gap * (count - 1), count)
    sizes = _shares(room, count, wanted)
    places, x = [], edge
    for size in sizes:
        places.append((x, size))
        x += size + gap
    return places


STEP = 4
"""Columns grow by so many cells at a time, so that they do not move with every word."""


def _shares(room: int, count: int, wanted: Sequence[int]) -> list[int]:
    base, more = divmod(room, count)
    equal = [base + (place < more) for place in range(count)]
    wants = [-(-want // STEP) * STEP for want in wanted]
    if not any(want > base for want in wants) or not any(want < base for want in wants):
        return equal
    least = max(base * 2 // 3, min(base, 18))
    sizes = [min(base, max(want, least)) for want in wants]
    free = room - sum(sizes)
    while free > 0:
        short = [place for place, want in enumerate(wants) if sizes[place] < want] or list(range(count))
        share = max(1, free // len(short))
        for place in short:
            missing = wants[place] - sizes[place]
            given = min(free, min(share, missing) if missing > 0 else share)
            sizes[place] += given
            free -= given
    return sizes


def head(text: str, width: int, *, active: bool, over: bool = False) -> StyledText:
    """A column's heading in its rule, ``── Ready 4 ─────``; heavy where the cursor is."""
    rule, role = ("━", "accent") if active else ("─", "rule")
    said = clip(f" {text} ", max(0, width - 3))
    style = "warn" if over else "strong" if active else "muted"
    return (Span(rule * 2, role), Span(said, style), Span(rule * max(0, width - 2 - cells((Span(said),))), role))


def window(states: Sequence[State], at: State, start: int, size: int) -> int:
    """The first of ``size`` columns in sight, moved from ``start`` as little as shows the column ``at``."""
    place = states.index(at)
    start = min(max(start, place - size + 1), place)
    return max(0, min(start, len(states) - size))
