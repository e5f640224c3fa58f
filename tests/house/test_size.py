"""Nothing grows past what one screen or one reading can hold."""

from __future__ import annotations

from pathlib import Path

from tests.house.plan import ROOT, Function, everything, functions, python_files, where

LONGEST_FUNCTION = 60
LONGEST_FILE = 400
MOST_ARGUMENTS = 5
MOST_FILES = 14


def test_no_function_is_longer_than_a_screen() -> None:
    """A function has at most 60 lines, its docstring counted."""
    too_long = [
        f"{where(path, one)} {one.name}: {_lines(one)}"
        for path in everything()
        for one in functions(path)
        if _lines(one) > LONGEST_FUNCTION
    ]
    assert [] == too_long


def test_no_function_takes_more_than_five_arguments_by_place() -> None:
    """At most five arguments go by place; further ones are named where they are given."""
    too_many = [
        f"{where(path, one)} {one.name}: {len(_by_place(one))}"
        for path in everything()
        for one in functions(path)
        if len(_by_place(one)) > MOST_ARGUMENTS
    ]
    assert [] == too_many


def test_no_file_is_longer_than_one_reading() -> None:
    """A file has at most 400 lines."""
    too_long = [
        f"{where(path)} {count}"
        for path in everything()
        if (count := path.read_text(encoding="utf-8").count("\n")) > LONGEST_FILE
    ]
    assert [] == too_long


def test_no_room_is_crowded() -> None:
    """A folder of the package holds at most 14 files beside its `__init__`."""
    crowded = [
        f"{room.relative_to(ROOT)}: {len(files)}"
        for room in _rooms()
        if len(files := [one for one in room.glob("*.py") if one.name != "__init__.py"])
        > MOST_FILES
    ]
    assert [] == crowded


def _rooms() -> set[Path]:
    return {path.parent for path in python_files("parley")}


def _lines(function: Function) -> int:
    return (function.end_lineno or function.lineno) - function.lineno + 1


def _by_place(function: Function) -> list[str]:
    given = [one.arg for one in (*function.args.posonlyargs, *function.args.args)]
    return given[1:] if given[:1] in (["self"], ["cls"]) else given
