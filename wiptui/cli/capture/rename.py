"""``rename``: another name for a project, a tag or a person, over all tasks."""

from __future__ import annotations

from wiptui.cli.call import Call
from wiptui.cli.many import agree
from wiptui.cli.options import MANY, Command
from wiptui.domain.changes.renaming import renamed
from wiptui.domain.commands import Rename
from wiptui.domain.core.errors import UsageError

SIGNS = {"+": "project", "@": "tag"}


def rename(call: Call) -> int:
    """Rename, or merge into a name that is taken."""
    old, new = call.words
    kind = SIGNS.get(old[:1], "person")
    if kind != "person":
        if SIGNS.get(new[:1], kind) != kind:
            raise UsageError(f"{old} and {new} are not of one kind: both with {old[:1]}.")
        old, new = old[1:], new.removeprefix(old[:1])
    elif new[:1] in SIGNS:
        raise UsageError(f"{old} is a person, and {new} is none: put {new[:1]} before both, or before neither.")
    agree(call, sum(renamed(kind, task, old, new) for task in call.board().all_tasks()))
    return call.report(call.dispatch(Rename(kind, old, new), tried="rename"))


COMMANDS = {
    "rename": Command(
        rename,
        "OLD NEW",
        "Gives a project (+old +new), a tag (@old @new) or a person (old new) another name, over all tasks, finished "
        "ones too. A name that is taken merges the two; upper and lower case are one. Parts of a project (+old.part), "
        "and a limit or rate of the old name, come along.",
        (MANY[1],),
        least=2,
        most=2,
        missing="Rename what? wiptui rename +old +new",
        examples=(
            ("wiptui rename +acme +newco", "a project, with all of its tasks"),
            ("wiptui rename ana Ana", "one person, however the name was written"),
        ),
    )
}
