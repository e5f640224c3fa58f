"""Positions as people write them, in five notations and four languages, and what is refused."""

from __future__ import annotations

import pytest

from parley.errors import BadInput
from parley.places import Fix, read
from parley.places.geodesy import between
from parley.record.values.place import Place, Point, Position

# The airfield of the case: 35 17 07 N, 40 10 33 E, in every way it could have been told.
AIRFIELD = Position(lat=352852778, lon=401758333)

WAYS = (
    "35°17'07\" N 40°10'33\" E",
    "35° 17′ 07″ N, 40° 10′ 33″ E",
    "N 35 17 07 E 40 10 33",
    "N35:17:07 E040:10:33",
    "35 17 07 N / 40 10 33 E",
    "35 17 07 N 40 10 33 E",
    "40°10'33\" E, 35°17'07\" N",
    "351707N 0401033E",
    "35 deg 17 min 07 sec north, 40 deg 10 min 33 sec east",
    "latitude 35°17'07\", longitude 40°10'33\"",
    "longitude 40°10'33\", latitude 35°17'07\"",
    "35°17'07\" nord, 40°10'33\" est",
    "35 degrés 17 minutes 07 secondes Nord 40 degrés 10 minutes 33 secondes Est",
    "35°17′07″ с. ш. 40°10′33″ в. д.",
    "35°17′07″ с.ш., 40°10′33″ в.д.",
    "35°17′07″ северной широты, 40°10′33″ восточной долготы",
    "35 градусов 17 минут 07 секунд север, 40 градусов 10 минут 33 секунды восток",
    "٣٥°١٧′٠٧″ شمالاً ٤٠°١٠′٣٣″ شرقاً",
    "۳۵°۱۷′۰۷″ شمال ۴۰°۱۰′۳۳″ شرق",
    "خط عرض ٣٥°١٧′٠٧″ خط طول ٤٠°١٠′٣٣″",
    "خط عرض ٣٥°١٧′٠٧″ شمالا خط طول ٤٠°١٠′٣٣″ شرقا",
    "Latitude 35°17'07\" N Longitude 40°10'33\" E",
    "широта 35°17′07″ с. ш. долгота 40°10′33″ в. д.",
    "35 درجة 17 دقيقة 07 ثانية شمالا 40 درجة 10 دقائق 33 ثانية شرقا",
    "\u200f35°17'07\" N\u200e 40°10'33\" E",
)


@pytest.mark.parametrize("text", WAYS)
def test_every_way_of_writing_one_position_is_that_position(text: str) -> None:
    """Marks, words, order and digits differ; where it is does not."""
    fix = read(text)
    assert (AIRFIELD, "dms", text) == (fix.at, fix.form, fix.written)


@pytest.mark.parametrize(
    ("text", "form", "lat"),
    [
        ("35.28528 N 40.17583 E", "decimal", 352852800),
        ("35.28528N 40.17583E", "decimal", 352852800),
        ("35,28528 N 40,17583 E", "decimal", 352852800),
        ("35,28528 N, 40,17583 E", "decimal", 352852800),
        ("٣٥٫٢٨٥٢٨ شمالا، ٤٠٫١٧٥٨٣ شرقا", "decimal", 352852800),
        ("lat 35.28528 lon 40.17583", "decimal", 352852800),
        ("lat: -35.28528, lon: +40.17583", "decimal", -352852800),
        ("35°17.1167' N 40°10.55' E", "dm", 352852783),
        ("3517.1167N 04010.5500E", "dm", 352852783),
        ("37S FV 06925 05313", "mgrs", None),
        ("37SFV0692505313", "mgrs", None),
        ("mgrs 37s fv 06925 05313", "mgrs", None),
        ("37 north 606925 3905313", "utm", None),
        ("UTM zone 37 north E 606925 N 3905313", "utm", None),
        ("37 north N 3905313, E 606925", "utm", None),
        ("37 nord 606925mE 3905313mN", "utm", None),
        ("37 شمال 606925 3905313", "utm", None),
    ],
)
def test_each_notation_is_known_by_its_form(text: str, form: str, lat: int | None) -> None:
    """Decimal degrees, minutes, grids: read where they say, within what they leave open."""
    fix = read(text)
    assert form == fix.form
    if lat is None:
        assert between(AIRFIELD, fix.at)[0] * 100 <= fix.uncertainty_cm + 100
    else:
        assert lat == fix.at.lat


