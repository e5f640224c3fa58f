"""The lower rooms can be read, run and trusted without a database, a network or a clock."""

from __future__ import annotations

import subprocess
import sys

from tests.house.plan import PROJECTIONS, ROOT, python_files

# Not merely named but loaded: an import of an import counts as well.
HEAVY = ("sqlite3", "apsw", "nacl", "ssl", "socket", "http", "asyncio", "cryptography", "jinja2")


def _modules(*places: str) -> list[str]:
    paths = python_files(*(f"parley/{place}" for place in places))
    dotted = (".".join(path.relative_to(ROOT).with_suffix("").parts) for path in paths)
    return [name.removesuffix(".__init__") for name in dotted]


def test_the_vocabulary_and_the_projections_load_nothing_heavy() -> None:
    """Importing the records, the fold and every projection loads no database and no network."""
    modules = _modules("record", "fold.py", *PROJECTIONS)
    assert {"parley.record.entry", "parley.fold"} <= set(modules)
    program = (
        f"import importlib, sys\nfor name in {modules!r}: importlib.import_module(name)\n"
        f"print(*sorted(set({HEAVY!r}) & set(sys.modules)))"
    )
    loaded = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert "" == loaded.stdout.strip()


def test_a_room_imports_only_rooms_below_it() -> None:
    """The house plan in pyproject.toml is kept by every import there is."""
    program = "from importlinter.cli import lint_imports_command as run; run()"
    linted = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert 0 == linted.returncode, linted.stdout
