"""A message: one thing said to one contact by one way, complete without opening a link."""

from __future__ import annotations

import hmac
from hashlib import sha256
from typing import Annotated, Literal

import msgspec
from msgspec import Meta, Struct

from parley.record.dispatch import Try, Way
from parley.record.values.text import Digest, Language, Name

Means = Literal["received", "confirmed", "will-comply", "objects", "taken"]
"""What a numbered reply can mean. None of them is consent."""

EXERCISE = "EXERCISE EXERCISE"
MOST_CHARACTERS = 20_000


class Choice(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One numbered reply: the digit to press or send, and what it then says."""

    digit: Annotated[str, Meta(pattern=r"^[1-9](?![\s\S])")]
    means: Means
    words: Annotated[str, Meta(min_length=1, max_length=120)]


class Message(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is said, of which record, to whom, by which way and which ring of it this is.

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
    urgent: bool = False
    exercise: bool = False
    language: Language = "en"
    choices: Annotated[tuple[Choice, ...], Meta(max_length=9)] = ()

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

    @property
    def with_choices(self) -> str:
        """The text, and under it the numbered replies one to a line."""
        return "\n".join([self.words, *(f"{one.digit} {one.words}" for one in self.choices)])


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
