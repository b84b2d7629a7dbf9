"""What other programs call a command, and its name here. Loaded only for an unknown command."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from wiptui.domain.text import close_matches

_NOTE = "note TASK TEXT"
_CALLED: dict[str, str] = {
    "delete del rm remove": "drop TASK",
    "modify mod change update replace": "edit TASK",
    "annotate notes": _NOTE,
    "append prepend denotate": "edit TASK --append TEXT",
    "do finish complete close": "done TASK",
    "pri p depri priority": "edit TASK --priority A",
    "tag untag": "edit TASK --tag T",
    "schedule due": "edit TASK --due fri",
    "new create capture in": "add TEXT",
    "ls all show-open minimal long find search grep lsp": "list",
    "lsa listall listcon": "list --all",
    "active show-active": "list state:doing",
    "paused show-paused": "list, where what was begun and put back says so",
    "blocked delegated": "list state:waiting",
    "completed resolved show-resolved recent": "list state:done",
    "projects lsprj show-projects listproj": "list --by project",
    "project context contexts": "list +PROJECT",
    "tags listtag lsc": "list --by tag",
    "overdue": "list 'due<today'",
    "agenda calendar": "list --by due",
    "url urls link links browse": "open TASK",
    "info information view details": "show TASK",
    "pause suspend unstart": "stop TASK",
    "resume continue begin": "start TASK",
    "move mv": "start, wait, stop, done, select or defer TASK",
    "delegate": "wait TASK --on WHO",
    "someday later": "defer TASK",
    "restore revert": "undo",
    "history timeline journal": "log",
    "burndown report": "export markdown --report week",
    "summary": "time",
    "track": "time add TASK 9:00-10:30",
    "git push pull": "git-setup, for a file that lives in a repository",
    "import-tw": "import taskwarrior FILE",
    "ui tui board gui": "wiptui alone",
    "archive gc prune": "",
    "duplicate copy": "add TEXT",
    "rc settings": "config",
}
_HERE = {word: here for words, here in _CALLED.items() for word in words.split()}


def answer(name: str, rest: Sequence[str], known: Iterable[str]) -> str:
    """Return one sentence for an unknown command: its name here, or what was probably meant."""
    commands = list(known)
    word = name.lower()
    here = _HERE.get(word)
    if here is not None:
        if not here:
            return f"No need to {name}: what is done leaves the board by itself"
        return f"“{name}” is here: {here if here.startswith('wiptui') else f'wiptui {here}'}"
    after = rest[0].lower() if rest else ""
    if after in commands:
        return f"The command comes first here: wiptui {after} {name}"
    if _HERE.get(after):
        return f"The command comes first here, and “{after}” is: wiptui {_HERE[after].replace('TASK', name)}"
    close = close_matches(word, commands, 3)
    close.sort(key=lambda known: sorted(known) != sorted(word))  # letters in the wrong order: strat is start
    hint = f"did you mean “{close[0]}”?" if close else "see: wiptui --help"
    return f"There is no command “{name}”; {hint}"
