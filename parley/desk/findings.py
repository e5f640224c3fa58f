"""Findings and scenarios for a person at the desk: files and the record in, proposals out."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct

from parley import cases
from parley.cases import shipped
from parley.ceasefire.finding.proposal import Findings
from parley.ceasefire.finding.propose import propose
from parley.ceasefire.finding.telling import paragraph
from parley.ceasefire.known import PROJECTION, Known
from parley.ceasefire.said.event import Event
from parley.ceasefire.said.file import EventFile, Rows, event_of
from parley.ceasefire.scenario.running import Outcome, run
from parley.ceasefire.scenario.standing import STANDING
from parley.ceasefire.scenario.world import Find, read_world
from parley.ceasefire.text.plain import Plain, read_plain
from parley.ceasefire.text.reading import Filed, read_arrangement, read_as_at
from parley.ceasefire.text.terms import terms_of
from parley.desk.board import Board
from parley.desk.desk import IMPORTER
from parley.errors import BadInput, NotFound
from parley.ledger import read_regular
from parley.record.entry import Unread
from parley.record.kinds import tag_of

MAX_BYTES = 2_000_000


class Proposed(Struct, frozen=True, kw_only=True):
    """What was found, and with which file: SHA-256 of its bytes."""

    findings: Findings
    file: str
    zone: str
    paragraph: str


def arrangement_at(name: str, beside: Path | None = None) -> Filed:
    """A shipped arrangement by its name, or a file, also one beside another file."""
    if name in shipped.ARRANGEMENTS:
        file, raw = shipped.arrangement_file(name)
        return read_arrangement(raw, file)
    path = Path(name) if beside is None else beside / name
    return read_arrangement(read_file(path, name, shipped.ARRANGEMENTS), path.name)


def finding_of(
    event: str, arrangement: str, *, board: Board | None = None, known_at: int | None = None
) -> Proposed:
    """Propose a finding on an event under an arrangement, as known at a number of entries.

    Without a board, nothing is known but what the two files say.
    """
    filed = arrangement_at(arrangement)
    known = Known() if board is None else board.state(PROJECTION, known_at)
    terms = terms_of(filed.arrangement)
    found = propose(terms, event_at(event, board), known, known_at=known_at)
    return Proposed(
        findings=found, file=filed.digest, zone=terms.zone, paragraph=paragraph(found, terms.zone)
    )


def event_at(name: str, board: Board | None = None) -> Event:
    """A shipped event by its name, or a file. Rows of a shipped case are found in the record."""
    if name in shipped.EVENTS:
        file, raw = shipped.event_file(name)
    else:
        file, raw = Path(name).name, read_file(Path(name), name, shipped.EVENTS)
    plain = read_plain(raw, file)
    case = read_as_at(EventFile, plain.value, plain, ()).case
    return event_of(plain, rows_of(case, board, plain) if case is not None else None)


def scenario_at(path: Path) -> Outcome:
    """Run one scenario file."""
    world = read_world(read_file(path, str(path), {}), str(path), _finder(path.parent))
    return run(world, STANDING)


def shipped_scenarios() -> Iterator[Outcome]:
    """Run every shipped scenario."""
    for name, raw in shipped.scenario_files().items():
        yield run(read_world(raw, name, _finder(None)), STANDING)


def _finder(beside: Path | None) -> Find:
    return lambda name: arrangement_at(name, beside)


def read_file(path: Path, asked: str, shipped_names: dict[str, str]) -> bytes:
    """The bytes of a file somebody named, or a refusal that names what is shipped."""
    if not path.is_file():
        known = f", or one of {', '.join(shipped_names)}" if shipped_names else ""
        raise NotFound(f"expected a file{known}, got {asked!r}")
    return read_regular(path, most=MAX_BYTES)


def rows_of(case: str, board: Board | None, plain: Plain) -> Rows:
    """The entries that the rows of a shipped case became in this record."""
    if board is None:
        raise BadInput(
            f"expected a desk's folder, because this file names rows of the case {case}, got none",
            at=plain.file,
        )
    drafts = list(cases.read_case(cases.load(case)).drafts())
    size = board.book.size()
    imported = [
        (one.index, "" if isinstance(one.body, Unread) else tag_of(one.body))
        for one in board.book.entries(0, size)
        if one.author == IMPORTER
    ]
    kinds = [draft.kind for draft in drafts]
    tags = [tag for _, tag in imported]
    found: dict[int, tuple[int, ...]] = {}
    first = next((at for at in range(len(tags)) if tags[at : at + len(kinds)] == kinds), None)
    if first is None:
        raise NotFound(f"expected a record that holds the case {case}, got one without it")
    for draft, (index, _) in zip(drafts, imported[first:], strict=False):
        line = int(draft.name.partition(".")[0])
        found[line] = (*found.get(line, ()), index)
    return found
