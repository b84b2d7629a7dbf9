"""The chapters of the sample: each writes its part of the diary."""

from __future__ import annotations

from datetime import datetime, timedelta

from wiptui.demo import story
from wiptui.demo.replay import Replay
from wiptui.domain import commands as c
from wiptui.domain.core.record import STEP_FIELD, Json
from wiptui.domain.limits import DOING
from wiptui.domain.tasks.task import State

SLOTS = ("09:45", "11:35", "14:25", "16:35")
"""Local times at which tasks of this week were finished."""
LATELY = 40
"""Days back for which the focus is told hour by hour; before that, once a day."""


def settings(diary: Replay) -> None:
    """Set the limit: two at first, once raised for a day, three since the release weeks."""
    diary.do(
        diary.at(story.FIRST_DAY, "08:30"), lambda ids: c.SetLimit(DOING, 2, why="one to work on, one to switch to")
    )
    diary.do(diary.at(36, "15:50"), lambda ids: c.SetLimit(DOING, 3, why="the printer closes at six"))
    why = "two was too few in release weeks"
    diary.do(diary.at(story.THIRD_LANE, "09:00"), lambda ids: c.SetLimit(DOING, 3, permanent=True, why=why))


def _fields(project: str) -> dict[str, Json]:
    found: dict[str, Json] = {"project": project, "tags": story.TAGS[project]}
    if project in story.FOR_WHOM:
        found["for"] = story.FOR_WHOM[project]
    return found


def lanes(diary: Replay) -> None:
    """Start and finish tasks, slot by slot."""
    for lane, jobs in enumerate(story.LANES):
        before = story.FIRST_DAY
        for place, (title, project, start, done) in enumerate(jobs):
            after = jobs[place + 1][2:] if place + 1 < len(jobs) else (0, 0)
            began = diary.at(start, f"{16 if start == before else 10}:{10 + 5 * lane}")
            ended = diary.at(done, f"{12 if after == (done, done) else 15}:{20 + 5 * lane}")
            if start == before == done:
                began = diary.at(start, f"13:{10 + 5 * lane}")
            captured = diary.at(start + 1 + (7 * place + lane) % 6, "08:50")
            diary.add(max(captured, diary.at(story.FIRST_DAY, "08:40")), title, **_fields(project))
            _work(diary, title, began, ended)
            before = done


def _work(diary: Replay, title: str, began: datetime, ended: datetime) -> None:
    """Start, wait, resume and finish, as the story says."""
    if title in story.REFUSED_FIRST:
        diary.refused(began - timedelta(hours=2), title)
    diary.do(began, lambda ids: c.Start((ids[title],)))
    if title in story.WAITS:
        day, on, why, back, resumed = story.WAITS[title]
        diary.do(diary.at(day, "11:45"), lambda ids: c.Wait(ids[title], on, why))
        if back is not None:
            diary.do(diary.at(back, "14:00"), lambda ids: c.Resolve(ids[title]))
        diary.do(diary.at(resumed, "10:30"), lambda ids: c.Start((ids[title],)))
    diary.do(ended, lambda ids: c.Finish((ids[title],)))


