"""The house as files and syntax trees, read once for all the tests that walk through it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
PROJECTIONS = ("channel", "incidents", "review", "space", "places", "ceasefire")
DOORS = (
    "cli", "web", "desk", "cases", "review", "channel", "incidents", "ledger", "record",
    "errors.py",
)  # fmt: skip

Function = ast.FunctionDef | ast.AsyncFunctionDef


def python_files(*places: str) -> list[Path]:
    """The Python files of these folders or files, those that exist, in order."""
    found: set[Path] = set()
    for place in places:
        path = ROOT / place
        found.update(path.rglob("*.py") if path.is_dir() else [path] if path.is_file() else [])
    return sorted(found)


def everything() -> list[Path]:
    """Every Python file that is ours."""
    return python_files("parley", "tests", "docs", "benchmarks")


@cache
def tree(path: Path) -> ast.Module:
    """The syntax tree of a file."""
    return ast.parse(path.read_text(encoding="utf-8"))


def where(path: Path, node: ast.AST | int = 0) -> str:
    """A place as an editor opens it, relative to the root."""
    line = node if isinstance(node, int) else getattr(node, "lineno", 0)
    return f"{path.relative_to(ROOT)}:{line}"


def functions(path: Path) -> Iterator[Function]:
    """Every function of a file, methods and inner ones too."""
    for node in ast.walk(tree(path)):
        if isinstance(node, Function):
            yield node


def spoken(path: Path) -> Iterator[ast.Constant]:
    """Every text in a file that is not a docstring: what a person may come to read."""
    silent = {id(text) for text in _docstrings(tree(path))}
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            if id(node) not in silent:
                yield node


def words(name: str) -> set[str]:
    """The words a name is made of: snake_case and CamelCase taken apart."""
    return {word.lower() for word in re.findall(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])", name)}


def _docstrings(module: ast.Module) -> Iterator[ast.Constant]:
    for node in ast.walk(module):
        # Any text standing alone is documentation, also below a declaration.
        if (
            isinstance(node, ast.Expr)
            and isinstance(node.value, ast.Constant)
            and isinstance(node.value.value, str)
        ):
            yield node.value
