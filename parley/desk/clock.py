"""The only wall clock. Everything below is given its time; here it is taken.

A machine's clock can be set back or forward while the desk runs. Ledger time only grows, and a
step is written into the duty log, so that nobody later reads an hour that did not pass. After a
step back time runs on, a tenth slower, until the wall has caught up: with a ledger time that stood
still for an hour no deadline would pass and no ladder would climb.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from threading import Lock

STEP_MS = 2000
_SLOWER = 10
"""After a step back one part in so many of the time that passes is left out."""


class Clock:
    """Wall time in ms that never runs backwards, watched against a clock that cannot be set."""

    def __init__(
        self,
        wall_ns: Callable[[], int] = time.time_ns,
        steady_ns: Callable[[], int] = time.monotonic_ns,
    ) -> None:
        self._wall, self._steady = wall_ns, steady_ns
        self._ahead = wall_ns() - steady_ns()
        self._told, self._then = 0, steady_ns()
        self._turn = Lock()

    def now(self) -> int:
        """Milliseconds since 1970-01-01T00:00Z, as this machine has it; never less than before."""
        with self._turn:
            wall, steady = self._wall(), self._steady()
            passed = max(steady - self._then, 0)
            self._told = max(wall, self._told + passed - passed // _SLOWER)
            self._then = steady
            return self._told // 1_000_000

    def begin(self, ms: int) -> None:
        """Go on from a moment that is on record, where the wall stands before it."""
        with self._turn:
            self._told = max(self._told, ms * 1_000_000)

    def stepped(self) -> int:
        """By how many ms the clock was set since last asked; 0 below two seconds."""
        ahead = self._wall() - self._steady()
        step = (ahead - self._ahead) // 1_000_000
        if abs(step) < STEP_MS:
            return 0
        self._ahead = ahead
        return step
