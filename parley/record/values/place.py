"""Where: positions in whole 1e-7 degrees, as written, with their uncertainty and datum.

A position told over a telephone in 2016 is reported as 9 km wrong; so the words, the numbers and
the bearing from a known point are all kept, and none is made to agree with another here.
"""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta, Struct

from parley.errors import expected
from parley.record.values.refused import Unfit, shown
from parley.record.values.text import Name, Prose

Latitude = Annotated[int, Meta(ge=-900_000_000, le=900_000_000, description="1e-7 degrees north.")]
Longitude = Annotated[
    int, Meta(ge=-1_800_000_000, le=1_800_000_000, description="1e-7 degrees east.")
]
Centimetres = Annotated[int, Meta(ge=0, le=4_100_000_000, description="Centimetres, rounded up.")]
EdgeRule = Literal["geodesic", "straight", "unknown"]
Datum = Literal["WGS84", "unknown"]


class Position(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, gc=False):
    """A latitude and a longitude in whole 1e-7 degrees (about 11 mm)."""

    lat: Latitude
    lon: Longitude


class Point(
    Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, gc=False, tag_field="form",
    tag="point",
):  # fmt: skip
    """One position."""

    at: Position


class Polygon(
    Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, gc=False, tag_field="form",
    tag="polygon",
):  # fmt: skip
    """An area: an outer ring and its holes, each closed by its first corner unrepeated."""

    rings: Annotated[
        tuple[Annotated[tuple[Position, ...], Meta(min_length=3, max_length=1000)], ...],
        Meta(min_length=1, max_length=50, description="Outer ring first, then holes."),
    ]
    edges: Annotated[EdgeRule, Meta(description="What joins two corners.")]


class Corridor(
    Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, gc=False, tag_field="form",
    tag="corridor",
):  # fmt: skip
    """A line with a half width."""

    line: Annotated[tuple[Position, ...], Meta(min_length=2, max_length=1000)]
    half_width_cm: Centimetres
    edges: Annotated[EdgeRule, Meta(description="What joins two corners.")]


Shape = Point | Polygon | Corridor


class Bearing(
    Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, gc=False, omit_defaults=True
):
    """A position told from a known point: "9 km south of the airfield"."""

    of: Annotated[Name, Meta(description="The known point, by name.")]
    direction: Annotated[Name, Meta(description='As said: "south", "SW", "225".')]
    nearest_cm: Annotated[Centimetres | None, Meta(description="Least distance, if said.")] = None
    farthest_cm: Annotated[Centimetres | None, Meta(description="Most distance, if said.")] = None

    def __post_init__(self) -> None:
        if (
            self.nearest_cm is not None
            and self.farthest_cm is not None
            and self.nearest_cm > self.farthest_cm
        ):
            raise Unfit("expected nearest_cm <= farthest_cm, got the other way round")


class Given(
    Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, gc=False, omit_defaults=True
):
    """One clue to a place exactly as it was given, beside what it was resolved to."""

    form: Annotated[
        Literal["name", "decimal", "dm", "dms", "utm", "mgrs", "reference"],
        Meta(description="How it was written; reference: told from a known point."),
    ]
    written: Annotated[Name, Meta(description="As given, letter by letter.")]
    order: Annotated[
        Literal["lat-lon", "lon-lat"] | None, Meta(description="Of two bare numbers, as stated.")
    ] = None
    at: Annotated[Position | None, Meta(description="As resolved; absent: not found.")] = None
    uncertainty_cm: Annotated[
        Centimetres | None, Meta(description="Radius that the writing leaves open.")
    ] = None
    datum: Annotated[Datum, Meta(description="The datum it was given on.")] = "unknown"
    found: Annotated[
        Name | None, Meta(description="By which entry of which gazetteer a name was resolved.")
    ] = None


class Place(
    Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, gc=False, omit_defaults=True
):
    """A place as it was told: words, shape, uncertainty and bearing, none corrected by another."""

    written: Annotated[Prose, Meta(description="The place as written or said.")]
    shape: Annotated[Shape | None, Meta(description="Where, in numbers; absent if unsaid.")] = None
    uncertainty_cm: Annotated[
        Centimetres | None, Meta(description="Radius within which it lies; absent is unbounded.")
    ] = None
    datum: Annotated[Datum, Meta(description="The datum of the numbers.")] = "unknown"
    reference: Annotated[Bearing | None, Meta(description="The same place from a point.")] = None
    given: Annotated[
        tuple[Given, ...],
        Meta(max_length=10, description="Each clue as given and as resolved, none corrected."),
    ] = ()


class Altitude(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, gc=False):
    """A height with the datum it is measured from; the two are never separated."""

    cm: Annotated[int, Meta(ge=-1_200_000, le=10_000_000, description="Centimetres up.")]
    datum: Annotated[
        Literal["wgs84-ellipsoid", "mean-sea-level", "above-ground"],
        Meta(description="What the height is measured from."),
    ]
    written: Annotated[Name, Meta(description="As it was written, with its unit.")]


class Band(
    Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, gc=False, omit_defaults=True
):
    """From floor to ceiling. An absent bound is unbounded, never 0."""

    floor: Altitude | None = None
    ceiling: Altitude | None = None

    def __post_init__(self) -> None:
        low, high = self.floor, self.ceiling
        if low is None and high is None:
            raise Unfit("expected a floor or a ceiling, got neither (leave the band out)")
        if low and high and low.datum == high.datum and low.cm > high.cm:
            raise Unfit(f"expected floor <= ceiling, got {low.cm} > {high.cm}")


def degrees(written: str) -> int:
    """Decimal degrees as text to whole 1e-7 degrees, without passing through a float.

    More than seven decimals, an exponent, a blank or more than 180 is refused, never rounded.
    """
    sign, digits = (-1, written[1:]) if written[:1] == "-" else (1, written)
    whole, dot, part = digits.partition(".")
    if not (whole.isascii() and whole.isdigit() and len(whole) <= 3):
        raise expected("decimal degrees like 35.256", shown(written))
    if dot and not (part.isascii() and part.isdigit() and len(part) <= 7):
        raise expected("at most seven decimals of a degree", shown(written))
    steps = int(whole) * 10_000_000 + int(part.ljust(7, "0"))
    if steps > 1_800_000_000:
        raise expected("at most 180 degrees", shown(written))
    return sign * steps
