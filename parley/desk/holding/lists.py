"""Two parties' lists side by side, from files somebody names. Nothing is linked here."""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct

from parley.ceasefire.lists.matching import Reconciled, reconcile
from parley.ceasefire.lists.reading import read_list
from parley.ceasefire.lists.sums import OffBy, sums
from parley.ceasefire.text.timing import ListMatching
from parley.desk.findings import read_file
from parley.desk.holding.standing import terms_at


class SideBySide(Struct, frozen=True, kw_only=True):
    """What comes of two lists: pairs and the unmatched, and totals that do not add up."""

    found: Reconciled
    off_a: tuple[OffBy, ...]
    off_b: tuple[OffBy, ...]
    items: tuple[int, int]


def side_by_side(a: Path, b: Path, *, arrangement: str | None, zone: str) -> SideBySide:
    """Reconcile two list files by the thresholds of an arrangement, or by the usual ones."""
    terms = None if arrangement is None else terms_at(arrangement)
    rule = (terms.arrangement.matching if terms is not None else None) or ListMatching()
    where = zone or (terms.zone if terms is not None else "Z")
    one, other = (read_list(read_file(path, str(path), {}), str(path), where) for path in (a, b))
    return SideBySide(
        found=reconcile(one, other, rule, terms),
        off_a=sums(one),
        off_b=sums(other),
        items=(len(one.items), len(other.items)),
    )
