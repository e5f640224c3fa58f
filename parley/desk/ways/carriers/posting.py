"""One HTTP/1.1 request with bounds on everything: time, size, headers, addresses.

Written over h11, because the clients at hand bound each read and not the whole exchange, and a
server that gives a byte a second would hold a slot for hours. One request, one connection; a
redirect is an answer like any other.
"""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Mapping
from functools import lru_cache
from typing import Final, Literal

import h11
from msgspec import Struct

from parley import __version__
from parley.desk.ways.carriers.addresses import Endpoint, look_up

MOST_BYTES: Final = 65_536
_MOST_HEADER: Final = 16_384
_CHUNK: Final = 16_384
_CLOSE_S: Final = 1.0


class Reply(Struct, frozen=True, kw_only=True):
    """What the other side answered. A body longer than the bound is cut, and says so."""

    status: int
    headers: dict[str, str]
    body: bytes
    cut: bool = False


class NoReply(Struct, frozen=True):
    """Why there was no answer, in words that name no address."""

    why: str


async def exchange(
    endpoint: Endpoint,
    *,
    method: Literal["POST", "GET"] = "POST",
    headers: Mapping[str, str],
    body: bytes = b"",
    limit_s: float,
    most: int = MOST_BYTES,
) -> Reply | NoReply:
    """Send one request and read its answer, all within `limit_s` seconds."""
    try:
        async with asyncio.timeout(limit_s):
            addresses = await look_up(endpoint)
            if isinstance(addresses, str):
                return NoReply(addresses)
            return await _one_of(addresses, endpoint, _request(endpoint, method, headers, body),
                                 body, most)  # fmt: skip
    except TimeoutError:
        return NoReply(f"No whole answer within {limit_s:g} s.")


async def _one_of(
    addresses: list[str], endpoint: Endpoint, request: h11.Request, body: bytes, most: int
) -> Reply | NoReply:
    why = "No address answered."
    for address in addresses:
        try:
            reader, writer = await asyncio.open_connection(
                address,
                endpoint.port,
                ssl=_tls(endpoint.ca_file) if endpoint.tls else None,
                server_hostname=endpoint.host if endpoint.tls else None,
            )
        except ssl.SSLError as fault:
            return NoReply(f"TLS failed: {fault.reason or 'no secure line'}.")
        except OSError as fault:
            why = f"No connection: {fault.strerror or type(fault).__name__}."
            continue
        try:
            return await _ask(reader, writer, request, body, most)
        except h11.RemoteProtocolError:
            return NoReply("Its answer is not HTTP.")
        except OSError as fault:
            return NoReply(f"The line broke: {fault.strerror or type(fault).__name__}.")
        finally:
            await _close(writer)
    return NoReply(why)


def _request(
    endpoint: Endpoint, method: str, headers: Mapping[str, str], body: bytes
) -> h11.Request:
    fields = {
        "Host": endpoint.authority,
        "User-Agent": f"parley/{__version__}",
        "Accept": "application/json, text/plain;q=0.5",
        "Accept-Encoding": "identity",
        "Connection": "close",
        **headers,
    }
    if method == "POST":
        fields["Content-Length"] = str(len(body))
    return h11.Request(
        method=method,
        target=endpoint.path,
        headers=[(name.encode("ascii"), value.encode("ascii")) for name, value in fields.items()],
    )


async def _ask(
    reader: asyncio.StreamReader,
    writer: asyncio.StreamWriter,
    request: h11.Request,
    body: bytes,
    most: int,
) -> Reply | NoReply:
    line = h11.Connection(h11.CLIENT, max_incomplete_event_size=_MOST_HEADER)
    sent = [line.send(request), line.send(h11.Data(data=body)) if body else b"",
            line.send(h11.EndOfMessage())]  # fmt: skip
    writer.write(b"".join(part for part in sent if part))
    await writer.drain()
    head: h11.Response | None = None
    kept = bytearray()
    while True:
        event = line.next_event()
        if event is h11.NEED_DATA:
            line.receive_data(await reader.read(_CHUNK))
        elif isinstance(event, h11.Response):
            head = event
        elif isinstance(event, h11.Data) and head is not None:
            kept += event.data
            if len(kept) > most:
                return _reply(head, bytes(kept[:most]), cut=True)
        elif isinstance(event, h11.EndOfMessage) and head is not None:
            return _reply(head, bytes(kept), cut=False)
        elif not isinstance(event, h11.InformationalResponse):
            return NoReply("It closed without an answer.")


def _reply(head: h11.Response, body: bytes, *, cut: bool) -> Reply:
    headers = {
        name.decode("ascii", "replace").lower(): value.decode("latin-1")
        for name, value in head.headers
    }
    return Reply(status=head.status_code, headers=headers, body=body, cut=cut)


@lru_cache(maxsize=32)  # reading the certificates takes tens of milliseconds of the loop's time
def _tls(ca_file: str | None) -> ssl.SSLContext:
    context = ssl.create_default_context(cafile=ca_file)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context


async def _close(writer: asyncio.StreamWriter) -> None:
    writer.close()
    try:
        async with asyncio.timeout(_CLOSE_S):
            await writer.wait_closed()
    except (OSError, TimeoutError):
        writer.transport.abort()
