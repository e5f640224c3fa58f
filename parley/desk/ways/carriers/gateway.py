"""Text messages and voice through one gateway over HTTP, and what it calls back with.

What is posted, as JSON, to the one address in ways.toml:

    id          the idempotency key, also as the header Idempotency-Key; the same at every try
    way         "text-message" or "voice"
    to          the number
    text        everything, to be sent whole or to be read out
    language    for the voice that reads it
    urgent      whether it is a stop request
    replies     [{"key": "1", "words": "received ..."}, ...]: to be offered as keypad or answer
    parts       for text messages: how often it is cut, or the numbered parts themselves (`split`)
    callback    where to call back, with the token that belongs to this message

It answers 2xx with {"id": ..., "status": "accepted" | "delivered" | "failed", "why": ...}. Anything
else, an answer about another id too, is nonsense, and is tried again under the same key.

It calls back by POST (signed as a Standard Webhook with its secret) or, if it can only GET, with
`id`, `token` and the rest in the query: `status` as above, or `reply` with the key that was pressed
or the text that was sent. The token is an HMAC of the id: it lets its holder speak about this
message only, and it may end in some log between, so POST is the better way.
"""

from __future__ import annotations

import hmac
import re
from collections.abc import Callable, Mapping, Sequence
from hashlib import sha256
from typing import Annotated, Literal
from urllib.parse import parse_qsl, urlencode

import msgspec
from msgspec import Meta, Struct

from parley.desk.ways.carriers.addresses import Endpoint
from parley.desk.ways.carriers.posting import NoReply, exchange
from parley.desk.ways.carriers.segments import numbered, segments
from parley.desk.ways.carriers.signing import verified
from parley.desk.ways.carriers.webhook import read_reply
from parley.desk.ways.message import Message, callback_key
from parley.desk.ways.port import Accepted, Arrived, Later, Outcome, Refused, one_line
from parley.errors import BadInput, BadSignature, expected

_KEY = re.compile(r"[0-9a-f]{40}")
_NUMBER = re.compile(r"\+?[0-9][0-9 ()/.-]{2,30}", re.ASCII)
MOST_BYTES = 16_384
Status = Literal["accepted", "delivered", "failed"]


class Gateway(Struct, frozen=True, kw_only=True):
    """The gateway as ways.toml has it."""

    endpoint: Endpoint
    bearer: str | None = None
    secrets: Sequence[bytes] = ()
    callback: str | None = None
    split: bool = False
    most_parts: int = 20
    limit_s: float = 20.0

    def __repr__(self) -> str:
        return f"Gateway({self.endpoint!r})"


class _Answer(Struct, frozen=True):
    id: str
    status: Status
    why: str = ""


class Callback(Struct, frozen=True, kw_only=True):
    """What the gateway called back with about one message: how it fared, or what was replied."""

    id: str
    status: Status | None = None
    reply: Annotated[str, Meta(max_length=2000)] | None = None
    why: Annotated[str, Meta(max_length=2000)] = ""


