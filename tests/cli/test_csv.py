"""``import csv`` and ``export csv``."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path
from typing import Any

import pytest
from cli_runner import Cli
from hypothesis import example, given
from hypothesis import strategies as st

from wiptui.domain.core.errors import UsageError
from wiptui.domain.text import for_file
from wiptui.exchange.csv.columns import columns
from wiptui.exchange.csv.dates import read_date
from wiptui.exchange.csv.table import delimiter_of, guarded, read_table, unguarded, write_table


def feed(cli: Cli, text: str | bytes, *words: str, code: int = 0) -> Any:
    result = cli("import", "csv", "-", *words, stdin=text)
    assert result.code == code, result
    return result


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_a_table_from_elsewhere(cli: Cli) -> None:
    text = (
        "\ufeffTask Name;Labels;Status;Due Date;Prio;Created At;Completed At;Sprint\r\n"
        '"Fix; the ""parser""";a, b c;In Progress;31.12.2026;High;2026-11-02;;7\r\n'
        "Ship it;;Done;;;1.11.2026 09:30;03.11.2026 17:00;7\r\n"
        "Think;;Someday;;;;;\r\n"
        "Ask Ana;;Blocked;Dec 3, 2026;P2;;;\r\n"
    )
    result = feed(cli, text)
    assert "4 tasks: 4 new (1 doing, 1 done, 1 backlog, 1 waiting)" in result.err
    assert "note: left out, as no field of a task: Sprint" in result.err
    fix = cli.task("parser")
    assert (fix["title"], fix["tags"], fix["due"], fix["priority"]) == (
        'Fix; the "parser"',
        ["a", "b c"],
        "2026-12-31",
        "A",
    )
    assert fix["first_started"] == "2026-11-02T00:00:00.001+01:00"
    [ship] = cli.tasks("--state", "done")
    assert (ship["created"], ship["finished"]) == ("2026-11-01T09:30:00+01:00", "2026-11-03T17:00:00+01:00")
    assert (cli.task("ask ana")["due"], cli.task("ask ana")["priority"]) == ("2026-12-03", "B")
    before = cli.file.read_bytes()
    cli.later(days=3)
    assert "4 known already" in feed(cli, text).err
    assert cli.file.read_bytes() == before


def test_a_mapping_names_the_columns(cli: Cli) -> None:
    text = "What,When,Who\nCall,2026-12-01,Ana\n"
    assert "No column is the title" not in feed(cli, text, "--map", "title=What").err
    feed(cli, text, "--map", "title=what, due=WHEN", "--map", "for=Who")
    assert [(row["due"], row["for"]) for row in cli.tasks()] == [(None, None)], "the same row, known already"
    feed(cli, text.replace("Call", "Write"), "--map", "title=what, due=WHEN", "--map", "for=Who")
    assert (cli.task("write")["due"], cli.task("write")["for"]) == ("2026-12-01", "Ana")


def test_a_wrong_mapping_is_wrong_usage_and_a_missing_column_is_said_with_those_there_are(cli: Cli) -> None:
    text = "A,B\n1,2\n"
    for words in ("title", "title=", "nope=A", "title=A,title=B"):
        feed(cli, text, "--map", words, code=2)
    feed(cli, text, "--dates", "ymd", code=2)
    assert "--map is for csv" in cli.fails(2, "import", "json", "-", "--map", "title=A", stdin="[]").err
    assert "--bom is for csv" in cli.fails(2, "export", "json", "--bom").err
    assert "the columns are A, B. Say which: --map title=COLUMN" in feed(cli, text, code=1).err
    assert "no column “C”: the columns are A, B" in feed(cli, text, "--map", "title=C", code=1).err
    assert not cli.file.exists()


def test_edited_in_a_spreadsheet_and_back(cli: Cli) -> None:
    cli.add("(B) Write report +acme @x due:2026-12-01")
    cli.add("Left alone")
    cli.add("Moved on")
    text = cli.ok("export", "csv").out
    assert "3 known already" in feed(cli, text).err
    table = rows(text)
    table[0] |= {"title": "Write the report", "due": "24.12.2026", "tags": "x, y", "state": "done"}
    table[2]["title"] = "Moved away"
    out = io.StringIO()
    writer = csv.DictWriter(out, list(table[0]), delimiter=";")
    writer.writeheader()
    writer.writerows(table)
    cli.ok("edit", "moved", "--title", "Moved here")
    assert "1 changed, 2 known already" in feed(cli, out.getvalue(), "--dry-run").err
    result = feed(cli, out.getvalue())
    assert "“Moved here” was changed here later; it stays as it is" in result.err
    [done] = cli.tasks("--state", "done")
    assert (done["title"], done["due"], done["tags"], done["project"]) == (
        "Write the report",
        "2026-12-24",
        ["x", "y"],
        "acme",
    )
    before = cli.file.read_bytes()
    feed(cli, out.getvalue())
    assert cli.file.read_bytes() == before


