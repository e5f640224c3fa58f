"""Forms of text in an arrangement file. Each description follows "expected" in a refusal."""

from __future__ import annotations

from typing import Annotated, Literal, get_args

from msgspec import Meta

from parley.record.values.finding import BasisName

_TIME = (
    r"^\d{4}(?:-\d\d(?:-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d{3})?)?(?:Z|[+-]\d\d:\d\d)?)?)?)?(?![\s\S])"
)
Written = Annotated[
    str,
    Meta(
        pattern=_TIME,
        description="a time like 2016-09-12T19:00+03:00, or a day like 2016-09-12",
    ),
]
"""A time as the text gives it; without an offset it is in the arrangement's zone."""

Hour = Annotated[
    str,
    Meta(
        pattern=r"^(?:[01]\d|2[0-4]):[0-5]\d(?![\s\S])",
        description="an hour like 08:00, up to 24:00",
    ),
]
"""A time of day on the wall clock of a zone."""

Who = Annotated[
    str,
    Meta(
        pattern=r"^(?:@accepted|@parties|@anyone|(?:class:)?[a-z0-9](?:[a-z0-9._-]{0,62}[a-z0-9])?)"
        r"(?![\s\S])",
        description="an actor's identifier, class:NAME, @accepted, @parties or @anyone",
    ),
]
"""Whom a clause names.

`@accepted` and `@parties` are those bound by their own acceptance, `@anyone` is everybody,
`class:NAME` every actor of a class.
"""

LatLon = Annotated[
    str,
    Meta(
        pattern=r"^-?\d{1,2}(?:\.\d{1,7})? -?\d{1,3}(?:\.\d{1,7})?(?![\s\S])",
        description='a corner as "LATITUDE LONGITUDE" in decimal degrees, like "36.148 36.945"',
    ),
]
"""One corner of a drawn area."""

Source = Annotated[str, Meta(min_length=1, max_length=500, description="where it can be read")]
"""An address or citation; "not public" where nobody outside can read it."""

Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
Basis = BasisName
"""What happened to whom; what the actor states it meant to do. Never collapsed into one."""
BASES: tuple[Basis, ...] = ("effect", "stated-intent")

WORDS: dict[str, str] = {
    meta.pattern: meta.description
    for form in (Written, Hour, Who, LatLon)
    for meta in get_args(form)[1:]
}
"""Each pattern and what a refusal says was expected."""
