"""Small arrangements and events, as hypothesis makes them up: few names, moments by the hour."""

from __future__ import annotations

from hypothesis import strategies as st
from msgspec import Struct
from msgspec.structs import replace

from parley.ceasefire.said.event import Event, Said
from parley.ceasefire.text.arrangement import (
    Acceptance,
    ActorTerm,
    ActTerm,
    Alias,
    Arrangement,
    Delineation,
    Designation,
    Instrument,
    Version,
    Withdrawal,
)
from parley.ceasefire.text.clause import Area, Clause, Exemption, LabelledException, Window
from parley.ceasefire.text.faults import faults_of
from parley.ceasefire.text.timing import EvidencePolicy
from parley.ceasefire.text.words import BASES
from parley.record.values.place import Place, Point, Position
from parley.record.values.time import VagueTime, iso

ACTORS = ("alpha", "bravo", "charlie", "golf")
LABELS = ("self-defence", "escort", "hospital")
HOUR = 3_600_000
NOON = VagueTime.parse("2024-03-01T12:00Z").earliest
"""The moments of every made-up world are whole hours from here."""

hours = st.integers(0, 8)


def moment(hour: int, *, shift_h: int = 0) -> str:
    """The written form of an hour of these worlds, to the millisecond."""
    return iso(NOON + (hour + shift_h) * HOUR)[:16] + ":00.000Z"


class World(Struct, frozen=True):
    """An arrangement and an event."""

    arrangement: Arrangement
    event: Event


def _chance(one: st.SearchStrategy[str]) -> st.SearchStrategy[str | None]:
    return st.none() | one


times = hours.map(moment)


@st.composite
def _exceptions(draw: st.DrawFn) -> tuple[LabelledException, ...]:
    found: list[LabelledException] = []
    for label in draw(st.lists(st.sampled_from(LABELS), unique=True, max_size=3)):
        above = [one.label for one in found]
        found.append(
            LabelledException(
                label=label,
                gist="made up",
                of=draw(st.sampled_from([None, *above])),
                effect=draw(st.sampled_from(["lifts", "keeps"])),
                needs=draw(st.sampled_from([(), ("prior-attack",)])),
                person=draw(st.booleans()),
                overrides=tuple(above[:1]) if draw(st.booleans()) else (),
                public=draw(st.booleans()),
            )
        )
    return tuple(found)


@st.composite
def _clause(draw: st.DrawFn, number: int) -> Clause:
    window = None
    if draw(st.integers(0, 3)) == 0:
        opens = draw(st.integers(8, 20))
        window = Window(opens=f"{opens:02}:00", closes=f"{opens + 2:02}:00")
    return Clause(
        id=f"c{number}",
        form="prohibition",
        gist="made up",
        source="made up",
        holder=draw(st.sampled_from([("@accepted",), ("alpha",), ("golf",), ("class:side",)])),
        claimant=draw(st.sampled_from([("@parties",), ("@anyone",), ("bravo",), ("class:side",)])),
        act=draw(st.sampled_from([("attack",), ("shelling",), ("supply",), ("attack", "supply")])),
        area=draw(st.sampled_from([None, Area(delineation="zone"),
                                   Area(delineation="zone", side="outside")])),
        window=window,
        exempts=draw(st.sampled_from([(), (Exemption(list="listed", clause="x"),)])),
        exception=draw(_exceptions()),
        overrides=("c0",) if number == 1 and draw(st.booleans()) else (),
    )  # fmt: skip


@st.composite
def _instrument(draw: st.DrawFn) -> Instrument:
    exempt = Clause(
        id="x", form="permission", gist="made up", source="made up", act=("attack",),
        holder=draw(st.sampled_from([("@accepted",), ("golf",)])),
        overrides=draw(st.sampled_from([(), ("c0",), ("c0", "c1")])),
    )  # fmt: skip
    clauses = (draw(_clause(0)), draw(_clause(1)))
    versions = [
        Version(number=1, adopted=moment(0), in_force=draw(_chance(times)),
                adopted_by=("golf",), clause=(*clauses, exempt)),
    ]  # fmt: skip
    if draw(st.booleans()):
        versions.append(
            Version(number=2, adopted=moment(4), in_force=moment(draw(st.integers(4, 6))),
                    until=draw(st.sampled_from([None, moment(8)])),
                    adopted_by=("golf",), clause=(draw(_clause(0)), clauses[1], exempt))
        )  # fmt: skip
    accepting = draw(st.lists(st.sampled_from(ACTORS), unique=True, max_size=4))
    return Instrument(
        id="pact",
        title="the pact",
        source="made up",
        register=draw(st.sampled_from(["open", "complete"])),
        retroactive=draw(st.sampled_from(["binds", "person"])),
        acceptance=tuple(
            Acceptance(id=f"a-{one}", actor=one, at=draw(_chance(times)), effect=draw(
                _chance(times)), refused=draw(st.integers(0, 5)) == 0, source="made up")
            for one in accepting
        ),
        withdrawal=tuple(
            Withdrawal(id=f"w-{one}", actor=one, at=draw(times), source="made up")
            for one in accepting
            if draw(st.integers(0, 3)) == 0
        ),
        version=tuple(versions),
    )  # fmt: skip


