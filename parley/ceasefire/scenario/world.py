"""The world of a scenario: its arrangement, its entries, and its events, ready to be asked."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from typing import cast

import msgspec
from msgspec import Struct, inspect

from parley.ceasefire.known.knowing import PROJECTION
from parley.ceasefire.known.state import Known
from parley.ceasefire.said.event import Event, Said
from parley.ceasefire.said.file import said_of
from parley.ceasefire.scenario.file import Logged, ScenarioFile
from parley.ceasefire.text.faults import faults_of
from parley.ceasefire.text.lines import Path
from parley.ceasefire.text.plain import Plain, Syntax, read_plain
from parley.ceasefire.text.reading import Filed, read_as_at
from parley.ceasefire.text.terms import Terms, terms_of
from parley.errors import BadInput, expected
from parley.fold import MemoryBook, as_known_at
from parley.record.entry import Entry, as_record
from parley.record.kinds import KINDS
from parley.record.values.canonical import Json
from parley.record.values.refused import shown
from parley.record.values.time import VagueTime

_ENTRY = re.compile(r"@(\d{1,5})", re.ASCII)
Find = Callable[[str], Filed]
"""Gives the arrangement of that name or file, or refuses."""


class World(Struct, frozen=True, kw_only=True):
    """A scenario as it was read: what is agreed, what was logged, what is expected."""

    file: ScenarioFile
    plain: Plain
    terms: Terms
    entries: tuple[Entry, ...]
    events: dict[str, Event]

    def known(self, size: int | None = None) -> Known:
        """What the record says of the arrangement, as known at a number of entries."""
        return as_known_at(PROJECTION, MemoryBook(self.entries), size)


def read_world(raw: bytes, file: str, find: Find, syntax: Syntax | None = None) -> World:
    """Read a scenario file. `find` gives the arrangements it names."""
    plain = read_plain(raw, file, syntax)
    read = read_as_at(ScenarioFile, plain.value, plain, ())
    entries, events = _logged(read, plain)
    for n, one in enumerate(read.expect.finding):
        if one.event not in events:
            at = plain.where(("expect", "finding", n, "event"))
            raise expected("an event that an entry speaks of", shown(one.event), at)
    return World(
        file=read,
        plain=plain,
        terms=_terms(read, plain, find),
        entries=entries,
        events=events,
    )


def _terms(read: ScenarioFile, plain: Plain, find: Find) -> Terms:
    """The arrangement named, or the one that stands in the file itself."""
    name, own = read.scenario.arrangement, read.arrangement
    if (name is None) == (own is None):
        at = plain.where(("scenario",))
        raise expected(
            "one arrangement: a name, a file, or a table [arrangement]",
            "none" if name is None else "two", at,
        )  # fmt: skip
    if own is None:
        return terms_of(find(str(name)).arrangement)
    faults = faults_of(own)
    if faults:
        raise BadInput(faults[0].words, at=plain.where(("arrangement", *faults[0].path)))
    return terms_of(own)


def _logged(read: ScenarioFile, plain: Plain) -> tuple[tuple[Entry, ...], dict[str, Event]]:
    entries: list[Entry] = []
    said: dict[str, list[Said]] = {}
    rx = 0
    lists: tuple[tuple[str, tuple[Logged, ...]], ...] = (
        ("start", read.start), ("entry", read.entry),
    )  # fmt: skip
    for of, every in lists:
        for n, one in enumerate(every):
            path: Path = (of, n)
            rx = _rx(one, rx, plain, path)
            index = len(entries)
            entries.append(_entry(one, index, rx, plain, path))
            if one.said is not None and one.event is not None:
                told = said_of(one.said, plain, (*path, "said"), {})
                whole = msgspec.structs.replace(told, entries=(*told.entries, index))
                said.setdefault(one.event, []).append(whole)
    events = {name: Event(id=name, title=name.replace("-", " "), said=tuple(every))
              for name, every in said.items()}  # fmt: skip
    return tuple(entries), events


def _rx(one: Logged, before: int, plain: Plain, path: Path) -> int:
    if one.at is None:
        return before
    at = plain.where((*path, "at"))
    try:
        rx = VagueTime.parse(one.at, zone="Z").earliest
    except BadInput as fault:
        raise BadInput(fault.sentence, at=at) from fault
    if before and rx < before:
        raise expected("ledger time that only grows", one.at, at)
    return rx


def _entry(one: Logged, index: int, rx: int, plain: Plain, path: Path) -> Entry:
    if (one.record is None) == (one.said is None) or (one.said is None) != (one.event is None):
        raise expected(
            "a record, or an event and what is said of it", "both or neither", plain.where(path)
        )
    if one.record is None:
        # A statement stands for the claims it was read from; its words are of no matter here.
        body = as_record({"kind": "log.noted", "text": f"on {one.event}"})
        return Entry(index=index, rx=rx, digest=_digest(index), author=one.by, body=body)
    try:
        body = as_record(_timed(one.record, index), at="record")
    except BadInput as fault:
        field = fault.at.removeprefix("record").lstrip(".")
        at = plain.where((*path, "record", *([field.partition("[")[0]] if field else [])))
        raise BadInput(fault.sentence, at=at) from fault
    return Entry(index=index, rx=rx, digest=_digest(index), author=one.by, body=body)


def _digest(index: int) -> str:
    """The name of an entry, which "@3" stands for in a later record of the same scenario."""
    return f"sha256:{hashlib.sha256(f'entry {index}'.encode()).hexdigest()}"


def _timed(record: dict[str, object], index: int) -> dict[str, Json]:
    """The same record with every time that is written as text read as one, and @N as a digest."""
    kind = KINDS.get(str(record.get("kind")))
    found = cast(dict[str, Json], dict(record))
    for key, value in record.items():
        before = _ENTRY.fullmatch(value) if isinstance(value, str) else None
        if before:
            if int(before[1]) >= index:
                raise expected("an entry before this one", str(value), f"record.{key}")
            found[key] = _digest(int(before[1]))
    if kind is None:
        return found
    declared = inspect.type_info(kind)
    for field in declared.fields if isinstance(declared, inspect.StructType) else ():
        value = record.get(field.encode_name)
        if isinstance(value, str) and _is_time(field.type):
            found[field.encode_name] = msgspec.to_builtins(VagueTime.parse(value))
    return found


def _is_time(kind: inspect.Type) -> bool:
    if isinstance(kind, inspect.Metadata):
        return _is_time(kind.type)
    if isinstance(kind, inspect.UnionType):
        return any(_is_time(one) for one in kind.types)
    return isinstance(kind, inspect.StructType) and kind.cls is VagueTime