def turns(diary: Replay) -> None:
    """Add the unplanned turns: a swap, an expedite, a split, a drop, a second try, a mistake."""
    title, project, start, step = story.SHELVED
    plan = "Business plan for the bank"
    diary.add(diary.at(start + 2, "09:00"), title, note="Ben says: fewer words, larger pictures.", **_fields(project))
    diary.do(diary.at(start, "17:05"), lambda ids: c.Start((ids[title],)))
    diary.do(diary.at(12, "10:00"), lambda ids: c.Edit(ids[title], {"next_step": step}))
    diary.refused(diary.at(12, "10:18"), plan)
    diary.do(diary.at(12, "10:19"), lambda ids: c.PutBack((ids[title],), step))

    diary.refused(diary.at(55, "11:40"), "Dashboard on a phone")

    fire = "Checkout is down"
    diary.add(diary.at(11, "11:02"), fire, project="acme")
    diary.do(diary.at(11, "11:03"), lambda ids: c.Start((ids[fire],), expedite=True, why="nobody can pay"))
    diary.do(diary.at(11, "12:41"), lambda ids: c.Finish((ids[fire],)))

    whole = "Christmas campaign"
    diary.add(diary.at(22, "09:10"), whole, **_fields("lumen"))
    parts = ("Christmas: the card", "Christmas: the shop window")
    diary.do(diary.at(18, "09:20"), lambda ids: c.Split(ids[whole], parts))
    diary.note(diary.at(18, "09:21"), lambda: _defer(diary, parts))
    diary.add(diary.at(52, "09:10"), "Podcast about kerning", project="studio", backlog=True)
    diary.do(diary.at(20, "17:30"), lambda ids: c.Drop((ids["Podcast about kerning"],)))

    again = "Release notes 2.3"
    diary.do(diary.at(25, "17:00"), lambda ids: c.Start((ids[again],)))
    diary.do(diary.at(25, "17:25"), lambda ids: c.Finish((ids[again],)))
    diary.add(diary.at(6, "13:00"), "Cal lthe bank")
    diary.note(diary.at(6, "13:01"), diary.undo)


def _defer(diary: Replay, titles: tuple[str, ...]) -> None:
    board = diary.service.board()
    ids = tuple(task.id for task in board.column(State.READY) if task.title in titles)
    diary.service.dispatch(c.Move(ids, State.BACKLOG))


def this_week(diary: Replay) -> None:
    """Finish six tasks since Monday, whatever day it is: those of the third lane, and small ones without a start."""
    times = _times_of_the_week(diary, 6)
    one, two, three = story.THIS_WEEK
    diary.add(diary.at(9, "16:00"), one, **_fields("lumen"))
    diary.add(diary.at(9, "16:05"), two, **_fields("studio"))
    diary.add(diary.at(8, "16:30"), three, **_fields("acme"))
    title, project = story.TODAYS
    diary.add(diary.at(13, "17:40"), title, **_fields(project))
    diary.do(diary.at(7, "16:30"), lambda ids: c.Start((ids[one],)))
    hint = {"next_step": "find last year's form"}
    diary.do(diary.at(1, "18:05"), lambda ids: c.Edit(ids[title], hint))
    pause = min(timedelta(minutes=10), (times[1] - times[0]) / 3)
    for done, title_of, following in ((1, one, two), (3, two, three), (5, three, title)):
        diary.do(times[done], lambda ids, it=title_of: c.Finish((ids[it],)))  # type: ignore[misc]
        diary.do(times[done] + pause, lambda ids, it=following: c.Start((ids[it],), focus=False))  # type: ignore[misc]
    imported_this_week = diary.today.weekday() >= 3  # the second lane's last task, three days ago, is one of the six
    for place, small in zip((0, 4) if imported_this_week else (0, 2, 4), story.AT_ONCE, strict=False):
        diary.add(diary.at(10, "18:00"), small, project="studio")
        diary.do(times[place], lambda ids, it=small: c.Finish((ids[it],)))  # type: ignore[misc]


def _times_of_the_week(diary: Replay, count: int) -> list[datetime]:
    """Return instants since Monday, some hours before now if the week is old enough."""
    latest = diary.now - timedelta(hours=4)
    found = [diary.at(day, slot) for day in range(diary.today.weekday(), -1, -1) for slot in SLOTS]
    found = [at for at in found if at < latest]
    if len(found) >= count:
        step = (len(found) - 1) / (count - 1)
        return [found[round(place * step)] for place in range(count)]
    monday = diary.at(diary.today.weekday(), "00:00")
    span = max(latest - monday, (diary.now - monday) * 0.9)
    return [monday + span * (place + 1) / (count + 1) for place in range(count)]


