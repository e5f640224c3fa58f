"""Notices of a stream as shapely draws them: in degrees, or on any map."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import shapely

from parley.space.earth import F64
from parley.space.prepared import AREA, I64, SPOT, TRACK
from tests.space.oracles.stream import Stream

Shapes = npt.NDArray[np.object_]


def shapes(stream: Stream, which: I64) -> Shapes:
    """Shapes in degrees, longitude first, as any tool would be given them."""
    corners, first = gathered(stream, which)
    at = np.stack([stream.lon[corners], stream.lat[corners]], 1) / 1e7
    return drawn(stream.kind[which], first, at)


def gathered(stream: Stream, which: I64) -> tuple[I64, I64]:
    """The corners of these notices, in order, and where each one's begin among them."""
    count = stream.first[which + 1] - stream.first[which]
    first = np.concatenate([[0], np.cumsum(count)])
    return np.arange(first[-1]) + np.repeat(stream.first[which] - first[:-1], count), first


def drawn(kind: npt.NDArray[np.uint8], first: I64, at: F64) -> Shapes:
    """Shapes with these corners f64[v, 2]; the ones of each begin at `first`."""
    made = np.empty(len(kind), object)
    owner = np.repeat(np.arange(len(kind)), np.diff(first))
    for code in (SPOT, AREA, TRACK):
        chosen = np.nonzero(kind == code)[0]
        if not len(chosen):
            continue
        ours = kind[owner] == code
        index = np.searchsorted(chosen, owner[ours])
        if code == SPOT:
            made[chosen] = shapely.points(at[ours])
        elif code == TRACK:
            made[chosen] = shapely.linestrings(at[ours], indices=index)
        else:
            made[chosen] = shapely.polygons(shapely.linearrings(at[ours], indices=index))
    return made
