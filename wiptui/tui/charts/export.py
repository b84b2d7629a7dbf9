"""A chart as a file: CSV and JSON of its table, SVG of its picture."""

from __future__ import annotations

from xml.sax.saxutils import escape

from wiptui.domain.core.errors import UsageError
from wiptui.domain.text import printable
from wiptui.exchange.csv.table import write_table
from wiptui.exchange.json.escape import dumps
from wiptui.tui.charts.canvas import HOLLOW, Canvas
from wiptui.tui.charts.model import Chart, Facts
from wiptui.tui.views.styled_text import sanitized, width_of

SIZE = (100, 26)
CELL, LINE = 9.0, 20.0
COLOURS = {
    "": "#202428",
    "muted": "#7a828a",
    "strong": "#202428",
    "accent": "#2b6ca3",
    "warn": "#b3541e",
    HOLLOW: "#ffffff",
}
"""Dark on white: a file is printed or put on a page more often than it is shown on a dark screen."""


def exported(chart: Chart, facts: Facts, ending: str) -> str:
    """The text of a file. Raises UsageError for an ending that is none of csv, json and svg."""
    if ending == "csv":
        return _csv(chart)
    if ending == "json":
        return _json(chart, facts)
    if ending == "svg":
        return _svg(chart, facts)
    raise UsageError("A chart is exported as .csv, .json or .svg.")


def _csv(chart: Chart) -> str:
    return write_table([chart.header, *([printable(cell) for cell in row] for row in chart.rows)])


def _json(chart: Chart, facts: Facts) -> str:
    rows = [dict(zip(chart.header, row, strict=True)) for row in chart.rows]
    told = {
        "chart": chart.id,
        "window": facts.window,
        "sentence": chart.sentence,
        "note": chart.note,
        "rests_on": chart.evidence,
        "rows": rows,
    }
    return dumps(told, indent=2) + "\n"


def _svg(chart: Chart, facts: Facts) -> str:
    columns, lines = SIZE
    canvas = Canvas(columns, lines) if chart.doubt else chart.drawn(columns, lines)
    if chart.doubt:
        canvas.label(0, 0, chart.doubt, columns)
    width, height = columns * CELL + 40, (lines + 4) * LINE
    out = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}" font-size="15" '
        'font-family="ui-monospace, Menlo, Consolas, monospace">',
        f'<rect width="{width:g}" height="{height:g}" fill="#ffffff"/>',
        f'<text x="20" y="{LINE * 1.4:g}" font-weight="bold">{_xml(chart.name)}, {_xml(facts.window)}</text>',
        f'<text x="20" y="{LINE * 2.4:g}">{_xml(chart.sentence)}</text>',
    ]
    for y, runs in enumerate(canvas.rows()):
        x = 0
        for run in runs:
            text = run.text.rstrip()
            if text:
                fill = COLOURS.get(run.role, COLOURS[""])
                left, long = 20 + x * CELL, width_of(text) * CELL
                if run.role == HOLLOW:
                    out.append(
                        f'<rect x="{left:g}" y="{(y + 3.2) * LINE:g}" width="{long:g}" height="{LINE:g}" '
                        f'fill="{COLOURS["accent"]}"/>'
                    )
                out.append(
                    f'<text x="{left:g}" y="{(y + 4) * LINE:g}" fill="{fill}" xml:space="preserve" '
                    f'textLength="{long:g}">{_xml(text)}</text>'
                )
            x += width_of(run.text)
    return "\n".join([*out, "</svg>", ""])


def _xml(text: str) -> str:
    """Text that no control sign and no markup of a title can break out of."""
    return escape(sanitized(text))
