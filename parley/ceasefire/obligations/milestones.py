"""Milestones: what follows once all joined conditions hold, and until then which are missing.

What is told here is whether conditions hold, never what anybody should do. Behind a milestone
Parley carries delineations and the joint notice board only.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct

from parley.ceasefire.clocks.face import Face, Hand, days_in_words
from parley.ceasefire.obligations.standing import Standing
from parley.ceasefire.text.terms import Terms
from parley.ceasefire.text.timing import Condition, Milestone


class Missing(Struct, frozen=True, kw_only=True):
    """One condition that does not hold, in words, and the entries that say so."""

    needs: str
    because: str
    entries: tuple[int, ...] = ()


class Reached(Struct, frozen=True, kw_only=True):
    """A milestone as one hand of its clocks has it: all conditions hold, or these do not."""

    milestone: str
    title: str
    side: str
    policy: str
    missing: tuple[Missing, ...] = ()

    @property
    def holds(self) -> bool:
        """Whether every condition holds."""
        return not self.missing


def reached(
    terms: Terms, faces: Mapping[str, Face], standing: Iterable[Standing]
) -> tuple[Reached, ...]:
    """Every milestone, under what was declared first and then under each policy of its clocks."""
    rows = tuple(standing)
    return tuple(
        one
        for milestone in terms.arrangement.milestone
        for one in _reached(milestone, faces, rows)
    )


def _reached(
    milestone: Milestone, faces: Mapping[str, Face], rows: tuple[Standing, ...]
) -> Iterator[Reached]:
    clocks = [faces[need.clock] for need in milestone.needs if need.clock is not None]
    hands = clocks[0].hands if clocks else ()
    fixed = [one for need in milestone.needs if need.clock is None for one in _unkept(need, rows)]
    for hand in hands or (None,):
        side, policy = (hand.side, hand.policy) if hand is not None else ("declared", "declared")
        missing = [
            one for face in clocks for one in _unmet(face, face.hand(side, policy) or face.declared)
        ]
        yield Reached(
            milestone=milestone.id, title=milestone.title, side=side, policy=policy,
            missing=tuple((*missing, *fixed)),
        )  # fmt: skip


def _unmet(face: Face, hand: Hand) -> Iterator[Missing]:
    """The count of a clock; what it is joined to is asked of the obligations themselves."""
    if hand.state == "met" or (hand.met_at is not None and hand.state not in ("ended", "lapsed")):
        return
    wanted = f"{face.clock.title}: {face.clock.hours} hours"
    yield Missing(
        needs=wanted, because=f"{hand.state.replace('_', ' ')}, {days_in_words(hand)}",
        entries=hand.reset_by,
    )  # fmt: skip


def unkept(
    rows: Iterable[Standing], clause: str, state: str
) -> tuple[Standing | None, ...]:
    """The standings that keep an obligation from a state; (None,) where it is not in force.

    Every holder's must have reached it. What nobody ties to a holder only matters where it is
    disputed or ruled broken, or where no holder is named at all.
    """
    good = {state, "confirmed"} if state == "claimed_done" else {state}
    ours = [row for row in rows if row.clause == clause]
    short = [
        row
        for row in ours
        if row.state not in good
        and (row.holder or len(ours) == 1 or row.state in ("disputed", "breached"))
    ]
    return tuple(short) if ours else (None,)


def _unkept(need: Condition, rows: tuple[Standing, ...]) -> Iterator[Missing]:
    clause, wanted = str(need.obligation), need.state.replace("_", " ")
    for row in unkept(rows, clause, need.state):
        if row is None:
            yield Missing(needs=f"{clause} {wanted}", because="it is not in force")
            continue
        whose = f" of {row.holder}" if row.holder else ""
        yield Missing(
            needs=f"{clause}{whose} {wanted}",
            because=f"{row.state.replace('_', ' ')}: {row.because}", entries=row.entries,
        )  # fmt: skip
