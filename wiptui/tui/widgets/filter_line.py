"""The line to type a filter into: a sign, the words, and how many tasks they leave."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widgets import Input, Static

from wiptui.tui.views.styled_text import sanitized

EXAMPLES = "words  +project  @tag  due<fri  age>5"


class FilterBar(Horizontal):
    """Its input's messages rise to the screen, which filters while one types."""

    DEFAULT_CSS = """
    FilterBar {
        height: 1;
        #filter-sign { width: 3; padding: 0 1; color: $accent; text-style: bold; }
        #filter { width: 1fr; height: 1; border: none; padding: 0; background: $surface; }
        #filter-count { width: auto; height: 1; padding: 0 1; color: $text-muted; }
        #filter-count.-wrong { max-width: 65%; color: $text-error; text-style: bold; }
        #filter-count { text-wrap: nowrap; text-overflow: ellipsis; }
    }
    """

    def __init__(self, text: str) -> None:
        super().__init__(id="filter-bar")
        self.text = text

    @property
    def line(self) -> Input:
        return self.query_one(Input)

    def compose(self) -> ComposeResult:
        yield Static("/", id="filter-sign")
        yield Input(self.text, placeholder=EXAMPLES, id="filter", compact=True)
        yield Static("", id="filter-count", markup=False)

    def say(self, count: int, total: int, *, close: bool = False, wrong: str = "") -> None:
        """Show how many open tasks match, of how many; ``close``: they only come close. Or what is ``wrong``."""
        said = self.query_one("#filter-count", Static)
        said.set_class(bool(wrong), "-wrong")
        said.update(f"! {sanitized(wrong)}" if wrong else f"{'close: ' if close else ''}{count} of {total}")


def live(text: str) -> str:
    """The query while its last word is being typed: ``+fa`` finds +fair already."""
    head, _, last = text.rpartition(" ")
    return f'{head} "{last}"' if len(last) > 1 and last[0] in "+@" and '"' not in last else text
