"""One way to write a record as bytes: RFC 8785 in a restricted profile, and strict reading back.

The profile (ASCII keys, no floats, |int| < 2^53, no lone surrogates) is the part of RFC 8785 in
which sorting by code point and plain decimal integers are the whole of the standard; a foreign
implementation judges it in the tests. Duplicate keys, blanks and any other spelling are refused,
so a record has exactly one spelling and one digest.
"""

from __future__ import annotations

import datetime
import decimal
import json
import uuid
from contextlib import suppress
from typing import NoReturn, TypeAlias, TypeVar

import msgspec

from parley.errors import BadInput, expected
from parley.record.values.refused import field, shown
from parley.record.values.wording import reworded

Json: TypeAlias = "None | bool | int | str | list[Json] | dict[str, Json]"
T = TypeVar("T")

MAX_INT = 2**53 - 1
MAX_DEPTH = 32
MAX_BYTES = 1_000_000

_encoder = msgspec.json.Encoder(order="deterministic")
# What msgspec would quietly turn into text: refused instead, because it has no one spelling.
_NOT_JSON = (
    bytes, bytearray, memoryview, decimal.Decimal, uuid.UUID,
    datetime.datetime, datetime.date, datetime.time, datetime.timedelta,
)  # fmt: skip


def canonical(value: object) -> bytes:
    """The one spelling of a plain JSON value (RFC 8785, restricted profile).

    A struct is spelled as it stands; a record goes through `write_record`, which also leaves out
    what is at its default. Refuses floats, non-ASCII keys, integers of 2^53 and beyond, and lone
    surrogates, by path.
    """
    try:
        plain = msgspec.to_builtins(value, builtin_types=_NOT_JSON)
    except (TypeError, RecursionError) as fault:
        raise expected("a JSON value", shown(str(fault)), "$") from fault
    _check(plain, "$", 0)
    return _encoder.encode(plain)


def read_canonical(data: bytes, *, limit: int = MAX_BYTES) -> dict[str, Json]:
    """Read an object written by `canonical`, refusing every other spelling, by path."""
    if len(data) > limit:
        raise expected(f"at most {limit} bytes", f"{len(data)}")
    try:
        value = msgspec.json.decode(data)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as fault:
        raise _why_not_json(data, fault) from fault
    if not isinstance(value, dict):
        raise expected("a JSON object", shown(value), "$")
    _check(value, "$", 0)
    if _encoder.encode(value) != data:
        _why_not_canonical(data)
    return value


def read_as(kind: type[T], value: object, *, at: str = "$") -> T:
    """Turn plain JSON into a declared type, refusing unknown fields and wrong types, by path."""
    try:
        return msgspec.convert(value, kind)
    except msgspec.ValidationError as fault:
        raise reworded(fault, kind, value, at=at) from fault


def _check(value: object, at: str, depth: int) -> None:
    if depth > MAX_DEPTH:
        raise expected(f"at most {MAX_DEPTH} levels", "more", at)
    if isinstance(value, bool) or value is None:
        return
    if isinstance(value, float):
        raise expected("a whole number", f"the float {value!r}", at)
    if isinstance(value, int):
        if abs(value) > MAX_INT:
            raise expected("an integer below 2^53", shown(value), at)
    elif isinstance(value, str):
        if not value.isascii() and any("\ud800" <= c <= "\udfff" for c in value):
            raise expected("text without lone surrogates", "one", at)
    elif isinstance(value, list | tuple):
        for place, item in enumerate(value):
            _check(item, f"{at}[{place}]", depth + 1)
    elif isinstance(value, dict):
        for key, item in value.items():
            if not isinstance(key, str) or not key.isascii():
                raise expected("ASCII keys", shown(key), at)
            _check(item, field(at, key), depth + 1)
    else:
        raise expected("a JSON value", type(value).__name__, at)


def _why_not_json(data: bytes, fault: Exception) -> BadInput:
    """Why msgspec could not read it, by path where a more forgiving reader gets that far."""
    if isinstance(fault, UnicodeDecodeError):
        return expected("UTF-8", f"the byte 0x{fault.object[fault.start]:02x}", "$")
    with suppress(ValueError, RecursionError):
        _check(json.loads(data), "$", 0)
    reason = str(fault).partition(" - at `")[0].removeprefix("JSON is malformed: ")
    return expected("JSON", f"bytes that are not ({reason})", "$")


class _Pairs(list[tuple[str, object]]):
    """An object as the pairs it was written as, repeated keys and all."""


def _why_not_canonical(data: bytes) -> NoReturn:
    """Say which rule the spelling breaks; called only when it breaks one."""
    _each_key_once(json.loads(data, object_pairs_hook=_Pairs), "$")
    raise expected("the canonical spelling (RFC 8785)", "another spelling of the same value", "$")


def _each_key_once(value: object, at: str) -> None:
    if isinstance(value, _Pairs):
        seen: set[str] = set()
        for key, item in value:
            if key in seen:
                raise expected("each key once", "it twice", field(at, key))
            seen.add(key)
            _each_key_once(item, field(at, key))
    elif isinstance(value, list):
        for place, item in enumerate(value):
            _each_key_once(item, f"{at}[{place}]")
