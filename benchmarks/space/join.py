"""A replay: which of a million events came within 1 km and 1 h of which of a million sites.

Ours does all of it, on two threads. Who cannot finish does a sample, and its time is scaled up;
the sample is the same for all and is asked of ours too, so the ratios need no scaling.
"""

from __future__ import annotations

import multiprocessing
import resource
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import geopandas  # type: ignore[import-untyped]
import numpy as np
import pandas as pd  # type: ignore[import-untyped]
import shapely
from pyproj import Transformer

from benchmarks.space.peers import Tree
from benchmarks.space.report import Row, Section, at_least
from benchmarks.space.run import Run
from benchmarks.space.world import Asked, Held, question_stream
from parley.space.index import CHUNK
from parley.space.packing import pack as prepare_all
from parley.space.store.asking import Question, Wish
from tests.space.oracles.drawing import drawn
from tests.space.oracles.postgis import INDEX, NEAR, Server, fill
from tests.space.oracles.stream import Stream, as_rough

WITHIN_M, WITHIN_S = 1000.0, 3600


def measure(run: Run) -> Iterator[Section]:
    """At the main size, as many events as sites."""
    held = run.held(run.main)
    sample = 500 if run.quick else 4000
    rows = list(_all(run, held)) + list(_sampled(run, held, sample))
    yield Section(f"Join of {run.main:,} events and {run.main:,} sites, 1 km and 1 h", rows)


def _events(count: int, seed: int = 2) -> Asked:
    """Events happen as questions are drawn: between two moments, at most a day apart."""
    events = question_stream(count, seed)
    return Asked(events, prepare_all(*as_rough(events)), [])


def _all(run: Run, held: Held) -> Iterator[Row]:
    run.say(f"join of {run.main:,} events, all of it")
    events = _events(run.main)
    before = _resident()
    ready = Question(events.legs, run.engine)
    cpu, began = time.process_time(), time.perf_counter()
    found = _ours(held, ready, len(events))
    wall, cpu = time.perf_counter() - began, time.process_time() - cpu
    yield Row("ours, all, two threads", f"{wall:.1f} s by the wall, {cpu:.1f} CPU-s")
    yield Row("pairs", f"{found:,}; {found / wall:,.0f}/s")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    yield Row("memory: before; peak of the process so far",
              f"{before / 1e9:.2f} GB; {peak / 1e9:.2f} GB")  # fmt: skip


