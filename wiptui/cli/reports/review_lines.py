"""Lines of the weekly review in a terminal, and an experiment as JSON."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import tzinfo

from wiptui.cli.cells import wrapped
from wiptui.domain.core.ids import id_text
from wiptui.domain.core.record import Json
from wiptui.domain.text import clip, pad, printable
from wiptui.exchange.json.task import local_text
from wiptui.metrics.review.before_after import BeforeAfter
from wiptui.metrics.review.review_text import ITEM, LOUD, STRIPS, ReviewLine


def shown(line: ReviewLine, width: int) -> Iterator[str]:
    """Yield a line of the review for a terminal of ``width`` columns."""
    text, end = printable(line.text), printable(line.end)
    if line.kind == STRIPS:
        yield f"  {text}"
    elif line.kind == ITEM or (line.kind == LOUD and line.end):
        room = max(min(width, 80) - len(end) - (6 if end else 4), 12)
        yield f"  - {pad(clip(text, room), room)}  {end}".rstrip()
    else:
        yield from (f"  {row}".rstrip() for row in wrapped(text, width - 2))


def before_after_json(found: BeforeAfter, zone: tzinfo | None) -> dict[str, Json]:
    """Return an experiment for scripts, its times in ``zone``."""
    one, both = found.experiment, found.comparison

    def side(days: int, values: tuple[int, ...], median: int | None) -> dict[str, Json]:
        return {"days": days, "n": len(values), "median": median, "values": list(values)}

    return {
        "id": id_text(one.id),
        "hypothesis": one.hypothesis,
        "metric": one.metric,
        "change": one.change or None,
        "scope": one.scope.code if one.scope is not None else None,
        "limit": {"from": one.limit_before, "to": one.limit} if one.limit is not None else None,
        "started": local_text(one.started, zone),
        "ended": local_text(one.ended, zone),
        "learned": one.learned or None,
        "before": side(found.days_before, both.before, both.median_before),
        "after": side(found.days_after, both.after, both.median_after),
        "gap": both.gap,
        "early": found.is_early,
        "by_chance": None if found.is_early else both.by_chance,
        "trials": both.trials,
        "seed": both.seed,
        "sentence": found.sentence,
    }
