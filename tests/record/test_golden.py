"""Every kind has one readable example that is written the same for ever."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from msgspec import Struct, inspect

from parley.record.entry import read_record, trust_record, write_record
from parley.record.kinds import KINDS, tag_of
from parley.record.values.canonical import canonical

GOLDEN = Path(__file__).parent.parent / "golden"


def golden(tag: str) -> bytes:
    """The example of a kind, in its one spelling."""
    return canonical(json.loads((GOLDEN / f"{tag}.json").read_text()))


def test_every_golden_is_of_a_kind_and_every_kind_has_one() -> None:
    """The files in tests/golden are the kinds there are, no more and no less."""
    assert sorted(KINDS) == sorted(path.stem for path in GOLDEN.glob("*.json"))


@pytest.mark.parametrize("tag", sorted(KINDS))
def test_a_golden_reads_and_writes_back_byte_for_byte(tag: str) -> None:
    """Reading and writing an example gives the same bytes, by the strict and the replay reader."""
    data = golden(tag)
    record = read_record(data)
    assert tag == tag_of(record)
    assert data == write_record(record)
    assert record == trust_record(data)


@pytest.mark.parametrize("tag", sorted(KINDS))
def test_a_golden_is_laid_out_for_reading(tag: str) -> None:
    """The file is its one spelling with line breaks, so that a change shows line by line."""
    wanted = msgspec.json.format(golden(tag), indent=2) + b"\n"
    assert wanted == (GOLDEN / f"{tag}.json").read_bytes()


@pytest.mark.parametrize("tag", sorted(KINDS))
def test_a_golden_uses_every_field_of_its_kind(tag: str) -> None:
    """No optional field of a kind is without an example."""
    declared = {field.encode_name for field in msgspec.structs.fields(KINDS[tag])}
    assert declared | {"kind"} == set(json.loads(golden(tag)))


def test_the_goldens_together_use_every_field_of_every_value() -> None:
    """Every field of every nested value occurs in some example."""
    used: set[tuple[str, str]] = set()
    for tag in KINDS:
        used.update(_fields_used(read_record(golden(tag))))
    assert sorted(_fields_declared()) == sorted(used)


def _fields_used(value: object) -> Iterator[tuple[str, str]]:
    if isinstance(value, Struct):
        for name in value.__struct_fields__:
            if getattr(value, name) is not None:
                yield type(value).__qualname__, name
            yield from _fields_used(getattr(value, name))
    elif isinstance(value, tuple):
        for item in value:
            yield from _fields_used(item)


def _fields_declared() -> set[tuple[str, str]]:
    found: set[tuple[str, str]] = set()

    def walk(kind: inspect.Type) -> None:
        if isinstance(kind, inspect.Metadata):
            walk(kind.type)
        elif isinstance(kind, inspect.UnionType):
            for one in kind.types:
                walk(one)
        elif isinstance(kind, inspect.VarTupleType):
            walk(kind.item_type)
        elif isinstance(kind, inspect.StructType):
            for field in kind.fields:
                found.add((kind.cls.__qualname__, field.name))
                walk(field.type)

    for one in KINDS.values():
        walk(inspect.type_info(one))
    return found
