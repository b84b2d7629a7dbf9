"""``edit``: by options, and in an editor."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest
from cli_runner import Cli

from wiptui.cli.capture.editor import LINE
from wiptui.paths import state_dir

SAVES = "import sys; p=sys.argv[1]; t=open(p,encoding='utf-8').read(); open(p,'w',encoding='utf-8').write({})"


@pytest.fixture
def editor(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):  # type: ignore[no-untyped-def]
    """An editor that writes ``expression`` (of ``t``, the text of the form) and ends with ``code``."""

    def use(expression: str, code: int = 0) -> None:
        script = tmp_path / "my editor.py"
        script.write_text(SAVES.format(expression) + f"\nsys.exit({code})\n", encoding="utf-8")
        monkeypatch.setenv("VISUAL", f'"{sys.executable}" "{script}"')
        monkeypatch.setenv("TMPDIR", str(tmp_path))
        monkeypatch.setattr("tempfile.tempdir", str(tmp_path))

    return use


def drafts(tmp_path: Path) -> list[Path]:
    return list((Path(state_dir()) / "drafts").glob("*.txt"))


def test_by_options(cli: Cli) -> None:
    key = cli.add("a +p @x due:fri (B) for:Ana")
    cli.ok("edit", key, "--title", "+not a project", "--project", "q", "--tag", "@y", "--tag", "z", "--untag", "x")
    cli.ok(
        "edit", key, "--due", "tomorrow", "--priority", "c", "--class", "Fixed-Date", "--note", "n1\nn2", "--next", "go"
    )
    task = cli.task(key)
    told = ("title", "project", "tags", "due", "priority", "class", "note", "next_step")
    assert [task[name] for name in told] == [
        "+not a project", "q", ["y", "z"], "2026-11-23", "C", "fixed-date", "n1\nn2", "go",
    ]  # fmt: skip
    cli.ok("edit", key, "--due", "none", "--priority", "none", "--project", "", "--note", "", "--class", "standard")
    task = cli.task(key)
    assert [task[name] for name in told] == ["+not a project", None, ["y", "z"], None, None, "standard", "", "go"]


def test_an_edit_that_changes_nothing_says_so_and_writes_nothing(cli: Cli) -> None:
    cli.add("Report", "due:fri", "@office")
    assert cli.ok("edit", "report", "--due", "mon").err.startswith("Changed “Report”")
    before = cli.file.read_bytes()
    for same in (("--due", "mon"), ("--title", "Report"), ("--tag", "office"), ("--note", "")):
        assert cli.ok("edit", "report", *same).err.strip() == "Nothing was changed: “Report” is like that already"
    assert cli.file.read_bytes() == before
    cli.ok("undo")
    assert cli.task("report")["due"] == "2026-11-27", "what changed nothing is nothing to undo"


def test_a_checklist(cli: Cli) -> None:
    key = cli.add("a")
    cli.ok("edit", key, "--step", "one", "--step", "two")
    cli.ok("edit", key, "--step", "three", "--tick", "2")
    assert [(step["text"], step["done"]) for step in cli.task(key)["checklist"]] == [
        ("one", False), ("two", True), ("three", False),
    ]  # fmt: skip
    cli.ok("edit", key, "--untick", "2")
    assert not any(step["done"] for step in cli.task(key)["checklist"])
    cli.fails(2, "edit", key, "--tick", "4")


def test_in_an_editor(cli: Cli, editor, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    key = cli.add("Old title +p @x")
    retitled = "t.replace('Old title', 'New: title').replace('tags: x', 'tags: @x, y')"
    editor(f"{retitled}.replace('due:', 'due: fri') + 'a note\\n'")
    assert "Changed “New: title”" in cli.ok("edit", key).err
    task = cli.task(key)
    assert [task[name] for name in ("title", "project", "tags", "due", "note")] == [
        "New: title", "p", ["x", "y"], "2026-11-27", "a note",
    ]  # fmt: skip
    assert drafts(tmp_path) == []


def test_nothing_changed_in_the_editor(cli: Cli, editor, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    cli.add("a")
    before = cli.file.read_bytes()
    editor("t")
    said = cli.ok("edit", "a").err
    [draft] = drafts(tmp_path)
    assert "Nothing was changed" in said and "--wait" in said and str(draft) in said
    assert cli.file.read_bytes() == before
    assert (draft.stat().st_mode & 0o777, draft.parent.stat().st_mode & 0o777) == (0o600, 0o700) or os.name == "nt"


def test_what_an_editor_saves_after_it_returned_is_taken_in_by_the_next_edit(cli: Cli, editor, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    key = cli.add("Old title +p")
    editor("t")
    cli.ok("edit", key)
    [draft] = drafts(tmp_path)
    draft.write_text(draft.read_text().replace("Old title", "Saved in the window"))
    cli.ok("edit", key, "--project", "q")
    assert "Changed “Saved in the window”" in cli.ok("edit", key).err
    task = cli.task(key)
    assert (task["title"], task["project"]) == ("Saved in the window", "q"), "what else changed stays"
    assert drafts(tmp_path) == []
    form = f"title: Once more\nproject: p\ntags:\npriority:\ndue:\nfrom:\nclass: standard\nfor:\nnext:\n{LINE}\n\n"
    draft.write_text(form)
    assert "Changed “Once more”" in cli.ok("edit", key).err
    assert cli.task(key)["project"] == "q", "the window went on from what was taken in"


def test_a_form_that_nobody_came_back_to_goes_after_a_day(cli: Cli, editor, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    key = cli.add("a")
    other = cli.add("b")
    editor("t")
    cli.ok("edit", key)
    [draft] = drafts(tmp_path)
    draft.write_text(draft.read_text().replace("title: a", "title: too late"))
    for file in draft.parent.iterdir():
        at = cli.clock.now().timestamp() - 86_500
        os.utime(file, (at, at))
    cli.ok("edit", other)
    assert draft not in drafts(tmp_path)


@pytest.mark.parametrize(
    ("expression", "code", "exit_code"),
    [
        (f"t.replace('{LINE}', '') + 'precious'", 0, 2),
        ("t.replace('project:', 'prject:') + 'precious'", 0, 2),
        ("t.replace('title: a', 'title:') + 'precious'", 0, 2),
        ("t.replace('due:', 'due: someday') + 'precious'", 0, 2),
        ("t.replace('priority:', 'priority: 1') + 'precious'", 0, 2),
        ("t + 'precious'", 3, 1),
    ],
)
def test_nothing_is_lost_when_it_goes_wrong(
    cli: Cli, editor, tmp_path: Path, expression: str, code: int, exit_code: int
) -> None:  # type: ignore[no-untyped-def]
    cli.add("a")
    before = cli.file.read_bytes()
    editor(expression, code)
    result = cli.fails(exit_code, "edit", "a")
    [draft] = drafts(tmp_path)
    assert "precious" in draft.read_text() and str(draft) in result.err
    assert cli.file.read_bytes() == before


def test_a_refused_edit_keeps_the_draft(cli: Cli, editor, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    cli.ok("limit", "1", "--permanent")
    cli.add("a")
    cli.add("b")
    cli.ok("start", "a")
    cli.ok("start", "b", "--expedite", "--why", "fire")
    editor("t.replace('class: expedite', 'class: standard') + 'precious'")
    assert "kept in" in cli.fails(3, "edit", "b").err
    assert len(drafts(tmp_path)) == 1


def test_no_editor_and_a_wrong_one(cli: Cli, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    for name in ("VISUAL", "EDITOR"):
        monkeypatch.delenv(name, raising=False)
    cli.add("a")
    assert "VISUAL" in cli.fails(2, "edit", "a").err
    monkeypatch.setenv("EDITOR", "/nowhere/editor")
    cli.fails(1, "edit", "a")
    monkeypatch.setenv("EDITOR", "'")
    cli.fails(2, "edit", "a")
    assert drafts(tmp_path) == []


def test_none_clears_every_field_but_the_title(cli: Cli) -> None:
    cli.ok("add", "(A) x +p @t due:fri for:Ana every:week")
    cli.ok("wait", "x", "--on", "Ben", "--why", "ink", "--until", "fri")
    cli.ok("edit", "x", "--note", "n", "--next", "s", "--class", "intangible")
    options = ("project", "priority", "due", "for", "every", "on", "why", "until", "note", "next", "class")
    cli.ok("edit", "x", *(word for name in options for word in (f"--{name}", "None")))
    task = cli.task("x")
    names = ("project", "priority", "due", "for", "every", "waiting_on", "waiting_why", "follow_up", "next_step")
    assert [task[name] for name in names] == [None] * len(names)
    assert (task["note"], task["class"]) == ("", "standard")
    cli.ok("edit", "x", "--title", "none")
    assert cli.task("none")["title"] == "none"
