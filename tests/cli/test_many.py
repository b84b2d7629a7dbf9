"""Many tasks at once: ``--where QUERY`` and ids on stdin, one transaction, one undo, one line."""

from __future__ import annotations

import json

import pytest
from cli_runner import Cli

DOES = {
    "start": "doing", "done": "done", "drop": "dropped", "defer": "backlog", "wait": "waiting",
}  # fmt: skip


@pytest.fixture
def web(cli: Cli) -> Cli:
    for number in range(3):
        cli.add(f"Page {number} +web due:2026-11-{20 + number}")
    cli.add("Other +home")
    return cli


def states(cli: Cli) -> dict[str, str]:
    return {task["title"]: task["state"] for task in cli.tasks("--all")}


@pytest.mark.parametrize("way", ["where", "stdin"])
@pytest.mark.parametrize("verb", DOES)
def test_a_query_and_ids_on_stdin_say_which_tasks_are_meant(web: Cli, verb: str, way: str) -> None:
    before = states(web)
    if way == "where":
        said = web.ok(verb, "--where", "+web").err
    else:
        ids = "".join(f"{task['id']} {task['title']}\n" for task in web.tasks("+web"))
        said = web.ok(verb, "-", stdin=ids).err
    after = states(web)
    assert {title for title in after if after[title] == DOES[verb]} == {"Page 0", "Page 1", "Page 2"}
    assert said.count("\n") <= 3
    web.ok("undo")
    assert states(web) == before, "one undo takes all of it back"


def test_the_way_back_of_each(web: Cli) -> None:
    web.ok("start", "--where", "+web")
    web.ok("stop", "--where", "+web", "--next", "go on")
    assert {task["next_step"] for task in web.tasks("+web")} == {"go on"}
    web.ok("defer", "--where", "+web")
    web.ok("select", "--where", "+web")
    assert set(states(web).values()) == {"ready"}
    web.ok("wait", "--where", "+web", "--on", "Ana")
    web.ok("resolve", "--where", "on:ana")
    web.ok("done", "--where", "+web state:waiting,ready,doing")
    web.ok("reopen", "--where", "+web state:done")
    assert states(web)["Page 0"] == "doing"


def test_a_limit_refuses_all_or_nothing(web: Cli) -> None:
    web.ok("limit", "2", "--permanent")
    assert "3" in web.fails(3, "start", "--where", "+web").err
    assert set(states(web).values()) == {"ready"}


def test_each_date_is_moved_from_its_own_or_set_from_today(web: Cli) -> None:
    assert "Changed 3 tasks" in web.ok("edit", "--where", "+web", "--due", "due+1w", "--tag", "late").err
    assert [task["due"] for task in web.tasks("+web")] == ["2026-11-27", "2026-11-28", "2026-11-29"]
    web.ok("undo")
    assert [(task["due"], task["tags"]) for task in web.tasks("+web")] == [(f"2026-11-2{n}", []) for n in range(3)]
    web.ok("edit", "--where", "due<=2026-11-21 or +home", "--due", "+1w")
    assert {task["due"] for task in web.tasks("+home")} == {"2026-11-29"}
    assert "Changed 2 tasks" in web.ok("edit", "--where", "page -2", "--due", "due-2d", "--untag", "nope").err
    web.ok("edit", "Other", "--due", "none")
    assert "has no date" in web.fails(2, "edit", "Other", "--due", "due+1d").err
    web.ok("edit", "Page 2", "--due", "due+1d")


def test_what_is_of_one_task_is_refused_for_many(web: Cli) -> None:
    for words in (["--title", "x"], ["--tick", "1"], ["--keep", "title"], []):
        web.fails(2, "edit", "--where", "+web", *words)
    web.fails(2, "done", "other", "--where", "+web")
    web.fails(2, "done", "--where", "age>x")
    web.fails(2, "done", "--where", "  ")
    web.fails(4, "done", "--where", "+nothing")
    web.fails(4, "done", "-", stdin="")
    assert "Line 2" in web.fails(4, "done", "-", stdin=f"{web.tasks('other')[0]['id']}\nqqqqq x\n").err
    assert set(states(web).values()) == {"ready"}


@pytest.mark.parametrize(("answer", "code"), [("y\n", 0), ("n\n", 2), ("\n", 2)])
def test_more_than_ten_are_asked_about(cli: Cli, answer: str, code: int) -> None:
    cli.ok("add", stdin="".join(f"Page {number} +web\n" for number in range(11)))
    assert "--yes" in cli.fails(2, "drop", "--where", "+web", "--json").err
    assert "11 tasks" in cli.fails(2, "drop", "--where", "+web", stdin="y\n").err, "nobody is there to be asked"
    result = asked(cli, answer, "drop", "--where", "+web")
    assert result == code
    assert len(cli.tasks()) == (0 if code == 0 else 11)
    if code:
        assert "Dropped 11 tasks" in cli.ok("drop", "--where", "+web", "--yes").err