class GatewayWay:
    """Text messages or voice: the same gateway, told which."""

    def __init__(self, gateway: Gateway, *, secret: bytes, now: Callable[[], int]) -> None:
        """`secret` is the outbox's; `now` the wall clock in ms."""
        self._gateway, self._now = gateway, now
        self._tokens = callback_key(secret)

    async def send(self, message: Message, key: str) -> Outcome:
        """Post it, and believe only an answer that is about it."""
        gateway = self._gateway
        if not _NUMBER.fullmatch(message.contact):
            return Refused("The contact is no telephone number.")
        body = self._body(message, key)
        if isinstance(body, Refused):
            return body
        headers = {"Content-Type": "application/json; charset=utf-8", "Idempotency-Key": key}
        if gateway.bearer:
            headers["Authorization"] = f"Bearer {gateway.bearer}"
        reply = await exchange(gateway.endpoint, headers=headers, body=body,
                               limit_s=gateway.limit_s, most=MOST_BYTES)  # fmt: skip
        if isinstance(reply, NoReply) or not 200 <= reply.status < 300:
            return read_reply(reply, self._now())
        return _believed(reply.body, key, message.contact)

    def _body(self, message: Message, key: str) -> bytes | Refused:
        gateway, text = self._gateway, message.words
        plain: dict[str, object] = {
            "id": key,
            "way": message.way,
            "to": message.contact,
            "text": text,
            "language": message.language,
            "urgent": message.urgent,
            "exercise": message.exercise,
            "replies": [{"key": one.key, "words": one.words} for one in message.choices],
        }
        if message.way == "text-message":
            cut = numbered(text) if gateway.split else segments(text)
            if len(cut.parts) > gateway.most_parts:
                return Refused(
                    f"The whole text takes {len(cut.parts)} parts, and {gateway.most_parts} are "
                    "the most that may be sent. Nothing was sent, rather than less."
                )
            plain["alphabet"] = cut.alphabet
            plain["parts"] = list(cut.parts) if gateway.split else len(cut.parts)
        if gateway.callback:
            query = urlencode({"id": key, "token": token_of(key, self._tokens)})
            plain["callback"] = f"{gateway.callback}?{query}"
        return msgspec.json.encode(plain, order="sorted")


def token_of(key: str, tokens: bytes) -> str:
    """The token with which a gateway calls back about one message."""
    return hmac.new(tokens, key.encode(), sha256).hexdigest()[:40]


def read_callback(
    method: str, query: str, headers: Mapping[str, str], body: bytes,
    *, gateway: Gateway, secret: bytes, seconds: int,
) -> Callback:  # fmt: skip
    """Read a call back; `seconds` is the desk's clock. BadSignature or BadInput for any other.

    1. a POST is signed with one of the gateway's secrets, within five minutes
    2. a GET bears the token of the message it speaks about
    3. it names a message, and says how it fared or what was replied
    """
    if method == "POST":
        if not gateway.secrets:
            raise BadSignature("expected a gateway with a secret in ways.toml, got one without")
        verified(gateway.secrets, headers, body, seconds=seconds)  # 1
        found = _posted(body)
    else:
        found = _asked(query, callback_key(secret))  # 2
    if not _KEY.fullmatch(found.id) or (found.status is None) == (found.reply is None):  # 3
        raise expected("an id with either a status or a reply", "another call", "the callback")
    return found


def _posted(body: bytes) -> Callback:
    if len(body) > MOST_BYTES:
        raise expected(f"at most {MOST_BYTES} bytes", len(body), "the callback")
    try:
        return msgspec.json.decode(body, type=Callback)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise expected("id with status or reply, as JSON", "another body", "the callback") from None


def _asked(query: str, tokens: bytes) -> Callback:
    try:
        pairs = parse_qsl(query[:MOST_BYTES], max_num_fields=20, errors="strict",
                          keep_blank_values=True)  # fmt: skip
    except ValueError:
        pairs = []
    given = dict(pairs)
    if len(given) != len(pairs):
        raise expected("each field once", "one twice", "the callback")
    offered = given.pop("token", "").encode("utf-8", "replace")
    if not hmac.compare_digest(token_of(given.get("id", ""), tokens).encode(), offered):
        raise BadSignature("expected the token of that message, got another")
    known = {name: given[name] for name in ("id", "status", "reply", "why") if name in given}
    try:
        return msgspec.convert(known, Callback)
    except msgspec.ValidationError:
        raise BadInput("expected id with status or reply, got another", at="the callback") from None


def _believed(body: bytes, key: str, contact: str) -> Outcome:
    try:
        answer = msgspec.json.decode(body, type=_Answer)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return Later("The gateway took it, and answered nonsense.")
    if answer.id != key:
        return Later("The gateway answered about another message.")
    match answer.status:
        case "accepted":
            return Accepted()
        case "delivered":
            return Arrived()
        case "failed":
            why = one_line(answer.why).replace(contact, "the number")
            return Refused(f"The gateway said: {why}")
