"""A year of a large mission stands in the channel, and what is due in it is found at once.

A million decoded entries fold at 60,000 a second or more from nothing, and at 500,000 or more from
a snapshot, that is, reading it back and answering who has not answered. Finding what is due among
200,000 open items takes under 2 ms, who has not answered under 5 ms. The peer of the search is a
walk over the same rows in a plain list. Every number of entries is what one process held at once.
"""

from __future__ import annotations

import gc
import hashlib
from base64 import b64encode
from collections.abc import Callable, Iterator

from benchmarks.figures import Figure, Goal, Spread, at_least, rate, timed
from benchmarks.memory import resident
from benchmarks.running import Run
from parley.channel import PROJECTION, State
from parley.channel.calendar import template
from parley.channel.due import due_at, lapses, unanswered
from parley.channel.table import NEVER
from parley.fold import fold, freeze_dry, thaw
from parley.record import alert, answer, arrangement, dispatch, log, notice, roster
from parley.record.entry import Entry
from parley.record.kinds import Record
from parley.record.values.place import Place, Point, Position
from parley.record.values.time import VagueTime

TITLE = (
    "Channel: of 20 entries 4 notices to 2 of 8 parties, 7 answers, 7 dispatches, a stop request, "
    "a duty note; a line with 5 rules"
)
_COLD, _WARM = 60_000, 500_000
_START, _STEP = 1_900_000_000_000, 30_000
_PARTIES = tuple(f"party-{n}" for n in range(8))
_MONTH = VagueTime.parse("2031-05-03/2031-06-03", zone="Z")
_MILL = Place(written="the mill", shape=Point(at=Position(lat=353_000_000, lon=401_000_000)))


def measure(run: Run) -> Iterator[Figure]:
    """Cold, from a snapshot, what is due, who has not answered, and a turn of the watch."""
    size = run.size(1_000_000, 50_000)
    yield from run.alone(_fold, size)
    yield from run.alone(_search, run.size(200_000, 20_000), run.rounds)


def _fold(size: int) -> list[Figure]:
    """In a process of its own: a cold fold, its snapshot, the snapshot read back."""
    before = resident()
    following = PROJECTION.resume(PROJECTION.empty)
    took = cpu = 0.0
    batch: list[Entry] = []
    for one in _year(size):
        batch.append(one)
        if len(batch) == 10_000 or one.index == size - 1:
            # Entries are made between the turns of the clock: decoding is another promise.
            with timed() as stepping:
                for entry in batch:
                    following.step(entry)
            took, cpu = took + stepping.wall, cpu + stepping.cpu
            batch = []
    with timed() as freezing:
        state = following.freeze()
    cold, cpu = size / (took + freezing.wall), cpu + freezing.cpu
    grown = resident() - before
    with timed() as drying:
        dry = freeze_dry(state)
    del following, state
    gc.collect()
    with timed() as thawing:
        again = thaw(PROJECTION, dry)
        unanswered(again).page()
    return [
        Figure(
            measure=f"cold fold of {size:,} decoded entries; grown by {grown / 1e6:,.0f} MB",
            ours=rate(cold),
            peer=f"{rate(size / cpu)} of CPU time",
            goal=at_least(_COLD, cold, f">= {_COLD:,}/s"),
        ),
        Figure(
            measure=f"from a snapshot of {len(dry) / 1e6:,.0f} MB, written in {drying.wall:.1f} s",
            ours=rate(size / thawing.wall),
            goal=at_least(_WARM, size / thawing.wall, f">= {_WARM:,}/s"),
        ),
        _within("who has not answered, at that many entries: counts and a page", 5.0,
                lambda: (unanswered(again).per_party(), unanswered(again).page()), 5),
        _within(
            "a watch's turn with one new entry, at that many", None, lambda: _turn(again, size), 5
        ),
    ]  # fmt: skip


def _search(open_items: int, rounds: int) -> list[Figure]:
    """In a process of its own: so many open items, of which the fiftieth is just due."""
    state = _open(open_items)
    dues = state.table.clocks.dues()
    ms = int(dues[dues < NEVER][49])
    rows = [(one.due_ms, one) for one in due_at(state, NEVER - 1)]

    def walk() -> object:
        return [one for due, one in rows if due <= ms]

    found = len(due_at(state, ms))
    with_walk = _spread(walk, rounds)
    ours = _spread(lambda: due_at(state, ms), rounds * 20)
    return [
        Figure(
            measure=f"what is due: {found} of {len(dues):,} open items",
            ours=f"{ours.middle:.2f} ms",
            peer=f"{with_walk.middle:.1f} ms (a walk over a list of them)",
            goal=Goal(words="< 2 ms", met=ours.middle < 2.0),
        ),
        _within("the lapses of these, made ready to be entered", None,
                lambda: lapses(state, ms), rounds),
    ]  # fmt: skip


