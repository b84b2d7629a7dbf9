"""Deliver input one event at a time: a key waits until everything that the key before it caused has been handled.

Textual has separate queues for keys, messages and the removal of a screen, so keys of one read overtake their own
consequences: a second Enter reaches a dialog that has already answered, a letter reaches the line of the previous
question. Here each event that can act waits until no widget has a message left. Letters for the focused line need not
wait for one another. A single event is delivered at once.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from contextlib import suppress
from enum import Enum
from typing import Any

from textual import events, messages
from textual.app import App
from textual.message import Message
from textual.message_pump import MessagePump

ACTING = (events.Key, events.Paste, events.MouseDown, events.MouseUp)
"""Input that can act. Mouse movements and the wheel bypass the queue."""
DRAWING = (messages.Update, messages.Layout, messages.UpdateScroll, messages.Prompt, events.Timer, events.Idle)
"""Messages that only draw or come from timers. No key depends on them."""
GRACE_S = 0.05
"""How long a delivered key may settle before the queue waits for its consequences without another key pending."""
GONE_S = 0.5
"""How often to check whether a widget that does not answer still exists."""
BURST_S = 0.02
"""Keys within this time of one another came in one read: a person's fingers are slower."""
PAUSE_S = 0.05
"""How long the rest of a burst may take to arrive over a slow line."""


def tell_fault(app: App[Any], error: BaseException) -> None:
    """Let the app handle a fault of a task or thread of ours as it handles any other; from any thread."""

    def fail() -> None:
        raise error

    app.call_later(fail)


class QueueState(Enum):
    """What may still be going on."""

    SETTLED = "settled"
    TYPING = "typing"
    """Letters went into the focused line."""
    ACTING = "acting"


class InputQueue:
    """The queue in front of an app. ``deliver`` handles one event."""

    def __init__(self, app: App[None], deliver: Callable[[events.Event], Awaitable[None]]) -> None:
        self._app = app
        self._deliver = deliver
        self._waiting: deque[events.Event] = deque()
        self._state = QueueState.SETTLED
        self._drain: asyncio.Task[None] | None = None
        self._came = asyncio.Event()
        self._hurried = self._is_closed = False
        self._last = self._before_last = 0.0
        """When the last delivered event came, and the one before it."""
        self._handled = 0
        """The messages other than probes that were handled in this round."""
        self._silent: set[MessagePump] = set()
        """Widgets that have not answered in this round."""
        self._all_answered = asyncio.Event()

    def admits(self, event: events.Event) -> bool:
        """Return whether to deliver an event now. Otherwise it is kept and delivered in its turn."""
        if self._is_closed:
            return False
        typed = self._is_typed(event)
        free = self._state is QueueState.SETTLED or (self._state is QueueState.TYPING and typed)
        if free and not self._waiting and self._drain is None:
            self._delivering(event, typed)
            if not typed:
                self._start()
            return True
        self._waiting.append(event)
        self._came.set()
        self._start()
        return False

    async def join(self) -> None:
        """Wait until all keys have been handled with everything that they caused."""
        self._hurried = True
        self._start()
        while self._drain is not None:
            self._came.set()
            await asyncio.wait([self._drain])
        self._hurried = False

    def clear(self) -> None:
        """Drop what waits: it was typed for something that is over."""
        self._waiting.clear()

    def close(self) -> None:
        """Close the queue at the end of the app: nothing more is delivered."""
        self._is_closed = True
        self.clear()
        if self._drain is not None:
            self._drain.cancel()

    # --- bursts

    @property
    def in_burst(self) -> bool:
        """Return whether the present key came in one read with the one before it, as in pasted text."""
        return self._last - self._before_last < BURST_S

    async def take_text(self) -> str:
        r"""Remove and return the text that came in one read with the present key, with ``\n`` for Enter.

        It ends before the first key that is not text.
        """
        text = ""
        while self.in_burst:
            if not self._waiting and not await self._next_within(PAUSE_S):
                break
            event = self._waiting[0]
            char = _character(event)
            if not char or event.time - self._last > PAUSE_S:
                break
            self._waiting.popleft()
            self._last, self._before_last = event.time, event.time
            text += char
        return text

    # --- one at a time

    def _is_typed(self, event: events.Event) -> bool:
        """Return whether an event is a letter for the focused line."""
        line = self._app.focused
        return isinstance(event, events.Key) and line is not None and line.check_consume_key(event.key, event.character)

    def _delivering(self, event: events.Event, typed: bool) -> None:
        self._state = QueueState.TYPING if typed else QueueState.ACTING
        self._before_last, self._last = self._last, event.time

    def _start(self) -> None:
        if self._drain is None and not self._is_closed:
            self._drain = asyncio.create_task(self._run(), name="input queue")
            self._drain.add_done_callback(self._ended)

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._drain = None
        if self._waiting:
            self._start()  # it came after the task ended and before this callback
        error = None if task.cancelled() else task.exception()
        if error is not None:
            tell_fault(self._app, error)

    async def _next_within(self, seconds: float) -> bool:
        """Wait for the next event, at most so long; return whether one came."""
        self._came.clear()
        with suppress(TimeoutError):
            await asyncio.wait_for(self._came.wait(), seconds)
        return bool(self._waiting)

    async def _run(self) -> None:
        """Deliver waiting events, each when everything is settled, until none is left."""
        if not self._waiting and not self._hurried:
            await self._next_within(GRACE_S)
        while True:
            await self._settle()
            self._state = QueueState.SETTLED
            if not self._waiting:
                return
            typed = True
            while self._waiting and typed:
                typed = self._is_typed(self._waiting[0])
                if not typed and self._state is QueueState.TYPING:
                    break
                event = self._waiting.popleft()
                self._delivering(event, typed)
                self._app.call_later(self._deliver, event)

    # --- when all is handled

    async def _settle(self) -> None:
        """Wait until no widget has a message to handle or is handling one.

        Each widget gets a probe message and answers it after its earlier messages. If no other message was handled in a
        round, everything is settled.
        """
        while self._app.is_running:
            self._handled = 0
            pumps = self._pumps()
            for pump in pumps:
                pump.message_signal.subscribe(self._app, self._count, immediate=True)
            try:
                await self._round(pumps)
            finally:
                for pump in pumps:
                    pump.message_signal.unsubscribe(self._app)
            if not self._handled and not getattr(self._app.screen, "is_searching", False):
                return

    def _pumps(self) -> list[MessagePump]:
        """Return everything that handles messages: the app, the screens, and the widgets of the top screen."""
        front = self._app.screen
        return [self._app, *self._app.screen_stack[:-1], *front.walk_children(with_self=True)]

    def _count(self, message: Message) -> None:
        ours = isinstance(message, events.Callback) and getattr(message.callback, "func", None) == self._answered
        if not ours and not isinstance(message, DRAWING):
            self._handled += 1

    async def _round(self, pumps: list[MessagePump]) -> None:
        self._silent = {pump for pump in pumps if pump.call_later(self._answered, pump)}
        self._all_answered.clear()
        while self._silent:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._all_answered.wait(), GONE_S)
            self._silent = {pump for pump in self._silent if pump.is_running}

    def _answered(self, pump: MessagePump) -> None:
        self._silent.discard(pump)
        if not self._silent:
            self._all_answered.set()


def _character(event: events.Event) -> str:
    """Return the text that a key adds; empty for a key that adds none."""
    if not isinstance(event, events.Key):
        return ""
    if event.key in ("enter", "ctrl+j"):
        return "\n"
    if event.key == "tab":
        return " "
    return event.character if event.is_printable and event.character else ""
