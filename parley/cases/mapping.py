"""How the rows of one case become records: a file beside its table, checked when it is read."""

from __future__ import annotations

import msgspec
from msgspec import Struct, field

from parley.errors import BadInput, expected
from parley.record.kinds import KINDS

Template = dict[str, object]
"""Fields of a record; "$text" and the like stand for cells, "@17.1" for another record."""


class About(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the case is, and which of its sources nobody names."""

    id: str
    title: str
    gist: str
    incidents: tuple[str, ...]
    unnamed: frozenset[str] = frozenset()


class Annotation(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a person added to one row: its incident file, and the records it becomes.

    `line` names the row in references; `is` is the fingerprint of the row's cells.
    """

    line: int
    fingerprint: str = field(name="is")
    file: str = ""
    record: tuple[Template, ...] = ({},)


class Mapping(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A whole mapping file."""

    case: About
    template: dict[str, Template]
    kind: dict[str, Template]
    row: tuple[Annotation, ...]


def read_mapping(data: bytes) -> Mapping:
    """Read a mapping, refusing unknown fields, templates that are not there and doubled lines."""
    try:
        mapping = msgspec.toml.decode(data, type=Mapping)
    except (msgspec.DecodeError, UnicodeDecodeError) as fault:
        raise BadInput(f"expected a mapping in TOML, got {fault}") from fault
    for name, template in mapping.template.items():
        if template.get("kind") not in KINDS:
            raise expected("a known kind", repr(template.get("kind")), f"template.{name}.kind")
    for name, template in mapping.kind.items():
        _check_use(mapping, template, f"kind.{name}")
    lines = [annotation.line for annotation in mapping.row]
    for line in lines:
        if lines.count(line) > 1:
            raise expected("one annotation for a line", "two", f"row, line {line}")
    for annotation in mapping.row:
        for template in annotation.record:
            if "use" in template:
                _check_use(mapping, template, f"row, line {annotation.line}")
    return mapping


def _check_use(mapping: Mapping, template: Template, at: str) -> None:
    if template.get("use") not in mapping.template:
        raise expected("the name of a template", repr(template.get("use")), f"{at}.use")
