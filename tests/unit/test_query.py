"""The query language: which tasks each term finds, and one clear sentence for a term that makes no sense."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wiptui.domain.core.errors import UsageError
from wiptui.domain.queries.matching import fold
from wiptui.domain.queries.parse_query import parse_query
from wiptui.domain.queries.query import Term
from wiptui.domain.tasks.task import ServiceClass, State, Step, Task
from wiptui.domain.text import printable

TODAY = date(2026, 11, 22)


@dataclass
class Card:
    title: str = "Write the report"
    state: str = "ready"
    project: str | None = None
    tags: tuple[str, ...] = ()
    due: date | None = None
    priority: str | None = None
    note: str | None = None
    waiting_on: str | None = None
    age: int | None = None
    follow_up: date | None = None
    service_class: str = "standard"

    def age_days(self, today: date, zone: object = None) -> int | None:
        assert (today, zone) == (TODAY, "zone")
        return self.age


def finds(query: str, **fields: object) -> bool:
    return parse_query(query, TODAY, "zone").matches(Card(**fields))  # type: ignore[arg-type]


def test_an_empty_query_finds_everything() -> None:
    assert finds("") and finds("   ") and finds('""')
    assert not parse_query("", TODAY)
    assert parse_query("x", TODAY)


@pytest.mark.parametrize(
    "query", ["report", "REPORT", "write report", "rite rep", '"the report"', "-other", "the -bank"]
)
def test_all_words_occur_in_any_case(query: str) -> None:
    assert finds(query)


@pytest.mark.parametrize("query", ["bank", "report bank", '"report the"', "-report", 'the -"the report"'])
def test_one_word_that_does_not_occur_is_enough(query: str) -> None:
    assert not finds(query)


def test_words_are_looked_for_in_every_text_of_a_task() -> None:
    fields = {"project": "acme", "tags": ("phone",), "note": "see page 7", "waiting_on": "Ana"}
    for query in ("acme", "phone", "page", "ana", "report acme phone page ana", '"+acme"', '"@phone"', '"see page"'):
        assert finds(query, **fields), query
    assert not finds('"report see"', **fields)


@pytest.mark.parametrize(
    ("title", "query"),
    [
        ("Straße kehren", "STRASSE"),
        ("STRASSE", "straße"),
        ("Café", "café"),
        ("Cafe\u0301", "CAFÉ"),
        ("Café", "cafe"),
        ("ΟΔΟΣ", "οδος"),
        ("Ёлка", "елка"),
        ("İstanbul", "istanbul"),
        ("ﬁle", "file"),
        ("ＡＢＣ", "abc"),
        ("한국", "하"),
        ("日本語", "本"),
        ("🚀 launch", "🚀"),
    ],
)
def test_case_and_composition_make_no_difference(title: str, query: str) -> None:
    assert finds(query, title=title)


def test_an_accent_in_the_query_counts() -> None:
    assert not finds("café", title="Cafe")
    assert not finds("resumé", title="Résume")


def test_projects_and_tags() -> None:
    assert finds("+acme", project="Acme") and finds("+ACME", project="acme.site") and finds("+acme", project="acme-2")
    assert not finds("+acme", project="acmecorp") and not finds("+acme.site", project="acme") and not finds("+acme")
    assert finds("+b", title="x +a +b y") and not finds("+b", title="x a+b") and not finds("+b", title="x + b")
    assert finds("@phone", tags=("home", "Phone")) and not finds("@pho", tags=("phone",)) and not finds("@phone")
    assert finds('+"big client"', project="Big Client") and finds("-+acme", project="b") and finds("-@x")
    assert not finds("-+acme", project="acme")
    assert finds("+", title="a + b") and not finds("@", title="a + b")


def test_states() -> None:
    assert finds("state:doing", state="doing") and finds("State:DOING,waiting", state="waiting")
    assert not finds("state:doing", state="ready") and finds("-state:done", state="ready")
    assert finds("state=ready") and finds('"estate:x"', title="estate:x")


@pytest.mark.parametrize(
    ("query", "days"),
    [
        ("due<tue", {22, 23}),
        ("due<=tue", {22, 23, 24}),
        ("due>mon", {24, 25}),
        ("due>=mon", {23, 24, 25}),
        ("due:today", {22}),
        ("due=tomorrow", {23}),
        ("due>2026-11-22 due<2026-11-25", {23, 24}),
        ("due<+2d", {22, 23}),
        ("-due<+2d", {24, 25, None}),
        ("due:none", {None}),
        ("due:any", {22, 23, 24, 25}),
        ("-due:any", {None}),
        ("DUE:Today", {22}),
    ],
)
def test_due_dates(query: str, days: set[int | None]) -> None:
    dates = {day: date(2026, 11, day) if day else None for day in (22, 23, 24, 25, None)}
    assert {day for day, due in dates.items() if finds(query, due=due)} == days


@pytest.mark.parametrize(
    ("query", "ages"),
    [
        ("age>5", {6, 14, 15}),
        ("age>=5d", {5, 6, 14, 15}),
        ("age>2w", {15}),
        ("age<5", {0}),
        ("age<=5", {0, 5}),
        ("age:5", {5}),
        ("-age>5", {0, 5, None}),
    ],
)
def test_ages(query: str, ages: set[int | None]) -> None:
    assert {age for age in (0, 5, 6, 14, 15, None) if finds(query, age=age)} == ages


def test_priorities() -> None:
    assert finds("pri:a", priority="A") and finds("priority<=C", priority="B") and not finds("pri<=C", priority="D")
    assert finds("pri:none") and finds("pri:any", priority="Z") and not finds("pri:any") and not finds("pri:A")


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("state:foo", "“foo” is not a state: backlog, ready, doing, waiting, done, dropped."),
        ("state:", "“” is not a state"),
        ("state:doing,", "“” is not a state"),
        ("age>x", "“age>x” needs a number of days, as in age>5 or age>2w."),
        ("age:", "“age:” needs a number of days"),
        ("age>-1", "needs a number of days"),
        ("age>²", "needs a number of days"),
        ("due<someday", "“someday” is not a date"),
        ("due<", "“” is not a date"),
        ("pri:AB", "“AB” is not a priority: give one letter, A to Z."),
        ("estate:x", "“estate:x” is not a field: did you mean state?"),
        ("-xyz<5", "“xyz<5” is not a field"),
        ("status:pending", "a state is state:doing here"),
        ("due.around:fri", "“around” compares nothing: due.before"),
        ("project>x", "cannot be compared: project:x finds it"),
        ("is:foo", "is nothing that a task can be"),
        ("(report or age>x)", "needs a number of days"),
        ("((" * 60, "parentheses within each other"),
    ],
)
def test_what_makes_no_sense_is_said_in_one_sentence(query: str, message: str) -> None:
    with pytest.raises(UsageError) as error:
        parse_query(query, TODAY)
    assert str(error.value).startswith(message) or message in str(error.value)


@pytest.mark.parametrize(
    "word", ["http://x.org", "re:", "5<6", "12:30", "duende", "ages", "-", "--", "a:b", "due", 'say"hi"']
)
def test_other_words_are_just_words(word: str) -> None:
    assert parse_query(word, TODAY).terms[0].kind == "word"
    assert finds(word, title=f"a {word} b")


def test_a_command_line_and_one_text_read_alike() -> None:
    text = '+acme -@home due<fri "two words" x'
    assert parse_query(text.split(" "), TODAY) == parse_query(text, TODAY)
    assert [(term.kind, term.negated) for term in parse_query(text, TODAY).terms] == [
        ("project", False), ("tag", True), ("due", False), ("word", False), ("word", False),
    ]  # fmt: skip


def test_a_quote_still_open_runs_to_the_end() -> None:
    assert parse_query('a "b c', TODAY).terms == (Term("word", "a"), Term("word", "b c"))


def test_it_reads_the_tasks_of_the_board() -> None:
    task = Task(1, "Write the report", State.DOING, project="acme", tags=("phone",), due=TODAY, priority="B")
    assert parse_query("report +acme @phone state:doing due:today pri:b -age>1", TODAY).matches(task)
    assert not parse_query("state:ready", TODAY).matches(task)


BOTH = {"title": "Call the bank", "project": "acme", "due": date(2026, 11, 24)}


@pytest.mark.parametrize(
    "query",
    [
        "call or report", "report or call", "report or (call bank)", "(report or call) bank", "not report", "not -call",
        "-(report or other)", "not (report or other)", "call and bank", "CALL OR report", "report or other or bank",
        "bank (call)", "((call))", "(call", "call (", "call ()", "call or", "call not", "not not call", "call or not x",
        "+acme due<wed or report", "report or +acme due<wed", "project:acme", "project:any", "-project:none",
        "project.not:home", "tag:none", "due.before:wed", "due.by:tue", "due.after:mon", "due.is:tue", "title:bank",
        "note:none", "pri:none", "until:none", "class:standard", "on:none", "step:none",
    ],
)  # fmt: skip
def test_or_not_and_parentheses(query: str) -> None:
    assert finds(query, **BOTH), query
    assert not finds(f"-({query})", **BOTH), query
    assert not finds(f"not ({query}) or nothing", **BOTH), query


@pytest.mark.parametrize(
    "query",
    [
        "report or other", "call (report or other)", "not call", "-(call or report)", "(report or call) other",
        "report or call other", "due.before:tue", "due.after:tue", "due.over:tue", "project:none", "project:home",
        "-project:any", "title:acme", "(A)", "until:any", "class:expedite", "note:bank", "step:any",
    ],
)  # fmt: skip
def test_what_they_do_not_find(query: str) -> None:
    assert not finds(query, **BOTH), query


def test_words_of_the_language_in_quotes_are_words() -> None:
    for word in ("or", "not", "and", "(x)", "estate:x", "due<x"):
        assert finds(f'"{word}"', title=f"a {word} b") and not finds(f'"{word}"', title="abc")
    for word in ("or", "not", "and", "f(x)", "x)", "(A"):
        assert finds(word, title=f"a {word} b"), word
    assert finds("(A)", priority="A") and not finds("(A)", title="(A) x")


def test_steps_are_searched() -> None:
    task = Task(1, "Release", State.DOING, checklist=(Step("k", "Tag the commit", False),))
    assert parse_query("commit", TODAY).matches(task) and parse_query("step:tag", TODAY).matches(task)
    assert not parse_query("step:release", TODAY).matches(task)


def test_a_follow_up_and_a_class_are_asked_for() -> None:
    task = Task(1, "x", State.WAITING, follow_up=TODAY, service_class=ServiceClass.EXPEDITE)
    for query in ("until<=today", "until.by:today", "until:any", "class:expedite", "-class:standard", "is:today"):
        assert parse_query(query, TODAY).matches(task), query
    assert not parse_query("until>today", TODAY).matches(task)


@pytest.mark.parametrize(
    ("task", "is_today"),
    [
        (Task(1, "x", State.DOING), True),
        (Task(1, "x", State.BACKLOG, due=TODAY), True),
        (Task(1, "x", State.READY, due=date(2026, 11, 23)), False),
        (Task(1, "x", State.DONE, due=TODAY), False),
        (Task(1, "x", State.WAITING, follow_up=date(2026, 11, 23)), False),
    ],
)
def test_what_is_for_today(task: Task, is_today: bool) -> None:
    assert parse_query("is:today", TODAY).matches(task) is is_today


PIECES = st.sampled_from(
    [
        "(",
        ")",
        " or ",
        " not ",
        "note:",
        ".by:",
        "a",
        "-",
        "+",
        "@",
        '"',
        " ",
        "state:",
        "doing",
        "due",
        "<",
        "fri",
        "age>",
        "5",
        "é",
    ]
)


@given(st.lists(PIECES | st.text(max_size=3)).map("".join))
def test_any_text_is_a_query_or_a_usage_error(text: str) -> None:
    try:
        query = parse_query(text, TODAY, "zone")
    except UsageError as error:
        assert printable(str(error)) == str(error)
    else:
        query.matches(Card(project="a", tags=("é",), due=TODAY, age=5))


@given(st.text(min_size=1), st.text(), st.text())
def test_a_part_of_a_title_is_found_in_it(part: str, before: str, after: str) -> None:
    if part.strip() and '"' not in part:
        assert finds(f'"{part}"', title=f"{before}\n{part}\n{after}")
    assert fold(fold(part)) == fold(part)
