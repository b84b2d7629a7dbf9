"""What makes the level, in sentences."""

from __future__ import annotations

from wiptui.domain.board import Board
from wiptui.domain.limits import DOING
from wiptui.domain.text import counted
from wiptui.metrics.overload.rules import Assessment, Rule
from wiptui.tui.views.styled_text import sanitized


def describe_level(board: Board, assessment: Assessment) -> str:
    """Return what makes the level, in a sentence or two."""
    count = len(assessment.strains)
    strains = counted(count, "strain") if count else "no strain"
    if assessment.over:
        return f"Over a limit, which is overloaded whatever else; {strains}."
    if assessment.level == "overloaded":
        return f"{'Full, with ' if board.is_full else ''}{strains}: too much at once.".capitalize()
    if board.is_full:
        return f"Full, with {strains}. Full is healthy; two strains beside it would be too much."
    free = max(board.limits[DOING].value - board.count(DOING), 0)
    return f"Room for {free} more, with {strains}. Three strains would be too much."


def describe_rule(rule: Rule, brief: bool = False) -> str:
    """Return the value and its threshold."""
    said = sanitized(rule.sentence)
    if rule.name != "net_flow" or rule.is_silent:
        return said
    compared = f"{rule.value:+d} {'≥' if rule.active else '<'} +{rule.threshold}"
    return f"{compared} in 14 days" if brief else f"{said}, {compared}"
