"""The four badges of the README, each made from what it says: no badge can be older than the project.

They are pictures of this repository, so that nobody's browser asks another server for them.
"""

from __future__ import annotations

import tomllib
from pathlib import Path

HEIGHT, PAD, CELL = 20, 7, 6.6
GREY, BLUE = "#4b4f58", "#2f6d99"
FONT = "Verdana, Geneva, DejaVu Sans, sans-serif"


def badges(root: Path) -> dict[str, str]:
    """The SVG of each badge by its name, from pyproject.toml."""
    found = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    project = found["project"]
    minors = [name.rpartition("3.")[2] for name in project["classifiers"] if ":: Python :: 3." in name]
    strict = found["tool"]["mypy"]["strict"]
    return {
        "python": _badge("python", f"3.{min(minors, key=int)} to 3.{max(minors, key=int)}"),
        "licence": _badge("licence", project["license"]),
        "types": _badge("types", "mypy, strict" if strict else "mypy"),
        "needs": _badge("needs", f"{len(project['dependencies'])} packages"),
    }


def _badge(left: str, right: str) -> str:
    widths = [round(2 * PAD + CELL * len(text)) for text in (left, right)]
    total = sum(widths)
    text = "".join(
        f'<text x="{middle:g}" y="14" textLength="{width - 2 * PAD}">{words}</text>'
        for words, middle, width in (
            (left, widths[0] / 2, widths[0]),
            (right, widths[0] + widths[1] / 2, widths[1]),
        )
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{total}" height="{HEIGHT}" role="img">'
        f"<title>{left}: {right}</title>"
        f'<clipPath id="r"><rect width="{total}" height="{HEIGHT}" rx="3"/></clipPath>'
        f'<g clip-path="url(#r)"><rect width="{total}" height="{HEIGHT}" fill="{GREY}"/>'
        f'<rect x="{widths[0]}" width="{widths[1]}" height="{HEIGHT}" fill="{BLUE}"/></g>'
        f'<g fill="#fff" text-anchor="middle" font-family="{FONT}" font-size="11">{text}</g></svg>\n'
    )
