"""The options that acts share, and how what is typed into them is read."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated, Final

import typer

from parley.cli.asking import height, metres, moment
from parley.desk.acts import Said, call_began
from parley.desk.intake import Confirmation, PlaceTold
from parley.errors import BadInput, expected
from parley.places import DeskEntry, Letter, Order, case_entries, read_entries
from parley.record.values.place import Band
from parley.record.values.refused import shown
from parley.record.values.time import Instant, VagueTime

Home = Annotated[Path, typer.Argument(metavar="DIR", help="The desk's folder.")]
Entry = Annotated[
    str, typer.Argument(metavar="ENTRY", help="Which record: its entry number, or its digest.")
]
Key = Annotated[
    Path | None,
    typer.Option("--as", metavar="KEY", help="Your key file; without one the desk itself acts."),
]
Trust = Annotated[
    str | None, typer.Option(metavar="FILE", help="The log's key, if not beside your key file.")
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")]
Drill = Annotated[bool, typer.Option("--exercise", help="In a drill: EXERCISE EXERCISE.")]
Officer = Annotated[str, typer.Option(metavar="ID", help="Your officer number.")]
By = Annotated[str, typer.Option(metavar="ROLE", help="By whom, by role or unit.")]
At = Annotated[str, typer.Option("--when", metavar="T", help="When, if not now; with its zone.")]
Zone = Annotated[str, typer.Option(help="The zone of times written without one.")]
To = Annotated[
    list[str] | None, typer.Option("--to", metavar="ACTOR", help="Addressee; may be repeated.")
]
Purpose = Annotated[str, typer.Option(help="What it is for.")]
HeardFrom = Annotated[
    str,
    typer.Option(
        "--heard-from", metavar="ROLE", help="You log what this role or unit says by voice."
    ),
]
Party = Annotated[
    str, typer.Option("--party", metavar="ACTOR", help="Whose words they are, if heard.")
]
Way = Annotated[
    str, typer.Option("--way", metavar="telephone|radio|in-person|video|other", help="How heard.")
]
Began = Annotated[
    str, typer.Option("--call-began", metavar="T", help="When the call began, if not now.")
]
Name = Annotated[str, typer.Option(help="The place by name, in any script.")]
Numbers = Annotated[
    list[str] | None,
    typer.Option(
        "--at", metavar="POSITION",
        help="Coordinates in any notation, with their datum: '35.28N 40.18E WGS84'. Several are a "
        "line, or with --area the corners of an area.",
    ),
]  # fmt: skip
Reference = Annotated[
    str, typer.Option(help='From a known point: "9 km south of the airfield".')
]
Within = Annotated[
    str, typer.Option(metavar="500m", help="Radius around a point; half the width of a line.")
]
Area = Annotated[bool, typer.Option("--area", help="The positions are corners of an area.")]
FirstNumber = Annotated[
    Order | None, typer.Option("--order", help="Which of two bare numbers is first.")
]
ZoneLetter = Annotated[
    Letter | None, typer.Option("--letter", help="What S after a UTM zone means.")
]
Places = Annotated[
    list[str] | None, typer.Option(metavar="FILE|CASE", help="More places the desk knows.")
]
StandFor = Annotated[
    str,
    typer.Option(
        "--stand-for-position", metavar="REASON",
        help="The position is in doubt and stands as it is, because ...; needs --officer.",
    ),
]  # fmt: skip
Disclosure = Annotated[
    str,
    typer.Option(
        metavar="named|arrangement|sealed",
        help="Who may read it: its addressees; every member; you and the desk alone.",
    ),
]
Channel = Annotated[str, typer.Option(metavar="LINE", help="By which line.")]
Read = Annotated[
    list[str] | None,
    typer.Option("--read", metavar="ENTRY", help="An overlapping notice you have read."),
]
Emergency = Annotated[bool, typer.Option("--emergency", help="The line's shorter times hold.")]
ReplyWithin = Annotated[
    str, typer.Option("--reply-within", metavar="15min", help="Instead of the line's reply time.")
]
Window = Annotated[str, typer.Option(metavar="T/T", help="From when until when, with the zone.")]
Floor = Annotated[str, typer.Option(help='"120 m AGL", "3000 ft AMSL"; else any.')]
Ceiling = Annotated[str, typer.Option(help="The same; else any.")]

_UNITS: Final = {"s": 1, "min": 60, "h": 3600, "d": 86_400}


def said(
    *,
    officer: str,
    by: str = "",
    when: str = "",
    zone: str = "",
    exercise: bool,
    heard: tuple[str, str, str, str] = ("", "", "", ""),
    now_ms: int,
) -> Said:
    """How it came about. `heard` is from whom, whose words, by which way, since when."""
    from_, party, way, began = heard
    call = None
    if from_:
        if not officer:
            raise expected("--officer with --heard-from: who heard it", "none")
        start = Instant.parse(began).ms if began else now_ms
        ways = ("telephone", "radio", "in-person", "video", "other")
        found = next((one for one in ways if one == (way or "telephone")), None)
        if found is None:
            raise expected(" or ".join(ways), shown(way), "--way")
        call = call_began(
            start, by=officer, from_=from_,
            way=found,  # type: ignore[arg-type]  # one of the ways, as was just looked up
        )  # fmt: skip
    return Said(
        party=party or None,
        officer=(officer or None) if call is None else None,
        by=by or None,
        at=moment(when, "--when", zone),
        heard=call,
        exercise=exercise,
    )


def place_told(
    name: str,
    numbers: list[str] | None,
    reference: str,
    *,
    within: str = "",
    area: bool = False,
    order: Order | None = None,
    letter: Letter | None = None,
) -> PlaceTold:
    """The clues to one place as they were typed."""
    return PlaceTold(
        name=name, numbers=tuple(numbers or ()), reference=reference, order=order,
        letter=letter, within_m=metres(within, "--within") if within else 0.0, area=area,
    )  # fmt: skip


def confirmation(reason: str, officer: str) -> Confirmation | None:
    """The person who stands for a position, if one does."""
    if not reason:
        return None
    if not officer:
        raise expected("--officer with --stand-for-position: who stands for it", "none")
    return Confirmation(reason=reason, officer=officer)


def window_of(text: str, zone: str) -> VagueTime | None:
    """A window "T/T" with its zone, or None where none was given."""
    return moment(text, "--window", zone)


def band_of(floor: str, ceiling: str) -> Band | None:
    """From which height to which; None where neither was given."""
    low, high = height(floor, "--floor"), height(ceiling, "--ceiling")
    return Band(floor=low, ceiling=high) if low or high else None


def seconds_of(text: str) -> int | None:
    """A duration with its unit: "90s", "15min", "2h", "2d"."""
    if not text:
        return None
    found = re.fullmatch(r"(\d{1,6}) ?(s|min|h|d)", text.strip())
    if not found:
        raise expected('a duration like "15min" or "2h"', shown(text), "--reply-within")
    return int(found[1]) * _UNITS[found[2]]


def more_places(given: list[str] | None) -> tuple[DeskEntry, ...]:
    """The desk entries of files and shipped cases named beside the record's own."""
    found: list[DeskEntry] = []
    for one in given or ():
        path = Path(one)
        try:
            found += read_entries(path.read_bytes()) if path.is_file() else case_entries(one)
        except OSError as fault:
            raise BadInput(f"expected to read the file, got: {fault.strerror}", at=one) from fault
    return tuple(found)
