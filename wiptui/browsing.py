"""Opening a link in the browser that Python would choose, where that is no surprise.

Over ssh that may be a browser of text (w3m, lynx): it draws on the terminal and takes its keys.
"""

from __future__ import annotations

import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from webbrowser import BaseBrowser

TEXT = frozenset({"www-browser", "links", "links2", "elinks", "lynx", "w3m", "browsh", "carbonyl"})


def open_link(link: str, *, in_terminal: bool) -> bool:
    """Open a link; whether it could be. ``in_terminal``: whether a browser may take the terminal meanwhile."""
    browser = _chosen()
    return browser is not None and (in_terminal or has_window(browser)) and browser.open(link)


def has_window(browser: BaseBrowser) -> bool:
    """Whether a browser opens a window, and leaves the terminal alone."""
    words = str(getattr(browser, "name", "")).split()
    return not words or os.path.basename(words[0]) not in TEXT  # noqa: PTH119 - pathlib is slower to import


def _chosen() -> BaseBrowser | None:
    import webbrowser  # lazy: the board does without it

    try:
        return webbrowser.get()
    except webbrowser.Error:
        return None
