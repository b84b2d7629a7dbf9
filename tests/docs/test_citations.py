"""What the documents for developers and the source cite exists: paths, dotted names, pages and their headings."""

from __future__ import annotations

import ast
import importlib
import io
import re
import tokenize
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from docs.test_docs import slugs
from source import PACKAGE, ROOT, modules, tree
from test_layers import ALLOWED

PAGES = [ROOT / "ARCHITECTURE.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs" / "decisions").glob("*.md"))]
CODE = re.compile(r"`([^`\n]+)`")
DATA = (".json", ".toml", ".svg", ".txt")
LIBRARIES = {"sys", "os", "textual", "tinydb"}
"""Libraries whose names the pages cite; such a name is imported."""


PATH = re.compile(r"[\w.-]*/[\w./-]*|[\w-]+\.py|\.\w+")
DOTTED = re.compile(r"[A-Za-z_]\w*(\.[A-Za-z_]\w*)+")


def cited(text: str) -> Iterator[str]:
    """What is in backticks and is a path, a dotted name or a call: ``tui/app.py``, ``gate.check``, ``decide()``."""
    for code in CODE.findall(text):
        name = code.removesuffix("()")
        is_name = DOTTED.fullmatch(name) and not name.endswith(DATA)
        is_call = name != code and name.isidentifier()
        if PATH.fullmatch(name) or is_name or is_call:
            yield code


def exists(code: str) -> bool:
    """Whether a path is in the repository or below wiptui/, or a name is defined in the source."""
    name = code.removesuffix("()").removeprefix("wiptui.")
    if "/" in name or name.endswith(".py"):
        return any((base / name).exists() for base in (ROOT, PACKAGE))
    if name.split(".")[0] in LIBRARIES:
        return _imports(name)
    if (ROOT / name).exists() or any(module.endswith(f".{name}") for module in modules()):
        return True
    return name in defined()


@cache
def defined() -> frozenset[str]:
    """Every function, class, constant and member of the source under each of its dotted names: ``member``,
    ``Class.member``, ``module.member``, ``module.Class.member``, ``package.module.Class.member``."""
    found: set[str] = set()
    for module in modules():
        path = module.split(".")[1:]
        for names in _names(tree(module).body):
            for whole in ([*path, *names], [*path, names[-1]]):
                found.update(".".join(whole[start:]) for start in range(len(whole)))
    return frozenset(found)


def _names(body: list[ast.stmt]) -> Iterator[list[str]]:
    for node in body:
        if isinstance(node, ast.ClassDef):
            yield [node.name]
            yield from ([node.name, *names] for names in _names(node.body))
            assigned = (part for part in ast.walk(node) if isinstance(part, ast.Attribute))
            for part in assigned:
                if isinstance(part.ctx, ast.Store) and ast.unparse(part.value) == "self":
                    yield [node.name, part.attr]
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield [node.name]
        elif isinstance(node, ast.AnnAssign | ast.Assign):
            targets = [node.target] if isinstance(node, ast.AnnAssign) else node.targets
            yield from ([target.id] for target in targets if isinstance(target, ast.Name))


def _imports(name: str) -> bool:
    thing: object = importlib.import_module(name.split(".")[0])
    for part in name.split(".")[1:]:
        if not hasattr(thing, part):
            return False
        thing = getattr(thing, part)
    return True


@pytest.mark.parametrize("page", PAGES, ids=[page.relative_to(ROOT).as_posix() for page in PAGES])
def test_every_cited_path_and_name_exists(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    wrong = [
        code for code in cited(re.sub(r"^```.*?^```", "", text, flags=re.MULTILINE | re.DOTALL)) if not exists(code)
    ]
    assert not wrong


WRONG = ("tui/none.py", "gate.chek", "Service.dispach", "decid()", "domain/none/", ".none", "sys.none")
RIGHT = (
    "tui/app.py",
    "gate.check",
    "service.dispatch",
    "decide()",
    "domain/",
    ".ci/run",
    "Board.seen",
    "sys.meta_path",
)


def test_what_does_not_exist_is_found() -> None:
    text = " ".join(f"`{code}`" for code in (*WRONG, *RIGHT, "gate", "wip.json"))
    assert list(cited(text)) == [*WRONG, *RIGHT]
    assert [code for code in cited(text) if not exists(code)] == list(WRONG)


def test_every_decision_is_in_the_list() -> None:
    index = (ROOT / "docs" / "decisions" / "README.md").read_text(encoding="utf-8")
    assert [page.name for page in PAGES[2:] if page.name != "README.md" and f"({page.name})" not in index] == []


SOURCES = [path for folder in ("wiptui", "tests", "bench", "screenshots") for path in (ROOT / folder).rglob("*.py")]
CITED_PAGE = re.compile(r"[\w./-]*\w\.md(?:#[\w-]+)?|\bsections? \d+")
"""Pages, their headings, and sections by number, which no page has."""


def prose(source: str) -> str:
    """The comments of a source, and the strings that stand alone: docstrings of modules, functions and constants."""
    tokens = tokenize.generate_tokens(io.StringIO(source).readline)
    comments = [token.string for token in tokens if token.type == tokenize.COMMENT]
    alone = [node.value.value for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Expr)
             and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)]  # fmt: skip
    return "\n".join([*comments, *alone])


def is_page(cited: str) -> bool:
    """Whether a page ``docs/stats.md`` is in the repository, and has the heading behind ``#``."""
    name, _, heading = cited.partition("#")
    page = ROOT / name
    return page.is_file() and (not heading or heading in slugs(page))


def test_every_page_that_the_source_cites_exists() -> None:
    wrong = {
        f"{path.relative_to(ROOT)}: {cited}"
        for path in SOURCES
        if re.search(r"\.md|section", source := path.read_text(encoding="utf-8"))
        for cited in CITED_PAGE.findall(prose(source))
        if not is_page(cited)
    }
    assert wrong == set()


def test_a_page_that_does_not_exist_is_found() -> None:
    source = "# see docs/stats.md#trend\nX = 1\n'''See flow.md section 3, docs/stats.md#none.'''\nY = 'a.md'\n"
    wrong = [cited for cited in CITED_PAGE.findall(prose(source)) if not is_page(cited)]
    assert wrong == ["flow.md", "section 3", "docs/stats.md#none"]


def arrows(picture: str) -> set[tuple[str, str]]:
    """The solid arrows of a Mermaid picture, between the names that the boxes begin with: ``cli["cli: commands"]``."""
    boxes = {box: label.partition(":")[0].split(", ") for box, label in re.findall(r'(\w+)\["([^"]+)"\]', picture)}
    found = set()
    for line in re.sub(r'\["[^"]+"\]', "", picture).splitlines():
        left, arrow, right = line.partition(" --> ")
        pairs = ((one, two) for one in left.split("&") for two in right.split("&") if arrow)
        found |= {(a, b) for one, two in pairs for a in boxes[one.strip()] for b in boxes[two.strip()]}
    return found


def test_the_picture_of_the_packages_shows_only_imports_that_are_allowed() -> None:
    text = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    found = arrows(text.partition("```mermaid\n")[2].partition("```")[0])
    assert len(found) > 15
    assert {(one, two) for one, two in found if f"wiptui.{two}" not in ALLOWED[f"wiptui.{one}"]} == set()
