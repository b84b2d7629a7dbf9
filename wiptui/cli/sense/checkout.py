"""The limit where work begins: git's post-checkout hook, and what it tells when a task's branch is checked out."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path
from shlex import quote

from wiptui.cli import err
from wiptui.cli.call import Call
from wiptui.cli.program import program
from wiptui.cli.sense.install import MARK, WRONG
from wiptui.cli.shell.start_files import naming_trouble, write
from wiptui.config import usable_config
from wiptui.domain import commands as c
from wiptui.domain.core.errors import UsageError, WiptuiError
from wiptui.domain.gate import Refusal
from wiptui.domain.tasks.task import State
from wiptui.domain.text import clip, printable
from wiptui.git.hook import install_hook, uninstall_hook
from wiptui.noticed.beside import Noticed, task_of
from wiptui.noticed.limit import would_refuse
from wiptui.paths import state_dir

TITLE = 40


def script() -> str:
    """Return the script that the hook reads."""
    text = files("wiptui.sensing").joinpath("snippets", "checkout.sh").read_text(encoding="utf-8")
    return text.replace("@PROGRAM@", program())


def install_git(folder: str) -> tuple[list[str], str]:
    """Set up the hook of the repository around a folder.

    Return the changed files, and where wiptui changes nothing the line for the person's own hook. Raises WiptuiError.
    """
    path = _script_file()
    with naming_trouble(WRONG, path):
        changed = [str(path)] if write(path, script()) else []
    where = quote(str(path))
    hook = install_hook(folder, f"[ ! -r {where} ] || . {where}  {MARK}", MARK)
    return ([*changed, hook.path] if hook.is_changed else changed), hook.by_hand


def uninstall_git(folder: str) -> list[str]:
    """Take our line out of the hook of the repository around a folder. Return the changed files. Raises WiptuiError."""
    hook = uninstall_hook(folder, MARK)
    return [hook.path] if hook.is_changed else []


def _script_file() -> Path:
    return Path(state_dir()) / "hooks" / "post-checkout.sh"


def checkout(call: Call, rest: list[str]) -> int:
    """Tell that a checked-out branch is of a task that is not in doing while doing is full; start it if that is set.

    A word that names no task ends with 4. Raises UsageError.
    """
    if len(rest) != 1:
        raise UsageError("The hook of git calls it with the head of a branch.")
    wanted = usable_config()["sense.checkout"]
    noticed = Noticed(call.board(), usable_config())
    task = task_of(noticed.board, noticed.places.task_of(rest[0]))
    if task is None:
        return err.NO_TASK
    if wanted == "off" or task.state is State.DOING or not task.state.is_open:
        return err.DONE
    try:
        refusal = would_refuse(call.service, c.Start((task.id,)))
    except WiptuiError as error:  # other tasks block it
        err.say(f"wiptui: {error}")
        return err.DONE
    if refusal is not None:
        err.say(_full(refusal, task.title))
    elif wanted == "start":
        call.report(call.dispatch(c.Start((task.id,))))
    return err.DONE


def _full(refusal: Refusal, title: str) -> str:
    holders = ", ".join(clip(printable(task.title), TITLE) for task in refusal.holders)
    said = f"“{clip(printable(title), TITLE)}” is not in Doing."
    return f"wiptui: {printable(refusal.message).removesuffix('.')} ({holders}). {said} Back: git switch -"
