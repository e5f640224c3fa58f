"""Write docs/vocabulary.md from the declarations: `make docs`. A test holds the page to them."""

from __future__ import annotations

import inspect as python
import sys
from collections.abc import Iterator
from types import ModuleType
from typing import get_args

from msgspec import Struct, inspect

from parley.record.kinds import KINDS, apart, is_closed
from parley.record.values import calendar, key, text, time
from parley.record.values.statement import Statement
from parley.record.values.wording import WORDS

FORMS = {
    "identifier": text.Id,
    "line": text.Name,
    "text": text.Prose,
    "language tag": text.Language,
    "digest": text.Digest,
    "hash": key.Sha256,
    "key": key.KeyBytes,
    "key name": key.KeyName,
    "signature": key.SignatureBytes,
    "zone": time.Zone,
    "date": calendar.Date,
    "time of day": calendar.LocalTime,
}
SHORT = {get_args(form)[1].pattern: word for word, form in FORMS.items()}

HEAD = """\
# Vocabulary

What can be said, and in which words. Made from the declarations in `parley/record/` by
`make docs`; do not edit it.

A record is one JSON object in one spelling (RFC 8785, whole numbers only). `kind` says which of the
kinds below it is. A field marked *optional* is left out when there is nothing to say: it is never
null, and never written out at its default. An unknown field or kind is refused.

*Open* kinds stand in the signed leaf for everybody in the arrangement. *Sealed* kinds never do:
the leaf carries a commitment, and the body is sealed for its readers.
"""


def page() -> str:
    """The whole page."""
    values: set[type[Struct]] = set()
    for kind in KINDS.values():
        _collect(inspect.type_info(kind), values)
    parts = [HEAD, _contents(), "## Every record", "", *_table(Statement), "", *_forms()]
    family = ""
    for tag, kind in KINDS.items():
        if tag.partition(".")[0] != family:
            family = tag.partition(".")[0]
            parts += [f"## {family}", "", _sentence(python.getmodule(kind)), ""]
        parts += _kind(tag, kind)
    parts += ["## Values", "", "The parts that records are made of.", ""]
    for cls in sorted(values, key=lambda one: one.__name__):
        parts += [f"### {cls.__name__}", "", _text(cls), "", *_table(cls), ""]
    return "\n".join(parts)


def _contents() -> str:
    families: dict[str, list[str]] = {}
    for tag in KINDS:
        family, _, verb = tag.partition(".")
        families.setdefault(family, []).append(f"[{verb}](#{tag.replace('.', '')})")
    rows = [f"- **{family}**: {', '.join(verbs)}" for family, verbs in families.items()]
    return f"{len(KINDS)} kinds in {len(families)} families:\n\n" + "\n".join(rows) + "\n"


def _forms() -> list[str]:
    """What the short names of forms in the tables stand for."""
    rows = [
        f"- **{word}**: {WORDS[pattern]}" for pattern, word in SHORT.items()
    ]
    return ["## Forms of text", "", *rows, ""]


def _kind(tag: str, kind: type[Statement]) -> list[str]:
    standing = "Sealed." if is_closed(kind) else "Open."
    if apart(kind):
        standing = f"Open, but {', '.join(f'`{name}`' for name in apart(kind))} sealed apart."
    return [f"### {tag}", "", f"{_text(kind)} *{standing}*", "", *_table(kind, but=Statement), ""]


def _table(kind: type[Struct], but: type[Struct] | None = None) -> list[str]:
    skipped = set(but.__struct_fields__) if but is not None else set()
    declared = inspect.type_info(kind)
    if not isinstance(declared, inspect.StructType):
        raise TypeError(f"expected a struct, got {kind}")
    fields = [field for field in declared.fields if field.name not in skipped]
    rows = [_row(field) for field in sorted(fields, key=lambda field: not field.required)]
    if declared.tag_field is not None and but is None and declared.tag is not None:
        always = "the kind, as `family.verb`" if kind is Statement else f"always `{declared.tag}`"
        rows.insert(0, f"| `{declared.tag_field}` | {always} | |")
    return ["| field | holds | |", "|---|---|---|", *rows] if rows else ["No fields of its own."]


def _row(field: inspect.Field) -> str:
    told = _described(field.type)
    holds = _holds(field.type)
    optional = "" if field.required else "*optional* "
    cells = (f"`{field.encode_name}`", f"{optional}{holds}", "" if told in holds else told)
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def _described(kind: inspect.Type) -> str:
    if isinstance(kind, inspect.Metadata):
        words = str((kind.extra_json_schema or {}).get("description", ""))
        return words if words not in WORDS.values() else ""
    if isinstance(kind, inspect.VarTupleType):
        return _described(kind.item_type)
    return _text(kind.cls).partition("\n")[0] if isinstance(kind, inspect.StructType) else ""


def _holds(kind: inspect.Type) -> str:
    """What may stand there, in words."""
    match kind:
        case inspect.Metadata():
            return _holds(kind.type)
        case inspect.StructType():
            name = kind.cls.__name__
            return f"[{name}](#{name.lower()})"
        case inspect.UnionType():
            some = [one for one in kind.types if not isinstance(one, inspect.NoneType)]
            return " or ".join(_holds(one) for one in some)
        case inspect.VarTupleType():
            return f"{kind.min_length or 0} to {kind.max_length} of: {_holds(kind.item_type)}"
        case inspect.LiteralType():
            return ", ".join(f"`{word}`" for word in sorted(map(str, kind.values)))
        case inspect.StrType():
            most = f", at most {kind.max_length:,} characters" if kind.max_length else ""
            return f"{SHORT[kind.pattern or '']}{most}"
        case inspect.IntType():
            return f"{kind.ge:,} to {kind.le:,}"
        case inspect.BoolType():
            return "true or false"
        case _:
            raise TypeError(f"expected a type the vocabulary uses, got {kind}")


def _collect(kind: inspect.Type, found: set[type[Struct]]) -> None:
    for inner in _inside(kind):
        if isinstance(inner, inspect.StructType) and inner.cls not in KINDS.values():
            found.add(inner.cls)
        _collect(inner, found)


def _inside(kind: inspect.Type) -> Iterator[inspect.Type]:
    if isinstance(kind, inspect.Metadata):
        yield kind.type
    elif isinstance(kind, inspect.UnionType):
        yield from kind.types
    elif isinstance(kind, inspect.VarTupleType):
        yield kind.item_type
    elif isinstance(kind, inspect.StructType):
        yield from (field.type for field in kind.fields)


def _text(thing: object) -> str:
    return python.getdoc(thing) or ""


def _sentence(module: ModuleType | None) -> str:
    return _text(module).partition("\n")[0]


if __name__ == "__main__":
    sys.stdout.write(page())
