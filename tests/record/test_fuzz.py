"""Changed examples are refused or mean what they say; nothing else ever happens."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import partial
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parley.errors import BadInput, Damaged
from parley.record.entry import as_record, read_record, trust_record, write_record
from parley.record.kinds import KINDS, Record
from parley.record.values.canonical import Json, canonical
from tests.record.test_golden import golden

_GOLDEN = st.sampled_from(sorted(KINDS)).map(golden)
_INTRUDERS: st.SearchStrategy[Json] = st.sampled_from(
    [None, True, 0, -1, 2**53 - 1, "", "\u202e", "x" * 5000, "UTC", [], {}, [[]],
     {"kind": "log.noted"}]
)  # fmt: skip


def _settle(data: bytes) -> None:
    """The bytes are refused, or they are exactly what their record is written as."""
    read = _record_or_refusal(partial(read_record, data))
    if isinstance(read, BadInput):
        assert read.sentence.startswith("expected ")
        assert ", got " in read.sentence
        assert str(read).isprintable()
    else:
        assert data == write_record(read)
        assert read == trust_record(data)


def _record_or_refusal(read: Callable[[], Record]) -> Record | BadInput:
    try:
        return read()
    except BadInput as refused:
        return refused


@given(_GOLDEN, st.data())
def test_a_flipped_byte_is_refused_or_another_record(data: bytes, choice: st.DataObject) -> None:
    """One byte changed gives a refusal, or a record that is written as those bytes."""
    place = choice.draw(st.integers(0, len(data) - 1))
    byte = choice.draw(st.integers(0, 255))
    _settle(data[:place] + bytes([byte]) + data[place + 1 :])


@given(_GOLDEN, st.data())
def test_a_cut_or_doubled_stretch_is_refused_or_another_record(
    data: bytes, choice: st.DataObject
) -> None:
    """A stretch left out or repeated gives a refusal, or a record written as those bytes."""
    begin, end = sorted(choice.draw(st.integers(0, len(data))) for _ in range(2))
    _settle(data[:begin] + data[end:])
    _settle(data[:end] + data[begin:])


@given(_GOLDEN, st.data(), _INTRUDERS)
def test_a_foreign_value_anywhere_is_refused_or_another_record(
    data: bytes, choice: st.DataObject, intruder: Json
) -> None:
    """Any value in place of any other gives a refusal by path, or a record written as that."""
    plain = json.loads(data)
    _put(plain, choice, intruder)
    _settle(canonical(plain))


@given(_GOLDEN, st.data())
def test_the_strict_reader_agrees_with_the_plain_one(data: bytes, choice: st.DataObject) -> None:
    """What the one-pass reader refuses, the plain one refuses too, but for defaults written out."""
    plain = json.loads(data)
    _put(plain, choice, choice.draw(_INTRUDERS))
    try:
        record = as_record(plain)
    except BadInput:
        with pytest.raises(BadInput):
            read_record(canonical(plain))
        with pytest.raises(Damaged):
            trust_record(canonical(plain))
    else:
        assert record == read_record(write_record(record))
        assert record == trust_record(canonical(plain))


def test_a_kind_cannot_be_read_as_another() -> None:
    """An example under any other kind's tag is refused or is exactly that other kind."""
    for tag in KINDS:
        plain = json.loads(golden(tag))
        for other in KINDS:
            read = _record_or_refusal(partial(as_record, plain | {"kind": other}))
            if not isinstance(read, BadInput):
                assert isinstance(read, KINDS[other])
                assert set(plain) <= set(json.loads(write_record(read)))


def _put(plain: dict[str, Json], choice: st.DataObject, intruder: Json) -> None:
    """Put a value in the place of any other, however deep."""
    here: dict[str, Json] | list[Json] = plain
    while True:
        place: object
        if isinstance(here, dict):
            place = choice.draw(st.sampled_from(sorted(here)))
        else:
            place = choice.draw(st.integers(0, len(here) - 1))
        inner = cast("dict[object, Json]", here)[place]
        if not (isinstance(inner, dict | list) and inner) or choice.draw(st.booleans()):
            cast("dict[object, Json]", here)[place] = intruder
            return
        here = inner


def test_msgspec_words_never_reach_a_person() -> None:
    """No refusal of a changed example speaks of types and patterns in msgspec's words."""
    intruders: list[Json] = [
        None, True, -(2**52), "\u202e", "x" * 5000, [], [[]] * 2000, {}, {"x": 1},
    ]  # fmt: skip
    for tag in KINDS:
        plain = json.loads(golden(tag))
        for changed in (plain | {name: intruder} for name in plain for intruder in intruders):
            read = _record_or_refusal(partial(as_record, changed))
            if isinstance(read, BadInput):
                assert read.sentence.startswith("expected ")
                assert not {"`", "regex", "$"} & set(read.sentence.split())
