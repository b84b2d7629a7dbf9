"""``sense decide``: questions about switches that nobody announced, answered both ways."""

from __future__ import annotations

from wiptui.cli import err, out
from wiptui.cli.call import Call
from wiptui.cli.sense.day import at_clock, iso, length
from wiptui.config import usable_config
from wiptui.domain.core.errors import UsageError, WiptuiError
from wiptui.domain.text import printable
from wiptui.noticed.beside import Noticed
from wiptui.noticed.questions import answer, candidates, only_one, questions, yes
from wiptui.sensing import kept
from wiptui.sensing.compare import SeenSwitch

USAGE = "wiptui sense decide yes [TASK], or no"


def decide(call: Call, rest: list[str]) -> int:
    """List the questions, or answer the first. Raises UsageError."""
    noticed = Noticed(call.board(), usable_config())
    asked = questions(noticed)
    if not rest:
        return _list(call, noticed, asked)
    verb, *words = rest
    if verb not in (kept.YES, kept.NO) or (verb == kept.NO and words):
        raise UsageError(f"Say it like this: {USAGE}")
    if not asked:
        raise WiptuiError("There is no question.")
    first, left = asked[0], len(asked) - 1
    if verb == kept.NO:
        answer(noticed, first, kept.NO)
        if call.json:
            out.put_json([_row(noticed, switch) for switch in asked[1:]])
        else:
            err.say("Nothing was changed, and it is not asked again.")
    else:
        task = call.task(" ".join(words)) if words else only_one(candidates(noticed.board, noticed, first))
        if task is None:
            raise UsageError(
                f"On which task of {printable(noticed.name_of(first.after))}? wiptui sense decide yes TASK"
            )
        outcome = call.dispatch(yes(first, task))
        answer(noticed, first, kept.YES)
        call.report(outcome)
    if left and not call.json:
        err.say(f"{left} more to decide: wiptui sense decide")
    return err.DONE


def question(noticed: Noticed, switch: SeenSwitch) -> str:
    """Return a question as a sentence."""
    start, end = at_clock(noticed, switch.start), at_clock(noticed, switch.end)
    seen, focus = (printable(noticed.name_of(target)) for target in (switch.after, switch.focus))
    lasted = length(switch.end - switch.start)
    return f"{start}-{end} ({lasted}) seen in {seen}, while the focus was on {focus}. Was it work on {seen}?"


def _list(call: Call, noticed: Noticed, asked: list[SeenSwitch]) -> int:
    if call.json:
        out.put_json([_row(noticed, switch) for switch in asked])
        return err.DONE
    for switch in asked:
        out.put(question(noticed, switch))
    err.say(f"About the first: {USAGE}." if asked else "There is no question.")
    return err.DONE


def _row(noticed: Noticed, switch: SeenSwitch) -> dict[str, object]:
    return {
        "start": iso(noticed, switch.start),
        "end": iso(noticed, switch.end),
        "seconds": switch.end - switch.start,
        "target": switch.after,
        "focus": switch.focus,
    }
