"""Tables of a finding, ties between claims, and drafts hold together, or are refused."""

from __future__ import annotations

import pytest

from parley.errors import BadInput
from parley.record.arrangement import DelineationAgreed
from parley.record.incident import ClaimLinked, FindingProposed, Ruled
from parley.record.roster import DutyHandedOver
from parley.record.values.claim import Span
from parley.record.values.finding import Answered, Basis
from parley.record.values.place import Place
from parley.record.values.time import Instant, VagueTime

ONE, TWO = Answered(test=1, answer="yes"), Answered(test=2, answer="unknown")
DIGEST = "sha256:" + "0" * 64


def test_the_two_bases_stand_side_by_side() -> None:
    """Each basis has its own table, and neither occurs twice."""
    effect = Basis(basis="effect", value="undetermined", tests=(ONE, TWO))
    intent = Basis(basis="stated-intent", value="exempt", tests=(ONE, TWO))
    found = FindingProposed(incident="x", finding="so", by="desk", bases=(effect, intent))
    assert ("undetermined", "exempt") == tuple(table.value for table in found.bases)
    with pytest.raises(BadInput, match="two different bases"):
        FindingProposed(incident="x", finding="so", by="desk", bases=(effect, effect))


@pytest.mark.parametrize("tests", [(TWO, ONE), (ONE, ONE)])
def test_answers_stand_by_number_each_once(tests: tuple[Answered, ...]) -> None:
    """A table with two answers to one test, or out of order, is refused, in a ruling too."""
    with pytest.raises(BadInput, match="tests by number"):
        Basis(basis="effect", value="undetermined", tests=tests)
    with pytest.raises(BadInput, match="tests by number"):
        Ruled(incident="x", ruling="exempt", office="head", reasons="so", tests=tests)


def test_a_tie_is_between_two_claims() -> None:
    """A claim is not tied to itself."""
    with pytest.raises(BadInput, match="two claims"):
        ClaimLinked(
            incident="x", claim=DIGEST, other=DIGEST, relation="same-event", reasons="so"
        )


def test_an_undisclosed_area_has_no_course() -> None:
    """What is said to be undisclosed carries no geometry that could be taken for the agreed one."""
    day = VagueTime.parse("2026-11-23", zone="Z")
    with pytest.raises(BadInput, match="no place in an undisclosed"):
        DelineationAgreed(
            instrument="terms", area="zone", name="Zone", gist="no firing", agreed=day,
            disclosed="undisclosed", place=Place(written="north of the road"),
        )  # fmt: skip


def test_a_watch_passes_between_two_officers() -> None:
    """Nobody hands a watch over to himself."""
    with pytest.raises(BadInput, match="two officers"):
        DutyHandedOver(
            actor="north", role="duty", outgoing="n1", incoming="n1",
            at=Instant.parse("2026-11-23T06:00Z"),
        )  # fmt: skip


def test_a_span_holds_something() -> None:
    """A span of no text, or one that ends before it begins, is refused."""
    Span(start=0, end=1)
    for start, end in ((1, 1), (2, 1)):
        with pytest.raises(BadInput, match="start < end"):
            Span(start=start, end=end)
