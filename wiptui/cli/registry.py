"""All commands: the module of each, and its line in the help. Each module is loaded on demand."""

from __future__ import annotations

from collections.abc import Sequence

from wiptui.cli.options import Command
from wiptui.domain.core.errors import UsageError

GROUPS: tuple[tuple[str, tuple[tuple[str, str, str], ...]], ...] = (
    (
        "Capture and look",
        (
            ("add", "capture.add", "capture a task; it is never refused"),
            ("list", "lists.list", "open tasks, by state"),
            ("show", "lists.show", "all of one task, with its timeline"),
            ("open", "lists.open", "a link of a task, in the browser"),
            ("status", "status.status", "one line for prompts and bars"),
            ("today", "lists.today", "what asks for you today"),
            ("next", "lists.next_action", "the one next action, and why"),
            ("log", "moves.undo", "what happened, newest last"),
        ),
    ),
    (
        "Learn",
        (
            ("stats", "reports.stats", "what went in and out, how long it took, what held it up"),
            ("time", "reports.timesheet", "focus time by day and project; noted late, corrected"),
            ("forecast", "reports.forecast", "when so many more may be finished, and how many by a day"),
            ("review", "reports.review", "the week in six steps, and one thing to try"),
            ("experiment", "reports.experiment", "one change for two weeks, before and after"),
            ("rate", "reports.hourly_rate", "what is tied up in unfinished work"),
        ),
    ),
    (
        "Move",
        (
            ("start", "moves.move", "into doing, through the limit"),
            ("done", "moves.move", "finish; without TASK the focused one"),
            ("wait", "moves.move", "waiting for somebody or something else"),
            ("resolve", "moves.move", "the wait is over: it is back with you"),
            ("stop", "moves.move", "put back to ready, with the next step"),
            ("drop", "moves.move", "give up on purpose"),
            ("reopen", "moves.move", "take a finished task up again"),
            ("select", "moves.move", "backlog to ready"),
            ("defer", "moves.move", "ready to backlog"),
        ),
    ),
    (
        "Change",
        (
            ("plan", "lists.today", "the tasks meant for today"),
            ("edit", "capture.edit", "change a task; without options in your editor"),
            ("note", "capture.note", "one more entry of a note, with its time"),
            ("rename", "capture.rename", "another name for a project, a tag or a person, in all tasks"),
            ("template", "capture.template", "tasks kept under a name, to be captured again"),
            ("focus", "moves.focus", "the one focused task"),
            ("back", "sense.back", "take up what you were at last, and where you were"),
            ("interrupt", "moves.focus", "note an interruption, stay where you are"),
            ("checkin", "moves.checkin", "decide about time when you seemed to be away"),
            ("limit", "moves.limits", "show or change the limits"),
            ("undo", "moves.undo", "take back the last change of this device"),
            ("redo", "moves.undo", "take back the undo"),
        ),
    ),
    (
        "Files",
        (
            ("import", "exchange.importing", "bring tasks in: todotxt, taskwarrior, csv and more"),
            ("export", "exchange.exporting", "take tasks out: todotxt, csv, markdown and more"),
            ("path", "data.path", "where your file is"),
            ("config", "programs.config", "the settings"),
            ("guide", "programs.guide", "learn the board in six steps; your file is not touched"),
            ("demo", "programs.demo", "the board on a sample; your file is not touched"),
        ),
    ),
    (
        "The phone",
        (
            ("inbox", "phone.inbox", "what a phone wrote down, taken now"),
            ("mirror", "phone.mirror", "a todo.txt that a phone may edit"),
        ),
    ),
    (
        "At home",
        (
            ("sense", "sense.sense", "notice where you work, on this machine only"),
            ("here", "sense.here", "what work in this folder is about"),
            ("completion", "shell.completion", "make bash, zsh or fish complete wiptui"),
            ("schema", "help.schema", "what the JSON of a command looks like"),
            ("serve", "programs.serve", "the board in a browser on this machine"),
            ("mcp", "programs.mcp", "the board for agents, over the same limit"),
        ),
    ),
    (
        "Sync and safety",
        (
            ("sync", "data.sync", "merge conflict copies now"),
            ("devices", "data.devices", "who wrote, and when last seen"),
            ("backup", "data.backup", "snapshots, and going back to one"),
            ("doctor", "data.doctor", "look the file over, and mend it"),
            ("git-setup", "data.git_setup", "teach a git repository to merge the file"),
            ("merge", "data.merge", "three versions of the file into one"),
        ),
    ),
)
MODULES = {name: module for _, rows in GROUPS for name, module, _ in rows}
HIDDEN = {"_complete": "shell.completing", "_board": "programs.serve"}
"""Commands for programs, which no help lists."""


def find(name: str, rest: Sequence[str] = ()) -> Command:
    """Return the command of that name. Raises UsageError for an unknown name, with a guess from ``rest``."""
    home = MODULES.get(name) or HIDDEN.get(name)
    if home is None:
        from wiptui.cli.help.other_programs import answer  # lazy: list does without it

        raise UsageError(answer(name, rest, MODULES))
    module = __import__(f"wiptui.cli.{home}", fromlist=["COMMANDS"])  # importlib would import warnings
    command: Command = module.COMMANDS[name]
    return command
