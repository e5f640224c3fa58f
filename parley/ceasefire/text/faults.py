"""What is wrong in an arrangement file that is well formed: identifiers, references, times, rings.

Each fault says expected what, got what, and its path; a file with one is refused whole.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from msgspec import Struct

from parley.ceasefire.text.arrangement import Arrangement
from parley.ceasefire.text.clause import Clause, LabelledException
from parley.ceasefire.text.lines import Path
from parley.errors import BadInput
from parley.record.values.refused import shown
from parley.record.values.time import VagueTime, zone_of

_MARKS = ("@accepted", "@parties", "@anyone")


class Fault(Struct, frozen=True, kw_only=True):
    """What was expected and found, and where."""

    path: Path
    words: str


def faults_of(arrangement: Arrangement) -> tuple[Fault, ...]:
    """Every fault there is; none, and the arrangement can be asked."""
    try:
        zone_of(arrangement.zone)
    except BadInput as fault:
        return (Fault(path=("zone",), words=fault.sentence),)
    return tuple(_every(_Names(arrangement)))


def clauses_of(arrangement: Arrangement) -> Iterator[tuple[Path, Clause]]:
    """Every clause of every version, with its path."""
    for i, text in enumerate(arrangement.instrument):
        for v, version in enumerate(text.version):
            for c, clause in enumerate(version.clause):
                yield ("instrument", i, "version", v, "clause", c), clause


class _Names:
    """What may be referred to."""

    def __init__(self, arrangement: Arrangement) -> None:
        self.all = arrangement
        self.actors = {one.id for one in arrangement.actor}
        self.classes = {word for one in arrangement.actor for word in one.classes}
        self.clauses = {clause.id for _, clause in clauses_of(arrangement)}
        self.instruments = {one.id for one in arrangement.instrument}
        self.lines = {one.id for one in arrangement.delineation}
        self.policies = {one.id for one in arrangement.evidence}
        self.clocks = {one.id for one in arrangement.clock}
        self.obligations = {
            clause.id for _, clause in clauses_of(arrangement) if clause.form == "obligation"
        }
        self.acts = {one.id for one in arrangement.act}


def _every(names: _Names) -> Iterator[Fault]:
    yield from _twice(names.all)
    yield from _actors(names)
    yield from _instruments(names)
    for path, clause in clauses_of(names.all):
        yield from _clause(names, path, clause)
    yield from _lists(names)
    yield from _timing(names)


def _twice(every: Arrangement) -> Iterator[Fault]:
    """An identifier that stands twice; a clause's may, once a version, and never when retired."""
    for of in ("actor", "act", "instrument", "evidence", "delineation", "channel", "clock",
               "milestone"):  # fmt: skip
        yield from _again(((of, nth, "id"), one.id) for nth, one in enumerate(getattr(every, of)))
    cited: list[tuple[Path, str]] = [
        (("designation", n, "id"), one.id) for n, one in enumerate(every.designation)
    ]
    for i, text in enumerate(every.instrument):
        at: Path = ("instrument", i)
        cited += [((*at, "acceptance", n, "id"), one.id) for n, one in enumerate(text.acceptance)]
        cited += [((*at, "withdrawal", n, "id"), one.id) for n, one in enumerate(text.withdrawal)]
        yield from _again(
            ((*at, "version", v, "number"), str(version.number))
            for v, version in enumerate(text.version)
        )
        for v, version in enumerate(text.version):
            ids = [one.id for one in version.clause]
            yield from _again(
                ((*at, "version", v, "clause", n, "id"), one) for n, one in enumerate(ids)
            )
    yield from _again(cited)
    home: dict[str, int] = {}
    for path, clause in clauses_of(every):
        if home.setdefault(clause.id, _number(path)) != _number(path):
            yield _fault((*path, "id"), "a clause in one instrument only", clause.id)
        if clause.id in every.retired:
            yield _fault((*path, "id"), "an identifier that is not retired", clause.id)


def _number(path: Path) -> int:
    return int(path[1])


def _again(each: Iterable[tuple[Path, str]]) -> Iterator[Fault]:
    seen: set[str] = set()
    for path, name in each:
        if name in seen:
            yield _fault(path, "each identifier once", f"{name} again")
        seen.add(name)


def _actors(names: _Names) -> Iterator[Fault]:
    for n, actor in enumerate(names.all.actor):
        for g, ward in enumerate(actor.guarantor_of):
            yield from _known(("actor", n, "guarantor_of", g), ward, names.actors, "an actor")
        for a, alias in enumerate(actor.alias):
            at: Path = ("actor", n, "alias", a)
            yield from _times(names, at, {"from": alias.from_, "until": alias.until})


