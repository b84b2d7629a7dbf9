"""The decision panel in lines: what holds the slots, and the ways out by the letters of the panel."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from wiptui.domain.commands import Command
from wiptui.domain.core.errors import UsageError
from wiptui.domain.tasks.task import Task
from wiptui.tui.views.styled_text import sanitized
from wiptui.tui.widgets.dialogs.advice import Holder, advised
from wiptui.tui.widgets.dialogs.refusal_text import explanation, origin, title_of, wants
from wiptui.tui.widgets.dialogs.task_facts import age_text, facts
from wiptui.tui.widgets.dialogs.ways_out import WAYS_OUT, Block

NEEDS_HOLDER = ("finish", "wait", "back", "swap", "resume", "split", "later", "drop")
SEVERAL = " / "
"""What stands between the parts of a split."""
Ask = Callable[[str], str | None]
Say = Callable[[str], None]
SKIP = "skip"


def decide(block: Block, say: Say, ask: Ask) -> Command | str | None:
    """Ask for a way out until there is one. Return its command; ``SKIP`` to pass over an undo; None to leave all."""
    holders = advised(block.board, block.refusal.holders)
    for line in panel_lines(block, holders):
        say(line)
    while (typed := ask("way out> ")) is not None:
        if not typed.strip():
            break
        try:
            return _chosen(block, holders, typed)
        except UsageError as error:
            say(str(error))
    say("All is left as it is.")
    return None


def panel_lines(block: Block, holders: Sequence[Holder]) -> Iterator[str]:
    """The panel as it is read out."""
    yield f"{title_of(block)}."
    for kind, titles, aside in wants(block):
        named = ", ".join(sanitized(title) for title in titles)
        yield f"To {kind if kind != 'other' else 'change'}: {named}{f', {aside}' if aside else ''}"
    yield f"Limit {block.refusal.limit.text}: {origin(block)}"
    more = explanation(block)
    if more:
        yield more
    for number, holder in enumerate(holders, 1):
        yield _holder_line(block, number, holder)
    first = holders[0].task if holders else None
    ways = [f"{WAYS_OUT[way][0]} {WAYS_OUT[way][1]}{_off(block, way)}" for way in block.ways(first)]
    yield "; ".join(ways) + "."
    if holders:
        yield "A number behind the letter says which; without one it is 1. An empty line leaves all as it is."


def _off(block: Block, way: str) -> str:
    why = block.blocked(way)
    return f" ({why})" if why else ""


def _holder_line(block: Block, number: int, holder: Holder) -> str:
    task = holder.task
    said = [age_text(block.board, task), *map(_unsigned, facts(block.board, task, holder.worked))]
    advice = f", recommended: {holder.why}" if holder.why else ""
    return ", ".join([f"{number:>3}  {sanitized(task.title)}", *(words for words in said if words)]) + advice


def _unsigned(words: str) -> str:
    """Words without the sign before them, which is for the eye."""
    return words.removeprefix("▶ ").removeprefix("● ").removeprefix("! ")


def _chosen(block: Block, holders: Sequence[Holder], typed: str) -> Command | str | None:
    """The command of a typed way out: ``w 2 Ana``. Raises UsageError."""
    letter, *words = typed.split()
    way = next((name for name, (key, _, _) in WAYS_OUT.items() if letter in (key, name)), "")
    number = words.pop(0) if words and words[0].isdigit() else "1"
    place = int(number[:9]) - 1
    holder: Task | None = holders[place].task if 0 <= place < len(holders) else None
    if holders and holder is None:
        raise UsageError(f"There is no number {number} in this list.")
    if way not in block.ways(holder):
        raise UsageError(f"“{letter[:40]}” is not a way out here.")
    if way == "skip":
        return SKIP
    text = " ".join(words)
    titles = [part.strip() for part in text.split(SEVERAL.strip()) if part.strip()]
    if way == "split" and len(titles) < 2:
        raise UsageError(f"Into which parts? {letter} {number} first part{SEVERAL}second part")
    chosen = (holder,) if holder is not None and way in NEEDS_HOLDER else ()
    command = block.carried_out(way, chosen, text, titles)
    if command is None:
        raise UsageError("That changes nothing here.")
    return command
