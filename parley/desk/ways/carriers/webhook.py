"""Signed webhooks as a way out: a JSON body, a signature, and any 2xx means it arrived."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from email.utils import parsedate_to_datetime

import msgspec
from msgspec import Struct

from parley.desk.ways.carriers.addresses import Endpoint
from parley.desk.ways.carriers.posting import NoReply, Reply, exchange
from parley.desk.ways.carriers.signing import signed
from parley.desk.ways.message import Message
from parley.desk.ways.port import Arrived, Later, Outcome, Refused


class Hook(Struct, frozen=True, kw_only=True):
    """One endpoint of ways.toml: where, with which secrets, and how long it may take."""

    endpoint: Endpoint
    secrets: Sequence[bytes]
    limit_s: float = 20.0

    def __repr__(self) -> str:
        return f"Hook({self.endpoint!r})"


class WebhookWay:
    """Posts to endpoints by their name in ways.toml; no address is taken from anywhere else."""

    def __init__(self, hooks: Mapping[str, Hook], *, now: Callable[[], int]) -> None:
        """`now` is the wall clock in ms."""
        self._hooks, self._now = hooks, now

    async def send(self, message: Message, key: str) -> Outcome:
        """Post it. The body is the same at every try; time and signature are fresh."""
        hook = self._hooks.get(message.contact)
        if hook is None:
            return Refused("No endpoint of that name stands in ways.toml.")
        body = body_of(message)
        headers = {"Content-Type": "application/json; charset=utf-8"}
        headers |= signed(hook.secrets, key, self._now() // 1000, body)
        reply = await exchange(hook.endpoint, headers=headers, body=body, limit_s=hook.limit_s)
        return read_reply(reply, self._now())


def body_of(message: Message) -> bytes:
    """What is posted: the kind, the record's digest, the whole text, and the numbered replies."""
    return msgspec.json.encode(
        {
            "type": message.kind,
            "data": {
                "record": message.of,
                "to": message.to,
                "attempt": message.attempt,
                "urgent": message.urgent,
                "exercise": message.exercise,
                "language": message.language,
                "subject": message.title,
                "text": message.words,
                "replies": message.choices,
            },
        },
        order="sorted",
    )


def read_reply(reply: Reply | NoReply, now: int) -> Outcome:
    """What an answer means: 2xx arrived, 410 never again, anything else (a redirect too) later."""
    if isinstance(reply, NoReply):
        return Later(reply.why)
    if 200 <= reply.status < 300:
        return Arrived()
    if reply.status == 410:
        return Refused("410 Gone: the endpoint says that it is no more.")
    why = f"Answered {reply.status}"
    if 300 <= reply.status < 400:
        why += ", a redirect, which is not followed"
    return Later(f"{why}.", after_s=retry_after(reply.headers.get("retry-after", ""), now))


def retry_after(text: str, now: int) -> float | None:
    """The seconds a carrier asks to wait (RFC 9110, section 10.2.3); `now` in ms."""
    text = text.strip()
    if text.isascii() and text.isdigit() and len(text) < 10:
        return float(text)
    try:
        moment = parsedate_to_datetime(text).timestamp()
    except (ValueError, OverflowError, OSError):
        return None
    return max(0.0, moment - now / 1000)
