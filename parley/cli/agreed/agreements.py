"""Arrangements, findings and scenarios at the terminal. Nothing is decided here."""

from __future__ import annotations

from contextlib import nullcontext
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table
from rich.text import Text

from parley.cases import shipped
from parley.ceasefire.finding.proposal import BasisFinding, Finding
from parley.ceasefire.finding.telling import CAUTION, VALUE, cites
from parley.ceasefire.scenario.running import Outcome, diff
from parley.ceasefire.text.warnings import warnings_of
from parley.ceasefire.weighing.moments import within
from parley.cli import printing
from parley.desk.desk import Desk
from parley.desk.findings import (
    Proposed,
    arrangement_at,
    finding_of,
    scenario_at,
    shipped_scenarios,
)

arrangement_app = typer.Typer(help="Arrangement files: what was agreed, as data.")

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")]


@arrangement_app.callback()
def _arrangement() -> None:
    """Arrangement files: what was agreed, as data."""


@arrangement_app.command()
def check(
    file: Annotated[str, typer.Argument(metavar="FILE", help="TOML or YAML, or a shipped name.")],
    as_json: AsJson = False,
) -> None:
    """Check an arrangement file: every fault with its line, and what is bound to cause trouble."""
    filed = arrangement_at(file)
    found = warnings_of(filed.arrangement)
    if as_json:
        warned = [
            {"name": one.name, "where": filed.plain.where(one.path), "words": one.words}
            for one in found
        ]
        printing.dump(
            {"arrangement": filed.arrangement.id, "file": filed.digest, "warnings": warned}
        )
        return
    for one in found:
        printing.say(f"{filed.plain.where(one.path)}: warning, {one.name}: {one.words}")
    texts = len(filed.arrangement.instrument)
    clauses = sum(
        len(version.clause) for text in filed.arrangement.instrument for version in text.version
    )
    printing.say(f"{filed.arrangement.title}: {texts} texts, {clauses} clauses, no fault.")
    printing.say(f"{len(found)} warnings. The file is {filed.digest}.")


@arrangement_app.command()
def pattern(
    name: Annotated[
        str, typer.Argument(metavar="NAME", help="two-sides, humanitarian-pause or syria-2016.")
    ] = "two-sides",
) -> None:
    """Print a shipped arrangement file, to begin one of your own from."""
    printing.write_text(shipped.arrangement_file(name)[1].decode())


def finding(
    *,
    event: Annotated[
        str, typer.Option("--event", metavar="E", help="An event file, or a shipped name.")
    ],
    arrangement: Annotated[
        str, typer.Option("--arrangement", metavar="A", help="A file, or a shipped name.")
    ],
    folder: Annotated[
        Path | None, typer.Argument(metavar="[DIR]", help="A desk's folder: the record to ask.")
    ] = None,
    known_at: Annotated[
        int | None,
        typer.Option(
            "--as-known-at", metavar="N", min=0, help="As known when N entries were logged."
        ),
    ] = None,
    plain: Annotated[
        bool, typer.Option("--paragraph", help="One plain paragraph, every sentence cited.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Weigh an event under an arrangement, on two bases. It proposes; a person rules."""
    with Desk(folder, reading=True) if folder is not None else nullcontext() as desk:
        board = desk.board if desk is not None else None
        found = finding_of(event, arrangement, board=board, known_at=known_at)
    if as_json:
        printing.dump(found)
    elif plain:
        printing.say(found.paragraph)
    else:
        print_finding(found)


def scenario(
    files: Annotated[
        list[Path] | None, typer.Argument(metavar="[FILE]...", help="Else every shipped one.")
    ] = None,
    pattern: Annotated[
        str, typer.Option(metavar="NAME", help="Print a shipped scenario instead, to begin from.")
    ] = "",
    as_json: AsJson = False,
) -> None:
    """Run scenario files and show what did not come out as they say."""
    if pattern:
        printing.write_text(shipped.scenario_file(pattern).decode())
        return
    outcomes = [scenario_at(path) for path in files] if files else list(shipped_scenarios())
    if as_json:
        printing.dump(outcomes)
    else:
        for one in outcomes:
            _say_outcome(one)
        held = sum(one.held for one in outcomes)
        printing.say(f"{held} of {len(outcomes)} scenarios came out as they say.")
    if not all(one.held for one in outcomes):
        raise typer.Exit(1)


def _say_outcome(outcome: Outcome) -> None:
    word = "held" if outcome.held else "NOT HELD"
    printing.say(f"{word:<9} {outcome.scenario}: {outcome.title}")
    for line in diff(outcome):
        printing.say(f"          {line}")


def print_finding(found: Proposed) -> None:
    """Both tables of every finding, as a person at a terminal reads them."""
    first = found.findings.first
    screen = printing.console()
    screen.print(Text(f"{first.title}, under {first.arrangement}", style="bold"))
    _print_bases(first, found.zone)
    for other in found.findings.competing:
        by = cites((), other.differs_by)
        heading = f"A competing finding: another answer to {other.differs} {by}"
        screen.print(Text("\n" + heading, style="bold"))
        _print_bases(other, found.zone)
    for ruling in found.findings.rulings:
        word = ruling.value.replace("_", " ")
        printing.say(f"Ruled by {ruling.office}: {word} [entry {ruling.entry}]. {ruling.reasons}")
    printing.say(f"\n{CAUTION}")


def _print_bases(found: Finding, zone: str) -> None:
    for basis in (found.effect, found.stated_intent):
        printing.say(f"\nBasis {basis.basis}: {VALUE[basis.value].upper()} under {basis.clause}")
        printing.console().print(_table(basis))
        for fact in basis.missing:
            tests = ", ".join(map(str, fact.tests))
            printing.say(f"  missing for test {tests}: {fact.text}  ({fact.question})")
        for clash in basis.clashes:
            printing.say(f"  CLASH: {clash.text}")
        for part in basis.parts:
            printing.say(f"  if {within((part.begin, part.end), zone)}: {VALUE[part.value]}")
        if basis.restated_by:
            printing.say(f"  restated by {', '.join(basis.restated_by)}")


def _table(basis: BasisFinding) -> Table:
    table = Table(show_edge=False, pad_edge=False, box=None)
    for name in ("", "test", "answer", "why", "rests on"):
        table.add_column(name, overflow="fold", style="none")
    for one in basis.answers:
        answer = one.says if one.says in ("exempt", "neither") else one.answer
        rests = cites(one.clauses, one.entries).strip("[]")
        cells = (f"  {one.number}", one.question, answer, one.because, rests)
        table.add_row(*(Text(cell) for cell in cells))
    return table