def _ours(held: Held, ready: Question, count: int) -> int:
    wish = Wish(within_m=WITHIN_M, within_s=WITHIN_S, known=held.index.size)
    pieces = [(first, min(first + CHUNK, count)) for first in range(0, count, CHUNK)]
    pieces = pieces if len(pieces) > 2 else [(0, count // 2), (count // 2, count)]
    with ThreadPoolExecutor(2) as pool:
        return sum(pool.map(lambda which: len(held.index.hits(ready, which, wish).hits), pieces))


def _sampled(run: Run, held: Held, sample: int) -> Iterator[Row]:
    events = _events(sample, seed=3)
    ready = Question(events.legs, run.engine)
    ways: dict[str, Callable[[], int]] = {"ours": lambda: _ours(held, ready, sample)}
    ways["STRtree, both cores"] = _Strtree(held, events, run).join
    if held.stream is not None:
        ways["geopandas sjoin, both cores"] = _Geopandas(held.stream, events.stream).join
        if (server := run.server()) is not None:
            ways["PostGIS, both cores"] = _Postgis(server, held.stream, events.stream).join
    walls: dict[str, list[float]] = {name: [] for name in ways}
    counts = {}
    for _ in range(2):
        for name, way in ways.items():
            run.say(f"join of a sample of {sample:,}: {name}")
            began = time.perf_counter()
            counts[name] = way()
            walls[name].append(time.perf_counter() - began)
    least = {name: min(took) for name, took in walls.items()}
    for name, took in least.items():
        scaled = took * run.main / sample
        yield Row(f"{name}: a sample of {sample:,} events",
                  f"{took:.2f} s, {counts[name]:,} pairs; scaled {scaled:,.0f} s; "
                  f"{took / least['ours']:.1f} x ours")  # fmt: skip
    best = min(took for name, took in least.items() if name != "ours")
    yield at_least("the best of the peers over ours", best / least["ours"], 8, "{} x")


class _Strtree:
    """The same boxes, filters, circles and refine, in two processes that share what is built."""

    def __init__(self, held: Held, events: Asked, run: Run) -> None:
        self._tree = Tree(held, events, run.engine)
        stream = events.stream
        began, ended = self._tree.times
        self._tree.times = began - WITHIN_S, ended + WITHIN_S
        self._tree.boxes = Tree.boxes_of(events, np.full(len(stream), WITHIN_M))
        self._count = len(stream)

    def join(self) -> int:
        """Halves, one a process."""
        return _halved(self._some, self._count)

    def _some(self, first: int, last: int) -> int:
        found = 0
        for begin in range(first, last, 100):
            end = min(begin + 100, last)
            leg, row = self._tree.tree.query(self._tree.boxes[begin:end])
            found += len(self._tree.refined(row, leg + begin, WITHIN_M))
        return found


class _Geopandas:
    """Boxes joined as its users do, in UTM; then heights, times and planar distances."""

    def __init__(self, sites: Stream, events: Stream) -> None:
        alive = np.nonzero(~sites.gone)[0]
        self._sites, self._alive, self._events = sites, alive, events
        self._there = _planar(sites)[alive]
        self._here = _planar(events)
        self._reach = events.radius_cm / 100 + WITHIN_M
        radius = sites.radius_cm[alive] / 100
        self._far = geopandas.GeoDataFrame(
            {"site": np.arange(len(alive))}, geometry=_around(self._there, radius), crs=32637
        )
        self._near = geopandas.GeoDataFrame(
            {"event": np.arange(len(events))}, geometry=_around(self._here, self._reach), crs=32637
        )
        assert self._far.sindex is not None

    def join(self) -> int:
        """Halves, one a process."""
        return _halved(self._some, len(self._events))

    def _some(self, first: int, last: int) -> int:
        found = 0
        for begin in range(first, last, 100):
            pairs = geopandas.sjoin(self._near[begin : min(begin + 100, last)], self._far)
            found += self._refined(pairs)
        return found

    def _refined(self, pairs: pd.DataFrame) -> int:
        event, place = pairs["event"].to_numpy(), pairs["site"].to_numpy()
        a, b, site = self._events, self._sites, self._alive[place]
        keep = b.began_s[site] <= a.ended_s[event] + WITHIN_S
        keep &= b.ended_s[site] >= a.began_s[event] - WITHIN_S
        keep &= b.floor_cm[site] <= a.ceiling_cm[event]
        keep &= b.ceiling_cm[site] >= a.floor_cm[event]
        event, place, site = event[keep], place[keep], site[keep]
        reach = self._reach[event] + b.radius_cm[site] / 100
        return int(shapely.dwithin(self._here[event], self._there[place], reach).sum())


class _Postgis:
    """Its index, asked by two connections, half of the sample each."""

    def __init__(self, server: Server, sites: Stream, events: Stream) -> None:
        self._server, self._count = server, len(events)
        server.sql("DROP TABLE IF EXISTS told, asked;")
        fill(server, "told", sites)
        whole = {name: getattr(events, name) for name in events.__struct_fields__}
        whole["within_m"] = np.full(len(events), WITHIN_M)
        whole["began_s"], whole["ended_s"] = events.began_s - WITHIN_S, events.ended_s + WITHIN_S
        fill(server, "asked", Stream(**whole))
        server.sql(INDEX.format(name="told"))
        server.sql("ANALYZE asked;")

    def join(self) -> int:
        """Both halves at once; the server has a process for each connection."""
        half = self._count // 2
        with ThreadPoolExecutor(2) as pool:
            return sum(pool.map(self._some, (0, half), (half, self._count)))

    def _some(self, first: int, last: int) -> int:
        said = self._server.sql(
            f"SELECT count(*) FROM asked a JOIN told t ON {NEAR.format(pad=0)}"
            f" WHERE a.n >= {first} AND a.n < {last};"
        )
        return int(said)


def _planar(stream: Stream) -> np.typing.NDArray[np.object_]:
    way = Transformer.from_crs(4326, 32637, always_xy=True)
    x, y = way.transform(stream.lon / 1e7, stream.lat / 1e7)
    return drawn(stream.kind, stream.first, np.stack([x, y], 1))


def _around(
    shapes: np.typing.NDArray[np.object_], radius: np.typing.NDArray[np.float64]
) -> np.typing.NDArray[np.object_]:
    west, south, east, north = shapely.bounds(shapes).T
    return np.asarray(shapely.box(west - radius, south - radius, east + radius, north + radius))


def _halved(work: Callable[[int, int], int], count: int) -> int:
    """Both halves at once in forked processes, so that what was built is shared and not sent."""
    context = multiprocessing.get_context("fork")
    said = context.SimpleQueue()
    half = count // 2
    workers = [
        context.Process(target=lambda first, last: said.put(work(first, last)), args=which)
        for which in ((0, half), (half, count))
    ]
    for worker in workers:
        worker.start()
    found = sum(int(said.get()) for _ in workers)
    for worker in workers:
        worker.join()
    return found


def _resident() -> int:
    with open("/proc/self/statm") as pages:
        return int(pages.read().split()[1]) * resource.getpagesize()