class Terminal:
    """Somebody who answers."""

    def __init__(self, answer: str) -> None:
        self.answer = answer

    def isatty(self) -> bool:
        return True

    def readline(self) -> str:
        return self.answer


def asked(cli: Cli, answer: str, *argv: str) -> int:
    """Run a command line with somebody at the keyboard."""
    from wiptui.cli.main import run

    cli.monkeypatch.setattr("sys.stdin", Terminal(answer))
    return run(argv, cli._open, cli._browse)


def test_a_thousand_tasks_are_one_transaction_and_one_undo(cli: Cli) -> None:
    cli.ok("add", stdin="".join(f"Page {number} +web\n" for number in range(1000)))
    before = cli.file.stat().st_ino
    said = cli.ok("edit", "--where", "+web", "--priority", "B", "--yes").err
    assert said == "Changed 1,000 tasks\n"
    assert cli.file.stat().st_ino != before
    stamps = {stamp for task in json.loads(cli.file.read_text())["tasks"].values() for stamp in task.get("_log", {})}
    assert len(stamps) <= 2, "one stamp for the capture, and one for the change"
    cli.ok("undo")
    assert {task["priority"] for task in cli.tasks()} == {None}


def test_a_person_written_in_three_ways_becomes_one(cli: Cli) -> None:
    for name in ("Ana", "ana", "ANA", "Anabel"):
        key = cli.add(f"Ask {name} for:{name}")
        cli.ok("wait", key, "--on", name) if name != "Anabel" else cli.ok("start", key)
    cli.ok("done", "Ask Anabel")
    assert "in 2 tasks" in cli.ok("rename", "ana", "Ana").err
    assert {task["for"] for task in cli.tasks("--all")} == {"Ana", "Anabel"}
    assert {task["waiting_on"] for task in cli.tasks("state:waiting")} == {"Ana"}
    cli.ok("undo")
    assert {task["for"] for task in cli.tasks()} == {"Ana", "ana", "ANA"}


def test_a_project_is_merged_with_its_parts_its_limit_and_what_is_finished(cli: Cli) -> None:
    cli.ok("done", cli.add("a +acme"))
    cli.add("b +Acme.site @phone @Phone")
    cli.add("c +newco")
    cli.add("d +acme-2")
    cli.ok("limit", "--project", "acme", "2", "--permanent")
    cli.ok("rename", "+acme", "+newco")
    assert {task["title"]: task["project"] for task in cli.tasks("--all")} == {
        "a": "newco", "b": "newco.site", "c": "newco", "d": "acme-2",
    }  # fmt: skip
    assert "+newco" in cli.ok("limit").out and "+acme " not in cli.ok("limit").out
    cli.ok("rename", "@PHONE", "@call")
    assert cli.task("b")["tags"] == ["call"]
    cli.ok("undo")
    cli.ok("undo")
    assert cli.task("b")["tags"] == ["phone", "Phone"] and cli.task("b")["project"] == "Acme.site"
    assert "+acme" in cli.ok("limit").out


def test_what_cannot_be_renamed_is_said(cli: Cli) -> None:
    cli.add("a +acme")
    for words in (["+nope", "+x"], ["+acme", "@x"], ["ana", "+x"], ["+acme", "+acme"], ["+acme"], ["+", "+x"]):
        cli.fails(2, "rename", *words)


def test_a_note_keeps_its_time_and_what_was_there(cli: Cli) -> None:
    cli.add("Fix the parser +acme")
    cli.ok("note", "parser", "Ana", "has", "the", "logs")
    cli.ok("note", "fix the", "--", "--verbose shows it")
    first, second = cli.task("parser")["note"].split("\n")
    assert first.endswith("  Ana has the logs") and first.startswith("2026-11-22 14:")
    assert "--verbose shows it" in second
    cli.ok("undo")
    assert cli.task("parser")["note"] == first
    cli.fails(2, "note", "parser")
    cli.fails(2, "note", "parser", " ")


def test_the_log_of_what_a_query_finds(cli: Cli) -> None:
    cli.add("a page +acme")
    cli.add("b page +acme")
    cli.add("c +home")
    cli.later(days=3)
    cli.ok("done", "c")
    cli.ok("done", "b page")
    assert {row["title"] for row in cli.ok("log", "+acme", "--json").json} == {"a page", "b page"}
    assert [row["title"] for row in cli.ok("log", "+acme", "--since", "1d", "--json").json] == ["b page"]
    assert len(cli.ok("log", "--since", "1d", "--json").json) == 2
    assert "since then" in cli.ok("log", "a page", "--since", "1d").err
    cli.fails(4, "log", "+nothing")
    cli.fails(2, "log", "--since", "soon")
