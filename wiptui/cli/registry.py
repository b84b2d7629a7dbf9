"""All commands: where each is found, and the line that names it in the help. Each is loaded when it is asked for."""

from __future__ import annotations

from wiptui.domain.errors import UsageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from wiptui.cli.options import Command

GROUPS: tuple[tuple[str, tuple[tuple[str, str, str], ...]], ...] = (
    (
        "Capture and look",
        (
            ("add", "capture", "capture a task; it is never refused"),
            ("list", "listing", "open tasks, by state"),
            ("show", "showing", "all of one task, with its timeline"),
            ("open", "opening", "a link of a task, in the browser"),
            ("status", "status", "one line for prompts and bars"),
            ("next", "advice", "the one next action, and why"),
            ("log", "events", "what happened, newest last"),
        ),
    ),
    (
        "Learn",
        (
            ("stats", "stats", "what went in and out, how long it took, what held it up"),
            ("forecast", "forecast", "when so many more may be finished, and how many by a day"),
            ("review", "review", "the week in six steps, and one thing to try"),
            ("experiment", "experiment", "one change for two weeks, before and after"),
            ("rate", "rate", "what is tied up in unfinished work"),
        ),
    ),
    (
        "Move",
        (
            ("start", "moves", "into doing, through the limit"),
            ("done", "moves", "finish; without TASK the focused one"),
            ("wait", "moves", "somebody else has the ball"),
            ("resolve", "moves", "the ball is back with you"),
            ("stop", "moves", "put back to ready, with the next step"),
            ("drop", "moves", "give up on purpose"),
            ("reopen", "moves", "take a finished task up again"),
            ("select", "moves", "backlog to ready"),
            ("defer", "moves", "ready to backlog"),
        ),
    ),
    (
        "Change",
        (
            ("edit", "editing", "change a task; without options in your editor"),
            ("template", "template", "tasks kept under a name, to be captured again"),
            ("focus", "focus", "the one focused task"),
            ("interrupt", "focus", "note an interruption, stay where you are"),
            ("checkin", "checkin", "decide about time that nobody vouched for"),
            ("limit", "limits", "show or change the limits"),
            ("undo", "events", "take back the last change of this device"),
            ("redo", "events", "take back the undo"),
        ),
    ),
    (
        "Files",
        (
            ("import", "importing", "bring tasks in: todotxt, taskwarrior, csv and more"),
            ("export", "exporting", "take tasks out: todotxt, csv, markdown and more"),
            ("path", "place", "where your file is"),
            ("config", "config", "the settings"),
            ("demo", "demo", "the board on a sample; your file is not touched"),
        ),
    ),
    (
        "At home",
        (
            ("completion", "completion", "make bash, zsh or fish complete wiptui"),
            ("schema", "schema", "what the JSON of a command looks like"),
            ("serve", "serving", "the board in a browser on this machine"),
            ("mcp", "agents", "the board for agents, over the same limit"),
        ),
    ),
    (
        "Sync and safety",
        (
            ("sync", "sync", "heal conflict copies now"),
            ("devices", "devices", "who wrote, and when last seen"),
            ("backup", "backup", "snapshots, and going back to one"),
            ("doctor", "doctor", "look the file over, and mend it"),
            ("git-setup", "git_setup", "teach a git repository to merge the file"),
            ("merge", "merge", "three versions of the file into one"),
        ),
    ),
)
MODULES = {name: module for _, rows in GROUPS for name, module, _ in rows}
HIDDEN = {"_complete": "completing", "_board": "serving"}
"""Doors for programs, which no help lists."""


def find(name: str, rest: Sequence[str] = ()) -> Command:
    """The command of that name. Raises UsageError for a name that is none, which tells from ``rest`` what was meant."""
    home = MODULES.get(name) or HIDDEN.get(name)
    if home is None:
        from wiptui.cli.elsewhere import answer

        raise UsageError(answer(name, rest, MODULES))
    module = __import__(f"wiptui.cli.{home}", fromlist=["COMMANDS"])  # importlib would import warnings
    command: Command = module.COMMANDS[name]
    return command
