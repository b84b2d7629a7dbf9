"""Make text from outside safe: a title that was pasted, piped, synced or edited by hand. Make text fit.

What moves a terminal's cursor, hides text or changes its direction is removed. Everything else stays as typed: emoji
with their joiners, markup such as ``[bold]``, any script, runs of spaces.

``clean_*`` and ``one_line`` are for text on its way in. On the way out each channel has one boundary, so that nothing
above it has to remember: stdout (``cli/out.py``) and stderr (``cli/err.py``) use :func:`printable`, screens
(``tui/terminal/boundary.py``) use :func:`drawable`, files (``cli/exchange/exporting.py``) use :func:`for_file`, and
JSON (``exchange/json/escape.py``) escapes what :func:`is_unsafe` names.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from wiptui.domain.core.errors import UsageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from datetime import date

    Measure = Callable[[str], int]

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
SHORT_WEEKDAYS = tuple(day[:3] for day in WEEKDAYS)

TITLE_MAX = 10_000
"""The longest title, in characters. A longer one is refused and never cut silently."""

REPLACEMENT = "\ufffd"
ESCAPE = "\x1b"
# What ends a line for str.splitlines() or a terminal, and the tab: each becomes a space in a title.
BREAKS = frozenset("\t\n\v\f\r\x1c\x1d\x1e\x1f\x85\u2028\u2029")
# Characters that no script needs and that hide text or reorder the text around them: soft hyphen, zero-width
# space, bidi embeddings, overrides and isolates, invisible operators, deprecated shapes, annotations, BOM.
# Direction marks, joiners (emoji, Persian) and tag letters (flags) are harmless and stay.
HIDDEN = frozenset(
    "\xad\u180e\u200b\u202a\u202b\u202c\u202d\u202e\u2060\u2061\u2062\u2063\u2064\u2065\u2066\u2067\u2068\u2069"
    "\u206a\u206b\u206c\u206d\u206e\u206f\ufeff\ufff9\ufffa\ufffb"
)
# The one-character forms of ESC and a letter that begin a sequence.
_C1 = {"\x90": "P", "\x98": "X", "\x9b": "[", "\x9d": "]", "\x9e": "^", "\x9f": "_"}


def clean_title(raw: str) -> str:
    """Return one safe line. Raises UsageError if nothing visible is left, or for more than TITLE_MAX characters."""
    title = one_line(raw)
    if not is_visible(title):
        raise UsageError("A title needs at least one visible character.")
    if len(title) > TITLE_MAX:
        raise UsageError(f"The title has {len(title):,} characters; at most {TITLE_MAX:,} are kept.")
    return title


def clean_text(raw: str) -> str:
    r"""Return safe text of several lines: line ends become ``\n``, tabs four spaces, and blank lines at the ends go."""
    raw = _from_bytes(raw)
    for end in ("\r\n", "\r", "\x85", "\u2028", "\u2029"):
        raw = raw.replace(end, "\n")
    lines = [_safe(line.replace("\t", "    "), "").rstrip() for line in _without_escapes(raw).split("\n")]
    return "\n".join(lines).strip("\n")


def one_line(raw: str) -> str:
    """Return safe text in one line, perhaps empty: white space with a line end or a tab in it becomes one space."""
    if raw.isprintable():
        return raw.strip()
    return _safe(_folded(_without_escapes(_from_bytes(raw))), "").strip()


def printable(text: str, *, lines: bool = False) -> str:
    """Return the text as a terminal may show it, with nothing hidden: ``␛`` for an escape, U+FFFD for other unsafe
    characters.

    For data that came by sync or by hand. Line ends and tabs become spaces; with ``lines`` line ends stay.
    """
    if text.isprintable():
        return text
    if lines:
        return "\n".join(printable(line) for line in text.split("\n"))
    text = _without_stray_tags(text, REPLACEMENT)
    return _safe("".join(" " if ch in BREAKS else "␛" if ch == ESCAPE else ch for ch in text), REPLACEMENT)


def drawable(text: str) -> str:
    """Return the text without control effects, as wide as screens measure it.

    Unsafe characters without a cell go, others become U+FFFD.
    """
    if text.isprintable():
        return text
    text = _without_stray_tags(text, "")
    return "".join(ch if not is_unsafe(ch) else REPLACEMENT if _takes_a_cell(ch) else "" for ch in text)


def for_file(text: str) -> str:
    """Return the text of a file for other programs: like :func:`printable`, but line ends, tabs and a byte order mark
    stay.
    """
    if text.isprintable():
        return text
    mark, text = (text[0], text[1:]) if text.startswith("\ufeff") else ("", text)
    *lines, last = text.split("\n")
    made = ["\t".join(map(printable, line.removesuffix("\r").split("\t"))) for line in (*lines, last)]
    ends = ["\r\n" if line.endswith("\r") else "\n" for line in lines]
    return mark + "".join(
        line + end for line, end in zip(made, [*ends, " " if last.endswith("\r") else ""], strict=True)
    )


def is_unsafe(ch: str) -> bool:
    """Return whether a terminal acts on the character, it hides or reorders the text around it, or no file can hold
    it.
    """
    return ch < " " or "\x7f" <= ch <= "\x9f" or "\ud800" <= ch <= "\udfff" or ch in HIDDEN or ch in "\u2028\u2029"


def _takes_a_cell(ch: str) -> bool:
    """Return whether a screen gives an unsafe character a cell: the soft hyphen and half a surrogate pair do."""
    return ch == "\xad" or "\ud800" <= ch <= "\udfff"


def is_visible(text: str) -> bool:
    """Return whether a person would see anything of it."""
    return any(not ch.isspace() and (ch.isprintable() or ch > "\u2fff") and not _is_mark(ch) for ch in text)


def has_stray_bytes(text: str) -> bool:
    """Return whether it holds bytes that are not UTF-8, as Python passes them from a command line."""
    return any("\ud800" <= ch <= "\udfff" for ch in _from_bytes(text))


def _from_bytes(text: str) -> str:
    """Decode bytes that Python passes on undecoded under an ASCII locale: they are UTF-8 nevertheless."""
    if text.isascii():
        return text
    try:
        return text.encode("utf-8", "surrogateescape").decode()
    except UnicodeError:
        return text


def _is_mark(ch: str) -> bool:
    """Return whether the character alone is invisible: variation selectors, tag letters, fillers."""
    return "\ufe00" <= ch <= "\ufe0f" or "\U000e0000" <= ch <= "\U000e0fff" or ch in "\u115f\u1160\u3164\uffa0"


def _without_stray_tags(text: str, instead: str) -> str:
    """Remove tag letters, except after a black flag, where they name a region. Elsewhere they are hidden text."""
    if not any("\U000e0000" <= ch <= "\U000e007f" for ch in text):
        return text
    out: list[str] = []
    flag = False
    for ch in text:
        tag = "\U000e0000" <= ch <= "\U000e007f"
        out.append(instead if tag and not flag else ch)
        flag = ch == "\U0001f3f4" or (tag and flag and ch != "\U000e007f")
    return "".join(out)


def _safe(text: str, instead: str) -> str:
    """Return the text without control and hidden characters.

    A lone surrogate, which no file can hold, becomes U+FFFD.
    """
    if text.isprintable():
        return text
    return "".join(ch if ch.isprintable() else _mapped(ch, instead) for ch in text)


def _mapped(ch: str, instead: str) -> str:
    if "\ud800" <= ch <= "\udfff":
        return REPLACEMENT
    return instead if is_unsafe(ch) else ch  # joiners, private use (icons), and emoji newer than this Python's tables


def _folded(text: str) -> str:
    """Replace each run of white space that holds a line end or a tab by one space; runs of plain spaces stay."""
    out: list[str] = []
    run = ""
    for ch in text:
        if ch.isspace() or ch in BREAKS:
            run += ch
            continue
        if run:
            out.append(" " if any(space in BREAKS for space in run) else run)
            run = ""
        out.append(ch)
    return "".join(out)


def _without_escapes(text: str) -> str:
    """Remove terminal sequences: colours, cursor moves, titles, links. A broken sequence loses only its ESC."""
    if ESCAPE not in text and not any(ch in _C1 for ch in text):
        return text
    out: list[str] = []
    at = 0
    while at < len(text):
        end = _sequence_end(text, at)
        if end == at:
            out.append(text[at])
            end += 1
        at = end
    return "".join(out)


def _sequence_end(text: str, at: int) -> int:
    """Return the end of the sequence that begins at ``at``, or ``at`` if none begins there."""
    first = text[at]
    if first == ESCAPE:
        kind, start = text[at + 1 : at + 2], at + 2
    elif first in _C1:
        kind, start = _C1[first], at + 1
    else:
        return at
    if kind == "[":
        return _csi_end(text, start) or at + 1
    if kind and kind in "]PX^_":
        return _string_end(text, start) or at + 1
    if kind == "(" and text[start : start + 1] in ("B", "0"):
        return start + 1  # the character set, as in the reset that tput prints
    return at + 1


def _csi_end(text: str, start: int) -> int:
    """Return the index after the final byte of ``CSI params final``; 0 if the sequence is incomplete."""
    end = start
    while end < len(text) and " " <= text[end] <= "?":
        end += 1
    return end + 1 if end < len(text) and "@" <= text[end] <= "~" else 0


def _string_end(text: str, start: int) -> int:
    """Return the index after the BEL or ST that closes an OSC, DCS, SOS, PM or APC string; 0 if none does."""
    for end in range(start, len(text)):
        if text[end] in "\x07\x9c":
            return end + 1
        if text[end] == ESCAPE:
            return end + 2 if text[end + 1 : end + 2] == "\\" else 0
        if text[end] == "\n" or text[end] in _C1:
            break
    return 0


# --- how wide a text is, and how it is made to fit


def width(text: str) -> int:
    """How many cells of a terminal a text takes."""
    return len(text) if text.isascii() else sum(map(_cells, text))


def clip(text: str, cells: int, measure: Measure = width) -> str:
    """The text in at most ``cells`` cells, with … for what is missing; a wide character is never halved.

    ``measure`` tells how wide a text is: the board asks Textual, so that both agree.
    """
    if measure(text) <= cells:
        return text
    return text[: _fitting(text, cells - 1, measure)].rstrip() + "…" if cells > 0 else ""


def clip_start(text: str, cells: int, measure: Measure = width) -> str:
    """As :func:`clip`, but the end stays in sight: of a path, the name."""
    if measure(text) <= cells:
        return text
    while text and measure(text) > cells - 1:
        text = text[1:]
    return "…" + text


def pad(text: str, cells: int, measure: Measure = width) -> str:
    """The text followed by spaces up to ``cells`` cells."""
    return text + " " * (cells - measure(text))


def wrap(
    text: str,
    cells: int,
    *,
    first: int | None = None,
    hang: int = 0,
    lines: int = 0,
    links: bool = False,
    measure: Measure = width,
) -> list[str]:
    """The text in lines of ``cells`` cells, the first of ``first``, the others indented by ``hang``.

    With ``lines`` there are at most so many, and the last is clipped.
    """
    first, room = cells if first is None else first, max(cells - hang, 8) if hang else cells
    if measure(text) <= first:
        return [text]
    starts = [0]
    for start in line_breaks(text, first, room, measure, links=links):
        if len(starts) == lines:
            break
        starts.append(start)
    parts = [text[start:end].rstrip() for start, end in zip(starts, [*starts[1:], None], strict=True)]
    if len(parts) == lines:
        parts[-1] = clip(parts[-1], first if lines == 1 else room, measure)
    return [parts[0], *(" " * hang + part for part in parts[1:])]


def line_breaks(text: str, first: int, cells: int, measure: Measure = width, *, links: bool = False) -> Iterator[int]:
    """Where the lines after the first begin, in a first line of ``first`` cells and others of ``cells``.

    A line begins with a word. A word longer than a line is broken, but not a link where ``links`` are kept whole.
    """
    if measure(text) <= first:
        return
    room, used = first, 0
    for start, word, blanks in _words(text):
        size = measure(word)
        if used and used + size > room:
            yield start
            room, used = cells, 0
        while size > room and len(word) > 1 and not (links and "://" in word):
            head = max(_fitting(word, room, measure), 1)
            start, word = start + head, word[head:]
            yield start
            room, size = cells, measure(word)
        used += size + blanks


def _words(text: str) -> Iterator[tuple[int, str, int]]:
    """Each word with the place where it begins and the number of blanks after it; the first with those before it."""
    start, end = 0, len(text) - len(text.lstrip(" "))
    while start < len(text):
        end = text.find(" ", end)
        end = end if end >= 0 else len(text)
        after = end
        while after < len(text) and text[after] == " ":
            after += 1
        yield start, text[start:end], after - end
        start = end = after


def _fitting(text: str, cells: int, measure: Measure) -> int:
    """How many of a text's first characters go into ``cells`` cells."""
    for place, ch in enumerate(text):
        cells -= measure(ch)
        if cells < 0:
            return place
    return len(text)


