"""Read one text: from characters to drafts of claims, terms, messages and events.

    1. one spelling of the marks, with the way back          text.marks
    2. words, paragraphs, quotations, sentences, tags        text.page
    3. attributions by verbs, phrases, nouns, quotations     finding
    4. in documents of a conflict also what stands deeper    finding.deeper
    5. speakers, kinds, moods, numbers, who did it           assembly
    6. terms, messages, happenings                           happenings

Every stage is pure: the same text and register give the same reading, byte for byte.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from parley.reading.assembly import MOST_SAID, Assembly
from parley.reading.finding.deeper import (
    cited,
    hedged_within,
    narrated,
    nested,
    parted,
    scare_quotes,
    unhedged,
)
from parley.reading.finding.document import drafts_of
from parley.reading.finding.draft import Draft
from parley.reading.happenings.gathering import events_of, messages_of, terms_of
from parley.reading.language import NAMES, READ, language_of
from parley.reading.meaning.field import of_conflict
from parley.reading.meaning.kinds import kind_of
from parley.reading.meaning.quantities import CASUALTY, counts
from parley.reading.meaning.responsibility import responsibility_of
from parley.reading.output import Kind, Reading
from parley.reading.text.marks import normalise, whole
from parley.reading.text.page import Page, page

READER = "rules-2"
"""The version of the rules. It changes whenever a draft of the same text would."""

PROVENANCE = "hand-written rules, no trained weights, no network"


def read(
    text: str,
    *,
    document: str = "",
    sha256: str | None = None,
    register: Mapping[str, str] | None = None,
    language: str | None = None,
) -> Reading:
    """Draft claims from a text. A draft for a person to confirm, never a record.

    `register` gives the desk's actors: every name an actor goes by, and the one the desk uses.
    `sha256` is that of the file where the text was taken out of one. `language` overrules the
    guess.
    A text in another language is refused by name, in the reading itself.
    """
    text = whole(text)
    own = hashlib.sha256(text.encode()).hexdigest()
    spoken = language or language_of(text)
    empty = Reading(
        document=document,
        sha256=sha256 or own,
        language=spoken,
        claims=(),
        terms=(),
        messages=(),
        events=(),
        reader=READER,
        provenance=PROVENANCE,
        chars=len(text),
        text_sha256="" if sha256 in (None, own) else own,
    )
    if spoken not in READ:
        return _refused(empty)
    normal = normalise(text)
    taken = page(normal.text)
    finer = of_conflict(taken.low)
    drafts = drafts_of(taken)
    if finer:
        drafts = _deeper(taken, drafts)
    claims = Assembly(taken, normal, text, register or {}).claims(drafts, finer=finer)
    if not finer:
        return _with(empty, claims=tuple(claims))
    events, claims = events_of(taken, normal, claims)
    return _with(
        empty,
        claims=tuple(claims),
        terms=terms_of(taken, normal, claims),
        messages=messages_of(taken, normal, claims),
        events=events,
    )


def _deeper(taken: Page, drafts: list[Draft]) -> list[Draft]:
    drafts = cited(drafts)
    drafts = drafts + hedged_within(taken, drafts)
    unhedged(taken, drafts)
    drafts = [d for d in drafts if all(last > first for first, last in d.contents)]
    drafts = parted(taken, drafts, _sorted)
    drafts += nested(taken, drafts)
    drafts += scare_quotes(taken, drafts)
    drafts += narrated(taken, drafts, _tells)
    return drafts


def _sorted(said: str, by_cue: str) -> str:
    said = said[:MOST_SAID]
    return kind_of(said, by_cue, casualties=_harmed(said), negated=False)[0]


def _harmed(said: str) -> bool:
    return any(count.measure in CASUALTY for count in counts(said))


def _tells(said: str) -> bool:
    """Whether a narrator's sentence tells of victims, or of who did what to whom."""
    said = said[:MOST_SAID]
    if _harmed(said):
        return True
    charge = responsibility_of(
        said, Kind.ASSERTION, speaker="", by_cue=Kind.ASSERTION, narrator=True, negated=False
    )
    return charge is not None and charge.actor is not None


def _refused(empty: Reading) -> Reading:
    from msgspec.structs import replace

    why = f"expected a text in English, got {NAMES.get(empty.language, empty.language)}"
    return replace(empty, refused=why)


def _with(empty: Reading, **found: object) -> Reading:
    from msgspec.structs import replace

    return replace(empty, **found)
