"""A message: one thing said to one contact by one way, complete without opening a link."""

from __future__ import annotations

import hmac
from hashlib import sha256
from typing import Annotated

import msgspec
from msgspec import Meta, Struct

from parley.channel.wording import Choice
from parley.channel.wording import Message as Worded
from parley.record.dispatch import Try
from parley.record.values.line import RungNumber, Way
from parley.record.values.text import Digest, Language, Name

EXERCISE = "EXERCISE EXERCISE"
MOST_CHARACTERS = 20_000


class Message(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is said, of which record, to whom, by which way and which ring of it this is.

    The text says everything, its numbered replies too, without a link to open.

    `contact` is an address, a number, a reader, or the name of an endpoint in ways.toml. It comes
    from sealed parts, so it stands in no log and in no refusal, and not in the printed form.
    """

    of: Digest
    kind: Annotated[str, Meta(min_length=1, max_length=80, description="The record's kind.")]
    way: Way
    to: Name
    contact: Name
    subject: Annotated[str, Meta(min_length=1, max_length=300)]
    text: Annotated[str, Meta(min_length=1, max_length=MOST_CHARACTERS)]
    attempt: Try = 1
    rung: RungNumber | None = None
    urgent: bool = False
    exercise: bool = False
    language: Language = "en"
    choices: Annotated[tuple[Choice, ...], Meta(max_length=10)] = ()

    def __repr__(self) -> str:
        return f"Message({self.kind} {self.of[:14]} by {self.way}, attempt {self.attempt})"

    @property
    def words(self) -> str:
        """The whole text, and in a drill never without saying that it is one."""
        marked = self.text.startswith(EXERCISE) or not self.exercise
        return self.text if marked else f"{EXERCISE}\n{self.text}"

    @property
    def title(self) -> str:
        """The subject on one line, marked in a drill."""
        line = " ".join(self.subject.split())
        marked = line.startswith(EXERCISE) or not self.exercise
        return line if marked else f"{EXERCISE} {line}"

    @classmethod
    def carrying(
        cls, worded: Worded, *, of: str, kind: str, way: Way, to: str, contact: str,
        attempt: int = 1, rung: int | None = None, urgent: bool = False,
    ) -> Message:  # fmt: skip
        """The message that carries what was worded for a record, in the form fit for this way."""
        forms = {"text-message": worded.short, "voice": "\n".join(worded.spoken)}
        return cls(
            of=of, kind=kind, way=way, to=to, contact=contact, attempt=attempt, rung=rung,
            urgent=urgent, subject=worded.subject,
            text=forms.get(way, worded.text), choices=worded.choices,
            language=worded.language, exercise=worded.exercise,
        )  # fmt: skip


def key_of(message: Message, secret: bytes) -> str:
    """The idempotency key: 40 hex digits, the same for the same record, way, contact, role, ring.

    Keyed with a secret of the desk, because it travels through other people's machines, and a
    number could be guessed from a plain hash of it. The role is in it: who holds two roles under
    one number is rung for both.
    """
    named = [1, message.of, message.way, message.contact, message.to, message.attempt]
    return hmac.new(_derived(secret, b"key"), msgspec.json.encode(named), sha256).hexdigest()[:40]


def sealing_key(secret: bytes) -> bytes:
    """The key that seals queued messages on the disk."""
    return _derived(secret, b"queue")


def callback_key(secret: bytes) -> bytes:
    """The key of the tokens by which a gateway's call back is known to belong to a message."""
    return _derived(secret, b"callback")


def _derived(secret: bytes, use: bytes) -> bytes:
    return hmac.new(secret, b"parley ways " + use, sha256).digest()
