"""``sync``: merges conflict copies now and says what came from where."""

from __future__ import annotations

from collections.abc import Sequence

from wiptui import maintenance
from wiptui.cli import err, out
from wiptui.cli.call import Call
from wiptui.cli.moves.over_limit import over_json, over_lines
from wiptui.cli.options import Command
from wiptui.domain.board import Board
from wiptui.domain.core.record import Json
from wiptui.domain.text import printable
from wiptui.store.findings import Finding
from wiptui.store.merge_report import MergeReport


def sync(call: Call) -> int:
    """Merge and report."""
    report = maintenance.merge_now(call.service)
    board = call.service.board()
    left = maintenance.unmerged(call.service)
    if call.json:
        out.put_json(sync_json(call, report, board, left))
        return err.DONE
    path = printable(str(call.service.path))
    nothing = "Merged nothing." if left else f"Nothing to merge: {path} has all that this machine knows."
    out.put(printable(report.words) or nothing)
    for name in report.copies:
        out.put(f"  {printable(name)}")
    for finding in left:
        out.put(f"! {printable(finding.words)}")
    for place in report.kept:
        err.say(f"Kept: {printable(place)}")
    for line in over_lines(board):
        out.put(line)
    for task in board.open_tasks():
        if task.overruled:
            out.put(f"Edited on two machines: {printable(task.title)}. wiptui show {board.short_id(task.id)}")
    return err.DONE


def sync_json(call: Call, report: MergeReport, board: Board, left: Sequence[Finding] = ()) -> dict[str, Json]:
    """The report for scripts."""
    return {
        "file": str(call.service.path),
        "merged": bool(report.words),
        "words": report.words,
        "copies": list(report.copies),
        "gains": [{"device": name, "changes": count} for name, count in report.gains],
        "problems": list(report.problems),
        "rebuilt": report.rebuilt,
        "kept": list(report.kept),
        "moved": list(report.moved),
        "pending": report.pending or None,
        "unmerged": [{"file": finding.name, "words": finding.words} for finding in left],
        "over": over_json(board),
        "two_versions": [task.key for task in board.open_tasks() if task.overruled],
    }


COMMANDS = {
    "sync": Command(
        sync,
        "[--json]",
        "Merges conflict copies that lie beside the data file into it, now. Every other command does it on the way, "
        "and the board while it is open; this one also looks again at copies that were merged before, and reports.",
        most=0,
        examples=(("wiptui sync && git commit -m wip wip.json", "before a commit"),),
    )
}
