"""A shipped case becomes entries: signed by the case importer, the actors only in the chain."""

from __future__ import annotations

from msgspec import Struct

from parley.cases import Case, Unmapped, read_case
from parley.desk.desk import IMPORTER, Desk
from parley.errors import BadInput
from parley.ledger import Progress, quiet
from parley.record.incident import Opened


class Replayed(Struct, frozen=True, kw_only=True):
    """What a case came to: rows read, entries made, and the rows that could not be mapped."""

    case: str
    rows: int
    entries: int
    unmapped: tuple[Unmapped, ...]


def replay(desk: Desk, case: Case, *, progress: Progress = quiet) -> Replayed:
    """Enter every row of a case. Refuses a desk that already holds it.

    Rows that cannot be mapped are returned with their line and reason; the rest is entered.
    """
    _refuse_twice(desk, case)
    imported = read_case(case)
    drafts = list(imported.drafts())
    digests: dict[str, str] = {}
    submissions: list[bytes] = []
    for done, made in enumerate(drafts, start=1):
        submission, digest = desk.prepare_report(made.record(digests))
        digests[made.name] = digest
        submissions.append(submission)
        progress(done, len(drafts))
    desk.submit_many(submissions)
    return Replayed(
        case=case.id,
        rows=len(imported.rows) + len(imported.unmapped),
        entries=len(submissions),
        unmapped=imported.unmapped,
    )


def _refuse_twice(desk: Desk, case: Case) -> None:
    for entry in desk.book.entries(0, desk.size):
        if (
            isinstance(entry.body, Opened)
            and entry.author == IMPORTER
            and entry.body.incident in case.incidents
        ):
            raise BadInput(
                f"expected a desk without the case {case.id}, got one that holds it",
                at=f"entry {entry.index}",
            )
