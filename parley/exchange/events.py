"""Tables of conflict events into incidents and claims: UCDP GED and ACLED.

Each row opens a file in the publisher's name and claims what the row counts, on the publisher's
word. Positions come with the radius that the publisher's code for precision stands for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import BinaryIO, Final

from msgspec import Struct

from parley.errors import BadInput
from parley.exchange.acled import COLUMNS as ACLED_COLUMNS
from parley.exchange.acled import records_of as acled
from parley.exchange.rows import Fault, Mapped, Row, fault_of, judged, table
from parley.exchange.ucdp import COLUMNS as UCDP_COLUMNS
from parley.exchange.ucdp import records_of as ucdp
from parley.record.kinds import Record


class Layout(Struct, frozen=True):
    """A published table: its columns that must be there, and what a row becomes."""

    title: str
    columns: tuple[str, ...]
    records_of: Callable[[Row, str], tuple[Record, ...]]


FORMATS: Final[dict[str, Layout]] = {
    "ucdp-ged": Layout("UCDP Georeferenced Event Dataset", UCDP_COLUMNS, ucdp),
    "acled": Layout("Armed Conflict Location & Event Data", ACLED_COLUMNS, acled),
}
"""Every table that can be read, by the name it is asked for with."""


def read_events(stream: BinaryIO, layout: Layout, *, edition: str) -> Iterator[Mapped | Fault]:
    """Every row of a table, in order, as records or as a fault. One row is held at a time.

    `edition` names the publisher's version of the data, as it shall stand in the chain: figures
    are revised from one to the next, and both are kept.
    """
    for line, row in table(stream, layout.columns):
        if isinstance(row, Fault):
            yield row
            continue
        try:
            made = layout.records_of(row, edition)
            yield Mapped(line=line, records=tuple(judged(one, "the row") for one in made))
        except BadInput as fault:
            yield fault_of(line, fault)