def _turn(state: State, size: int) -> object:
    tried = dispatch.Attempted(of=_digest(12), way="mail", to=_PARTIES[2])
    return fold(PROJECTION, [_entry(size, tried, "desk")], since=state)


def _within(
    measure: str, limit_ms: float | None, work: Callable[[], object], rounds: int
) -> Figure:
    found = _spread(work, rounds)
    return Figure(
        measure=f"{measure} ({found.least:.2f} to {found.most:.2f} ms)",
        ours=f"{found.middle:.2f} ms",
        goal=None if limit_ms is None
        else Goal(words=f"< {limit_ms:.0f} ms", met=found.middle < limit_ms),
    )  # fmt: skip


def _spread(work: Callable[[], object], rounds: int) -> Spread:
    takes = []
    for _ in range(rounds):
        with timed() as took:
            work()
        takes.append(took.wall * 1000)
    return Spread.of(takes)


def _year(size: int) -> Iterator[Entry]:
    """A founded record, and days of notices that are dispatched and answered, or are not."""
    yield from _founding()
    of, to = _digest(2), _PARTIES[:2]
    for index in range(2, size):
        turn = 0 if index == 2 else index % 20
        body, author = _said(turn, index, of, to)
        if isinstance(body, notice.Notice | alert.StopRequested):
            of, to = _digest(index), body.to
        yield _entry(index, body, author)


def _open(wanted: int) -> State:
    """Notices that nobody answered, until so many items are open."""
    notices = wanted // 8  # two addressees, each with a receipt, a call, a reply and a ladder
    entries = [*_founding()]
    entries += [_entry(n, _notice(n), "north") for n in range(2, 2 + notices)]
    return fold(PROJECTION, entries)


def _founding() -> tuple[Entry, Entry]:
    key = roster.KeyRegistered(
        actor="desk", standing="desk", use="sign", key=b64encode(bytes(32)).decode(),
        nonce="0" * 64,
    )  # fmt: skip
    ready = template("receipt-15-call-90")
    line = arrangement.ChannelEstablished(
        channel="line", between=_PARTIES, purpose="Notices.", established=_MONTH,
        calendar=ready.calendar, ladder=ready.ladder, policies=ready.policies,
    )  # fmt: skip
    return _entry(0, key, "desk"), _entry(1, line, "desk")


def _said(turn: int, index: int, of: str, to: tuple[str, ...]) -> tuple[Record, str]:
    if turn in (0, 5, 10, 15):
        return _notice(index), "north"
    if turn == 18:
        stop = alert.StopRequested(what="Shelling of the mill road.", place=_MILL, to=to)
        return stop, "north"
    if turn == 19:
        return log.Noted(text="The line was tested."), "desk"
    if turn in (1, 6, 11, 16):
        return dispatch.Attempted(of=of, way="mail", to=to[0]), "desk"
    if turn in (2, 7, 12):
        return dispatch.Delivered(of=of, way="mail", to=to[0]), "desk"
    if turn in (4, 14):
        return answer.ReadBack(notice=of, party=to[0], understood="The mill."), to[0]
    if turn == 9:
        return answer.Undertaken(notice=of, party=to[1], statement="No fire there."), to[1]
    return answer.Received(notice=of, party=to[0]), to[0]


def _notice(index: int) -> notice.ActivityNotified:
    to = (_PARTIES[index % 8], _PARTIES[(index + 3) % 8])
    return notice.ActivityNotified(
        to=to, purpose="Repair of the mill.", place=_MILL, window=_MONTH, channel="line"
    )


def _entry(index: int, body: Record, author: str) -> Entry:
    return Entry(
        index=index, rx=_START + index * _STEP, digest=_digest(index), author=author, body=body
    )


def _digest(index: int) -> str:
    return "sha256:" + hashlib.sha256(index.to_bytes(8)).hexdigest()
