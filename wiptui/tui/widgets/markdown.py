"""A note in Markdown as lines of text: headings, lists, quotes, code, emphasis, links. Nothing is run or fetched."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from wiptui.tui.views.styled_text import (
    ACCENT,
    BLANK,
    FAINT,
    MUTED,
    StyledText,
    over,
    plain,
    sanitized,
    styled,
    wrap_line,
)

if TYPE_CHECKING:
    from markdown_it.token import Token

INLINE = {"strong": "bold", "em": "italic", "s": "strike", "link": "underline"}
LONGEST = 20_000
"""Characters that are read as Markdown; a longer note is shown as it is."""
SHOWN = 60_000
"""Characters that are shown; a note of a megabyte would have to be laid out whole for the lines on the screen."""


@lru_cache(maxsize=16)
def markdown_lines(text: str, width: int) -> tuple[StyledText, ...]:
    """The note in lines of ``width`` cells."""
    if len(text) > SHOWN:
        end = max(text.rfind("\n", 0, SHOWN), SHOWN // 2)
        words = f"The note goes on: {len(text) - end:,} more characters, which wiptui show and your editor have."
        return (*markdown_lines(text[:end], width), *wrap_line(styled((words, MUTED)), width))
    if len(text) > LONGEST:
        return tuple(line for row in text.split("\n") for line in _wrapped(styled(sanitized(row)), "", "", width))
    from markdown_it import MarkdownIt  # lazy: needed seldom

    tokens = MarkdownIt("commonmark").enable("strikethrough").parse(text)
    return tuple(_Writer(width).write(tokens))


class _Writer:
    """Goes through the blocks and knows what is before each line: bullets, numbers, the bar of a quote."""

    def __init__(self, width: int) -> None:
        self.width = max(width, 8)
        self.lines: list[StyledText] = []
        self.before: list[str] = []
        self.marker = ""
        self.lists: list[int | None] = []
        self.style = ""

    def write(self, tokens: Sequence[Token]) -> list[StyledText]:
        for token in tokens:
            self._block(token)
        return self.lines

    def _block(self, token: Token) -> None:
        match token.type:
            case "heading_open":
                self._gap()
                self.style = "bold"
            case "heading_close":
                self.style = ""
            case "paragraph_open" if not token.hidden and not self.marker:
                self._gap()
            case "bullet_list_open" | "ordered_list_open":
                if not self.lists:
                    self._gap()
                start = token.attrGet("start")
                self.lists.append(None if token.type.startswith("bullet") else int(start or 1))
            case "bullet_list_close" | "ordered_list_close":
                self.lists.pop()
            case "list_item_open":
                number = self.lists[-1]
                self.marker = "• " if number is None else f"{number}. "
                if number is not None:
                    self.lists[-1] = number + 1
                self.before.append(" " * len(self.marker))
            case "list_item_close":
                if self.marker:  # an item with nothing in it
                    self._put(BLANK)
                self.before.pop()
            case "blockquote_open":
                self._gap()
                self.before.append("│ ")
            case "blockquote_close":
                self.before.pop()
            case "fence" | "code_block" | "html_block":
                self._gap()
                for line in token.content.rstrip("\n").split("\n"):
                    self._put(styled(("  " + sanitized(line), MUTED)))
            case "hr":
                self._gap()
                self._put(styled(("─" * min(self.width, 20), FAINT)))
            case "inline":
                for content in _inline(token.children or ()):
                    self._put(over(content, self.style) if self.style else content)

    def _gap(self) -> None:
        """A blank line between two blocks, but none below the marker of a list or a quote."""
        if self.lines and not self.marker and plain(self.lines[-1]).strip():
            self.lines.append(styled(("".join(self.before).rstrip(), FAINT)))

    def _put(self, line: StyledText) -> None:
        rest = "".join(self.before)
        first = rest[: len(rest) - len(self.marker)] + self.marker if self.marker else rest
        self.marker = ""
        self.lines += _wrapped(line, first, rest, self.width)


def _wrapped(line: StyledText, first: str, rest: str, width: int) -> list[StyledText]:
    parts = wrap_line(line, max(width - len(rest), 8))
    return [styled((first if place == 0 else rest, FAINT)) + part for place, part in enumerate(parts)]


def _inline(children: Sequence[Token]) -> Iterator[StyledText]:
    """The lines of a paragraph, as they were typed."""
    parts: list[tuple[str, str]] = []
    styles: list[str] = []
    for token in children:
        name, _, turn = token.type.rpartition("_")
        if token.type in ("softbreak", "hardbreak"):
            yield styled(*parts)
            parts = []
        elif turn == "open" and name in INLINE:
            styles.append(INLINE[name])
        elif turn == "close" and name in INLINE:
            styles.pop()
        elif token.type == "code_inline":
            parts.append((sanitized(token.content), ACCENT))
        elif token.content:
            parts.append((sanitized(token.content), " ".join(styles)))
    yield styled(*parts)
