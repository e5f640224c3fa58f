"""What is notified near a place, as far as one reader may read, and who was told.

The index is folded from this reader's own book and from nothing else. What it cannot open does not
enter, so the answer is the same in every word whatever lies there: asking finds out nothing. The
price is that an empty answer means only what it says. It is never a verdict.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Final, TypeAlias

from msgspec import Meta, Struct
from msgspec.structs import replace

from parley import channel, review
from parley.channel.thread import Thread
from parley.desk.board import Board
from parley.errors import expected
from parley.record import dispatch, notice
from parley.record.kinds import tag_of
from parley.record.notice import FirstNotice
from parley.record.told import Told, taken_back
from parley.record.values.place import Altitude, Band, Place
from parley.record.values.time import VagueTime, iso
from parley.review.building import aside_of
from parley.review.labels import KIND
from parley.review.view import Standpoint, marks, reported_by
from parley.space.answer import Contract, Layer, Nearby
from parley.space.covering import covering
from parley.space.index import Index
from parley.space.volume import UNBOUNDED_CM, Leg, Shape, Volume, of_notice

NOTHING: Final = "Nothing registered here that you may read is known to conflict."
CAUTION: Final = (
    "This lists what is registered and who was told. It is no verdict and permits nothing; "
    "what nobody registered, and what is sealed for others, does not stand here."
)
_REACHED: Final[dict[type[dispatch.Dispatch], str]] = {
    dispatch.Attempted: "attempted",
    dispatch.Delivered: "delivered",
    dispatch.Opened: "opened",
    dispatch.Failed: "attempt failed",
    dispatch.Unreachable: "nobody reached",
}
_DATUM: Final = {
    "wgs84-ellipsoid": "above the WGS84 ellipsoid",
    "mean-sea-level": "above mean sea level",
    "above-ground": "above ground",
}
Words: TypeAlias = Annotated[str, Meta(description="For a person; may be empty.")]


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


def near_at(board: Board, inquiry: Inquiry) -> Neighbourhood:
    """What is notified near a volume that the reader of this board may read; who was told.

    Refuses with `BadInput` a volume that cannot be measured or has no place, and `known_at` beyond
    the record. Folds the whole book once.
    """
    if not inquiry.volume.legs:
        raise expected("a place in numbers", "words only", "volume")
    size = board.book.size()
    known = size if inquiry.known_at is None else inquiry.known_at
    if not 0 <= known <= size:
        raise expected(f"an entry count from 0 to {size}", str(known), "known_at")
    index, around = Index(), board.state(review.PROJECTION, known)
    notices: set[int] = set()
    for entry in board.book.entries(0, known):
        index.step(entry)
        if isinstance(entry.body, notice.Notice):
            notices.add(entry.index)
    answer = index.near(
        inquiry.volume, inquiry.within_m, within_minutes=inquiry.within_minutes, layers="both"
    )
    record = _Record(board.state(channel.PROJECTION, known), around)
    near = tuple(record.neighbour(n, one) for n, one in enumerate(answer.nearby, 1))
    coverage = _coverage(inquiry, around, len(notices))
    return Neighbourhood(
        place=inquiry.place,
        asked=tuple(_stretch(inquiry.place, leg) for leg in inquiry.volume.legs),
        sentence=f"{_found(near)} {coverage.words}",
        caution=CAUTION,
        near=near,
        in_words=tuple(record.in_words(entry) for entry in sorted(answer.unplaced)),
        contract=answer.contract,
        coverage=coverage,
    )


def distance_words(metres: float) -> str:
    """A distance for a person: whole metres to a kilometre, then one decimal, then none."""
    if metres < 999.5:
        return f"{metres:.0f} m"
    tenths = f"{metres / 1000:.1f}" if metres < 100_000 else f"{metres / 1000:.0f}"
    return f"{tenths.removesuffix('.0')} km"


class _Record:
    """What this reader's channel says about the notices an index found."""

    def __init__(self, state: channel.State, around: review.State) -> None:
        self._state = state
        self._gone = taken_back(state.retractions)
        self._names = {told.body.actor: told.body.name for told in around.actors}
        aside = aside_of(state, state.threads, self._names)
        self._stand = Standpoint(around=around, names=self._names, gone=self._gone, aside=aside)
        self._threads: dict[int, tuple[Thread, Told[FirstNotice]]] = {}
        self._before: dict[str, str] = {}
        for thread in state.threads:
            head = _first_notice(thread)
            if head is not None:
                self._threads[head.index] = thread, head
                self._before |= dict.fromkeys(self._replaced_by(thread, head), thread.of)

    def neighbour(self, number: int, near: Nearby) -> Neighbour:
        """One notice found, whole."""
        thread, head = self._threads[near.entry]
        body = head.body
        stretches = tuple(_stretches(body))
        return Neighbour(
            number=number, entry=near.entry, id=self._version(thread.of), kind=tag_of(body),
            label=KIND[tag_of(body)], name=_name(body), purpose=body.purpose,
            by=reported_by(self._stand, head), marks=marks(self._stand, head),
            told=self._told(thread), stretches=stretches, distance_m=near.distance_m,
            margin_m=near.margin_m, minutes_apart=near.minutes_apart, layer=near.layer,
            legs=near.legs, borderline=near.borderline, datum_differs=near.datum_differs,
            how_near=_how_near(near, stretches),
        )  # fmt: skip

    def in_words(self, entry: int) -> InWords:
        """One notice with places told only in words."""
        _, head = self._threads[entry]
        return InWords(
            entry=entry,
            label=KIND[tag_of(head.body)],
            places=of_notice(head.body).unplaced,
            by=reported_by(self._stand, head),
        )

    def _told(self, thread: Thread) -> tuple[Addressee, ...]:
        found: dict[str, Addressee] = {}
        for one in channel.standings(self._state, thread):
            name, back = self._names.get(one.addressee, one.addressee), one.read_back
            entries = (*(fact.entry for fact in (*one.facts, *one.passed_on)), *back)
            found[name] = Addressee(
                name=name, answer=_answer(one), read_back=bool(back), entries=entries
            )
        for told in thread.follows:
            if isinstance(told.body, dispatch.Dispatch) and self._gone(told) is None:
                name = self._names.get(told.body.to, told.body.to)
                so_far = found.get(name, Addressee(name=name))
                reached = (*so_far.reached, _REACHED[type(told.body)])
                entries = (*so_far.entries, told.index)
                found[name] = replace(so_far, reached=reached, entries=entries)
        return tuple(found.values())

    def _replaced_by(self, thread: Thread, head: Told[FirstNotice]) -> Iterator[str]:
        """Digests its own author said replace it."""
        for told in thread.follows:
            if isinstance(told.body, notice.Amended) and not told.late:
                if told.author == head.author and self._gone(told) is None:
                    yield told.body.by

    def _version(self, digest: str) -> str:
        """The digest of the first version and the number of this one, like "sha256:...@2"."""
        chain = [digest]
        # A record may say anything, also that two notices replace each other.
        while (before := self._before.get(chain[-1])) is not None and before not in chain:
            chain.append(before)
        return f"{chain[-1]}@{len(chain)}"


