"""How far apart two legs are, and whether that is near: yes, no, or too close to call.

The fast distance errs by less than its slack (0.05 m + 2 ppm). Inside the slack the referee
decides, and what even the referee cannot decide is called near and marked borderline: a real
conflict is never missed for the sake of a centimetre.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, Literal, TypeAlias

import numpy as np
from msgspec import Struct

from parley.space.earth import F64
from parley.space.measure import planes, referee
from parley.space.prepared import U32, Prepared

Verdict: TypeAlias = Literal["near", "not near", "borderline"]
Measure: TypeAlias = Callable[[Prepared, int, Prepared, U32], tuple[F64, F64]]
FARTHEST_M: Final = 500_000.0
"""Above this the fast distance is no longer certain to its slack; then the referee measures."""


class Gap(Struct, frozen=True, kw_only=True):
    """Two legs measured: all in metres along the ground.

    `distance_m` is what remains between them once both radii are taken off, never below 0.
    `margin_m` is by how much they are nearer than asked, radii counted; negative: farther. `core_m`
    is between the shapes themselves. `nearest` are the two nearest points, earth-centred.
    "borderline" counts as near; `reason` says why.
    """

    verdict: Verdict
    distance_m: float
    margin_m: float
    core_m: float
    nearest: tuple[tuple[float, float, float], tuple[float, float, float]]
    reason: str = ""

    @property
    def near(self) -> bool:
        """True unless it is certain that the two are farther apart than asked."""
        return self.verdict != "not near"


def slack(metres: float) -> float:
    """How far a fast distance may be wrong: 0.05 m and two parts in a million."""
    return 0.05 + 2e-6 * metres


def gap(
    a: Prepared, i: int, b: Prepared, j: int, *, within_m: float, measure: Measure | None = None
) -> Gap:
    """Whether leg `i` of `a` comes within `within_m` metres of leg `j` of `b`."""
    by = measure or planes.measure_many
    figures, points = by(a, i, b, np.array([j], np.uint32))
    core, at = float(figures[0]), points[0]
    reach = within_m + float(a.radius_m[i]) + float(b.radius_m[j])
    if np.isinf(reach):
        return _gap("near", core, reach, within_m, at)
    if core <= FARTHEST_M and abs(core - reach) > slack(core):
        return _gap("near" if core < reach else "not near", core, reach, within_m, at)
    core = referee.core_distance(a, i, b, j, at[:3])
    if abs(core - reach) <= referee.CALM_M:
        return _gap("borderline", core, reach, within_m, at)
    return _gap("near" if core < reach else "not near", core, reach, within_m, at)


def _gap(verdict: Verdict, core: float, reach: float, within_m: float, at: F64) -> Gap:
    between = max(0.0, core - (reach - within_m))
    reason = ""
    if np.isinf(reach):
        reason = "the uncertainty of a position was not stated, so it may lie anywhere"
    elif verdict == "borderline":
        reason = f"within {referee.CALM_M} m of the distance asked for: too close to call"
    return Gap(
        verdict=verdict,
        distance_m=between,
        margin_m=reach - core,
        core_m=core,
        nearest=(_point(at[:3]), _point(at[3:])),
        reason=reason,
    )


def _point(at: F64) -> tuple[float, float, float]:
    return float(at[0]), float(at[1]), float(at[2])
