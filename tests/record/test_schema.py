"""The published schema says what the reader says, as far as a schema can."""

from __future__ import annotations

import json

import pytest
from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

from parley.record.kinds import KINDS
from parley.record.readers.schema import vocabulary_schema
from tests.record.test_golden import golden
from tests.record.test_hostile import HOSTILE, REFUSED

SCHEMA = vocabulary_schema()
VALIDATOR = Draft202012Validator(SCHEMA)

# What a schema cannot say: spelling, keys twice, bounds in order, zones that exist, and what no
# JSON reader gets past.
BEYOND_A_SCHEMA = {
    "blanks-between", "byte-order-mark", "call-that-ends-before-it-began", "comment",
    "deep-nesting", "default-written-out", "duplicate-key", "duplicate-key-nested",
    "empty", "exponent", "float-with-no-fraction",
    "integer-of-ten-thousand-digits", "keys-out-of-order", "needless-escape", "negative-zero",
    "nul-byte", "overlong-utf-8", "range-backwards", "surrogate-as-utf-8", "time-backwards",
    "trailing-newline", "two-documents", "utf-16", "zone-of-no-place",
}  # fmt: skip


def test_the_schema_is_a_schema() -> None:
    """It is well formed by the 2020-12 standard, and every reference in it leads somewhere."""
    Draft202012Validator.check_schema(SCHEMA)
    defined = SCHEMA["$defs"]
    assert isinstance(defined, dict)
    referred = {
        word.removeprefix("#/$defs/")
        for word in json.dumps(SCHEMA).split('"')
        if word.startswith("#/$defs/")
    }
    assert set(defined) == referred
    assert set(KINDS) <= set(defined)


@pytest.mark.parametrize("tag", sorted(KINDS))
def test_every_golden_is_valid(tag: str) -> None:
    """The example of a kind passes the whole schema."""
    VALIDATOR.validate(json.loads(golden(tag)))


@pytest.mark.parametrize("attack", sorted(set(REFUSED) - BEYOND_A_SCHEMA))
def test_what_a_schema_can_catch_it_catches(attack: str) -> None:
    """An attack that lies in the value, and not in its spelling, fails the schema as well."""
    plain = json.loads((HOSTILE / f"{attack}.json").read_text())
    with pytest.raises(ValidationError):
        VALIDATOR.validate(plain)


def test_what_is_listed_as_beyond_a_schema_is() -> None:
    """The list of what a schema cannot catch holds nothing that it does catch."""
    for attack in BEYOND_A_SCHEMA:
        try:
            plain = json.loads((HOSTILE / f"{attack}.json").read_bytes().decode())
        except (ValueError, RecursionError):
            continue
        assert VALIDATOR.is_valid(plain), attack


def test_every_definition_is_explained() -> None:
    """Each kind and value carries its docstring, and no Python path stands anywhere."""
    defined = SCHEMA["$defs"]
    assert isinstance(defined, dict)
    for name, body in defined.items():
        assert isinstance(body, dict)
        assert body.get("description"), name
    assert "parley.record" not in json.dumps(SCHEMA)


def test_no_field_may_be_null() -> None:
    """An absent field is left out: the schema allows null nowhere."""
    assert '"null"' not in json.dumps(SCHEMA)
