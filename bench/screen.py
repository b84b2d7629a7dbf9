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
            list(argv),
            stdin=slave,
            stdout=slave,
            stderr=slave,
            env=dict(environment),
            start_new_session=True,
            # its own terminal in full, so that it hears the terminal hang up when the bench is killed
            preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),
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
        return self._until(text, self.began)

    def handled(self, key: str, text: str) -> float:
        """Seconds from the start until a key that was typed at once painted ``text``."""
        os.write(self._master, key.encode())
        return self.painted(text)

    def answered(self, key: str) -> float:
        """Seconds from a key to the first bytes that it brings. A terminal echoes keys that nobody is there to take."""
        self.settle()
        self._check_alive()
        began = time.perf_counter()
        os.write(self._master, key.encode())
        if not self.take(PATIENCE):
            raise RuntimeError(f"nothing came after {key!r}")
        return time.perf_counter() - began

    def brought(self, key: str, text: str) -> float:
        """Seconds from a key until ``text`` was painted after it."""
        self.settle()
        self._seen = b""
        began = time.perf_counter()
        os.write(self._master, key.encode())
        return self._until(text, began)

    def left(self, key: str) -> float:
        """Seconds from a key until the program is gone, so that the shell can have its prompt."""
        self.settle()
        self._check_alive()
        began = time.perf_counter()
        os.write(self._master, key.encode())
        while self._process.poll() is None:
            self.take(0.001)
            if time.perf_counter() - began > PATIENCE:
                raise RuntimeError(f"it had not left {PATIENCE:g} s after {key!r}")
        spent = time.perf_counter() - began
        if self._process.returncode:
            raise RuntimeError(f"it left with {self._process.returncode}")
        return spent

    def _until(self, text: str, began: float) -> float:
        """Seconds from ``began`` until a text was painted. Raises RuntimeError where it never comes."""
        while text.encode() not in self._seen:
            if self._process.poll() is not None and not self.take(0):
                raise RuntimeError(f"it ended without {text!r}")
            self.take(1.0)
            if time.perf_counter() - began > PATIENCE:
                raise RuntimeError(f"{text!r} was not there after {PATIENCE:g} s")
        return time.perf_counter() - began

    def settle(self, quiet: float = 0.15) -> None:
        """Take in everything until nothing has come for ``quiet`` seconds; what never rests gets ten times that."""
        deadline = time.perf_counter() + 10 * quiet
        while self.take(quiet) and time.perf_counter() < deadline:
            pass

    def _check_alive(self) -> None:
        if self._process.poll() is not None:
            raise RuntimeError(f"it had ended by itself, with {self._process.returncode}")

    def resident(self) -> float:
        """Megabytes of memory that the process holds now."""
        self._check_alive()
        status = Path(f"/proc/{self._process.pid}/status")
        if status.exists():
            lines = [line for line in status.read_text(encoding="ascii").splitlines() if line.startswith("VmRSS:")]
            if not lines:
                raise RuntimeError("it had ended by itself, a moment ago")
            return int(lines[0].split()[1]) / 1024
        argv = ["ps", "-o", "rss=", "-p", str(self._process.pid)]
        return int(subprocess.run(argv, check=True, capture_output=True, text=True).stdout) / 1024

    def cpu_seconds(self) -> float:
        """Seconds that its living threads have taken of a processor; Linux alone tells it."""
        threads = Path(f"/proc/{self._process.pid}/task").iterdir()
        return sum(int((thread / "schedstat").read_text(encoding="ascii").split()[0]) for thread in threads) / 1e9

    def take(self, wait: float) -> bool:
        """Take in what it paints within so many seconds; whether anything came."""
        if not select.select([self._master], [], [], wait)[0]:
            return False
        try:
            data = os.read(self._master, 65536)
        except OSError:
            return False
        self._seen += data
        return bool(data)


def cpu_shares(programs: Sequence[Screen], seconds: float) -> tuple[float, ...]:
    """The share of one core, in percent, that each program takes in the same seconds, while nothing happens."""
    for program in programs:
        program.settle(0.5)
    before = [program.cpu_seconds() for program in programs]
    began = time.perf_counter()
    while (left := began + seconds - time.perf_counter()) > 0:
        for program in programs:
            program.take(min(left, 0.2))
    spent = time.perf_counter() - began
    return tuple(100 * (program.cpu_seconds() - at) / spent for program, at in zip(programs, before, strict=True))