def _instruments(names: _Names) -> Iterator[Fault]:
    for i, text in enumerate(names.all.instrument):
        at: Path = ("instrument", i)
        if text.accepted_through is not None:
            yield from _known(
                (*at, "accepted_through"), text.accepted_through,
                names.instruments - {text.id}, "another instrument",
            )  # fmt: skip
        yield from _circle(names, i)
        for n, said in enumerate(text.acceptance):
            here: Path = (*at, "acceptance", n)
            yield from _known((*here, "actor"), said.actor, names.actors, "an actor")
            yield from _times(names, here, {"at": said.at, "effect": said.effect})
        for n, left in enumerate(text.withdrawal):
            here = (*at, "withdrawal", n)
            yield from _known((*here, "actor"), left.actor, names.actors, "an actor")
            yield from _times(names, here, {"at": left.at})
        for n, version in enumerate(text.version):
            here = (*at, "version", n)
            for b, by in enumerate(version.adopted_by):
                yield from _known((*here, "adopted_by", b), by, names.actors, "an actor")
            yield from _times(
                names, here,
                {"adopted": version.adopted, "in_force": version.in_force, "until": version.until},
            )  # fmt: skip


def _circle(names: _Names, i: int) -> Iterator[Fault]:
    through = {one.id: one.accepted_through for one in names.all.instrument}
    here, steps = names.all.instrument[i].accepted_through, 0
    while here is not None and steps <= len(through):
        here, steps = through.get(here), steps + 1
    if here is not None:
        yield _fault(("instrument", i, "accepted_through"), "an end to it", "a circle")


def _clause(names: _Names, path: Path, clause: Clause) -> Iterator[Fault]:
    for of, who in (("holder", clause.holder), ("claimant", clause.claimant),
                    ("confirmed_by", clause.confirmed_by)):  # fmt: skip
        for n, one in enumerate(who):
            yield from _who(names, (*path, of, n), one)
    for of in ("act", "terminated_by", "violated_by"):
        if names.acts:
            for n, act in enumerate(getattr(clause, of)):
                yield from _known((*path, of, n), act, names.acts, "an act listed as [[act]]")
    if clause.area is not None:
        at: Path = (*path, "area", "delineation")
        yield from _known(at, clause.area.delineation, names.lines, "a delineation")
    for of, those in (("overrides", clause.overrides), ("restates", clause.restates)):
        for n, other in enumerate(those):
            yield from _known((*path, of, n), other, names.clauses - {clause.id}, "another clause")
    for n, exemption in enumerate(clause.exempts):
        if exemption.clause is not None:
            at = (*path, "exempts", n, "clause")
            yield from _known(at, exemption.clause, names.clauses - {clause.id}, "another clause")
    if clause.evidence is not None:
        yield from _known((*path, "evidence"), clause.evidence, names.policies, "a policy")
    if clause.due_clock is not None:
        yield from _known((*path, "due_clock"), clause.due_clock, names.clocks, "a clock")
    yield from _times(names, path, {"due": clause.due})
    if clause.window is not None:
        yield from _window(names, (*path, "window"), clause.window.zone,
                           {"from": clause.window.from_, "until": clause.window.until})  # fmt: skip
    yield from _exceptions(names, path, clause.exception)


def _exceptions(
    names: _Names, path: Path, exceptions: tuple[LabelledException, ...]
) -> Iterator[Fault]:
    yield from _again(((*path, "exception", n, "label"), one.label)
                      for n, one in enumerate(exceptions))  # fmt: skip
    above = {one.label: one.of for one in exceptions}
    for n, one in enumerate(exceptions):
        at: Path = (*path, "exception", n)
        if one.of is not None:
            yield from _known((*at, "of"), one.of, set(above) - {one.label}, "another label")
        for o, loser in enumerate(one.overrides):
            yield from _known((*at, "overrides", o), loser, set(above) - {one.label},
                              "another label")  # fmt: skip
        up, steps = one.of, 0
        while up is not None and steps <= len(above):
            up, steps = above.get(up), steps + 1
        if up is not None:
            yield _fault((*at, "of"), "an exception to end at the clause", "a circle")
        if one.window is not None:
            yield from _window(names, (*at, "window"), one.window.zone,
                               {"from": one.window.from_, "until": one.window.until})  # fmt: skip


