"""Correction: nothing is edited; a correction is a new entry."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from parley.record.values.statement import Open
from parley.record.values.text import Digest, Id, Prose

Index = Annotated[int, Meta(ge=0, le=2**53 - 1, description="An entry's place, from 0.")]


class Retracted(Open, frozen=True, kw_only=True, tag="correction.retracted"):
    """An author took back an earlier record of its own. The record stays readable."""

    record: Annotated[Digest, Meta(description="The record taken back.")]
    entry: Annotated[Index, Meta(description="Where in the log it stands.")]
    why: Annotated[Prose, Meta(description="Why.")]


class Erased(Open, frozen=True, kw_only=True, tag="correction.erased"):
    """The key and salt of a sealed part were destroyed; every proof still holds."""

    record: Annotated[Digest, Meta(description="The record whose part is gone.")]
    entry: Annotated[Index, Meta(description="Where in the log it stands.")]
    part: Annotated[Id, Meta(description="Which part.")]
    why: Annotated[Prose, Meta(description="On what ground.")]


Correction = Retracted | Erased
