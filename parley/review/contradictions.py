"""What does not fit together, each with the accounts it links, in this file and around it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from msgspec.structs import replace

from parley.incidents.checks import Alarm, alarms
from parley.incidents.figures import material
from parley.incidents.file import File
from parley.record import incident
from parley.record.readers.told import Told
from parley.record.values.amount import Quantity
from parley.review.labels import CHECK, measure
from parley.review.page import Account, Contradiction, Contradictions
from parley.review.view import View, account_of, in_time, said_of

ARRANGEMENT = frozenset({"breaches", "status", "compliance"})
"""Questions about the arrangement, which therefore stand around every incident."""


def contradictions(view: View) -> Contradictions:
    """Every check over this file, then over what other files say of the arrangement."""
    rows = _rows(view, view.file, "")
    for file in elsewhere(view):
        rows += _rows(view, file, f" (file {file.of})")
    return Contradictions(
        heading="What does not fit together",
        note=(
            "Each links accounts that differ or may differ. None is resolved here."
            if rows
            else "No check found accounts that differ. That is no sign that they agree."
        ),
        rows=tuple(rows),
    )


def elsewhere(view: View) -> Iterator[File]:
    """Other files, cut down to what they say of the arrangement. Other incidents stay out."""
    for file in view.incidents.files:
        claims = tuple(told for told in file.claims if told.body.question in ARRANGEMENT)
        if claims and file.of != view.file.of:
            yield File(of=file.of, claims=claims)


def accounts_of(
    view: View,
    told: Iterable[Told[incident.Incident]],
    measures: Callable[[Quantity], bool] | None = None,
) -> tuple[Account, ...]:
    """Entries of a file as accounts, by when they were said."""
    return in_time((said_of(one.body), account_of(view, one, measures)) for one in told)


def _rows(view: View, file: File, where: str) -> list[Contradiction]:
    told = {one.index: one for one in file.everything()}
    found = alarms(material(view.incidents, file))
    return [_row(view, [told[entry] for entry in one.entries], one, where) for one in found]


def _row(
    view: View, linked: list[Told[incident.Incident]], alarm: Alarm, where: str
) -> Contradiction:
    if alarm.kind in ("opposed", "competing-findings"):
        accounts = accounts_of(view, linked)
    else:
        # Where numbers or times are compared, only those stand beside the words.
        compared = accounts_of(view, linked, lambda one: _compared(one, alarm.subject))
        accounts = tuple(replace(found, stance="") for found in compared)
    return Contradiction(
        kind=alarm.kind,
        label=CHECK[alarm.kind],
        subject=measure(alarm.subject) + where,
        text=alarm.sentence,
        accounts=accounts,
        entries=alarm.entries,
    )


def _compared(quantity: Quantity, measure: str) -> bool:
    return measure in (quantity.measure, quantity.part_of)
