"""The command line taken apart."""

from __future__ import annotations

import pytest

from wiptui.cli.options import Command, Option, check_count, read_head, read_rest
from wiptui.domain.core.errors import UsageError

COMMAND = Command(
    lambda call: 0,
    "WORD...",
    "",
    (Option("state", "S", many=True), Option("all"), Option("pair", "P N", many=True), Option("why", "TEXT")),
    least=1,
    most=2,
    missing="Which word?",
)
TEXT = Command(lambda call: 0, "TEXT...", "", (Option("start"),), is_text=True)


def parse(*argv: str, command: Command = COMMAND):  # type: ignore[no-untyped-def]
    given, rest = read_head(argv)
    read_rest(given, command, rest)
    return given


def test_the_common_options_count_before_and_after_the_command() -> None:
    for argv in (
        ("--file", "a", "--json", "x", "w"),
        ("x", "w", "--json", "--file=a"),
        ("--json", "x", "--file", "a", "w"),
    ):
        given = parse(*argv)
        assert (given.name, given.words, given.file, given.json) == ("x", ["w"], "a", True)


def test_values_flags_pairs_and_repetition() -> None:
    given = parse("x", "--state", "a", "w", "--state=b", "--all", "--pair", "p", "1", "--why=")
    assert given.options == {"state": [("a",), ("b",)], "all": [()], "pair": [("p", "1")], "why": [("",)]}
    assert given.words == ["w"]


def test_a_single_dash_begins_no_option() -> None:
    assert parse("x", "-1", "-@phone").words == ["-1", "-@phone"]


def test_two_dashes_end_the_options() -> None:
    assert parse("x", "a", "--", "--all").words == ["a", "--all"]
    assert parse("x", "a", "--", "--start", command=TEXT).words == ["a", "--", "--start"]


def test_quoted_text_is_no_option_whatever_it_begins_with() -> None:
    assert parse("x", "--fix the thing", "-x", command=TEXT).words == ["--fix the thing", "-x"]


@pytest.mark.parametrize(
    ("argv", "words"),
    [
        (("x", "--al"), "did you mean --all?"),
        (("x", "--all=1"), "takes no value"),
        (("x", "--state"), "--state S"),
        (("x", "--pair", "p"), "2 values"),
        (("x", "--why", "a", "--why", "b"), "twice"),
        (("x", "--file", " "), "needs a path"),
        (("--nonsense",), "no option --nonsense"),
    ],
)
def test_what_is_wrong_is_said(argv: tuple[str, ...], words: str) -> None:
    with pytest.raises(UsageError, match=words.replace("?", r"\?")):
        parse(*argv)


def test_text_is_told_how_to_hold_an_option() -> None:
    with pytest.raises(UsageError, match="put -- before it"):
        parse("x", "--foo", command=TEXT)


def test_the_number_of_words() -> None:
    for argv, words in ((("x",), "Which word"), (("x", "a", "b", "c"), "one word too many")):
        with pytest.raises(UsageError, match=words):
            check_count(parse(*argv), COMMAND)
