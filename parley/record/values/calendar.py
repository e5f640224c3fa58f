"""When a line is kept: weekly hours in the local time of a place, and the days it is closed.

Local times stay local: 09:00 is 09:00 on both sides of a clock change, and what it comes to in
ledger time is worked out for each day, never stored.
"""

from __future__ import annotations

import datetime
from typing import Annotated, Literal

from msgspec import Meta, Struct

from parley.record.values.refused import Unfit, shown
from parley.record.values.time import Zone

Date = Annotated[
    str,
    Meta(
        pattern=r"^[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])(?![\s\S])",
        description="a date like 2016-09-17",
    ),
]
"""A day of the calendar, in the zone it stands beside."""

LocalTime = Annotated[
    str,
    Meta(
        pattern=r"^(?:(?:[01][0-9]|2[0-3]):[0-5][0-9]|24:00)(?![\s\S])",
        description="a time of day like 09:00, from 00:00 to 24:00",
    ),
]
"""A time of day, in the zone it stands beside."""

Weekday = Literal[
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"
]  # fmt: skip


class Weekly(
    Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, gc=False,
    rename={"from_": "from"},
):  # fmt: skip
    """Hours that come back every week, within one day. A night is two of them, cut at 24:00."""

    days: Annotated[tuple[Weekday, ...], Meta(min_length=1, max_length=7, description="On which.")]
    from_: Annotated[LocalTime, Meta(description="From this time of day on.")]
    until: Annotated[LocalTime, Meta(description="Up to this time of day, not included.")]

    def __post_init__(self) -> None:
        if self.from_ >= self.until:
            raise Unfit(f"expected from < until within a day, got {self.from_} and {self.until}")
        if len(set(self.days)) < len(self.days):
            raise Unfit("expected each day once, got one twice")


class Calendar(
    Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, gc=False, omit_defaults=True
):
    """The hours of a line. Without hours it is open at all times, but on the days it is closed."""

    zone: Zone
    hours: Annotated[
        tuple[Weekly, ...], Meta(max_length=50, description="When it is open; absent: always.")
    ] = ()
    closed: Annotated[
        tuple[Date, ...], Meta(max_length=400, description="Whole days on which it is not.")
    ] = ()

    def __post_init__(self) -> None:
        for day in self.closed:
            try:
                datetime.date.fromisoformat(day)
            except ValueError as fault:
                raise Unfit(f"expected a day that exists, got {shown(day)}") from fault
