"""Arithmetic on the ground that every machine rounds alike: kernel/sphere.h in numpy.

Only sums, products, quotients and square roots, in the same order as there, so that the compiled
kernel and numpy make the same bytes of the same legs.
"""

from __future__ import annotations

import math
from typing import Final, TypeAlias

import numpy as np
import numpy.typing as npt

from parley.space.earth import E2, F64, A, B

LEAST_R: Final = 6335439.0
RADIAN: Final = math.pi / 180
Vectors: TypeAlias = tuple[F64, F64, F64]
"""Three columns: x, y, z."""
_SINE: Final = (17, 15, 13, 11, 9, 7, 5, 3)
_COSINE: Final = (18, 16, 14, 12, 10, 8, 6, 4, 2)


def sine_cosine(degrees: F64) -> tuple[F64, F64]:
    """Sine and cosine of degrees between -360 and 360, by their series below 45 degrees."""
    quarter = np.rint(degrees / 90)
    r = (degrees - 90 * quarter) * RADIAN
    z = r * r
    s, c = _series(_SINE, z) * r, _series(_COSINE, z)
    turn = quarter.astype(np.int64) % 4
    sine = np.where(turn == 0, s, np.where(turn == 1, c, np.where(turn == 2, -s, -c)))
    cosine = np.where(turn == 0, c, np.where(turn == 1, -s, np.where(turn == 2, -c, s)))
    return sine, cosine


def _series(powers: tuple[int, ...], z: F64) -> F64:
    signs = [1.0 if power // 2 % 2 == 0 else -1.0 for power in powers]
    found = np.full_like(z, signs[0] / math.factorial(powers[0]))
    for sign, power in zip(signs[1:], powers[1:], strict=True):
        found = found * z + sign / math.factorial(power)
    return np.asarray(found * z + 1)


def on_ground(lon: F64, lat: F64) -> tuple[Vectors, F64, F64]:
    """Earth-centred metres, and sine and cosine of the latitude."""
    sine, cosine = sine_cosine(lat)
    sine_lon, cosine_lon = sine_cosine(lon)
    wide = A / np.sqrt(1 - E2 * (sine * sine))
    flat = wide * cosine
    return (flat * cosine_lon, flat * sine_lon, wide * (1 - E2) * sine), sine, cosine


def asin_above(h: F64) -> F64:
    """An upper bound of the arc sine: its series, the rest of it as if it fell no faster."""
    low = np.minimum(h, 0.5)
    z = low * low
    inner = 15 / 336 + z * (105 / 3456 / (1 - z))
    series = low * (1 + z * (1 / 6 + z * (3 / 40 + z * inner)))
    return np.where(h >= 1, np.inf, np.where(h > 0.5, h * 1.5707963267948968, series))


def arc_above(chord: F64) -> F64:
    """An upper bound of the distance along the ground for straight-line distances, metres."""
    return np.asarray(2 * LEAST_R * asin_above(chord / (2 * LEAST_R)) + 0.01)


def length(v: Vectors) -> F64:
    """How long vectors are."""
    return np.sqrt(v[0] * v[0] + v[1] * v[1] + v[2] * v[2])


def less(a: Vectors, b: Vectors) -> Vectors:
    """Differences."""
    return a[0] - b[0], a[1] - b[1], a[2] - b[2]


def dot(a: Vectors, b: Vectors) -> F64:
    """Products."""
    return np.asarray(a[0] * b[0] + a[1] * b[1] + a[2] * b[2])


def unit(v: Vectors) -> Vectors:
    """The same directions, one long."""
    by = length(v)
    return v[0] / by, v[1] / by, v[2] / by


def taken(v: Vectors, which: npt.NDArray[np.int64]) -> Vectors:
    """Some of the vectors."""
    return v[0][which], v[1][which], v[2][which]


def ground_below(p: Vectors) -> Vectors:
    """Moved along the line to the earth's centre until they lie on the ellipsoid."""
    flat = (p[0] * p[0] + p[1] * p[1]) / (A * A)
    scale = np.sqrt(flat + p[2] * p[2] / (B * B))
    return p[0] / scale, p[1] / scale, p[2] / scale


def vertical(p: Vectors) -> Vectors:
    """The way up at points near the ground."""
    return unit((p[0] / (A * A), p[1] / (A * A), p[2] / (B * B)))


def across(up: Vectors) -> tuple[Vectors, Vectors]:
    """East and north of the planes across unit vectors; near the poles any two directions."""
    level, none = np.abs(up[2]) < 0.9, np.zeros_like(up[0])
    east = unit(
        (np.where(level, -up[1], none), np.where(level, up[0], up[2]),
         np.where(level, none, -up[1]))
    )  # fmt: skip
    north = (
        up[1] * east[2] - up[2] * east[1],
        up[2] * east[0] - up[0] * east[2],
        up[0] * east[1] - up[1] * east[0],
    )
    return east, north


def lifted(a: Vectors, b: Vectors, share: F64) -> Vectors:
    """Points of the geodesics a share of the way along their chords, lifted along the vertical.

    Within 1.3 mm of the geodesic up to 100 km.
    """
    at = (
        a[0] + share * (b[0] - a[0]), a[1] + share * (b[1] - a[1]), a[2] + share * (b[2] - a[2])
    )  # fmt: skip
    up = vertical(at)
    q, n = (at[0] / A, at[1] / A, at[2] / B), (up[0] / A, up[1] / A, up[2] / B)
    aa, bb, cc = dot(n, n), dot(q, n), dot(q, q) - 1
    rise = -cc / (bb + np.sqrt(bb * bb - aa * cc))
    return at[0] + rise * up[0], at[1] + rise * up[1], at[2] + rise * up[2]
