"""An answer drawn: what was asked, what is notified near it, how far, on an outline of the earth.

The drawing repeats the table beside it and says nothing more. No script, no request. Every notice
in the answer has its mark and number, however many there are. Kinds differ by shape, pattern and
word, not by colour alone; light and dark follow the reader's wish.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from importlib import resources
from typing import Annotated, Final

import numpy as np
import shapely
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup
from msgspec import Meta, Struct
from shapely.geometry.base import BaseGeometry

from parley.desk.near import Neighbour, Neighbourhood, distance_words
from parley.record.values.place import Position
from parley.web.graticule import Line, graticule, poles_in, scale_bar
from parley.web.ground import RIVER_OFF_M, Ground, ground
from parley.web.listing import BOUNDARY, Row, notes_under, rows_under
from parley.web.outlines import Outlines, packaged
from parley.web.placing import Placing
from parley.web.plane import Drawn, Plane, Sheet, on_sheet, path, plane_for, px
from parley.web.visible import visible

WIDTH, HEIGHT, FOOT = 960, 640, 176
SHAPES: Final[dict[str, tuple[str, str]]] = {
    "notice.site_notified": ("site", "site"),
    "notice.movement_notified": ("movement", "movement"),
    "notice.activity_notified": ("activity", "activity"),
    "notice.presence_notified": ("presence", "presence"),
}
_NAMED: Final = 14
"""With more notices than this the map shows numbers, and the table beneath it the names."""
_LETTER: Final = 7.0


class Landmark(Struct, frozen=True, kw_only=True):
    """A known place to find one's way by; it is no notice."""

    name: str
    at: Position


class Mark(Struct, frozen=True, kw_only=True):
    """One notice as it is drawn. Paths are SVG path text, in pixels."""

    number: int
    kind: Annotated[str, Meta(description="site, movement, activity or presence.")]
    core: Annotated[str, Meta(description="Its lines and areas, without their radius.")]
    wide: Annotated[str, Meta(description="Widened by its radius; it lies inside.")]
    spots: Annotated[tuple[tuple[str, str], ...], Meta(description="Further single positions.")]
    x: str
    y: str
    beyond: Annotated[bool, Meta(description="Its position itself lies outside the map.")]
    ruler: Annotated[str, Meta(description="The line along which the distance is told.")]
    ruler_text: str
    ruler_x: str
    ruler_y: str
    badge_x: str
    badge_y: str
    badge_width: int
    name: Annotated[str, Meta(description="Beside the number, where there is room for it.")]
    tie: Annotated[str, Meta(description="From the mark to a label that stands away from it.")]
    title: str


class Pin(Struct, frozen=True, kw_only=True):
    """A point with a name: a landmark or a pole."""

    x: str
    y: str
    text_x: str
    text_y: str
    anchor: str
    name: str


class Map(Struct, frozen=True, kw_only=True):
    """All that the template draws."""

    title: str
    width: int
    height: int
    full: Annotated[int, Meta(description="Height with the foot and any list.")]
    ground: Ground
    inset: Ground
    inset_box: Annotated[tuple[str, ...], Meta(description="x, y, width, height of the map.")]
    graticule: tuple[tuple[str, Line], ...]
    poles: tuple[Pin, ...]
    landmarks: tuple[Pin, ...]
    asked: Annotated[str, Meta(description="The asked volume, widened by its radius.")]
    asked_spots: tuple[tuple[str, str], ...]
    zone: Annotated[str, Meta(description="All that counts as near.")]
    marks: tuple[Mark, ...]
    kinds: Annotated[tuple[tuple[str, str], ...], Meta(description="For the legend.")]
    within: str
    river_note: Annotated[str, Meta(description="How rivers are to be read, if any is near.")]
    anywhere: Annotated[bool, Meta(description="A notice may lie anywhere.")]
    bar: Annotated[str, Meta(description="Length of the scale bar in pixels.")]
    bar_text: str
    north: Annotated[bool, Meta(description="False where a pole is on the map.")]
    sentence: str
    boundary: str
    notes: tuple[Row, ...]
    rows: Annotated[tuple[Row, ...], Meta(description="The list, where the map stands alone.")]
    style: Annotated[Markup, Meta(description="The style sheet; ours, so not escaped.")]


