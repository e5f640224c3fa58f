"""Names say the domain's word, and never a word that says nothing."""

from __future__ import annotations

import ast

from tests.house.plan import ROOT, everything, tree, where, words

BANNED = {
    "util", "utils", "helper", "helpers", "common", "manager", "service", "processor", "data",
    "info", "handle", "handler",
}  # fmt: skip


def test_no_file_or_folder_has_an_empty_name() -> None:
    """No module or folder is named for what could be anything."""
    named = {
        str(path.relative_to(ROOT))
        for path in everything()
        for part in path.relative_to(ROOT).with_suffix("").parts
        if words(part) & BANNED
    }
    assert set() == named


def test_no_class_or_function_has_an_empty_name() -> None:
    """No class or function is named for what could be anything."""
    named = [
        f"{where(path, node)} {node.name}"
        for path in everything()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        if words(node.name) & BANNED
    ]
    assert [] == named
