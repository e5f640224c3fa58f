"""Signed webhooks: who posts proves that it holds a shared secret, and when it posted.

Standard Webhooks 1.0.0 (github.com/standard-webhooks/standard-webhooks), symmetric signatures:

    webhook-id           the idempotency key: the same however often the same thing is posted
    webhook-timestamp    whole seconds since 1970, of this try
    webhook-signature    "v1," + base64(HMAC-SHA256(secret, id + "." + timestamp + "." + body)),
                         several with a space between while a secret is being changed

Here over the standard library and not over the package of that project, because time is given here,
two secrets can be in use, and a header of nonsense must be a refusal; that package judges us in the
tests. A secret is 24 to 64 random bytes, written "whsec_" + base64, a line each in a file only its
owner can read; the first signs first, and a signature by any of them is accepted.
"""

from __future__ import annotations

import binascii
import hmac
import re
from base64 import b64decode, b64encode
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Final

from parley.desk.keyfile import read_secret
from parley.errors import BadSignature, expected

PREFIX: Final = "whsec_"
WINDOW_S: Final = 300
_MOST_SIGNATURES: Final = 10
_ID = re.compile(r"[A-Za-z0-9_-]{1,100}")


def read_secrets(path: Path) -> tuple[bytes, ...]:
    """One or two secrets from a file; while one is being changed the new one stands first."""
    lines = read_secret(path).decode("ascii", "replace").split()
    if not 1 <= len(lines) <= 2:
        raise expected("one or two secrets, a line each", f"{len(lines)}", path.name)
    return tuple(_secret(line, path.name) for line in lines)


def _secret(line: str, at: str) -> bytes:
    try:
        found = b64decode(line.removeprefix(PREFIX), validate=True)
    except (binascii.Error, ValueError):
        found = b""
    if not line.startswith(PREFIX) or not 24 <= len(found) <= 64:
        # Nothing of it goes into the refusal.
        raise expected("whsec_ and the base64 of 24 to 64 bytes", "something else", at)
    return found


def signed(secrets: Sequence[bytes], name: str, seconds: int, body: bytes) -> dict[str, str]:
    """The three headers under which a body is posted at a time in seconds."""
    said = f"{name}.{seconds}.".encode() + body
    signatures = (b64encode(hmac.digest(one, said, sha256)).decode() for one in secrets)
    return {
        "webhook-id": name,
        "webhook-timestamp": str(seconds),
        "webhook-signature": " ".join(f"v1,{one}" for one in signatures),
    }


class SeenIds:
    """The replay window: which ids were taken within it. Bounded; the oldest goes first."""

    def __init__(self, most: int = 100_000) -> None:
        self._most = most
        self._seen: OrderedDict[str, int] = OrderedDict()

    def first_time(self, name: str, seconds: int) -> bool:
        """Whether this id was not taken before; from now on it was."""
        if name in self._seen:
            return False
        self._seen[name] = seconds
        while len(self._seen) > self._most:
            self._seen.popitem(last=False)
        return True


def verified(
    secrets: Sequence[bytes], headers: Mapping[str, str], body: bytes, *, seconds: int
) -> str:
    """The id of what was posted, once it is shown to be signed; BadSignature else.

    1. the three headers are there and of their form
    2. it was posted within five minutes of `seconds`, the receiver's own clock
    3. one of the signatures is by one of the secrets

    An id that comes twice is the sender trying again: take it once (`SeenIds`), and answer it as
    the first time.
    """
    given = {name.lower(): value for name, value in headers.items()}
    name, stamp = given.get("webhook-id", ""), given.get("webhook-timestamp", "")
    if not _ID.fullmatch(name) or not re.fullmatch(r"[0-9]{1,12}", stamp, re.ASCII):  # 1
        raise BadSignature("expected webhook-id and webhook-timestamp, got none of their form")
    if abs(seconds - int(stamp)) > WINDOW_S:  # 2
        raise BadSignature(f"expected a call of the last {WINDOW_S} s, got an older or a later one")
    said = f"{name}.{stamp}.".encode() + body
    wanted = [hmac.digest(one, said, sha256) for one in secrets]
    found = False
    for offered in given.get("webhook-signature", "").split(" ")[:_MOST_SIGNATURES]:  # 3
        version, _, text = offered.partition(",")
        for one in wanted:  # every one is compared, in a time that tells nothing
            found |= hmac.compare_digest(one, _bytes(text)) and version == "v1"
    if not found:
        raise BadSignature("expected a signature by a shared secret, got none that holds")
    return name


def _bytes(text: str) -> bytes:
    try:
        return b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return b""


__all__ = [
    "SeenIds", "WINDOW_S", "read_secrets", "signed", "verified",
]  # fmt: skip
