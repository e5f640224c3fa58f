"""`parley notify`, and what replaces or ends a notice. It informs; it asks no permission."""

from __future__ import annotations

from typing import Annotated

import typer
from msgspec import Struct
from msgspec.structs import replace

from parley.cli.acts import options as o
from parley.cli.acts.acting import Acting, acting, done, doubts_in_words
from parley.cli.asking import moment
from parley.desk import acts
from parley.desk.acts import Terms
from parley.desk.intake import PlaceTold, Taken, doubts_of, stood_for, take_place
from parley.errors import expected
from parley.places import Letter, Order
from parley.record.notice import Leg
from parley.record.values.refused import shown
from parley.record.values.time import VagueTime

app = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode=None,
    help="Notify a site, a movement, an activity or a presence. It informs; it asks nothing.",
)


class Clues(Struct, frozen=True, kw_only=True):
    """What every notice is typed with beside its place."""

    purpose: str
    to: list[str] | None = None
    channel: str = ""
    reply_within: str = ""
    read: list[str] | None = None
    emergency: bool = False
    disclosure: str = "named"
    stand_for: str = ""
    officer: str = ""
    exercise: bool = False
    heard: tuple[str, str, str, str] = ("", "", "", "")


def terms_of(
    act: Acting, clues: Clues, places: list[Taken], *, begun: bool = False
) -> tuple[Terms, tuple[str, ...]]:
    """What the notice carries, and what a person must still see. NotReady while in doubt."""
    levels = ("named", "arrangement", "sealed")
    if clues.disclosure not in levels:
        raise expected(" or ".join(levels), shown(clues.disclosure), "--disclosure")
    stood = stood_for(places, o.confirmation(clues.stand_for, clues.officer), begun=begun)
    said = o.said(
        officer=clues.officer, exercise=clues.exercise, heard=clues.heard,
        now_ms=act.desk.clock.now(),
    )  # fmt: skip
    terms = Terms(
        purpose=clues.purpose,
        to=tuple(clues.to or ()),
        channel=clues.channel or None,
        reply_within_s=o.seconds_of(clues.reply_within),
        read=act.digests(clues.read),
        emergency=clues.emergency,
        disclosure=clues.disclosure,
        positions=stood,
        heard=said.heard,
        exercise=clues.exercise,
    )
    return terms, () if stood else doubts_in_words(doubts_of(places))


@app.command()
def site(
    folder: o.Home,
    *,
    title: Annotated[str, typer.Option("--site", help="What the place is called.")],
    purpose: o.Purpose,
    name: o.Name = "",
    at: o.Numbers = None,
    reference: o.Reference = "",
    within: o.Within = "",
    area: o.Area = False,
    window: o.Window = "",
    zone: o.Zone = "",
    floor: o.Floor = "",
    ceiling: o.Ceiling = "",
    to: o.To = None,
    read: o.Read = None,
    disclosure: o.Disclosure = "named",
    channel: o.Channel = "",
    reply_within: o.ReplyWithin = "",
    emergency: o.Emergency = False,
    stand_for: o.StandFor = "",
    officer: o.Officer = "",
    heard_from: o.HeardFrom = "",
    order: o.FirstNumber = None,
    letter: o.ZoneLetter = None,
    places: o.Places = None,
    exercise: o.Drill = False,
    key: o.Key = None,
    trust: o.Trust = None,
    as_json: o.AsJson = False,
) -> None:
    """Notify a place that stays where it is: a hospital, a depot, an observation post."""
    told = o.place_told(
        name, at, reference, within=within, area=area, order=order, letter=letter
    )
    clues = Clues(
        purpose=purpose, to=to, channel=channel, reply_within=reply_within, read=read,
        emergency=emergency, disclosure=disclosure, stand_for=stand_for, officer=officer,
        exercise=exercise, heard=(heard_from, "", "", ""),
    )  # fmt: skip
    with acting(folder, key, trust) as act:
        taken = take_place(told, act.gazetteer(places))
        terms, warnings = terms_of(act, clues, [taken])
        draft = acts.draft_site_notified(
            act.who, title, taken.place, terms=terms, window=o.window_of(window, zone),
            band=o.band_of(floor, ceiling),
        )  # fmt: skip
        done(act, draft, as_json=as_json, warnings=warnings, overlaps=True)


