"""Lines of the waits view: headings in a rule, the row under the cursor, who waits on me, shares as bars."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from wiptui.domain.text import counted
from wiptui.metrics.flow.bottleneck import Share
from wiptui.tui.views import waits as words
from wiptui.tui.views.styled_text import (
    ACCENT,
    MUTED,
    ROW,
    StyledText,
    clip,
    day_name,
    over,
    padded,
    sanitized,
    styled,
    width_of,
)
from wiptui.tui.views.waits import OwedRow

BAR = 12
LISTED = 6


def rule(text: str, width: int) -> StyledText:
    """A heading in a rule."""
    head = clip(text, width - 4)
    return styled(("── ", MUTED), (head, "bold"), (" " + "─" * max(width - width_of(head) - 4, 0), MUTED))


def under_cursor(line: StyledText, width: int) -> StyledText:
    """A line of the row that the cursor is on, two cells wider than ``width``."""
    line = styled(("▌ ", ACCENT)) + line
    return over(padded(line, width + 2), ROW)


def owed_line(row: OwedRow, width: int, today: date) -> StyledText:
    """One task that somebody waits for: who, what, where it is, for how many days."""
    who = clip(sanitized(row.task.for_whom or ""), max(width // 4, 8))
    state = words.PLACES.get(row.task.state, "")
    due = f"due {day_name(row.task.due, today)}, " if row.task.due is not None and width >= 60 else ""
    said = f"{due}{state}" if width >= 44 else ""
    days = f"{row.days} d"
    room = width - 2 - width_of(who) - 2 - width_of(said) - 2 - max(width_of(days), 5) - 2
    title = clip(sanitized(row.task.title), room)
    gap = " " * (room - width_of(title) + 2)
    return styled("  ", (who, "bold"), "  ", title, gap, (said, MUTED), (days.rjust(max(width_of(days), 5)), MUTED))


def bars(shares: Sequence[Share], unnamed: str, width: int) -> list[StyledText]:
    """A row for each name: bar, share, how many tasks; what is beyond the list is summed up."""
    listed = shares[:LISTED]
    names = [clip(sanitized(share.name), max(width // 3, 8)) if share.name else unnamed for share in listed]
    wide = max(width_of(name) for name in names)
    counts = [f"{counted(share.tasks, 'task')}" for share in listed]
    bar = max(min(BAR, width - wide - 7 - max(len(count) for count in counts) - 2), 4)
    lines = []
    for name, share, count in zip(names, listed, counts, strict=True):
        full = min(bar, round(share.share * bar))
        lines.append(
            styled(
                (name + " " * (wide - width_of(name)), MUTED if not share.name else ""),
                "  ",
                ("━" * full, ACCENT),
                ("─" * (bar - full), MUTED),
                f" {share.percent:>3}%",
                (f"  {count}", MUTED),
            )
        )
    if len(shares) > LISTED:
        lines.append(styled((f"and {len(shares) - LISTED} more", MUTED)))
    return lines
