"""Generate a believable year of a freelancer's work in the import format, equal for equal day and seed.

She is a designer who also programs, for two clients, a fair and herself. She works Monday to Friday from about nine to
five with a lunch break, is away for two weeks in summer and one at the turn of the year, and works on a few Saturdays.
About three tasks arrive in two workdays. She keeps to three in doing and three in waiting, works on one for 25 to 110
minutes, and mostly continues with the last one. She finishes nearly everything that she starts; a few tasks are dropped
before, some are done at once. Three in ten wait once, on somebody with a pace of their own.

The year has patterns to find: nearly half of the time in work is waiting on others, longest for the tax office. Ana is
asked most often. In the last third of the year she switches less, because she stays with a task more often.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta, tzinfo

from wiptui.domain.core.record import Json
from wiptui.metrics.forecast.random_draws import draws

DAYS = 365
SEED = 1
DOING, WAITING = 3, 3
WORK = {
    "acme": ("Date picker", "Search field", "Export to PDF", "Login page", "Dashboard", "Release notes", "List view"),
    "lumen": ("Menu cards", "Price tags", "Newsletter", "Shop window", "Bread bags", "Opening hours"),
    "fair": ("Banner", "Flyer", "Stand plan", "Badge design"),
    "studio": ("Invoice", "Backup script", "Estimate", "Portfolio page", "Tax papers"),
}
VERBS = ("Sketch: {}", "{}, first round", "{}, second round", "Fix: {}", "{} for print", "Review: {}", "{} on a phone")
TAGS = {"acme": ["code"], "lumen": ["design"], "fair": ["design"], "studio": ["paper"]}
ASKS: dict[str, tuple[tuple[str, str, int], ...]] = {
    "acme": (("Ana", "her review", 2), ("Ben", "test data", 3)),
    "lumen": (("Mrs. Okafor", "her approval", 6), ("the printer", "the proof", 4)),
    "fair": (("the organisers", "measures", 4),),
    "studio": (("the tax office", "an answer", 7), ("Ana", "a second look", 2)),
}
"""On whom, for what, and about how many days."""
HOURS = (1, 1, 2, 2, 2, 3, 3, 4, 5, 7, 11)
"""Hours of work of the tasks: most are small."""


class Dice:
    """Fair random numbers from a seed, equal on every machine."""

    def __init__(self, seed: int) -> None:
        self._bytes = (byte for chunk in draws(range(256), seed) for byte in chunk)

    def upto(self, count: int) -> int:
        """Return 0 .. count - 1."""
        return (next(self._bytes) << 8 | next(self._bytes)) % count

    def chance(self, percent: int) -> bool:
        return self.upto(100) < percent


class Job:
    """One task with its history so far."""

    def __init__(self, title: str, project: str, created: datetime, minutes: int) -> None:
        self.title, self.project, self.created = title, project, created
        self.left = minutes
        self.history: list[dict[str, Json]] = []
        self.focus: list[dict[str, Json]] = []
        self.wait_at: int | None = None
        """Minutes left when it starts to wait."""
        self.back: datetime | None = None
        """When the answer comes."""
        self.dropped = False

    def move(self, at: datetime, to: str, **said: Json) -> None:
        self.history.append({"at": at.isoformat(), "to": to, **said})

    def worked(self, start: datetime, end: datetime, cause: str) -> None:
        self.focus.append({"start": start.isoformat(), "end": end.isoformat(), "cause": cause})

    def document(self) -> dict[str, Json]:
        return {
            "title": self.title, "project": self.project, "tags": TAGS[self.project],
            "created": self.created.isoformat(), "history": self.history, "focus": self.focus,
        }  # fmt: skip


class Year:
    """The person's work, day by day."""

    def __init__(self, today: date, zone: tzinfo | None, seed: int) -> None:
        self.zone = zone
        self.today = today
        self.dice = Dice(seed)
        self.first = today - timedelta(days=DAYS)
        self.jobs: list[Job] = []
        self.ready: list[Job] = []
        self.doing: list[Job] = []
        self.waiting: list[Job] = []

    def live(self) -> list[Job]:
        """Simulate the year up to yesterday and return all tasks."""
        for number in range(DAYS):
            day = self.first + timedelta(days=number)
            if self._is_free(day):
                if day.weekday() == 5 and self.doing and self.dice.chance(12):
                    self._session(self._at(day, 10 * 60 + self.dice.upto(60)), self.doing[0], 60, last=True)
                continue
            self._arrive(day)
            self._workday(day, calm=number > DAYS * 2 // 3)
        return self.jobs

    def _is_free(self, day: date) -> bool:
        summer, turn = (8, 3) <= (day.month, day.day) <= (8, 16), (day.month, day.day) >= (12, 24)
        return day.weekday() >= 5 or summer or turn or (day.month, day.day) == (1, 1)

    def _at(self, day: date, minute: int) -> datetime:
        at = datetime.combine(day, time(minute // 60, minute % 60), self.zone)
        return at if self.zone is not None else at.astimezone()

    def _arrive(self, day: date) -> None:
        """Add new requests, unless enough tasks are selected: then she declines them, or somebody else does them."""
        for _ in range((0, 1, 1, 2, 2, 3)[self.dice.upto(6)]):
            if len(self.ready) >= 12:
                continue
            project = ("acme", "acme", "lumen", "lumen", "fair", "studio", "studio")[self.dice.upto(7)]
            things = WORK[project]
            title = VERBS[self.dice.upto(len(VERBS))].format(things[self.dice.upto(len(things))])
            hours = HOURS[self.dice.upto(len(HOURS))]
            job = Job(title, project, self._at(day, 8 * 60 + 30 + self.dice.upto(25)), 60 * hours)
            if self.dice.chance(33):
                job.wait_at = 60 * hours // 2
            self.jobs.append(job)
            self.ready.append(job)

    def _workday(self, day: date, *, calm: bool) -> None:
        minute, end = 9 * 60 + self.dice.upto(25), 16 * 60 + 30 + self.dice.upto(60)
        self._come_back(day, minute)
        if self.ready and self.dice.chance(6):
            job = self.ready.pop()
            job.move(self._at(day, minute), "done")
        if self.ready and self.dice.chance(7):
            job = self.ready.pop(self.dice.upto(len(self.ready)))
            job.move(self._at(day, minute), "dropped")
        while minute < end:
            if 12 * 60 + 15 <= minute < 13 * 60:
                minute = 13 * 60 + self.dice.upto(15)
            at_hand = self._next(day, minute, calm=calm)
            if at_hand is None:
                return
            minute = self._session(self._at(day, minute), at_hand, 25 + self.dice.upto(85), last=minute + 110 >= end)
            minute += 5 + self.dice.upto(30)

    def _come_back(self, day: date, minute: int) -> None:
        """Receive answers; the tasks are resumed while there is a slot."""
        for job in [job for job in self.waiting if job.back is not None and job.back < self._at(day, minute)]:
            if job.history[-1].get("event") != "resolved":
                job.history.append({"at": job.back.isoformat() if job.back else "", "event": "resolved"})
            if len(self.doing) < DOING:
                self.waiting.remove(job)
                self.doing.insert(0, job)
                job.move(self._at(day, minute), "doing")

    def _next(self, day: date, minute: int, *, calm: bool) -> Job | None:
        """Return the task to work on: mostly the last one, sometimes another, or a new one if there is a slot."""
        room = len(self.doing) < DOING and bool(self.ready)
        if room and (not self.doing or self.dice.chance(8 if calm else 16)):
            job = self.ready.pop(0)
            job.move(self._at(day, minute), "doing")
            self.doing.insert(0, job)
            return job
        if not self.doing:
            return None
        place = 0 if self.dice.chance(85 if calm else 68) else self.dice.upto(len(self.doing))
        self.doing.insert(0, self.doing.pop(place))
        return self.doing[0]

    def _session(self, start: datetime, job: Job, length: int, *, last: bool) -> int:
        """Work on a task and return the minute of the day at which that ends."""
        spent = min(length, job.left if job.wait_at is None else max(job.left - job.wait_at, 5))
        end = start + timedelta(minutes=spent)
        job.left -= spent
        cause = "pause" if last else "switch"
        if job.wait_at is not None and job.left <= job.wait_at and len(self.waiting) < WAITING:
            cause = "wait"
            self._wait(job, end)
        elif job.left <= 0:
            cause = "done"
            self.doing.remove(job)
            job.move(end, "done")
        elif job.wait_at is not None and job.left <= job.wait_at:
            job.wait_at = None  # three wait already: she does it without asking
        job.worked(start, end, cause)
        return end.hour * 60 + end.minute

    def _wait(self, job: Job, at: datetime) -> None:
        asks = ASKS[job.project]
        who, why, days = asks[self.dice.upto(len(asks))]
        job.wait_at = None
        job.back = at + timedelta(days=1 + self.dice.upto(2 * days - 1), minutes=self.dice.upto(120) - 60)
        job.move(at, "waiting", on=who, why=why)
        self.doing.remove(job)
        self.waiting.append(job)


def year(today: date, zone: tzinfo | None = None, seed: int = SEED) -> dict[str, Json]:
    """Return the year up to yesterday as a document for ``import json``:

    ``{"tasks": [...]}``, each with its history.
    """
    return {"tasks": list(_documents(Year(today, zone, seed).live()))}


def _documents(jobs: list[Job]) -> Iterator[dict[str, Json]]:
    for number, job in enumerate(jobs):
        yield {"id": f"year-{number}", **job.document()}
