"""A person decides on a draft: confirms it as it is, corrects it, or does not stand for it.

Each is a signed entry that says which draft of which document it was, which reader and rules made
it, who decided, and how much had to be changed. The desk signs; the speaker is never its author.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final, Literal

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from parley.desk.confirming.drafted import Source, as_drafted
from parley.desk.confirming.queue import Waiting
from parley.desk.desk import Desk
from parley.errors import BadInput, NotAdmitted, expected
from parley.ledger import Receipt
from parley.record.incident import Claimed, DraftRejected
from parley.record.values.canonical import Json, read_as
from parley.record.values.time import VagueTime

CHANGEABLE: Final = (
    "question", "stance", "statement", "quantities", "negated", "modality", "hedges", "condition",
    "addressee", "responsibility", "when", "moment", "chain",
)  # fmt: skip
"""What a person may change in a draft. Each that differs counts as one edit of the reader's work.

What no reader can know (the file it belongs to, grades, how well it is sourced) is no edit.
"""
BESIDE: Final = ("said", "place", "concerns", "grade", "reliability", "credibility")
"""What a person may add; it does not count as a change of the draft."""

Why = Literal["no-claim", "wrong-speaker", "wrong-content", "duplicate", "other"]


class Decision(Struct, frozen=True, kw_only=True):
    """Who decides, into which file, and what is changed: fields of the claim as plain JSON."""

    incident: str
    officer: str
    said: VagueTime | None = None
    address: str = ""
    confidence: Literal["high", "medium", "low"] = "medium"
    changes: Mapping[str, Json] = {}


def confirm(desk: Desk, waiting: Waiting, decision: Decision) -> tuple[Receipt, Claimed]:
    """Enter a draft as a claim on its speaker's word, with every change counted."""
    record = confirmed(waiting, decision)
    return desk.act(record), record


def confirmed(waiting: Waiting, decision: Decision) -> Claimed:
    """The claim that a decision makes of a draft, ready to be signed."""
    source = Source(
        reading=waiting.kept.reading,
        text=waiting.kept.text,
        address=decision.address or waiting.kept.address,
        said=decision.said or waiting.kept.said,
        confidence=decision.confidence,
    )
    drafted = as_drafted(
        source, waiting.claim, incident=decision.incident, officer=decision.officer
    )
    plain = msgspec.to_builtins(drafted)
    for name, value in decision.changes.items():
        if name not in CHANGEABLE + BESIDE:
            known = ", ".join(CHANGEABLE + BESIDE)
            raise expected(f"a field of a claim ({known})", repr(name[:80]))
        if name == "chain":
            plain["reported"]["chain"] = value
        elif value is None:
            plain.pop(name, None)
        else:
            plain[name] = value
    made = read_as(Claimed, plain, at="the claim")
    # Built anew by the types, so that what a person typed is judged like any other record.
    changed = [name for name in CHANGEABLE if _field(drafted, name) != _field(made, name)]
    draft = drafted.draft
    if draft is None or made.reported is None:
        raise BadInput("expected a draft with its chain, got one without")
    return replace(
        made,
        draft=replace(draft, edits=len(changed), speaker_changed=_speakers_differ(drafted, made)),
    )


def reject(
    desk: Desk, waiting: Waiting, *, officer: str, why: Why, remarks: str | None = None
) -> Receipt:
    """Enter that a draft was looked at and not stood for. What it said is not repeated."""
    source = Source(
        reading=waiting.kept.reading, text=waiting.kept.text, address=waiting.kept.address
    )
    drafted = as_drafted(source, waiting.claim, incident="none", officer=officer)
    if drafted.draft is None:
        raise BadInput("expected a draft with its place in the document, got one without")
    return desk.act(DraftRejected(draft=drafted.draft, why=why, remarks=remarks))


def confirm_for_demo(
    desk: Desk, waiting: list[Waiting], decision: Decision
) -> Iterator[tuple[Receipt, Claimed]]:
    """Confirm every draft unseen. For demonstrations only: nobody has looked at any of them.

    Refused by any desk whose log does not name itself a demonstration in its first word.
    """
    if not desk.log.startswith("demo."):
        raise NotAdmitted(
            f"expected a desk whose name begins with demo., got {desk.log}",
            remedy="Confirm drafts one by one: a claim needs a person who has read it.",
        )
    return (confirm(desk, one, decision) for one in waiting)


def _field(record: Claimed, name: str) -> object:
    if name == "chain":
        return record.reported.chain if record.reported is not None else ()
    return getattr(record, name)


def _speakers_differ(drafted: Claimed, made: Claimed) -> bool:
    """Whether the speakers or their order are others; tying one to an actor changes no speaker."""
    if drafted.reported is None or made.reported is None:
        return True
    before, after = drafted.reported.chain, made.reported.chain
    return [(one.who, one.how) for one in before] != [(one.who, one.how) for one in after]
