"""List every sentence that a person can read, to be read aloud: ``python -m bench.words [PART OF A PATH]``.

It takes the texts out of the source: literals and f-strings with two words or more, docstrings left out, what is put in
shown as ``{…}``. Each line is the place and the text, so that the same thing said in two ways is seen side by side:
``python -m bench.words | sort -k2``.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
SILENT = ("schema", "__pycache__")
"""Folders without a text for people."""
TWO_WORDS = re.compile(r"[^\W\d_]{2,}[,:;.!?”“’]? [“(]?[^\W\d_{]*[^\W\d_]")
CODE = re.compile(r"^\s*(#|\.|&|--|\w+ \{)|[{};]\s*$|^(SELECT|INSERT|CREATE|DELETE|UPDATE|PRAGMA)\b|def |import ", re.M)


def sentences(path: Path) -> Iterator[tuple[int, str]]:
    """Line and text of each sentence in a file."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    inside = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in ast.walk(node)}
    for node in ast.walk(tree):
        body = getattr(node, "body", None)
        for statement in body if isinstance(body, list) else ():
            if isinstance(statement, ast.Expr):
                inside.add(id(statement.value))  # a docstring, or one of an attribute
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            text = "".join(str(part.value) if isinstance(part, ast.Constant) else "{…}" for part in node.values)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in inside:
            text = node.value
        else:
            continue
        if TWO_WORDS.search(text) and not CODE.search(text):
            yield node.lineno, " ".join(text.split())


def everything(part: str = "") -> Iterator[tuple[str, int, str]]:
    """File, line and text of each sentence of the program, or of the files whose path has ``part``."""
    for path in sorted((ROOT / "wiptui").rglob("*.py")):
        name = path.relative_to(ROOT).as_posix()
        if part in name and not any(folder in path.parts for folder in SILENT):
            yield from ((name, line, text) for line, text in sorted(set(sentences(path))))


if __name__ == "__main__":
    for name, line, text in everything(*sys.argv[1:2]):
        print(f"{name}:{line}\t{text}")
