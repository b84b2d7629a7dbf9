"""Quick add: what is a token, what is not, and that the rest stays letter by letter."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wiptui.domain.tasks.quick_add import Inline, TextRange, parse_inline

TODAY = date(2026, 11, 22)


def read(text: str) -> Inline:
    return parse_inline(text, TODAY)


def test_every_token_at_once() -> None:
    got = read("(A) Call the bank +home @phone @errand due:fri for:Ana")
    assert got.title == "Call the bank"
    assert got.notes == ()
    assert got.values.get("due") == date(2026, 11, 27)
    assert got.fields() == {
        "project": "home",
        "tags": ["phone", "errand"],
        "priority": "A",
        "due": "2026-11-27",
        "for": "Ana",
    }


@pytest.mark.parametrize(
    "text",
    [
        "Learn C++", "Mail a@b.com", "1+1 = 2", "for: Ana", "(a) small", "(AB) two",
        "(A)glued", "+1 for the idea", "call +49 30 1234", "+ plus", "@ at", "++", "@:", "see http://x.org:80/+a/@b",
        "Due:fri", "two  spaces", "tab\tinside", "a--b", "--- rule", "-x", "#hash",
        "(Ä) umlaut", "émail:x", "~/+notes", "[bold]x[/]", "100 % @ 5 €", "x 2026-11-22 not done", "@\u200b hidden",
        "+\ufe0f",
        "for:\u200b",
    ],
)  # fmt: skip
def test_what_is_no_token_stays(text: str) -> None:
    assert read(text) == Inline(title=text)


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Write +acme report", "Write report"),
        ("Write  +acme  report", "Write   report"),
        ("+acme Write report", "Write report"),
        ("Write report +acme", "Write report"),
        ("  Write report  ", "Write report"),
        ("Buy -- +1 pizza @home (A) due:fri", "Buy +1 pizza @home (A) due:fri"),
        ("-- +acme -- twice", "+acme -- twice"),
        ("(A)", ""),
        ("+acme @home due:fri", ""),
        ("", ""),
        ("--", ""),
    ],
)
def test_a_token_goes_with_one_space(text: str, title: str) -> None:
    assert read(text).title == title


@pytest.mark.parametrize("name", ["acme", "Große-Straße", "a.b/c_d", "2026q4", "日本", "🚀", "ana,", "_x"])
def test_names(name: str) -> None:
    assert read(f"a +{name}").values.get("project") == name
    assert read(f"a @{name}").values.get("tags", ()) == (name,)


@pytest.mark.parametrize(
    ("text", "title", "project", "tags", "for_"),
    [
        ('+"Big Client" x', "x", "Big Client", (), None),
        ('a @"next week" b @"x y"', "a b", None, ("next week", "x y"), None),
        ('a for:"Ana Lima" b', "a b", None, (), "Ana Lima"),
        ('say +"hi', "say", '"hi', (), None),
        ('+"" x', '+"" x', None, (), None),
        ('+"  " x', '+"  " x', None, (), None),
        ('say "hi there" +p', 'say "hi there"', "p", (), None),
    ],
)
def test_a_name_in_quotes_may_have_spaces(
    text: str, title: str, project: str | None, tags: tuple[str, ...], for_: str | None
) -> None:
    found = parse_inline(text, TODAY)
    assert (found.title, found.values.get("project"), found.values.get("tags", ()), found.values.get("for")) == (
        title,
        project,
        tags,
        for_,
    )


def test_after_the_end_mark_nothing_counts() -> None:
    got = read("a +p -- @t due:fri for:Ana +q")
    assert (
        got.values.get("project"),
        got.values.get("tags", ()),
        got.values.get("due"),
        got.values.get("for"),
        got.notes,
    ) == ("p", (), None, None, ())


def test_a_letter_in_brackets_is_a_priority_wherever_it_stands_alone() -> None:
    for line in ("(A) a +p", "+p (A) a", "a +p (A)", "a +p pri:A"):
        assert read(line).fields() == {"project": "p", "priority": "A"} and read(line).title == "a", line
    assert read("a (B)c").title == "a (B)c" and read("a (b)").title == "a (b)"
    assert read("a (A) (B)").notes == ("(B) stays in the title: a task has one priority",)


@pytest.mark.parametrize(
    ("line", "fields"),
    [
        ("a t:2026-12-01", {"from": "2026-12-01"}),
        ("a wait:2026-12-01", {"from": "2026-12-01"}),
        ("a from: 2026-12-01", {"from": "2026-12-01"}),
        ("a rec:+1w", {"every": "1w"}),
        ("a every!:3d", {"every": "after 3d"}),
        ("a every: 2 weeks on mon and thu until 31 dec", {"every": "2w on mon,thu until 2026-12-31"}),
        ("every:month on last fri a", {"every": "1m on last fri"}),
        ("a pri:A", {"priority": "A"}),
    ],
)
def test_words_of_other_programs_are_known(line: str, fields: dict[str, str]) -> None:
    assert (read(line).title, read(line).fields(), read(line).notes) == ("a", fields, ())


@pytest.mark.parametrize(
    "line", ["a due: tomorow", "a due:tomorow", "a every: odd", "a pri:AA", "a t:soon", "a est:2h", "a due:"]
)
def test_what_was_not_understood_is_always_said_and_stays(line: str) -> None:
    assert read(line).title == line and read(line).fields() == {} and len(read(line).notes) == 1


def test_a_further_one_stays_in_the_title_and_is_named() -> None:
    got = read("a +p +q due:fri due:sat for:Ana for:Bo +p due:fri")
    assert got.title == "a +q due:sat for:Bo"
    assert (got.values.get("project"), got.values.get("due"), got.values.get("for")) == ("p", date(2026, 11, 27), "Ana")
    assert got.notes == (
        "+q stays in the title: a task has one project",
        "due:sat stays in the title: a task has one due date",
        "for:Bo stays in the title: a task has one “for”",
    )


def test_a_due_date_that_is_none_stays_in_the_title_and_is_named() -> None:
    got = read("a due:nonsense b")
    assert (got.title, got.values.get("due"), got.notes) == ("a due:nonsense b", None, ("due:nonsense is not a date",))
    assert got.spans == (TextRange(2, 14, "problem"),)
    assert read("a due:nonsense due:fri").values.get("due") == date(2026, 11, 27)


def test_the_same_tag_twice_is_one_tag() -> None:
    assert read("a @b @c @b").values.get("tags", ()) == ("b", "c")


def test_spans_are_places_in_the_typed_text() -> None:
    text = " (A) Call +home @phone due:fri for:Ana due:x -- +lit"
    got = [(span.kind, text[span.start : span.end]) for span in read(text).spans]
    assert got == [
        ("priority", "(A)"), ("project", "+home"), ("tag", "@phone"), ("due", "due:fri"), ("for", "for:Ana"),
        ("problem", "due:x"), ("end", "--"),
    ]  # fmt: skip


def test_names_are_safe_to_print() -> None:
    got = read("a +p\x1b[31mred @t\u202eq for:A\udcffb due:\x1b[0m")
    assert (got.values.get("project"), got.values.get("tags", ()), got.values.get("for")) == (
        "pred",
        ("tq",),
        "A\ufffdb",
    )
    assert got.notes == ("due: is not a date",)


TOKENS = st.sampled_from(["(A)", "+p", "+q", "@t", "due:fri", "due:no", "for:Ana", "--", "+1", "a", "b", " ", "\t"])


@given(st.lists(TOKENS | st.text(max_size=4)).map(" ".join))
def test_each_word_is_a_span_or_in_the_title_in_its_order(text: str) -> None:
    got = read(text)
    gone = {(span.start, span.end) for span in got.spans if span.kind != "problem"}
    at, kept = 0, []
    for word in text.split():
        start = text.index(word, at)
        at = start + len(word)
        if (start, at) not in gone:
            kept.append(word)
    assert got.title.split() == kept
    assert got.title == got.title.strip()
    assert list(got.spans) == sorted(got.spans, key=lambda span: span.start)
    assert len(got.notes) == sum(span.kind == "problem" for span in got.spans)


@pytest.mark.parametrize(
    ("text", "title", "due", "every"),
    [
        ("Call due: in two weeks +x", "Call", "2026-12-06", None),
        ("Pay due:next friday now", "Pay now", "2026-11-27", None),
        ("due:22 nov party", "party", "2026-11-22", None),
        ("Pay due:fri now please", "Pay now please", "2026-11-27", None),
        ("Move old monitor on mon", "Move old monitor on mon", None, None),
        ("Water every: 2 weeks plants", "Water plants", None, "2w"),
        ("Bins every:mon and thu due:the 26th out", "Bins out", "2026-11-26", "mon,thu"),
        ("a due: b", "a due: b", None, None),
    ],
)
def test_words_that_go_on_with_a_date_belong_to_it(text: str, title: str, due: str | None, every: str | None) -> None:
    got = read(text)
    assert (got.title, got.values.get("due") and got.values.get("due").isoformat(), got.values.get("every")) == (
        title,
        due,
        every,
    )


def test_how_often_that_is_none_stays_in_the_title_and_is_named() -> None:
    got = read("a every:nonsense")
    assert got.title == "a every:nonsense" and got.values.get("every") is None
    assert "every:nonsense is not how often" in got.notes[0]
