"""The forecast by exact chances instead of trials."""

from __future__ import annotations

from datetime import date, timedelta, tzinfo
from itertools import accumulate

from reckoner.days import date_of, exists
from reckoner.flow import recording_began
from reckoner.history import Past

SAMPLE_DAYS, CAP_DAYS = 60, 730
LEAST_DAYS, LEAST_DONE = 20, 12


def sample_of(pasts: list[Past], today: date, zone: tzinfo) -> list[int]:
    """Finished tasks of each of the last 60 complete days since recording began, zeros included, oldest first."""
    began = recording_began(pasts)
    if began is None:
        return []
    done = [date_of(ms, zone) for past in pasts if (ms := past.ended("done")) is not None]
    first = date_of(began, zone)
    days = [first + timedelta(days=number) for number in range((today - first).days)]
    return [done.count(day) for day in days if exists(day, zone)][-SAMPLE_DAYS:]


def is_enough(sample: list[int]) -> bool:
    return len(sample) >= LEAST_DAYS and sum(sample) >= LEAST_DONE


def convolved(chances: list[float], sample: list[int], most: int) -> list[float]:
    """The chances of a sum after one more day, all from ``most`` on together."""
    found = [0.0] * (most + 1)
    for done, chance in enumerate(chances):
        for more in sample:
            found[min(done + more, most)] += chance / len(sample)
    return found


def chance_by_day(sample: list[int], tasks: int, days: int) -> list[float]:
    """The chance that ``tasks`` are finished within 0, 1, 2, ... days."""
    chances = [1.0] + [0.0] * tasks
    steps = accumulate(range(days), lambda row, _: convolved(row, sample, tasks), initial=chances)
    return [row[tasks] for row in steps]


def chance_of_at_least(sample: list[int], days: int) -> list[float]:
    """The chance of finishing at least 0, 1, 2, ... within so many days."""
    most = days * max(sample)
    chances = [1.0] + [0.0] * most
    for _ in range(days):
        chances = convolved(chances, sample, most)
    return list(accumulate(reversed(chances)))[::-1]
