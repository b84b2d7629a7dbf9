"""``backup``: lists snapshots of the data file and restores one."""

from __future__ import annotations

import os
from pathlib import Path
from shlex import quote

from wiptui import maintenance
from wiptui.cli import err, out
from wiptui.cli.call import Call, whole_number
from wiptui.cli.cells import moment
from wiptui.cli.options import Command, Option
from wiptui.domain.core.clock import from_ms
from wiptui.domain.core.errors import UsageError
from wiptui.domain.core.ids import id_text
from wiptui.domain.core.record import Json
from wiptui.domain.text import printable
from wiptui.exchange.json.task import local_text
from wiptui.store.kept.backups import Backup
from wiptui.sync.go_back import RestoreStep

SHOWN = 20


def backup(call: Call) -> int:
    """List the snapshots, or restore one."""
    verb, *rest = call.words or ["list"]
    if verb == "list" and not rest:
        return _list(call)
    if verb == "restore" and len(rest) == 1:
        return _restore(call, rest[0])
    raise UsageError(
        "Say it like this: wiptui backup list, or wiptui backup restore N [--dry-run]; a PATH will do for N"
    )


def _list(call: Call) -> int:
    found = maintenance.backups(call.service)
    sound = maintenance.sound(call.service, found)
    if call.json:
        out.put_json([{**_json(call, item), "recommended": item is sound} for item in found])
        return err.DONE
    if not found:
        err.say("No backup yet: the first is made before the first change of a day.")
        return err.DONE
    for item in found:
        mark = "  <- the last sound one" if item is sound and item is not found[0] else ""
        size, kind = maintenance.size_words(item.size), maintenance.kind_words(item)
        out.put(f"{item.number:>3}  {_when(call, item)}  {size:>7}  {kind}{mark}")
    err.say("What would change: wiptui backup restore N --dry-run")
    return err.DONE


def _restore(call: Call, words: str) -> int:
    if words.isdigit() or not (os.sep in words or Path(words).exists()):
        chosen = maintenance.backup(call.service, whole_number(words, "wiptui backup restore N"))
        name = f"the backup of {_when(call, chosen)}"
    else:
        chosen = maintenance.backup_file(words)
        name = words
    steps, only_adds = maintenance.restoring(call.service, chosen)
    if only_adds and not call.json:
        err.say(only_adds)
    if call.flag("dry-run"):
        _show(call, chosen, steps, is_done=False)
        return err.DONE
    done = f"{'Took in' if only_adds else 'Went back to'} {name}"
    if steps:
        maintenance.go_back(call.service, steps, done)
    _show(call, chosen, steps, is_done=True)
    if not call.json and steps:
        err.say(f"{printable(done)}. What stood before: wiptui undo")
    return err.DONE


def _show(call: Call, chosen: Backup, steps: tuple[RestoreStep, ...], *, is_done: bool) -> None:
    if call.json:
        out.put_json(
            {
                "backup": _json(call, chosen),
                "done": is_done,
                "changes": [
                    {
                        "table": step.table,
                        "id": id_text(step.id) if step.table == "tasks" else str(step.id),
                        "kind": step.kind,
                        "title": step.title or None,
                        "fields": {field: {"now": now, "then": then} for field, (now, then) in step.fields.items()},
                    }
                    for step in steps
                ],
            }
        )
        return
    if not steps:
        err.say(
            "Nothing in that backup is missing." if chosen.kind == "damaged" else "Nothing differs from that backup."
        )
        return
    board = call.service.board()
    for step in steps[:SHOWN]:
        key = board.short_id(step.id) if step.table == "tasks" else ""
        verb, fields = maintenance.step_words(step)
        out.put(f"{verb:<8} {key:<5}  {printable(step.title or step.table)}{printable(fields)}")
    if len(steps) > SHOWN:
        out.put(f"and {len(steps) - SHOWN} more")
    if not is_done:
        words = str(chosen.number) if chosen.number else quote(chosen.path)
        err.say(f"Nothing was changed. To do it: wiptui backup restore {printable(words)}")


def _json(call: Call, item: Backup) -> dict[str, Json]:
    at = local_text(from_ms(item.at_ms), call.service.clock.zone)
    return {"number": item.number or None, "at": at, "kind": item.kind, "size": item.size, "path": item.path}


def _when(call: Call, item: Backup) -> str:
    return moment(from_ms(item.at_ms), call.service.clock.zone)


COMMANDS = {
    "backup": Command(
        backup,
        "[list | restore N|PATH [--dry-run]] [--json]",
        "Snapshots that this machine keeps of the data file, the newest first, and going back to one. Going back is a "
        "change like any other: it travels to your other machines, and undo takes it back. What happened since (focus, "
        "interruptions) stays told.\nA snapshot of a damaged file adds what it has and takes nothing away. PATH is a "
        "snapshot or a data file from anywhere; one of other tasks adds them to yours.",
        (Option("dry-run", about="show what would change, and change nothing"),),
        most=2,
        examples=(
            ("wiptui backup restore 3 --dry-run", "what would change"),
            ("wiptui backup restore 3", "go back; wiptui undo returns"),
        ),
    )
}
