"""Counts, places, chains and words keep what was told and refuse what contradicts itself."""

from __future__ import annotations

import unicodedata
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parley.errors import BadInput, Refusal
from parley.record.values.amount import Quantity, Range
from parley.record.values.canonical import canonical, read_as, read_canonical
from parley.record.values.place import Altitude, Band, Bearing, Place, Position, degrees
from parley.record.values.refused import field, shown
from parley.record.values.statement import Heard, Link, Reported
from parley.record.values.text import Id, Name, Prose
from parley.record.values.time import Instant, VagueTime
from tests.record.strategies import of, ranges

VALUES = (
    Range, Quantity, Place, Position, Altitude, Band, Bearing, Heard, Link, Reported, Instant,
    VagueTime,
)  # fmt: skip


@pytest.mark.parametrize("kind", VALUES, ids=lambda kind: kind.__name__)
@given(choice=st.data())
def test_every_value_reads_back_as_it_was_written(
    kind: type[object], choice: st.DataObject
) -> None:
    """Writing a value and reading it gives an equal value."""
    value = choice.draw(of(kind))
    assert value == read_as(kind, read_canonical(canonical(value)))


# -- how many ------------------------------------------------------------------------------


@given(st.lists(st.integers(-1000, 1000), min_size=3, max_size=3))
def test_a_range_has_its_bounds_in_order(figures: list[int]) -> None:
    """Low, best and high in any other order are refused, in Python and in reading alike."""
    low, best, high = figures
    plain = {"unit": "person", "written": "x", "low": low, "best": best, "high": high}
    if low <= best <= high:
        assert best == read_as(Range, plain).best
    else:
        with pytest.raises(BadInput, match="expected low <= best <= high"):
            read_as(Range, plain)
        with pytest.raises(BadInput, match="expected low <= best <= high"):
            Range(unit="person", written="x", low=low, best=best, high=high)


@given(ranges(), ranges())
def test_ranges_that_may_be_equal_say_so_both_ways(one: Range, two: Range) -> None:
    """Whether two ranges may be equal does not depend on which is asked, and needs one unit."""
    assert one.may_equal(two) == two.may_equal(one)
    assert one.may_equal(one)
    assert not one.may_equal(Range(unit=one.unit + "x", written="x"))


@given(st.integers(-(2**53) + 1, 2**53 - 1), st.integers(1, 1000))
def test_an_exact_figure_equals_itself_and_no_other(figure: int, more: int) -> None:
    """A single figure stays that figure, and no bound is invented for one that had none."""
    exact = Range.exactly(figure, "person")
    assert (figure, figure, figure) == (exact.low, exact.best, exact.high)
    assert not exact.may_equal(Range(unit="person", written="more", low=figure + more))
    assert exact.may_equal(Range(unit="person", written="some"))


def test_at_least_has_no_upper_bound() -> None:
    """ "At least 62" may be 62 or any number above, and never 61."""
    told = Range(unit="person", written="at least 62", low=62)
    assert [False, True, True] == [
        told.may_equal(Range.exactly(n, "person")) for n in (61, 62, 10**9)
    ]


# -- where ---------------------------------------------------------------------------------


@given(st.integers(-1_800_000_000, 1_800_000_000))
def test_degrees_are_exact(steps: int) -> None:
    """Decimal degrees to seven places are read without rounding, trailing noughts or not."""
    whole, part = divmod(abs(steps), 10_000_000)
    written = f"{'-' if steps < 0 else ''}{whole}.{part:07d}"
    assert steps == degrees(written)
    shorter = written.rstrip("0")
    assert shorter.endswith(".") or steps == degrees(shorter)


@pytest.mark.parametrize(
    "written",
    ["", "-", "+1.0", "1.", ".5", "1e2", " 1", "1,5", "1.12345678", "0001", "180.0000001", "٣٥.٢",
     "nan", "--1", "1.2.3", "35.2²", "1_0"],
)  # fmt: skip
def test_degrees_that_would_be_rounded_or_guessed_are_refused(written: str) -> None:
    """An exponent, a blank, an eighth decimal or another alphabet's digits are refused."""
    with pytest.raises(BadInput, match="expected"):
        degrees(written)


@given(st.text(max_size=12))
def test_degrees_of_any_text_only_refuse(written: str) -> None:
    """No text makes reading degrees crash."""
    with suppress(Refusal):
        assert abs(degrees(written)) <= 1_800_000_000


