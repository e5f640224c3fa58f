"""What a test asks of a reading: who, what, and that every offset is good."""

from __future__ import annotations

import msgspec

from parley.reading import Claim, Reading, read


def claims(text: str) -> list[Claim]:
    """The claims of a text, read as English whatever its length."""
    return list(read(text, language="en").claims)


def told(text: str) -> list[tuple[str, str]]:
    """Who and what, as words of the text, of each claim in order."""
    return [(speaker(claim), words(text, claim)) for claim in claims(text)]


def speaker(claim: Claim) -> str:
    """The mention of who speaks, or how nobody was found."""
    link = claim.source_chain[-1]
    return link.mention if link.mention is not None else f"({link.how})"


def words(text: str, claim: Claim) -> str:
    """What was said, its pieces joined by a stroke."""
    return " | ".join(text[piece.start : piece.end] for piece in claim.content)


def only(text: str) -> Claim:
    """The one claim of a text."""
    found = claims(text)
    assert 1 == len(found), told(text)
    return found[0]


def hold(text: str, reading: Reading) -> None:
    """Every span lies in the text, every mention is its words, every reference leads somewhere."""
    size = len(text)
    names = {claim.id for claim in reading.claims}
    for claim in reading.claims:
        assert claim.content
        assert claim.source_chain
        assert claim.nested_in is None or claim.nested_in in names
        for link in claim.source_chain:
            if link.start is not None and link.end is not None:
                assert text[link.start : link.end] == link.mention
        spans = [
            *claim.cue, *claim.content, *claim.hedges, *claim.condition, *claim.consequent,
            *claim.until, *claim.quantities, claim.addressee, claim.speech_time, claim.event_time,
        ]  # fmt: skip
        assert all(0 <= one.start < one.end <= size for one in spans if one is not None)
        assert all(
            any(piece.start <= one.start and one.end <= piece.end for piece in claim.content)
            for one in claim.quantities
        )
    apart = [
        *(found.spans for found in reading.terms),
        *(found.spans for found in reading.messages),
        *(found.spans for found in reading.events),
    ]
    assert all(0 <= one.start < one.end <= size for spans in apart for one in spans)
    msgspec.json.encode(reading)
