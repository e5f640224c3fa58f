"""One changed bit anywhere in an exported folder is noticed, by Go's code and by ours."""

from __future__ import annotations

import random
import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import pytest

from tests.foreign.go import Judge
from tests.foreign.ledger_export import TRUST, Files, our_verdict, three_hundred
from tests.foreign.small_export import write

pytestmark = pytest.mark.slow

Flip = tuple[str, int, int]


def _flipped(files: Files, flip: Flip) -> Files:
    name, at, bit = flip
    raw = files[name]
    return files | {name: raw[:at] + bytes([raw[at] ^ 1 << bit]) + raw[at + 1 :]}


def _structure(name: str, raw: bytes) -> Iterable[int]:
    """The bytes of a file that are not inside a hash, a signature or a body."""
    if name.startswith("tile/entries/"):
        at = 0
        while at < len(raw):
            length = int.from_bytes(raw[at : at + 2], "big")
            yield from (at, at + 1, at + 2, at + 1 + length)
            at += 2 + length
    elif name.endswith(".rec"):
        yield from range(10)
        yield from range(len(raw) - 60, len(raw))
        pad = raw.rfind(b'"pad"')
        yield from range(pad - 4, pad + 8)
    elif name.startswith("tile/"):
        yield from range(0, len(raw), 32)
        yield len(raw) - 1
    else:
        for word in re.finditer(rb"[A-Za-z0-9+/]{40,}", raw):
            yield from (word.start(), word.end() - 1)
        yield from (at for at in range(len(raw)) if at not in _inside(raw))


@cache
def _inside(raw: bytes) -> frozenset[int]:
    words = re.finditer(rb"[A-Za-z0-9+/]{40,}", raw)
    return frozenset(at for word in words for at in range(word.start(), word.end()))


def _flips(files: Files) -> list[Flip]:
    """Bits in every file: all the structure of the small ones, and by chance everywhere."""
    chance = random.Random(17)
    found: set[Flip] = set()
    for name, raw in files.items():
        places = sorted(set(_structure(name, raw)))
        found |= {(name, at, chance.randrange(8)) for at in places}
        found |= {
            (name, chance.randrange(len(raw)), chance.randrange(8))
            for _ in range(min(len(raw), 60))
        }
    for name in ("checkpoint", "keys.txt"):
        found |= {(name, at, bit) for at in range(len(files[name])) for bit in range(8)}
    return sorted(found)


def test_no_flipped_bit_is_taken_by_anybody(judge_program: Path, tmp_path: Path) -> None:
    """At least 4,000 one-bit changes over every file: none is accepted, by us or by Go."""
    files = three_hundred()
    export = write(tmp_path / "export", files)
    flips = _flips(files)
    assert len(flips) >= 4_000
    assert {name for name, _, _ in flips} == set(files)
    with Judge(judge_program, trust=TRUST.vkey) as judge:
        assert judge.verdict(export).startswith("ok ")
        assert "ok" == our_verdict(files)
        theirs = [judge.flipped(export, name, byte=at, bit=bit) for name, at, bit in flips]
        assert judge.verdict(export).startswith("ok ")
    ours = [our_verdict(_flipped(files, flip)) for flip in flips]
    for verdicts in (theirs, ours):
        found = zip(flips, verdicts, strict=True)
        assert [] == [pair for pair in found if not pair[1].startswith("refused ")]
