"""Agreements as data: what held when, and one finding among very many known entries.

The week has 10,080 minutes, 200 fluents and 2,000 acts that begin or end one of them; the question
is during which minutes each fluent holds. The peer is clingo with the usual event-calculus encoding
(inertia, minute by minute); both must give the same stretches. The other peer is one plain pass
that reads the same acts and keeps nothing.

The finding is on the strike of 2016 among 1,000,000 entries of acceptances, withdrawals, lists and
rulings about it and about other texts, folded as the desk folds them.
"""

from __future__ import annotations

import random
from collections.abc import Iterator

from benchmarks.figures import Figure, Spread, at_least, at_most, in_turns, micros, millis, timed
from benchmarks.running import Run
from parley.cases import shipped
from parley.ceasefire.finding.propose import propose
from parley.ceasefire.known import PROJECTION, Known
from parley.ceasefire.said.event import Event, Said
from parley.ceasefire.spans.sweep import Turn, held
from parley.ceasefire.text.reading import read_arrangement
from parley.ceasefire.text.terms import terms_of
from parley.fold import fold
from parley.record.arrangement import Accepted, DesignationListed, Withdrew
from parley.record.entry import Entry
from parley.record.incident import Ruled
from parley.record.kinds import Record
from parley.record.values.time import VagueTime

TITLE = "Ceasefire: what held when, and one finding among many entries"
MINUTES, FLUENTS, ACTS = 10_080, 200, 2_000
_ENCODING = """
minute(0..{last}).
holds(F,T) :- begins(F,T).
holds(F,T) :- holds(F,T-1), minute(T), not ends(F,T).
from(F,T) :- holds(F,T), not holds(F,T-1).
upto(F,T) :- holds(F,T-1), not holds(F,T), minute(T).
#show from/2. #show upto/2.
"""


def measure(run: Run) -> Iterator[Figure]:
    """The week against clingo and against a plain pass; then one finding."""
    turns = _week()
    yield from _against_clingo(run, turns)
    yield from _against_reading(run, turns)
    yield from _finding(run)


