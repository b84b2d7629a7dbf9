"""``back``: take up what was left last, with a card that says where you were."""

from __future__ import annotations

from collections.abc import Iterator

from wiptui.cli import err, out
from wiptui.cli.call import Call
from wiptui.cli.options import Command
from wiptui.config import usable_config
from wiptui.domain import commands as c
from wiptui.domain.core.errors import WiptuiError
from wiptui.domain.focus.resume_cue import left_last, moment
from wiptui.domain.tasks.task import Task
from wiptui.domain.text import clip, printable
from wiptui.git.work import WorkTree, read_work
from wiptui.metrics.times import SECOND, to_time
from wiptui.noticed.beside import Noticed
from wiptui.noticed.whereabouts import Whereabouts, last_seen


def back(call: Call) -> int:
    """Focus the task in doing whose focus ended last, and print its card."""
    board = call.board()
    left = left_last(board)
    task = board.focus.task if board.focus is not None else left[0] if left is not None else None
    if task is None:
        raise WiptuiError("There is nothing in Doing that you were at. wiptui next says what to start.")
    if board.focus is None:
        call.dispatch(c.FocusOn(task.id))
    noticed = Noticed(board, usable_config())
    seen = last_seen(noticed, task)
    work = read_work(seen.folder) if seen.folder else WorkTree()
    if call.json:
        out.put_json(
            {
                "id": task.key,
                "title": task.title,
                "next": task.next_step or None,
                "folder": seen.folder or None,
                "branch": work.branch or None,
                "commit": work.commit or None,
                "changes": work.changes or None,
                "files": list(work.files),
                "failed": {"code": seen.code, "at": _iso(noticed, seen.failed)} if seen.failed else None,
            }
        )
        return err.DONE
    for line in _card(noticed, task, seen, work):
        out.put(clip(line, out.line_width()))
    return err.DONE


def _card(noticed: Noticed, task: Task, seen: Whereabouts, work: WorkTree) -> Iterator[str]:
    """Yield the lines of the card, the next step first."""
    yield out.bold(printable(task.title))
    if task.next_step:
        yield f"next: {printable(task.next_step)}"
    if seen.folder:
        yield printable(f"{seen.folder}{f' on {work.branch}' if work.branch else ''}")
    if work.commit:
        yield printable(work.commit)
    if work.changes:
        yield printable(f"{work.changes}: {', '.join(work.files)}" if work.files else work.changes)
    if seen.failed:
        at = moment(to_time(seen.failed * SECOND), noticed.board.at, noticed.board.zone)
        yield f"The last command here failed (exit {seen.code}), {at}"


def _iso(noticed: Noticed, at: int) -> str:
    return to_time(at * SECOND).astimezone(noticed.board.zone).isoformat(timespec="seconds")


COMMANDS = {
    "back": Command(
        back,
        "[--json]",
        "Takes up the task in doing that you were at last, and says where you were: its next step, and what git and "
        "wiptui sense know of its folder. A task that is focused stays so.",
        most=0,
        examples=(("wiptui back", "after a meeting"),),
    )
}
