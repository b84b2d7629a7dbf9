"""``mirror``: a todo.txt of the open tasks that a phone may edit."""

from __future__ import annotations

from pathlib import Path

from wiptui.cli import err, out
from wiptui.cli.call import Call
from wiptui.cli.cells import moment
from wiptui.cli.options import Command, Option
from wiptui.config import load_config
from wiptui.config.edit import set_value
from wiptui.domain import commands as c
from wiptui.domain.core.errors import UsageError
from wiptui.domain.core.ids import id_text
from wiptui.domain.core.record import Json
from wiptui.domain.tasks.task import as_time
from wiptui.domain.text import counted, printable
from wiptui.mirror.intake import Intake, is_own, mirror_of
from wiptui.mirror.reading import Reading
from wiptui.mirror.todo_lines import rows_of
from wiptui.mirror.todo_mirror import Found, TodoMirror

USAGE = "wiptui mirror on FILE, mirror off, mirror status or mirror read"


def mirror(call: Call) -> int:
    """Turn the mirror on or off, say how it is, or read it now."""
    verb, *rest = call.words or ["status"]
    match verb, len(rest):
        case "on", 1:
            return _on(call, rest[0])
        case "off", 0:
            set_value("mirror.path", None)
            return _say(call, "The mirror is off. Its file stays where it is.")
        case "status", 0:
            return _status(call)
        case "read", 0:
            return _read(call)
    raise UsageError(USAGE)


def _on(call: Call, file: str) -> int:
    if not is_own(call.service):
        raise UsageError("The mirror belongs to your own data file, not to the one that --file names.")
    path = Path(file).expanduser().absolute()
    if not path.parent.is_dir():
        raise UsageError(f"There is no folder {printable(str(path.parent))}.")
    if path.is_dir() or path.resolve() == Path(str(call.service.path)).resolve():
        raise UsageError(f"{printable(file)} cannot be the mirror: give a file of its own, such as todo.txt.")
    config = load_config()
    found = TodoMirror(call.service, str(path), config["mirror.show"], config["mirror.key"])
    there = _look(found).file
    if there is not None and found.is_foreign(there) and not call.flag("adopt"):
        count = sum(row.id is None for row in rows_of(there.text))
        raise UsageError(
            f"{printable(file)} has {counted(count, 'line')} of its own. With --adopt they become tasks, and the file "
            "is written anew; without it nothing is touched."
        )
    found.adopt()
    report = found.sync(at_once=True)
    set_value("mirror.path", str(path))
    words = f"The mirror is {printable(str(path))}. {report.words}".rstrip()
    return _say(call, words)


def _look(found: TodoMirror) -> Found:
    try:
        return found.look()
    except OSError as error:
        raise UsageError(f"{found.path} cannot be read: {error.strerror or error}.") from None


def _mirror(call: Call) -> TodoMirror:
    found = mirror_of(call.service, load_config())
    if found is None:
        raise UsageError("There is no mirror: wiptui mirror on FILE")
    return found


def _row(call: Call) -> dict[str, Json]:
    """How the mirror is, for scripts."""
    found = mirror_of(call.service, load_config())
    known = found.known if found is not None else {}
    held, text = known.get("held"), known.get("text")
    return {
        "path": str(found.path) if found is not None else None,
        "format": "todotxt" if found is not None else None,
        "last_written": known.get("written"),
        "last_read": known.get("read"),
        "last_change": known.get("changed"),
        "lines": len(text.splitlines()) if isinstance(text, str) else 0,
        "open_questions": len(held) if isinstance(held, dict) else 0,
    }


def _status(call: Call) -> int:
    row = _row(call)
    if call.json:
        out.put_json(row)
    elif row["path"] is None:
        err.say("There is no mirror: wiptui mirror on FILE")
    else:
        out.put(f"{printable(row['path'])}: {counted(row['lines'], 'line')}")
        for name, words in (("written", "written"), ("read", "read"), ("change", "last change from the phone")):
            at = as_time(row[f"last_{name}"])
            out.put(f"  {words}: {moment(at, call.service.clock.zone) if at is not None else 'never'}")
        if row["open_questions"]:
            out.put(f"  {counted(row['open_questions'], 'line')} that this machine cannot place yet")
    return err.DONE


def _read(call: Call) -> int:
    found = _mirror(call)
    if call.flag("dry-run"):
        board = call.service.board()
        reading = found.reading(_look(found), board)
        lines = list(_told(reading))
        if call.json:
            out.put_json({**_row(call), "dry_run": True, "changes": lines})
        else:
            for line in lines or ["Nothing was edited."]:
                out.put(printable(line))
        return err.DONE
    Intake(call.service, load_config()).take()
    return _say(call, "" if call.saved else "Nothing was edited.")


def _told(reading: Reading) -> list[str]:
    lines = [f"new: {capture.title}" for capture in reading.captures]
    for change in reading.texts:
        fields = {name: value for name, value in change.fields.items() if not name.endswith("_after")}
        lines.append(f"{id_text(change.id)[:5]} " + ", ".join(f"{name}: {value}" for name, value in fields.items()))
    for move in reading.moves:
        ids = (move.command.task,) if isinstance(move.command, c.Wait) else move.command.tasks
        lines.append(f"{id_text(ids[0])[:5]} {type(move.command).__name__.lower()}")
    lines += [f"cannot be placed yet: {raw}" for raw in reading.carried]
    return lines + [f"{id_text(task_id)[:5]} line put back" for task_id in reading.put_back]


def _say(call: Call, words: str) -> int:
    if call.json:
        out.put_json({**_row(call), "words": words})
    elif words:
        err.say(words)
    return err.DONE


COMMANDS = {
    "mirror": Command(
        mirror,
        "on FILE [--adopt] | off | status | read [--dry-run]",
        "Keeps a todo.txt with your open tasks in a folder that your phone shares, and reads back what was edited "
        "there: ticks, texts, dates, new lines, and starts through the limit. Notes never go out; the setting "
        "mirror.show is a query for what does. It is off until you turn it on.",
        (
            Option("adopt", about="on: take the lines that the file has already in as tasks"),
            Option("dry-run", about="read: say what was edited, and change nothing"),
        ),
        most=2,
        examples=(
            ("wiptui mirror on ~/Sync/todo.txt", "from now on"),
            ("wiptui mirror status", "when it was last written and read"),
            ("wiptui mirror read --dry-run", "what a phone edited"),
        ),
    )
}
