"""``doctor``: examines the data file and repairs it."""

from __future__ import annotations

from wiptui import maintenance
from wiptui.cli import err, out
from wiptui.cli.call import Call
from wiptui.cli.options import Command, Option
from wiptui.domain.text import printable
from wiptui.hooks.events import why_hooks_do_not_run
from wiptui.store.doctor import Finding

SIGNS = {"ok": "✓", "note": "·", "problem": "!"}


def doctor(call: Call) -> int:
    """Print the findings, after a repair if asked for; return 0 healthy, 1 not healthy, 5 file unusable."""
    done = maintenance.repair(call.service) if call.flag("repair") else []
    findings = [
        *maintenance.examine(call.service),
        *(Finding("hooks", "note", words) for words in why_hooks_do_not_run()),
    ]
    problems = [finding for finding in findings if finding.level == "problem"]
    if call.json:
        rows = [{"code": f.code, "level": f.level, "words": f.words, "can_repair": f.can_repair} for f in findings]
        out.put_json({"healthy": not problems, "findings": rows, "repaired": done})
    else:
        for words in done:
            err.say(printable(words))
        for finding in findings:
            out.put(f"{SIGNS[finding.level]} {printable(finding.words)}")
        if any(finding.can_repair for finding in problems):
            err.say("To mend it: wiptui doctor --repair")
        elif not problems:
            err.say("Healthy.")
    if any(finding.code == "file" and not finding.can_repair for finding in problems):
        return err.DATA_FILE
    return err.FAILED if problems else err.DONE


COMMANDS = {
    "doctor": Command(
        doctor,
        "[--repair] [--json]",
        "Looks the data file over: damage, conflict copies, this machine's own copy, clocks, leftovers, backups; and "
        "hooks that do not run. "
        "Looking changes nothing.\nExit code 0: healthy; 1: something is wrong; 5: the file cannot be used.",
        (Option("repair", about="mend what can be mended; raw bytes are kept before that"),),
        most=0,
    )
}
