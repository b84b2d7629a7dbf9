"""``import taskwarrior`` and ``export taskwarrior``; tests/tools has them with the real Taskwarrior."""

from __future__ import annotations

import json
import re
from datetime import UTC
from pathlib import Path
from typing import Any

import pytest
from cli_runner import Cli
from hypothesis import given
from hypothesis import strategies as st
from taskwarrior_sample import tasks

from wiptui.domain.dates.repetition import Every
from wiptui.exchange.taskwarrior.fields import uuid_of, wiptui_id_of
from wiptui.exchange.taskwarrior.recurrence import every_of, recur_of

A, B, C = (f"{letter * 8}-0000-4000-8000-000000000000" for letter in "abc")


def task(uuid: str = A, **fields: Any) -> dict[str, Any]:
    return {
        "uuid": uuid, "description": "Write report", "status": "pending", "entry": "20261102T080000Z",
        "modified": "20261102T080000Z", **fields,
    }  # fmt: skip


def feed(cli: Cli, *rows: Any, code: int = 0, more: tuple[str, ...] = ()) -> Any:
    text = "[\n" + ",\n".join(row if isinstance(row, str) else json.dumps(row) for row in rows) + "\n]\n"
    result = cli("import", "taskwarrior", "-", *more, stdin=text)
    assert result.code == code, result
    return result


def exported(cli: Cli) -> dict[str, dict[str, Any]]:
    return {row["uuid"]: row for row in cli.ok("export", "taskwarrior").json}


def events(row: dict[str, Any]) -> list[tuple[str, str]]:
    return [(event["at"], event["event"]) for event in row["history"]]


@given(st.integers(1, 2**53 - 1))
def test_a_task_of_ours_is_known_again_by_its_uuid(number: int) -> None:
    assert wiptui_id_of(uuid_of(number)) == number
    assert wiptui_id_of(uuid_of(number).upper()) == number


@pytest.mark.parametrize("uuid", ["", A, "x" * 36, uuid_of(5)[:-1] + "0", uuid_of(5).replace("-", "")])
def test_any_other_uuid_is_none_of_ours(uuid: str) -> None:
    assert wiptui_id_of(uuid) is None


def test_fields_and_past(cli: Cli) -> None:
    notes = [
        {"entry": "20261103T090000Z", "description": "Started task"},
        {"entry": "20261103T100000Z", "description": "see https://x.y"},
        {"entry": "20261103T110000Z", "description": "Stopped task"},
    ]
    feed(
        cli,
        task(A, project="acme.web", tags=["x", "y"], priority="M", due="20261126T230000Z", annotations=notes,
             start="20261120T090000Z", depends=[B], size=2.5),
        task(B, description="Hidden", wait="20270101T000000Z"),
        task(C, description="Gone", status="deleted", end="20261104T080000Z"),
    )  # fmt: skip
    row = cli.task("report")
    assert (row["project"], row["tags"], row["priority"], row["due"]) == ("acme.web", ["x", "y"], "B", "2026-11-27")
    assert row["note"] == "2026-11-03 see https://x.y"
    assert events(row) == [
        ("2026-11-02T09:00:00+01:00", "captured"), ("2026-11-03T10:00:00+01:00", "started"),
        ("2026-11-03T12:00:00+01:00", "put_back"), ("2026-11-20T10:00:00+01:00", "started"),
    ]  # fmt: skip
    assert cli.titles("backlog") == ["Hidden"]
    assert [row["title"] for row in cli.tasks("--state", "dropped")] == ["Gone"]


def test_a_year_of_tasks_comes_back_as_it_was_and_twice_is_once(cli: Cli) -> None:
    rows = tasks(120, seed=5)
    feed(cli, *[{**row, "id": 3, "urgency": 1.5} for row in rows])
    assert exported(cli) == {row["uuid"]: row for row in rows}
    before = cli.file.read_bytes()
    cli.later(days=30)
    feed(cli, *rows)
    assert cli.file.read_bytes() == before


def blocked(cli: Cli, title: str) -> list[str]:
    ids = {row["id"]: row["title"] for row in cli.tasks("--all")}
    return sorted(ids.get(other, "nobody") for other in cli.task(title)["blocked_by"])


