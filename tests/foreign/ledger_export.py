"""Exports of real logs, for judges to read, and our own verdict on them."""

from __future__ import annotations

from functools import cache

from parley.errors import NotProven
from parley.ledger import MemoryFiles, verify_export
from parley.ledger.tlog import Signer
from tests.ledger.bulk import mixed
from tests.ledger.desks import LOG

Files = dict[str, bytes]
TRUST = Signer(LOG, seed=b"\x01" * 32).verifier
SIZE = 300


@cache
def three_hundred() -> Files:
    """Three hundred open and sealed entries under several checkpoints, with a few proofs."""
    return mixed(SIZE, group=75).export([0, 7, 8, 255, 256, SIZE - 1])


@cache
def few() -> Files:
    """Twenty entries: a folder small enough to be rearranged in every way."""
    return mixed(20, group=6).export([0, 7, 19])


def our_verdict(files: Files) -> str:
    """Our own verdict under the right key, in the words of the judge."""
    try:
        verify_export(MemoryFiles(files), TRUST)
    except NotProven as fault:
        return f"refused {fault}"
    return "ok"
