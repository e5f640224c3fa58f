"""What the record says about an arrangement: dated acts, names, and rulings, entry by entry.

A late entry was held back or replayed; it is kept elsewhere and never counts here as an act. What
its own author took back no longer counts. Who may say that somebody accepted is not judged here:
every finding cites the entry, and its reader sees whose it is.
"""

from __future__ import annotations

from msgspec import Struct

from parley.ceasefire.text.terms import Drawn
from parley.record.values.finding import BasisName
from parley.record.values.time import VagueTime


class ActOnRecord(Struct, frozen=True, kw_only=True, gc=False):
    """Who did what when, as one entry says."""

    entry: int
    digest: str
    author: str | None
    who: str
    actor: str | None
    when: VagueTime


class RulingOnRecord(Struct, frozen=True, kw_only=True, gc=False):
    """A ruling on an incident, as it was signed."""

    entry: int
    digest: str
    author: str | None
    value: str
    office: str
    reasons: str
    basis: BasisName | None = None
    settles: dict[int, str] = {}


class Known(Struct, frozen=True, kw_only=True):
    """The state of the fold. Keys are "INSTRUMENT" or "LIST", then the folded name or actor."""

    accepted: dict[str, dict[str, tuple[ActOnRecord, ...]]] = {}
    withdrew: dict[str, dict[str, tuple[ActOnRecord, ...]]] = {}
    listed: dict[str, dict[str, tuple[ActOnRecord, ...]]] = {}
    delisted: dict[str, dict[str, tuple[ActOnRecord, ...]]] = {}
    aliases: dict[str, tuple[ActOnRecord, ...]] = {}
    drawn: dict[str, tuple[Drawn, ...]] = {}
    rulings: dict[str, tuple[RulingOnRecord, ...]] = {}
    taken_back: dict[int, tuple[tuple[str, str | None], ...]] = {}
    size: int = 0

    def counts(self, act: ActOnRecord | RulingOnRecord) -> bool:
        """Whether its own author has not taken it back."""
        return (act.digest, act.author) not in self.taken_back.get(act.entry, ())


NOTHING = Known()
