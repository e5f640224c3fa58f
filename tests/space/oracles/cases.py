"""Pairs of legs that somebody once got wrong, each kept as a file named for the fault."""

from __future__ import annotations

from pathlib import Path

import msgspec
from msgspec import Struct

from parley.space.volume import Leg
from tests.space.oracles.stream import Stream, as_leg

FOLDER = Path(__file__).with_name("cases")


class Case(Struct, frozen=True, kw_only=True):
    """Two legs, how near was asked for, and what is true of them.

    `apart_m` is between the shapes, radii not counted, by the slow reference; `near` is what has to
    be answered; `why` says who was wrong and how.
    """

    why: str
    near: bool
    within_m: float
    apart_m: float
    asked: Leg
    told: Leg


def names() -> list[str]:
    """All cases there are."""
    return sorted(path.stem for path in FOLDER.glob("*.json"))


def read(name: str) -> Case:
    """One case."""
    return msgspec.json.decode((FOLDER / f"{name}.json").read_bytes(), type=Case)


def spelled(told: Stream, asked: Stream, pair: tuple[int, int], inside_m: float) -> str:
    """A pair as the file it should be kept in."""
    n, m = pair
    ours, theirs = as_leg(asked, n), as_leg(told, m)
    within_m = float(asked.within_m[n])
    case = Case(
        why="?",
        near=inside_m >= 0,
        within_m=within_m,
        apart_m=round(within_m + (ours.radius_cm + theirs.radius_cm) / 100 - inside_m, 4),
        asked=ours,
        told=theirs,
    )
    return msgspec.json.format(msgspec.json.encode(case), indent=1).decode()
