"""Correctness beside speed: who misses which conflicts, in the country, at the seam, at the poles.

What is true is the slow reference's word. The others get exactly the pairs it calls near and say
whether they find them: PostGIS through its index; UTM in the zone of the question; a sphere;
shapely's STRtree on raw degrees, 111 km to one.
"""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor

import numpy as np
import shapely
from msgspec import Struct
from pyproj import Proj
from shapely.geometry.base import BaseGeometry

from benchmarks.space.report import F64, Row, Section
from benchmarks.space.run import Run
from benchmarks.space.world import COUNTRY, Asked, Held, ask, hold, index_of
from parley.space.kernel import Engine, engine
from parley.space.prepared import I64
from tests.space.oracles.drawing import Shapes, drawn, gathered, shapes
from tests.space.oracles.postgis import INDEX, fill, listed
from tests.space.oracles.stream import Stream, World, around
from tests.space.oracles.truth import Held as Known
from tests.space.oracles.truth import Truth, truth

_R = 6_371_008.8
_SLACK_M = 0.1
"""The slack at 25 km: 0.05 m and 2 ppm."""
Pairs = set[tuple[int, int]]


class Place(Struct, frozen=True):
    """A world to look at, and how much of it."""

    name: str
    world: World
    entries: int
    questions: int


