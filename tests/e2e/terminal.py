"""A program in a pseudo-terminal, and the screen that a person would see: standard library and pyte."""

from __future__ import annotations

import os
import re
import select
import signal
import struct
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from types import TracebackType

import pyte

PATIENCE = 30.0
"""Seconds to wait for what must come; a slow machine only makes the test slow."""

# Sequences that draw nothing and that pyte would print in part: queries, keyboard modes, strings, cursor shapes.
SILENT = re.compile(
    rb"\x1b\[\??[0-9;]*\$[a-z]|\x1b\[[<>=][0-9;:]*[a-zA-Z]|\x1b\[\?[0-9;]*[urs]"
    rb"|\x1b\[[>?][0-9;]*m|\x1b\[[0-9;]* q|\x1b\[[0-9;]*t|\x1b[P_^X][^\x1b]*\x1b\\|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)"
)
UNFINISHED = re.compile(rb"\x1b(?:\[[0-?]*[ -/]*|[\]P_^X][^\x07\x1b]*\x1b?|[ -/]*)?\Z")

MODES = re.compile(rb"\x1b\[\?([0-9;]+)([hl])")
ON_AT_FIRST = {7, 25}
"""The modes that a terminal starts with: long lines wrap, and the cursor is seen."""


class Terminal:
    """Use it in ``with``: what was started is ended, and its processes with it."""

    def __init__(
        self, argv: Sequence[str], columns: int = 80, rows: int = 24, environment: Mapping[str, str] | None = None
    ) -> None:
        import pty

        self.screen = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self.screen)
        self._rest = b""
        self._master, slave = pty.openpty()
        self._size(slave, columns, rows)
        self.process = subprocess.Popen(
            list(argv),
            stdin=slave,
            stdout=slave,
            stderr=slave,
            env={**(os.environ if environment is None else environment), "TERM": "xterm-256color"},
            start_new_session=True,
            close_fds=True,
        )
        os.close(slave)

    def __enter__(self) -> Terminal:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is not None:
            sys.stderr.write(f"The screen at the end:\n{self.text}\n")
        self.kill()
        os.close(self._master)

    # --- what is seen

    @property
    def lines(self) -> list[str]:
        rows = (self.screen.buffer[row] for row in range(self.screen.lines))  # display fails at half a wide character
        return ["".join(row[column].data for column in range(self.screen.columns)).rstrip() for row in rows]

    @property
    def text(self) -> str:
        return "\n".join(self.lines)

    def until(self, wanted: str | Callable[[str], bool], patience: float = PATIENCE) -> str:
        """Wait until the screen shows ``wanted`` (a regular expression, or a test of the text), and return the text."""
        shows = wanted if callable(wanted) else lambda text: re.search(wanted, text) is not None
        deadline = time.monotonic() + patience
        while not shows(self.text):
            left = deadline - time.monotonic()
            assert left > 0, f"{patience:.0f} s went by without {wanted!r} on the screen"
            alive = self._read(min(left, 0.25))
            if not alive:  # the terminal is closed a little before the program is gone
                self.ended()
            assert alive or shows(self.text), f"the program ended without {wanted!r} on the screen"
        return self.text

    def quiet(self, span: float = 0.15) -> str:
        """Take in what is being painted, until nothing has come for ``span`` seconds; return the text."""
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline and select.select([self._master], [], [], span)[0]:
            if not self._read(0):
                break
        return self.text

    # --- what is done

    def press(self, keys: str) -> None:
        """Type."""
        os.write(self._master, keys.encode())

    def resize(self, columns: int, rows: int) -> None:
        """Another size of the window."""
        self.screen.resize(rows, columns)
        self._size(self._master, columns, rows)
        os.killpg(self.process.pid, signal.SIGWINCH)

    def kill(self) -> None:
        """``kill -9``, to everything that was started here."""
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(PATIENCE)

    def ended(self) -> int:
        """Wait for the program to end, and return its exit code."""
        deadline = time.monotonic() + PATIENCE
        while self.process.poll() is None:
            assert time.monotonic() < deadline, "the program does not end"
            self._read(0.1)
        return self.process.returncode

    # --- the wire

    def _read(self, wait: float) -> bool:
        """Take in what has come within ``wait`` seconds; False once the other side is closed."""
        if not select.select([self._master], [], [], wait)[0]:
            return self.process.poll() is None
        try:
            data = os.read(self._master, 65536)
        except OSError:
            return False
        self._feed(data)
        return bool(data)

    def _feed(self, data: bytes) -> None:
        data = self._rest + data
        broken = UNFINISHED.search(data)
        cut = broken.start() if broken else len(data)
        data, self._rest = data[:cut], data[cut:]
        self._stream.feed(SILENT.sub(b"", data))

    @staticmethod
    def _size(descriptor: int, columns: int, rows: int) -> None:
        import fcntl
        import termios

        fcntl.ioctl(descriptor, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))


class Watched(Terminal):
    """A terminal that remembers every byte, and how it was set before the program came."""

    def __init__(self, *args: object, **more: object) -> None:
        self.bytes = b""
        super().__init__(*args, **more)  # type: ignore[arg-type]

    def _feed(self, data: bytes) -> None:
        self.bytes += data
        super()._feed(data)

    def modes(self) -> set[int]:
        """The modes that are on."""
        on = set(ON_AT_FIRST)
        for numbers, switch in MODES.findall(self.bytes):
            for number in numbers.split(b";"):
                (on.add if switch == b"h" else on.discard)(int(number))
        return on

    def keyboards(self) -> int:
        """How many keyboard modes of kitty's are still pushed."""
        return len(re.findall(rb"\x1b\[>\d+u", self.bytes)) - len(re.findall(rb"\x1b\[<\d*u", self.bytes))

    def titles(self) -> int:
        """How many titles are still kept."""
        return self.bytes.count(b"\x1b[22;2t") - self.bytes.count(b"\x1b[23;2t")

    def attributes(self) -> list[object]:
        import termios

        return termios.tcgetattr(self._master)


def as_it_was(terminal: Watched, before: list[object]) -> None:
    """After a program: the modes, the title and the attributes are those of before it came."""
    terminal.quiet(0)
    assert b"\x1b[?1049h" in terminal.bytes, "the board had a screen of its own"
    assert terminal.modes() == ON_AT_FIRST
    assert (terminal.keyboards(), terminal.titles()) == (0, 0)
    assert terminal.attributes() == before


def capture(terminal: Terminal, title: str, count: int) -> None:
    """Add a task on the board, and see it there as the last of ``count`` in ready."""
    terminal.press("n")
    terminal.until("New task")
    terminal.press(f"{title}\r")
    terminal.until(lambda text: f"Ready {count}" in text and "New task" not in text)
