"""The review page is a dataclass first: every field says what it is for."""

from __future__ import annotations

import msgspec
import pytest
from jsonschema import Draft202012Validator
from msgspec import inspect

from parley.review import page


def _structs() -> list[type[msgspec.Struct]]:
    made = [kind for kind in vars(page).values() if isinstance(kind, type)]
    return [kind for kind in made if issubclass(kind, msgspec.Struct) and kind.__module__ == NAME]


NAME = page.__name__


@pytest.mark.parametrize("kind", _structs(), ids=lambda kind: kind.__name__)
def test_every_field_has_help(kind: type[msgspec.Struct]) -> None:
    """Each field of each part has a description of its own, or is a part that has one."""
    found = inspect.type_info(kind)
    assert isinstance(found, inspect.StructType)
    without = [
        field.name
        for field in found.fields
        if not isinstance(field.type, inspect.Metadata)
        and not isinstance(field.type, inspect.StructType)
        and field.name != "rows"
    ]
    assert without == []
    assert (kind.__doc__ or "").endswith(".")


def test_the_schema_is_a_schema() -> None:
    """The JSON Schema made from the page is one, by a foreign judge."""
    Draft202012Validator.check_schema(msgspec.json.schema(page.Review))


def test_sections_name_every_part_in_order() -> None:
    """The order shown names every part of the page that has a heading, once."""
    found = inspect.type_info(page.Review)
    assert isinstance(found, inspect.StructType)
    plain = [field.type for field in found.fields]
    types = [kind.type if isinstance(kind, inspect.Metadata) else kind for kind in plain]
    parts = [
        field.name
        for field, kind in zip(found.fields, types, strict=True)
        if isinstance(kind, inspect.StructType) and hasattr(kind.cls, "rows")
    ]
    assert sorted(page.SECTIONS) == sorted(parts)