def test_into_another_file_with_what_a_table_can_hold(cli: Cli) -> None:
    key = cli.add("(A) Own +p @t due:fri for:Ana")
    cli.ok("edit", key, "--note", "a, b\n\n=c", "--step", "one", "--class", "fixed-date")
    cli.ok("start", key)
    cli.ok("wait", key, "--on", "Bo", "--why", "a plan", "--until", "fri")
    text = cli.ok("export", "csv").out
    other = str(cli.file.with_name("other.json"))
    cli.ok("--file", other, "import", "csv", "-", stdin=text)
    assert "1 known already" in cli.ok("--file", other, "import", "csv", "-", stdin=text).err
    mine, theirs = (cli.ok("--file", path, "show", key, "--json").json for path in (str(cli.file), other))
    for name in ("rank", "device", "history", "checklist", "first_started", "spent_seconds"):
        mine.pop(name), theirs.pop(name)
    assert theirs == mine


def test_columns_picked_and_named_with_a_semicolon_and_a_mark_for_excel(cli: Cli, tmp_path: Path) -> None:
    cli.add("Über; uns due:2026-12-01")
    file = tmp_path / "out.csv"
    cli.ok("export", "csv", "--map", "title=Was,due=Bis", "--delimiter", ";", "--bom", "--output", str(file))
    assert file.read_bytes().decode() == '\ufeffWas;Bis\n"Über; uns";2026-12-01\n'
    cli.fails(2, "export", "csv", "--delimiter", "ab")
    assert cli.ok("export", "csv", "--delimiter", "tab", "--map", "state=S,title=T").lines == [
        "S\tT",
        "ready\tÜber; uns",
    ]


@pytest.mark.parametrize(
    "title",
    [
        "=1+1",
        "+1 more",
        "-5 degrees",
        "@home",
        "'=quoted",
        "''@twice",
        "it's",
        "'tis",
        "＝1+1",
        "＠SUM(A1)",
        "x;=1+1",
        "x;'=1+1",
        'x; "=1+1',
        "−1",
        "＋1",
        "a, -b",
    ],
)
def test_no_cell_is_a_formula_and_each_reads_back(cli: Cli, title: str) -> None:
    cli.ok("add", "--", title)
    text = cli.ok("export", "csv", "--map", "title=title").out
    assert next(csv.reader(io.StringIO(text.splitlines()[1])))[0][0] not in "=+-@"
    other = str(cli.file.with_name("other.json"))
    cli.ok("--file", other, "import", "csv", "-", stdin=text)
    assert [row["title"] for row in cli.ok("--file", other, "list", "--json").json] == [title]


def test_a_half_broken_table_names_the_lines_and_writes_nothing_unless_asked(cli: Cli) -> None:
    text = (
        'title,due,state\na,2026-12-01,\n"open,,\nb,,\n,2026-12-01,\nc,soon,\nd,,going\ne,03/04/2026,\nf,13/04/2027,\n'
    )
    result = feed(cli, text, "--dry-run", code=1)
    assert result.lines == ["line 2  new      ready    a", "line 4  new      ready    b", "line 9  new      ready    f"]
    for words in (
        "3: a quote is",
        "5: it has no title",
        "6: “soon”",
        "7: “going” is no state",
        "8: “03/04/2026” may be",
    ):
        assert f"cannot be read: line {words}" in result.err
    feed(cli, text, code=1)
    assert not cli.file.exists()
    feed(cli, text, "--partial", code=1)
    assert cli.titles("ready") == ["a", "b", "f"]
    assert "1 new" in feed(cli, "title,due\ne,03/04/2026\n", "--dates", "dmy").err
    assert cli.task("e")["due"] == "2026-04-03"


@pytest.mark.parametrize("text", ["", "\n\n", "title\n", "\ufeff", "title,due\n,,\n"])
def test_a_table_without_tasks(cli: Cli, text: str) -> None:
    assert "no tasks in the file" in feed(cli, text).err


