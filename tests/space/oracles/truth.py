"""What is true of a stream: the slow reference, asked about every pair that could be near.

The method of `tests.space.reference` over flat arrays: nearest points taken by GEOS off PROJ's
azimuthal-equidistant map around the question, the distance between them by Karney's geodesic.
Which pairs could be near is decided by straight lines through the earth, widened generously.
"""

from __future__ import annotations

import numpy as np
import shapely
from msgspec import Struct
from pyproj import Geod, Proj

from parley.space.earth import F64
from parley.space.prepared import I64
from tests.space.oracles.drawing import drawn, gathered
from tests.space.oracles.stream import Stream

_GEOD = Geod(ellps="WGS84")
_A, _E2 = 6_378_137.0, 0.0066943799901413165


class Truth(Struct, frozen=True, kw_only=True):
    """Pairs that share height and time: question, notice, metres between, metres asked for.

    `apart_m` is between the shapes, `reach_m` is what was asked for with both radii. Pairs left out
    are farther apart by hundreds of metres.
    """

    asked: I64
    told: I64
    apart_m: F64
    reach_m: F64

    @property
    def inside_m(self) -> F64:
        """By how much each pair is nearer than asked."""
        return np.asarray(self.reach_m - self.apart_m)

    def near(self) -> set[tuple[int, int]]:
        """The pairs that are near."""
        which = self.apart_m <= self.reach_m
        return set(zip(self.asked[which].tolist(), self.told[which].tolist(), strict=True))

    def inside(self) -> dict[tuple[int, int], float]:
        """By how much, pair by pair."""
        pairs = zip(self.asked.tolist(), self.told.tolist(), strict=True)
        return dict(zip(pairs, self.inside_m.tolist(), strict=True))


class Held(Struct, frozen=True):
    """Notices that count, and balls in earth-centred metres that hold their corners."""

    stream: Stream
    middle: F64
    ball_m: F64
    radius_m: F64

    @classmethod
    def of(cls, stream: Stream) -> Held:
        """With balls around the middles of the corners."""
        xyz, first = _centred(stream.lon / 1e7, stream.lat / 1e7), stream.first[:-1]
        middle = (np.minimum.reduceat(xyz, first) + np.maximum.reduceat(xyz, first)) / 2
        far = np.linalg.norm(xyz - np.repeat(middle, np.diff(stream.first), axis=0), axis=1)
        return cls(stream, middle, np.maximum.reduceat(far, first), stream.radius_cm / 100)


def truth(told: Held, asked: Held, which: range | None = None) -> Truth:
    """Every pair that could be near, measured; of these questions only, if given."""
    rows = [_one(told, asked, n) for n in which or range(len(asked.stream))]
    question, notice, apart, reach = (np.concatenate(column) for column in zip(*rows, strict=True))
    return Truth(asked=question, told=notice, apart_m=apart, reach_m=reach)


def _one(told: Held, asked: Held, n: int) -> tuple[I64, I64, F64, F64]:
    t, a = told.stream, asked.stream
    meets = (t.began_s <= a.ended_s[n]) & (t.ended_s >= a.began_s[n]) & ~t.gone
    meets &= (t.floor_cm <= a.ceiling_cm[n]) & (t.ceiling_cm >= a.floor_cm[n])
    found = np.nonzero(meets)[0]
    reach = told.radius_m[found] + asked.radius_m[n] + a.within_m[n]
    chord = np.linalg.norm(told.middle[found] - asked.middle[n], axis=1)
    # A chord is shorter than the way along the ground: by a thousandth at most below 980 km.
    near = chord <= (reach + told.ball_m[found] + asked.ball_m[n]) * 1.002 + 300
    found, reach = found[near], reach[near]
    return np.full(len(found), n), found, distances(told, found, asked, n), reach


def distances(told: Held, which: I64, asked: Held, n: int) -> F64:
    """Metres from the shape asked about to each of these, radii not counted."""
    if not len(which):
        return np.zeros(0)
    lon_0, lat_0 = _place(asked.middle[n])
    plane = Proj(proj="aeqd", ellps="WGS84", lon_0=lon_0, lat_0=lat_0)
    ours, theirs = _placed(asked.stream, np.array([n]), plane), _placed(told.stream, which, plane)
    pairs = shapely.get_coordinates(shapely.shortest_line(ours[0], theirs)).reshape(-1, 2, 2)
    lon, lat = plane(pairs[:, :, 0], pairs[:, :, 1], inverse=True)
    _, _, metres = _GEOD.inv(lon[:, 0], lat[:, 0], lon[:, 1], lat[:, 1])
    return np.where(shapely.intersects(ours[0], theirs), 0.0, metres)


def _placed(stream: Stream, which: I64, plane: Proj) -> np.typing.NDArray[np.object_]:
    corners, first = gathered(stream, which)
    x, y = plane(stream.lon[corners] / 1e7, stream.lat[corners] / 1e7)
    return drawn(stream.kind[which], first, np.stack([x, y], 1))


def _centred(lon: F64, lat: F64) -> F64:
    lo, la = np.radians(lon), np.radians(lat)
    across = _A / np.sqrt(1 - _E2 * np.sin(la) ** 2)
    flat = across * np.cos(la)
    return np.stack([flat * np.cos(lo), flat * np.sin(lo), across * (1 - _E2) * np.sin(la)], 1)


def _place(at: F64) -> tuple[float, float]:
    flat = float(np.hypot(at[0], at[1]) * (1 - _E2))
    return float(np.degrees(np.arctan2(at[1], at[0]))), float(np.degrees(np.arctan2(at[2], flat)))
