"""The hostile shapes: files named for the attack, each with what must be said of it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Literal

from msgspec import Struct, convert

from parley.record.values.place import EdgeRule
from parley.space.shape import position
from parley.space.volume import Area, Leg, Shape, Spot, Track
from tests.space.shapes import circle

FOLDER = Path(__file__).parent / "hostile"
NAMES = sorted(path.stem for path in FOLDER.glob("*.json"))
Corners = list[tuple[float, float]]


class Hostile(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One attack; `refused` is a pattern of the refusal, empty where it is a shape after all."""

    why: str
    form: Literal["spot", "area", "track"]
    refused: str
    at: str = ""
    edges: EdgeRule = "geodesic"
    spot: tuple[float, float] | None = None
    line: Corners = []
    parts: list[list[Corners]] = []
    recipe: Literal["", "circle", "comb", "zigzag"] = ""
    corners: int = 0
    centre: tuple[float, float] = (0.0, 0.0)
    degrees: float = 0.0
    inside: Corners = []
    outside: Corners = []


def hostile(name: str) -> Hostile:
    """The attack of that name."""
    # Python's own reader, because NaN and Infinity are what some attacks are made of.
    return convert(json.loads((FOLDER / f"{name}.json").read_text()), Hostile)


def leg(attack: Hostile) -> Leg:
    """The leg attacked with; refused already where a number is no degree."""
    return Leg(shape=_shape(attack), radius_cm=100)


def _shape(attack: Hostile) -> Shape:
    made = _recipe(attack)
    if attack.form == "spot":
        assert attack.spot is not None
        return Spot(at=position(*attack.spot, at="at"))
    if attack.form == "track":
        line = [position(*p, at=f"line[{n}]") for n, p in enumerate(made or attack.line)]
        return Track(line=tuple(line), edges=attack.edges)
    parts = [[made]] if made else attack.parts
    return Area(
        parts=tuple(
            tuple(
                tuple(position(*c, at=f"parts[{p}][{r}][{n}]") for n, c in enumerate(ring))
                for r, ring in enumerate(part)
            )
            for p, part in enumerate(parts)
        ),
        edges=attack.edges,
    )


def _recipe(attack: Hostile) -> Corners:
    x, y = attack.centre
    count, size = attack.corners, attack.degrees
    if attack.recipe == "circle":
        return circle(attack.centre, count, size)
    if attack.recipe == "comb":
        teeth = [(x + size * n / count, y + (size if n % 2 else size * 0.92)) for n in range(count)]
        return [(x, y), *teeth, (x + size, y)]
    if attack.recipe == "zigzag":
        return [(x + n * 0.01, y + (size if n % 2 else -size)) for n in range(count)]
    return []
