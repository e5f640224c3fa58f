"""Every state of every addressee, each with the entry that decided it; inboxes and outboxes.

Dispatched, delivered, opened and answered are four facts, and one never stands for another.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Literal, TypeAlias

from msgspec import Struct

from parley.channel.due.clocks import Due, over_at, sides, tried_for
from parley.channel.due.opening import window_end
from parley.channel.thread import Follow, Head, State, Thread
from parley.channel.weighing import Weighed, is_own, speaks_for, weigh
from parley.record import alert, answer, dispatch, notice
from parley.record.readers.told import Told

Word: TypeAlias = Literal[
    "dispatched", "delivered", "opened", "failed", "not reached",
    "received", "confirmed", "will comply", "objected", "read back", "answer withdrawn",
    "no reply", "no receipt", "no read-back", "no telephone call", "not passed on", "no follow-up",
    "taken", "relayed", "understood", "order passed", "halted", "stood down",
    "superseded", "withdrawn", "recalled", "taken back", "drill over", "expired",
]  # fmt: skip

_WORDS: dict[type[Follow], Word] = {
    dispatch.Attempted: "dispatched",
    dispatch.Delivered: "delivered",
    dispatch.Opened: "opened",
    dispatch.Failed: "failed",
    dispatch.Unreachable: "not reached",
    answer.Received: "received",
    answer.Confirmed: "confirmed",
    answer.Undertaken: "will comply",
    answer.Objected: "objected",
    answer.ReadBack: "read back",
    answer.Withdrawn: "answer withdrawn",
    alert.Taken: "taken",
    alert.Relayed: "relayed",
    alert.ReadBack: "read back",
    alert.OrderPassed: "order passed",
    alert.Halted: "halted",
    alert.StoodDown: "stood down",
    notice.Amended: "superseded",
    notice.Withdrawn: "withdrawn",
    notice.Recalled: "recalled",
}
_LAPSED: dict[str, Word] = {
    "reply": "no reply",
    "receipt": "no receipt",
    "read-back": "no read-back",
    "telephone-call": "no telephone call",
    "passing-on": "not passed on",
    "follow-up": "no follow-up",
}


class Status(Struct, frozen=True, kw_only=True):
    """One state of one addressee, and the entry that decided it.

    `passed_on`: somebody else says so of the addressee, which has not entered it itself. Of
    "expired" the entry is the notice: its own window decided it, and `at_ms` is that window's end.
    """

    word: Word
    entry: int
    at_ms: int
    passed_on: bool = False


class Stand(Struct, frozen=True, kw_only=True):
    """How a notice or alert stands with one addressee: every state it went through, in order."""

    addressee: str
    statuses: tuple[Status, ...]
    dues: tuple[Due, ...]

    @property
    def latest(self) -> Status | None:
        """The state decided last; None where nothing was tried yet."""
        return self.statuses[-1] if self.statuses else None


class Item(Struct, frozen=True, kw_only=True):
    """One notice or alert in an inbox or an outbox."""

    of: str
    entry: int
    author: str | None
    head: Told[Head]
    stands: tuple[Stand, ...]
    exercise: bool


def statuses(state: State, thread: Thread, ms: int) -> tuple[Stand, ...]:
    """Each addressee with every state that is on record, and expired where its window has ended."""
    head = thread.head
    if head is None:
        return ()
    weighed = weigh(state, thread)
    general = sorted(_general(state, thread, head, weighed, ms), key=_order)
    dues = {side.addressee: side.dues for side in sides(state, thread)}
    return tuple(
        Stand(
            addressee=party,
            statuses=tuple(sorted((*_of_party(state, head, weighed, party), *general), key=_order)),
            dues=dues.get(party, ()),
        )
        for party in dict.fromkeys(head.body.to)
    )


def inbox(
    state: State, party: str, ms: int, *, before: int | None = None, size: int = 50
) -> tuple[Item, ...]:
    """What was addressed to a party, newest first; `before` is the entry to go on from."""
    return _items(
        state, ms, before, size, wanted=lambda head: party in head.body.to, only=party
    )  # fmt: skip


def outbox(
    state: State, author: str, ms: int, *, before: int | None = None, size: int = 50
) -> tuple[Item, ...]:
    """What an actor sent, newest first, with how it stands with each addressee."""
    return _items(state, ms, before, size, wanted=lambda head: head.author == author)


def _items(
    state: State, ms: int, before: int | None, size: int, *,
    wanted: Callable[[Told[Head]], bool], only: str | None = None,
) -> tuple[Item, ...]:  # fmt: skip
    found: list[Item] = []
    for place in range(len(state.cells) - 1, -1, -1):
        thread = state.thread_at(place)
        head = thread.head
        if head is None or not wanted(head) or (before is not None and head.index >= before):
            continue
        stands = statuses(state, thread, ms)
        found.append(
            Item(
                of=thread.of, entry=head.index, author=head.author, head=head,
                stands=tuple(one for one in stands if only in (None, one.addressee)),
                exercise=head.body.exercise,
            )
        )  # fmt: skip
        if len(found) == size:
            break
    return tuple(found)


def _of_party(state: State, head: Told[Head], weighed: Weighed, party: str) -> Iterator[Status]:
    tried = {told.index for told in tried_for(state, party, weighed.counting)}
    unconfirmed = {one.entry for one in weighed.aside}
    for told in weighed.counting:
        body = told.body
        mine = told.index in tried or speaks_for(state, head, told) == party
        understood = _understood(head, told) and told.index not in unconfirmed
        if isinstance(body, answer.Lapsed) and mine:
            yield Status(word=_LAPSED[body.what], entry=told.index, at_ms=told.rx)
        elif mine or understood:
            word: Word = "understood" if understood else _WORDS[type(body)]
            said = isinstance(body, answer.Answer) and not is_own(told)
            heard = isinstance(body, alert.Step) and told.author not in (party, head.author)
            yield Status(word=word, entry=told.index, at_ms=told.rx, passed_on=said or heard)


def _understood(head: Told[Head], told: Told[Follow]) -> bool:
    """Whether this is the caller's word that the message was read back right."""
    body = told.body
    return isinstance(body, alert.ReadBack) and body.confirmed and told.author == head.author


def _general(
    state: State, thread: Thread, head: Told[Head], weighed: Weighed, ms: int
) -> Iterator[Status]:
    """What holds for every addressee alike: how it ended."""
    ending = (notice.Amended, notice.Withdrawn, notice.Recalled, alert.StoodDown)
    for told in weighed.counting:
        if isinstance(told.body, ending):
            yield Status(word=_WORDS[type(told.body)], entry=told.index, at_ms=told.rx)
    over = over_at(state, head, weighed.counting)
    if over is not None and all(told.index != over[0] for told in thread.follows):
        word: Word = "taken back" if state.gone(head) == over[0] else "drill over"
        yield Status(word=word, entry=over[0], at_ms=over[1])
    end = window_end(thread)
    if over is None and end is not None and end < ms and head.body.reported is None:
        yield Status(word="expired", entry=head.index, at_ms=end)


def _order(status: Status) -> tuple[bool, int]:
    return status.word == "expired", status.entry
