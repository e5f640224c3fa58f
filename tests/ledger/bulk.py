"""Large logs, made through the same gate as any other and as fast as it lets them in."""

from __future__ import annotations

from base64 import b64encode

from msgspec import Raw

from parley.ledger.leaf import Payload, write_payload
from parley.record.entry import write_record
from parley.record.incident import Opened
from parley.record.log import Noted
from parley.record.values.time import VagueTime
from tests.ledger.desks import LOG, Bench
from tests.ledger.forging import signed, submission

CHUNK = 5_000
OPENED = Opened(incident="i", title="t", when=VagueTime.parse("2016-09-17", zone="Z"))


def of_size(size: int) -> Bench:
    """A log of exactly so many entries: the founding as far as it goes, then open ones."""
    bench = Bench()
    founding = (
        bench.desk.registration(),
        bench.desk.sealing(),
        bench.importer.registration(),
        bench.north.registration(bench.south),
        bench.south.registration(bench.north),
    )
    for record in founding[:size]:
        bench.act(bench.desk, record)
    while bench.ledger.size < size:
        bench.ledger.submit_many(_opened(bench, min(CHUNK, size - bench.ledger.size)))
    return bench


def _opened(bench: Bench, count: int) -> list[bytes]:
    """So many open entries by one key, each with a nonce of its own."""
    begin, seen, body = bench.ledger.size, bench.ledger.seen(), Raw(write_record(OPENED))
    return [
        submission(
            signed(
                write_payload(
                    Payload(
                        log=LOG,
                        seen=seen,
                        nonce=b64encode((begin + n).to_bytes(16, "big")).decode(),
                        body=body,
                    )
                ),
                bench.importer,
            )
        )
        for n in range(count)
    ]


def mixed(size: int, *, group: int) -> Bench:
    """A log of so many entries, open and sealed in turn, in groups of so many."""
    bench = Bench().found()
    while bench.ledger.size < size:
        count = min(group, size - bench.ledger.size)
        sealed = [
            bench.draft(Noted(text=f"note {n}"), bench.south).signed_by(bench.north)
            for n in range(count // 2)
        ]
        bench.ledger.submit_many(sealed + _opened(bench, count - len(sealed)))
    return bench
