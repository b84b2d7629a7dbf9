"""What an import reads: the bytes of a file or of stdin, the text in them, and where they came from."""

from __future__ import annotations

import sys

from wiptui.domain.errors import WiptuiError
from wiptui.domain.text import printable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pathlib import Path


class BringError(WiptuiError):
    """The file cannot be imported; nothing was changed."""

    code = "import"


class Misuse(WiptuiError):
    """An option that makes no sense with this format or with this value."""

    code = "usage"
    exit_code = 2


class Source:
    """One file to be read, ``-`` for stdin; opened when its content is asked for, and read once."""

    def __init__(self, name: str) -> None:
        self.name = name

    @property
    def is_stdin(self) -> bool:
        return self.name == "-"

    @property
    def path(self) -> Path:
        """The file or folder. Raises BringError for stdin."""
        from pathlib import Path

        if self.is_stdin:
            raise BringError("This format is no stream: give the file itself.")
        return Path(self.name).expanduser()

    def bytes(self) -> bytes:
        """All bytes. Raises BringError for a file that cannot be read."""
        if self.is_stdin:
            if sys.stdin is None:
                raise BringError("There is no input to read.")
            buffer = getattr(sys.stdin, "buffer", None)
            data: bytes = sys.stdin.read().encode() if buffer is None else buffer.read()
            return data
        try:
            return self.path.read_bytes()
        except (OSError, ValueError) as error:
            raise unreadable(self.name, error) from None

    def text(self) -> str:
        """All text, without a byte order mark. Raises BringError, or UsageError for bytes that are no text."""
        return self.raw_text().removeprefix("\ufeff")

    def raw_text(self) -> str:
        """All text as it is in the file."""
        from wiptui.exchange.todotxt import decode

        return decode(self.bytes())


def unreadable(name: str, error: Exception) -> BringError:
    """The one sentence for a file that cannot be opened."""
    words = getattr(error, "strerror", None) or str(error)
    return BringError(f"{printable(name)} cannot be read: {words}.")
