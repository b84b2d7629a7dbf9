"""How a task that holds a slot is drawn in a list: marker, title, age, and what to know of it."""

from __future__ import annotations

from collections.abc import Collection

from wiptui.domain.board import Board
from wiptui.tui.views.styled_text import (
    ACCENT,
    BLANK,
    KEY,
    MUTED,
    ROW,
    StyledText,
    clip,
    padded,
    paragraph,
    styled,
    under,
    width_of,
)
from wiptui.tui.widgets.dialogs.advice import Holder
from wiptui.tui.widgets.dialogs.dialog import ROOMY, SHORT
from wiptui.tui.widgets.dialogs.task_facts import age_text, facts, started_on
from wiptui.tui.widgets.dialogs.wording import fit


def holder_lines(
    board: Board, holder: Holder, width: int, height: int, selected: bool, *,
    marked: Collection[int] | None = None, say_device: bool = False, extra: str = "",
) -> list[StyledText]:  # fmt: skip
    """The lines of one holder: one on a short terminal, else two or three.

    ``marked`` are the ids chosen so far where several may be chosen; ``extra`` is said in place of the reason.
    """
    task = holder.task
    age = age_text(board, task)
    mark = "" if marked is None else ("✓ " if task.id in marked else "· ")
    room = width - 4 - len(mark) - width_of(age) - 2
    title = styled(
        ("▸ " if selected else "  ", KEY),
        (mark, ACCENT),
        (fit(task.title, room), "bold" if selected else ""),
        ("  " + age, "" if holder.why else MUTED),
        "  ",
    )
    lines = [title]
    if height >= SHORT:
        lines += _below(board, holder, width, say_device, extra, " " * (2 + len(mark)), 2 if height >= ROOMY else 1)
    if selected:
        lines = [under(padded(line, width), ROW) for line in lines]
    return [*lines, BLANK] if height >= ROOMY else lines


def _below(
    board: Board, holder: Holder, width: int, say_device: bool, extra: str, indent: str, at_most: int
) -> list[StyledText]:
    said = facts(board, holder.task, holder.worked)
    if say_device and (device := started_on(board, holder.task)):
        said.insert(0, f"from {device}")
    words, room = " · ".join(said), width - 2 - len(indent)
    told = paragraph(words, room, MUTED, at_most) if at_most > 1 else [styled((clip(words, room), MUTED))]
    lines = [styled(indent, line) for line in told]
    reason = extra or (f"recommended: {holder.why}" if holder.why else "")
    if reason:
        lines.append(styled(indent, (clip(reason, width - 2 - len(indent)), ACCENT)))
    return lines


def short_facts(board: Board, holder: Holder, width: int, extra: str = "") -> list[StyledText]:
    """What to know of the holder under the cursor, in the one line that a short terminal has for it."""
    said = facts(board, holder.task, holder.worked)
    if extra or holder.why:
        said.insert(0, extra or holder.why)
    return [styled((clip(" · ".join(said), width), MUTED))]