def test_what_a_task_depends_on_blocks_it_and_goes_back_as_it_came(cli: Cli) -> None:
    rows = [task(A, depends=[C, B, A]), task(B, description="Figures"), task(C, description="Plan", depends=B.upper())]
    feed(cli, *rows)
    assert (blocked(cli, "report"), blocked(cli, "Plan")) == (["Figures", "Plan"], ["Figures"])
    assert "blocked by" in cli.fails(1, "start", "report").err
    assert exported(cli) == {row["uuid"]: row for row in rows}
    before = cli.file.read_bytes()
    feed(cli, *rows)
    assert cli.file.read_bytes() == before


def test_a_dependency_added_or_taken_away_here_is_so_there(cli: Cli) -> None:
    last = f"{B[:-1]}1"
    feed(
        cli,
        task(A, depends=[B, C]),
        task(B, description="Figures"),
        task(C, description="Plan", depends=f"{B},{last}"),
        task(last, description="Idea"),
    )
    own = cli.add("Own")
    cli.ok("edit", "report", "--unblock", "figures", "--blocked-by", own)
    cli.ok("edit", "own", "--blocked-by", "figures")
    cli.ok("edit", "plan", "--unblock", "figures")
    out = exported(cli)
    [mine] = set(out) - {A, B, C, last}
    assert (out[A]["depends"], out[C]["depends"], out[mine]["depends"]) == ([C, mine], last, [B])
    cli.ok("edit", "plan", "--unblock", "idea")
    assert "depends" not in exported(cli)[C]
    before = cli.file.read_bytes()
    feed(cli, *exported(cli).values())
    assert cli.file.read_bytes() == before, "what we wrote ourselves is nothing new"


def test_a_dependency_added_or_taken_away_there_is_so_here_and_ours_stays(cli: Cli) -> None:
    others = task(B, description="Figures"), task(C, description="Plan")
    feed(cli, task(A, depends=[B]), *others)
    cli.ok("edit", "report", "--blocked-by", cli.add("Own"))
    feed(cli, task(A, depends=[C]), *others)
    assert blocked(cli, "report") == ["Own", "Plan"]
    feed(cli, task(A), *others)
    assert blocked(cli, "report") == ["Own"]


def test_what_an_older_version_did_not_read_is_read_by_the_next_import_and_lost_by_no_export(cli: Cli) -> None:
    row = task(A, depends=[B])
    feed(cli, row, task(B, description="Figures"))
    text = cli.file.read_text(encoding="utf-8")
    text = re.sub(r'"blocker:\w+":true,|"db":"\w+",', "", text)
    old = cli.file.with_name("old.json")
    old.write_text(text, encoding="utf-8")
    cli.monkeypatch.setenv("WIPTUI_FILE", str(old))
    assert blocked(cli, "report") == [] and exported(cli)[A] == row
    assert "1 changed" in feed(cli, row).err
    assert blocked(cli, "report") == ["Figures"] and exported(cli)[A] == row
    assert "1 known already" in feed(cli, row).err


def test_the_ready_list_begins_with_what_is_most_urgent(cli: Cli) -> None:
    feed(cli, task(A, description="calm", urgency=1), task(B, description="urgent", urgency=9.5))
    assert cli.titles("ready") == ["urgent", "calm"]


def test_only_what_changed_here_is_written_anew(cli: Cli) -> None:
    note = {"entry": "20261103T100000Z", "description": "mine"}
    row = task(A, tags=["b", "a"], priority="H", client="Bob", due="20261126T120000Z", annotations=[note])
    feed(cli, row, task(B, description="Other"))
    cli.ok("edit", "report", "--priority", "D", "--note", "2026-11-03 mine\nand more")
    cli.ok("start", "report")
    out = exported(cli)
    assert out[B] == task(B, description="Other")
    new = out[A]
    assert (new["priority"], new["wip_priority"], new["client"], new["due"]) == ("L", "D", "Bob", "20261126T120000Z")
    assert new["tags"] == ["b", "a"]
    assert [entry["description"] for entry in new["annotations"]] == ["and more", "mine", "Started task"]
    assert new["start"] == new["annotations"][-1]["entry"]
    before = cli.file.read_bytes()
    feed(cli, *out.values())
    assert cli.file.read_bytes() == before


def test_a_hidden_task_that_was_selected_here_is_hidden_no_more(cli: Cli) -> None:
    feed(cli, task(A, wait="20270101T000000Z"))
    assert exported(cli)[A]["wait"] == "20270101T000000Z"
    cli.ok("select", "report")
    assert "wait" not in exported(cli)[A]
    cli.ok("defer", "report", "--until", "2027-02-01")
    assert exported(cli)[A]["wait"] == "20270131T230000Z"


