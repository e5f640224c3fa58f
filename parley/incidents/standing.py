"""What still stands in a file: not taken back by its author, and not corrected by its author."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from parley.incidents.file import State
from parley.record.incident import ClaimCorrected
from parley.record.readers.told import Hand, Told, replaces, same_hand, taken_back
from parley.record.values.statement import Statement

Ended: TypeAlias = Callable[[Told[Statement]], int | None]
"""Asks of a record which entry ended it; None where it still stands."""


def ended(state: State) -> Ended:
    """Which entry took a record back or put another in its place; None where it still stands.

    A correction counts only from the hand that entered the claim, for a later claim of that hand,
    unless it was taken back itself. If the claim in its place is taken back too, neither stands:
    its author has said that both are wrong.
    """
    gone = taken_back(state.retractions)
    corrected = _corrected(state, gone)

    def by(told: Told[Statement]) -> int | None:
        taken = gone(told)
        return taken if taken is not None else corrected.get((told.digest, told.index))

    return by


def corrections(state: State) -> dict[int, tuple[int, int]]:
    """The entry of each corrected claim, with the entry in its place and the correcting one."""
    found = _corrected(state, taken_back(state.retractions))
    by_entry = {}
    places = {told.digest: told.index for file in state.files for told in file.claims}
    upon = {told.index: told.body for file in state.files for told in file.upon}
    for (_, index), correcting in found.items():
        body = upon[correcting]
        if isinstance(body, ClaimCorrected):
            by_entry[index] = (places[body.by], correcting)
    return by_entry


def _corrected(state: State, gone: Ended) -> dict[tuple[str, int], int]:
    claims = {told.digest: told for file in state.files for told in file.claims}
    found: dict[tuple[str, int], int] = {}
    for file in state.files:
        for told in file.upon:
            body = told.body
            if not isinstance(body, ClaimCorrected) or told.late or gone(told) is not None:
                continue
            claim, by = claims.get(body.claim), claims.get(body.by)
            if claim is None or by is None or not same_hand(Hand.of(claim), Hand.of(told)):
                continue
            if replaces(Hand.of(claim), Hand.of(by)) and not by.late:
                found.setdefault((claim.digest, claim.index), told.index)
    return found
