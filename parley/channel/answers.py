"""How a notice stands with each addressee. One addressee's answer never speaks for another's."""

from __future__ import annotations

from typing import Literal, TypeAlias, cast

from msgspec import Struct

from parley.channel.thread import Change, Follow, State, Thread
from parley.channel.weighing import is_own, weigh
from parley.record import answer, arrangement, notice
from parley.record.readers.told import Told

Word: TypeAlias = Literal[
    "no answer", "received", "confirmed", "will comply", "objected", "no reply", "read back"
]
Clock: TypeAlias = Literal["running", "answered", "lapsed", "none agreed", "ended", "not started"]


class Fact(Struct, frozen=True):
    """One answer, and the entry it stands in."""

    word: Word
    entry: int


class Standing(Struct, frozen=True, kw_only=True):
    """One addressee: every answer it gave that still counts, and what others say it answered.

    Received, confirmed, will comply and objected are different facts, so each stands with its
    entry; `word` is the last of them (silence after an answer was set aside before). A read-back
    stands beside them and is no answer of its own. `passed_on` is reported, or was heard by the
    desk: the addressee did not enter it itself, so it decides nothing.
    """

    addressee: str
    word: Word = "no answer"
    facts: tuple[Fact, ...] = ()
    read_back: tuple[int, ...] = ()
    passed_on: tuple[Fact, ...] = ()


class Due(Struct, frozen=True, kw_only=True):
    """When one addressee's answer is due: ledger time of the notice plus the reply time."""

    notice: str
    addressee: str
    clock: Clock
    due_ms: int | None = None
    rule: Literal["channel", "notice"] | None = None


def addressee_of(body: answer.Answer | answer.Lapsed) -> str:
    """The addressee an answer is given for: its identifier, else as a source names it."""
    if isinstance(body, answer.Lapsed):
        return body.party
    return body.party or body.named or "an addressee nobody names"


def counting(state: State, thread: Thread) -> tuple[Told[Follow], ...]:
    """What still counts in a thread: not late, not taken back, by those whose affair it is."""
    return weigh(state, thread).counting


def standings(state: State, thread: Thread) -> tuple[Standing, ...]:
    """Each addressee of a notice, in the order named, then those only an answer names."""
    answers: dict[str, list[Told[Follow]]] = {name: [] for name in addressees(thread)}
    for told in counting(state, thread):
        body = told.body
        if isinstance(body, answer.Answer | answer.Lapsed):
            answers.setdefault(addressee_of(body), []).append(told)
    return tuple(_standing(name, given) for name, given in answers.items())


def addressees(thread: Thread) -> tuple[str, ...]:
    """To whom the notice or alert was addressed, by identifier."""
    return thread.head.body.to if thread.head is not None else ()


def clocks(state: State, thread: Thread) -> tuple[Due, ...]:
    """The reply clock of each addressee of a notice.

    A notice that is only reported starts no clock: what it tells of lies outside this channel.
    """
    head = thread.head
    if head is None or not isinstance(head.body, notice.Notice):
        return ()
    seconds, rule = _reply_time(state, head.body)
    started = head.body.reported is None and not head.late
    over = bool(ended(state, thread))
    found = []
    for standing in standings(state, thread):
        due = head.rx + seconds * 1000 if started and seconds is not None else None
        clock = _clock(over, standing, started=started, agreed=seconds is not None)
        found.append(
            Due(notice=thread.of, addressee=standing.addressee, clock=clock, due_ms=due, rule=rule)
        )
    return tuple(found)


def ended(state: State, thread: Thread) -> tuple[Told[Change], ...]:
    """What ended or replaced a notice: amended, withdrawn (over) or recalled (wrong).

    Only who gave a notice can end it, and one that takes the ending back has not ended it. An
    amendment counts once a later notice of the same author, the one it names, is on record.
    """
    return tuple(
        cast(Told[Change], told)
        for told in counting(state, thread)
        if isinstance(told.body, Change)
    )


def _standing(name: str, given: list[Told[Follow]]) -> Standing:
    facts: list[Fact] = []
    passed_on: list[Fact] = []
    read_back: list[int] = []
    for told in given:
        word = _WORDS.get(type(told.body))
        if word is None:
            continue
        if not isinstance(told.body, answer.Lapsed) and not is_own(told):
            passed_on.append(Fact(word, told.index))
        elif word == "read back":
            read_back.append(told.index)
        else:
            facts.append(Fact(word, told.index))
    return Standing(
        addressee=name,
        word=facts[-1].word if facts else "no answer",
        facts=tuple(facts),
        read_back=tuple(read_back),
        passed_on=tuple(passed_on),
    )


_WORDS: dict[type[Follow], Word] = {
    answer.Received: "received",
    answer.Confirmed: "confirmed",
    answer.Undertaken: "will comply",
    answer.Objected: "objected",
    answer.ReadBack: "read back",
    answer.Lapsed: "no reply",
}


def _reply_time(
    state: State, body: notice.Notice
) -> tuple[int | None, Literal["channel", "notice"] | None]:
    if body.reply_within_s is not None:
        return body.reply_within_s, "notice"
    for line in reversed(state.lines):
        agreed = line.body
        if isinstance(agreed, arrangement.ChannelEstablished) and agreed.channel == body.channel:
            return agreed.reply_within_s, "channel" if agreed.reply_within_s else None
    return None, None


def _clock(over: bool, standing: Standing, *, started: bool, agreed: bool) -> Clock:
    if not started:
        return "not started"
    if standing.word == "no reply":
        return "lapsed"
    if standing.word != "no answer":
        return "answered"
    if over:
        return "ended"
    return "running" if agreed else "none agreed"