def test_what_is_said_anew_there_comes_in_and_what_was_changed_here_stays(cli: Cli) -> None:
    feed(cli, task(A, project="acme"), task(B, description="Other"))
    cli.ok("edit", "report", "--project", "mine")
    result = feed(
        cli,
        task(A, project="acme", description="Write the report", status="completed", end="20261122T110030Z"),
        task(B, description="Other"),
    )
    assert "1 changed, 1 known already" in result.err
    row = cli.ok("show", "report", "--json").json
    assert (row["title"], row["project"], row["state"]) == ("Write the report", "mine", "done")
    assert row["finished"] == "2026-11-22T12:00:30+01:00"


def test_a_move_here_is_newer_than_one_there(cli: Cli) -> None:
    feed(cli, task(A))
    cli.ok("start", "report")
    result = feed(cli, task(A, status="completed", end="20261103T080000Z"))
    assert "it became done there before it was moved here; it stays doing" in result.err
    assert cli.titles("doing") == ["Write report"]
    before = cli.file.read_bytes()
    feed(cli, task(A, status="completed", end="20261103T080000Z"))
    assert cli.file.read_bytes() == before


def test_started_there_may_be_too_much_here_and_is_said(cli: Cli) -> None:
    rows = [task(f"{n}{A[1:]}", start="20261103T080000Z") for n in range(4)]
    assert "Doing would be OVER its limit: 4/3." in feed(cli, *rows, more=("--dry-run",)).err
    assert json.loads(feed(cli, *rows, more=("--dry-run", "--json")).out)["over"] == ["global"]
    assert "OVER" not in feed(cli, *rows[:3], more=("--dry-run",)).err
    assert not cli.file.exists()
    result = feed(cli, *rows)
    assert "Doing is OVER its limit now: 4/3." in result.err


def test_a_trial_names_lines_and_writes_nothing(cli: Cli) -> None:
    result = feed(cli, task(A), "{broken", task(B, due="soon"), {"x": 1}, task(A), more=("--dry-run",), code=1)
    assert result.lines == ["line 2  new      ready    Write report"]
    for words in (
        "line 3: this is not",
        "line 4: “soon” in due",
        "line 5: it has no desc",
        "line 6: it is the task of",
    ):
        assert f"cannot be read: {words}" in result.err
    assert not cli.file.exists()
    feed(cli, task(A), "{broken", code=1)
    assert not cli.file.exists()
    feed(cli, task(A), "{broken", more=("--partial",), code=1)
    assert cli.titles("ready") == ["Write report"]


HOSTILE = [
    "\x1b[2J\x07boo",
    "[red]x[/]",
    "a\nb\tc",
    "\u202eevil",
    "🎉" * 50,
    "x" * 10_500,
    "\ud800 half",
    "=1+1",
    '"]}',
]


def test_hostile_titles_are_safe_to_look_at_and_go_back_as_they_were(cli: Cli) -> None:
    rows = [task(f"{n}{A[1:]}", description=text, urgency=-n) for n, text in enumerate(HOSTILE)]
    feed(cli, *rows, more=("--dry-run",))
    feed(cli, *rows)
    shown = cli.ok("list").out
    assert "\x1b" not in shown and "\u202e" not in shown
    back = exported(cli)
    assert [back[row["uuid"]]["description"] for row in rows] == HOSTILE
    assert "\x1b" not in cli.ok("export", "taskwarrior").out


@pytest.mark.parametrize(
    "row",
    [
        "1e999", '{"description":"a","x":1e999}', '{"description":"a","x":NaN}', '{"a":' * 99_999, '"x"', "null",
        json.dumps(task(description="\u200b")), json.dumps(task(status="going")), json.dumps(task(tags=[1])),
        json.dumps(task(annotations=[{"entry": 1, "description": "x"}])), json.dumps(task(annotations={})),
        json.dumps(task(end="99999999T999999Z")), json.dumps(task(start=5)),
    ],
)  # fmt: skip
def test_a_broken_row_is_named_and_the_rest_is_read(cli: Cli, row: str) -> None:
    result = feed(cli, row, task(B), more=("--dry-run",), code=1)
    assert "cannot be read: line 2" in result.err and len(result.err) < 700
    assert len(result.lines) == 1


