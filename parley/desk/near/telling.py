"""What one reader's record says about the notices an index found: whose they are, who was told."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from msgspec.structs import replace

from parley import channel, review
from parley.channel.thread import Thread
from parley.desk.near.page import Addressee, InWords, Neighbour, Stretch
from parley.desk.near.words import height_words, how_near, when_words
from parley.record import dispatch, notice
from parley.record.kinds import tag_of
from parley.record.notice import FirstNotice
from parley.record.readers.told import Told, taken_back
from parley.record.values.place import Band, Place
from parley.record.values.time import VagueTime
from parley.review.labels import KIND
from parley.review.view import Standpoint, marks, reported_by
from parley.space.answer import Nearby
from parley.space.covering import covering
from parley.space.volume import UNBOUNDED_CM, Leg, Volume, of_notice

_REACHED: Final[dict[type[dispatch.Dispatch], str]] = {
    dispatch.Attempted: "attempted",
    dispatch.Delivered: "delivered",
    dispatch.Opened: "opened",
    dispatch.Failed: "attempt failed",
    dispatch.Unreachable: "nobody reached",
}


class Telling:
    """One reader's notices as known at one point, ready to be told of one by one."""

    def __init__(
        self,
        state: channel.State,
        around: review.State,
        shown: dict[int, tuple[Stretch, ...]],
    ) -> None:
        """`shown` keeps the stretches of each entry between questions: a notice never changes."""
        self.around = around
        self._shown = shown
        self._state = state
        # A retraction by nobody known would otherwise match a record by nobody known.
        self._gone = taken_back(one for one in state.retractions if one.author is not None)
        self._names = {told.body.actor: told.body.name for told in around.actors}
        # Only what follows a notice can stand aside, and only notices are told of here.
        self._stand = Standpoint(around=around, names=self._names, gone=self._gone, aside={})
        self._threads: dict[int, tuple[Thread, Told[FirstNotice]]] = {}
        self._amended: dict[str, list[Thread]] = {}
        for thread in state.threads:
            head = _first_notice(thread)
            if head is None:
                continue
            self._threads[head.index] = thread, head
            for told in thread.follows:
                if isinstance(told.body, notice.Amended):
                    self._amended.setdefault(told.body.by, []).append(thread)

    def neighbour(self, number: int, near: Nearby) -> Neighbour:
        """One notice found, whole."""
        thread, head = self._threads[near.entry]
        body = head.body
        stretches = self._shown.get(near.entry)
        if stretches is None:
            stretches = self._shown[near.entry] = tuple(_stretches(body))
        return Neighbour(
            number=number, entry=near.entry, id=self._version(thread.of), kind=tag_of(body),
            label=KIND[tag_of(body)], name=_name(body), purpose=body.purpose,
            by=reported_by(self._stand, head), marks=marks(self._stand, head),
            told=self._told(thread), stretches=stretches, distance_m=near.distance_m,
            margin_m=near.margin_m, minutes_apart=near.minutes_apart, layer=near.layer,
            legs=near.legs, borderline=near.borderline, datum_differs=near.datum_differs,
            how_near=how_near(near, stretches),
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

    def _version(self, digest: str) -> str:
        """The digest of the first version and the number of this one, like "sha256:...@2"."""
        first, number = digest, 1
        # It ends: whatever replaces a notice was entered later than it.
        while (before := self._before(first)) is not None:
            first, number = before, number + 1
        return f"{first}@{number}"

    def _before(self, digest: str) -> str | None:
        """The notice that this one replaced, the last entered if there were several."""
        found = [
            thread
            for thread in self._amended.get(digest, ())
            if any(
                isinstance(told.body, notice.Amended) and told.body.by == digest
                for told in channel.ended(self._state, thread)
            )
        ]
        last = max(found, key=lambda one: one.head.index if one.head else -1, default=None)
        return last.of if last is not None else None


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
            yield stretch(place.written, next(legs))
        else:
            floor, ceiling = (band.floor, band.ceiling) if band else (None, None)
            yield Stretch(
                place=place.written, shape=None, radius_m=None, floor=floor, ceiling=ceiling,
                began_ms=window.earliest if window else None,
                ended_ms=window.latest if window else None,
                when=str(window) if window else "until ended",
                heights=height_words(floor, ceiling),
            )  # fmt: skip


def stretch(place: str, told: Leg) -> Stretch:
    """One leg as it is shown; its place as written."""
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
        when=when_words(leg.began_ms, leg.ended_ms),
        heights=height_words(leg.floor, leg.ceiling),
        fault="; ".join(covered.faults),
    )
