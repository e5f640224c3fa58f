"""UCDP and ACLED rows become files and claims on the publisher's word, or a line with a reason."""

from __future__ import annotations

import io
import tracemalloc
from collections.abc import Iterator

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from parley.errors import BadInput
from parley.exchange import FORMATS, Fault, Mapped, read_events
from parley.record.entry import as_record
from parley.record.incident import Claimed, Opened
from parley.record.values.place import Point
from parley.record.values.time import iso
from tests.exchange.tables import ACLED, UCDP, lines, many_ucdp, table


def _read(raw: bytes, form: str) -> list[Mapped | Fault]:
    return list(read_events(io.BytesIO(raw), FORMATS[form], edition="24.1"))


def _one(form: str, **changed: str) -> tuple[Opened, Claimed]:
    base = UCDP if form == "ucdp-ged" else ACLED
    (found,) = _read(table({**base, **changed}), form)
    assert isinstance(found, Mapped), found
    opened, claimed = found.records
    assert isinstance(opened, Opened)
    assert isinstance(claimed, Claimed)
    return opened, claimed


def test_a_ucdp_event_keeps_low_best_and_high_and_its_parts() -> None:
    """Three bounds and the groups as parts, on the publisher's word with its source behind it."""
    opened, claimed = _one("ucdp-ged")
    assert "ucdp-101" == opened.incident
    assert "state-based violence: Government of Northland and Eastern Front" == opened.title
    total, *parts = claimed.quantities
    assert (7, 9, 12) == (total.range.low, total.range.best, total.range.high)
    assert [("killed-a", 2), ("killed-b", 3), ("killed-civilians", 4)] == [
        (one.measure, one.range.best) for one in parts
    ]
    assert {"killed"} == {one.part_of for one in parts}
    assert claimed.reported is not None
    assert [
        ("Uppsala Conflict Data Program (24.1)", "said"),
        ("A wire service", "via"),
        ("a police officer", "cited"),
    ] == [(link.who, link.how) for link in claimed.reported.chain]


def test_a_place_is_as_sure_as_its_code() -> None:
    """Each code for precision widens the place; a country or the sea keeps no position at all."""
    radii = []
    for code in "1234567":
        opened, _ = _one("ucdp-ged", where_prec=code)
        assert opened.place is not None
        radii.append(opened.place.uncertainty_cm)
        assert isinstance(opened.place.shape, Point) == (code not in "67")
    assert radii[:5] == sorted(filter(None, radii))
    assert [None, None] == radii[5:]


def test_days_are_days() -> None:
    """A span of days says between which days it fell; it did not fill them."""
    opened, _ = _one("ucdp-ged", date_end="2031-05-06 00:00:00.000")
    assert "2031-05-03/2031-05-06" == opened.when.written
    assert not opened.when.lasting
    assert "2031-05-06T23:59:59.999Z" == iso(opened.when.latest)


def test_an_acled_event_is_a_claim_of_its_fatalities() -> None:
    """A single number, the notes as the statement, the sources side by side as one link."""
    opened, claimed = _one("acled")
    assert "acled-nth101" == opened.incident
    assert "Air/drone strike: Military Forces of Northland and Eastern Front" == opened.title
    (killed,) = claimed.quantities
    assert (None, 5, None) == (killed.range.low, killed.range.best, killed.range.high)
    assert claimed.statement.endswith("5 killed.")
    assert claimed.reported is not None
    assert ["A wire service; A monitoring group"] == [
        link.who for link in claimed.reported.chain if link.how == "cited"
    ]


@pytest.mark.parametrize("written", ["03 May 2031", "3 May 2031", "2031-05-03"])
def test_acleds_day_is_that_day_in_any_zone(written: str) -> None:
    """No zone is told, so the day is widened to where it begins first and ends last."""
    opened, _ = _one("acled", event_date=written)
    assert ("2031-05-02T10:00Z", "2031-05-04T11:59:59.999Z") == (
        iso(opened.when.earliest), iso(opened.when.latest),
    )  # fmt: skip


def test_a_vaguer_day_is_wider() -> None:
    """A week or a month of doubt widens the time on both sides."""
    spans = []
    for code in "123":
        opened, _ = _one("acled", time_precision=code)
        spans.append(opened.when.latest - opened.when.earliest)
    assert spans == sorted(set(spans))


