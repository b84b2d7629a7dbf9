"""What is in domain/text.py is nowhere else: the clip with an ellipsis, the weekdays, the plural of a noun."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import wiptui

HOME = Path(wiptui.__file__).parent
LETTERS = HOME / "agent" / "paging.py"
"""Counts the characters of an answer to a program, not the cells of a terminal."""


def sources() -> Iterator[tuple[str, ast.Module]]:
    for file in HOME.rglob("*.py"):
        if file not in (HOME / "domain" / "text.py", LETTERS):
            yield str(file.relative_to(HOME)), ast.parse(file.read_text("utf-8"))


def is_cut(node: ast.AST) -> bool:
    return any(isinstance(part, ast.Subscript) and isinstance(part.slice, ast.Slice) for part in ast.walk(node))


def is_text(node: ast.AST, text: str) -> bool:
    return isinstance(node, ast.Constant) and node.value == text


def clips(tree: ast.Module) -> Iterator[int]:
    for node in ast.walk(tree):
        match node:
            case ast.BinOp(left, ast.Add(), right) if is_text(right, "…") and is_cut(left):
                yield node.lineno
            case ast.JoinedStr([*_, ast.FormattedValue(cut), last]) if is_text(last, "…") and is_cut(cut):
                yield node.lineno


def test_nothing_else_cuts_a_text_with_an_ellipsis() -> None:
    assert [(name, line) for name, tree in sources() for line in clips(tree)] == []


def test_nothing_else_lists_the_weekdays() -> None:
    lists = [
        (name, node.lineno)
        for name, tree in sources()
        for node in ast.walk(tree)
        if isinstance(node, ast.Tuple | ast.List) and len(node.elts) >= 7
        if [str(part.value).lower()[:3] for part in node.elts[:2] if isinstance(part, ast.Constant)] == ["mon", "tue"]
    ]
    assert lists == []


def test_nothing_else_makes_the_plural_of_a_noun() -> None:
    made = [
        (name, node.lineno)
        for name, tree in sources()
        for node in ast.walk(tree)
        if isinstance(node, ast.IfExp)
        if [ast.unparse(node.body), ast.unparse(node.orelse)] in (["''", "'s'"], ["'s'", "''"], ["''", "'es'"])
    ]
    assert made == []
