"""How a notice stands with each addressee. One addressee's answer never speaks for another's."""

from __future__ import annotations

from typing import Literal, TypeAlias, cast

from msgspec import Struct

from parley.channel.thread import Change, Follow, State, Thread
from parley.channel.weighing import is_own, weigh
from parley.record import answer
from parley.record.readers.told import Told

Word: TypeAlias = Literal[
    "no answer", "received", "confirmed", "will comply", "objected", "no reply", "read back"
]


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
        if word is None or (isinstance(told.body, answer.Lapsed) and told.body.what != "reply"):
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
