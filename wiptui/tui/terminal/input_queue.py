"""Hands input on one event at a time: a key is delivered when all that the key before it caused has been handled.

Textual has separate queues for keys, messages and the removal of a screen, so keys that come in one read overtake what
they caused: a second Enter reaches a dialog that has answered already, a letter the line of the question before. Here
each event that can act waits until no widget has a message left. Letters for the line that has the focus need not wait
for one another. An event that comes alone is delivered at once.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from contextlib import suppress
from enum import Enum
from typing import TYPE_CHECKING, Any

from textual import events, messages

if TYPE_CHECKING:
    from textual.app import App
    from textual.message import Message
    from textual.message_pump import MessagePump

ACTING = (events.Key, events.Paste, events.MouseDown, events.MouseUp)
"""Input that can act; the movements and the wheel of a mouse are delivered past the queue."""
DRAWING = (messages.Update, messages.Layout, messages.UpdateScroll, messages.Prompt, events.Timer, events.Idle)
"""Messages that only draw, or that time brings: nothing that a key means depends on them."""
GRACE_S = 0.05
"""How long a delivered key has for itself before its consequences are waited for without a key that wants to follow."""
GONE_S = 0.5
"""How often it is looked whether a widget that does not answer is still there."""
BURST_S = 0.02
"""Keys that came within this time of one another came in one go: a person's fingers are slower."""
PAUSE_S = 0.05
"""How long the rest of a burst may take to come, over a slow line."""


def tell_fault(app: App[Any], error: BaseException) -> None:
    """Let the app handle a fault of a task or thread of ours as it handles any other; from any thread."""

    def fail() -> None:
        raise error

    app.call_later(fail)


class QueueState(Enum):
    """What may still be going on."""

    SETTLED = "settled"
    TYPING = "typing"
    """Letters went into the line that has the focus."""
    ACTING = "acting"


class InputQueue:
    """The queue in front of an app. ``deliver`` is how the app handles an event that is to be handled now."""

    def __init__(self, app: App[None], deliver: Callable[[events.Event], Awaitable[None]]) -> None:
        self._app = app
        self._deliver = deliver
        self._waiting: deque[events.Event] = deque()
        self._state = QueueState.SETTLED
        self._drain: asyncio.Task[None] | None = None
        self._came = asyncio.Event()
        self._hurried = self._is_closed = False
        self._last = self._before_last = 0.0
        """When the last event that was delivered came, and the one before it."""
        self._handled = 0
        """How many messages besides our own were handled in this round."""
        self._silent: set[MessagePump] = set()
        """Who has not answered yet in this round."""
        self._all_answered = asyncio.Event()

    def admits(self, event: events.Event) -> bool:
        """Whether an event is to be delivered now. One that is not is kept, and delivered in its turn."""
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
        """Wait until all that was pressed has been handled, and all that it caused."""
        self._hurried = True
        self._start()
        while self._drain is not None:
            self._came.set()
            await asyncio.wait([self._drain])
        self._hurried = False

    def clear(self) -> None:
        """Forget what waits: it was typed for something that is over."""
        self._waiting.clear()

    def close(self) -> None:
        """The app ends: nothing is delivered any more, not even what comes meanwhile."""
        self._is_closed = True
        self.clear()
        if self._drain is not None:
            self._drain.cancel()

    # --- bursts

    @property
    def in_burst(self) -> bool:
        """Whether the key that is being handled came in one go with the one before it, as in a text that is pasted."""
        return self._last - self._before_last < BURST_S

    async def take_text(self) -> str:
        """Take out the text that came in one go with the key that is being handled, with ``\\n`` for Enter.

        It ends before the first key that is none of text.
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
        """Whether an event is a letter for the line that has the focus."""
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
            self._start()  # it came when the task had ended, and before this was told
        error = None if task.cancelled() else task.exception()
        if error is not None:
            tell_fault(self._app, error)

    async def _next_within(self, seconds: float) -> bool:
        """Wait for the next event, at most so long; whether one came."""
        self._came.clear()
        with suppress(TimeoutError):
            await asyncio.wait_for(self._came.wait(), seconds)
        return bool(self._waiting)

    async def _run(self) -> None:
        """Wait until all is settled, and deliver what waits, until nothing does."""
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
        """Wait until no widget has a message that is to be handled, nor is handling one.

        Each widget is sent a message of ours, and answers when it has handled what came before. A round in which no
        other message was handled began with nothing to do.
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
        """All that handles messages: the app, the screens, and the widgets of the one in front."""
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
    """What a key adds to a text; empty for a key that adds nothing."""
    if not isinstance(event, events.Key):
        return ""
    if event.key in ("enter", "ctrl+j"):
        return "\n"
    if event.key == "tab":
        return " "
    return event.character if event.is_printable and event.character else ""
