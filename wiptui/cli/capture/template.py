"""``template``: tasks kept under a name, for ``add --template``."""

from __future__ import annotations

from wiptui.cli import err, out
from wiptui.cli.call import Call
from wiptui.cli.options import Command
from wiptui.domain.commands import ForgetTemplate, SaveTemplate
from wiptui.domain.core.errors import UsageError
from wiptui.domain.core.record import STEP_FIELD
from wiptui.domain.tasks.templates import templates
from wiptui.domain.text import pad, printable, width

USAGE = "Say it like this: wiptui template [list], template save NAME TASK, or template forget NAME"


def template(call: Call) -> int:
    """List, keep or forget templates."""
    verb, *rest = call.words or ["list"]
    if verb == "list" and not rest:
        return _list(call)
    if verb == "save" and len(rest) > 1:
        task = call.task(" ".join(rest[1:]), ended=True)
        return call.report(call.dispatch(SaveTemplate(rest[0], task.id)))
    if verb == "forget" and len(rest) == 1:
        return call.report(call.dispatch(ForgetTemplate(rest[0])))
    raise UsageError(USAGE)


def _list(call: Call) -> int:
    found = templates(call.board())
    if call.json:
        out.put_json(
            [
                {
                    "name": item.name,
                    "title": item.title,
                    "due_in": item.due_in,
                    "steps": sum(key.startswith(STEP_FIELD) for key in item.fields),
                }
                for item in found
            ]
        )
    elif not found:
        err.say("No template is kept yet: wiptui template save NAME TASK")
    else:
        names = [printable(item.name) for item in found]
        wide = max(map(width, names))
        for name, item in zip(names, found, strict=True):
            out.put(f"{pad(name, wide)}  {printable(item.title)}")
    return err.DONE


COMMANDS = {
    "template": Command(
        template,
        "[list | save NAME TASK | forget NAME]",
        "Keeps a task under a name, with its fields and steps, and a due date as days from its capture. add --template "
        "NAME captures it again. undo takes back what was kept or forgotten.",
        examples=(
            ("wiptui template save release 'Release 2.3'", "this task, to be done again"),
            ("wiptui add --template release Release 2.4", "with another title"),
        ),
    )
}