def test_emoji_in_two_halves_as_taskwarrior_leaves_them(cli: Cli) -> None:
    text = json.dumps([task(description="party \U0001f389")], ensure_ascii=False)
    halves = text.encode("utf-16", "surrogatepass").decode("utf-16")
    data = "".join(c if c < "\U00010000" else "\ud83c\udf89" for c in halves).encode("utf-8", "surrogatepass")
    cli.ok("import", "taskwarrior", "-", stdin=data)
    assert cli.titles("ready") == ["party 🎉"]
    assert "UTF-8" in cli.fails(1, "import", "taskwarrior", "-", stdin=b'[{"description":"caf\xe9"}]').err


def test_a_task_of_which_only_the_time_of_change_is_new_changes_nothing(cli: Cli) -> None:
    feed(cli, task(A))
    cli.ok("edit", "report", "--priority", "A")
    before = cli.file.read_bytes()
    assert "1 known already" in feed(cli, {**exported(cli)[A], "modified": "20261201T080000Z"}).err
    assert cli.file.read_bytes() == before


def test_what_ends_there_in_the_second_it_was_started_here_is_done(cli: Cli) -> None:
    cli.later(milliseconds=700)
    cli.ok("add", "--start", "Now")
    started = cli.clock.now()
    (row,) = exported(cli).values()
    second = started.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
    feed(cli, {**row, "status": "completed", "end": second, "modified": second})
    assert cli.titles("done") == ["Now"]
    before = cli.file.read_bytes()
    feed(cli, {**row, "status": "completed", "end": second, "modified": second})
    assert cli.file.read_bytes() == before


# --- what comes again

TEMPLATE = {"status": "recurring", "rtype": "periodic", "mask": "-", "due": "20261126T230000Z"}


@pytest.mark.parametrize(
    ("recur", "every"),
    [
        ("daily", "1d"), ("day", "1d"), ("weekdays", "weekday"), ("weekly", "1w"), ("Weekly", "1w"), ("biweekly", "2w"),
        ("fortnight", "2w"), ("monthly", "1m"), ("bimonthly", "2m"), ("quarterly", "3m"), ("semiannual", "6m"),
        ("annual", "1y"), ("yearly", "1y"), ("biannual", "2y"), ("biyearly", "2y"), ("2d", "2d"), ("3w", "3w"),
        ("3wks", "3w"), ("2 weeks", "2w"), ("5mo", "5m"), ("5m", "5m"), ("2q", "6m"), ("2 qtrs", "6m"), ("3yrs", "3y"),
        ("P7D", "7d"), ("P2W", "2w"), ("P1M", "1m"), ("P2Y", "2y"), ("10days", "10d"),
        ("PT4H", None), ("hourly", None), ("2hrs", None), ("P1M2D", None), ("1.5 weeks", None), ("0d", None),
        ("", None), ("mondays", None), ("3600", None), ("99999d", None), (7, None), (None, None),
        ("٣d", None), ("d", None),
    ],
)  # fmt: skip
def test_how_often_in_the_words_of_taskwarrior(recur: Any, every: str | None) -> None:
    assert every_of(recur) == every


@given(st.integers(1, 1000), st.sampled_from("dwmy"), st.booleans())
def test_what_is_said_in_its_words_is_read_as_the_same(count: int, unit: str, after: bool) -> None:
    every = Every(count, unit, after=after).text
    words = recur_of(every)
    assert (words is None) if after else every_of(words) == every


def test_words_of_a_template_and_its_child_mean_the_child(cli: Cli) -> None:
    child = {"status": "pending", "recur": "monthly", "rtype": "periodic", "due": "20261126T230000Z", "parent": A}
    feed(cli, task(A, description="Rent", recur="monthly", **TEMPLATE), task(B, description="Rent", **child))
    assert cli.task("Rent")["state"] == "ready"
    feed(cli, task(C, description="Rent", **child))
    error = cli.fails(4, "start", "Rent", "--json").error
    assert error["code"] == "ambiguous_task" and len(error["matches"]) == 2, "the two children, and not the template"


def test_a_template_brings_how_often_and_its_children_are_plain_and_name_it(cli: Cli) -> None:
    child = {"status": "pending", "recur": "monthly", "rtype": "periodic", "imask": 0, "due": "20261126T230000Z"}
    rows = [task(A, description="Rent", recur="monthly", **TEMPLATE), task(B, description="Pay", parent=A, **child)]
    feed(cli, *rows)
    template, pay = cli.task("Rent"), cli.task("Pay")
    assert (template["state"], template["every"], template["due"]) == ("backlog", "1m", "2026-11-27")
    assert (pay["state"], pay["every"], pay["comes_after"]) == ("ready", None, template["id"])
    assert exported(cli) == {row["uuid"]: row for row in rows}
    before = cli.file.read_bytes()
    feed(cli, *rows)
    assert cli.file.read_bytes() == before
    cli.ok("done", "Pay")
    assert cli.titles("ready") == [], "its template makes the next one there"
    cli.ok("done", "Rent")
    assert cli.titles("ready") == ["Rent"], "what is done here goes on here"