@pytest.mark.parametrize(
    ("form", "changed", "reason"),
    [
        ("ucdp-ged", {"best": "many"}, "expected a whole number, got 'many', at best."),
        ("ucdp-ged", {"best": ""}, "expected a best estimate, got none, at best."),
        ("ucdp-ged", {"best": "-1"}, "expected a count from 0 up"),
        ("ucdp-ged", {"low": "99"}, "expected low <= best <= high"),
        ("ucdp-ged", {"type_of_violence": "4"}, "expected one of 1, 2, 3"),
        ("ucdp-ged", {"where_prec": ""}, "where_prec"),
        ("ucdp-ged", {"date_start": "17/09/2016"}, "expected a day like 2016-09-17"),
        ("ucdp-ged", {"date_start": "2031-02-30"}, "expected a time that exists"),
        ("ucdp-ged", {"date_start": "2031-06-01"}, "earliest"),
        ("ucdp-ged", {"latitude": "95.0"}, "lat"),
        ("ucdp-ged", {"latitude": "35,25"}, "degrees"),
        ("ucdp-ged", {"id": "../x"}, "identifier"),
        ("acled", {"event_date": "03 Mai 2031"}, "expected a day like 17 September 2016"),
        ("acled", {"event_date": "31 February 2031"}, "expected a time that exists"),
        ("acled", {"fatalities": "5+"}, "expected a whole number"),
        ("acled", {"time_precision": "9"}, "time_precision"),
        ("acled", {"event_id_cnty": ""}, "identifier"),
    ],
)
def test_a_row_that_cannot_be_mapped_says_why(
    form: str, changed: dict[str, str], reason: str
) -> None:
    """Its line and one sentence; the row after it is read as if nothing were wrong."""
    base = UCDP if form == "ucdp-ged" else ACLED
    bad, good = _read(table({**base, **changed}, base), form)
    assert isinstance(bad, Fault)
    assert 2 == bad.line
    assert reason in bad.reason
    assert isinstance(good, Mapped)


def test_a_table_without_its_columns_is_refused_whole() -> None:
    """The column that is missing is named; an empty file is no table."""
    short = {name: cell for name, cell in UCDP.items() if name != "deaths_a"}
    with pytest.raises(BadInput, match="a column deaths_a"):
        _read(table(short), "ucdp-ged")
    with pytest.raises(BadInput, match="a column"):
        _read(b"", "ucdp-ged")


HOSTILE = {
    "a quotation mark never closed": b'"' + b"a" * 900_000 + b"\r\n",
    "no line ends": b"x," * 900_000,
    "bytes that are no text": b",".join([b"\xff\xfe"] * len(UCDP)) + b"\r\n",
    "too many cells": b"1," * 400 + b"\r\n",
    "a NUL": b"\x00" + b"," * (len(UCDP) - 1) + b"\r\n",
    "direction overrides": "\u202e,".encode() * (len(UCDP) - 1) + b"\r\n",
}


@pytest.mark.parametrize("attack", HOSTILE, ids=str)
def test_hostile_rows_are_faults(attack: str) -> None:
    """Whatever stands in a row, it is reported, and the good row before it is kept."""
    first, *rest = _read(table(UCDP) + HOSTILE[attack], "ucdp-ged")
    assert isinstance(first, Mapped)
    assert rest
    assert all(isinstance(one, Fault) for one in rest)


@given(
    st.sampled_from(["ucdp-ged", "acled"]),
    st.dictionaries(st.sampled_from([*UCDP, *ACLED]), st.text(max_size=30), max_size=6),
)
def test_any_cells_give_records_or_a_reason(form: str, changed: dict[str, str]) -> None:
    """No cell is a crash, and what is mapped is valid by its types."""
    base = UCDP if form == "ucdp-ged" else ACLED
    known = {name: cell for name, cell in changed.items() if name in base}
    raw = table({name: known.get(name, base[name]).encode("utf-8", "replace").decode() or base[name]
                 for name in base})  # fmt: skip
    for one in _read(raw, form):
        if isinstance(one, Mapped):
            for record in one.records:
                assert record == as_record(msgspec.to_builtins(record))
        else:
            assert one.reason.endswith(".")


class _Endless(io.RawIOBase):
    """A table made while it is read."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces, self._rest = pieces, b""

    def readable(self) -> bool:
        return True

    def readinto(self, into: memoryview) -> int:  # type: ignore[override]  # a buffer is enough
        while len(self._rest) < len(into) and (piece := next(self._pieces, b"")):
            self._rest += piece
        got, self._rest = self._rest[: len(into)], self._rest[len(into) :]
        into[: len(got)] = got
        return len(got)


def _peak(rows: int) -> tuple[int, int, int]:
    stream = io.BufferedReader(_Endless(lines(many_ucdp(rows), tuple(UCDP))), 1 << 16)
    tracemalloc.start()
    good = bad = 0
    for one in read_events(stream, FORMATS["ucdp-ged"], edition="24.1"):
        good, bad = good + isinstance(one, Mapped), bad + isinstance(one, Fault)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return good, bad, peak


@pytest.mark.slow
def test_memory_does_not_grow_with_the_table() -> None:
    """Ten times the rows take no more memory, and every row is mapped or reported."""
    few, many = _peak(400), _peak(4_000)
    assert (360, 40) == few[:2]
    assert (3_600, 400) == many[:2]
    assert many[2] < few[2] + 500_000
