"""One SVG that plays several pictures of the board, one after the other, as GitHub shows it: with CSS and no script.

What two pictures have in common is in the file once. A viewer that plays nothing, and a person who asked for reduced
motion, see one picture that stands still.
"""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

T = TypeVar("T")
CAPTION_ROOM = 44
"""Height of the strip below the terminal in which the pressed key is named, in pixels."""
PAGE, WORDS, KEY = "#292929", "#c5c8c6", "#86b3d1"
FONT = "Fira Code, ui-monospace, SFMono-Regular, Menlo, Consolas, DejaVu Sans Mono, monospace"

STYLE = re.compile(r"\.[\w-]+-(r\d+) \{ ([^}]*) \}")
RECT = re.compile(r'<rect fill="([^"]+)" x="([^"]+)" y="([^"]+)" width="([^"]+)" height="([^"]+)" shape')
TEXT = re.compile(r'<text class="[\w-]+-(r\d+)" x="([^"]+)" y="([^"]+)" textLength="([^"]+)"[^>]*>([^<]*)</text>')
SIZE = re.compile(r'viewBox="0 0 ([\d.]+) ([\d.]+)"')


@dataclass(frozen=True, slots=True)
class Frame:
    """A picture as Textual exports it, the key that led to it, what happened, and for how many seconds it is shown."""

    svg: str
    key: str
    words: str
    seconds: float


@dataclass(frozen=True, slots=True)
class _Rect:
    y: float
    x: float
    width: float
    height: float
    fill: str

    def drawn(self) -> str:
        box = f'x="{self.x:g}" y="{self.y:g}" width="{self.width:g}" height="{self.height:g}"'
        return f'<rect fill="{self.fill}" {box} shape-rendering="crispEdges"/>'


@dataclass(frozen=True, slots=True)
class _Text:
    y: float
    x: float
    length: str
    style: str
    text: str

    def drawn(self, names: dict[str, str]) -> str:
        place = f'x="{self.x:g}" y="{self.y:g}" textLength="{self.length}"'
        return f'<text class="{names[self.style]}" {place}>{self.text}</text>'


def moving(frames: Sequence[Frame], still: int) -> str:
    """Return the SVG that plays these frames in a circle; ``still`` is the one that a viewer without motion shows."""
    size = SIZE.search(frames[0].svg)
    assert size is not None
    width, height = float(size[1]), float(size[2])
    rects: dict[_Rect, set[int]] = {}
    texts: dict[_Text, set[int]] = {}
    for place, frame in enumerate(frames):
        for rect in _rects(frame.svg):
            rects.setdefault(rect, set()).add(place)
        for text in _texts(frame.svg):
            texts.setdefault(text, set()).add(place)
    names = {style: f"s{number}" for number, style in enumerate(sorted({text.style for text in texts}))}
    shown = [frozenset(at) for at in (*rects.values(), *texts.values())]
    shown += [frozenset({place}) for place in range(len(frames))]
    groups = {at: f"f{number}" for number, at in enumerate(sorted(set(shown), key=sorted))}
    inside = _grouped({rect: rect.drawn() for rect in rects}, rects, groups, len(frames))
    inside += _grouped({text: text.drawn(names) for text in texts}, texts, groups, len(frames))
    captions = []
    for place, frame in enumerate(frames):
        name = groups[frozenset({place})]
        captions.append(f'<text class="caption {name}" x="{width / 2:g}" y="{height + 22:g}">{_caption(frame)}</text>')
    return "\n".join(
        [
            f'<svg viewBox="0 0 {width:g} {height + CAPTION_ROOM:g}" xmlns="http://www.w3.org/2000/svg">',
            f"<title>{html.escape(' '.join(frame.words for frame in frames))}</title>",
            f"<style>\n{_css(frames, groups, names, still)}\n</style>",
            f'<rect fill="{PAGE}" x="1" y="1" width="{width - 2:g}" height="{height + CAPTION_ROOM - 2:g}" rx="8"/>',
            '<circle cx="26" cy="22" r="7" fill="#ff5f57"/><circle cx="48" cy="22" r="7" fill="#febc2e"/>'
            '<circle cx="70" cy="22" r="7" fill="#28c840"/>',
            '<g class="terminal" transform="translate(9, 41)">',
            *inside,
            "</g>",
            *captions,
            "</svg>\n",
        ]
    )


def _rects(svg: str) -> list[_Rect]:
    """The grounds of the cells; neighbours of one colour in one."""
    found: list[_Rect] = []
    for fill, x, y, width, height in RECT.findall(svg):
        rect = _Rect(float(y), float(x), float(width), float(height), fill)
        last = found[-1] if found else None
        if last and (last.fill, last.y) == (rect.fill, rect.y) and abs(last.x + last.width - rect.x) < 0.1:
            found[-1] = _Rect(last.y, last.x, round(last.width + rect.width, 1), last.height, last.fill)
        else:
            found.append(rect)
    return found


def _texts(svg: str) -> list[_Text]:
    styles = dict(STYLE.findall(svg))
    return [
        _Text(float(y), float(x), length, styles[name], text)
        for name, x, y, length, text in TEXT.findall(svg)
        if text.strip()
    ]


def _caption(frame: Frame) -> str:
    key = f'<tspan class="key">{html.escape(frame.key)}</tspan>&#160;&#160;' if frame.key else ""
    return key + html.escape(frame.words)


def _grouped(
    drawn: dict[T, str], shown: dict[T, set[int]], groups: dict[frozenset[int], str], frames: int
) -> list[str]:
    """The elements, those of the same frames in one group; what every frame has needs none."""
    found: list[str] = []
    for at, name in groups.items():
        same = "".join(drawn[thing] for thing, places in shown.items() if places == at)
        if same:
            found.append(same if len(at) == frames else f'<g class="{name}">{same}</g>')
    return found


def _css(frames: Sequence[Frame], groups: dict[frozenset[int], str], names: dict[str, str], still: int) -> str:
    """The rules: the fonts and colours, and in which part of the circle each group is seen."""
    total = sum(frame.seconds for frame in frames)
    starts = [sum(frame.seconds for frame in frames[:place]) * 100 / total for place in range(len(frames))]
    moves = [(at, name) for at, name in groups.items() if len(at) < len(frames)]
    lines = [
        f".terminal {{ font-family: {FONT}; font-size: 20px }}",
        f".caption {{ font-family: {FONT}; font-size: 20px; fill: {WORDS}; text-anchor: middle }}",
        f".key {{ fill: {KEY}; font-weight: bold }}",
        *(f".{name} {{ {style} }}" for style, name in names.items()),
        f"{', '.join('.' + name for _, name in moves)} "
        f"{{ visibility: hidden; animation: {total:g}s step-end infinite }}",
        f"{', '.join('.' + name for at, name in moves if still in at)} {{ visibility: visible }}",
        *(f".{name} {{ animation-name: {name} }} {_keyframes(at, name, starts)}" for at, name in moves),
        f"@media (prefers-reduced-motion: reduce) {{ {', '.join('.' + name for _, name in moves)} "
        "{ animation: none } }",
    ]
    return "\n".join(lines)


def _keyframes(at: frozenset[int], name: str, starts: Sequence[float]) -> str:
    steps, before = [], None
    for place, start in enumerate(starts):
        seen = "visible" if place in at else "hidden"
        if seen != before:
            steps.append(f"{start:g}% {{ visibility: {seen} }}")
        before = seen
    return f"@keyframes {name} {{ {' '.join(steps)} }}"
