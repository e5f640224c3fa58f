"""Keys and signatures as text: one spelling each, so that two spellings cannot be two keys."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

# The last character before "=" carries unused bits; only the spellings with those bits zero are
# canonical (RFC 4648, section 3.5), so the classes name exactly those.
KeyBytes = Annotated[
    str,
    Meta(
        pattern=r"^[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=(?![\s\S])",
        description="32 bytes in canonical base64",
    ),
]
"""A public key."""

SignatureBytes = Annotated[
    str,
    Meta(
        pattern=r"^[A-Za-z0-9+/]{85}[AQgw]==(?![\s\S])",
        description="64 bytes in canonical base64",
    ),
]
"""A signature."""

KeyName = Annotated[
    str,
    Meta(
        pattern=r"^(?:sign|seal):[0-9a-f]{64}(?![\s\S])",
        description='"sign:" or "seal:" and the SHA-256 of the key in 64 lower-case hex digits',
    ),
]
"""What a key is for, and which one it is."""

Sha256 = Annotated[
    str,
    Meta(pattern=r"^[0-9a-f]{64}(?![\s\S])", description="a SHA-256 in 64 lower-case hex digits"),
]
"""A plain hash."""
