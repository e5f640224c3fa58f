"""The peers: shapely's STRtree with our refine, and PostGIS with the best index it has."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import shapely

from benchmarks.space.report import F64
from benchmarks.space.world import Asked, Held, Way
from parley.space.earth import arc_high
from parley.space.kernel import Engine
from parley.space.prepared import UNIT_M
from parley.space.store.layout import BY_CIRCLES, ERA, HIT, NEVER
from tests.space.oracles.postgis import NEAR, Server, fill
from tests.space.oracles.stream import Stream

I64 = npt.NDArray[np.int64]


class Tree:
    """STRtree over the same boxes; then the same filters, circles and exact distances as ours.

    `using` measures what the circles leave open, so it is the very same code as the index runs.
    Rows are those of the packed index; `rows` keeps the ones that were not withdrawn.
    """

    def __init__(self, held: Held, questions: Asked, using: Engine) -> None:
        rows = held.packed.rows
        alive = np.nonzero(rows.life["withdrawn"] == NEVER)[0]
        self.alive, self.rows, self.using = alive, rows, using
        sides = rows.sides[alive]
        self.earliest, self.latest = sides[:, 2].copy(), sides[:, 5].copy()
        west, south, _, east, north, _ = sides.T / 1e7
        self.tree = shapely.STRtree(shapely.box(west, south, east, north))
        leaf = rows.leaf[alive]
        self.anchor = leaf["anchor"] * UNIT_M
        self.outer, self.inner = leaf["outer_m"].astype(float), leaf["inner_m"].astype(float)
        self.floor, self.ceiling = leaf["floor_cm"].copy(), leaf["ceiling_cm"].copy()
        self.parts = held.packed.parts(using, past=False)
        self.asked = questions
        self.question = questions.question(using)
        self.boxes = self.boxes_of(questions, questions.stream.within_m)
        self.middle = questions.legs.anchor * UNIT_M
        self.times = _times(questions.stream)

    @staticmethod
    def boxes_of(questions: Asked, within_m: F64) -> npt.NDArray[np.object_]:
        """One box in degrees around each question and its distance, wide enough."""
        box, leg = questions.legs.box / 1e7, questions.legs.box_leg
        up = within_m[leg] / 110_500
        south, north = box[:, 0] - up, box[:, 2] + up
        across = up / np.cos(np.radians(np.minimum(np.maximum(np.abs(south), np.abs(north)), 89)))
        made = shapely.box(box[:, 1] - across, south, box[:, 3] + across, north)
        return np.asarray(made[np.searchsorted(leg, np.arange(len(questions)))])

    def near(self, n: int) -> int:
        """How many rows come near question `n`."""
        return len(self.refined(self.tree.query(self.boxes[n]), np.int64(n), n))

    def refined(self, row: I64, leg: I64 | np.int64, within: int | float) -> I64:
        """Which of these rows come near these legs: by time, height, circles, then distance."""
        legs = self.asked.legs
        within_m = float(self.asked.stream.within_m[within]) if isinstance(within, int) else within
        began, ended = self.times
        keep = (self.earliest[row] <= ended[leg]) & (self.latest[row] >= began[leg])
        keep &= self.floor[row] <= legs.ceiling_cm[leg]
        keep &= self.ceiling[row] >= legs.floor_cm[leg]
        row, leg = row[keep], leg[keep] if isinstance(leg, np.ndarray) else leg
        apart = self.anchor[row] - self.middle[leg]
        chord = np.sqrt(np.einsum("ij,ij->i", apart, apart))
        outer = chord <= within_m + self.outer[row] + legs.outer_m[leg]
        sure = arc_high(chord) <= within_m + self.inner[row] + legs.inner_m[leg]
        open_ = np.nonzero(outer & ~sure)[0]
        hits = np.zeros(len(open_), HIT)
        hits["distance_m"], hits["how"] = np.nan, BY_CIRCLES
        hits["row"] = self.alive[row[open_]]
        hits["leg"] = leg[open_] if isinstance(leg, np.ndarray) else leg
        self.using.doors.measure(self.parts, self.question.held, hits)
        near = row[open_[hits["distance_m"] <= within_m]]
        return np.concatenate([row[sure], near])


def _times(stream: Stream) -> tuple[I64, I64]:
    return stream.began_s - ERA, stream.ended_s - ERA


def postgis(server: Server, told: Stream, questions: Asked) -> None:
    """Fill its tables and build its index."""
    server.sql("DROP TABLE IF EXISTS told, asked;")
    fill(server, "told", told)
    fill(server, "asked", questions.stream)
    server.sql("CREATE INDEX ON told USING gist (_ST_Expand(at, radius), span);")
    # Apart from the index: a vacuum cannot run inside a script's transaction.
    server.sql("VACUUM ANALYZE told;")
    server.sql("VACUUM ANALYZE asked;")


class Postgis:
    """One connection that is asked question by question."""

    def __init__(self, server: Server) -> None:
        self.session = server.session()
        self.session.ask("SET plan_cache_mode = force_generic_plan;")
        self.session.ask(
            "PREPARE near(int) AS SELECT count(*) FROM asked a JOIN told t"
            f" ON {NEAR.format(pad=0)} WHERE a.n = $1;"
        )

    def near(self, n: int) -> int:
        """How many come near question `n`."""
        return int(self.session.ask(f"EXECUTE near({n});")[0])

    def way(self) -> Way:
        """Timed by the CPU clock of the server's process."""

        def way(n: int) -> float:
            began = self.session.cpu_s()
            self.near(n)
            return self.session.cpu_s() - began

        return way
