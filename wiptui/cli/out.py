"""The only module that writes to stdout: data, for people on a terminal and for programs in a pipe.

Text also becomes safe here. Titles and names come from anywhere, so everything that a terminal acts on is replaced,
except what :func:`own` marks. The mark is random, so that no text can contain it.
"""

from __future__ import annotations

import errno
import os
import sys

from wiptui.domain.text import for_file, printable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TextIO

    from wiptui.domain.core.record import Json

BOLD, DIM, PLAIN = "\x1b[1m", "\x1b[2m", "\x1b[0m"
_ASCII = {
    "“": '"', "”": '"', "‘": "'", "’": "'", "…": "...", "·": "-", "–": "-", "—": "-", "→": "->", "▶": ">", "✓": "v",
    "■": "#", "□": ".", "☐": "[ ]", "☑": "[x]",
}  # fmt: skip
"""ASCII replacements of our own signs."""


_OWN = f"\x1b{os.urandom(8).hex()}\x1b"
"""The mark before and after our own text, new in each process."""


def own(text: str) -> str:
    """Mark our own text, or text that the person gave for this very line, to be written unchanged: a style."""
    return f"{_OWN}{text}{_OWN}"


def safe(text: str) -> str:
    """Return the text as a terminal may show it: what is not our own has nothing that acts or hides."""
    if text.isprintable():
        return text
    return "".join(part if place % 2 else printable(part, lines=True) for place, part in enumerate(text.split(_OWN)))


class OutputError(OSError):
    """The output could not be written: the disk is full, or the caller closed the stream."""


class _Guarded:
    """Turns an OSError into an OutputError, except a broken pipe, which only means that the reader is gone."""

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if isinstance(error, OSError) and not isinstance(error, BrokenPipeError | OutputError):
            raise OutputError(*error.args) from None


_guarded = _Guarded()


def _write(text: str) -> None:
    with _guarded:
        _stream().write(text)


def _stream() -> TextIO:
    if sys.stdout is None:
        raise OutputError(errno.EBADF, "Standard output is closed")
    return sys.stdout


def put(line: str = "") -> None:
    """Write one line of data or several."""
    _write(fitting(safe(line), _stream()) + "\n")


def put_text(text: str) -> None:
    """Write a text unchanged, with its own line ends. Raises UnicodeEncodeError if the stream cannot encode it."""
    _write(for_file(text))


def put_bytes(data: bytes) -> None:
    """Write bytes without translation of line ends."""
    buffer = getattr(_stream(), "buffer", None)
    if buffer is None:
        _write(data.decode())
        return
    flush()
    with _guarded:
        buffer.write(data)


def put_json(value: Json) -> None:
    """Write one JSON value."""
    _write(json_text(value, _stream()) + "\n")


def json_text(value: Json, stream: TextIO, indent: int | None = 2) -> str:
    """Return JSON that the stream can encode: letters unchanged on a Unicode stream, else escaped."""
    from wiptui.exchange.json.escape import dumps, dumps_ascii  # lazy: list does without it

    text = dumps(value, indent=indent)
    if text.isascii():
        return text
    try:
        text.encode(getattr(stream, "encoding", None) or "utf-8")
    except UnicodeError:
        return dumps_ascii(value, indent=indent)
    return text


def fitting(text: str, stream: TextIO) -> str:
    """Return the text with our own signs in ASCII if the stream has no others; its error handler handles the rest."""
    if text.isascii():
        return text
    encoding = (getattr(stream, "encoding", None) or "utf-8").lower()
    if encoding.startswith("utf"):
        return text
    out = []
    for ch in text:
        try:
            ch.encode(encoding)
        except UnicodeError:
            ch = _ASCII.get(ch, ch)
        out.append(ch)
    return "".join(out)


def prepare() -> None:
    """Make the streams accept every letter of a title, whatever the locale.

    Descriptors that the caller closed are taken first, so that no file opened later becomes 0, 1 or 2 by accident.
    """
    for place in (0, 1, 2):
        try:
            os.fstat(place)
        except OSError:
            os.open(os.devnull, os.O_RDWR)
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="backslashreplace")


def flush() -> None:
    """Flush the output. Raises OutputError; BrokenPipeError if the reader is gone."""
    if sys.stdout is not None:
        with _guarded:
            sys.stdout.flush()


def hush() -> None:
    """Discard the rest of the buffer after a broken pipe, so that Python does not complain at exit."""
    try:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)
    except (OSError, ValueError, AttributeError):
        pass


def is_terminal() -> bool:
    """Return whether a person looks at stdout."""
    try:
        return sys.stdout is not None and sys.stdout.isatty()
    except ValueError:
        return False


def columns() -> int | None:
    """Return the width in cells from ``COLUMNS`` or the terminal; None for any other pipe, which gets everything."""
    given = os.environ.get("COLUMNS", "")
    if given.isascii() and given.isdigit() and len(given) <= 6 and int(given) > 0:
        return int(given)
    if not is_terminal():
        return None
    try:
        return os.get_terminal_size(sys.stdout.fileno()).columns or 80
    except (OSError, ValueError):
        return 80


def line_width() -> int:
    """Return the width in cells that lines may take: ``columns()``, unlimited in a pipe."""
    return columns() or sys.maxsize


def styled() -> bool:
    """Return whether to use bold and dim: on a terminal, unless NO_COLOR or TERM=dumb says otherwise."""
    return is_terminal() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def bold(text: str) -> str:
    """Return the text in bold if styles are used."""
    return f"{own(BOLD)}{text}{own(PLAIN)}" if text and styled() else text


def dim(text: str) -> str:
    """Return the text dimmed if styles are used."""
    return f"{own(DIM)}{text}{own(PLAIN)}" if text and styled() else text
