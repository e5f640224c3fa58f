"""How often the reader was right, counted from the record: what persons confirmed and rejected."""

from __future__ import annotations

from msgspec import Struct

from parley.record.entry import Entry
from parley.record.incident import Claimed, DraftRejected
from parley.record.values.claim import Draft

_DESK = "desk"


class Tally:
    """Which drafts the desk has decided on, and how. A fold that is only ever stepped on."""

    def __init__(self) -> None:
        self.decided: dict[str, int] = {}
        self.confirmed: list[Draft] = []
        self.rejected: list[tuple[Draft, str]] = []

    def step(self, entry: Entry) -> None:
        """Take one entry further. Only the desk's own decisions count, each draft's first."""
        body = entry.body
        if not isinstance(body, Claimed | DraftRejected) or entry.author != _DESK:
            return
        draft = body.draft
        if draft is None or draft.draft in self.decided or body.exercise:
            return
        self.decided[draft.draft] = entry.index
        if isinstance(body, Claimed):
            self.confirmed.append(draft)
        else:
            self.rejected.append((draft, body.why))


class Rates(Struct, frozen=True, kw_only=True):
    """What a reader's drafts came to. A rate is absent where nothing was decided."""

    reader: str
    confirmed: int
    rejected: int
    unchanged: int
    edits: int
    edits_per_confirmed: float | None
    wrong_speaker: int
    wrong_speaker_rate: float | None
    why_rejected: dict[str, int]


def rates(tally: Tally) -> tuple[Rates, ...]:
    """The rates of each reader, version by version.

    The speaker was wrong where a person changed it, and where the draft was rejected for it; the
    rate is of all drafts decided on.
    """
    readers = dict.fromkeys(
        [one.reader for one in tally.confirmed] + [one.reader for one, _ in tally.rejected]
    )
    return tuple(_rates(tally, reader) for reader in readers)


def _rates(tally: Tally, reader: str) -> Rates:
    confirmed = [one for one in tally.confirmed if one.reader == reader]
    why = [reason for one, reason in tally.rejected if one.reader == reader]
    edits = sum(one.edits for one in confirmed)
    wrong = sum(one.speaker_changed for one in confirmed) + why.count("wrong-speaker")
    decided = len(confirmed) + len(why)
    return Rates(
        reader=reader,
        confirmed=len(confirmed),
        rejected=len(why),
        unchanged=sum(not one.edits for one in confirmed),
        edits=edits,
        edits_per_confirmed=edits / len(confirmed) if confirmed else None,
        wrong_speaker=wrong,
        wrong_speaker_rate=wrong / decided if decided else None,
        why_rejected={reason: why.count(reason) for reason in sorted(set(why))},
    )
