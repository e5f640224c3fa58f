"""No notice on record is dropped for its shape: around an unfit one, a circle is drawn.

What was logged stays logged, and whoever could be concerned must still find it. So a shape that
cannot be measured becomes a circle around everything it names, or the whole earth where not even
that is certain, and the fault is kept in words.
"""

from __future__ import annotations

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from parley.errors import BadInput
from parley.record.values.place import Position
from parley.space.earth import degrees, earth_centred
from parley.space.kernel import Engine
from parley.space.legs.cutting import cut, following, pieces
from parley.space.packing import Both, prepare, prepare_both, ready_at_once, rough
from parley.space.prepared import metres
from parley.space.shape import MOST_VERTICES, STEPS, refuse_leg, refuse_off_earth, refuse_too_large
from parley.space.volume import UNBOUNDED_CM, Leg, Spot, Volume


class Covered(Struct, frozen=True, kw_only=True):
    """A volume in which every leg can be measured, made ready, and what was wrong with the others.

    `ready` is the legs of `volume` and their hull.
    """

    volume: Volume
    ready: Both
    faults: tuple[str, ...] = ()


def covering(volume: Volume, using: Engine | None = None) -> Covered:
    """The same volume, each unfit leg replaced by a circle around all its corners."""
    ready = ready_at_once([volume], using)
    if ready is not None and 0 not in ready.sound:
        return Covered(volume=volume, ready=ready)
    legs, faults = [], []
    for n, leg in enumerate(volume.legs):
        try:
            refuse_leg(leg, f"legs[{n}]")
        except BadInput as fault:
            faults.append(str(fault))
            legs.append(_circle(leg))
        else:
            legs.append(leg)
    covered = replace(volume, legs=tuple(legs))
    return Covered(
        volume=covered, ready=prepare_both([covered], using), faults=tuple(faults)
    )


def _circle(leg: Leg) -> Leg:
    middle, radius_cm = _measured(leg) or (Position(lat=0, lon=0), UNBOUNDED_CM)
    return replace(leg, shape=Spot(at=middle), radius_cm=radius_cm)


def _measured(leg: Leg) -> tuple[Position, int] | None:
    """A circle around all corners and edges; None where that could be too small."""
    if leg.radius_cm < 0:
        return None
    try:
        refuse_off_earth(leg)
        told = rough([leg])
        refuse_too_large(earth_centred(told.lon, told.lat), [""])
        if pieces(told, following(told)).sum() > MOST_VERTICES:
            return None
        short, _ = cut(told)
        refuse_too_large(earth_centred(short.lon, short.lat), [""])
    except BadInput:
        return None
    ready = prepare([Volume(legs=(leg,))])
    if not np.isfinite(ready.outer_m[0]):
        return None
    lon, lat = degrees(metres(ready.anchor)[0])
    at = Position(lat=round(float(lat) * STEPS), lon=round(float(lon) * STEPS))
    return at, int(float(ready.outer_m[0]) * 100) + 2
