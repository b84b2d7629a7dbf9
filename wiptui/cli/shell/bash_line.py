"""Parse a bash command line up to the cursor, and quote an answer so that bash reads it as plain text.

zsh and fish quote what they insert. bash inserts an answer unchanged, and a project name may come from a synced file:
unquoted, ``$(...)`` in it would run.
"""

from __future__ import annotations

from wiptui.cli.shell.completing_tasks import Answer
from wiptui.domain.core.frozen import dataclass

BREAKS = "=:><|&;("
"""Characters that begin a new word for bash completion, besides spaces and quotes (COMP_WORDBREAKS)."""
PREFIXES = "@"
"""Those that also belong to the new word."""
PLAIN = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+-_./,@%=:")
"""Characters without a special meaning in bash. All other ASCII is quoted."""


@dataclass(frozen=True, slots=True)
class ShellLine:
    """A line as bash reads it; the last word may be incomplete or empty."""

    words: list[str]
    quote: str
    """The open quote at the cursor; empty for none."""
    kept: int
    """How many letters of the last word stay on the line; bash replaces the rest."""


def read(line: str) -> ShellLine:
    """Parse a line up to the cursor."""
    words, word, quote, escaped, begun, kept = [], "", "", False, False, 0
    for ch in line:
        if escaped:
            word, escaped = word + ch, False
        elif ch == "\\" and quote != "'":
            escaped = begun = True
        elif quote:
            word, quote = (word, "") if ch == quote else (word + ch, quote)
        elif ch in "\"'":
            quote, begun, kept = ch, True, len(word)
        elif ch.isspace():
            if begun:
                words.append(word)
            word, begun, kept = "", False, 0
        else:
            kept = len(word) + 1 if ch in BREAKS else len(word) if ch in PREFIXES else kept
            word, begun = word + ch, True
    return ShellLine([*words, word], quote, kept)


def quote_answers(answers: list[Answer], line: str) -> list[Answer]:
    """Return the answers as bash may insert them at the end of ``line``: the part that it replaces, quoted."""
    at = read(line)
    begun = at.words[-1][: at.kept]
    return [
        (quoted(value[len(begun) :], at.quote), about)
        for value, about in answers
        if value.startswith(begun) or not begun
    ]


def quoted(text: str, quote: str = "") -> str:
    """Return the text as it must be typed after an open ``quote`` (none, single or double) to mean itself.

    readline closes the quote, unless the inserted text ends with such a sign; then it is closed here.
    """
    if not quote:
        return "".join(ch if ch in PLAIN or not ch.isascii() else f"\\{ch}" for ch in text)
    made = "".join(_within(quote, ch) for ch in text)
    return made + quote if made.endswith(quote) else made


def _within(quote: str, ch: str) -> str:
    if quote == "'":
        return "'\\''" if ch == "'" else ch
    if ch == "!":  # history expansion would apply and keep a backslash, so it gets quotes of its own
        return "\"'!'\""
    return f"\\{ch}" if ch in '\\"$`' else ch
