"""What the outbox enters, and what it reads back from the record when it starts."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from hashlib import sha256
from typing import Annotated, Literal, Protocol

import msgspec
from msgspec import Meta, Struct

from parley.desk.board import Board
from parley.desk.ways.port import one_line
from parley.fold import Projection
from parley.record import dispatch
from parley.record.entry import Entry, Unread, write_record
from parley.record.kinds import Record
from parley.record.values.line import Way
from parley.record.values.time import VagueTime, iso

GATEWAY = "gateway"
"""Who heard a reply that came through the gateway: the desk's own machine."""

KEPT_MS = 7 * 86_400_000
"""How long a try is remembered, by ledger time: longer than carriers take to bounce (RFC 5321
asks for 4 to 5 days)."""


class Tried(Struct, frozen=True, kw_only=True, gc=False):
    """One entry about one attempt, as far as the outbox must know it again."""

    of: str
    way: Way
    to: str
    contact: str
    attempt: int
    what: Literal["attempted", "failed", "given-up", "delivered"]
    rx: Annotated[int, Meta(description="Ledger time, in ms.")]
    exercise: bool = False


class Recent(Struct, frozen=True):
    """Every try, and every reply a gateway brought, of the last seven days of the record."""

    tries: tuple[Tried, ...] = ()
    replies: tuple[tuple[int, str], ...] = ()


class _Run:
    def __init__(self, since: Recent) -> None:
        self._tries = deque(since.tries)
        self._replies = deque(since.replies)

    def step(self, entry: Entry) -> None:
        if entry.late or entry.author != "desk" or isinstance(entry.body, Unread):
            return
        tried, reply = _tried(entry), reply_name(entry.body)
        if tried is not None:
            self._tries.append(tried)
        if reply is not None:
            self._replies.append((entry.rx, reply))
        while self._tries and self._tries[0].rx < entry.rx - KEPT_MS:
            self._tries.popleft()
        while self._replies and self._replies[0][0] < entry.rx - KEPT_MS:
            self._replies.popleft()

    def freeze(self) -> Recent:
        return Recent(tuple(self._tries), tuple(self._replies))


TRIED: Projection[Recent] = Projection(
    name="ways.tried", version=1, empty=Recent(), resume=_Run
)


def _tried(entry: Entry) -> Tried | None:
    body = entry.body
    if not isinstance(body, dispatch.Attempted | dispatch.Delivered | dispatch.Failed):
        return None
    if body.contact is None or body.reported is not None:
        return None  # a call somebody made by hand, or an imported one: not from the outbox
    return Tried(
        of=body.of,
        way=body.way,
        to=body.to,
        contact=body.contact,
        attempt=body.attempt,
        what=_what(body),
        rx=entry.rx,
        exercise=body.exercise,
    )


def reply_name(record: Record) -> str | None:
    """The same for the same reply, whenever it is heard; None for what no gateway brought."""
    heard = record.heard
    if heard is None or heard.by != GATEWAY:
        return None
    bare = write_record(msgspec.structs.replace(record, heard=None))
    return sha256(heard.from_.encode() + b"\n" + bare).hexdigest()


def _what(
    body: dispatch.Attempted | dispatch.Delivered | dispatch.Failed,
) -> Literal["attempted", "failed", "given-up", "delivered"]:
    match body:
        case dispatch.Attempted():
            return "attempted"
        case dispatch.Delivered():
            return "delivered"
        case dispatch.Failed():
            return "given-up" if body.final else "failed"


class Journal(Protocol):
    """Where outcomes are entered."""

    def enter(self, record: dispatch.AnyDispatch) -> None:
        """Enter one; durable when this returns."""

    def recent(self) -> Iterable[Tried]:
        """What the record says of the last days' tries, in order."""

    def replied(self, record: Record) -> bool:
        """Whether the record holds this reply of a gateway already."""


class Acting(Protocol):
    """The part of a desk that the journal needs."""

    board: Board

    def act(self, record: Record) -> object:
        """The desk says something itself, with its own key."""


class DeskJournal:
    """The record itself."""

    def __init__(self, desk: Acting) -> None:
        self._desk = desk

    def enter(self, record: dispatch.AnyDispatch) -> None:
        self._desk.act(record)

    def recent(self) -> Iterable[Tried]:
        return self._desk.board.state(TRIED).tries

    def replied(self, record: Record) -> bool:
        name = reply_name(record)
        return any(name == one for _, one in self._desk.board.state(TRIED).replies)


class MemoryJournal:
    """The fake: keeps what was entered, at ledger times given by its clock."""

    def __init__(self) -> None:
        self.entered: list[Record] = []
        self.rx = 0

    def enter(self, record: dispatch.AnyDispatch) -> None:
        self.entered.append(record)

    def recent(self) -> Iterable[Tried]:
        return self._state().tries

    def replied(self, record: Record) -> bool:
        name = reply_name(record)
        return any(name == one for _, one in self._state().replies)

    def _state(self) -> Recent:
        run = _Run(Recent())
        for index, body in enumerate(self.entered):
            run.step(Entry(index=index, rx=self.rx, digest="", author="desk", body=body))
        return run.freeze()


def attempted(
    tried: Tried, began: int, nth: int, rung: int | None = None
) -> dispatch.Attempted:
    """That a try was made, when it began (ms of this desk's clock), and the how manieth."""
    return dispatch.Attempted(
        of=tried.of,
        way=tried.way,
        to=tried.to,
        contact=tried.contact,
        attempt=tried.attempt,
        rung=rung,
        at=_moment(began),
        remarks=f"Try {nth} of this attempt." if nth > 1 else None,
        exercise=tried.exercise,
    )


def delivered(tried: Tried) -> dispatch.Delivered:
    """That the carrier said it arrived."""
    return dispatch.Delivered(
        of=tried.of,
        way=tried.way,
        to=tried.to,
        contact=tried.contact,
        attempt=tried.attempt,
        exercise=tried.exercise,
    )


def failed(tried: Tried, why: str, *, final: bool) -> dispatch.Failed:
    """That a try did not get through, in the carrier's words."""
    return dispatch.Failed(
        of=tried.of,
        way=tried.way,
        to=tried.to,
        contact=tried.contact,
        attempt=tried.attempt,
        why=one_line(why),
        final=final,
        exercise=tried.exercise,
    )


def _moment(ms: int) -> VagueTime:
    """One millisecond of this desk's clock, as a record's time."""
    return VagueTime(earliest=ms, latest=ms, written=iso(ms), precision="millisecond", zone="Z")
