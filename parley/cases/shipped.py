"""Arrangements, events and scenarios as they are shipped, by their names."""

from __future__ import annotations

from importlib import resources

from parley.errors import NotFound

ARRANGEMENTS: dict[str, str] = {
    "syria-2016": "syria-2016.toml",
    "humanitarian-pause": "humanitarian-pause.yaml",
    "two-sides": "two-sides.toml",
}
"""Every shipped arrangement and its file."""
EVENTS: dict[str, str] = {"deir-ez-zor": "deir_ez_zor/event.toml"}
"""Every shipped event and its file."""
READINGS: dict[str, str] = {"deir-ez-zor": "deir_ez_zor/readings.toml"}
"""Every shipped reading of who says that which obligation was met, and its file."""


def arrangement_file(name: str) -> tuple[str, bytes]:
    """A shipped arrangement: the name of its file, and what stands in it."""
    file = ARRANGEMENTS.get(name)
    if file is None:
        raise NotFound(
            f"expected a file, or one of the arrangements {', '.join(ARRANGEMENTS)}, got {name!r}"
        )
    return file, (resources.files(__package__) / "arrangements" / file).read_bytes()


def event_file(name: str) -> tuple[str, bytes]:
    """A shipped event: the name of its file, and what stands in it."""
    file = EVENTS.get(name)
    if file is None:
        raise NotFound(f"expected a file, or one of the events {', '.join(EVENTS)}, got {name!r}")
    return file.rpartition("/")[2], (resources.files(__package__) / file).read_bytes()


def readings_file(name: str) -> tuple[str, bytes]:
    """A shipped file of readings: its name, and what stands in it."""
    file = READINGS.get(name)
    if file is None:
        raise NotFound(
            f"expected a file, or one of the readings {', '.join(READINGS)}, got {name!r}"
        )
    return file.rpartition("/")[2], (resources.files(__package__) / file).read_bytes()


def scenario_files() -> dict[str, bytes]:
    """Every shipped scenario, by the name of its file."""
    folder = resources.files(__package__) / "scenarios"
    files = sorted(
        (one for one in folder.iterdir() if one.name.endswith(".toml")), key=lambda one: one.name
    )
    return {one.name: one.read_bytes() for one in files}


def scenario_file(name: str) -> bytes:
    """A shipped scenario, by its name."""
    found = scenario_files().get(f"{name}.toml")
    if found is None:
        names = ", ".join(file.removesuffix(".toml") for file in scenario_files())
        raise NotFound(f"expected one of the scenarios {names}, got {name!r}")
    return found
