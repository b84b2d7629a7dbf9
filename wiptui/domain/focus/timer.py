"""The timer of the focus view: alternating minutes of focus and of rest. It shows the time and never moves a task."""

from __future__ import annotations

from datetime import datetime

from wiptui.domain.core.frozen import dataclass

MINUTE = 60


@dataclass(frozen=True, slots=True)
class Rhythm:
    """Minutes of focus and of rest. No focus means no timer."""

    focus: int = 0
    rest: int = 0

    @property
    def is_on(self) -> bool:
        return self.focus > 0

    @property
    def text(self) -> str:
        """``25/5``, or ``off``."""
        return f"{self.focus}/{self.rest}" if self.is_on else "off"


OFF = Rhythm()
USUAL = (OFF, Rhythm(25, 5), Rhythm(50, 10))
"""The timers that the key cycles through; the person's own follows."""


@dataclass(frozen=True, slots=True)
class Phase:
    """The current phase of the timer."""

    resting: bool
    left: int
    """Seconds until the next bell; 0 if a rest is over and nobody has gone on."""
    bells: int
    """The number of bells since it began."""


def phase(rhythm: Rhythm, seconds: float) -> Phase:
    """Return the phase after so many seconds of one stint: focus and rest alternate."""
    focus, rest = rhythm.focus * MINUTE, rhythm.rest * MINUTE
    rounds, within = divmod(max(int(seconds), 0), focus + rest)
    turns = 2 if rest else 1
    if within < focus:
        return Phase(False, focus - within, turns * rounds)
    return Phase(True, focus + rest - within, turns * rounds + 1)


def resting(rhythm: Rhythm, seconds: float) -> Phase:
    """Return the phase after so many seconds of a pause: one rest."""
    left = max(rhythm.rest * MINUTE - max(int(seconds), 0), 0)
    return Phase(True, left, 0 if left else 1)


def bell_message(rhythm: Rhythm, now: Phase) -> str:
    """Return the message for a bell."""
    if now.resting and now.left:
        return f"{rhythm.focus} min of focus: time for {rhythm.rest} min of rest."
    return "The rest is over." if rhythm.rest else f"{rhythm.focus} min of focus."


class Timer:
    """The chosen timer. The app keeps it while the focus view opens and closes."""

    def __init__(self, own: Rhythm = OFF) -> None:
        self.own = own
        """The timer of the settings, which is on when the board opens."""
        self.rhythm = own
        self.since: datetime | None = None
        """When it was chosen by key; None counts from the beginning of each stint."""

    def turn(self, now: datetime) -> None:
        """Choose the next timer: off, 25/5, 50/10, the person's own, off again."""
        choices = list(dict.fromkeys((*USUAL, self.own)))
        self.rhythm = choices[(choices.index(self.rhythm) + 1) % len(choices)]
        self.since = now

    def follow(self, own: Rhythm) -> None:
        """Take up a changed setting."""
        if own != self.own:
            self.own = self.rhythm = own
            self.since = None