def _week() -> list[Turn]:
    """The acts of the week in order of time; no two about one fluent in one minute."""
    chance = random.Random(2016)
    places = chance.sample(range(MINUTES * FLUENTS), ACTS)
    turns = [
        Turn(place // FLUENTS, f"f{place % FLUENTS}", chance.random() < 0.6) for place in places
    ]
    return sorted(turns, key=lambda turn: (turn.at, turn.what))


def _against_clingo(run: Run, turns: list[Turn]) -> Iterator[Figure]:
    run.say("the week by clingo")
    theirs: dict[str, list[tuple[int, int]]] = {}
    ours: dict[str, list[tuple[int, int]]] = {}

    def peer() -> float:
        nonlocal theirs
        with timed() as took:
            theirs = _by_clingo(turns)
        return took.wall

    def own() -> float:
        nonlocal ours
        with timed() as took:
            for _ in range(20):
                ours = held(turns, MINUTES)
        return took.wall / 20

    paired = in_turns(own, peer, rounds=run.rounds)
    if ours != theirs:
        raise RuntimeError("expected the same stretches from both, got others")
    mine, other = paired.middle
    faster = Spread.of(
        [slow / quick for quick, slow in zip(paired.ours, paired.peer, strict=True)]
    )
    yield Figure(
        measure=f"what {FLUENTS} fluents were in {MINUTES:,} minutes, by {ACTS:,} acts",
        ours=millis(mine),
        peer=f"clingo {millis(other)}",
        ratio=faster,
        goal=at_least(1000, faster.middle, "1000 x faster"),
    )


def _by_clingo(turns: list[Turn]) -> dict[str, list[tuple[int, int]]]:
    """The same question asked of a solver: grounding and solving, and its answer read back."""
    import clingo

    control = clingo.Control(["--warn=none"])
    facts = " ".join(
        f"{'begins' if turn.on else 'ends'}({turn.what},{turn.at})." for turn in turns
    )
    control.add("base", [], _ENCODING.format(last=MINUTES - 1) + facts)
    control.ground([("base", [])])
    edges: dict[str, list[tuple[int, str]]] = {}
    with control.solve(yield_=True) as models:
        for model in models:
            for atom in model.symbols(shown=True):
                what, at = atom.arguments
                edges.setdefault(str(what), []).append((at.number, atom.name))
    found: dict[str, list[tuple[int, int]]] = {}
    for what, those in edges.items():
        ordered = [at for at, _ in sorted(those)]
        if len(ordered) % 2:
            ordered.append(MINUTES)
        found[what] = list(zip(ordered[::2], ordered[1::2], strict=True))
    return found


def _against_reading(run: Run, turns: list[Turn]) -> Iterator[Figure]:
    def reading() -> float:
        with timed() as took:
            for _ in range(50):
                for turn in turns:
                    _ = turn.at, turn.what, turn.on
        return took.wall / 50

    def sweeping() -> float:
        with timed() as took:
            for _ in range(50):
                held(turns, MINUTES)
        return took.wall / 50

    paired = in_turns(sweeping, reading, rounds=run.rounds)
    mine, other = paired.middle
    yield Figure(
        measure=f"the same against one pass that only reads the {ACTS:,} acts",
        ours=micros(mine),
        peer=f"reading {micros(other)}",
        ratio=paired.ratio,
        goal=at_most(5, paired.ratio.middle, "at most 5 x"),
    )


def _finding(run: Run) -> Iterator[Figure]:
    amount = run.size(1_000_000, 20_000)
    run.say(f"folding {amount:,} entries")
    known = fold(PROJECTION, _entries(amount))
    file, raw = shipped.arrangement_file("syria-2016")
    terms, event = terms_of(read_arrangement(raw, file).arrangement), _strike(amount)
    takes = []
    for _ in range(run.size(200, 20)):
        with timed() as took:
            found = propose(terms, event, known)
        takes.append(took.wall)
    if found.first.effect.value != "undetermined" or found.first.stated_intent.value != "exempt":
        raise RuntimeError("expected the finding of the case, got another")
    alone = []
    for _ in range(run.size(200, 20)):
        with timed() as took:
            propose(terms, event, Known())
        alone.append(took.wall)
    spread = Spread.of(takes)
    yield Figure(
        measure=f"one finding, both bases, among {amount:,} entries (longest of {len(takes)})",
        ours=f"{millis(spread.middle)} ({millis(spread.most)})",
        peer=f"among none {millis(Spread.of(alone).middle)}",
        goal=at_most(0.005, spread.middle, "under 5 ms"),
    )


def _strike(entry: int) -> Event:
    """The strike of 2016 as people read it out of the record."""
    when = VagueTime.parse("2016-09-17T14:00Z/2016-09-17T14:50Z")
    said = (
        Said(question="act", says=("airstrike",), entries=(entry,)),
        Said(question="actor", says=("US-led coalition",), entries=(entry + 1,)),
        Said(question="affected", says=("Syrian army",), basis="effect", entries=(entry + 2,)),
        Said(question="affected", says=("ISIS",), basis="stated-intent", entries=(entry + 3,)),
        Said(question="when", when=when, entries=(entry + 4,)),
        Said(question="evidence", says=("admitted",), entries=(entry + 5,)),
        Said(question="plea.unintended", says=("yes",), entries=(entry + 6,)),
    )
    return Event(id="strike", title="The strike", said=said)


def _entries(amount: int) -> Iterator[Entry]:
    """Acts about this text and ninety-nine others, by ten thousand groups, one after another."""
    when = VagueTime.parse("2016-03-01T10:00Z")
    for index in range(amount):
        text = "terms" if index % 100 == 0 else f"text-{index % 100}"
        group = f"Group {index % 9973}"
        body: Record
        if index % 5 < 3:
            body = Accepted(instrument=text, party=group, accepted=when)
        elif index % 5 == 3 and index % 100:
            body = Withdrew(instrument=text, party=group, withdrew=when, statement="It left.")
        elif index % 2:
            body = Ruled(
                incident=f"incident-{index % 50_000}", ruling="undetermined", office="Task force",
                reasons="Nobody saw it.",
            )  # fmt: skip
        else:
            body = DesignationListed(list=f"list-{index % 50}", group=group, listed=when)
        yield Entry(
            index=index, rx=index, digest=f"sha256:{index:064x}", author="desk", body=body
        )
