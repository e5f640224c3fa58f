"""Distances, windows, heights and doubts as they are said to a person."""

from __future__ import annotations

from typing import Final

from parley.desk.near.page import Stretch
from parley.record.values.place import Altitude
from parley.record.values.time import iso
from parley.space.answer import Nearby

_DATUM: Final = {
    "wgs84-ellipsoid": "above the WGS84 ellipsoid",
    "mean-sea-level": "above mean sea level",
    "above-ground": "above ground",
}


def distance_words(metres: float) -> str:
    """A distance for a person: whole metres to a kilometre, then one decimal, then none."""
    if metres < 999.5:
        return f"{metres:.0f} m"
    tenths = f"{metres / 1000:.1f}" if metres < 100_000 else f"{metres / 1000:.0f}"
    return f"{tenths.removesuffix('.0')} km"


def when_words(began: int | None, ended: int | None) -> str:
    """A window; either end may be open."""
    if began is None and ended is None:
        return "at any time"
    if began is None or ended is None:
        return f"until {iso(ended)}" if ended is not None else f"from {iso(began or 0)} on"
    # An inclusive end is the last millisecond of what was written; shown as the moment it ends.
    return f"{iso(began)} to {iso(ended + 1 if ended % 1000 == 999 else ended)}"


def height_words(floor: Altitude | None, ceiling: Altitude | None) -> str:
    """Two heights, each with what it is measured from."""
    ends = [
        f"{word} {bound.written} {_DATUM[bound.datum]}"
        for word, bound in (("from", floor), ("up to", ceiling))
        if bound is not None
    ]
    return " ".join(ends) or "at any height"


def how_near(near: Nearby, stretches: tuple[Stretch, ...]) -> str:
    """Distance, time, heights, layer and doubt, in that order."""
    away = f"{distance_words(near.distance_m)} away"
    said = [away if near.distance_m else "touching or overlapping"]
    apart = near.minutes_apart
    said.append(f"{apart:.0f} min apart" if apart else "at overlapping times")
    said.append("heights overlap, datum differs" if near.datum_differs else "heights overlap")
    if near.layer == "envelope":
        said.append("only the hull around its legs comes near")
    elif len(stretches) > 1:
        numbers = sorted({notified + 1 for _, notified in near.legs})
        said.append(f"leg {', '.join(map(str, numbers))} of {len(stretches)}")
    if any(one.radius_m is None and one.shape is not None for one in stretches):
        said.append("it may lie anywhere: its uncertainty was not stated")
    if near.borderline:
        said.append(f"borderline by {abs(near.margin_m):.2f} m, and so listed")
    return "; ".join(said)


def age_words(ms: int) -> str:
    """How long ago: minutes to two hours, hours to three days, then days."""
    minutes = max(ms, 0) // 60_000
    if minutes < 1:
        return "less than a minute"
    hours, days = minutes // 60, minutes // 1440
    return f"{minutes} min" if hours < 2 else f"{hours} h" if days < 3 else f"{days} days"
