"""One record template filled from one row: cells for placeholders, ranges for figures.

What a person wrote into the mapping is checked against the row: a quoted statement and every
figure must stand in the row's own text, and every name in a chain in its actor cell or text.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

import msgspec
from msgspec import Struct

from parley.cases.chain import actors_of, chain_of
from parley.cases.figures import figure
from parley.cases.mapping import Template
from parley.cases.table import Row
from parley.errors import expected
from parley.record.values.amount import Quantity
from parley.record.values.canonical import Json, read_as
from parley.record.values.place import Bearing, Place, Point, Position, degrees
from parley.record.values.statement import Link, Reported
from parley.record.values.time import VagueTime

QUOTED = frozenset({"statement", "finding", "what", "remarks", "why", "gist", "purpose"})
"""Fields whose words must be the row's own."""

_NAME = re.compile(r"@(\d{1,9}\.\d{1,3})", re.ASCII)


class Ref(Struct, frozen=True):
    """Another draft, by its name. A type of its own, so that no cell can pass for one."""

    name: str


def fill(
    template: Template, row: Row, *, incident: str, unnamed: Collection[str]
) -> dict[str, object]:
    """The fields of a record, plain but for references to other drafts."""
    given = dict(template)
    speaker = given.pop("on_word_of", row.actor)
    bearing = given.pop("bearing", None)
    fields: dict[str, object] = {}
    for key, value in given.items():
        filled = _filled(key, value, row, incident)
        if filled not in ("", None):
            fields[key] = filled
    if bearing is not None:
        fields["place"] = _with_bearing(fields.get("place"), bearing)
    fields["reported"] = _reported(str(speaker), row, unnamed)
    return fields


def refs_in(value: object) -> tuple[str, ...]:
    """The names of every draft referred to, in order."""
    if isinstance(value, Ref):
        return (value.name,)
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        return tuple(name for item in value for name in refs_in(item))
    return ()


def settle(value: object, digests: Mapping[str, str]) -> Json:
    """The same value with every reference replaced by its digest."""
    if isinstance(value, Ref):
        return digests[value.name]
    if isinstance(value, dict):
        return {str(key): settle(item, digests) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [settle(item, digests) for item in value]
    if value is None or isinstance(value, bool | int | str):
        return value
    raise expected("text, a whole number, a list or a table", type(value).__name__)


def _filled(key: str, value: object, row: Row, incident: str) -> object:
    match value:
        case "$text":
            return row.text
        case "$time":
            return _time(row.time_utc)
        case "$place":
            return _place(row)
        case "$actors":
            return list(actors_of(row.actor))
        case "$incident":
            if not incident:
                raise expected("an incident file named for this row", "none", key)
            return incident
        case str() if found := _NAME.fullmatch(value):
            return Ref(found[1])
        case str() if key == "when" and value:
            if value not in row.time_utc:
                raise expected("a time that stands in the row's time", repr(value), key)
            return _time(value)
        case str() if key in QUOTED and value not in row.text:
            raise expected("words that stand in the row's text", repr(value), key)
        case list() if key == "quantities":
            return [_quantity(item, row.text) for item in value]
        case list():
            return [_filled(key, item, row, incident) for item in value]
        case _:
            return value


def _time(written: str) -> Json:
    # The column is UTC by its name; a time as vague as a day or a month stays one.
    return _builtins(VagueTime.parse(written, zone="Z"))


def _place(row: Row) -> Json:
    if not (row.place or row.lat or row.lon):
        return None
    if bool(row.lat) != bool(row.lon):
        raise expected("a latitude and a longitude", "only one of them", "lat")
    shape = None
    if row.lat:
        shape = Point(at=Position(lat=degrees(row.lat), lon=degrees(row.lon)))
    written = row.place or f"{row.lat}, {row.lon}"
    return _builtins(Place(written=written, shape=shape, uncertainty_cm=_metres(row)))


def _metres(row: Row) -> int | None:
    written = row.uncertainty_m
    if not written:
        return None
    if not (written.isascii() and written.isdigit() and len(written) <= 8):
        raise expected("whole metres", repr(written[:40]), "uncertainty_m")
    return int(written) * 100


def _with_bearing(place: object, bearing: object) -> Json:
    """Add "3 to 6 km south-west of the airfield" to a place, beside its coordinates."""
    if not isinstance(bearing, dict) or not isinstance(place, dict):
        raise expected("a place to add a bearing to", "none", "bearing")
    told = read_as(_Told, bearing, at="bearing")
    reference = Bearing(
        of=told.of,
        direction=told.direction,
        nearest_cm=told.nearest_km * 100_000,
        farthest_cm=told.farthest_km * 100_000,
    )
    return {**place, "reference": _builtins(reference)}


class _Told(Struct, frozen=True, forbid_unknown_fields=True):
    of: str
    direction: str
    nearest_km: int
    farthest_km: int


def _quantity(given: object, text: str) -> Json:
    if not isinstance(given, dict):
        raise expected("a table", type(given).__name__, "quantities")
    rest = {str(key): value for key, value in given.items() if key not in ("written", "unit")}
    written, unit = str(given.get("written", "")), str(given.get("unit", ""))
    if not re.search(rf"(?<!\w){re.escape(written)}(?!\w)", text):
        raise expected("a figure that stands in the row's text", repr(written), "quantities")
    rest["range"] = figure(written, unit)
    return _builtins(read_as(Quantity, {**rest, "range": _builtins(rest["range"])}))


def _reported(speaker: str, row: Row, unnamed: Collection[str]) -> Json:
    chain = chain_of(speaker, unnamed)
    if speaker not in ("?", row.actor):
        _check_names(chain, row)
    if not row.source_url:
        raise expected("an address or a citation", "none", "source_url")
    plain = {"chain": _builtins(chain), "address": row.source_url, "confidence": row.confidence}
    return _builtins(read_as(Reported, plain, at="reported"))


def _check_names(chain: tuple[Link, ...], row: Row) -> None:
    for link in chain:
        if link.who not in row.actor and link.who not in row.text:
            raise expected("a name that stands in the row", repr(link.who), "on_word_of")


def _builtins(value: object) -> Json:
    plain: Json = msgspec.to_builtins(value)
    return plain