def _lists(names: _Names) -> Iterator[Fault]:
    for n, listed in enumerate(names.all.designation):
        at: Path = ("designation", n)
        yield from _known((*at, "actor"), listed.actor, names.actors, "an actor")
        yield from _times(names, at, {"from": listed.from_, "until": listed.until})
    for n, line in enumerate(names.all.delineation):
        at = ("delineation", n)
        yield from _times(names, at, {"from": line.from_, "until": line.until})
        for c, corner in enumerate(line.ring):
            lat, lon = corner.split(" ")
            if abs(float(lat)) > 90 or abs(float(lon)) > 180:
                yield _fault((*at, "ring", c), "a corner on the earth", shown(corner))
        if line.state == "agreed" and len(line.ring) < 3:
            yield _fault((*at, "ring"), "at least 3 corners of what is agreed", str(len(line.ring)))
        if line.state == "undisclosed" and line.ring:
            yield _fault((*at, "ring"), "no corners of what is undisclosed", str(len(line.ring)))


def _timing(names: _Names) -> Iterator[Fault]:
    for n, channel in enumerate(names.all.channel):
        at: Path = ("channel", n)
        for b, one in enumerate(channel.between):
            yield from _who(names, (*at, "between", b), one)
        if channel.clause is not None:
            yield from _known((*at, "clause"), channel.clause, names.clauses, "a clause")
        yield from _window(names, at, channel.zone, {})
    for n, clock in enumerate(names.all.clock):
        at = ("clock", n)
        yield from _known((*at, "clause"), clock.clause, names.clauses, "a clause")
        for d, decider in enumerate(clock.deciders):
            yield from _known((*at, "deciders", d), decider, names.actors, "an actor")
        for v, voice in enumerate(clock.voice):
            yield from _known((*at, "voice", v, "speaks_for"), voice.speaks_for, names.actors,
                              "an actor")  # fmt: skip
        for j, joined in enumerate(clock.joined):
            yield from _known((*at, "joined", j), joined, names.obligations, "an obligation")
        yield from _window(names, at, clock.zone, {"start": clock.start})
        yield from _again(((*at, "policy", p, "id"), one.id) for p, one in enumerate(clock.policy))
        for p, policy in enumerate(clock.policy):
            if policy.id == "declared":
                yield _fault((*at, "policy", p, "id"), "another name", "that of the declared side")
    for n, milestone in enumerate(names.all.milestone):
        at = ("milestone", n)
        yield from _known((*at, "clause"), milestone.clause, names.clauses, "a clause")
        for c, need in enumerate(milestone.needs):
            here: Path = (*at, "needs", c)
            if (need.clock is None) == (need.obligation is None):
                yield _fault(here, "either a clock or an obligation", "both or none")
            if need.clock is not None:
                yield from _known((*here, "clock"), need.clock, names.clocks, "a clock")
            if need.obligation is not None:
                yield from _known(
                    (*here, "obligation"), need.obligation, names.obligations, "an obligation"
                )
    if names.all.daily is not None:
        yield from _window(names, ("daily",), names.all.daily.zone, {})


def _who(names: _Names, path: Path, who: str) -> Iterator[Fault]:
    if who in _MARKS:
        return
    if who.startswith("class:"):
        yield from _known(path, who.removeprefix("class:"), names.classes, "a class of some actor")
    else:
        yield from _known(path, who, names.actors, "an actor")


def _known(path: Path, name: str, known: set[str], what: str) -> Iterator[Fault]:
    if name not in known:
        yield _fault(path, what, shown(name))


def _window(
    names: _Names, path: Path, zone: str | None, times: dict[str, str | None]
) -> Iterator[Fault]:
    if zone is not None:
        found = _refused(lambda: zone_of(zone))
        if found:
            yield Fault(path=(*path, "zone"), words=found)
            return
    yield from _times(names, path, times, zone)


def _times(
    names: _Names, path: Path, times: dict[str, str | None], zone: str | None = None
) -> Iterator[Fault]:
    """Times that do not exist, or end before they begin."""
    read = []
    for field, written in times.items():
        if written is None:
            continue
        try:
            when = VagueTime.parse(written, zone=zone or names.all.zone)
        except BadInput as fault:
            yield Fault(path=(*path, field), words=fault.sentence)
            continue
        read.append((field, when))
    ends = dict(read)
    begins = ends.get("from") or ends.get("in_force")
    until = ends.get("until")
    if begins is not None and until is not None and until.certainly_before(begins):
        yield _fault((*path, "until"), "an end after the beginning", until.written)


def _refused(read: Callable[[], object]) -> str:
    try:
        read()
    except BadInput as fault:
        return fault.sentence
    return ""


def _fault(path: Path, wanted: str, got: str) -> Fault:
    return Fault(path=path, words=f"expected {wanted}, got {got}")
