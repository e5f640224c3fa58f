"""A few entries, from records as plain as they can be written."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import cast

import msgspec
from msgspec import inspect

from parley.ceasefire.text.arrangement import (
    Acceptance,
    ActorTerm,
    Alias,
    Arrangement,
    Instrument,
    Version,
)
from parley.ceasefire.text.clause import Clause
from parley.ceasefire.text.faults import faults_of
from parley.ceasefire.text.terms import Terms, terms_of
from parley.ceasefire.text.timing import Clock
from parley.record.entry import Entry, as_record
from parley.record.kinds import KINDS
from parley.record.values.canonical import Json
from parley.record.values.time import VagueTime

RX = VagueTime.parse("2024-04-01T00:00Z").earliest


def digest(index: int) -> str:
    """The name of the entry at an index."""
    return f"sha256:{hashlib.sha256(f'entry {index}'.encode()).hexdigest()}"


def entries(*records: Mapping[str, object]) -> tuple[Entry, ...]:
    """Entries in order. Times are plain text, "@3" is entry 3, `author` signs (else the desk)."""
    return tuple(_entry(index, dict(record)) for index, record in enumerate(records))


def _entry(index: int, record: dict[str, object]) -> Entry:
    author = str(record.pop("author", "desk"))
    rx = cast(int, record.pop("rx", RX + index * 60_000))
    kind = inspect.type_info(KINDS[str(record["kind"])])
    for field in cast(inspect.StructType, kind).fields:
        value = record.get(field.encode_name)
        if isinstance(value, str) and value.startswith("@"):
            record[field.encode_name] = digest(int(value[1:]))
        elif isinstance(value, str) and "VagueTime" in str(field.type):
            record[field.encode_name] = msgspec.to_builtins(VagueTime.parse(value, zone="Z"))
    body = as_record(cast(dict[str, Json], record))
    return Entry(index=index, rx=rx, digest=digest(index), author=author, body=body)


def pact(*clocks: Clock, **more: object) -> Terms:
    """A small arrangement: alpha and bravo are bound, golf vouches for alpha, hotel for nobody."""
    text = Instrument(
        id="pact", title="The pact", source="made up", records=("the-pact",),
        acceptance=tuple(
            Acceptance(id=f"by-{one}", actor=one, at="2024-01-01", source="made up")
            for one in ("alpha", "bravo")
        ),
        version=(Version(number=1, adopted="2024-01-01", in_force="2024-01-01T00:00",
                         adopted_by=("golf",), clause=CLAUSES),),
    )  # fmt: skip
    made = Arrangement(
        id="made-up", title="Made up", zone="Z", gist="made up",
        actor=(
            ActorTerm(id="alpha", name="Alpha", alias=(Alias(name="the alphas"),)),
            ActorTerm(id="bravo", name="Bravo"),
            ActorTerm(id="golf", name="Golf", guarantor_of=("alpha",)),
            ActorTerm(id="hotel", name="Hotel"),
        ),
        instrument=(text,), clock=clocks, **more,  # type: ignore[arg-type]  # by name
    )  # fmt: skip
    faults = faults_of(made)
    if faults:
        raise ValueError(f"expected an arrangement without a fault, got {faults}")
    return terms_of(made)


CLAUSES = (
    Clause(id="c0", form="prohibition", gist="made up", source="made up", holder=("@accepted",),
           claimant=("@parties",), act=("attack",)),
    Clause(id="access", form="obligation", gist="made up", source="made up",
           holder=("@accepted",), claimant=("hotel",), act=("let-pass",), confirmed_by=("hotel",)),
    Clause(id="pull-back", form="obligation", gist="made up", source="made up", holder=("alpha",),
           claimant=("bravo",), act=("pull-back",), due="2024-03-05"),
)  # fmt: skip
"""A prohibition, an obligation of both that hotel confirms, and one of alpha that has a day."""
