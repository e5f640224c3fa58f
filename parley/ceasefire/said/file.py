"""An event file: what people read out of the record, in TOML or YAML, as statements.

    id = "strike"
    title = "Strike near Deir ez-Zor"

    [[said]]
    question = "when"
    when = "2016-09-17T14:00Z/2016-09-17T14:50Z"
    entries = [61]
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from msgspec import Meta, Struct

from parley.ceasefire.said.event import Event, Question, Said
from parley.ceasefire.text.lines import Path
from parley.ceasefire.text.plain import Plain
from parley.ceasefire.text.reading import read_as_at
from parley.ceasefire.text.words import Basis, LatLon
from parley.errors import BadInput, expected
from parley.record.values.place import Place, Point, Polygon, Position, degrees
from parley.record.values.text import Id, Name, Prose
from parley.record.values.time import VagueTime

Metres = Annotated[int, Meta(ge=0, le=10_000_000)]
Rows = Mapping[int, tuple[int, ...]]
"""The entries that each row of a shipped case became."""


class Line(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """One statement: a question, its answer, and where that stands."""

    question: Question
    says: Annotated[tuple[Name, ...], Meta(max_length=100, description="One of these.")] = ()
    when: Annotated[Name | None, Meta(description='A time, or two joined by "/".')] = None
    zone: Annotated[str | None, Meta(description="The zone of a time without one.")] = None
    lasting: Annotated[
        bool | None, Meta(description="Whether it filled that time; two joined times say so.")
    ] = None
    where: Annotated[Prose | None, Meta(description="The place in words.")] = None
    at: Annotated[LatLon | None, Meta(description="The place in degrees.")] = None
    within_m: Annotated[
        Metres | None, Meta(description="How far that may be off; absent: nobody says.")
    ] = None
    ring: Annotated[tuple[LatLon, ...], Meta(max_length=1000, description="Or an area.")] = ()
    basis: Annotated[Basis | None, Meta(description="Absent: on both.")] = None
    entries: Annotated[tuple[int, ...], Meta(max_length=50, description="By entry.")] = ()
    rows: Annotated[tuple[int, ...], Meta(max_length=50, description="By line of a case.")] = ()


class EventFile(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A whole event file. `case` is the shipped case whose rows the lines name."""

    id: Id
    title: Name
    said: Annotated[tuple[Line, ...], Meta(max_length=1000)] = ()
    case: Annotated[Id | None, Meta(description="A shipped case.")] = None


def event_of(plain: Plain, rows: Rows | None = None) -> Event:
    """The event of a file. `rows` says what the rows of a shipped case became."""
    file = read_as_at(EventFile, plain.value, plain, ())
    said = [said_of(line, plain, ("said", n), rows or {}) for n, line in enumerate(file.said)]
    return Event(id=file.id, title=file.title, said=tuple(said))


def said_of(line: Line, plain: Plain, path: Path, rows: Rows) -> Said:
    """One line as a statement, refusing by line what contradicts itself."""
    when, where = _when(line, plain, path), _where(line, plain, path)
    given = [name for name, there in (("says", line.says), ("when", when), ("where", where))
             if there]  # fmt: skip
    wanted = line.question if line.question in ("when", "where") else "says"
    if given != [wanted]:
        got = " and ".join(given) or "nothing"
        raise expected(f"{wanted} to the question {line.question}", got, plain.where(path))
    if line.basis is not None and line.question in ("when", "where"):
        at = plain.where((*path, "basis"))
        raise expected("no basis: when and where are the same on both", line.basis, at)
    unknown = [row for row in line.rows if row not in rows]
    if unknown:
        at = plain.where((*path, "rows"))
        raise expected("a row that is in the record asked", str(unknown[0]), at)
    entries = {*line.entries, *(entry for row in line.rows for entry in rows[row])}
    return Said(
        question=line.question,
        says=line.says,
        when=when,
        where=where,
        basis=line.basis,
        entries=tuple(sorted(entries)),
    )


def _when(line: Line, plain: Plain, path: Path) -> VagueTime | None:
    if line.when is None:
        return None
    try:
        read = VagueTime.parse(line.when, zone=line.zone)
    except BadInput as fault:
        raise BadInput(fault.sentence, at=plain.where((*path, "when"))) from fault
    lasting = read.lasting if line.lasting is None else line.lasting
    return VagueTime(
        earliest=read.earliest,
        latest=_ends(read, line.when),
        written=read.written,
        precision=read.precision,
        zone=read.zone,
        lasting=lasting,
    )


def _ends(read: VagueTime, written: str) -> int:
    """Of "14:00/14:50" the end is the first instant of 14:50, not the end of that minute."""
    if "/" not in written or read.precision not in ("minute", "second", "millisecond"):
        return read.latest
    last = VagueTime.parse(written.partition("/")[2], zone=read.zone)
    return max(read.earliest, last.earliest)


def _where(line: Line, plain: Plain, path: Path) -> Place | None:
    words = line.where
    if line.at is None and not line.ring:
        return Place(written=words) if words is not None else None
    if line.at is not None and line.ring:
        raise expected("a place in degrees or an area", "both", plain.where(path))
    shape = Point(at=_position(line.at)) if line.at is not None else Polygon(
        rings=(tuple(map(_position, line.ring)),), edges="geodesic"
    )
    within = line.within_m if line.ring == () else line.within_m or 0
    return Place(
        written=words or line.at or "an area",
        shape=shape,
        uncertainty_cm=None if within is None else within * 100,
        datum="WGS84",
    )


def _position(corner: str) -> Position:
    lat, lon = corner.split(" ")
    return Position(lat=degrees(lat), lon=degrees(lon))
