"""Law: what ``export json`` wrote, ``import json`` makes again, to the last stamp; a second time it changes nothing."""

from __future__ import annotations

import json
from typing import Any

from builders import ACTOR, BERLIN, NOON
from hypothesis import given
from hypothesis import strategies as st

from wiptui.domain.board import Board
from wiptui.domain.core.clock import to_ms
from wiptui.domain.core.record import LOG, fold, make_stamp
from wiptui.exchange.json import tasks as json_format

VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53), 2**53)
    | st.text()
    | st.floats(allow_nan=False, allow_infinity=False),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=4,
)
STATES = st.sampled_from(["backlog", "ready", "doing", "waiting", "done", "dropped", "odd"])
PATCHES = st.fixed_dictionaries(
    {},
    optional={
        "title": st.text(min_size=1), "state": STATES, "note": st.text(), "tags": st.lists(st.text(), max_size=3),
        "due": st.sampled_from(["2026-11-27", None, "soon"]), "waiting_on": st.text(), "resolved_at": st.text(),
        "step:a": VALUES, "of the future": VALUES, "gone": st.sampled_from([True, None]), "rank": st.text(),
    },
)  # fmt: skip
STAMPS = st.builds(
    lambda ms, who: make_stamp(to_ms(NOON) - ms, who), st.integers(0, 10**9), st.sampled_from([ACTOR, "abcd12345"])
)


@st.composite
def records(draw: st.DrawFn, *, titled: bool) -> dict[str, Any]:
    log = draw(st.dictionaries(STAMPS, PATCHES.filter(bool), min_size=1, max_size=5))
    if titled:
        log[min(log)] = {"title": "t", "state": "ready", **log[min(log)]}
    return {**fold(log), LOG: log}


KEYS = st.integers(1, 2**53 - 1).map(str)
DATA = st.fixed_dictionaries(
    {
        "tasks": st.dictionaries(KEYS, records(titled=True), max_size=4),
        "stints": st.dictionaries(KEYS, records(titled=False), max_size=2),
        "unknown table": st.dictionaries(KEYS, records(titled=False), max_size=2),
    }
)


def imported(text: str, board: Board) -> tuple[Board, json_format.Incoming]:
    document, problems = json_format.read(text)
    assert not problems
    found = json_format.incoming(document, board)
    return board.apply(found.changes, to_ms(board.at), ACTOR)[0], found


@given(DATA)
def test_there_and_back(data: dict[str, Any]) -> None:
    data = json.loads(json.dumps(data, sort_keys=True))  # a file has its keys in order
    board = Board(data, NOON, BERLIN)
    text = json_format.write(board)
    json.loads(text)
    text.encode()
    copy, found = imported(text, Board({}, NOON, BERLIN))
    assert not found.problems
    assert {table: rows for table, rows in copy.data.items() if rows} == {t: rows for t, rows in data.items() if rows}
    assert json_format.write(copy) == text
    assert imported(text, copy)[1].changes == []


@given(DATA, DATA)
def test_into_a_board_that_has_things_of_its_own(mine: dict[str, Any], theirs: dict[str, Any]) -> None:
    text = json_format.write(Board(theirs, NOON, BERLIN))
    both, _ = imported(text, Board(mine, NOON, BERLIN))
    for table, rows in theirs.items():
        for key, record in rows.items():
            assert set(record[LOG]) <= set(both.data[table][key][LOG])
    for table, rows in mine.items():
        for key, record in rows.items():
            assert set(record[LOG]) <= set(both.data[table][key][LOG])
    assert imported(text, both)[1].changes == []
