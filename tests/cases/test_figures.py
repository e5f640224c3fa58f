"""Numbers in words become ranges, and no bound is ever invented."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parley.cases.figures import figure
from parley.errors import BadInput

NUMBERS = st.integers(min_value=0, max_value=10**6)
Bounds = tuple[int | None, int | None, int | None, bool]


def _bounds(written: str, unit: str = "person") -> Bounds:
    found = figure(written, unit)
    assert (found.written, found.unit) == (written, unit)
    return found.low, found.best, found.high, found.approximate


@given(NUMBERS)
def test_a_lower_bound_has_no_upper_one(number: int) -> None:
    """ "At least" and "more than" never get a best or a high figure."""
    assert _bounds(f"at least {number}") == (number, None, None, False)
    assert _bounds(f"More than {number}") == (number + 1, None, None, False)


@given(NUMBERS)
def test_a_strict_bound_stays_where_halves_exist(number: int) -> None:
    """Under 5 minutes may be four and a half; fewer than 5 persons are at most four."""
    assert _bounds(f"under {number + 1}", "minute") == (None, None, number + 1, False)
    assert _bounds(f"fewer than {number + 1}") == (None, None, number, False)
    assert _bounds(f"over {number}", "km") == (number, None, None, False)


@given(NUMBERS, NUMBERS)
def test_a_range_keeps_both_ends_and_no_middle(one: int, other: int) -> None:
    """Nothing is averaged."""
    low, high = sorted((one, other))
    assert _bounds(f"{low} to {high}") == (low, None, high, False)
    assert _bounds(f"about {low} to {high}") == (low, None, high, True)


@pytest.mark.parametrize(
    ("written", "bounds"),
    [
        ("62 to possibly more than 100", (62, None, None, True)),
        ("about 100", (None, 100, None, True)),
        ("83", (83, 83, 83, False)),
        ("five", (5, 5, 5, False)),
        ("78,000", (78000, 78000, 78000, False)),
        ("several", (None, None, None, True)),
        ("No", (0, 0, 0, False)),
        ("up to 7", (None, None, 7, False)),
    ],
)
def test_phrases_of_the_field(written: str, bounds: Bounds) -> None:
    """What reports of casualties really say."""
    assert _bounds(written) == bounds


@pytest.mark.parametrize("written", ["", "lots", "-3", "1e3", "3 or so", "at least", "9 to 4",
                                     "at least 4 to 5", "１２"])  # fmt: skip
def test_anything_else_is_refused(written: str) -> None:
    """A phrase that is no figure is not guessed at."""
    with pytest.raises((BadInput, ValueError)):
        figure(written, "person")