def _cells(ch: str) -> int:
    if ch < "\u0300" or "\u2010" <= ch <= "\u2027":  # the quotes of our own sentences need no table
        return 1
    from unicodedata import category, east_asian_width  # only for what needs the table

    if category(ch) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if east_asian_width(ch) in "WF" else 1


# --- words


def counted(count: int, noun: str, plural: str = "") -> str:
    """A count with its noun: ``1 task``, ``3 tasks``, ``2 switches``, ``1,104 tasks``."""
    many = plural or noun + ("es" if noun.endswith(("ch", "sh", "s", "x")) else "s")
    return f"{count:,} {noun if count == 1 else many}"


def close_matches(word: str, words: Iterable[str], most: int = 1, cutoff: float = 0.6) -> list[str]:
    """The words most like ``word``, the best first: what somebody may have meant."""
    from difflib import get_close_matches  # lazy: seldom needed, and slow to import

    return get_close_matches(word, list(words), most, cutoff)


def age_words(days: int, unit: str = " d") -> str:
    """Age of a started task, whose first day is day 1: ``today`` on that day, then ``9 d``."""
    return "today" if days <= 1 else f"{days}{unit}"


def clock(seconds: float) -> str:
    """Focus time as hours and minutes: ``0:42``. One that would be negative (a clock set back) is ``0:00``."""
    minutes = max(int(seconds), 0) // 60
    return f"{minutes // 60}:{minutes % 60:02d}"


def weekday(day: date) -> str:
    """The weekday of a date, short: ``Mon``."""
    return WEEKDAYS[day.weekday()][:3].title()
