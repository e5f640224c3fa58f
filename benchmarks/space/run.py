"""What all sections share: sizes, questions, indexes once built, and one PostGIS."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from functools import lru_cache
from pathlib import Path

from benchmarks.space.world import Asked, Held, ask, hold
from parley.space.kernel import engine
from tests.space.oracles.postgis import Server, cluster, programs


class Run:
    """One run of the benchmark."""

    def __init__(
        self, folder: Path, sizes: list[int], *, quick: bool, say: Callable[[str], None]
    ) -> None:
        self.folder, self.sizes, self.quick, self.say = folder, sizes, quick, say
        self._open = ExitStack()
        self._server: Server | None = None
        self.engine = engine("compiled")

    @property
    def main(self) -> int:
        """The size most promises are made for: 10^6, or the largest of a quick run."""
        return max(size for size in self.sizes if size <= 1_000_000)

    @lru_cache(maxsize=2)  # noqa: B019 - one run lives as long as the program
    def held(self, count: int) -> Held:
        """An index of so many entries, built when first asked for."""
        self.say(f"building {count:,} entries")
        return hold(count, self.engine)

    @lru_cache(maxsize=1)  # noqa: B019
    def questions(self) -> Asked:
        """The questions put to every size."""
        return ask(200 if self.quick else 2000)

    def server(self) -> Server | None:
        """PostGIS, started when first asked for; None where its packages are missing."""
        if self._server is None and programs() is not None:
            self.say("starting PostGIS")
            self._server = self._open.enter_context(cluster("1GB"))
        return self._server

    def close(self) -> None:
        """Stop what was started."""
        self._open.close()
