"""There is one way to write a value, and a foreign implementation of RFC 8785 agrees with it."""

from __future__ import annotations

import datetime
import decimal
import json
import re

import msgspec
import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from parley.errors import BadInput, Damaged, Refusal
from parley.record.entry import as_record, read_record, trust_record, write_record
from parley.record.kinds import Record
from parley.record.log import Noted
from parley.record.values.canonical import MAX_DEPTH, MAX_INT, canonical, read_canonical
from tests.record import strategies

_KEYS = st.text(st.characters(max_codepoint=0x7F), max_size=8)
_LEAVES = (
    st.none() | st.booleans() | st.integers(-MAX_INT, MAX_INT)
    | st.text(st.characters(codec="utf-8"), max_size=20)
)  # fmt: skip
_PLAIN = st.dictionaries(
    _KEYS,
    st.recursive(
        _LEAVES,
        lambda inner: st.lists(inner, max_size=4) | st.dictionaries(_KEYS, inner, max_size=4),
        max_leaves=12,
    ),
    max_size=5,
)


@given(_PLAIN)
def test_canonical_is_rfc_8785_byte_for_byte(plain: dict[str, object]) -> None:
    """Whatever the restricted profile allows is written as the foreign implementation writes it."""
    assert rfc8785.dumps(plain) == canonical(plain)  # type: ignore[arg-type] # its own Json alias


@given(_PLAIN)
def test_what_is_written_reads_back(plain: dict[str, object]) -> None:
    """Reading what was written gives the same value."""
    assert plain == read_canonical(canonical(plain))


@given(_PLAIN, st.sampled_from((None, 0, 1)), st.booleans())
def test_another_spelling_is_refused(
    plain: dict[str, object], indent: int | None, ascii_only: bool
) -> None:
    """The same value with blanks, in another order or with other escapes is refused."""
    turned = dict(reversed(plain.items()))
    other = json.dumps(turned, indent=indent, ensure_ascii=ascii_only).encode()
    if other == canonical(plain):
        assert plain == read_canonical(other)
    else:
        with pytest.raises(BadInput, match="expected the canonical spelling"):
            read_canonical(other)


@given(st.binary(max_size=60))
def test_random_bytes_only_raise_refusals(data: bytes) -> None:
    """Bytes that are no record are refused in the project's own words, never by a crash."""
    for read in (read_canonical, read_record, trust_record):
        with pytest.raises(Refusal):
            read(data)


@given(strategies.records())
def test_every_record_reads_back_and_has_one_spelling(record: Record) -> None:
    """Reading what was written gives an equal record and writing that gives the same bytes."""
    data = write_record(record)
    assert record == read_record(data)
    assert record == trust_record(data)
    assert data == write_record(read_record(data))
    assert data == rfc8785.dumps(json.loads(data))


@given(strategies.records())
def test_a_record_written_with_blanks_is_refused(record: Record) -> None:
    """Spacing that any JSON reader would forgive is another spelling and is refused."""
    spaced = json.dumps(json.loads(write_record(record)), sort_keys=True).encode()
    with pytest.raises(BadInput, match="expected the canonical spelling"):
        read_record(spaced)


@given(strategies.records())
def test_a_default_that_is_written_out_is_refused_by_path(record: Record) -> None:
    """A field at its default is left out, so that one record cannot have two digests."""
    plain = json.loads(write_record(msgspec.structs.replace(record, exercise=False)))
    with pytest.raises(BadInput) as refused:
        read_record(canonical(plain | {"exercise": False}))
    assert refused.value.at == "$.exercise"
    assert as_record(plain | {"exercise": False}) == as_record(plain)


def test_a_default_made_at_run_time_is_left_out_too() -> None:
    """A value that is equal to a default without being the same object is written the same way."""
    topic = msgspec.json.decode(b'"duty"')
    assert write_record(Noted(text="x")) == write_record(Noted(text="x", topic=topic))


@pytest.mark.parametrize(
    ("record", "at"),
    [
        (Noted(text=""), "$.text"),
        (Noted(text="a\u202eb"), "$.text"),
        (Noted(text="\ud800"), "$.text"),
        (Noted(text="x", about="sha256:0"), "$.about"),
    ],
)
def test_what_could_not_be_read_back_is_not_written(record: Record, at: str) -> None:
    """An ill-made record is refused before anybody signs it."""
    with pytest.raises(BadInput) as refused:
        write_record(record)
    assert at == refused.value.at


@pytest.mark.parametrize(
    ("value", "wanted", "at"),
    [
        ({"a": [1.0]}, "a whole number", "$.a[0]"),
        ({"a": {"b": 2**53}}, "an integer below 2^53", "$.a.b"),
        ({"a": -(2**53)}, "an integer below 2^53", "$.a"),
        ({"é": 1}, "ASCII keys", "$"),
        ({1: 1}, "ASCII keys", "$"),
        ({"a b": ["\udc00"]}, "text without lone surrogates", "$['a b'][0]"),
        ({"a": b"x"}, "a JSON value", "$.a"),
        ({"a": decimal.Decimal(1)}, "a JSON value", "$.a"),
        ({"a": datetime.date(2021, 5, 14)}, "a JSON value", "$.a"),
        ({"a": object()}, "a JSON value", "$"),
    ],
)
def test_what_has_no_one_spelling_is_refused_by_path(value: object, wanted: str, at: str) -> None:
    """Floats, enormous integers, other alphabets in keys and foreign types are never written."""
    with pytest.raises(BadInput, match=re.escape(f"expected {wanted}")) as refused:
        canonical(value)
    assert at == refused.value.at


def test_too_deep_is_refused_both_ways() -> None:
    """Nesting beyond the limit is refused in writing and in reading, however deep it goes."""
    deep: list[object] = []
    for _ in range(MAX_DEPTH + 1):
        deep = [deep]
    with pytest.raises(BadInput, match="levels"):
        canonical({"a": deep})
    with pytest.raises(BadInput, match="levels"):
        read_canonical(b'{"a":' + b"[" * 40 + b"]" * 40 + b"}")
    endless: list[object] = []
    endless.append(endless)
    with pytest.raises(BadInput):
        canonical({"a": endless})


def test_too_long_is_refused_unread() -> None:
    """More bytes than the limit are refused by their number alone."""
    with pytest.raises(BadInput, match="expected at most 5 bytes, got 7"):
        read_canonical(b'{"a":1}', limit=5)
    long = b'{"kind":"log.noted","text":"' + b"x" * 1_000_000 + b'"}'
    with pytest.raises(BadInput, match="expected at most 1000000 bytes"):
        read_record(long)


def test_replay_of_changed_bytes_is_damage() -> None:
    """Bytes that were admitted and are no record any more are the store's fault, and said so."""
    with pytest.raises(Damaged, match="as it was admitted"):
        trust_record(b'{"kind":"log.noted"}')
