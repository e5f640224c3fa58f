"""`parley near`: what it prints, what it writes, and what it refuses in one sentence."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from parley.cases import load
from parley.cli.app import app
from parley.cli.asking import height, metres, moment
from parley.desk.desk import Desk
from parley.desk.near import NOTHING
from parley.desk.replay import replay
from parley.errors import BadInput, Refusal

STRUCK = ("--place", "35.256N 40.141E", "--radius", "5km")


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A desk with the case, made once and only read."""
    home = tmp_path_factory.mktemp("near") / "desk"
    with Desk.found(home, name="near.parley.invalid") as desk:
        replay(desk, load("deir-ez-zor"))
    return home


def near(shelf: Path, *words: object) -> str:
    """The command in this process; what it printed. A refusal is raised."""
    done = CliRunner().invoke(app, ["near", str(shelf), *map(str, words)])
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        raise done.exception
    assert 0 == done.exit_code, done.output
    return done.output


def test_the_notice_of_2016_is_found_where_it_was_struck(shelf: Path) -> None:
    """Notice, on whose word, who was told, and what it is not: all on the terminal."""
    said = near(shelf, *STRUCK, "--from", "2016-09-17T12:00Z", "--to", "2016-09-17T15:00Z")
    assert "1 notice that you may read comes near." in said
    assert "read as 35.2560000°N 40.1410000°E to 72 m; within 5 km; 2016-09-17T12:00Z to" in said
    assert "activity notified, entry 26" in said
    assert "reported by Coalition CAOC" in said
    assert "Russian side (reported: received)" in said
    assert "It is no verdict and permits nothing" in said


def test_an_outsider_is_answered_that_nothing_it_may_read_is_there(shelf: Path) -> None:
    """Without keys the same question has the empty answer, and the same exit code."""
    assert near(shelf, *STRUCK, "--outsider").startswith(NOTHING)


def test_the_day_after_nothing_is_notified_there(shelf: Path) -> None:
    """The window counts, with the zone named apart from the day."""
    words = ("--from", "2016-09-19", "--to", "2016-09-19", "--zone", "Asia/Damascus")
    assert near(shelf, *STRUCK, *words).startswith(NOTHING)


def test_as_known_before_the_notice_nothing_is_there(shelf: Path) -> None:
    """As known at 26 entries the notice, which is entry 26, is not on record."""
    assert near(shelf, *STRUCK, "--as-known-at", 26).startswith(NOTHING)
    assert "entry 26" in near(shelf, *STRUCK, "--as-known-at", 27)


def test_json_and_geojson_say_the_same(shelf: Path) -> None:
    """One object each, with the same notice, distance and sentence."""
    plain = json.loads(near(shelf, *STRUCK, "--json"))
    drawn = json.loads(near(shelf, *STRUCK, "--geojson"))
    (one,) = plain["near"]
    assert ["asked", one["id"]] == [feature["id"] for feature in drawn["features"]]
    assert one["distance_m"] == drawn["features"][1]["properties"]["distance_m"]
    assert plain["coverage"]["entries"] == drawn["parley"]["coverage"]["entries"]


def test_a_desk_place_is_known_by_its_name_in_any_script(shelf: Path) -> None:
    """A name of the desk's own gazetteer leads to the same notice."""
    for name in ("Deir ez-Zor airfield", "مطار دير الزور"):
        said = near(shelf, "--place", name, "--radius", "5km", "--places", "deir-ez-zor")
        assert "entry 26" in said


