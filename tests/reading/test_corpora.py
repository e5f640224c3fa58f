"""The figures promised on corpora that stand beside the checkout, where they do."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

from parley.reading.files.batch import read_file
from tests.house.plan import ROOT

SHARED = ROOT.parent / "shared"
pytestmark = pytest.mark.skipif(not SHARED.is_dir(), reason="no corpora beside this checkout")


def test_the_seed_is_read_whole(tmp_path: Path) -> None:
    """Every claim, chain, bound, term and message of the first report, and nothing that must not
    be.
    """
    found = tmp_path / "seed.json"
    found.write_bytes(msgspec.json.encode(read_file(SHARED / "cases" / "seed.txt")))
    tool, golden = SHARED / "tools" / "score_seed.py", SHARED / "cases" / "seed_claims.jsonl"
    done = subprocess.run(
        [sys.executable, str(tool), str(found), str(golden)],
        capture_output=True,
        text=True,
        check=True,
    )
    assert "sourced claims 21/21" in done.stdout
    assert "nested 3/3, narrator and headline 3/3" in done.stdout
    assert "must-not violations 0" in done.stdout


@pytest.mark.slow
def test_news_is_read_as_promised(tmp_path: Path) -> None:
    """F, precision and speakers on annotated news stay at or above what was promised."""
    news = SHARED / "data" / "polnear-dev"
    found = tmp_path / "news.jsonl"
    lines = [msgspec.json.encode(read_file(path)) for path in sorted((news / "text").glob("*.txt"))]
    found.write_bytes(b"\n".join(lines) + b"\n")
    tool = SHARED / "tools" / "score_attribution.py"
    done = subprocess.run(
        [sys.executable, str(tool), str(found), str(news)],
        capture_output=True,
        text=True,
        check=True,
    )
    loose, tight = (line.replace(";", "").split() for line in done.stdout.splitlines()[:2])
    assert float(loose[loose.index("F") + 1]) >= 0.73
    assert float(loose[loose.index("P") + 1]) >= 0.88
    assert float(tight[tight.index("F") + 1]) >= 0.58