def measure(run: Run) -> Iterator[Section]:
    """A table for each place."""
    few = 10 if run.quick else 1
    places = [
        Place("the country", COUNTRY, run.main, 2000 // few),
        Place("the antimeridian", around(180.0, -17.0, 40_000.0), 50_000 // few, 500 // few),
        Place("the north pole", around(0.0, 90.0, 40_000.0), 50_000 // few, 500 // few),
        Place("the south pole", around(10.0, -89.97, 40_000.0), 50_000 // few, 500 // few),
    ]
    for place in places:
        rows = list(_rows(run, place))
        yield Section(f"Conflicts missed at {place.name}, {place.entries:,} entries, "
                      f"{place.questions} questions", rows)  # fmt: skip


_SHARED: list[tuple[Known, Known]] = []


def _rows(run: Run, place: Place) -> Iterator[Row]:
    country = place.world is COUNTRY
    held = run.held(run.main) if country else hold(place.entries, run.engine, place.world)
    questions = ask(place.questions, place.world)
    if held.stream is None:
        return
    known = _truth(run, held.stream, questions.stream)
    near, inside = known.near(), known.inside()
    yield Row("conflicts, by the slow reference", f"{len(near):,}")
    for name, using in (("ours, compiled", run.engine), ("ours, fallback", engine("plain"))):
        found = _ours(held, questions, using)
        extra = [-inside.get(pair, -np.inf) for pair in found - near]
        yield Row(name, f"{len(near - found)} missed", "0 missed", not near - found)
        far = [metres for metres in extra if metres > _SLACK_M]
        words = f"{len(far)} of {len(found):,}"
        words += f", the farthest by {max(far):,.2f} m" if far else ""
        yield Row(f"{name}: listed beyond the slack", words, "0", not far)
    run.say(f"PostGIS at {place.name}")
    if (server := run.server()) is not None:
        server.sql("DROP TABLE IF EXISTS told, asked;")
        fill(server, "told", held.stream)
        fill(server, "asked", questions.stream)
        server.sql(INDEX.format(name="told"))
        found = {(n, m) for n, m, _ in listed(server, "0").tolist()}
        yield _missed("PostGIS", near, found, inside)
    for name, method in _METHODS.items():
        run.say(f"{name} at {place.name}")
        found = _by(method, held.stream, questions.stream, near)
        yield _missed(name, near, found, inside)


def _missed(name: str, near: Pairs, found: Pairs, inside: dict[tuple[int, int], float]) -> Row:
    missed = [inside[pair] for pair in near - found]
    worst = f", the worst {max(missed):,.2f} m inside" if missed else ""
    return Row(name, f"{len(missed):,} missed{worst}")


def _truth(run: Run, told: Stream, asked: Stream) -> Truth:
    run.say(f"the slow reference over {len(told):,} entries")
    _SHARED[:] = [(Known.of(told), Known.of(asked))]
    # Forked, so that what is measured is shared and not sent.
    with ProcessPoolExecutor(2, multiprocessing.get_context("fork")) as pool:
        cuts = np.linspace(0, len(asked), 17).astype(int).tolist()
        parts = list(pool.map(_part, cuts[:-1], cuts[1:]))
    _SHARED.clear()
    columns = {
        name: np.concatenate([getattr(part, name) for part in parts])
        for name in Truth.__struct_fields__
    }
    return Truth(**columns)


def _part(first: int, last: int) -> Truth:
    return truth(*_SHARED[0], which=range(first, last))


def _ours(held: Held, questions: Asked, using: Engine) -> Pairs:
    index, found = index_of(held.packed, using), set()
    ready = questions.question(using)
    for n in range(len(questions)):
        hits = index.hits(ready, (n, n + 1), questions.wish(n, index.size)).hits
        found |= {(n, entry) for entry in hits["entry"].tolist()}
    return found


Method = Callable[[Stream, I64, Stream, int], F64]


def _by(method: Method, told: Stream, asked: Stream, near: Pairs) -> Pairs:
    """Which of the true pairs a method finds."""
    groups: dict[int, list[int]] = {}
    for n, m in near:
        groups.setdefault(n, []).append(m)
    found: Pairs = set()
    for n, members in groups.items():
        which = np.array(members)
        reach = (told.radius_cm[which] + asked.radius_cm[n]) / 100 + asked.within_m[n]
        apart = method(told, which, asked, n)
        found |= {(n, m) for m, ok in zip(members, (apart <= reach).tolist(), strict=True) if ok}
    return found


def _mapped(
    told: Stream, which: I64, asked: Stream, n: int, plane: Proj
) -> tuple[BaseGeometry, Shapes]:
    made = []
    for stream, some in ((asked, np.array([n])), (told, which)):
        corners, first = gathered(stream, some)
        x, y = plane(stream.lon[corners] / 1e7, stream.lat[corners] / 1e7)
        made.append(drawn(stream.kind[some], first, np.stack([x, y], 1)))
    return made[0][0], made[1]


def _utm(told: Stream, which: I64, asked: Stream, n: int) -> F64:
    lon, lat = asked.lon[asked.first[n]] / 1e7, asked.lat[asked.first[n]] / 1e7
    zone = int((lon + 180) // 6) % 60 + 1
    plane = Proj(proj="utm", zone=zone, south=bool(lat < 0), ellps="WGS84")
    ours, theirs = _mapped(told, which, asked, n, plane)
    return np.asarray(shapely.distance(ours, theirs), np.float64)


def _sphere(told: Stream, which: I64, asked: Stream, n: int) -> F64:
    lon, lat = asked.lon[asked.first[n]] / 1e7, asked.lat[asked.first[n]] / 1e7
    plane = Proj(proj="aeqd", lon_0=lon, lat_0=lat, R=_R)
    ours, theirs = _mapped(told, which, asked, n, plane)
    ends = shapely.get_coordinates(shapely.shortest_line(ours, theirs)).reshape(-1, 2, 2)
    lo, la = plane(ends[:, :, 0], ends[:, :, 1], inverse=True)
    lo, la = np.radians(lo), np.radians(la)
    half = np.sin((la[:, 1] - la[:, 0]) / 2) ** 2
    half += np.cos(la[:, 0]) * np.cos(la[:, 1]) * np.sin((lo[:, 1] - lo[:, 0]) / 2) ** 2
    apart = 2 * _R * np.arcsin(np.sqrt(half))
    return np.where(shapely.intersects(ours, theirs), 0.0, apart)


def _degrees(told: Stream, which: I64, asked: Stream, n: int) -> F64:
    ours, theirs = shapes(asked, np.array([n]))[0], shapes(told, which)
    return np.asarray(shapely.distance(ours, theirs) * 111_000, np.float64)


_METHODS: dict[str, Method] = {
    "UTM, zone of the question": _utm,
    "a sphere of the mean radius": _sphere,
    "STRtree on raw degrees, 111 km to one": _degrees,
}
