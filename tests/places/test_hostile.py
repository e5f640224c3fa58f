"""Every attack on the readers that we could name, and any text at all: a refusal, and soon.

A file in `hostile/` is a position, one in `entries/` a file of desk entries; each is named for the
attack it carries, and all of them are refused.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parley.errors import BadInput
from parley.places import (
    Asked,
    Gazetteer,
    Order,
    case_entries,
    place_check,
    read,
    read_entries,
    read_relative,
    written,
)
from parley.places.positions.fix import located
from parley.places.slips import readings
from parley.record.values.place import Position

HERE = Path(__file__).parent
POSITIONS = sorted((HERE / "hostile").glob("*.txt"))
ENTRIES = sorted((HERE / "entries").glob("*.toml"))
WORDS = (
    "N", "S", "E", "W", "35", "40.17583", "606925", "3905313", "37S", "FV", "°", "'", '"', "-",
    "+", ",", ";", "/", " ", "  ", ".", ":", "=", "(", ")", "north", "south", "شمال", "شرق", "с.ш.",
    "в. д.", "lat", "долгота", "WGS84", "ED50", "UTM", "MGRS", "zone", "٣٥", "۴۰", "٫", "km", "of",
    "bearing", "the airfield", "to", "9", "0", "\u200f", "\u0301", "O", "е", "1" * 15,
)  # fmt: skip
TEXTS = st.one_of(
    st.lists(st.sampled_from(WORDS), max_size=24).map("".join),
    st.lists(st.sampled_from(WORDS), max_size=16).map(" ".join),
    st.text(max_size=220),
)
ORDERS: st.SearchStrategy[Order | None] = st.sampled_from([None, "lat-lon", "lon-lat"])


@pytest.mark.parametrize("path", POSITIONS, ids=lambda path: path.stem)
def test_a_hostile_position_is_refused_in_words(path: Path) -> None:
    """Whatever order is asked for, the refusal is a sentence that carries no attack onwards."""
    text = path.read_bytes().decode()
    orders: tuple[Order | None, ...] = (None,) if path.stem == "bare-pair" else (None, "lat-lon")
    for order in orders:
        with pytest.raises(BadInput) as refused:
            read(text, order=order)
        assert refused.value.sentence.startswith("expected ")
        assert str(refused.value).isprintable()


@pytest.mark.parametrize("path", ENTRIES, ids=lambda path: path.stem)
def test_a_hostile_file_of_entries_is_refused_in_words(path: Path) -> None:
    """No entry of it is taken, and the refusal is printable."""
    with pytest.raises(BadInput) as refused:
        read_entries(path.read_bytes())
    assert refused.value.sentence.startswith("expected ")
    assert not {"`", "regex", "$"} & set(refused.value.sentence.split())
    assert str(refused.value).isprintable()


def test_there_are_hostile_files() -> None:
    """The two folders are not empty: a test over nothing would pass."""
    assert len(POSITIONS) > 30
    assert len(ENTRIES) > 12


@given(TEXTS, ORDERS)
def test_any_text_is_a_position_on_earth_or_refused(text: str, order: Order | None) -> None:
    """Nothing but a refusal comes out, or a position that prints and reads back."""
    fix = None
    with suppress(BadInput):
        fix = read(text, order=order)
    if fix is None:
        return
    assert isinstance(fix.at, Position)
    assert -900_000_000 <= fix.at.lat <= 900_000_000
    assert -1_800_000_000 <= fix.at.lon <= 1_800_000_000
    assert fix.uncertainty_cm >= 1
    assert fix.parts is not None
    assert (fix.at, fix.uncertainty_cm) == located(fix.parts)
    assert fix.at == read(written(fix.at)).at


@given(TEXTS)
def test_a_refusal_is_printable_whatever_was_given(text: str) -> None:
    """No refusal carries an invisible character of the text onwards."""
    refused = ""
    try:
        read(text)
    except BadInput as fault:
        refused = str(fault)
    assert refused.isprintable()


@given(TEXTS)
def test_any_text_is_a_reference_or_refused(text: str) -> None:
    """Nothing but a refusal comes out, or ground with a point and a direction."""
    with suppress(BadInput):
        told = read_relative(text)
        assert told.of
        assert 0 <= told.sector.nearest_m <= told.sector.farthest_m
        assert 0 <= told.sector.bearing < 360
        assert told.bearing().of == told.of


@given(st.binary(max_size=200))
def test_any_bytes_are_entries_or_refused(content: bytes) -> None:
    """Nothing but a refusal comes out of a file of entries."""
    with suppress(BadInput):
        assert isinstance(read_entries(content), tuple)


DESK = Gazetteer(case_entries("deir-ez-zor"))


@given(st.text(max_size=60), TEXTS, TEXTS, ORDERS)
def test_any_three_clues_have_a_verdict_or_a_refusal(
    name: str, numbers: str, reference: str, order: Order | None
) -> None:
    """Whatever is told of a place, the answer is a verdict with a reason, or a refusal."""
    with suppress(BadInput):
        asked = Asked(name=name, numbers=numbers, reference=reference, order=order)
        assert place_check(asked, DESK).verdict.reasons


@pytest.mark.parametrize("numbers", ["35.28528 N 40.17583 E", "35°17'07.53\" N 40°10'33.12\" E",
                                     "37 north E 606925.1234 N 3905313.1234",
                                     "37S FV 06925 05313"])  # fmt: skip
def test_every_reading_of_a_slip_is_another_place_on_earth(numbers: str) -> None:
    """Undone slips are positions in range, none of them the one that was read."""
    fix = read(numbers)
    found = list(readings(fix))
    assert found
    assert all(one.at != fix.at and one.how for one in found)


LONG: dict[str, Callable[[], object]] = {
    "digits": lambda: read("1" * 200),
    "points": lambda: read("1." * 100),
    "blanks": lambda: read("1" + " " * 198 + "2"),
    "a million": lambda: read("35 N " * 250_000),
    "words": lambda: read("north " * 33),
    "datum": lambda: read("WGS 84 " * 28),
    "reference": lambda: read_relative("9 km " + "south-" * 32),
    "reference articles": lambda: read_relative("9 km south " + "of the " * 27),
    "leads": lambda: read_relative("about " * 33),
    "entries": lambda: read_entries(b"[" * 100_000),
    "decimals": lambda: read("0." + "1" * 99 + " N 0." + "1" * 90 + " E"),
}  # fmt: skip


@pytest.mark.parametrize("attack", LONG.values(), ids=LONG.keys())
def test_long_texts_are_refused_soon(attack: Callable[[], object]) -> None:
    """No text makes a reader work for more than a tenth of a second."""
    began = time.process_time()
    with pytest.raises(BadInput):
        attack()
    assert time.process_time() - began < 0.1
