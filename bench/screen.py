"""A program in a pseudo-terminal, timed from outside: when it first paints a text, and how fast a key changes it."""

from __future__ import annotations

import os
import select
import signal
import struct
import subprocess
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

PATIENCE = 60.0


class Screen:
    """The program and the bytes that it paints. No terminal is emulated: a painted text is a run of bytes."""

    def __init__(self, argv: Sequence[str], environment: Mapping[str, str], columns: int = 100, rows: int = 30) -> None:
        import fcntl
        import pty
        import termios

        self._master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        self._seen = b""
        self.began = time.perf_counter()
        self._process = subprocess.Popen(
            list(argv), stdin=slave, stdout=slave, stderr=slave, env=dict(environment), start_new_session=True
        )
        os.close(slave)

    def __enter__(self) -> Screen:
        return self

    def __exit__(self, *_: object) -> None:
        if self._process.poll() is None:
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        os.close(self._master)

    def board_came(self, text: str = "task 2") -> float:
        """Seconds from the start until Textual painted ``text``: it asks for the mouse before."""
        self.painted("\x1b[?1000h")
        self._seen = self._seen.partition(b"\x1b[?1000h")[2]
        return self.painted(text)

    def painted(self, text: str) -> float:
        """Seconds from the start until ``text`` was painted."""
        wanted = text.encode()
        while wanted not in self._seen:
            if not self._read(PATIENCE):
                raise RuntimeError(f"{text!r} was never painted; the last bytes: {self._seen[-400:]!r}")
        return time.perf_counter() - self.began

    def handled(self, key: str, text: str) -> float:
        """Seconds from the start until a key that was typed at once painted ``text``."""
        os.write(self._master, key.encode())
        return self.painted(text)

    def answered(self, key: str) -> float:
        """Seconds from a key to the first bytes that it brings."""
        self.settle()
        began = time.perf_counter()
        os.write(self._master, key.encode())
        self._read(PATIENCE)
        return time.perf_counter() - began

    def changed(self, key: str, quiet: float = 0.12) -> float:
        """Seconds from a key to the last byte that it brings: until the screen stands still again."""
        self.settle(quiet)
        began = last = time.perf_counter()
        os.write(self._master, key.encode())
        wait = PATIENCE
        while self._read(wait):
            last, wait = time.perf_counter(), quiet
        return last - began

    def brought(self, key: str, text: str) -> float:
        """Seconds from a key until ``text`` was painted after it."""
        self.settle()
        self._seen = b""
        began = time.perf_counter()
        os.write(self._master, key.encode())
        while text.encode() not in self._seen:
            if not self._read(PATIENCE):
                raise RuntimeError(f"{text!r} was never painted; the last bytes: {self._seen[-400:]!r}")
        return time.perf_counter() - began

    def left(self, key: str) -> float:
        """Seconds from a key until the program is gone, so that the shell can have its prompt."""
        self.settle()
        began = time.perf_counter()
        os.write(self._master, key.encode())
        while self._process.poll() is None:
            self._read(0.001)
        return time.perf_counter() - began

    def settle(self, quiet: float = 0.15) -> None:
        """Take in everything until nothing has come for ``quiet`` seconds."""
        while self._read(quiet):
            pass

    def cpu(self, seconds: float) -> float:
        """The share of one core that the program takes while nothing happens, in percent."""
        self.settle(0.5)
        before = self._cpu_seconds()
        began = time.perf_counter()
        while (left := began + seconds - time.perf_counter()) > 0:
            self._read(left)
        return 100 * (self._cpu_seconds() - before) / (time.perf_counter() - began)

    def _cpu_seconds(self) -> float:
        threads = Path(f"/proc/{self._process.pid}/task").iterdir()
        return sum(int((thread / "schedstat").read_text(encoding="ascii").split()[0]) for thread in threads) / 1e9

    def _read(self, wait: float) -> bool:
        if not select.select([self._master], [], [], wait)[0]:
            return False
        try:
            data = os.read(self._master, 65536)
        except OSError:
            return False
        self._seen += data
        return bool(data)
