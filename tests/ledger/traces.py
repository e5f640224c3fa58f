"""Looking for a value where it must not be, in every spelling a careless program might leave."""

from __future__ import annotations

from base64 import b64encode, urlsafe_b64encode
from collections.abc import Iterable, Mapping

from parley.ledger.leaf import read_leaf


def spellings(secret: str) -> dict[str, bytes]:
    """The byte sequences under which a text would be recognised."""
    raw = secret.encode()
    found = {
        "raw": raw,
        "capitals": secret.upper().encode(),
        "hex": raw.hex().encode(),
        "hex in capitals": raw.hex().upper().encode(),
        "UTF-16": secret.encode("utf-16-le"),
        "UTF-16, big end first": secret.encode("utf-16-be"),
        "backwards": raw[::-1],
    }
    for shift in range(3):
        # Whole groups of three bytes only: the letters at both ends depend on the neighbours.
        whole = raw[-shift % 3 :]
        whole = whole[: len(whole) // 3 * 3]
        found[f"base64, {shift} past a group"] = b64encode(whole)
        found[f"base64 for addresses, {shift} past a group"] = urlsafe_b64encode(whole)
    return found


def traces(places: Mapping[str, bytes], secrets: Iterable[str]) -> list[str]:
    """Where and how any of the secrets shows."""
    return [
        f"{secret!r} as {spelling} in {place}"
        for secret in secrets
        for spelling, form in spellings(secret).items()
        for place, content in places.items()
        if form in content
    ]


def inside(leaf: bytes) -> dict[str, bytes]:
    """A leaf and what is spelled in base64 within it."""
    envelope = read_leaf(leaf).envelope
    return {"leaf": leaf, "payload": envelope.payload, "signature": envelope.signature}


def runs(places: Mapping[str, bytes], content: bytes) -> list[str]:
    """Where 32 bytes or more in a row of the content are left (or all of it, if it is shorter)."""
    whole = b"".join(places.values())
    return [
        f"bytes {at} to {at + 16} in {place}"
        for at in range(0, max(1, len(content) - 15), 16)
        if content[at : at + 16] in whole
        for place, held in places.items()
        if content[at : at + 16] in held
    ]
