"""``export markdown`` and ``export icalendar``: what people and calendars are shown."""

from __future__ import annotations

import sys
from datetime import date, timedelta
from pathlib import Path

import icalendar
import pytest
from cli_runner import Cli
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from wiptui.domain.text import is_visible, one_line
from wiptui.exchange.markdown import day_words, duration, escaped, last_workday

HOSTILE = [
    "*bold* _it_ `code` [a](b) <b>x</b> # no", "- list", "1. one", "+ plus", "> quote", "a | b", "***", "===", "---",
    "\\*", "&amp; &lt;", "~~x~~", "![i](http://x)", "see https://x.y/a_b_c?d=1", "[ ] box", "C++ 5 * 3", "\x1b[2Jclear",
    "javascript:x", "1) one", "2026. A year", "$x$", "a_b_c",
]  # fmt: skip


def shown(line: str) -> str:
    """The text that a reader of Markdown sees in a list of one item."""
    tokens = MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(f"- [x] {line}\n")
    kinds = [token.type for token in tokens]
    assert kinds == ["bullet_list_open", "list_item_open", "paragraph_open", "inline", "paragraph_close",
                     "list_item_close", "bullet_list_close"], kinds  # fmt: skip
    children = tokens[3].children or []
    assert {child.type for child in children} <= {"text", "text_special"}, [child.type for child in children]
    return "".join(child.content for child in children).removeprefix("[x] ")


@given(st.text(max_size=40))
@example("1. a")
@example("-\t")
def test_a_title_is_shown_letter_by_letter(text: str) -> None:
    title = one_line(text)
    if is_visible(title):
        assert shown(escaped(title)).split() == title.split()


@pytest.mark.parametrize("title", HOSTILE)
def test_markup_in_a_title_is_none(title: str) -> None:
    assert shown(escaped(title)) == one_line(title).replace("\x1b", "␛") or "\x1b" in title
    assert "\x1b" not in escaped(title)


def test_addresses_stay_links() -> None:
    assert escaped("see https://x.y/a_b") == "see https://x.y/a_b"
    assert "\\" in escaped("see https://x.y/<script>")


def test_what_to_say_at_a_stand_up(cli: Cli) -> None:
    cli.clock.set(cli.clock.now() - timedelta(days=1, hours=3))  # a Saturday; NOON is a Sunday
    for title in ("Flyer +fair", "Parser", "Logo", "Second"):
        cli.add(title)
    cli.ok("start", "flyer")
    cli.later(minutes=59)
    cli.ok("done", "flyer")
    cli.ok("start", "logo")
    cli.ok("wait", "logo", "--on", "Ben", "--why", "vectors", "--until", "tue")
    cli.ok("add", "--start", "Given up")
    cli.ok("drop", "given up")
    cli.later(days=1)
    cli.ok("start", "parser")
    cli.ok("edit", "parser", "--due", "tomorrow")
    assert cli.ok("export", "markdown", "--since", "yesterday").out == (
        "# Stand-up, Sunday 22 November 2026\n"
        "\n## Yesterday\n\n"
        "- [x] Flyer (fair): 1 day, 1 h\n"
        "- Logo: started, waits for Ben, 1 min\n"
        "- Given up: started, dropped, 1 min\n"
        "\n## Today\n\n"
        "- Parser: day 1, due tomorrow\n"
        "- next: Second\n"
        "\n## Waiting\n\n"
        "- Logo: on Ben for vectors, since Saturday 21 November, follow up Tue\n"
    )
    assert "## Since Friday 20 November" in cli.ok("export", "markdown").out, "a weekend is no workday"
    cli.fails(2, "export", "markdown", "--since", "2027-01-01")
    cli.fails(2, "export", "markdown", "--report", "month")


def test_a_week(cli: Cli) -> None:
    cli.clock.set(cli.clock.now() - timedelta(days=4))
    for title in ("A +one", "B +two", "C", "D", "E"):
        cli.add(title)
    cli.ok("start", "A", "B")
    cli.later(days=1)
    cli.ok("done", "A")
    cli.later(days=2)
    cli.ok("done", "B")
    cli.ok("done", "C")
    cli.ok("drop", "D")
    cli.later(days=1)
    cli.ok("start", "E")
    text = cli.ok("export", "markdown", "--report", "week").out
    assert text.startswith("# Monday 16 November to Sunday 22 November 2026\n\n## In short\n\n")
    assert "- 3 done, 5 captured, 3 came into work\n- cycle time: half of 2 within 2 days, the longest 4\n" in text
    done = "**one**\n\n- [x] A: 2 days\n\n**two**\n\n- [x] B: 4 days\n\n**Without a project**\n\n- [x] C\n"
    assert f"## Done: 3\n\n{done}" in text
    assert "## In progress\n\n- E: day 1" in text and "## Dropped\n\n- D\n" in text
    assert "## Done: 2\n" in cli.ok("export", "markdown", "--report", "week", "--since", "yesterday").out


