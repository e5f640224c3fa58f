"""What is asked of the surroundings of a place, and all that an answer holds."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, Struct

from parley.record.values.place import Altitude
from parley.space.answer import Contract, Layer
from parley.space.volume import Shape, Volume


class Inquiry(Struct, frozen=True, kw_only=True):
    """What is asked: a volume, how near counts, as known when, and the moment of asking."""

    place: Annotated[str, Meta(description="The place as the asker wrote it.")]
    volume: Annotated[Volume, Meta(description="Where, how high and when, rounded outward.")]
    within_m: Annotated[float, Meta(description="How near counts, metres along the ground.")]
    asked_ms: Annotated[int, Meta(description="The moment of asking, from the desk's clock.")]
    within_minutes: Annotated[float, Meta(description="How far apart windows may be.")] = 0
    known_at: Annotated[
        int | None, Meta(description="As known when so many entries were logged; None: now.")
    ] = None


class Stretch(Struct, frozen=True, kw_only=True):
    """One leg of a volume as it is shown: where, how wide, how high, when."""

    place: Annotated[str, Meta(description="The place as written.")]
    shape: Annotated[Shape | None, Meta(description="Where; None if told only in words.")]
    radius_m: Annotated[
        float | None,
        Meta(description="Half width plus uncertainty; None: it may lie anywhere."),
    ]
    floor: Annotated[Altitude | None, Meta(description="From how high; None is unbounded.")]
    ceiling: Annotated[Altitude | None, Meta(description="Up to how high; None is unbounded.")]
    began_ms: Annotated[int | None, Meta(description="From when, included; None is open.")]
    ended_ms: Annotated[int | None, Meta(description="Until when, included; None is open.")]
    when: Annotated[str, Meta(description="The window in words.")]
    heights: Annotated[str, Meta(description="The heights in words, each with its datum.")]
    fault: Annotated[
        str, Meta(description="Why a circle stands for the shape as told; empty: it does not.")
    ] = ""


class Addressee(Struct, frozen=True, kw_only=True):
    """One of those told, or to be told. An acknowledgement is not consent."""

    name: Annotated[str, Meta(description="The party, or whom a source names.")]
    reached: Annotated[
        tuple[str, ...], Meta(description="What came of each attempt to reach it, in order.")
    ] = ()
    answer: Annotated[str, Meta(description="Its last answer that counts.")] = "no answer"
    read_back: Annotated[bool, Meta(description="Whether it read the notice back.")] = False
    entries: Annotated[tuple[int, ...], Meta(description="The entries this rests on.")] = ()


class Neighbour(Struct, frozen=True, kw_only=True):
    """One notice that comes near, and who was told of it."""

    number: Annotated[int, Meta(description="Its place in this answer and on its map, from 1.")]
    entry: Annotated[int, Meta(description="Its entry in the record.")]
    id: Annotated[str, Meta(description="The first version's digest, @, and which version.")]
    kind: Annotated[str, Meta(description="The kind of notice, as its tag.")]
    label: Annotated[str, Meta(description="The kind in plain words.")]
    name: Annotated[str, Meta(description="What it is called, else its first place.")]
    purpose: Annotated[str, Meta(description="What it is for, as its author put it.")]
    by: Annotated[str, Meta(description="On whose word.")]
    marks: Annotated[tuple[str, ...], Meta(description="Exercise, late, partly sealed.")]
    told: Annotated[tuple[Addressee, ...], Meta(description="Who was told; may be nobody.")]
    stretches: Annotated[tuple[Stretch, ...], Meta(description="Its legs, in order.")]
    distance_m: Annotated[float, Meta(description="Least distance in metres; 0: they touch.")]
    margin_m: Annotated[float, Meta(description="How far inside the distance asked for.")]
    minutes_apart: Annotated[float, Meta(description="Between windows; 0: they overlap.")]
    layer: Annotated[Layer, Meta(description="exact: a leg; envelope: only the hull of all.")]
    legs: Annotated[
        tuple[tuple[int, int], ...],
        Meta(description="Pairs of asked and notified legs that come near, from 0."),
    ]
    borderline: Annotated[bool, Meta(description="Too close to the distance asked to decide.")]
    datum_differs: Annotated[bool, Meta(description="Heights could not be compared.")]
    how_near: Annotated[str, Meta(description="Distance, time, heights and layer in words.")]


class InWords(Struct, frozen=True, kw_only=True):
    """A notice with a place told only in words: nothing can be computed about that place."""

    entry: int
    label: str
    places: Annotated[tuple[str, ...], Meta(description="The places as written.")]
    by: str


class Coverage(Struct, frozen=True, kw_only=True):
    """What the answer rests on, and how old that is."""

    entries: Annotated[int, Meta(description="As known when so many entries were logged.")]
    unread: Annotated[int, Meta(description="Of these, how many this reader cannot open.")]
    notices: Annotated[int, Meta(description="First notices this reader can open.")]
    newest_ms: Annotated[int | None, Meta(description="Ledger time of the newest entry.")]
    asked_ms: Annotated[int, Meta(description="The moment of asking.")]
    words: Annotated[str, Meta(description="All of it in words, with its age.")]


class Neighbourhood(Struct, frozen=True, kw_only=True):
    """Everything notified near a place that one reader may read. Facts, never a verdict."""

    place: Annotated[str, Meta(description="The place as the asker wrote it.")]
    asked: Annotated[tuple[Stretch, ...], Meta(description="The volume asked about.")]
    sentence: Annotated[str, Meta(description="What was found, with coverage and age.")]
    caution: Annotated[str, Meta(description="What this is not.")]
    near: Annotated[tuple[Neighbour, ...], Meta(description="The nearest first; never cut.")]
    in_words: Annotated[tuple[InWords, ...], Meta(description="Must be read beside the answer.")]
    contract: Annotated[Contract, Meta(description="By which rules it was decided.")]
    coverage: Annotated[Coverage, Meta(description="What it rests on.")]
