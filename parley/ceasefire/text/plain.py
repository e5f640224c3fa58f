"""TOML or YAML to plain values with the line of each, refusing what a reader would not see.

One document, plain words only. Refused with their line: a key that stands twice, YAML anchors and
aliases (a short file can stand for a huge one), tags, non-text keys, and whatever nests too deep.
YAML words are read as text, and numbers only where they are written as whole ones: "no" stays a
word, 08:00 stays an hour, 2016-09-12 stays a day.
"""

from __future__ import annotations

import re
import tomllib
from typing import Literal, TypeAlias

import yaml
from msgspec import Struct

from parley.ceasefire.text.lines import Lines, Path, toml_lines
from parley.errors import BadInput, expected
from parley.record.values.canonical import Json
from parley.record.values.refused import shown

Syntax: TypeAlias = Literal["toml", "yaml"]
MAX_BYTES = 2_000_000
MAX_DEPTH = 20
_WHOLE = re.compile(r"[-+]?(?:0|[1-9]\d{0,17})", re.ASCII)
_TAGS = frozenset(f"tag:yaml.org,2002:{word}" for word in ("str", "int", "bool", "null", "float"))
_TIMES = "tag:yaml.org,2002:timestamp"
# PyYAML reports what it refused in the midst of a larger structure; this much is for a person.
_WHERE = re.compile(r"line (\d+)")


class Plain(Struct, frozen=True, kw_only=True):
    """What a file says, and where. `file` is the name its reader knows it by."""

    value: Json
    lines: Lines
    file: str

    def line(self, path: Path) -> int:
        """The line on which a path stands, or what it would stand in."""
        near = path
        while near and near not in self.lines:
            near = near[:-1]
        return self.lines.get(near, 1)

    def where(self, path: Path) -> str:
        """A path as a person finds it: the file, the line, the path."""
        return f"{self.file}, line {self.line(path)} ({spelled(path)})"


def read_plain(raw: bytes, file: str, syntax: Syntax | None = None) -> Plain:
    """Read a file. Without a syntax, its name says which: .yaml and .yml, else TOML."""
    if len(raw) > MAX_BYTES:
        raise expected(f"at most {MAX_BYTES} bytes", str(len(raw)), file)
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        line = raw[: fault.start].count(b"\n") + 1
        raise expected("UTF-8 text", fault.reason, f"{file}, line {line}") from fault
    yaml_ = syntax == "yaml" or (syntax is None and file.lower().endswith((".yaml", ".yml")))
    return _yaml(text, file) if yaml_ else _toml(text, file)


def spelled(path: Path) -> str:
    """A path in words: instrument[0].version[0].clause[2].act."""
    out = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path)
    return out.removeprefix(".") or "the whole file"


def _toml(text: str, file: str) -> Plain:
    try:
        value = tomllib.loads(text)
    except tomllib.TOMLDecodeError as fault:
        found = _WHERE.search(str(fault))
        at = f"{file}, line {found[1]}" if found else f"{file}, at its end"
        why = str(fault).partition(" (at ")[0]
        raise BadInput(f"expected TOML, got: {why}", at=at) from fault
    except RecursionError as fault:
        raise expected(f"at most {MAX_DEPTH} levels", "more", file) from fault
    lines = toml_lines(text)
    plain = Plain(value=None, lines=lines, file=file)
    return Plain(value=_checked(value, (), plain), lines=lines, file=file)


def _checked(value: object, path: Path, plain: Plain) -> Json:
    """The same value, refusing what TOML has and an arrangement has not: times, fractions."""
    if len(path) > MAX_DEPTH:
        raise expected(f"at most {MAX_DEPTH} levels", "more", plain.where(path))
    if isinstance(value, dict):
        return {str(key): _checked(item, (*path, key), plain) for key, item in value.items()}
    if isinstance(value, list):
        return [_checked(item, (*path, nth), plain) for nth, item in enumerate(value)]
    if isinstance(value, str | bool | int):
        return value
    raise expected(
        'text in quotes, like "2016-09-12"', shown(str(value)), plain.where(path)
    )


def _yaml(text: str, file: str) -> Plain:
    lines = Lines()
    try:
        _refuse_anchors(text, file)
        node = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as fault:
        mark = fault.problem_mark or fault.context_mark
        at = f"{file}, line {mark.line + 1}" if mark else file
        raise BadInput(f"expected YAML, got: {fault.problem}", at=at) from fault
    except yaml.YAMLError as fault:
        raise BadInput("expected YAML, got a character it does not allow", at=file) from fault
    except RecursionError as fault:
        raise expected(f"at most {MAX_DEPTH} levels", "more", file) from fault
    value = None if node is None else _node(node, (), lines, file)
    return Plain(value=value, lines=lines, file=file)


def _refuse_anchors(text: str, file: str) -> None:
    """Refuse an anchor before anything is composed of it, and what nests too deep."""
    depth = 0
    for event in yaml.parse(text, Loader=yaml.SafeLoader):
        mark = event.start_mark
        at = f"{file}, line {mark.line + 1}" if mark else file
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None) is not None:
            raise expected("each thing written out", "an anchor or alias", at)
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if depth > MAX_DEPTH:
            raise expected(f"at most {MAX_DEPTH} levels", "more", at)


def _node(node: yaml.Node, path: Path, lines: Lines, file: str) -> Json:
    line = node.start_mark.line + 1
    lines.setdefault(path, line)
    at = f"{file}, line {line} ({spelled(path)})"
    if isinstance(node, yaml.SequenceNode):
        _refuse_tag(node, "tag:yaml.org,2002:seq", at)
        return [_node(item, (*path, nth), lines, file) for nth, item in enumerate(node.value)]
    if isinstance(node, yaml.MappingNode):
        _refuse_tag(node, "tag:yaml.org,2002:map", at)
        found: dict[str, Json] = {}
        for key, item in node.value:
            name = _key(key, file)
            if name in found:
                at = f"{file}, line {key.start_mark.line + 1} ({spelled((*path, name))})"
                raise expected("each key once", f"{shown(name)} again", at)
            lines[*path, name] = key.start_mark.line + 1
            found[name] = _node(item, (*path, name), lines, file)
        return found
    return _scalar(node, at)


def _key(key: yaml.Node, file: str) -> str:
    if not isinstance(key, yaml.ScalarNode) or key.tag == "tag:yaml.org,2002:merge":
        at = f"{file}, line {key.start_mark.line + 1}"
        raise expected("a word for a key", shown(str(key.tag)), at)
    return str(key.value)


def _scalar(node: yaml.Node, at: str) -> Json:
    text = str(node.value)
    if node.tag not in _TAGS and node.tag != _TIMES:
        raise expected("plain text or a whole number", f"the tag {shown(str(node.tag))}", at)
    if isinstance(node, yaml.ScalarNode) and node.style is None:  # not in quotes
        if _WHOLE.fullmatch(text):
            return int(text)
        if text in ("true", "false"):
            return text == "true"
        if text in ("", "~", "null"):
            raise expected("a value", "nothing", at)
    return text


def _refuse_tag(node: yaml.Node, wanted: str, at: str) -> None:
    if node.tag != wanted:
        raise expected("plain YAML", f"the tag {shown(str(node.tag))}", at)
