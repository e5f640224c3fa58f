"""One question at a time: CPU time beside the peers, build and memory, at each size."""

from __future__ import annotations

from collections.abc import Iterator

from benchmarks.space.peers import Postgis, Tree, postgis
from benchmarks.space.report import Row, Section, Times, at_least, at_most
from benchmarks.space.run import Run
from benchmarks.space.world import Asked, Held, Way, by_turns, hits, index_of, timed
from parley.space.kernel import engine
from parley.space.store.asking import Question

_GOALS = {50: (50, 6), 99: (100, 10)}
COMPILED, PLAIN = "ours, compiled kernel", "ours, fallback"
NEAR = "ours, compiled, near() whole: shape checks, preparing, answer"
TREE, PLAIN_TREE = "STRtree + the same compiled refine", "STRtree + the fallback's refine"
POSTGIS = "PostGIS, GiST (_ST_Expand(geog, radius), tstzrange)"


def measure(run: Run) -> Iterator[Section]:
    """A table for each size."""
    for count in run.sizes:
        yield Section(f"Queries at {count:,} entries, CPU time", list(_rows(run, count)))


def _rows(run: Run, count: int) -> Iterator[Row]:
    held, questions = run.held(count), run.questions()
    run.say(f"PostGIS takes in {count:,}")
    ways = _ways(held, questions)
    asker = None
    if held.stream is not None and (server := run.server()) is not None:
        postgis(server, held.stream, questions)
        asker = Postgis(server)
        ways[POSTGIS] = asker.way()
    run.say(f"{len(questions):,} questions to {count:,}")
    for way in ways.values():
        for n in range(20):
            way(n)
    taken = by_turns(ways, len(questions))
    if asker is not None:
        asker.session.close()
    known, ready = held.index.size, questions.question(held.index.engine)
    found = [
        len(held.index.hits(ready, (n, n + 1), questions.wish(n, known)).hits)
        for n in range(len(questions))
    ]
    yield Row("near, of each question: mean; most", f"{sum(found) / len(found):.1f}; {max(found)}")
    yield from (Row(f"{name}: p50 / p99 / mean", times.words()) for name, times in taken.items())
    yield from _goals(taken, count)
    yield from _built(held, count)


def _ways(held: Held, questions: Asked) -> dict[str, Way]:
    plain = engine("plain")
    fallback = Held(held.count, index_of(held.packed, plain), None, 0, 0)
    ready: dict[str, Question] = {
        COMPILED: questions.question(held.index.engine), PLAIN: questions.question(plain)
    }  # fmt: skip
    tree = Tree(held, questions, held.index.engine)
    slow_tree = Tree(held, questions, plain)

    def near(n: int) -> int:
        volume, within = questions.volumes[n], float(questions.stream.within_m[n])
        return held.index.near(volume, within, layers="exact").total

    return {
        COMPILED: timed(hits(held, ready[COMPILED], questions)),
        TREE: timed(tree.near),
        PLAIN: timed(hits(fallback, ready[PLAIN], questions)),
        PLAIN_TREE: timed(slow_tree.near),
        NEAR: timed(near),
    }


def _goals(taken: dict[str, Times], count: int) -> Iterator[Row]:
    ours, plain = taken[COMPILED], taken[PLAIN]
    for per_cent, (of_postgis, of_tree) in _GOALS.items():
        if POSTGIS in taken:
            ratio = taken[POSTGIS].at(per_cent) / ours.at(per_cent)
            yield at_least(f"p{per_cent}: PostGIS over compiled", ratio, of_postgis, "{} x")
        ratio = taken[TREE].at(per_cent) / ours.at(per_cent)
        yield at_least(f"p{per_cent}: STRtree over compiled", ratio, of_tree, "{} x")
    if POSTGIS in taken:
        ratio = taken[POSTGIS].at(50) / plain.at(50)
        yield at_least("p50: PostGIS over fallback", ratio, 8, "{} x")
    own, best = taken[PLAIN_TREE].at(50) / plain.at(50), taken[TREE].at(50) / plain.at(50)
    yield at_least("p50: STRtree + the fallback's refine over fallback", own, 1, "{} x")
    yield Row("p50: STRtree + the compiled refine over fallback", f"{best:.3g} x")
    if count == 1_000_000:
        yield at_most("p50 of compiled at 10^6", ours.at(50), 50, "{} us")
        yield at_most("p99 of compiled at 10^6", ours.at(99), 2000, "{} us")


def _built(held: Held, count: int) -> Iterator[Row]:
    words = "{} CPU-s per 10^6"
    million = count / 1e6
    yield Row("preparing degrees for it (any engine needs it)",
              f"{held.prepare_s / million:.2f} CPU-s per 10^6")  # fmt: skip
    yield at_most("build of the trees", held.pack_s / million, 5, words)
    yield at_most("build, preparing included", (held.pack_s + held.prepare_s) / million, 5, words)
    yield at_most("memory for an entry", held.bytes_each, 200, "{} bytes")
