"""The 2016 case under another line: what is on record, replayed twice, and nothing beyond it."""

from __future__ import annotations

from msgspec import Struct

from parley.cases import Case, read_case
from parley.channel.agreed import STOP_LADDER
from parley.channel.ladder import ladder_sentence
from parley.channel.whatif import Assumed, Facts, Outcome, facts_of, replayed
from parley.errors import NotFound
from parley.record import incident
from parley.record.readers.told import Told

CALL, START = "caller put on hold", "start of the bombing"
"""How the two accounts name the beginning of their 27 minutes."""

CASES = ("deir-ez-zor",)


class Replayed(Struct, frozen=True, kw_only=True):
    """Each account as it was and with the other line; `rows` are the rows of the case behind it."""

    case: str
    facts: Facts
    outcomes: tuple[Outcome, ...]
    rows: dict[int, str]
    ladder: str


def whatif(case: Case, assumed: Assumed) -> Replayed:
    """The figures of a case, and each account of it as it was and with the other line.

    Only single figures that a source gives; where two disagree, both accounts stand.
    """
    if case.id not in CASES:
        raise NotFound(f"expected one of {', '.join(CASES)}, got {case.id}")
    made = list(read_case(case).drafts())
    digests = {one.name: "sha256:" + "0" * 64 for one in made}
    claims = [
        Told(index=row, rx=0, digest=digests[one.name], author=None, body=body)
        for row, one in enumerate(made)
        if isinstance(body := one.record(digests), incident.Claimed)
    ]  # fmt: skip
    facts = facts_of(claims)
    return Replayed(
        case=case.id,
        facts=facts,
        outcomes=replayed(facts, assumed, call=CALL, start=START),
        rows={at: one.name.split(".")[0] for at, one in enumerate(made)},
        ladder=ladder_sentence(STOP_LADDER),
    )
