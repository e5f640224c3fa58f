"""Refusals of one field in words that a person understands: expected X, got Y, at Z.

msgspec says what it found wrong in the language of its types and patterns. Here that is looked up
in the declaration itself, so that the words stand beside the type they describe and nowhere else.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable
from typing import get_args

import msgspec
from msgspec import inspect

from parley.errors import BadInput, expected
from parley.record.values import calendar, key, text, time
from parley.record.values.refused import field, shown

_FORMS = (
    text.Id, text.Name, text.Prose, text.Language, text.Digest,
    key.KeyBytes, key.SignatureBytes, key.KeyName, key.Sha256, time.Zone, calendar.Date,
    calendar.LocalTime,
)  # fmt: skip
WORDS: dict[str, str] = {
    meta.pattern: meta.description for form in _FORMS for meta in get_args(form)[1:]
}
"""Each pattern and what a refusal says was expected."""

_TYPES = {
    "str": "text",
    "int": "a whole number",
    "bool": "true or false",
    "array": "a list",
    "object": "an object",
    "null": "nothing",
    "float": "a number with a fraction",
}
_STEP = re.compile(r"\.([A-Za-z_]\w*)|\[(\d+)\]")


def reworded(
    fault: msgspec.ValidationError, kind: object, value: object, *, at: str = "$"
) -> BadInput:
    """What msgspec refused, as "expected X, got Y, at Z".

    `value` is the plain JSON that was to become a `kind`; `at` is where it stands.
    """
    reason, _, path = str(fault).rpartition(" - at `") if " - at `" in str(fault) else (
        str(fault), "", ""
    )  # fmt: skip
    spot = _Spot(kind, value, path.rstrip("`").removeprefix("$"), at)
    if isinstance(fault.__cause__, BadInput):
        return BadInput(fault.__cause__.sentence, at=spot.at)
    for form, words in _REASONS:
        found = form.fullmatch(reason)
        if found:
            return words(found, spot)
    return BadInput(reason, at=spot.at)


class _Spot:
    """Where the fault is: the declared type and the plain value it was found in."""

    def __init__(self, kind: object, whole: object, path: str, outer: str) -> None:
        self.kind = kind
        self.whole = whole
        self.path = path
        self.at = outer + path

    def got(self) -> object:
        """The value at fault; None where there is none."""
        here = self.whole
        for name, place in _STEP.findall(self.path):
            here = _item(here, name, place)
        return here

    def permitted(self) -> list[str]:
        """The words permitted at the path, in the order of the alphabet."""
        types = _alternatives(inspect.type_info(self.kind))
        here = self.whole
        for name, place in _STEP.findall(self.path):
            structs = [one for one in types if isinstance(one, inspect.StructType)]
            if name and any(one.tag_field == name for one in structs):
                return sorted(str(one.tag) for one in structs)
            types = _deeper(types, name, here)
            here = _item(here, name, place)
        return sorted(
            str(word) for one in types if isinstance(one, inspect.LiteralType)
            for word in one.values
        )  # fmt: skip


def _item(value: object, name: str, place: str) -> object:
    if isinstance(value, dict):
        return value.get(name)
    return value[int(place)] if isinstance(value, list | tuple) and place else None


def _alternatives(kind: inspect.Type) -> list[inspect.Type]:
    """The types a value may have, unwrapped."""
    if isinstance(kind, inspect.Metadata):
        return _alternatives(kind.type)
    return list(kind.types) if isinstance(kind, inspect.UnionType) else [kind]


def _deeper(types: list[inspect.Type], name: str, value: object) -> list[inspect.Type]:
    """The types one step further: of a field by name, or else of a list's items."""
    if not name:
        lists = [one for one in types if isinstance(one, inspect.VarTupleType)]
        return [inner for one in lists for inner in _alternatives(one.item_type)]
    fields = [
        declared
        for one in types
        if isinstance(one, inspect.StructType)
        if one.tag_field is None or _item(value, one.tag_field, "") == one.tag
        for declared in one.fields
        if declared.encode_name == name
    ]
    return [inner for declared in fields for inner in _alternatives(declared.type)]


def _pattern(found: re.Match[str], spot: _Spot) -> BadInput:
    words = WORDS.get(ast.literal_eval(found["pattern"]), "text of another form")
    return expected(words, shown(spot.got()), spot.at)


def _word(_: re.Match[str], spot: _Spot) -> BadInput:
    return expected(f"one of {', '.join(spot.permitted())}", shown(spot.got()), spot.at)


def _length(found: re.Match[str], spot: _Spot) -> BadInput:
    got = spot.got()
    what = "character" if isinstance(got, str) else "item"
    what += "" if found["bound"] == "1" else "s"
    size = len(got) if isinstance(got, str | list | tuple) else 0
    most = "at most" if found["side"] == "<=" else "at least"
    return expected(f"{most} {found['bound']} {what}", str(size), spot.at)


def _bound(found: re.Match[str], spot: _Spot) -> BadInput:
    most = "at most" if found["side"] == "<=" else "at least"
    return expected(f"{most} {found['bound']}", shown(spot.got()), spot.at)


def _type(found: re.Match[str], spot: _Spot) -> BadInput:
    wanted = [_TYPES.get(word, word) for word in found["wanted"].split(" | ") if word != "null"]
    got = spot.got()
    float_or_other = f"the float {got!r}" if isinstance(got, float) else shown(got)
    return expected(" or ".join(wanted), float_or_other, spot.at)


def _missing(found: re.Match[str], spot: _Spot) -> BadInput:
    return expected("this field to be given", "nothing", field(spot.at, found["name"]))


def _unknown(found: re.Match[str], spot: _Spot) -> BadInput:
    return expected("no such field", "one", field(spot.at, found["name"]))


_REASONS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], _Spot], BadInput]], ...] = (
    (re.compile(r"Expected `str` matching regex (?P<pattern>.*)", re.DOTALL), _pattern),
    (re.compile(r"Expected `\w+` of length (?P<side><=|>=) (?P<bound>\d+)"), _length),
    (re.compile(r"Expected `\w+` (?P<side><=|>=) (?P<bound>-?\d+)"), _bound),
    (re.compile(r"Expected `(?P<wanted>[^`]*)`, got `[^`]*`"), _type),
    (re.compile(r"Object missing required field `(?P<name>.*)`", re.DOTALL), _missing),
    (re.compile(r"Object contains unknown field `(?P<name>.*)`", re.DOTALL), _unknown),
    (re.compile(r"Invalid (?:enum )?value .*", re.DOTALL), _word),
)
