"""The terminal driver of the board on Linux and macOS: it exits at once and always restores the terminal.

Textual's driver waits for its input thread before it restores the terminal, and that thread checks only every tenth of
a second, twice. At the end of the board nobody needs to wait: the terminal is restored at once, and the thread, which
may still be reading, gets nothing more. Suspending for an editor waits as before, so that no key of the editor is
lost. The thread does not poll either: it sleeps until a key or a signal comes.

The thread uses Textual's parser, which has no public name; only ``key_parser`` imports it. If a later Textual lacks it,
Textual's own thread reads, and everything else works the same.
"""

from __future__ import annotations

import asyncio
import os
import select
import signal
import sys
import termios
from codecs import getincrementaldecoder
from collections.abc import Iterable
from contextlib import suppress
from functools import partial
from typing import Any, Protocol

from textual.app import App
from textual.drivers.linux_driver import LinuxDriver
from textual.message import Message

from wiptui.tui.first_picture.paint import OWN_SCREEN, Picture
from wiptui.tui.terminal.input_queue import tell_fault

assert sys.platform != "win32", "Windows has no such terminal"


ENDING = (signal.SIGTERM, signal.SIGHUP, signal.SIGINT)
"""Signals that ask a program to end; by default the first two would leave the terminal in the board's modes."""
TICK_S, TICKS = 0.1, 20
"""How often, and how many times after the last key, to check whether an escape was a key of its own."""
NO_MOUSE = "".join(f"\x1b[?{mode}l" for mode in (1000, 1003, 1015, 1006))


class KeyParser(Protocol):
    """Turns terminal input into messages."""

    def feed(self, data: str) -> Iterable[Message]: ...

    def tick(self) -> Iterable[Message]:
        """Return messages that depend on time: an escape that nothing followed was a key of its own."""
        ...


def key_parser(debug: bool) -> KeyParser | None:
    """Return Textual's parser; None if this Textual has none of that name or signature."""
    try:
        from textual._xterm_parser import XTermParser  # lazy: needed seldom

        return XTermParser(debug)
    except (ImportError, TypeError):
        return None


class TerminalDriver(LinuxDriver):
    """Textual's driver, without waiting at exit."""

    def __init__(self, app: App[Any], **more: Any) -> None:
        super().__init__(app, **more)
        self.debug = bool(more.get("debug"))
        self.fileno = os.dup(self.fileno)  # a copy of its own, so that it can be detached from the terminal
        self.leave = app.exit
        self.tell_fault = partial(tell_fault, app)
        self.picture: Picture | None = getattr(app, "picture", None)
        self.stays = self.gone = False
        self._alarm: tuple[int, int] | None = None

    def start_application_mode(self) -> None:
        self.gone = not os.isatty(self.fileno)
        self._alarm = os.pipe()
        super().start_application_mode()  # type: ignore[no-untyped-call]
        if self.picture is not None and self.picture.modes is not None:
            self.attrs_before = self.picture.modes  # the shell's modes and not those under the picture
        loop = asyncio.get_running_loop()
        for number in ENDING:
            if signal.getsignal(number) is not signal.SIG_IGN:  # nohup
                loop.add_signal_handler(number, self.leave, None, 128 + number)

    def suspend_application_mode(self) -> None:
        self.stays = True
        try:
            super().suspend_application_mode()
        finally:
            self.stays = False

    def run_input_thread(self) -> None:
        """Pass on what is typed, with Textual's parser or as Textual does it."""
        alarm = self._alarm[0] if self._alarm is not None else self.fileno
        parser = key_parser(self.debug)
        try:
            if parser is not None:
                self._read_keys(parser, alarm)
            else:
                with suppress(OSError):  # see below
                    super().run_input_thread()
        except Exception as error:  # without this thread no key comes, not even the quit key
            self.tell_fault(error)
        if self._alarm is None:
            os.close(alarm)

    def _read_keys(self, parser: KeyParser, alarm: int) -> None:
        decode, ticks = getincrementaldecoder("utf-8")("replace").decode, 0
        while not self.exit_event.is_set():
            try:
                ready = select.select([self.fileno, alarm], [], [], TICK_S if ticks else None)[0]
                data = os.read(self.fileno, 4096) if self.fileno in ready else None
            except (OSError, ValueError):
                return  # the terminal is gone, which the app will notice
            ticks = max(0, ticks - 1)
            if data is not None:
                if not data:
                    return
                ticks, text = TICKS, decode(data)
                for message in parser.feed(text) if text else ():
                    self.process_message(message)
            for message in parser.tick():
                self.process_message(message)

    def _ring(self) -> None:
        """Wake the thread for good: a pipe without a writer reports its end again and again."""
        if self._alarm is not None:
            os.close(self._alarm[1])
            self._alarm = None

    def disable_input(self) -> None:
        if self.stays:
            self._ring()
            super().disable_input()
        elif not self.exit_event.is_set():
            self.exit_event.set()
            self._ring()
            signal.signal(signal.SIGWINCH, signal.SIG_DFL)
            self.gone = not os.isatty(self.fileno)
            self.write(NO_MOUSE)
            self.give_back()

    def give_back(self) -> None:
        """Restore the terminal's modes. From here on, input belongs to the shell and not to the thread."""
        with suppress(termios.error):  # the terminal is gone
            termios.tcflush(self.fileno, termios.TCIFLUSH)
            if self.attrs_before is not None:
                termios.tcsetattr(self.fileno, termios.TCSANOW, self.attrs_before)
        self.attrs_before = None
        nothing = os.open(os.devnull, os.O_RDONLY)
        os.dup2(nothing, self.fileno, inheritable=False)
        os.close(nothing)

    def write(self, data: str) -> None:
        """Write, unless the terminal is gone: then nobody would empty the queue, which would fill up and block."""
        if self.picture is not None and self.picture.is_shown and data == OWN_SCREEN:
            self.picture.taken_over()  # the picture is on that screen already; entering it again would clear it
        elif not self.gone:
            super().write(data)
