"""The incident review for one reader, as known now or earlier, and the schemas others build on."""

from __future__ import annotations

from typing import Literal

import msgspec

from parley import channel, incidents, review
from parley.desk.board import Board
from parley.errors import NotFound
from parley.record.readers.schema import vocabulary_schema
from parley.review.page import Review


def review_of(board: Board, incident: str | None = None, known_at: int | None = None) -> Review:
    """Review an incident file: the one named, or the first that was opened.

    `known_at` is a number of entries: the review as it would have been then.
    """
    told, filed, around = board.three(
        (channel.PROJECTION, incidents.PROJECTION, review.PROJECTION), known_at
    )
    if incident is None and not filed.files:
        raise NotFound("expected an incident file, got a record without one")
    return review.review(
        incident or filed.files[0].of, channel=told, incidents=filed, around=around
    )


def schema_of(what: Literal["record", "review"]) -> dict[str, object]:
    """The JSON Schema of every kind of record, or of a review."""
    return dict(vocabulary_schema() if what == "record" else msgspec.json.schema(Review))
