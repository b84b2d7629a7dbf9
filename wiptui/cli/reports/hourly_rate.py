"""``rate``: the hourly rate and the material costs of projects, for the value tied up in unfinished work."""

from __future__ import annotations

from wiptui.cli import err, out
from wiptui.cli.call import Call
from wiptui.cli.options import AS_OF, Command, Option
from wiptui.domain import commands as c
from wiptui.domain.board import Board
from wiptui.domain.core.errors import UsageError
from wiptui.domain.text import clip, one_line, pad, printable
from wiptui.metrics.figures import focus_length
from wiptui.metrics.flow.investment import Investment, ValueTiedUp, investment, number
from wiptui.metrics.focus.sessions import read_focus
from wiptui.metrics.log.ledger import Ledger

FOCUS = 12
"""Columns of a length of focus."""
WIDE = 59
"""Columns from which the rates fit beside the value tied up."""


def rate(call: Call) -> int:
    """Show what is tied up, or change a rate. Raises UsageError."""
    project = call.value("project") or ""
    if call.flag("project") and not one_line(project).removeprefix("+"):
        raise UsageError("Which project? --project NAME")
    amount = _amount(call.words[0]) if call.words else None
    words = call.value("materials")
    materials = _amount(words) if words is not None else None
    if amount is None and materials is None:
        if project:
            raise UsageError("How much an hour? wiptui rate 80 --project NAME")
        return _show(call)
    return call.report(call.dispatch(c.SetRate(project, amount, materials)))


def _amount(words: str) -> float:
    text = words.strip().replace(",", ".", 1)
    if not (text.isascii() and text.replace(".", "", 1).isdigit() and len(text) <= 12):
        raise UsageError(f"“{printable(words)[:40]}” is not an amount: 80 or 49.50")
    number = float(text)
    return int(number) if number.is_integer() else number


def _show(call: Call) -> int:
    board = call.board()
    ledger = Ledger(board)
    found = investment(ledger, read_focus(board), ledger.now + 1)
    usual = number(board.settings.get("rate"))
    if call.json:
        rows = [
            {"project": row.project, "hours": row.hours, "rate": row.rate, "materials": row.materials,
             "amount": row.amount if _is_known(row) else None}
            for row in found.projects
        ]  # fmt: skip
        out.put_json({"rate": usual, "hours": found.hours, "amount": found.amount, "projects": rows})
        return err.DONE
    _page(board, found, usual)
    return err.DONE


def _page(board: Board, found: Investment, usual: float | None) -> None:
    if not found.projects:
        err.say("Nothing is unfinished, so nothing is tied up.")
        return
    has_money = found.amount is not None
    columns = out.columns() or 80
    is_wide = columns >= WIDE
    cells = FOCUS + (35 if is_wide else 13) * has_money
    named = max(min(24, columns - cells), 8)
    rates = f"{'an hour':>10}{'materials':>12}" if is_wide else ""
    out.put(out.dim(f"{'Project':<{named}}{'focus':>{FOCUS}}" + (f"{rates}{'tied up':>13}" if has_money else "")))
    for row in found.projects:
        money = _money(row, is_wide) if has_money else ""
        out.put(pad(clip(_name(row), named), named) + f"{focus_length(row.hours):>{FOCUS}}" + money)
    total = f"{found.amount:>{cells - FOCUS},.2f}" if has_money else ""
    out.put(out.bold(f"{'Together':<{named}}{focus_length(found.hours):>{FOCUS}}{total}"))
    if not has_money:
        err.say("What is it worth? No rate for this work yet: wiptui rate 80, or wiptui rate 80 --project NAME")


def _money(row: ValueTiedUp, is_wide: bool) -> str:
    an_hour = f"{row.rate:,.2f}" if row.rate is not None else "-"
    materials = f"{row.materials:,.2f}" if row.materials else "-"
    tied_up = f"{f'{row.amount:,.2f}' if _is_known(row) else '-':>13}"
    return f"{an_hour:>10}{materials:>12}{tied_up}" if is_wide else tied_up


def _is_known(row: ValueTiedUp) -> bool:
    """Return whether the value is known: without a rate, hours have an unknown value and not 0."""
    return row.rate is not None or bool(row.materials)


def _name(row: ValueTiedUp) -> str:
    return f"+{printable(row.project)}" if row.project else "no project"


COMMANDS = {
    "rate": Command(
        rate,
        "[AMOUNT] [--project P] [--materials AMOUNT] [--json]",
        "Shows the value tied up in unfinished work: focus hours x rate + materials, by project. With an amount it "
        "sets what an hour is worth, of one project or of all that have no own. Amounts are in your currency.",
        (
            Option("project", "P", "of this project"),
            Option("materials", "AMOUNT", "what was spent on the project"),
            AS_OF,
        ),
        most=1,
        examples=(
            ("wiptui rate 80", "what an hour is worth"),
            ("wiptui rate 95 --project acme --materials 120", "of one project"),
        ),
    )
}