REFUSED = {
    "a bare pair": "35.28528, 40.17583",
    "a bare pair of which only one order is possible": "35.3, 140.2",
    "a bare pair in DMS": "35°17'07\" 40°10'33\"",
    "signs tell no axis": "-35.28528 +40.17583",
    "one side only": "35.28528 N, 40.17583",
    "two latitudes": "35.28528 N 40.17583 N",
    "side and sign together": "-35.28528 S 40.17583 E",
    "the letter that is west in one tongue and east in another": "35.28 N 40.17 O",
    "the letter that begins north and east": "35.28 ش 40.17 ش",
    "digits of two scripts": "3٥.28 N 40.17 E",
    "digits of a third script": "३५.२८ N 40.17 E",
    "two notations": "35°17'07\" N 40.17583 E",
    "sixty minutes": "35°60' N 40°10' E",
    "sixty seconds": "35°17'60\" N 40°10'33\" E",
    "beyond the pole": "90.0000001 N 40 E",
    "beyond the date line": "35 N 180.0000001 E",
    "seconds before minutes": "35°07\"17' N 40°10'33\" E",
    "decimals of a degree with minutes": "35.5°17' N 40.5°10' E",
    "three numbers apart": "35.1, 40.1, 12.0",
    "a side among the figures": "35 10 5 N 17 40 E 10",
    "a side on each end": "N 35 10 40 10 E",
    "six numbers and nothing between": "35 17 07 40 10 33",
    "one number": "35.28 N",
    "a height": "35.28 N 40.17 E 210 m",
    "an exponent": "3.528e1 N 4.017e1 E",
    "not a number": "nan N inf E",
    "a letter that may be a band or a half": "37S 606925 3905313",
    "a zone without its half": "37 606925 3905313",
    "which is the easting": "33 north 500000 400000",
    "no such zone": "61 north 606925 3905313",
    "no such zone in Svalbard": "32X MG 00000 00000",
    "a band that is not there": "37I FV 06925 05313",
    "a square of another zone": "36S FV 06925 05313",
    "a square of another band": "37C FV 06925 05313",
    "an odd digit": "37S FV 06925 0531",
    "eleven digits": "37S FV 069251 053131",
    "the polar grid": "YXL 12345 12345",
    "a polar band": "31A BC 12345 12345",
    "an easting of another world": "37 north 006925 3905313",
    "a northing beyond the pole": "37 north 606925 9999999",
    "nothing": "",
    "blanks": "   ",
    "two lines": "35.28 N\n40.17 E",
    "a direction override": "35.28 N \u202e40.17 E",
    "too long": "35.28 N 40.17 E" + " " * 190,
}


@pytest.mark.parametrize("text", REFUSED.values(), ids=REFUSED.keys())
def test_what_could_mean_two_places_or_none_is_refused(text: str) -> None:
    """Nothing is guessed: the refusal says what was expected and what was found."""
    with pytest.raises(BadInput) as refused:
        read(text)
    assert refused.value.sentence.startswith("expected ")
    assert ", got " in refused.value.sentence
    assert str(refused.value).isprintable()


def test_a_stated_order_opens_a_bare_pair_and_never_contradicts_the_text() -> None:
    """An order answers the question, and is refused where the text has answered it otherwise."""
    assert 352852800 == read("35.28528, 40.17583", order="lat-lon").at.lat
    assert 352852800 == read("40.17583, 35.28528", order="lon-lat").at.lat
    north_first = read("33 north 400000 500000", order="lat-lon")
    assert read("33 north E 500000 N 400000").at == north_first.at
    assert read("35.28 N 40.17 E", order="lat-lon") == read("35.28 N 40.17 E")
    with pytest.raises(BadInput, match="order asked for"):
        read("35.28 N 40.17 E", order="lon-lat")


def test_an_s_after_a_zone_means_what_was_said_it_means() -> None:
    """The same numbers are in Syria by bands and in the ocean by halves; one is never assumed."""
    band = read("37S 606925 3905313", letter="band")
    half = read("37S 606925 3905313", letter="hemisphere")
    assert between(AIRFIELD, band.at)[0] < 20
    assert half.at.lat < -540_000_000
    # A northing that no band S can have needs no telling.
    assert read("37S 606925 6905313").at.lat < 0


@pytest.mark.parametrize(
    ("text", "least", "most"),
    [
        ("35 N 40 E", 70_00000, 73_00000),
        ("35.3 N 40.2 E", 7_00000, 7_30000),
        ("35.28528 N 40.17583 E", 70, 75),
        ("35.285280 N 40.175830 E", 7, 9),
        ("35°17' N 40°10' E", 1_18000, 1_22000),
        ("35°17'07\" N 40°10'33\" E", 19_00, 21_00),
        ("37S FV 0 0", 7_07100, 7_07500),
        ("37S FV 06925 05313", 71, 72),
        ("37 north 606925 3905313", 71, 72),
        ("37 north 606925.0 3905313.0", 7, 9),
    ],
)
def test_precision_is_what_the_digits_claim(text: str, least: int, most: int) -> None:
    """The uncertainty is half of the last digit each way, in cm, and a trailing zero counts."""
    assert least <= read(text).uncertainty_cm <= most


def test_the_datum_is_kept_and_its_absence_too() -> None:
    """WGS84 is WGS84, a local datum is named, and nothing said is unknown."""

    def datum(fix: Fix) -> tuple[str, str]:
        return fix.datum, fix.named_datum

    assert ("unknown", "") == datum(read("35.28 N 40.17 E"))
    assert ("WGS84", "") == datum(read("35.28 N 40.17 E WGS84"))
    assert ("WGS84", "") == datum(read("35.28 N 40.17 E (WGS 84)"))
    assert ("WGS84", "") == datum(read("37S FV 06925 05313 wgs-84"))
    assert ("unknown", "ED50") == datum(read("35.28 N 40.17 E ED50"))
    assert ("unknown", "Deir ez Zor") == datum(read("35.28 N 40.17 E (Deir ez-Zor)"))


def test_a_fix_is_a_place_of_the_record_as_written() -> None:
    """What goes into the record has the text, the point, the uncertainty and the datum."""
    fix = read("35.28528 N 40.17583 E")
    wanted = Place(
        written=fix.written, shape=Point(at=fix.at), uncertainty_cm=fix.uncertainty_cm,
        datum="unknown",
    )  # fmt: skip
    assert wanted == fix.place()
