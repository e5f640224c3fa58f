"""Whatever comes in from outside says why, is locked to its bytes, and comes from anywhere."""

from __future__ import annotations

import re
import tomllib

import pytest
from packaging.requirements import Requirement
from packaging.version import Version

from tests.house.plan import ROOT

PYPROJECT = (ROOT / "pyproject.toml").read_text()
DECLARED = tomllib.loads(PYPROJECT)
RUNTIME: list[str] = DECLARED["project"]["dependencies"]
GROUPS: dict[str, list[str]] = DECLARED["dependency-groups"]
LOCKS = {
    "requirements.lock": [*RUNTIME, *GROUPS["dev"]],
    "requirements-bench.lock": GROUPS["bench"],
}


def _locked(lock: str) -> dict[str, Version]:
    pinned = re.findall(r"^([\w.-]+)==([^\s;]+)", (ROOT / lock).read_text(), re.MULTILINE)
    return {name.lower(): Version(version) for name, version in pinned}


@pytest.mark.parametrize("wanted", [*RUNTIME, *GROUPS["dev"], *GROUPS["bench"]])
def test_a_dependency_says_why(wanted: str) -> None:
    """Each dependency has a comment on its line, or the line above when it stands alone."""
    lines = PYPROJECT.splitlines()
    places = [number for number, line in enumerate(lines) if f'"{wanted}"' in line]
    beside = any("#" in lines[at].partition(f'"{wanted}"')[2] for at in places)
    above = any(lines[at].startswith("bench") and lines[at - 1].startswith("#") for at in places)
    assert beside or above


@pytest.mark.parametrize("lock", sorted(LOCKS))
def test_a_lock_holds_one_allowed_version_of_each(lock: str) -> None:
    """Everything declared is locked, at a version its range allows: `make lock` renews it."""
    pinned = _locked(lock)
    for wanted in map(Requirement, LOCKS[lock]):
        assert pinned[wanted.name.lower()] in wanted.specifier


@pytest.mark.parametrize("lock", sorted(LOCKS))
def test_a_lock_names_bytes_and_no_place(lock: str) -> None:
    """Every locked package has the hashes of its files, and no address to fetch them from."""
    text = (ROOT / lock).read_text()
    entries = re.split(r"^(?=[\w.-]+==)", text, flags=re.MULTILINE)[1:]
    assert entries
    assert all("--hash=sha256:" in entry for entry in entries)
    assert "://" not in text
    assert "--index" not in text
