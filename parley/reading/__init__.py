"""Text into draft claims: who is reported to have said what, how firmly, and in whose words.

A draft is for a person to confirm; it is never a record. English only, by hand-written rules,
without
trained weights and without a network; other languages are refused by name.
"""

from __future__ import annotations

import msgspec

from parley.reading.output import Claim, Reading
from parley.reading.reading import PROVENANCE, READER, read


def reading_schema() -> dict[str, object]:
    """The JSON Schema of what reading a document gives."""
    return dict(msgspec.json.schema(Reading))


__all__ = ["PROVENANCE", "READER", "Claim", "Reading", "read", "reading_schema"]