def test_words_without_a_like_here_are_said_and_kept(cli: Cli) -> None:
    row = task(A, recur="PT4H", **TEMPLATE)
    words = "note: line 2: “PT4H” is not how often something comes again here; it is kept, and goes back as it came"
    assert words in feed(cli, row, more=("--dry-run",)).err
    assert words in feed(cli, row).err
    assert cli.task("report")["every"] is None
    assert exported(cli)[A] == row
    assert "PT4H" not in feed(cli, row).err
    cli.ok("edit", "report", "--every", "mon,thu")
    assert exported(cli)[A] == {**row, "wip_every": "mon,thu", "modified": exported(cli)[A]["modified"]}


def test_how_often_is_changed_on_either_side(cli: Cli) -> None:
    row = task(A, recur="weekly", **TEMPLATE)
    feed(cli, row)
    feed(cli, {**row, "recur": "P3M"})
    assert cli.task("report")["every"] == "3m"
    cli.ok("edit", "report", "--every", "2 weeks")
    assert exported(cli)[A]["recur"] == "biweekly" and "wip_every" not in exported(cli)[A]
    cli.ok("edit", "report", "--every", "after 3 days")
    out = exported(cli)[A]
    assert (out["recur"], out["wip_every"]) == ("P3M", "after 3d")
    before = cli.file.read_bytes()
    feed(cli, out)
    assert cli.file.read_bytes() == before
    feed(cli, {**out, "recur": "monthly"})
    assert cli.task("report")["every"] == "1m", "it was said there after it was said here"
    cli.ok("edit", "report", "--every", "none")
    out = exported(cli)[A]
    assert (out["status"], out["recur"], out["wip_every"]) == ("recurring", "monthly", "never")
    before = cli.file.read_bytes()
    feed(cli, out)
    assert cli.file.read_bytes() == before
    elsewhere = str(cli.file.with_name("elsewhere.json"))
    cli.ok("--file", elsewhere, "import", "taskwarrior", "-", stdin=json.dumps([out]))
    assert cli.ok("--file", elsewhere, "show", "report", "--json").json["every"] is None
    cli.ok("edit", "report", "--every", "month")
    assert "wip_every" not in exported(cli)[A]


def test_what_comes_again_here_comes_out_and_in_again_as_it_was(cli: Cli, tmp_path: Path) -> None:
    cli.ok("add", "Water", "every:week")
    cli.ok("add", "Rent", "every:month", "due:2026-10-31")
    cli.ok("done", "Rent")
    out = exported(cli)
    assert not any("recur" in row for row in out.values())
    asked = ("title", "state", "due", "every", "comes_after")
    here = [tuple(row[name] for name in asked) for row in cli.tasks("--all")]
    file = tmp_path / "other.json"
    cli.monkeypatch.setenv("WIPTUI_FILE", str(file))
    feed(cli, *out.values())
    assert sorted([tuple(row[name] for name in asked) for row in cli.tasks("--all")], key=str) == sorted(here, key=str)
    assert exported(cli) == out
    cli.ok("done", "Rent")
    assert str(cli.task("Rent")["due"]).endswith("-31"), "the day of the month came along"


def test_a_due_date_that_taskwarrior_gives_to_nobody_does_not_count(cli: Cli) -> None:
    feed(cli, task(A, recur="weekly", **TEMPLATE))
    cli.ok("edit", "report", "--due", "none")
    out = exported(cli)[A]
    assert (out["due"], out["wip_no_due"]) == (TEMPLATE["due"], TEMPLATE["due"])
    before = cli.file.read_bytes()
    feed(cli, out)
    assert cli.file.read_bytes() == before
    feed(cli, {**out, "due": "20261128T230000Z"})
    assert cli.task("report")["due"] == "2026-11-29", "another date there counts"
    cli.ok("edit", "report", "--due", "none")
    cli.ok("edit", "report", "--due", "2026-12-24")
    assert "wip_no_due" not in exported(cli)[A] and exported(cli)[A]["due"] == "20261223T230000Z"
