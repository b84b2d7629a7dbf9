"""``here``: what work in a folder is about. Known on this machine only."""

from __future__ import annotations

import os
from pathlib import Path

from wiptui.cli import err, out
from wiptui.cli.call import Call
from wiptui.cli.options import Command, Option
from wiptui.config import usable_config
from wiptui.domain.core.errors import UsageError
from wiptui.domain.text import printable
from wiptui.noticed.beside import Noticed
from wiptui.sensing import kept
from wiptui.sensing.acts import is_place
from wiptui.sensing.places import PROJECT, TASK, is_below


def here(call: Call) -> int:
    """Give this folder a task or a project, take it away, or tell what it has."""
    if call.flag("list"):
        return _list(call)
    folder = _folder()
    if call.flag("none"):
        kept.set_here(folder, "")
        return _said(call, folder, "")
    if not call.words:
        rows = [(place, target) for place, target in kept.read_here() if is_below(folder, place)]
        _, target = max(rows, key=lambda row: len(row[0]), default=("", ""))
        return _said(call, folder, target)
    text = call.text.strip()
    target = f"{PROJECT}{text[1:]}" if text.startswith("+") and " " not in text else f"{TASK}{call.task(text).key}"
    if target == PROJECT or not target.isprintable():
        raise UsageError("A project is a + and its name: wiptui here +acme")
    kept.set_here(folder, target)
    return _said(call, folder, target)


def _folder() -> str:
    """The folder as the shell names it, else its real path. Raises UsageError."""
    given = os.environ.get("PWD", "")
    is_this = given and Path(given).is_absolute() and Path(given).resolve() == Path.cwd().resolve()
    folder = given if is_this else str(Path.cwd())
    if not is_place(folder):
        raise UsageError("The name of this folder has characters that sensing does not take.")
    return folder


def _said(call: Call, folder: str, target: str) -> int:
    if call.json:
        out.put_json({"folder": folder, "target": target or None})
    elif target:
        name = Noticed(call.board(), usable_config()).name_of(target)
        out.put(f"{printable(folder)}  {printable(name)}")
    else:
        err.say("This folder is of no task or project: wiptui here TASK or wiptui here +project")
    return err.DONE


def _list(call: Call) -> int:
    rows = kept.read_here()
    if call.json:
        out.put_json([{"folder": folder, "target": target} for folder, target in rows])
        return err.DONE
    noticed = Noticed(call.board(), usable_config())
    for folder, target in rows:
        out.put(f"{printable(folder)}  {printable(noticed.name_of(target))}")
    if not rows:
        err.say("No folder has a task or a project yet: wiptui here +project")
    return err.DONE


COMMANDS = {
    "here": Command(
        here,
        "[TASK or +project] [--list] [--none]",
        "Says what work in this folder and below is about, for wiptui sense: a task or a project. A branch whose name "
        "begins with the id of a task needs no such line. It is known on this machine only.",
        (
            Option("list", about="all folders that have one"),
            Option("none", about="this folder has none any more"),
        ),
        examples=(("wiptui here +acme", "this folder is about acme"), ("wiptui here parser", "about that task")),
    )
}