@app.command()
def activity(
    folder: o.Home,
    *,
    purpose: o.Purpose,
    window: o.Window,
    name: o.Name = "",
    at: o.Numbers = None,
    reference: o.Reference = "",
    within: o.Within = "",
    area: o.Area = False,
    zone: o.Zone = "",
    floor: o.Floor = "",
    ceiling: o.Ceiling = "",
    to: o.To = None,
    read: o.Read = None,
    disclosure: o.Disclosure = "named",
    channel: o.Channel = "",
    reply_within: o.ReplyWithin = "",
    emergency: o.Emergency = False,
    stand_for: o.StandFor = "",
    officer: o.Officer = "",
    heard_from: o.HeardFrom = "",
    order: o.FirstNumber = None,
    letter: o.ZoneLetter = None,
    places: o.Places = None,
    exercise: o.Drill = False,
    key: o.Key = None,
    trust: o.Trust = None,
    as_json: o.AsJson = False,
) -> None:
    """Notify an activity in an area beforehand."""
    told = o.place_told(
        name, at, reference, within=within, area=area, order=order, letter=letter
    )
    clues = Clues(
        purpose=purpose, to=to, channel=channel, reply_within=reply_within, read=read,
        emergency=emergency, disclosure=disclosure, stand_for=stand_for, officer=officer,
        exercise=exercise, heard=(heard_from, "", "", ""),
    )  # fmt: skip
    during = o.window_of(window, zone)
    if during is None:
        raise expected("a window", "none", "--window")
    with acting(folder, key, trust) as act:
        taken = take_place(told, act.gazetteer(places))
        terms, warnings = terms_of(act, clues, [taken])
        draft = acts.draft_activity_notified(
            act.who, taken.place, during, terms=terms, band=o.band_of(floor, ceiling)
        )
        done(act, draft, as_json=as_json, warnings=warnings, overlaps=True)


@app.command()
def presence(
    folder: o.Home,
    *,
    purpose: o.Purpose = "Not given.",
    name: o.Name = "",
    at: o.Numbers = None,
    reference: o.Reference = "",
    within: o.Within = "",
    window: o.Window = "",
    zone: o.Zone = "",
    to: o.To = None,
    read: o.Read = None,
    disclosure: o.Disclosure = "named",
    channel: o.Channel = "",
    emergency: o.Emergency = False,
    stand_for: o.StandFor = "",
    officer: o.Officer = "",
    heard_from: o.HeardFrom = "",
    order: o.FirstNumber = None,
    letter: o.ZoneLetter = None,
    places: o.Places = None,
    exercise: o.Drill = False,
    key: o.Key = None,
    trust: o.Trust = None,
    as_json: o.AsJson = False,
) -> None:
    """Notify that somebody is, or will be, at a place. If it has begun, nothing holds it back."""
    told = o.place_told(name, at, reference, within=within, order=order, letter=letter)
    clues = Clues(
        purpose=purpose, to=to, channel=channel, read=read, emergency=emergency,
        disclosure=disclosure, stand_for=stand_for, officer=officer, exercise=exercise,
        heard=(heard_from, "", "", ""),
    )  # fmt: skip
    during = o.window_of(window, zone)
    with acting(folder, key, trust) as act:
        begun = during is None or during.earliest <= act.desk.clock.now()
        taken = take_place(told, act.gazetteer(places))
        terms, warnings = terms_of(act, clues, [taken], begun=begun)
        draft = acts.draft_presence_notified(act.who, taken.place, terms=terms, window=during)
        done(act, draft, as_json=as_json, warnings=warnings, overlaps=True)


