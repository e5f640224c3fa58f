"""The only wall clock. Everything below is given its time; here it is taken.

A machine's clock can be set back or forward while the desk runs. Ledger time only grows, and a
step is written into the duty log, so that nobody later reads an hour that did not pass.
"""

from __future__ import annotations

import time
from collections.abc import Callable

STEP_MS = 2000


class Clock:
    """Wall time in ms, watched against a clock that cannot be set."""

    def __init__(
        self,
        wall_ns: Callable[[], int] = time.time_ns,
        steady_ns: Callable[[], int] = time.monotonic_ns,
    ) -> None:
        self._wall, self._steady = wall_ns, steady_ns
        self._ahead = wall_ns() - steady_ns()

    def now(self) -> int:
        """Milliseconds since 1970-01-01T00:00Z, as this machine has it."""
        return self._wall() // 1_000_000

    def stepped(self) -> int:
        """By how many ms the clock was set since last asked; 0 below two seconds."""
        ahead = self._wall() - self._steady()
        step = (ahead - self._ahead) // 1_000_000
        if abs(step) < STEP_MS:
            return 0
        self._ahead = ahead
        return step