@st.composite
def arrangements(draw: st.DrawFn) -> Arrangement:
    """An arrangement without a fault."""
    drawn = draw(st.booleans())
    listed = draw(st.sampled_from(["", "bravo", "charlie"]))
    made = Arrangement(
        id="made-up",
        title="Made up",
        zone="Z",
        gist="made up",
        actor=tuple(
            ActorTerm(id=one, name=one.title(), alias=(Alias(name=f"the {one}"),),
                      classes=("side",) if one in ("alpha", "bravo") else (),
                      guarantor_of=("charlie",) if one == "golf" else ())
            for one in ACTORS
        ),
        act=(ActTerm(id="attack"), ActTerm(id="shelling", is_=("attack",)), ActTerm(id="supply")),
        instrument=(draw(_instrument()),),
        evidence=(EvidencePolicy(id="two", gist="made up"),),
        designation=(
            Designation(id="d", list="listed", actor=listed, from_=draw(_chance(times)),
                        until=None, source="made up"),
        ) if listed else (),
        delineation=(
            Delineation(id="zone", title="the zone", source="made up",
                        state="agreed" if drawn else "undisclosed",
                        ring=("10 20", "10 21", "11 21", "11 20") if drawn else ()),
        ),
    )  # fmt: skip
    faults = faults_of(made)
    if faults:
        raise ValueError(f"expected an arrangement without a fault, got {faults}")
    return made


@st.composite
def _when(draw: st.DrawFn) -> VagueTime:
    begin, end = sorted((draw(hours), draw(hours)))
    written = f"{moment(begin)}/{moment(end)}"
    read = VagueTime.parse(written)
    return VagueTime(
        earliest=read.earliest, latest=read.latest, written=written, precision="millisecond",
        zone="Z", lasting=draw(st.booleans()),
    )  # fmt: skip


@st.composite
def _where(draw: st.DrawFn) -> Place:
    lat = draw(st.sampled_from([100_000_000, 105_000_000, 125_000_000]))
    return Place(
        written="made up", shape=Point(at=Position(lat=lat, lon=205_000_000)),
        uncertainty_cm=draw(st.sampled_from([0, 100_000, None])), datum="WGS84",
    )  # fmt: skip


def _statements(draw: st.DrawFn) -> list[Said]:
    names = st.lists(st.sampled_from(ACTORS), min_size=1, max_size=2, unique=True).map(tuple)
    every = [
        Said(question="act", says=(draw(st.sampled_from(["attack", "shelling", "supply"])),)),
        Said(question="actor", says=draw(names)),
        Said(question="affected", says=draw(names), basis=draw(st.sampled_from([None, *BASES]))),
        Said(question="when", when=draw(_when())),
        Said(question="where", where=draw(_where())),
        Said(question="evidence", says=(draw(st.sampled_from(["alleged", "verified"])),)),
        Said(question="prior-attack", says=(draw(st.sampled_from(["yes", "no"])),)),
    ]
    for label in LABELS:
        if draw(st.booleans()):
            every.append(Said(question=f"plea.{label}", says=("yes",)))
            every.append(
                Said(question=f"ruled.{label}", says=(draw(st.sampled_from(["yes", "no"])),))
            )
    return [one for one in every if draw(st.integers(0, 7)) > 0]


@st.composite
def worlds(draw: st.DrawFn) -> World:
    """An arrangement, and an event about which some things are said and some are not."""
    said = [
        Said(question=one.question, says=one.says, when=one.when, where=one.where,
             basis=one.basis, entries=(n,))
        for n, one in enumerate(_statements(draw))
    ]  # fmt: skip
    return World(draw(arrangements()), Event(id="event", title="an event", said=tuple(said)))


def later(when: VagueTime | None, hours: int) -> VagueTime | None:
    """The same time so many hours later."""
    if when is None:
        return None
    by = hours * 3_600_000
    return replace(when, earliest=when.earliest + by, latest=when.latest + by)


def moved(made: Arrangement, hours: int) -> Arrangement:
    """The same arrangement so many hours later, on clocks that run so many hours behind."""

    def at(written: str | None) -> str | None:
        if written is None or "T" not in written:
            return written
        ms = VagueTime.parse(written, zone="Z").earliest + hours * 3_600_000
        return iso(ms)[:16] + (":00.000Z" if ms % 60_000 == 0 else iso(ms)[16:])

    def text(one: Instrument) -> Instrument:
        return replace(
            one,
            acceptance=tuple(
                replace(vow, at=at(vow.at), effect=at(vow.effect)) for vow in one.acceptance
            ),
            withdrawal=tuple(replace(vow, at=at(vow.at) or "") for vow in one.withdrawal),
            version=tuple(version(each) for each in one.version),
        )

    def version(one: Version) -> Version:
        return replace(
            one, adopted=at(one.adopted) or "", in_force=at(one.in_force), until=at(one.until),
            clause=tuple(clause(each) for each in one.clause),
        )  # fmt: skip

    def clause(one: Clause) -> Clause:
        if one.window is None:
            return one
        zone = f"{'-' if hours > 0 else '+'}{abs(hours):02}:00"
        return replace(one, window=replace(one.window, zone=zone))

    def line(one: Delineation) -> Delineation:
        return replace(one, from_=at(one.from_), until=at(one.until))

    return replace(
        made,
        actor=tuple(
            replace(one, alias=tuple(replace(alias, from_=at(alias.from_), until=at(alias.until))
                                     for alias in one.alias))
            for one in made.actor
        ),
        instrument=tuple(text(one) for one in made.instrument),
        designation=tuple(
            replace(one, from_=at(one.from_), until=at(one.until)) for one in made.designation
        ),
        delineation=tuple(line(one) for one in made.delineation),
    )  # fmt: skip