@app.command()
def movement(
    folder: o.Home,
    *,
    leg: Annotated[
        list[str],
        typer.Option(
            "--leg",
            metavar="POSITION[ -> POSITION...]; T/T[; key value...]",
            help='One stretch, in order; repeat it. "35.30N 40.10E WGS84 -> 35.35N 40.15E WGS84; '
            "2026-11-24T06:00Z/2026-11-24T08:00Z; width 500m; name the mill; reference 2 km north "
            'of the bridge; floor 0 m AGL; ceiling 120 m AGL". Legs are never merged.',
        ),
    ],
    purpose: o.Purpose,
    vehicles: Annotated[str, typer.Option(help="What moves, and how it is marked.")] = "",
    zone: o.Zone = "",
    to: o.To = None,
    read: o.Read = None,
    disclosure: o.Disclosure = "named",
    channel: o.Channel = "",
    reply_within: o.ReplyWithin = "",
    emergency: o.Emergency = False,
    stand_for: o.StandFor = "",
    officer: o.Officer = "",
    heard_from: o.HeardFrom = "",
    order: o.FirstNumber = None,
    letter: o.ZoneLetter = None,
    places: o.Places = None,
    exercise: o.Drill = False,
    key: o.Key = None,
    trust: o.Trust = None,
    as_json: o.AsJson = False,
) -> None:
    """Notify a movement, leg by leg."""
    clues = Clues(
        purpose=purpose, to=to, channel=channel, reply_within=reply_within, read=read,
        emergency=emergency, disclosure=disclosure, stand_for=stand_for, officer=officer,
        exercise=exercise, heard=(heard_from, "", "", ""),
    )  # fmt: skip
    with acting(folder, key, trust) as act:
        legs, taken = legs_of(act, leg, zone, places, (order, letter))
        terms, warnings = terms_of(act, clues, taken)
        draft = acts.draft_movement_notified(
            act.who, legs, terms=terms, vehicles=vehicles or None
        )
        done(act, draft, as_json=as_json, warnings=warnings, overlaps=True)


def legs_of(
    act: Acting,
    written: list[str],
    zone: str,
    places: list[str] | None,
    how: tuple[Order | None, Letter | None],
) -> tuple[tuple[Leg, ...], list[Taken]]:
    """Legs as they were typed, each with its place taken in."""
    legs: list[Leg] = []
    taken: list[Taken] = []
    gazetteer = act.gazetteer(places)
    for number, text in enumerate(written, 1):
        told, window, heights = read_leg(text, zone, f"--leg {number}")
        found = take_place(replace(told, order=how[0], letter=how[1]), gazetteer)
        taken.append(found.at_leg(number))
        legs.append(Leg(place=found.place, window=window, band=o.band_of(*heights)))
    return tuple(legs), taken


def read_leg(text: str, zone: str, at: str) -> tuple[PlaceTold, VagueTime, tuple[str, str]]:
    """One leg as typed: positions, window, then what is named by its key."""
    path, _, rest = text.partition(";")
    when, _, named = rest.partition(";")
    window = moment(when.strip(), at, zone)
    if window is None:
        raise expected('a position and a window, "35.30N 40.10E; T/T"', shown(text), at)
    keyed: dict[str, str] = {}
    for part in filter(None, (one.strip() for one in named.split(";"))):
        key, _, value = part.partition(" ")
        if key not in ("name", "reference", "width", "floor", "ceiling") or key in keyed:
            raise expected("name, reference, width, floor or ceiling, each once", shown(part), at)
        keyed[key] = value.strip()
    told = o.place_told(
        keyed.get("name", ""),
        [one.strip() for one in path.split("->") if one.strip()],
        keyed.get("reference", ""),
        within=keyed.get("width", ""),
    )
    return told, window, (keyed.get("floor", ""), keyed.get("ceiling", ""))
