"""An OpenAI-compatible endpoint as a second reader. Text leaves the machine only here.

Off unless the operator names the endpoint, and refused for a document that nobody marked
releasable.
The model is asked for strings that stand in the text; each is looked for again, and what is not
there
word for word is dropped and counted. A number it makes up can therefore never become a claim.
"""

from __future__ import annotations

import http.client
import urllib.error
import urllib.parse
import urllib.request
from typing import Annotated

import msgspec
from msgspec import Meta, Struct

from parley.errors import Refusal, expected
from parley.reading.adapters.found import Returned, found_again, reading_of
from parley.reading.output import Kind, Reading
from parley.reading.text.marks import whole

MOST_ANSWER = 4_000_000
"""Bytes of an answer that are read."""
MOST_SENT = 60_000
"""Characters of a text that are sent; a longer one is refused, not cut."""
_ASK = (
    "List who is reported to have said what in the text. Copy source, cue and content exactly as "
    "they "
    "stand in it, without changing a character. Leave source empty where nobody is named."
)


class Endpoint(Struct, frozen=True):
    """Where the operator sends text: `address` up to and without /chat/completions."""

    address: str
    model: str
    key: str = ""
    seconds: float = 60.0


class _Item(Struct):
    content: Annotated[str, Meta(max_length=20_000)]
    source: Annotated[str, Meta(max_length=2_000)] = ""
    cue: Annotated[str, Meta(max_length=2_000)] = ""
    kind: Annotated[str, Meta(max_length=40)] = "assertion"


class _Answer(Struct):
    claims: Annotated[list[_Item], Meta(max_length=2_000)]


class _Message(Struct):
    content: str = ""


class _Choice(Struct):
    message: _Message
    finish_reason: str = "stop"


class _Completion(Struct):
    choices: list[_Choice]


def read_by_endpoint(
    text: str, endpoint: Endpoint, *, document: str = "", releasable: bool = False
) -> Reading:
    """Ask the endpoint who said what, and keep what stands in the text word for word."""
    if not releasable:
        raise expected("a document marked releasable", "one that is not", document)
    if len(text) > MOST_SENT:
        raise expected(f"at most {MOST_SENT:,} characters to send", f"{len(text):,}", document)
    text = whole(text)
    items = _asked(text, endpoint)
    returned = [Returned(one.content, one.source, one.cue, one.kind) for one in items]
    who = f"{endpoint.model} at {urllib.parse.urlsplit(endpoint.address).hostname}"
    return reading_of(text, found_again(text, returned, who=who), document=document, who=who)


def _asked(text: str, endpoint: Endpoint) -> list[_Item]:
    parts = urllib.parse.urlsplit(endpoint.address)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise expected("an http or https address", "another", endpoint.address)
    headers = {"Content-Type": "application/json"}
    if endpoint.key:
        headers["Authorization"] = f"Bearer {endpoint.key}"
    request = urllib.request.Request(  # noqa: S310  # the scheme was looked at above
        endpoint.address.rstrip("/") + "/chat/completions", _question(text, endpoint.model), headers
    )
    try:
        with _opener().open(request, timeout=endpoint.seconds) as answer:
            content = answer.read(MOST_ANSWER + 1)
    except TimeoutError:
        raise _silent(endpoint, f"an answer within {endpoint.seconds:g} seconds", "none") from None
    except urllib.error.HTTPError as fault:
        raise _silent(endpoint, "an answer", f"status {fault.code}") from None
    except (urllib.error.URLError, http.client.HTTPException, OSError) as fault:
        raise _silent(endpoint, "an answer", type(fault).__name__) from None
    if len(content) > MOST_ANSWER:
        raise _silent(endpoint, f"at most {MOST_ANSWER:,} bytes", "more")
    try:
        choice = msgspec.json.decode(content, type=_Completion).choices[0]
        if choice.finish_reason == "length":
            raise _silent(endpoint, "a whole answer", "one that was cut off")
        return msgspec.json.decode(choice.message.content, type=_Answer).claims
    except (msgspec.DecodeError, IndexError) as fault:
        raise _silent(endpoint, "an answer after the schema", type(fault).__name__) from None


def _silent(endpoint: Endpoint, wanted: str, got: str) -> Refusal:
    return expected(wanted, got, urllib.parse.urlsplit(endpoint.address).hostname or "the endpoint")


class _NoOtherPlace(urllib.request.HTTPRedirectHandler):
    """The text goes where the operator said and nowhere else."""

    def redirect_request(self, *_: object, **__: object) -> None:
        return None


def _opener() -> urllib.request.OpenerDirector:
    return urllib.request.build_opener(_NoOtherPlace, urllib.request.ProxyHandler({}))


def _question(text: str, model: str) -> bytes:
    item = {name: {"type": "string"} for name in ("source", "cue", "content")}
    kinds = {"type": "string", "enum": [kind.value for kind in Kind]}
    schema = {
        "type": "object",
        "additionalProperties": False,
        "required": ["claims"],
        "properties": {
            "claims": {
                "type": "array",
                "items": {
                    "type": "object",
                    "additionalProperties": False,
                    "required": ["source", "cue", "content", "kind"],
                    "properties": {**item, "kind": kinds},
                },
            }
        },
    }
    return msgspec.json.encode(
        {
            "model": model,
            "temperature": 0,
            "messages": [
                {"role": "system", "content": _ASK},
                {"role": "user", "content": text},
            ],
            "response_format": {
                "type": "json_schema",
                "json_schema": {"name": "claims", "strict": True, "schema": schema},
            },
        }
    )
