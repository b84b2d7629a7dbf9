"""The contrast of every text on its own ground, as it is on the screen: at least 4.5, as WCAG asks for text."""

from __future__ import annotations

import re
from functools import cache

from board_sample import full_board
from rich.color import Color as RichColor
from rich.color import ColorSystem
from screen_text import CELL_WIDTH
from textual.app import App
from textual.color import Color

from wiptui.tui.app import WiptuiApp
from wiptui.tui.themes import OURS

LEAST, LEAST_IN_256 = 4.5, 4.0
"""As we chose the colours, and as a terminal of 256 colours has to come near them."""
PLACES = {
    "board": "", "selecting": "v v", "filter": "slash", "filtered": "slash + f a i r enter", "backlog": "B",
    "refused key": "r", "quick add": "n", "quick add, typed": "n a space plus b space at", "wait": "w",
    "panel": "h s", "room": "h m", "why": "o", "help": "question_mark", "settings": "comma", "palette": "colon",
    "palette, typed": "colon p a r", "details": "enter", "edit": "e", "focus": "f", "waits": "3", "review": "4",
    "sync": "5", "flow": "2", "archive": "A", "limit": "colon l i m i t enter", "template": "T", "views": "V",
}  # fmt: skip
"""More than twenty screens, by the keys that lead there from the board."""
_RECT = re.compile(r'<rect fill="(#\w+)" x="([\d.]+)" y="([\d.]+)" width="([\d.]+)"')
_FILL = re.compile(r"\.(terminal-[\w-]*r\d+) \{ fill: (#\w+)")
_TEXT = re.compile(r'<text class="(terminal-[\w-]*r\d+)" x="([\d.]+)"[^>]*-line-(\d+)\)"[^>]*>(.*?)</text>')
_DRAWN = re.compile(r"[\s\xa0\u2500-\u259f\u2800-\u28ff]|&#160;")
"""What is drawn, and no text: rules, borders, bars and charts."""
LINE_HEIGHT = 24.4
"""Height of a line in the SVG, in its own units."""
BOXES = ".dialog, #help, #--input, CommandList"
"""What lies over a screen: what is behind it is dimmed, and not there to be read."""


@cache
def luminance(colour: str) -> float:
    """The relative luminance of a colour, as WCAG 2 defines it."""
    parts = (
        value / 12.92 if value <= 0.03928 else ((value + 0.055) / 1.055) ** 2.4
        for value in Color.parse(colour).normalized
    )
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), parts, strict=True))


@cache
def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours, from 1 to 21."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@cache
def in_256(colour: str) -> str:
    """A colour as a terminal of 256 colours is given it."""
    given = RichColor.parse(Color.parse(colour).hex6.lower())
    return given.downgrade(ColorSystem.EIGHT_BIT).get_truecolor().hex


Ratios = list[tuple[float, str]]


def ratios_of(app: App[object]) -> tuple[Ratios, Ratios]:
    """The contrast of each text on the screen of an app, and in 256 colours."""
    svg = app.export_screenshot()
    fills = dict(_FILL.findall(svg))
    grounds: dict[int, list[tuple[float, float, str]]] = {}
    for fill, x, y, width in _RECT.findall(svg):
        grounds.setdefault(round(float(y) / LINE_HEIGHT), []).append((float(x), float(x) + float(width), fill))
    boxes = [found.region for found in app.screen.query(BOXES)] or [app.screen.region]
    ratios: Ratios = []
    in_few: Ratios = []
    for name, x, line, text in _TEXT.findall(svg):
        at = round(float(x) / CELL_WIDTH), int(line)
        if _DRAWN.sub("", text) and any(box.contains(*at) for box in boxes):
            under = [fill for start, end, fill in grounds.get(int(line), []) if start - 1 <= float(x) < end - 1]
            pair = fills[name], under[-1] if under else app.screen.styles.background.hex
            ratios.append((contrast(*pair), text))
            in_few.append((contrast(*map(in_256, pair)), text))
    return ratios, in_few


async def test_every_text_can_be_read_on_its_ground() -> None:
    poor, least = {}, dict.fromkeys((theme.name for theme in OURS), 21.0)
    for place, way in PLACES.items():
        app = WiptuiApp(full_board().service)
        async with app.run_test(size=(100, 30), notifications=True) as pilot:
            await pilot.press(*way.split())
            for theme in least:
                app.theme = theme
                await pilot.pause()
                ratios, in_few = ratios_of(app)
                least[theme] = min(least[theme], min(ratios)[0])
                if min(ratios)[0] < LEAST or min(in_few)[0] < LEAST_IN_256:
                    poor[theme, place] = min(ratios), min(in_few)
    print(f"The lowest contrasts are {least}")
    assert not poor