def map_svg(
    found: Neighbourhood,
    *,
    landmarks: Iterable[Landmark] = (),
    outlines: Outlines | None = None,
    alone: bool = True,
) -> str:
    """The answer as one SVG image. `alone` adds the style and the list of what is drawn."""
    page = drawn_map(found, tuple(landmarks), outlines or packaged(), alone=alone)
    return template().get_template("map.svg").render(map=page, alone=alone)


def drawn_map(
    found: Neighbourhood, landmarks: tuple[Landmark, ...], outlines: Outlines, *, alone: bool
) -> Map:
    """Everything the drawing shows, in pixels."""
    plane = plane_for([one.shape for one in found.asked if one.shape is not None])
    sheet = _sheet(found, plane)
    asked = [one for one in (on_sheet(sheet, each) for each in found.asked) if one]
    whole = shapely.union_all([one.wide for one in asked])
    drawer = _Drawer(sheet, asked)
    marks = drawer.marks(found.near)
    inset = Sheet(plane, max(1_200_000 / 110, sheet.scale * 26), 200, 132)
    bar = scale_bar(sheet, most=220)
    notes = notes_under(found, outlines, HEIGHT + FOOT) if alone else ()
    rows = rows_under(found, HEIGHT + FOOT + 16 * len(notes) + 12) if alone else ()
    kinds = dict.fromkeys(SHAPES[one.kind] for one in found.near)
    under = ground(sheet, outlines)
    return Map(
        title=visible(f"Notified near {found.place}"), width=WIDTH, height=HEIGHT,
        full=(rows[-1].y if rows else HEIGHT + FOOT - 22 + 16 * len(notes)) + 10,
        ground=under, river_note=_river_note(under), inset=ground(inset, outlines),
        inset_box=_inset_box(sheet, inset),
        graticule=tuple((path(line.drawn), line) for line in graticule(sheet)),
        poles=drawer.poles(), landmarks=drawer.landmarks(landmarks),
        asked=path(drawer.cut(whole)), asked_spots=_spots(one.core for one in asked),
        zone=path(drawer.cut(whole.buffer(found.contract.within_m / sheet.scale, quad_segs=32))),
        marks=marks, kinds=tuple(one for one in SHAPES.values() if one in kinds),
        within=f"within {distance_words(found.contract.within_m)} of what was asked",
        anywhere=any(s.radius_m is None and s.shape for one in found.near for s in one.stretches),
        bar=px(bar.pixels), bar_text=bar.text, north=not poles_in(sheet),
        sentence=found.sentence, boundary=BOUNDARY,
        notes=notes, rows=rows, style=Markup(map_style()),  # noqa: S704  # ours, as shipped
    )  # fmt: skip


def _sheet(found: Neighbourhood, plane: Plane) -> Sheet:
    """A frame around all that is near, but never so wide that what was asked becomes a dot."""
    metres = Sheet(plane, 1.0, 0.0, 0.0)
    asked = [one for one in (on_sheet(metres, each) for each in found.asked) if one]
    zone = shapely.union_all([one.wide for one in asked]).buffer(found.contract.within_m + 1)
    extents = [zone.bounds]
    for near in found.near:
        drawn = [one for one in (on_sheet(metres, each) for each in near.stretches) if one]
        extents += [(one.core if one.anywhere else one.wide).bounds for one in drawn]
    far = np.abs(np.array(extents)).reshape(-1, 2, 2).max((0, 1))
    least = np.abs(np.array(zone.bounds)).reshape(2, 2).max(0)
    half = np.clip(far, least, 3 * least.max()) * 1.12
    scale = float(max(half[0] / (WIDTH / 2), half[1] / (HEIGHT / 2)))
    return Sheet(plane, scale, WIDTH, HEIGHT)


