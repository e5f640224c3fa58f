"""An arrangement made ready to be asked: every time an edge, every reference one step away."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TypeVar

from msgspec import Struct

from parley.ceasefire.spans.edges import (
    LONG_AGO,
    NEVER,
    SOMETIME,
    Edge,
    Stretch,
    act_edge,
    said_edge,
)
from parley.ceasefire.text.arrangement import (
    ActorTerm,
    Arrangement,
    Delineation,
    Instrument,
    Version,
)
from parley.ceasefire.text.clause import Clause
from parley.ceasefire.text.timing import EvidencePolicy
from parley.record.values.place import degrees

K = TypeVar("K")
V = TypeVar("V")

ANY_GRADE = EvidencePolicy(id="any", gist="No policy is agreed.", least="alleged")


class ClauseInForce(Struct, frozen=True, kw_only=True):
    """A clause as one version of its instrument has it, while that version is in force."""

    clause: Clause
    instrument: Instrument
    version: Version
    force: Stretch


class Vow(Struct, frozen=True, kw_only=True):
    """An acceptance, a refusal or a withdrawal; `effect` is earlier where it claims to bind so."""

    kind: str
    at: Edge
    effect: Edge | None = None
    clauses: tuple[str, ...] = ()
    entries: tuple[int, ...] = ()


class Named(Struct, frozen=True):
    """An actor under one of its names, for as long as it bears it."""

    actor: str
    while_: Stretch


class Drawn(Struct, frozen=True, kw_only=True):
    """A delineation as one source has it: where, and for how long. No ring: undisclosed."""

    ring: tuple[tuple[float, float], ...]
    while_: Stretch


class Terms(Struct, frozen=True, kw_only=True):
    """What was agreed, by the questions that a finding asks of it."""

    arrangement: Arrangement
    actors: dict[str, ActorTerm]
    names: dict[str, tuple[Named, ...]]
    guarantors: dict[str, tuple[str, ...]]
    wider: dict[str, frozenset[str]]
    instruments: dict[str, Instrument]
    clauses: dict[str, tuple[ClauseInForce, ...]]
    prohibitions: tuple[ClauseInForce, ...]
    restating: dict[str, tuple[ClauseInForce, ...]]
    overriding: dict[str, tuple[str, ...]]
    vows: dict[tuple[str, str], tuple[Vow, ...]]
    listed: dict[tuple[str, str], tuple[Stretch, ...]]
    drawn: dict[str, tuple[Drawn, ...]]
    policies: dict[str, EvidencePolicy]

    @property
    def zone(self) -> str:
        """The zone of times written without one."""
        return self.arrangement.zone

    def policy(self, clause: Clause) -> EvidencePolicy:
        """The evidence policy of a clause."""
        if clause.evidence is not None:
            return self.policies[clause.evidence]
        return self.arrangement.evidence[0] if self.arrangement.evidence else ANY_GRADE


def terms_of(arrangement: Arrangement) -> Terms:
    """Make an arrangement ready. The order of anything in the file changes nothing."""
    in_force = [each for text in arrangement.instrument for each in _clauses(text, arrangement)]
    in_force.sort(key=lambda each: (each.clause.id, each.version.number))
    return Terms(
        arrangement=arrangement,
        actors={actor.id: actor for actor in arrangement.actor},
        names=_names(arrangement),
        guarantors=_guarantors(arrangement),
        wider=_wider(arrangement),
        instruments={text.id: text for text in arrangement.instrument},
        clauses=_grouped((each.clause.id, each) for each in in_force),
        prohibitions=tuple(each for each in in_force if each.clause.form == "prohibition"),
        restating=_grouped(
            (earlier, each)
            for each in in_force
            if each.clause.form == "restatement"
            for earlier in each.clause.restates
        ),
        overriding=_grouped(
            (loser, each.clause.id) for each in in_force for loser in each.clause.overrides
        ),
        vows=_vows(arrangement),
        listed=_listed(arrangement),
        drawn=_drawn(arrangement),
        policies={policy.id: policy for policy in arrangement.evidence},
    )


def folded(name: str) -> str:
    """A name as it is compared: case and outer blanks do not count."""
    return " ".join(name.split()).casefold()


def _grouped(pairs: Iterable[tuple[K, V]]) -> dict[K, tuple[V, ...]]:
    found: dict[K, list[V]] = {}
    for key, value in pairs:
        under = found.setdefault(key, [])
        if value not in under:
            under.append(value)
    return {key: tuple(under) for key, under in found.items()}


def _clauses(text: Instrument, arrangement: Arrangement) -> Iterator[ClauseInForce]:
    """Every clause of every version, with the time that version is in force."""
    versions = sorted(text.version, key=lambda version: version.number)
    for version, after in zip(versions, (*versions[1:], None), strict=True):
        force = _force(version, after, arrangement.zone, text.id)
        for clause in version.clause:
            if not clause.retired:
                yield ClauseInForce(clause=clause, instrument=text, version=version, force=force)


def _force(version: Version, after: Version | None, zone: str, text: str) -> Stretch:
    """From its own beginning, up to its own end or the next version's beginning."""
    ends = said_edge(version.until, zone, NEVER)
    if after is not None:
        begins = _begins(after, zone)
        ends = min(ends, begins, key=lambda edge: (edge.earliest, edge.latest))
    return Stretch(
        begins=_begins(version, zone), ends=ends, clauses=(f"{text}.v{version.number}",)
    )


