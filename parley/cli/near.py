"""`parley near`: what is notified near a place, as far as one reader may read; who was told.

It answers with facts and exit code 0 whether anything is there or not: it is never a verdict.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from parley.cli import printing
from parley.cli.asking import Spot, entries_in, height, metres, moment, spot
from parley.desk.board import Board
from parley.desk.desk import Desk
from parley.desk.near import (
    Addressee,
    Inquiry,
    Neighbourhood,
    distance_words,
    named_places,
    near_at,
)
from parley.errors import BadInput, expected
from parley.places import DeskEntry, Gazetteer, Letter, Order, written
from parley.space.volume import Leg, Volume
from parley.space.volume import Spot as Point
from parley.web.geojson import geojson
from parley.web.map import Landmark, map_svg
from parley.web.near import near_html
from parley.web.outlines import Outlines, outlines_in, packaged
from parley.web.visible import visible


def near(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The desk's folder.")],
    *,
    place: Annotated[str, typer.Option(help='"35.256N 40.141E" in any notation, or a name.')],
    radius: Annotated[str, typer.Option(help="How near counts: 500m, 5km, 3NM.")],
    from_: Annotated[str, typer.Option("--from", metavar="T", help="Else from ever.")] = "",
    to: Annotated[str, typer.Option(metavar="T", help="Until when; else for ever.")] = "",
    zone: Annotated[str, typer.Option(help="The zone of times written without one.")] = "",
    floor: Annotated[str, typer.Option(help='"120 m AGL", "3000 ft AMSL"; else any.')] = "",
    ceiling: Annotated[str, typer.Option(help="The same; else any.")] = "",
    order: Annotated[Order | None, typer.Option(help="Which number is first, if unsaid.")] = None,
    letter: Annotated[Letter | None, typer.Option(help="What S after a UTM zone means.")] = None,
    places: Annotated[
        list[str] | None, typer.Option(metavar="FILE|CASE", help="Places beside those on record.")
    ] = None,
    known_at: Annotated[
        int | None, typer.Option("--as-known-at", metavar="N", min=0, help="When N were logged.")
    ] = None,
    outsider: Annotated[bool, typer.Option("--outsider", help="As who can open nothing.")] = False,
    svg: Annotated[Path | None, typer.Option(metavar="FILE", help="Write a map.")] = None,
    html: Annotated[Path | None, typer.Option(metavar="FILE", help="Write a page.")] = None,
    basemap: Annotated[Path | None, typer.Option(metavar="FILE", help="Your outlines.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    as_geojson: Annotated[bool, typer.Option("--geojson", help="Print GeoJSON.")] = False,
) -> None:
    """What is notified near a place and who was told. Never a verdict."""
    if as_json and as_geojson:
        raise expected("--json or --geojson", "both")
    given = [entry for each in places or () for entry in entries_in(each)]
    within = metres(radius)
    outlines = outlines_in(basemap) if basemap else packaged()
    with Desk(folder, reading=True) as desk:
        board = Board(desk.outsider()) if outsider else desk.board
        known = {entry.id: entry for entry in (*named_places(board, known_at), *given)}
        # A function, because the packaged towns take a second to load and coordinates need none.
        towns = partial(_gazetteer, known.values())
        where = spot(place, towns, order=order, letter=letter)
        _refuse_vague(where, within)
        leg = _leg(where, (from_, to, zone), (floor, ceiling))
        inquiry = Inquiry(
            place=place, volume=Volume(legs=(leg,)), within_m=within,
            asked_ms=desk.clock.now(), known_at=known_at,
        )  # fmt: skip
        found = near_at(board, inquiry)
    marks = [
        Landmark(name=entry.names[0], at=entry.at)
        for entry in known.values()
        if entry.origin == "desk"
    ]
    _write(found, marks, outlines, svg=svg, html=html)
    if as_geojson:
        sys.stdout.write(geojson(found).decode() + "\n")
    elif as_json:
        printing.dump(found)
    else:
        _print(found, svg, html)


def _print(found: Neighbourhood, svg: Path | None, html: Path | None) -> None:
    printing.say(found.sentence)
    printing.say(found.caution)
    printing.say(visible(_asked(found)))
    for one in found.near:
        printing.say("")
        marks = "".join(f" [{mark}]" for mark in one.marks)
        printing.say(visible(f"{one.number:>3}  {one.label}, entry {one.entry}{marks}: {one.name}"))
        printing.say(visible(f"     {one.how_near}"))
        for leg in one.stretches:
            printing.say(visible(f"     {leg.when}; {leg.heights}; {leg.place}"))
        printing.say(visible(f"     {one.by}"))
        told = "; ".join(_told(each) for each in one.told) or "nobody on record"
        printing.say(visible(f"     told: {told}"))
    if found.in_words:
        printing.say("")
        printing.say("Told only in words, so nothing can be computed about where:")
        for each in found.in_words:
            places = "; ".join(each.places)
            printing.say(visible(f"     entry {each.entry}, {each.label}, {each.by}: {places}"))
    rules = found.contract
    printing.say("")
    printing.say(
        f"As known at {rules.entry_index} entries; slack {rules.slack}; engine: {rules.engine}."
    )
    for what, path in (("map", svg), ("page", html)):
        if path is not None:
            printing.say(f"The {what} is in {path}.")


def _asked(found: Neighbourhood) -> str:
    """The question as it was read, for whoever typed it."""
    asked = found.asked[0]
    at = written(asked.shape.at) if isinstance(asked.shape, Point) else found.place
    within = distance_words(found.contract.within_m)
    return (
        f"Asked: {found.place}, read as {at} to {asked.radius_m or 0:.0f} m; within {within}; "
        f"{asked.when}; {asked.heights}."
    )


def _told(one: Addressee) -> str:
    words = [*one.reached, one.answer, *(["read back"] if one.read_back else [])]
    return f"{one.name} ({', '.join(words)})"


def _write(
    found: Neighbourhood,
    marks: list[Landmark],
    outlines: Outlines,
    *,
    svg: Path | None,
    html: Path | None,
) -> None:
    if svg is not None:
        drawn = map_svg(found, landmarks=marks, outlines=outlines)
        printing.write_file(svg, drawn.encode())
    if html is not None:
        page = near_html(found, landmarks=marks, outlines=outlines)
        printing.write_file(html, page.encode())


def _leg(where: Spot, times: tuple[str, str, str], heights: tuple[str, str]) -> Leg:
    began, ended = moment(times[0], "--from", times[2]), moment(times[1], "--to", times[2])
    if began and ended and began.earliest > ended.latest:
        raise expected("--from before --to", "the other way round")
    floor, ceiling = height(heights[0], "--floor"), height(heights[1], "--ceiling")
    if floor and ceiling and floor.datum == ceiling.datum and floor.cm > ceiling.cm:
        raise expected("--floor below --ceiling", "the other way round")
    return Leg(
        shape=Point(at=where.at), radius_cm=where.within_cm, floor=floor, ceiling=ceiling,
        began_ms=began.earliest if began else None, ended_ms=ended.latest if ended else None,
    )  # fmt: skip


def _refuse_vague(where: Spot, within_m: float) -> None:
    """Whoever asks within 500 m of a place known to 6 km would read more into the answer."""
    if where.within_cm > within_m * 100:
        raise BadInput(
            f"expected a place known at least to the radius of {within_m:.0f} m, "
            f"got one known to {where.within_cm / 100:.0f} m",
            at="--place",
            remedy="Give coordinates with more digits, or ask with a wider radius.",
        )


def _gazetteer(entries: Iterable[DeskEntry]) -> Gazetteer:
    return Gazetteer.packaged().with_desk(entries)
