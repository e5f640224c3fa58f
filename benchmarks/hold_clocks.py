"""A year of 200,000 entries is counted under five policies in less than two seconds, and linearly.

The year is synthetic: each incident is opened, alleged or claimed with its dead, some are ruled,
a few rulings are disputed, times are told to the minute, the hour or the day. Counted is everything
from entries in memory to what the clock shows: the fold, the marks, every policy, all its runs. One
core. Beside it one plain pass that only steps over the same entries and asks for their type.
"""

from __future__ import annotations

import hashlib
import random
from collections.abc import Callable, Iterator
from functools import partial

from benchmarks.figures import Figure, Spread, at_most, in_turns, timed
from benchmarks.running import Run
from parley.ceasefire.clocks.face import Face, face_of
from parley.ceasefire.clocks.gathering import PROJECTION
from parley.ceasefire.text.arrangement import ActorTerm, Arrangement, Instrument, Version
from parley.ceasefire.text.clause import Clause
from parley.ceasefire.text.terms import Terms, terms_of
from parley.ceasefire.text.timing import Clock, ClockPolicy, Reset
from parley.fold import fold
from parley.record.entry import Entry
from parley.record.incident import Alleged, Claimed, Incident, Opened, Ruled, RulingDisputed
from parley.record.values.amount import Quantity, Range
from parley.record.values.time import Precision, VagueTime

TITLE = "Hold clocks over a synthetic year, five policies"
_YEAR_MS = 365 * 86_400_000
_BEGAN = VagueTime.parse("2025-01-01T00:00Z").earliest
_WIDTH: dict[Precision, int] = {"minute": 60_000, "hour": 3_600_000, "day": 86_400_000}
_SECONDS = 2.0
_GROWTH = 1.35
"""Four times the entries may cost so much more for each: sorting, and less fits the caches."""


def measure(run: Run) -> Iterator[Figure]:
    """The whole year, half and a quarter of it, and what one plain pass takes."""
    sizes = (50_000, 100_000, 200_000) if not run.quick else (5_000, 10_000, 20_000)
    clock, terms = _clock()
    for size in sizes:
        run.say(f"hold clocks: {size:,} entries")
        entries = list(_year(size))
        pairs = in_turns(
            partial(_took, partial(_count, clock, terms, entries)),
            partial(_took, partial(_plain, entries)),
            rounds=run.rounds,
        )
        ours, plain = pairs.middle
        last = size == sizes[-1] and not run.quick
        yield Figure(
            measure=f"{size:,} entries, fold to five hands",
            ours=f"{ours:,.2f} s",
            peer=f"{plain:,.3f} s one plain pass",
            ratio=pairs.ratio,
            goal=at_most(_SECONDS, ours, f"< {_SECONDS:g} s") if last else None,
        )
    yield _growth(run, clock, terms, sizes)


def _growth(run: Run, clock: Clock, terms: Terms, sizes: tuple[int, int, int]) -> Figure:
    """Time for each entry at the largest size over that at the smallest, taken in turns."""
    first, _, whole = sizes
    few, many = list(_year(first)), list(_year(whole))
    pairs = in_turns(
        partial(_took, partial(_count, clock, terms, many)),
        partial(_took, partial(_count, clock, terms, few)),
        rounds=run.rounds,
    )
    growth = Spread.of([one * first / whole for one in
                        (pairs.ratio.least, pairs.ratio.middle, pairs.ratio.most)])  # fmt: skip
    return Figure(
        measure=f"time for each entry, {whole:,} against {first:,}",
        ours=f"{growth.middle:.2f} x",
        ratio=growth,
        goal=at_most(_GROWTH, growth.middle, f"<= {_GROWTH:g} x: linear"),
    )


def _took(work: Callable[[], object]) -> float:
    """Seconds of one core that a piece of work takes."""
    with timed() as took:
        work()
    return took.cpu


def _count(clock: Clock, terms: Terms, entries: list[Entry]) -> Face:
    state = fold(PROJECTION, entries)
    return face_of(clock, terms, state, _BEGAN + _YEAR_MS)


def _plain(entries: list[Entry]) -> int:
    incidents = 0
    for entry in entries:
        if isinstance(entry.body, Opened):
            incidents += 1
    return incidents


def _year(size: int) -> Iterator[Entry]:
    """About a third of the entries open an incident; the rest say something of an earlier one."""
    chance = random.Random(size)
    opened: list[tuple[str, VagueTime]] = []
    rulings: list[tuple[str, str]] = []
    for index in range(size):
        rx = _BEGAN + index * _YEAR_MS // size
        digest = f"sha256:{hashlib.sha256(index.to_bytes(8, 'big')).hexdigest()}"
        body: Incident
        die = chance.random()
        if die < 0.35 or not opened:
            when = _when(chance, rx)
            name = f"i{index}"
            opened.append((name, when))
            body = Opened(incident=name, title="An incident", when=when)
        elif die < 0.65:
            name, when = opened[-1 - chance.randrange(min(200, len(opened)))]
            body = Alleged(incident=name, statement="A breach.", when=when)
        elif die < 0.88:
            name, _ = opened[-1 - chance.randrange(min(200, len(opened)))]
            some = Range.exactly(1 + chance.randrange(9), "person")
            dead = Quantity(measure="killed", range=some)
            body = Claimed(incident=name, question="killed", stance="reports",
                           statement="Dead.", quantities=(dead,))  # fmt: skip
        elif die < 0.98 or not rulings:
            name, _ = opened[-1 - chance.randrange(min(2000, len(opened)))]
            rulings.append((name, digest))
            body = Ruled(incident=name, ruling="violation" if die < 0.93 else "no_breach",
                         office="chair", reasons="Because.")  # fmt: skip
        else:
            name, ruling = rulings[-1 - chance.randrange(min(50, len(rulings)))]
            body = RulingDisputed(incident=name, ruling=ruling, by="a party", reasons="No.")
        yield Entry(index=index, rx=rx, digest=digest, author="desk", body=body)


def _when(chance: random.Random, rx: int) -> VagueTime:
    precision = chance.choice(tuple(_WIDTH))
    began = rx // _WIDTH[precision] * _WIDTH[precision]
    return VagueTime(earliest=began, latest=began + _WIDTH[precision] - 1, written="as told",
                     precision=precision, zone="Z")  # fmt: skip


def _clock() -> tuple[Clock, Terms]:
    policies: tuple[tuple[str, tuple[Reset, ...], bool], ...] = (
        ("whole", (), False), ("ruled", ("ruled_violation",), False),
        ("ruled-deaths", ("ruled_violation_with_deaths",), True),
        ("deaths", ("deaths_claimed",), True), ("any", ("alleged",), False),
    )  # fmt: skip
    clock = Clock(
        id="seven-days", title="Seven days", clause="c1", hours=168, start="2025-01-01T00:00",
        policy=tuple(
            ClockPolicy(id=name, title=name, resets=resets,
                        unit="whole_days" if days else "elapsed")
            for name, resets, days in policies
        ),
    )  # fmt: skip
    clause = Clause(id="c1", form="prohibition", gist="No attack.", source="made up")
    text = Instrument(
        id="pact", title="The pact", source="made up",
        version=(Version(number=1, adopted="2025-01-01", clause=(clause,)),),
    )  # fmt: skip
    return clock, terms_of(
        Arrangement(
            id="year", title="A year", zone="Asia/Damascus", gist="Made up.",
            actor=(ActorTerm(id="desk", name="Desk"),), instrument=(text,), clock=(clock,),
        )
    )  # fmt: skip