@pytest.mark.parametrize("lat", [1.5, "1", None, True, 900_000_001, -900_000_001])
def test_a_latitude_is_a_whole_number_of_steps(lat: object) -> None:
    """A float, a text, nothing or a latitude beyond a pole is refused by its path."""
    with pytest.raises(BadInput) as refused:
        read_as(Position, {"lat": lat, "lon": 0})
    assert "$.lat" == refused.value.at


def test_a_band_is_in_order_and_never_empty() -> None:
    """A floor above its ceiling and a band without either are refused; other datums are not."""
    low = Altitude(cm=100, datum="above-ground", written="1 m")
    high = Altitude(cm=200, datum="above-ground", written="2 m")
    other = Altitude(cm=50, datum="mean-sea-level", written="50 cm AMSL")
    assert Band(floor=low, ceiling=high).ceiling == high
    assert Band(floor=low, ceiling=other).ceiling == other
    for floor, ceiling in ((high, low), (None, None)):
        with pytest.raises(BadInput):
            Band(floor=floor, ceiling=ceiling)


def test_a_bearing_is_nearest_first() -> None:
    """A least distance above the most is refused."""
    with pytest.raises(BadInput, match="nearest_cm <= farthest_cm"):
        Bearing(of="Mill", direction="south", nearest_cm=2, farthest_cm=1)


# -- on whose word -------------------------------------------------------------------------


@pytest.mark.parametrize(("links", "fits"), [(0, False), (1, True), (8, True), (9, False)])
def test_a_chain_has_one_to_eight_links(links: int, fits: bool) -> None:
    """A report without a speaker, or passed on endlessly, is refused."""
    plain = {"chain": [{"who": "x"}] * links, "address": "x", "confidence": "low"}
    if fits:
        assert links == len(read_as(Reported, plain).chain)
    else:
        with pytest.raises(BadInput, match="items?") as refused:
            read_as(Reported, plain)
        assert "$.chain" == refused.value.at


def test_a_call_ends_after_it_began() -> None:
    """A call that ends before it begins is refused."""
    with pytest.raises(BadInput, match="the call to end after it began"):
        Heard(
            way="radio", by="desk-1", from_="x",
            began=Instant.parse("2021-05-14T10:00Z"), ended=Instant.parse("2021-05-14T12:00+03:00"),
        )  # fmt: skip


# -- words ---------------------------------------------------------------------------------


@given(st.text(min_size=1, max_size=40))
def test_words_carry_nothing_that_hides(words: str) -> None:
    """A name with a control character, a direction override or a hidden tag is refused."""
    hides = any(
        (unicodedata.category(char) == "Cc")
        or char in "\u2028\u2029\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff"
        or "\U000e0000" <= char <= "\U000e007f"
        for char in words
    )
    if hides or not words.strip():
        with pytest.raises(BadInput):
            read_as(Name, words)
    elif not set(words) & set("\ufff9\ufffa\ufffb\ufffe\uffff"):
        assert words == read_as(Name, words)


@pytest.mark.parametrize("hidden", ["\x00", "\x1b", "\x7f", "\x85", "\u2028", "\u202e", "\u2066",
                                    "\ufeff", "\U000e0041", "\ufffb"])  # fmt: skip
@pytest.mark.parametrize("kind", [Name, Prose], ids=["name", "prose"])
def test_one_hidden_character_anywhere_is_enough(hidden: str, kind: type[str]) -> None:
    """First, last or in the middle, one such character refuses the text and is shown escaped."""
    for words in (hidden + "ab", "a" + hidden + "b", "ab" + hidden):
        with pytest.raises(BadInput, match="without control characters") as refused:
            read_as(kind, words)
        assert hidden not in str(refused.value)


def test_newlines_belong_in_prose_only() -> None:
    """A text may have several lines, a name only one."""
    assert "a\nb" == read_as(Prose, "a\nb")
    with pytest.raises(BadInput, match="one line of text"):
        read_as(Name, "a\nb")


@pytest.mark.parametrize("words", ["ABC", "a b", "a\n", "-a", "a-", "", "а", "a" * 65, "é"])
def test_an_identifier_cannot_be_mistaken(words: str) -> None:
    """Capitals, blanks, edges of punctuation and look-alike letters are refused."""
    with pytest.raises(BadInput, match="expected an identifier"):
        read_as(Id, words)


@given(st.text(max_size=200))
def test_what_is_shown_is_short_and_printable(words: str) -> None:
    """A refusal never carries an invisible character or a long text onwards."""
    assert shown(words).isprintable()
    assert len(shown(words)) <= 80
    assert field("$", words).isprintable()