class _Drawer:
    """Marks and labels of one sheet."""

    def __init__(self, sheet: Sheet, asked: list[Drawn]) -> None:
        self._sheet, self._asked = sheet, asked
        self._placing = Placing(sheet.width, sheet.height)
        # The frame a little outside of what is seen, so that cut edges are not drawn as edges.
        self._frame = shapely.box(-20, -20, sheet.width + 20, sheet.height + 20)

    def cut(self, shape: BaseGeometry) -> BaseGeometry:
        """What of a shape is on the sheet."""
        return shapely.intersection(shapely.make_valid(shape), self._frame)

    def marks(self, near: tuple[Neighbour, ...]) -> tuple[Mark, ...]:
        """A mark for every notice; first all marks take their place, then all labels."""
        drawn = [[one for s in n.stretches if (one := on_sheet(self._sheet, s))] for n in near]
        anchors = [self._anchor(parts) for parts in drawn]
        for x, y, _ in anchors:
            self._placing.take(x, y, 8)
        for one in self._asked:
            at = one.core.representative_point()
            self._placing.take(at.x, at.y, 16)
        # In rows from the top, so that neighbours on the ground are neighbours on the sheet.
        order = sorted(range(len(near)), key=lambda n: (round(anchors[n][1] / 24), anchors[n][0]))
        made = {n: self._mark(near[n], drawn[n], anchors[n], len(near)) for n in order}
        return tuple(made[n] for n in range(len(near)))

    def poles(self) -> tuple[Pin, ...]:
        """The poles on the sheet."""
        return tuple(self._spot(name, x, y) for name, x, y in poles_in(self._sheet))

    def landmarks(self, given: tuple[Landmark, ...]) -> tuple[Pin, ...]:
        """The landmarks on the sheet; they give way to notices, and are left out if they must."""
        found = []
        for one in given:
            x, y = self._sheet.pixels(
                np.array([one.at.lon / 1e7]), np.array([one.at.lat / 1e7])
            )[0]
            if 0 < x < WIDTH and 0 < y < HEIGHT:
                found.append(self._spot(one.name, float(x), float(y)))
        return tuple(found)

    def _spot(self, name: str, x: float, y: float) -> Pin:
        width = _LETTER * len(name)
        placed = self._placing.beside(x, y, (width, 15), gap=8, rings=3)
        at = (placed.x, placed.y) if placed else (x, y)
        return Pin(
            x=px(x), y=px(y), text_x=px(at[0]), text_y=px(at[1] + 4), anchor="middle",
            name=visible(name) if placed else "",
        )  # fmt: skip

    def _anchor(self, parts: list[Drawn]) -> tuple[float, float, bool]:
        """Where a notice's mark stands: on it, on the sheet, and as near as can be to what it is.

        The last is true if no position of it lies on the sheet: then the mark stands where its
        radius comes nearest to what was asked.
        """
        frame = shapely.box(10, 10, WIDTH - 10, HEIGHT - 10)
        for one in parts:
            seen = shapely.intersection(one.core, frame)
            if not seen.is_empty:
                point = seen.representative_point()
                return point.x, point.y, False
        middle = shapely.union_all([one.core for one in self._asked]).centroid
        wide = shapely.union_all([one.wide for one in parts])
        nearest = shapely.get_coordinates(shapely.shortest_line(wide, middle))[0]
        x, y = np.clip(nearest, [10, 10], [WIDTH - 10, HEIGHT - 10])
        return float(x), float(y), True

    def _mark(
        self, near: Neighbour, parts: list[Drawn], at: tuple[float, float, bool], count: int
    ) -> Mark:
        x, y, beyond = at
        name = _short(near.name) if count <= _NAMED else ""
        number = 11 + 8 * len(str(near.number))
        size = (number + (_LETTER * len(name) + 8 if name else 0), 18.0)
        placed = self._placing.anyhow(x, y, size, gap=9)
        ruler, told = self._ruler(near, parts)
        wide = [one.wide for one in parts if one.radius_shown and not one.anywhere]
        cores = [one.core for one in parts if one.core.geom_type != "Point"]
        left = placed.x - size[0] / 2
        return Mark(
            number=near.number, kind=SHAPES[near.kind][0],
            core="".join(path(self.cut(one)) for one in cores),
            wide="".join(path(self.cut(one)) for one in wide),
            spots=tuple(s for s in _spots(one.core for one in parts) if s != (px(x), px(y))),
            x=px(x), y=px(y), beyond=beyond, ruler=path(ruler) if ruler else "",
            ruler_text=told[0], ruler_x=px(told[1]), ruler_y=px(told[2]),
            badge_x=px(left), badge_y=px(placed.y), badge_width=number, name=name,
            tie=f"M{px(x)} {px(y)}L{px(placed.x)} {px(placed.y)}" if placed.away else "",
            title=visible(f"{near.number}. {near.label}: {near.name}. {near.how_near}"),
        )  # fmt: skip

    def _ruler(
        self, near: Neighbour, parts: list[Drawn]
    ) -> tuple[BaseGeometry | None, tuple[str, float, float]]:
        """The line from what was asked to the notice, and its distance where there is room."""
        none = ("", 0.0, 0.0)
        sure = [one.wide for one in parts if not one.anywhere]
        if not sure or near.distance_m <= 0:
            return None, none
        wide = shapely.union_all(sure)
        if near.layer == "envelope":
            wide = shapely.convex_hull(wide)
        line = shapely.shortest_line(shapely.union_all([one.wide for one in self._asked]), wide)
        if line.length < 3:
            return None, none
        text, middle = distance_words(near.distance_m), line.interpolate(0.5, normalized=True)
        size = (_LETTER * len(text), 14.0)
        if line.length < size[0] + 8 or not self._placing.free(middle.x, middle.y, size):
            return self.cut(line), none
        self._placing.take(middle.x, middle.y, size[0] / 2)
        return self.cut(line), (text, middle.x, middle.y + 4)