def _first_notice(thread: Thread) -> Told[FirstNotice] | None:
    head = thread.head
    if head is None or not isinstance(head.body, notice.Notice):
        return None
    return head  # type: ignore[return-value]  # a Told of a notice is a Told of a first notice


def _name(body: FirstNotice) -> str:
    if isinstance(body, notice.SiteNotified):
        return body.name
    return " → ".join(place.written for place, _, _ in _told_places(body))


def _answer(one: channel.Standing) -> str:
    """What an addressee entered itself; else what others report of it, said as that."""
    others = "" if one.facts else ", ".join(dict.fromkeys(fact.word for fact in one.passed_on))
    return f"reported: {others}" if others else one.word


def _told_places(body: FirstNotice) -> list[tuple[Place, VagueTime | None, Band | None]]:
    if isinstance(body, notice.MovementNotified):
        return [(leg.place, leg.window, leg.band) for leg in body.legs]
    return [(body.place, body.window, body.band)]


def _stretches(body: FirstNotice) -> Iterator[Stretch]:
    legs = iter(of_notice(body).legs)
    for place, window, band in _told_places(body):
        if place.shape is not None:
            yield _stretch(place.written, next(legs))
        else:
            floor, ceiling = (band.floor, band.ceiling) if band else (None, None)
            yield Stretch(
                place=place.written, shape=None, radius_m=None, floor=floor, ceiling=ceiling,
                began_ms=window.earliest if window else None,
                ended_ms=window.latest if window else None,
                when=str(window) if window else "until ended",
                heights=_heights(floor, ceiling),
            )  # fmt: skip


