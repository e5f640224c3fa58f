"""The incident review for one reader, as known now or earlier, and the schemas others build on."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from parley import channel, incidents, review
from parley.ceasefire.text.reading import arrangement_schema
from parley.desk.board import Board
from parley.desk.ways.settings import Settings
from parley.errors import NotFound
from parley.reading import reading_schema
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


SCHEMAS: dict[str, Callable[[], dict[str, object]]] = {
    "record": lambda: dict(vocabulary_schema()),
    "review": lambda: msgspec.json.schema(Review),
    "arrangement": lambda: dict(arrangement_schema()),
    "reading": reading_schema,
    "ways": lambda: msgspec.json.schema(Settings),
}
"""Every published JSON Schema, by the name `parley schema` knows it by."""