def test_places_entered_into_the_record_are_known_by_name_to_who_may_read_them(
    shelf: Path, tmp_path: Path
) -> None:
    """Named once, a place is found in any script without a file; an outsider does not find it."""
    own = tmp_path / "desk"
    shutil.copytree(shelf, own)
    for said in ("3 of 3 entered", "0 of 3 entered"):
        done = CliRunner().invoke(app, ["place", "enter", str(own), "deir-ez-zor"])
        assert (0, True) == (done.exit_code, said in done.output), done.output
    for name in ("Jebel Tharda", "جبل الثردة", "Джебель-Тарда"):
        assert "entry 26" in near(own, "--place", name, "--radius", "5km")
    with pytest.raises(Refusal, match="a known place"):
        near(own, "--place", "Jebel Tharda", "--radius", "5km", "--outsider")
    with pytest.raises(Refusal, match="a known place"):
        near(own, "--place", "Jebel Tharda", "--radius", "5km", "--as-known-at", 107)
    words = ("--reference", "9 km south of the airfield", "--at", "35.2492 N 40.1758 E")
    check = CliRunner().invoke(app, ["place", "check", *words, "--ledger", str(own)])
    assert (1, True) == (check.exit_code, "1.9 km beyond what was told" in check.output)


def test_map_and_page_are_written(shelf: Path, tmp_path: Path) -> None:
    """Both files, with the desk's places as landmarks, and the terminal says where they are."""
    svg, html = tmp_path / "near.svg", tmp_path / "near.html"
    said = near(shelf, *STRUCK, "--places", "deir-ez-zor", "--svg", svg, "--html", html)
    assert f"The map is in {svg}." in said
    assert f"The page is in {html}." in said
    assert "Deir ez-Zor airfield" in " ".join(ElementTree.parse(svg).getroot().itertext())
    assert len(html.read_bytes()) < 200 * 1024


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--place", "35.256 40.141", "--radius", "5km"), "which number is the latitude"),
        (("--place", "35N 40E", "--radius", "5km"), "known at least to the radius"),
        (("--place", "9 km south of the airfield", "--radius", "5km"), "expected one place"),
        (("--place", "Tripoli", "--radius", "50km"), "a name that one place has"),
        (("--place", "Qqqqxyzzy", "--radius", "50km"), "coordinates or a known place"),
        (("--place", "Paris", "--radius", "100m", "--places", "no-such-case"), "deir-ez-zor"),
        ((*STRUCK[:2], "--radius", "5"), "m, km or NM"),
        ((*STRUCK[:2], "--radius", "0km"), "above 0"),
        ((*STRUCK, "--from", "2016-09-17"), "zone"),
        ((*STRUCK, "--from", "2016-09-18T00:00Z", "--to", "2016-09-17T00:00Z"), "before --to"),
        ((*STRUCK, "--floor", "3000 ft"), "measured from"),
        ((*STRUCK, "--ceiling", "FL100"), "a height like"),
        ((*STRUCK, "--floor", "900 m AGL", "--ceiling", "100 m AGL"), "below --ceiling"),
        ((*STRUCK, "--json", "--geojson"), "--json or --geojson"),
        ((*STRUCK, "--as-known-at", "9999"), "entry count from 0"),
        ((*STRUCK, "--basemap", "/nonexistent"), "expected to read the file"),
    ],
)
def test_what_could_mean_two_things_is_refused(
    shelf: Path, words: tuple[str, ...], says: str
) -> None:
    """Exit code 2 and one sentence that says what was expected."""
    with pytest.raises(Refusal, match=says) as refused:
        near(shelf, *words)
    assert 2 == refused.value.exit_code


@given(st.text(max_size=20))
def test_what_is_typed_is_read_or_refused(text: str) -> None:
    """No text makes a distance, a height or a time fail otherwise than by refusal."""
    for read in (
        lambda: metres(text),
        lambda: height(text or "x", "--floor"),
        lambda: moment(text or "x", "--from", ""),
    ):
        said = "expected"
        try:
            assert read() is not None
        except BadInput as fault:
            said = fault.sentence
        assert said.startswith("expected")


def test_heights_are_rounded_outward_and_keep_their_datum() -> None:
    """Feet to centimetres: a floor down, a ceiling up."""
    floor, ceiling = height("1001 ft AMSL", "--floor"), height("1001 ft AMSL", "--ceiling")
    assert floor is not None
    assert ceiling is not None
    assert (30_510, 30_511, "mean-sea-level") == (floor.cm, ceiling.cm, floor.datum)
    assert "above-ground" == getattr(height("120 m above ground", "--floor"), "datum", "")
    assert "wgs84-ellipsoid" == getattr(height("120m WGS84", "--floor"), "datum", "")
