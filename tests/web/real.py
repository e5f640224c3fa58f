"""The review of the shipped case by the projections themselves, without a desk."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from parley import channel, incidents, review
from parley.cases import load, read_case
from parley.fold import fold
from parley.record.entry import Entry
from parley.review.page import Review
from tests.cases.entering import entries


def reviews(stream: Iterable[Entry]) -> tuple[Review, ...]:
    """A review of every incident file that a record holds."""
    record = tuple(stream)
    found = fold(incidents.PROJECTION, record)
    said, around = fold(channel.PROJECTION, record), fold(review.PROJECTION, record)
    return tuple(
        review.review(file.of, channel=said, incidents=found, around=around)
        for file in found.files
    )


@cache
def real() -> Review:
    """17 September 2016."""
    made = reviews(entries(read_case(load("deir-ez-zor"))))
    return next(one for one in made if one.incident == "deir-ez-zor-2016-09-17")