def test_equal_rows_are_tasks_of_their_own_and_numbers_are_no_names(cli: Cli) -> None:
    feed(cli, "id,title\n1,Call\n2,Call\n,Call\n,Call\n")
    assert len(cli.tasks()) == 4
    assert "1 new" in feed(cli, "id,title\n1,Write\n").err, "another table has a task 1 too"


def test_hostile_cells(cli: Cli) -> None:
    feed(cli, 'title,note\n"\x1b[2J[red]a\nb","x\x1b]0;t\x07y"\n' + '"' + "x" * 10_000 + '",\n')
    assert "\x1b" not in cli.ok("list").out
    assert "\x1b" not in cli.ok("export", "csv").out


DATES = {
    "2026-12-31": "2026-12-31", "31.12.2026": "2026-12-31", "1.2.26": "2026-02-01", "2026/12/31": "2026-12-31",
    "31/12/2026": "2026-12-31", "12/31/2026": "2026-12-31", "5/5/2026": "2026-05-05", "31 Dec 2026": "2026-12-31",
    "3. March 2026": "2026-03-03", "December 31, 2026": "2026-12-31", "12/31/2026 5:06 PM": "2026-12-31T17:06:00",
    "31.12.2026 17:06:09": "2026-12-31T17:06:09", "2026-12-31T17:06:00+01:00": "2026-12-31T17:06:00+01:00",
}  # fmt: skip


@pytest.mark.parametrize(("words", "day"), DATES.items())
def test_dates_as_they_are_written(words: str, day: str) -> None:
    assert read_date(words) == day


@pytest.mark.parametrize("words", ["", "31.2.2026", "1/2/2026", "13/13/2026", "ma 3, 2026", "fri", "1e5", "99/99/9999"])
def test_what_is_no_date_or_may_be_two(words: str) -> None:
    with pytest.raises(UsageError):
        read_date(words)


@given(st.text(max_size=30))
def test_any_text_is_a_date_or_a_sentence(words: str) -> None:
    try:
        read_date(words, "mdy")
    except UsageError as error:
        assert len(str(error)) < 200


CELLS = st.one_of(st.text(max_size=8), st.text(alphabet="=+-@＝＋－＠−;,\t\n\r \"'x", max_size=8))


@given(CELLS, st.sampled_from(",;\t|"))
@example("x;=1+1", ",")
@example("x,=1+1", ";")
@example("＝1+1", ",")
@example("a\n =1+1", ",")
@example('x;"=1+1', ",")
def test_no_spreadsheet_takes_a_part_for_a_formula_whatever_sets_its_cells_apart(cell: str, delimiter: str) -> None:
    cell = for_file(cell)  # as cells are
    text = write_table([[cell, cell]], delimiter)
    row = next(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    ends = ";\t\n\r" if delimiter == "," else ";\t\n\r,"
    for piece in [*row, *re.split(f"[{ends}]", text)]:
        assert piece.strip(' "')[:1] not in tuple("=+-@＝＋－＠−"), (text, piece)
    assert [unguarded(part, delimiter) for part in row] == [cell, cell]


@given(st.text())
@example("'=x")
@example("'''-")
def test_a_guarded_cell_is_no_formula_and_reads_back(cell: str) -> None:
    assert unguarded(guarded(cell)) == cell
    assert guarded(cell)[:1] not in tuple("=+-@\t\r")


CELLS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1, max_size=12)


@given(st.lists(st.lists(CELLS, min_size=2, max_size=4), min_size=1, max_size=5), st.sampled_from(",;|"))
def test_a_table_reads_back_whatever_is_in_it(table: list[list[str]], delimiter: str) -> None:
    header = ["title", "x", "y", "z"]
    rows, problems = read_table(write_table([header, *table], delimiter))
    assert not problems
    assert [[unguarded(cell) for cell in cells] for _, cells in rows[1:]] == [
        cells for cells in table if any(guarded(cell).strip() for cell in cells)
    ]


def test_the_sign_between_cells() -> None:
    signs = {"a;b;c,d": ";", "a": ",", '"a;b;c",d': ",", "a\tb": "\t", "sep=|\nx;y": "|"}
    assert {text: delimiter_of(text) for text in signs} == signs


def test_a_description_is_the_title_where_there_is_no_other() -> None:
    assert columns(["Description", "x"], {})[0] == {"title": 0}
    assert columns(["Description", "Summary"], {})[0] == {"note": 0, "title": 1}
