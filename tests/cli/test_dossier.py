"""One incident to hand over: the page, the paper, the data, and the record to check it by."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from parley.cases import load
from parley.desk.desk import Desk
from parley.desk.replay import replay
from tests.cli.test_cli import parley

pytest.importorskip("typst")


@pytest.mark.slow
def test_a_dossier_is_whole_and_can_be_checked(tmp_path: Path) -> None:
    """Every file is what SHA256SUMS says, and the record verifies under the fingerprint."""
    with Desk.found(tmp_path / "desk", name="desk.parley.invalid") as desk:
        replay(desk, load("deir-ez-zor"))
        fingerprint = desk.fingerprint
    parley("dossier", tmp_path / "desk", tmp_path / "out")
    sums = (tmp_path / "out" / "SHA256SUMS").read_text().splitlines()
    assert 5 == len(sums)
    for line in sums:
        digest, name = line.split("  ")
        assert digest == hashlib.sha256((tmp_path / "out" / name).read_bytes()).hexdigest()
    parley("verify", tmp_path / "out" / "record", "--trust", fingerprint)
    parley("dossier", tmp_path / "desk", tmp_path / "out", expect=2)
