"""Sealed: what was done with sealed parts after they were entered."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from parley.record.correction import Index
from parley.record.values.statement import Closed
from parley.record.values.text import Digest, Id, Prose


class Granted(Closed, frozen=True, kw_only=True, tag="sealed.granted"):
    """A sealed part was opened to a later reader."""

    record: Annotated[Digest, Meta(description="The record.")]
    entry: Annotated[Index, Meta(description="Where in the log it stands.")]
    part: Annotated[Id, Meta(description="Which part.")]
    reader: Annotated[Id, Meta(description="To whom, by actor.")]
    why: Annotated[Prose, Meta(description="On what ground.")]


Sealed = Granted
