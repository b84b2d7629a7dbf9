"""``inbox``: what a phone or another program wrote down, taken now."""

from __future__ import annotations

from wiptui.cli import err, out
from wiptui.cli.call import Call
from wiptui.cli.options import Command
from wiptui.config import load_config
from wiptui.domain.core.errors import UsageError
from wiptui.domain.text import counted, printable
from wiptui.mirror.inbox import Inbox
from wiptui.mirror.intake import inbox_of, is_own


def inbox(call: Call) -> int:
    """Take what is new and say what there was; with ``tidy`` take out of the inbox what was taken."""
    if call.words not in ([], ["tidy"]):
        raise UsageError("wiptui inbox, or wiptui inbox tidy")
    found = inbox_of(call.service, load_config())
    if found is None:
        return _none(call)
    look = found.look()
    before = {task.id for task in call.board().open_tasks()}
    taken = found.take(look) + call.taken
    row: dict[str, object] = {"path": found.path, "taken": taken, "waiting": look.waiting}
    if call.words:
        row["tidied"] = found.tidy()
    if call.json:
        out.put_json(row)
        return err.DONE
    _say(call, found, row, before)
    return err.FAILED if look.problem else err.DONE


def _say(call: Call, found: Inbox, row: dict[str, object], before: set[int]) -> None:
    board = call.service.board()
    for task in board.open_tasks():
        if task.id not in before:
            out.put(f"{board.short_id(task.id)} {printable(task.title)}")
    if row["waiting"]:
        err.say(f"{counted(int(str(row['waiting'])), 'capture')} may still be being written: taken in a few seconds.")
    if "tidied" in row:
        err.say(f"Taken out of the inbox: {counted(int(str(row['tidied'])), 'capture')}.")
    elif not row["taken"] and not row["waiting"]:
        err.say(f"Nothing new in {printable(found.path)}.")


def _none(call: Call) -> int:
    if call.json:
        out.put_json({"path": None, "taken": 0, "waiting": 0})
    elif is_own(call.service):
        err.say("There is no inbox yet: wiptui config set inbox.path FOLDER, or a FILE.")
    else:
        err.say("The inbox belongs to your own data file, not to the one that --file names.")
    return err.DONE


COMMANDS = {
    "inbox": Command(
        inbox,
        "[tidy]",
        "Takes what a phone or another program wrote into the inbox: the folder or file of the setting inbox.path. "
        "Every command and the open board do it too; this one says what there was. Nothing is ever started by it. A "
        "file is never written, so that nothing is lost or doubled between machines; tidy takes out of it, or out of "
        "the folder's “taken”, what was taken.",
        most=1,
        examples=(
            ("wiptui config set inbox.path ~/Sync/inbox", "a folder that a phone shares"),
            ("wiptui inbox", "take what is new now"),
        ),
    )
}
