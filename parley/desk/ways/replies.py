"""What comes back through a gateway: how a message fared, a key pressed, a text sent in reply.

A key pressed is not a signature. Whoever holds the telephone is the party's officer only as far as
anybody on that number is, so it is entered as the desk's own log of what it heard: by which way,
from which role, when. The party becomes its speaker when it confirms. A reply that is not exactly
one of the numbers offered is never guessed at; its words go into the duty log for an officer.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from typing import Protocol, assert_never

from msgspec import Struct

from parley.channel.wording import ALERT_CHOICES, NOTICE_CHOICES
from parley.channel.wording.message import Meaning
from parley.desk.ways.carriers.gateway import Callback
from parley.desk.ways.journal import GATEWAY, Journal, Tried
from parley.desk.ways.outbox import Outbox
from parley.desk.ways.port import Arrived, Refused, one_line
from parley.errors import NotFound
from parley.record import alert, answer, log
from parley.record.kinds import Record
from parley.record.values.statement import Heard
from parley.record.values.time import Instant


class About(Struct, frozen=True, kw_only=True):
    """What the desk knows of a record that was sent: a warning or a notice, and to which party."""

    alarm: bool
    party: str | None = None
    readers: tuple[str, ...] = ()


class Answering(Protocol):
    """The part of a desk that enters replies."""

    def about(self, of: str, to: str) -> About | None:
        """What a record is, and the party whose role it was sent to; None if it is not known."""

    def act(self, record: Record, *, to: tuple[str, ...] = ()) -> object:
        """The desk says something itself, with its own key."""


class CallBacks:
    """Takes calls back, each once. A call is taken when this returns; answer the gateway then."""

    def __init__(
        self, outbox: Outbox, journal: Journal, desk: Answering, *, now: Callable[[], int]
    ) -> None:
        self._outbox, self._journal, self._desk, self._now = outbox, journal, desk, now

    def take(self, call: Callback) -> None:
        """Enter what was said; NotFound for a message that is not ours. Twice enters nothing."""
        tried = self._outbox.tried(call.id)
        if tried is None:
            raise NotFound("expected the id of a message of the last days, got another")
        match call.status:
            case "delivered":
                self._outbox.report(call.id, Arrived())
            case "failed":
                self._outbox.report(call.id, Refused(f"The gateway said: {one_line(call.why)}"))
            case "accepted" | None:
                pass
            case _:
                assert_never(call.status)
        if call.reply is not None:
            self._enter(tried, call.reply)

    def _enter(self, tried: Tried, said: str) -> None:
        about = self._desk.about(tried.of, tried.to)
        if about is None:
            raise NotFound("expected a record of this log, got none")
        record = reply_record(tried, said, about, began=self._now())
        if not self._journal.replied(record):
            self._desk.act(record, to=about.readers)


def reply_record(tried: Tried, said: str, about: About, *, began: int) -> Record:
    """What a reply is entered as: heard from that role, never signed in its name."""
    meaning = meaning_of(said, alarm=about.alarm)
    by = "text message" if tried.way == "text-message" else "keypad"
    words = f"By {by}, ring {tried.attempt}: {one_line(said, 200)!r}"
    heard = Heard(
        way="telephone" if tried.way == "voice" else "other",
        by=GATEWAY,
        from_=tried.to,
        began=Instant(ms=began, zone="Z"),
    )
    if meaning == "taken":
        return alert.Taken(
            alert=tried.of, by=tried.to, remarks=words, heard=heard, exercise=tried.exercise
        )
    if meaning is None or meaning in ("call me", "repeat"):
        asks = {"call me": " It asks to be called.", "repeat": " It asks to hear it again."}
        what = asks.get(meaning or "", " It is none of the numbers offered.")
        return log.Noted(
            text=f"A reply from {tried.to}. {words}.{what}", about=tried.of,
            heard=heard, exercise=tried.exercise,
        )  # fmt: skip
    return _answer(tried, meaning, words, about, heard)


def _answer(
    tried: Tried, meaning: Meaning, words: str, about: About, heard: Heard
) -> answer.AnyAnswer:
    party = about.party
    named = None if party else tried.to
    drill = tried.exercise
    match meaning:
        case "confirmed":
            return answer.Confirmed(notice=tried.of, party=party, named=named, statement=words,
                                    heard=heard, exercise=drill)  # fmt: skip
        case "will comply":
            return answer.Undertaken(notice=tried.of, party=party, named=named, statement=words,
                                     heard=heard, exercise=drill)  # fmt: skip
        case "objected":
            why = f"{words}. The reason is still to be asked."
            return answer.Objected(notice=tried.of, party=party, named=named, reason=why,
                                   heard=heard, exercise=drill)  # fmt: skip
        case "received" | "taken" | "call me" | "repeat":
            return answer.Received(notice=tried.of, party=party, named=named, remarks=words,
                                   heard=heard, exercise=drill)  # fmt: skip


def meaning_of(said: str, *, alarm: bool) -> Meaning | None:
    """What a reply means: one digit of any script, alone or with a stop behind it; else None."""
    found = said.strip().rstrip("#*.!) ").strip()
    digit = unicodedata.decimal(found, None) if len(found) == 1 else None
    if digit is None:
        return None
    return dict(ALERT_CHOICES if alarm else NOTICE_CHOICES).get(str(digit))
