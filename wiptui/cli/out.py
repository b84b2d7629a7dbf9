"""The one module that writes to stdout: data, for people on a terminal and for programs behind a pipe.

It is also the boundary where text becomes safe to show. Titles and names come from anywhere, so in every line all that
a terminal acts on is replaced, except what stands in :func:`own`: it is set apart by a mark that no text can foresee.
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
"""What stands for our own signs on a terminal that has only ASCII."""


_OWN = f"\x1b{os.urandom(8).hex()}\x1b"
"""Stands before and behind what is our own, anew in each process."""


def own(text: str) -> str:
    """Text of wiptui's own, or that the person gave for this very line, which is written as it is: a style."""
    return f"{_OWN}{text}{_OWN}"


def safe(text: str) -> str:
    """The text as a terminal may show it: what is not our own with nothing that acts or hides."""
    if text.isprintable():
        return text
    return "".join(part if place % 2 else printable(part, lines=True) for place, part in enumerate(text.split(_OWN)))


class OutputError(OSError):
    """What was to be printed could not be: the disk behind it is full, or the caller closed it."""


class _Guarded:
    """Turns an OSError into an OutputError; a broken pipe stays what it is: nobody reads any more."""

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
    """Write one line of data, or several."""
    _write(fitting(safe(line), _stream()) + "\n")


def put_text(text: str) -> None:
    """Write a text whole, with its own line ends. Raises UnicodeEncodeError where the stream cannot."""
    _write(for_file(text))


def put_bytes(data: bytes) -> None:
    """Write bytes past any translation of line ends."""
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
    """JSON that the stream can hold: letters as they are where it speaks Unicode, else escaped."""
    from wiptui.exchange.json.escape import dumps

    text = dumps(value, indent=indent)
    if text.isascii():
        return text
    try:
        text.encode(getattr(stream, "encoding", None) or "utf-8")
    except UnicodeError:
        import json

        return json.dumps(value, indent=indent).replace("\x7f", "\\u007f")
    return text


def fitting(text: str, stream: TextIO) -> str:
    """The text with our own signs in ASCII where the stream has no others; what is left is for its error handler."""
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
    """No letter of a title can make the program fail, whatever the locale of the terminal.

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
    """Bring out what was written. Raises OutputError; BrokenPipeError when nobody reads any more."""
    if sys.stdout is not None:
        with _guarded:
            sys.stdout.flush()


def hush() -> None:
    """After a broken pipe: whatever is still in the buffer goes nowhere, and Python does not complain at its exit."""
    try:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)
    except (OSError, ValueError, AttributeError):
        pass


def is_terminal() -> bool:
    """Whether a person looks at stdout."""
    try:
        return sys.stdout is not None and sys.stdout.isatty()
    except ValueError:
        return False


def columns() -> int | None:
    """The width in cells that ``COLUMNS`` asks for or the terminal has; None for any other pipe, which gets all."""
    given = os.environ.get("COLUMNS", "")
    if given.isascii() and given.isdigit() and len(given) <= 6 and int(given) > 0:
        return int(given)
    if not is_terminal():
        return None
    try:
        return os.get_terminal_size(sys.stdout.fileno()).columns or 80
    except (OSError, ValueError):
        return 80


def room() -> int:
    """The width in cells that lines may take: that of ``columns``, and no bound in a pipe."""
    return columns() or sys.maxsize


def styled() -> bool:
    """Whether weight may be used: on a terminal, unless NO_COLOR or TERM=dumb says otherwise."""
    return is_terminal() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def bold(text: str) -> str:
    """The text in bold where that is wanted."""
    return f"{own(BOLD)}{text}{own(PLAIN)}" if text and styled() else text


def dim(text: str) -> str:
    """The text in faint where that is wanted."""
    return f"{own(DIM)}{text}{own(PLAIN)}" if text and styled() else text
