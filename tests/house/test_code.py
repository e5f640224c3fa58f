"""What the code may not do, whoever writes it."""

from __future__ import annotations

import ast
import re
from pathlib import Path

from tests.house.plan import DOORS, PROJECTIONS, ROOT, everything, python_files, spoken, tree, where

FORBIDDEN = re.compile(r"\b(?:clear|cleared|safe|approved|target)\b", re.IGNORECASE)
UNDONE = re.compile(r"\b(?:TO" + r"DO|FIX" + r"ME|X{3}|NotImplemented" + r"Error)\b")
MACHINE = re.compile(r"(?<![\w.~-])/(?:work|root|home|opt|Users|tmp|mnt)/\w")
ADDRESS_OF_A_REGISTRY = re.compile(r"pypi\.|pythonhosted|proxy\.golang|npmjs|simple/")

# Where everything may be caught, and why nothing narrower would do.
CATCHES_ALL = {
    "parley/cli/__init__.py": "the outermost door: nobody at a desk should read a trace",
    "parley/ledger/log.py": "the writer's loop: whatever happens, those who wait get an answer",
}
PROSE = (".md", ".toml", ".html", ".css", ".txt", ".yml", ".yaml", ".svg", ".sh")


def test_a_projection_decides_every_kind() -> None:
    """No `match` in a projection ends in a bare wildcard, but to say that it is never reached."""
    undecided = [
        where(path, case.pattern)
        for path in python_files(*(f"parley/{room}" for room in PROJECTIONS))
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Match)
        for case in node.cases
        if _takes_anything(case.pattern) and not _says_never(case.body)
    ]
    assert [] == undecided


def test_checks_hold_in_use() -> None:
    """The package asserts nothing: an assert is gone when Python runs optimised."""
    asserted = [
        where(path, node)
        for path in python_files("parley")
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Assert)
    ]
    assert [] == asserted


def test_nothing_is_caught_that_is_not_understood() -> None:
    """Only the outermost door and loop catch everything, each with its reason, and they do."""
    broad = {
        str(path.relative_to(ROOT))
        for path in python_files("parley")
        for node in ast.walk(tree(path))
        if isinstance(node, ast.ExceptHandler) and _catches_all(node.type)
    }
    assert set(CATCHES_ALL) == broad


def test_nothing_we_say_judges_or_permits() -> None:
    """The words that would permit an attack stand in no message and no page of ours."""
    said = [
        f"{where(path, text)} {text.value!r}"
        for path in python_files(*(f"parley/{door}" for door in DOORS))
        for text in spoken(path)
        if FORBIDDEN.search(str(text.value))
    ]
    assert [] == said


def test_no_template_judges_or_permits() -> None:
    """The same words stand in no template; what a page quotes comes from records, not from it."""
    said = [
        f"{where(path, number)} {line.strip()}"
        for door in DOORS
        for path in sorted((ROOT / "parley" / door).rglob("*.html"))
        for number, line in enumerate(_read(path).splitlines(), 1)
        if FORBIDDEN.search(line)
    ]
    assert [] == said


def test_nothing_is_left_undone() -> None:
    """No file of ours carries a mark that something is still to be done."""
    marks = [
        f"{where(path, number)} {line.strip()}"
        for path in _ours()
        for number, line in enumerate(_read(path).splitlines(), 1)
        if UNDONE.search(line)
    ]
    assert [] == marks


def test_nothing_depends_on_one_machine() -> None:
    """No file of ours names a path of the machine it was written on, or a package registry."""
    named = [
        f"{where(path, number)} {line.strip()}"
        for path in (*_ours(), *ROOT.glob("requirements*.lock"), ROOT / "Makefile")
        if path != Path(__file__)
        for number, line in enumerate(_read(path).splitlines(), 1)
        if MACHINE.search(line) or ADDRESS_OF_A_REGISTRY.search(line)
    ]
    assert [] == named


def test_time_and_chance_are_given_never_taken() -> None:
    """The vocabulary, the fold and the projections import no clock, no chance and no files."""
    taking = {"time", "random", "secrets", "os", "pathlib", "tempfile", "subprocess"}
    taken = [
        f"{where(path, node)} {name}"
        for path in python_files(
            "parley/record", "parley/fold.py", *(f"parley/{room}" for room in PROJECTIONS)
        )
        for node in ast.walk(tree(path))
        for name in _takes(node)
        if name.partition(".")[0] in taking or name in ("now", "today", "utcnow")
    ]
    assert [] == taken


def _takes(node: ast.AST) -> list[str]:
    """The modules an import names, or the method a call asks."""
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom):
        return [node.module or ""]
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        return [node.func.attr]
    return []


def _takes_anything(pattern: ast.pattern) -> bool:
    return isinstance(pattern, ast.MatchAs) and pattern.pattern is None


def _says_never(body: list[ast.stmt]) -> bool:
    last = body[-1]
    return (
        isinstance(last, ast.Expr)
        and isinstance(last.value, ast.Call)
        and isinstance(last.value.func, ast.Name)
        and last.value.func.id == "assert_never"
    )


def _catches_all(caught: ast.expr | None) -> bool:
    names = caught.elts if isinstance(caught, ast.Tuple) else [caught]
    return any(
        name is None or (isinstance(name, ast.Name) and name.id in ("Exception", "BaseException"))
        for name in names
    )


def _ours() -> list[Path]:
    texts = [
        path
        for place in ("parley", "docs", "changes", "benchmarks", ".ci")
        for path in sorted((ROOT / place).rglob("*"))
        if path.is_file() and (path.suffix in PROSE or path.parent.name == ".ci")
    ]
    return [*everything(), *texts, *sorted(ROOT.glob("*.md")), ROOT / "pyproject.toml"]


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8")
