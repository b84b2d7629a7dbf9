"""``merge``: merges three versions of the data file into one, for git or by hand."""

from __future__ import annotations

from pathlib import Path

from wiptui.cli import err, out
from wiptui.cli.call import Call
from wiptui.cli.options import Command, Option
from wiptui.domain.core.clock import SystemClock, to_ms
from wiptui.domain.text import counted, printable
from wiptui.git.driver import merge_files
from wiptui.paths import state_dir


def merge(call: Call) -> int:
    """Merge and report the result. The data file of this machine is not touched."""
    base, ours, theirs = call.words
    merged = merge_files(
        base,
        ours,
        theirs,
        call.value("output") or "",
        kept_copies_dir=str(Path(state_dir()) / "merge-quarantine"),
        now_ms=to_ms(SystemClock().now()),
    )
    if call.json:
        out.put_json(
            {
                "output": merged.output,
                "tasks": merged.tasks,
                "changed": merged.is_changed,
                "problems": list(merged.problems),
                "kept": merged.kept or None,
            }
        )
        return err.DONE
    for problem in merged.problems:
        err.say(f"Mended {printable(problem)}.")
    if merged.kept:
        err.say(f"The damaged bytes are kept: {printable(merged.kept)}")
    err.say(f"Merged: {counted(merged.tasks, 'task')}, nothing left out.")
    return err.DONE


COMMANDS = {
    "merge": Command(
        merge,
        "BASE OURS THEIRS [--output F] [--json]",
        "Writes to OURS, or to F, all that any of the three versions knows. A version that is missing or empty counts "
        "as one without tasks.\nThis is git's merge driver: wiptui git-setup --driver installs it.",
        (Option("output", "F", "write the result here and leave OURS as it is"),),
        least=3,
        most=3,
        missing="Which files? wiptui merge BASE OURS THEIRS",
        examples=(("wiptui merge /dev/null mine.json yours.json --output both.json", "unite two files by hand"),),
    )
}
