"""The port: one way out, what it can answer, and its fake."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Protocol

from msgspec import Struct

from parley.desk.ways.message import Message


class Accepted(Struct, frozen=True):
    """The carrier took it. Whether it arrives is not known yet."""


class Arrived(Struct, frozen=True):
    """The carrier says that it arrived. Nobody need have seen it."""


class Later(Struct, frozen=True):
    """It did not get through this time. `after_s` is what the carrier asked to wait, if it did."""

    why: str
    after_s: float | None = None


class Refused(Struct, frozen=True):
    """The carrier will not take it, now or later."""

    why: str


Outcome = Accepted | Arrived | Later | Refused


class Way(Protocol):
    """One way out. It keeps to its own time limit, and never raises for what a carrier does."""

    async def send(self, message: Message, key: str) -> Outcome:
        """Give the message to the carrier under this idempotency key."""


class FakeWay:
    """A way for tests: takes what it is given, answers as told, and tells duplicates by the key."""

    def __init__(self, answer: Callable[[Message], Outcome] = lambda _: Accepted()) -> None:
        self.answer = answer
        self.sent: list[tuple[str, Message]] = []

    async def send(self, message: Message, key: str) -> Outcome:
        outcome = self.answer(message)
        if isinstance(outcome, Accepted | Arrived):
            self.sent.append((key, message))
        return outcome

    @property
    def seen(self) -> dict[str, Message]:
        """What a receiver that knows duplicates has: each key once."""
        return dict(self.sent)


_UNFIT = re.compile(
    "[\u0000-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufeff\ufff9-\uffff"
    "\U000e0000-\U000e007f]+"
)


def one_line(said: str | bytes, most: int = 300) -> str:
    """Foreign words on one line, shortened, without signs that hide or turn text."""
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    return " ".join(_UNFIT.sub(" ", text[: most * 4]).split())[:most] or "no words"
