"""The review's row of what was seen: its own words, beside the declared figures and never in them."""

from __future__ import annotations

from collections import Counter
from datetime import date

from wiptui.domain.text import counted
from wiptui.metrics.figures import focus_length
from wiptui.metrics.review.review_text import ITEM, QUIET, ReviewLine
from wiptui.noticed.beside import Noticed
from wiptui.noticed.questions import questions
from wiptui.sensing import log_file

PAIRS = 3
HOUR = 3600


def seen_lines(noticed: Noticed, first: date, last: date, switches: int) -> tuple[ReviewLine, ...]:
    """Return the lines of a week; none where sensing is off. ``switches`` are the declared ones."""
    if not log_file.is_on():
        return ()
    start, end = noticed.start_of(first.toordinal()), noticed.start_of(last.toordinal() + 1)
    found = noticed.window(start, end)
    if not found.spans:
        return (ReviewLine("Nothing was seen on this machine.", QUIET),)
    more, evidence = len(found.seen.unannounced), focus_length(found.evidence_seconds / HOUR)
    declared = counted(switches, "switch", "switches")
    sources = f"{', '.join(found.sources)}; {evidence} of evidence"
    lines = [ReviewLine(f"{declared} · {more} more seen on this machine ({sources}).")]
    pairs = Counter((switch.focus, switch.after) for switch in found.seen.unannounced)
    for (focus, after), count in pairs.most_common(PAIRS):
        words = f"{noticed.name_of(after)}, while the focus was on {noticed.name_of(focus)}"
        lines.append(ReviewLine(words, ITEM, f"seen {count}x"))
    if found.lag_seconds is not None:
        lag = max(round(found.lag_seconds / 60), 1)
        lines.append(ReviewLine("Back at a task, to the first write", ITEM, f"{lag} min, n={len(found.lags)}"))
    asked = len(questions(noticed))
    if asked:
        lines.append(ReviewLine(f"{counted(asked, 'question')} about them: wiptui sense decide", QUIET))
    return tuple(lines)
