"""How hard hypothesis looks: quick by default, the same examples every time in CI."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

# Two cores shared with other runs make a deadline a coin toss; slowness is measured elsewhere.
settings.register_profile(
    "quick", max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile("ci", settings.get_profile("quick"), derandomize=True, database=None)
settings.register_profile("thorough", settings.get_profile("quick"), max_examples=2000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci" if "CI" in os.environ else "quick"))