def _stretch(place: str, told: Leg) -> Stretch:
    covered = covering(Volume(legs=(told,)))
    leg = covered.volume.legs[0]
    return Stretch(
        place=place,
        shape=leg.shape,
        radius_m=None if leg.radius_cm >= UNBOUNDED_CM else leg.radius_cm / 100,
        floor=leg.floor,
        ceiling=leg.ceiling,
        began_ms=leg.began_ms,
        ended_ms=leg.ended_ms,
        when=_when(leg.began_ms, leg.ended_ms),
        heights=_heights(leg.floor, leg.ceiling),
        fault="; ".join(covered.faults),
    )


def _when(began: int | None, ended: int | None) -> str:
    if began is None and ended is None:
        return "at any time"
    if began is None or ended is None:
        return f"until {iso(ended)}" if ended is not None else f"from {iso(began or 0)} on"
    # An inclusive end is the last millisecond of what was written; shown as the moment it ends.
    return f"{iso(began)} to {iso(ended + 1 if ended % 1000 == 999 else ended)}"


def _heights(floor: Altitude | None, ceiling: Altitude | None) -> str:
    ends = [
        f"{word} {bound.written} {_DATUM[bound.datum]}"
        for word, bound in (("from", floor), ("up to", ceiling))
        if bound is not None
    ]
    return " ".join(ends) or "at any height"


def _how_near(near: Nearby, stretches: tuple[Stretch, ...]) -> str:
    """Distance, time, heights, layer and doubt, in that order."""
    away = f"{distance_words(near.distance_m)} away"
    said = [away if near.distance_m else "touching or overlapping"]
    apart = near.minutes_apart
    said.append(f"{apart:.0f} min apart" if apart else "at overlapping times")
    said.append("heights overlap, datum differs" if near.datum_differs else "heights overlap")
    if near.layer == "envelope":
        said.append("only the hull around its legs comes near")
    elif len(stretches) > 1:
        numbers = sorted({notified + 1 for _, notified in near.legs})
        said.append(f"leg {', '.join(map(str, numbers))} of {len(stretches)}")
    if any(one.radius_m is None and one.shape is not None for one in stretches):
        said.append("it may lie anywhere: its uncertainty was not stated")
    if near.borderline:
        said.append(f"borderline by {abs(near.margin_m):.2f} m, and so listed")
    return "; ".join(said)


def _found(near: tuple[Neighbour, ...]) -> str:
    if not near:
        return NOTHING
    if len(near) == 1:
        return "1 notice that you may read comes near."
    return f"{len(near)} notices that you may read come near."


def _coverage(inquiry: Inquiry, around: review.State, notices: int) -> Coverage:
    newest = around.rx if around.size else None
    unread = len(around.gaps)
    words = f"Coverage: {around.size} entries, {unread} of them not open to you; "
    words += f"{notices} notice{'' if notices == 1 else 's'} read."
    if newest is not None:
        age = _age(inquiry.asked_ms - newest)
        words += f" The newest entry was logged {iso(newest)}, {age} before this was asked."
    return Coverage(
        entries=around.size, unread=unread, notices=notices, newest_ms=newest,
        asked_ms=inquiry.asked_ms, words=words,
    )  # fmt: skip


def _age(ms: int) -> str:
    minutes = max(ms, 0) // 60_000
    if minutes < 1:
        return "less than a minute"
    hours, days = minutes // 60, minutes // 1440
    return f"{minutes} min" if hours < 2 else f"{hours} h" if days < 3 else f"{days} days"