def standing(diary: Replay) -> None:
    """Add the present tasks: in doing, waiting, ready and backlog."""
    for title, project, start in story.IN_DOING:
        diary.add(diary.at(start + 3, "09:05"), title, **_fields(project))
        hour = 16 if title == "Fix the parser" else 10
        diary.do(diary.at(start, f"{hour}:40"), lambda ids, it=title: c.Start((ids[it],)))  # type: ignore[misc]
    diary.do(
        diary.at(2, "17:40"),
        lambda ids: c.Edit(ids["Fix the parser"], {"next_step": "failing test 7, then the docs"}),
    )
    diary.add(diary.at(9, "09:30"), "Contract for the spring campaign", **_fields("lumen"))
    diary.do(
        diary.at(2, "11:10"),
        lambda ids: c.Wait(ids["Contract for the spring campaign"], "Ana", "her signature", diary.day(0)),
    )
    diary.add(diary.at(9, "09:31"), "Logo files for the printer", **_fields("fair"))
    diary.do(
        diary.at(5, "15:00"), lambda ids: c.Wait(ids["Logo files for the printer"], "Ben", "vectors", diary.day(2))
    )
    diary.do(diary.at(1, "11:20"), lambda ids: c.Resolve(ids["Logo files for the printer"]))
    for place, (title, project, more) in enumerate(story.READY):
        fields = _fields(project) | more
        if isinstance(due := fields.get("due"), int):
            fields["due"] = diary.day(due).isoformat()
        diary.add(diary.at(8 - place, "08:45"), title, **fields)
    for place, (title, project) in enumerate(story.BACKLOG):
        diary.add(diary.at(30 - 5 * place, "18:20"), title, backlog=True, **_fields(project))


def steps(diary: Replay) -> None:
    """Add checklists, written when the work began and ticked day by day."""
    for title, items in story.CHECKLISTS.items():
        start = next(day for name, _, day in story.IN_DOING if name == title)
        for place, (text, ticked) in enumerate(items):
            for at, done in ((diary.at(start, "17:10"), False), (diary.at(ticked or 0, "17:15"), True)):
                if not done or ticked is not None:
                    fields: dict[str, Json] = {f"{STEP_FIELD}s{place}": [f"i{place}", done, text]}
                    diary.do(at, lambda ids, it=title, say=fields: c.Edit(ids[it], say))  # type: ignore[misc]


def days(diary: Replay) -> None:
    """Add the focus of past days: task after task, a break, the evening; at a weekend what begins there."""
    for day in range(story.FIRST_DAY, 0, -1):
        for clock in ("12:30", "17:20"):
            diary.do(diary.at(day, clock), lambda ids: c.FocusOn(None))
        if diary.day(-day).weekday() >= 5 or day > story.FIRST_DAY - 3:
            continue
        _turn(diary, diary.at(day, "09:30"), 0)
        if day <= LATELY:
            _turn(diary, diary.at(day, "10:50"), 1)
            _turn(diary, diary.at(day, "13:40"), day)
            if day % 3 == 0:
                _turn(diary, diary.at(day, "15:05"), day + 1)
    for day, text, source in story.INTERRUPTIONS:
        diary.do(diary.at(day, "16:05"), lambda ids, say=(text, source): c.Interrupt(*say))  # type: ignore[misc]


def _turn(diary: Replay, at: datetime, place: int) -> None:
    """Focus the task at that place of doing, if there is one."""

    def act() -> None:
        column = diary.service.board().column(State.DOING)
        if column:
            diary.service.dispatch(c.FocusOn(column[place % len(column)].id))

    diary.note(at, act)


def this_day(diary: Replay) -> None:
    """Add the last hours: two switches, an interruption, and 42 minutes on the task that is focused now."""

    def ago(hours: int, minutes: int) -> datetime:
        return diary.now - timedelta(hours=hours, minutes=minutes)

    diary.do(ago(3, 5), lambda ids: c.FocusOn(ids["Fix the parser"]))
    diary.do(ago(2, 10), lambda ids: c.FocusOn(ids["Flyer for the fair"]))
    diary.do(ago(1, 50), lambda ids: c.Interrupt("Which paper does the printer have?", "Ben"))
    diary.do(ago(1, 20), lambda ids: c.FocusOn(None))
    diary.do(ago(0, 42), lambda ids: c.FocusOn(ids["Fix the parser"]))