def test_an_empty_board_says_so(cli: Cli) -> None:
    assert cli.ok("export", "markdown").out.count("Nothing.") == 3
    assert "Nothing." in cli.ok("export", "markdown", "--report", "week").out
    assert "Nothing." in cli.ok("export", "markdown", "--report", "board").out
    assert cli.ok("export", "icalendar").out.startswith("BEGIN:VCALENDAR")


def test_the_board_as_lists(cli: Cli) -> None:
    cli.add("One [x] +p due:tomorrow")
    cli.ok("done", cli.add("Two"))
    text = cli.ok("export", "markdown", "--report", "board").out
    assert "## Ready\n\n- [ ] One \\[x\\] (p): due tomorrow\n" in text
    assert "## Done this week\n\n- [x] Two\n" in text


@pytest.mark.parametrize(("today", "before"), [("2026-11-23", 20), ("2026-11-22", 20), ("2026-11-24", 23)])
def test_the_last_workday(today: str, before: int) -> None:
    assert last_workday(date.fromisoformat(today)).day == before


def test_words_for_spans() -> None:
    assert [duration(minutes * 60_000) for minutes in (0, 5, 60, 130)] == ["", "5 min", "1 h", "2 h 10 min"]
    assert day_words(date(2026, 11, 20)) == "Friday 20 November 2026"


# --- calendars


def events(text: str) -> dict[str, icalendar.Event]:
    """The events of a calendar by their UID; the text must be one that RFC 5545 allows."""
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    assert "\n" not in text.replace("\r\n", "")
    calendar = icalendar.Calendar.from_ical(text)
    assert not calendar.errors
    found = calendar.walk("VEVENT")
    assert all(not event.errors and event["dtstamp"] for event in found)
    return {str(event["uid"]): event for event in found}


def test_due_dates_and_follow_ups_are_days_of_the_calendar(cli: Cli, tmp_path: Path) -> None:
    key = cli.add("Flyer; for, Ana +fair @print due:2026-12-01")
    cli.ok("edit", key, "--note", "first\nsecond: ü", "--next", "call")
    cli.ok("start", cli.add("Logo"))
    cli.ok("wait", "logo", "--on", "Ben", "--until", "fri")
    cli.ok("done", cli.add("Over due:2026-11-30"))
    cli.add("No date")
    text = cli.ok("export", "icalendar").out
    found = events(text)
    full = next(task["id"] for task in cli.tasks() if task["title"].startswith("Flyer"))
    flyer = found[f"{full}-due@wiptui"]
    assert (str(flyer["summary"]), flyer["dtstart"].dt, flyer["dtend"].dt) == (
        "Due: Flyer; for, Ana", date(2026, 12, 1), date(2026, 12, 2),
    )  # fmt: skip
    assert str(flyer["description"]) == "next: call\nfirst\nsecond: ü"
    assert [str(name) for name in flyer["categories"].cats] == ["fair", "print"]
    [other] = [event for uid, event in found.items() if uid.endswith("-follow-up@wiptui")]
    assert (str(other["summary"]), other["dtstart"].dt) == ("Follow up: Logo", date(2026, 11, 27))
    assert len(found) == 2
    cli.later(days=1)
    file = tmp_path / "wip.ics"
    cli.ok("export", "icalendar", "--output", str(file))
    assert file.read_bytes().decode() == text, "the same tasks, the same bytes"
    cli.ok("edit", key, "--due", "2026-12-24")
    assert events(cli.ok("export", "icalendar").out)[f"{full}-due@wiptui"]["dtstart"].dt == date(2026, 12, 24)


@pytest.mark.parametrize("title", [*HOSTILE, "BEGIN:VEVENT\r\nUID:1", "ü" * 300, "a\\nb", "🎉" * 40])
def test_a_hostile_title_stays_in_its_event(cli: Cli, title: str) -> None:
    cli.ok("add", "--", title)
    key = cli.tasks()[0]["id"]
    cli.ok("edit", key, "--due", "2026-12-01")
    [event] = events(cli.ok("export", "icalendar").out).values()
    assert str(event["summary"]) == f"Due: {cli.tasks()[0]['title']}"


def test_without_the_library_a_calendar_says_how_to_get_it(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "icalendar", None)
    assert "pip install 'wiptui[formats]'" in cli.fails(1, "export", "icalendar").err
