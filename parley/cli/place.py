"""`parley place`: does a position that was told hold together?"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, TypeVar

import typer

from parley.cli import printing
from parley.cli.asking import entries_in
from parley.desk.desk import Desk
from parley.desk.near import name_places, named_places
from parley.errors import BadInput
from parley.places import VERDICTS, Asked, Gazetteer, PlaceCheck, place_check

_T = TypeVar("_T", bound=str)

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None, help="Look at positions.")

CODES = {"agree": 0, "disagree": 1, "cannot_tell": 3}


@app.callback()
def _place() -> None:
    """Look at positions."""


@app.command()
def check(
    *,
    name: Annotated[str, typer.Option(help="The place by name, in any script.")] = "",
    at: Annotated[str, typer.Option(help="Its numbers: degrees, DMS, MGRS or UTM.")] = "",
    reference: Annotated[
        str, typer.Option(help='From a known point: "9 km south of the airfield".')
    ] = "",
    order: Annotated[
        str, typer.Option(metavar="lat-lon|lon-lat", help="Which number is first, if unsaid.")
    ] = "",
    letter: Annotated[
        str, typer.Option(metavar="band|hemisphere", help="What S after a UTM zone means.")
    ] = "",
    places: Annotated[
        list[str] | None,
        typer.Option(metavar="FILE|CASE", help="Places of the desk: a file, or a shipped case."),
    ] = None,
    ledger: Annotated[
        Path | None, typer.Option(metavar="DIR", help="A desk's folder: what its record names.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")] = False,
) -> None:
    """Compare a name, numbers and a reference. Exit 0 agree, 1 disagree, 3 cannot tell."""
    asked = Asked(
        name=name,
        numbers=at,
        reference=reference,
        order=_one_of(order, "lat-lon", "lon-lat"),
        letter=_one_of(letter, "band", "hemisphere"),
    )
    gazetteer = Gazetteer.packaged()
    if ledger is not None:
        with Desk(ledger, reading=True) as desk:
            gazetteer = gazetteer.with_desk(named_places(desk.board))
    for given in places or []:
        gazetteer = gazetteer.with_desk(entries_in(given))
    found = place_check(asked, gazetteer)
    if as_json:
        printing.dump(found)
    else:
        _print(found)
    raise typer.Exit(CODES[found.verdict.word])


@app.command()
def enter(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The desk's folder.")],
    places: Annotated[str, typer.Argument(metavar="FILE|CASE", help="The places to enter.")],
    *,
    to: Annotated[
        list[str] | None, typer.Option(metavar="ACTOR", help="Who may read where they lie.")
    ] = None,
) -> None:
    """Enter places into the desk's own gazetteer, names for all to read."""
    entries = entries_in(places)
    with Desk(folder) as desk:
        receipts = name_places(desk, entries, to=to or ())
    for receipt in receipts:
        printing.say(f"entry {receipt.index}: a place was named")
    printing.say(f"{len(receipts)} of {len(entries)} entered; the others stand there as they are.")


def _print(found: PlaceCheck) -> None:
    numbers, told, verdict = found.numbers, found.reference, found.verdict
    if numbers:
        printing.say(
            f"Read as {numbers.decimal}, {numbers.dms}, {numbers.mgrs}; "
            f"to {numbers.uncertainty_m} m, datum {numbers.datum}."
        )
    if told:
        printing.say(
            f"Read as {told.nearest_m} to {told.farthest_m} m from {told.of}, "
            f"bearing {told.bearing_deg} give or take {told.either_way_deg} degrees."
        )
    for reason in verdict.reasons:
        printing.say(f"- {reason}")
    for suspicion in verdict.suspicions:
        printing.say(f"? {suspicion.slip}: {suspicion.sentence}")
    printing.say(VERDICTS[verdict.word])


def _one_of(given: str, *words: _T) -> _T | None:
    """The word given, if it is one of these; None if nothing was given."""
    if not given:
        return None
    for word in words:
        if given == word:
            return word
    raise BadInput(f"expected {' or '.join(words)}, got {given!r}")
