"""A message is whole without opening a link, and can be read out over a radio."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from parley.channel.thread import Head
from parley.channel.wording import ALERT_CHOICES, NOTICE_CHOICES, Context, Message, Tongue, message
from parley.channel.wording.figures import distance, place, position
from parley.record import alert, notice
from parley.record.readers.told import Told
from parley.record.values.place import Bearing, Place, Point, Polygon, Position
from parley.record.values.time import VagueTime
from tests.house.test_code import FORBIDDEN

RX = 1_474_122_600_000
HILL = Place(
    written="the hill by the airfield", shape=Point(at=Position(lat=352_560_000, lon=401_410_000)),
    uncertainty_cm=300_000, datum="WGS84",
    reference=Bearing(of="the airfield", direction="south"),
)  # fmt: skip
SINCE = VagueTime.parse("2016-09-17T17:00+03:00")
STOP = alert.StopRequested(
    what="Air strikes on our post.", place=HILL, since=SINCE, caller="duty officer", to=("south",)
)
LEGS = tuple(notice.Leg(place=replace(HILL, written=f"bridge {n}"), window=SINCE) for n in range(3))
HEADS: tuple[Head, ...] = (
    STOP,
    alert.Raised(what="Smoke over the mill.", to=("south",)),
    notice.SiteNotified(to=("south",), purpose="A hospital.", name="Saint Anne", place=HILL),
    notice.MovementNotified(to=("south",), purpose="Flour.", legs=LEGS, vehicles="six lorries"),
    notice.ActivityNotified(to=("south",), purpose="Repair.", place=HILL, window=SINCE),
    notice.PresenceNotified(to=("south",), purpose="Observers.", place=HILL),
)
CONTEXT = Context(
    sender="North", addressee="South, duty officer", zone="Asia/Damascus", due_ms=RX + 900_000,
    call="extension 204",
)  # fmt: skip


def _message(body: Head, context: Context = CONTEXT, tongue: Tongue | None = None) -> Message:
    head = Told(index=4711, rx=RX, digest="sha256:" + "0" * 64, author="north", body=body)
    return message(head, context, tongue) if tongue is not None else message(head, context)


@pytest.mark.parametrize("body", HEADS, ids=lambda one: type(one).__name__)
def test_every_form_is_complete_by_itself(body: Head) -> None:
    """Each says what, where, since when, from whom, by when to answer and how; no link anywhere."""
    found = _message(body)
    for form in (found.text, found.short, " ".join(found.spoken)):
        for words in ("North", "South, duty officer", "171430Z SEP 2016", "17:30:00 +03:00",
                      "171445Z SEP 2016", "extension 204", "Answer by number"):  # fmt: skip
            assert words in form
        assert not re.search(r"https?:|www\.|<[a-z/]", form)
        assert not FORBIDDEN.search(form)
    assert "\n" not in found.subject + found.short
    assert "4 7 1 1" in found.spoken[-1]


def test_a_stop_request_says_what_where_since_first() -> None:
    """The three fields that matter come first, in this order, in every form."""
    found = _message(STOP)
    for form in (found.text, found.short):
        at = [form.index(words) for words in ("Air strikes on our post", "35.25600 N", "171400Z")]
        assert sorted(at) == at
        assert at[-1] < form.index("From: North")
    assert any("latitude 3 5 decimal 2 5 6 0 0 north" in line for line in found.spoken)
    assert "not given" in _message(HEADS[1]).text


def test_every_leg_of_a_movement_is_told() -> None:
    """No leg is left out or merged with another."""
    found = _message(HEADS[3])
    for form in (found.text, found.short, " ".join(found.spoken)):
        assert all(f"bridge {n}" in form for n in range(3))
        assert "Leg 3 of 3" in form


def test_a_drill_is_marked_at_both_ends() -> None:
    """EXERCISE EXERCISE stands before and after every form, and in the subject."""
    found = _message(replace(STOP, exercise=True))
    assert found.exercise
    for form in (found.text.strip(), found.short, "\n".join(found.spoken)):
        assert form.startswith("EXERCISE EXERCISE")
        assert form.endswith("EXERCISE EXERCISE")
    assert found.subject.startswith("EXERCISE EXERCISE")
    assert "EXERCISE" not in _message(STOP).text


def test_an_answer_by_number_is_no_consent() -> None:
    """1 acknowledges and says so; a key means the same thing on every message of its sort."""
    for body in HEADS:
        alarm = isinstance(body, alert.Raised | alert.StopRequested)
        choices = _message(body).choices
        assert (ALERT_CHOICES if alarm else NOTICE_CHOICES) == tuple(
            (one.key, one.meaning) for one in choices
        )
        assert len({one.key for one in choices}) == len(choices)
    assert "not consent" in _message(HEADS[2]).text
    assert not set(ALERT_CHOICES[1:]) - set(NOTICE_CHOICES)


def test_figures_are_kept_from_being_turned_round() -> None:
    """In a language that runs right to left every coordinate, time and reference is isolated."""
    arabic = Tongue("ar", lambda sentence: f"«{sentence}»", direction="rtl")
    found = _message(STOP, tongue=arabic)
    for figure in ("35.25600 N 40.14100 E", "PARLEY 4711", "171430Z SEP 2016 (17:30:00 +03:00)"):
        assert f"\u2066{figure}\u2069" in found.text
    assert "\u2066" not in _message(STOP).text


@given(st.integers(-900_000_000, 900_000_000), st.integers(-1_800_000_000, 1_800_000_000))
def test_a_position_is_told_exactly(lat: int, lon: int) -> None:
    """What is written reads back as the very position, in Latin digits, latitude first."""
    found = re.fullmatch(r"(\d+)\.(\d{5,7}) ([NS]) (\d+)\.(\d{5,7}) ([EW])",
                         position(Position(lat=lat, lon=lon)), re.ASCII)  # fmt: skip
    assert found is not None
    north = int(found[1] + found[2].ljust(7, "0")) * (-1 if found[3] == "S" else 1)
    east = int(found[4] + found[5].ljust(7, "0")) * (-1 if found[6] == "W" else 1)
    assert (lat, lon) == (north, east)


@given(st.integers(0, 4_100_000_000))
def test_an_uncertainty_is_never_told_as_less(cm: int) -> None:
    """Metres or kilometres, rounded up."""
    number, unit = distance(cm).replace(",", "").split()
    assert int(number) * (100 if unit == "m" else 100_000) >= cm


def test_an_area_of_many_corners_is_told_by_what_holds_it() -> None:
    """Twenty corners become their outermost latitudes and longitudes, never fewer corners."""
    ring = tuple(Position(lat=n * 10_000_000, lon=(n % 7) * 10_000_000) for n in range(20))
    area = Place(written="the valley", shape=Polygon(rings=(ring,), edges="geodesic"))
    said = place(area)
    assert "0.00000 N to 19.00000 N, 0.00000 E to 6.00000 E (20 corners)" in said
    assert "datum not stated" in said


@given(st.text(min_size=1, max_size=60).filter(lambda text: text.isprintable() and text.strip()))
def test_no_words_of_a_record_can_fill_a_gap(words: str) -> None:
    """Braces and percent signs in what somebody wrote are text and nothing else."""
    found = _message(replace(STOP, what=words + "{sender}{0}%s"))
    assert words + "{sender}{0}%s" in found.text
