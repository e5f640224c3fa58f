"""Which machines may be posted to. Rules against being led to a machine nobody named.

1. An endpoint stands in ways.toml, written by the operator of the desk; none comes from a record, a
   message, an answer or a redirect, and redirects are not followed.
2. Its address is https. Plain http is taken only with `inside`, for a machine on the desk's own
   network.
3. Its name is looked up once for a post, every address found is checked, and the connection goes to
   one that was checked: a name that changes its address in between changes nothing.
4. Without `inside` every address must be one of the open internet. With it, private ones and this
   machine are taken too. Link-local (where clouds keep their keys), multicast, unspecified and
   reserved addresses are never taken, also not wrapped in IPv6.
5. No proxy is read from the environment, and no credentials from the address.
"""

from __future__ import annotations

import asyncio
import socket
from ipaddress import IPv4Address, IPv6Address, ip_address
from urllib.parse import urlsplit

from msgspec import Struct

from parley.errors import expected

_NAT64 = 0x0064_FF9B << 96


class Endpoint(Struct, frozen=True, kw_only=True):
    """Where to post: an address taken apart, and whether it may lie inside."""

    host: str
    port: int
    path: str
    tls: bool
    inside: bool = False
    ca_file: str | None = None

    def __repr__(self) -> str:
        return f"Endpoint({self.host}:{self.port})"  # the path may hold a secret

    @property
    def authority(self) -> str:
        """Host and port as the request names them."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        usual = self.port == (443 if self.tls else 80)
        return host if usual else f"{host}:{self.port}"


def read_endpoint(
    url: str, *, inside: bool = False, ca_file: str | None = None, at: str = "url"
) -> Endpoint:
    """Take an address apart; BadInput for one that breaks rules 2 or 5."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:
        raise expected("an address like https://host/path", "another", at) from None
    if parts.scheme not in ("https", "http") or not host or not url.isascii():
        raise expected("an address like https://host/path", "another", at)
    if parts.username is not None or parts.password is not None or parts.fragment:
        raise expected("an address without name, password or fragment", "one with", at)
    if any(sign <= " " or sign == "\x7f" for sign in url):
        raise expected("an address without spaces or control signs", "one with", at)
    tls = parts.scheme == "https"
    if not tls and not inside:
        raise expected("https, or inside = true for a machine on your own network", "http", at)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Endpoint(
        host=host, port=port or (443 if tls else 80), path=path, tls=tls,
        inside=inside, ca_file=ca_file,
    )  # fmt: skip


async def look_up(endpoint: Endpoint) -> list[str] | str:
    """The checked addresses of an endpoint, or in words why there are none."""
    loop = asyncio.get_running_loop()
    try:
        found = await loop.getaddrinfo(endpoint.host, endpoint.port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        return "Its name leads to no address."
    addresses = list(dict.fromkeys(str(one[4][0]) for one in found))
    for address in addresses:
        why = refused(address, inside=endpoint.inside)
        if why:
            return f"Its name leads to {why}."
    return addresses[:4]


def refused(address: str, *, inside: bool) -> str | None:
    """Why an address is not posted to (rule 4); None when it may be."""
    try:
        found = _unwrapped(ip_address(address.partition("%")[0]))
    except ValueError:
        return "something that is no address"
    if found.is_unspecified or found.is_multicast or found.is_link_local:
        return "an address that is no single machine's, or only a neighbour's"
    if found.is_loopback or _own(found):
        return None if inside else "an address inside a network, and inside is not set"
    if found.is_reserved or not found.is_global:
        return "a reserved address"
    return None


def _own(address: IPv4Address | IPv6Address) -> bool:
    """Private use: RFC 1918, RFC 6598, RFC 4193."""
    if isinstance(address, IPv4Address):
        return any(
            int(address) >> (32 - bits) == int(IPv4Address(net)) >> (32 - bits)
            for net, bits in (("10.0.0.0", 8), ("172.16.0.0", 12), ("192.168.0.0", 16),
                              ("100.64.0.0", 10))
        )  # fmt: skip
    return int(address) >> 121 == 0xFC >> 1


def _unwrapped(address: IPv4Address | IPv6Address) -> IPv4Address | IPv6Address:
    """The IPv4 address inside an IPv6 one, where there is one: that is where it leads."""
    if isinstance(address, IPv4Address):
        return address
    if address.ipv4_mapped is not None:
        return address.ipv4_mapped
    if address.sixtofour is not None:
        return address.sixtofour
    if address.teredo is not None:
        return address.teredo[1]
    if int(address) >> 32 == _NAT64 >> 32:
        return IPv4Address(int(address) & 0xFFFF_FFFF)
    return address
