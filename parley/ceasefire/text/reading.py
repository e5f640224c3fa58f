"""Read an arrangement file: every refusal names the line and the path."""

from __future__ import annotations

import ast
import hashlib
import re
from typing import TypeVar

import msgspec
from msgspec import Struct

from parley.ceasefire.text.arrangement import Arrangement
from parley.ceasefire.text.faults import faults_of
from parley.ceasefire.text.lines import Path
from parley.ceasefire.text.plain import Plain, Syntax, read_plain
from parley.ceasefire.text.words import WORDS
from parley.errors import BadInput
from parley.record.values.canonical import Json
from parley.record.values.wording import reworded

T = TypeVar("T")
_STEP = re.compile(r"\.([A-Za-z_]\w*)|\[(\d+)\]")
_PATTERN = re.compile(r"Expected `str` matching regex ('.*')", re.DOTALL)


class Filed(Struct, frozen=True, kw_only=True):
    """An arrangement as it was read: its data, where each part stands, and the file's digest."""

    arrangement: Arrangement
    plain: Plain
    digest: str


def read_arrangement(raw: bytes, file: str, syntax: Syntax | None = None) -> Filed:
    """Read a file (TOML or YAML) whole, or refuse it with the line and path of every fault."""
    plain = read_plain(raw, file, syntax)
    arrangement = read_as_at(Arrangement, plain.value, plain, ())
    faults = faults_of(arrangement)
    if faults:
        worst = sorted(faults, key=lambda fault: plain.line(fault.path))
        raise BadInput(
            "; ".join(f"{fault.words}, at {plain.where(fault.path)}" for fault in worst[:20])
        )
    return Filed(
        arrangement=arrangement, plain=plain, digest=f"sha256:{hashlib.sha256(raw).hexdigest()}"
    )


def read_as_at(kind: type[T], value: Json, plain: Plain, path: Path) -> T:
    """A part of a file as a declared type, refusing by line and path what does not fit."""
    try:
        return msgspec.convert(value, kind)
    except msgspec.ValidationError as fault:
        refused = reworded(fault, kind, value, at="$")
        at = plain.where((*path, *_steps(refused.at)))
        raise BadInput(_sentence(fault, refused), at=at) from fault


def arrangement_schema() -> dict[str, Json]:
    """JSON Schema 2020-12 of an arrangement file, whether in TOML or in YAML.

    It says what each field may hold. That references lead somewhere, that times exist and that no
    identifier stands twice is checked by `parley arrangement check`.
    """
    schema: dict[str, Json] = msgspec.json.schema(Arrangement)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "urn:parley:arrangement:1",
        "title": "Parley arrangement file",
        **schema,
    }


def _steps(at: str) -> Path:
    return tuple(int(nth) if nth else name for name, nth in _STEP.findall(at.removeprefix("$")))


def _sentence(fault: msgspec.ValidationError, refused: BadInput) -> str:
    """The refusal in words; a form of text that only arrangement files have is named here."""
    found = _PATTERN.match(str(fault))
    words = WORDS.get(ast.literal_eval(found[1])) if found else None
    if words is None:
        return refused.sentence
    return refused.sentence.replace("expected text of another form", f"expected {words}", 1)
