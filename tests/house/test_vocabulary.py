"""Every kind is explained, has its example and its tag for ever, and hides what must be hidden."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from typing import get_args

import pytest
from msgspec import Struct, inspect

from parley.record import kinds
from parley.record.kinds import KINDS, Record, apart, is_closed
from parley.record.values.place import Place, Position
from parley.record.values.statement import Closed, Open, Statement
from parley.record.values.wording import WORDS
from tests.house.plan import ROOT

TAGS = (ROOT / "tests/house/tags.txt").read_text().split()
PRIVATE = {"telephone", "mail", "contact"}


def test_tags_are_for_ever() -> None:
    """The tags are those of the committed list: none vanishes, and a new one is written down."""
    assert TAGS == sorted(KINDS)


def test_a_tag_means_one_kind() -> None:
    """No two kinds share a tag, and every kind of the closed union is reached by its tag."""
    assert len(get_args(Record)) == len(KINDS) == len(set(TAGS))


@pytest.mark.parametrize("tag", TAGS)
def test_a_tag_is_family_and_verb(tag: str) -> None:
    """A tag is the name of the family's file and a word for what was said or done."""
    family, _, verb = tag.partition(".")
    assert KINDS[tag].__module__ == f"parley.record.{family}"
    assert KINDS[tag].__name__.lower() == verb.replace("_", "")


@pytest.mark.parametrize("tag", TAGS)
def test_a_kind_is_explained_and_has_a_golden(tag: str) -> None:
    """Each kind has a docstring of its own, in the past tense of a monitor, and an example."""
    assert KINDS[tag].__doc__ not in (None, Statement.__doc__, Open.__doc__, Closed.__doc__)
    assert (ROOT / f"tests/golden/{tag}.json").is_file()


def test_every_kind_says_who_may_read_it() -> None:
    """A kind stands in the clear or is sealed, and never neither or both."""
    for kind in KINDS.values():
        assert issubclass(kind, Open) != issubclass(kind, Closed)
        assert is_closed(kind) == issubclass(kind, Closed)
        fields = {field.name: field for field in _struct(kind).fields}
        assert all(fields[name].default is None for name in apart(kind))


def test_no_exact_place_stands_in_the_clear() -> None:
    """No open kind reaches a place or position but through a field that travels sealed apart."""
    shown = [
        f"{tag}.{field.name}"
        for tag, kind in KINDS.items()
        if not is_closed(kind)
        for field in _struct(kind).fields
        if field.name not in apart(kind)
        if {Place, Position} & {struct.cls for struct in _structs(field.type)}
    ]
    assert [] == shown


def test_no_number_or_address_of_a_person_stands_in_the_clear() -> None:
    """No open kind has a field for a telephone, a mail address or a contact, however deep."""
    shown = [
        f"{tag}: {field.name}"
        for tag, kind in KINDS.items()
        if not is_closed(kind)
        for struct in _structs(inspect.type_info(kind))
        for field in struct.fields
        if PRIVATE & set(field.name.split("_"))
    ]
    assert [] == shown


def test_every_field_is_explained() -> None:
    """Each field reached from a kind has a description, or its type has a docstring."""
    bare = {
        f"{struct.cls.__name__}.{field.name}"
        for struct in _all()
        for field in struct.fields
        if not _explained(field.type)
    }
    assert set() == bare


def test_every_value_refuses_what_it_does_not_know() -> None:
    """No struct that a record is made of lets an unknown field pass."""
    lax = {struct.cls.__name__ for struct in _all() if not struct.forbid_unknown_fields}
    assert set() == lax


def test_every_text_number_and_list_has_its_limits() -> None:
    """Texts have a form that refusals can word, numbers two bounds, and lists a length."""
    for struct in _all():
        for kind in _every(struct):
            if isinstance(kind, inspect.StrType):
                assert kind.pattern in WORDS, struct.cls
            elif isinstance(kind, inspect.IntType):
                assert None not in (kind.ge, kind.le), struct.cls
                assert abs(kind.ge or 0) < 2**53 > abs(kind.le or 0), struct.cls
            elif isinstance(kind, inspect.VarTupleType):
                assert kind.max_length is not None, struct.cls


def test_records_are_made_of_few_shapes() -> None:
    """Only frozen structs, texts, whole numbers, truths, words and tuples: nothing to mutate."""
    allowed = (
        inspect.StrType, inspect.IntType, inspect.BoolType, inspect.NoneType, inspect.LiteralType,
        inspect.VarTupleType, inspect.StructType, inspect.UnionType, inspect.Metadata,
    )  # fmt: skip
    for struct in _all():
        assert struct.cls.__struct_config__.frozen
        for kind in _every(struct):
            assert isinstance(kind, allowed), struct.cls


def test_the_vocabulary_page_is_what_the_code_says() -> None:
    """docs/vocabulary.md regenerates without a difference: run `make docs` when it does not."""
    made = subprocess.run(
        [sys.executable, "docs/vocabulary.py"], cwd=ROOT, capture_output=True, check=True,
        env={"PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"},
    )  # fmt: skip
    assert (ROOT / "docs/vocabulary.md").read_bytes() == made.stdout


def test_the_union_fits_on_one_screen() -> None:
    """The closed union can be read at once, which is why it is closed."""
    source = (ROOT / "parley/record/kinds.py").read_text()
    union = source[source.index("Record: TypeAlias") : source.index("KINDS:")]
    assert union.count("\n") <= 50
    assert kinds.tag_of(KINDS["log.noted"]) == "log.noted"


# -- walking the declarations --------------------------------------------------------------


def _struct(kind: type[Struct]) -> inspect.StructType:
    declared = inspect.type_info(kind)
    assert isinstance(declared, inspect.StructType)
    return declared


def _all() -> list[inspect.StructType]:
    """Every struct a record is made of, each once."""
    found = {one.cls: one for kind in KINDS.values() for one in _structs(inspect.type_info(kind))}
    return list(found.values())


def _structs(kind: inspect.Type) -> Iterator[inspect.StructType]:
    if isinstance(kind, inspect.StructType):
        yield kind
    for inner in _inside(kind):
        yield from _structs(inner)


def _every(kind: inspect.Type) -> Iterator[inspect.Type]:
    """The types a struct declares itself, without those of the structs inside it."""
    for inner in _inside(kind):
        yield inner
        if not isinstance(inner, inspect.StructType):
            yield from _every(inner)


def _inside(kind: inspect.Type) -> Iterator[inspect.Type]:
    if isinstance(kind, inspect.Metadata):
        yield kind.type
    elif isinstance(kind, inspect.UnionType):
        yield from kind.types
    elif isinstance(kind, inspect.VarTupleType):
        yield kind.item_type
    elif isinstance(kind, inspect.StructType):
        yield from (field.type for field in kind.fields)


def _explained(kind: inspect.Type) -> bool:
    if isinstance(kind, inspect.Metadata):
        told = (kind.extra_json_schema or {}).get("description", "")
        return bool(told) or _explained(kind.type)
    if isinstance(kind, inspect.StructType):
        return bool(kind.cls.__doc__)
    inner = [one for one in _inside(kind) if not isinstance(one, inspect.NoneType)]
    return bool(inner) and all(_explained(one) for one in inner)