def _river_note(under: Ground) -> str:
    if under.hidden:
        return f"a river is near, known to {RIVER_OFF_M / 1000:.0f} km: too coarse to draw here"
    return "a river flows somewhere within the band, not all over it" if under.band else ""


def _spots(cores: Iterable[BaseGeometry]) -> tuple[tuple[str, str], ...]:
    points = [one for one in cores if isinstance(one, shapely.Point)]
    return tuple(
        (px(one.x), px(one.y))
        for one in points
        if -20 < one.x < WIDTH + 20 and -20 < one.y < HEIGHT + 20
    )


def _short(name: str, most: int = 30) -> str:
    shown = visible(name.replace("\n", " "))
    return shown if len(shown) <= most else shown[: most - 1].rstrip() + "…"


def _inset_box(sheet: Sheet, inset: Sheet) -> tuple[str, ...]:
    """Where the sheet lies on the inset."""
    wide, high = (side * sheet.scale / inset.scale for side in (sheet.width, sheet.height))
    return tuple(
        px(one)
        for one in ((inset.width - wide) / 2, (inset.height - high) / 2, wide, high)
    )


@cache
def template() -> Environment:
    """The templates of maps, everything escaped."""
    made = Environment(
        loader=PackageLoader("parley.web"), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    made.filters["shown"] = lambda text: visible(str(text))
    return made


@cache
def map_style() -> str:
    """The style sheet of maps."""
    return (resources.files("parley.web") / "templates" / "map.css").read_text("utf-8")