def _begins(version: Version, zone: str) -> Edge:
    if version.in_force is not None:
        return said_edge(version.in_force, zone, SOMETIME)
    # Adopted, and nobody says from when it holds: at the earliest from then on.
    return Edge(act_edge(version.adopted, zone, SOMETIME).earliest, NEVER.latest)


def _names(arrangement: Arrangement) -> dict[str, tuple[Named, ...]]:
    """Every name and alias, each with the actors that bear it and when."""
    pairs = []
    for actor in arrangement.actor:
        always = Named(actor.id, Stretch(begins=LONG_AGO))
        pairs += [(folded(actor.id), always), (folded(actor.name), always)]
        for alias in actor.alias:
            while_ = Stretch(
                begins=act_edge(alias.from_, arrangement.zone, LONG_AGO),
                ends=act_edge(alias.until, arrangement.zone, NEVER),
            )
            pairs.append((folded(alias.name), Named(actor.id, while_)))
    return _grouped(sorted(pairs, key=lambda pair: (pair[0], pair[1].actor)))


def _guarantors(arrangement: Arrangement) -> dict[str, tuple[str, ...]]:
    return _grouped(
        (ward, actor.id)
        for actor in sorted(arrangement.actor, key=lambda actor: actor.id)
        for ward in actor.guarantor_of
    )


def _wider(arrangement: Arrangement) -> dict[str, frozenset[str]]:
    """Each act with every wider act it falls under, itself included."""
    under = {act.id: set(act.is_) for act in arrangement.act}
    found: dict[str, frozenset[str]] = {}
    for act in under:
        reached, ahead = {act}, [act]
        while ahead:
            for wide in under.get(ahead.pop(), ()):
                if wide not in reached:
                    reached.add(wide)
                    ahead.append(wide)
        found[act] = frozenset(reached)
    return found


def _vows(arrangement: Arrangement) -> dict[tuple[str, str], tuple[Vow, ...]]:
    zone = arrangement.zone
    pairs = []
    for text in arrangement.instrument:
        for said in text.acceptance:
            vow = Vow(
                kind="refused" if said.refused else "accepted",
                at=act_edge(said.at, zone, SOMETIME),
                effect=said_edge(said.effect, zone, SOMETIME) if said.effect else None,
                clauses=(said.id,),
            )
            pairs.append(((text.id, said.actor), vow))
        for left in text.withdrawal:
            vow = Vow(kind="withdrew", at=act_edge(left.at, zone, SOMETIME), clauses=(left.id,))
            pairs.append(((text.id, left.actor), vow))
    return _grouped(sorted(pairs, key=lambda pair: pair[1].clauses))


def _listed(arrangement: Arrangement) -> dict[tuple[str, str], tuple[Stretch, ...]]:
    zone = arrangement.zone
    by_id = sorted(arrangement.designation, key=lambda one: one.id)
    return _grouped(
        (
            (one.list, one.actor),
            Stretch(
                begins=act_edge(one.from_, zone, SOMETIME),
                ends=act_edge(one.until, zone, NEVER),
                clauses=(one.id,),
            ),
        )
        for one in by_id
    )


def _drawn(arrangement: Arrangement) -> dict[str, tuple[Drawn, ...]]:
    return _grouped(
        (line.id, _drawn_line(line, arrangement.zone)) for line in arrangement.delineation
    )


def _drawn_line(line: Delineation, zone: str) -> Drawn:
    corners = [corner.split(" ") for corner in line.ring]
    ring = tuple((degrees(lon) / 1e7, degrees(lat) / 1e7) for lat, lon in corners)
    while_ = Stretch(
        begins=said_edge(line.from_, zone, LONG_AGO),
        ends=said_edge(line.until, zone, NEVER),
        clauses=(line.id,),
    )
    return Drawn(ring=ring if line.state == "agreed" else (), while_=while_)
