"""``checkin``: decide about focus time that nobody has vouched for."""

from __future__ import annotations

from wiptui.cli import err, out
from wiptui.cli.call import Call
from wiptui.cli.options import Command
from wiptui.domain import commands as c
from wiptui.domain.board import STINTS, Board
from wiptui.domain.core.errors import UsageError, WiptuiError
from wiptui.domain.core.record import Json
from wiptui.domain.dates.length import between
from wiptui.domain.focus.checkin import Undecided, undecided
from wiptui.domain.focus.decisions import discard, end_at, keep, split
from wiptui.domain.focus.resume_cue import moment
from wiptui.domain.focus.undecided import UNASSIGNED, read_marks
from wiptui.domain.text import printable

USAGE = "wiptui checkin keep, end TIME, split FROM TO, or discard"


def checkin(call: Call) -> int:
    """List the undecided time, or decide about the first entry."""
    board = call.board()
    marks = undecided(board)
    if not call.words:
        return _list(call, board, marks)
    if not marks:
        raise WiptuiError("There is no open time to decide.")
    command = _command(board, marks[0], call.words)
    _write_down(call, board, marks[0])
    call.report(call.dispatch(command))
    left = len(undecided(call.service.board()))
    if left and not call.json:
        err.say(f"{left} more to decide: wiptui checkin")
    return err.DONE


def _command(board: Board, mark: Undecided, words: list[str]) -> c.Command:
    verb, *rest = words
    said = " ".join(rest)
    if verb == "keep" and not rest:
        return keep(mark)
    if verb == "discard" and not rest:
        return discard(mark)
    if verb == "end" and rest:
        return end_at(board, mark, said)
    if verb == "split" and rest:
        return split(board, mark, " - ".join(rest) if len(rest) == 2 else said)
    raise UsageError(f"Say it like this: {USAGE}")


def _write_down(call: Call, board: Board, mark: Undecided) -> None:
    """Write quiet time, which reports derive, as a mark that the decision is about."""
    if (mark.start, mark.end) not in read_marks(board.data[STINTS][str(mark.stint)].get(UNASSIGNED)):
        call.service.dispatch(c.Unassign(mark.stint, mark.start, mark.end, held=True), undoable=False)


def _list(call: Call, board: Board, marks: list[Undecided]) -> int:
    if call.json:
        out.put_json([_row(board, mark) for mark in marks])
        return err.DONE
    if not marks:
        err.say("There is no open time to decide.")
        return err.DONE
    for mark in marks:
        start, end = (moment(at, board.at, board.zone) for at in (mark.start, mark.end))
        out.put(f"{start} to {end}  {between(mark.start, mark.end)}  {printable(board.task(mark.task).title)}")
    err.say("You seem to have been away then. Were you working on it?")
    err.say(f"About the {'first' if len(marks) > 1 else 'time'}: {USAGE}.")
    return err.DONE


def _row(board: Board, mark: Undecided) -> Json:
    task = board.task(mark.task)
    start, end = (at.astimezone(board.zone).isoformat(timespec="seconds") for at in (mark.start, mark.end))
    seconds = int((mark.end - mark.start).total_seconds())
    return {"id": task.key, "title": task.title, "start": start, "end": end, "seconds": seconds}


COMMANDS = {
    "checkin": Command(
        checkin,
        "[keep, end TIME, split FROM TO, discard] [--json]",
        "Decides about focus time that nobody has vouched for: 90 minutes without a key on a board or a change, or a "
        "machine that slept. Until then it does not count, and nothing of it is lost. Without a decision it lists what "
        "is open; a decision is about the first of it.",
        examples=(
            ("wiptui checkin", "what is open"),
            ("wiptui checkin keep", "it was focus"),
            ("wiptui checkin end 17:30", "the focus was over then"),
            ("wiptui checkin split 12:10 13:00", "only that was away"),
            ("wiptui checkin discard", "no focus, and on from now"),
        ),
    ),
}
