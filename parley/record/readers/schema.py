"""The vocabulary for readers that are not ours: JSON Schema 2020-12, made from the declarations.

A schema can say what a field may hold; it cannot say that a record has one spelling, that keys
occur once or that bounds are in order. `read_record` says those, so a schema alone admits nothing.
"""

from __future__ import annotations

import msgspec

from parley.record.kinds import KINDS
from parley.record.values.canonical import Json

VERSION = 1
_AT = "#/$defs/"


def vocabulary_schema() -> dict[str, Json]:
    """JSON Schema 2020-12 of every kind of record, told apart by `kind`.

    Definitions of kinds are named by their tags, those of values by the word for the value.
    Optional fields are left out and never null, as in the one spelling of a record.
    """
    refs, declared = msgspec.json.schema_components(KINDS.values(), ref_template=_AT + "{name}")
    names = {ref["$ref"]: _AT + tag for ref, tag in zip(refs, KINDS, strict=True)}
    defined: dict[str, Json] = {
        names.get(_AT + name, _AT + name).removeprefix(_AT): _published(body, names)
        for name, body in declared.items()
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:parley:vocabulary:{VERSION}",
        "title": "Parley records",
        "description": "A record is exactly one of these kinds, told apart by `kind`.",
        "oneOf": [{"$ref": _AT + tag} for tag in KINDS],
        "discriminator": {"propertyName": "kind", "mapping": {tag: _AT + tag for tag in KINDS}},
        "$defs": {name: defined[name] for name in sorted(defined)},
    }


def _published(node: Json, names: dict[str, str]) -> Json:
    """One part of a schema with definitions under their published names, and without nulls."""
    if isinstance(node, str):
        return names.get(node, node)
    if isinstance(node, list):
        return [_published(item, names) for item in node]
    if not isinstance(node, dict):
        return node
    kept = {
        key: _published(item, names)
        for key, item in node.items()
        if not (key == "default" and item is None)
    }
    either = kept.get("anyOf")
    if isinstance(either, list) and {"type": "null"} in either:
        either.remove({"type": "null"})
        if len(either) == 1 and isinstance(either[0], dict):
            del kept["anyOf"]
            # The field's own description says more than that of its type, so it comes last.
            return either[0] | kept
    return kept
