"""`parley incident`: open a file, enter what is said upon it, see which files may be one."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import msgspec
import typer

from parley import incidents
from parley.cli import printing
from parley.cli.asking import json_object, moment
from parley.desk.desk import Desk
from parley.errors import NotFound, expected
from parley.incidents import Proposed, Register, Suggestion, profile, proposed
from parley.record import incident, review
from parley.record.entry import as_record
from parley.record.kinds import Record
from parley.record.values.canonical import Json

app = typer.Typer(
    help="Incident files: open one, enter what is said upon it, see what may be tied.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
Home = Annotated[Path, typer.Argument(metavar="DIR", help="The desk's folder.")]
Named = Annotated[str, typer.Argument(metavar="INCIDENT", help="The incident file.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")]
_MAY = incident.Upon | incident.EvidenceAdded | incident.ConsequenceClaimed | review.Review
"""What the desk may enter here. Claims come through drafts or imports, each with its source."""


@app.command(name="open")
def open_(
    folder: Home,
    named: Named,
    *,
    title: Annotated[str, typer.Option(help="What it is called here.")],
    when: Annotated[str, typer.Option(help="When it is said to have happened.")],
    zone: Annotated[str, typer.Option(help="The zone of --when.")] = "",
    as_json: AsJson = False,
) -> None:
    """Open a file on something that is said to have happened."""
    told = moment(when, "--when", zone)
    if told is None:
        raise expected("when it is said to have happened", "nothing", "--when")
    plain: dict[str, Json] = {
        "kind": "incident.opened", "incident": named, "title": title,
        "when": msgspec.to_builtins(told),
    }  # fmt: skip
    _enter(folder, as_record(plain), as_json=as_json)


@app.command()
def enter(
    folder: Home,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="One record as JSON.")],
    as_json: AsJson = False,
) -> None:
    """Enter a tie, a correction, a blockage, evidence, or a step of a review. The desk signs it.

    The forms are those of parley schema record: incident.claim_linked, incident.claim_corrected,
    incident.blocked, incident.evidence_added, review.opened, review.lesson_recorded ...
    """
    plain = json_object(file)
    record = as_record(plain)
    if not isinstance(record, _MAY):
        raise expected("what is said upon a file, evidence, or a step of a review",
                       str(plain.get("kind"))[:60], "kind")  # fmt: skip
    _enter(folder, record, as_json=as_json)


@app.command()
def suggest(folder: Home, named: Named, as_json: AsJson = False) -> None:
    """Which files may be the same incident, which claims may be tied, and why."""
    with Desk(folder, reading=True) as desk:
        state = desk.board.state(incidents.PROJECTION)
    file = state.file(named)
    if file is None:
        raise NotFound(f"expected an incident file, got none named {named!r}")
    found = Register(map(profile, state.files)).suggest(profile(file))
    tied = proposed(state, file)
    if as_json:
        printing.dump({"files": found, "claims": tied})
        return
    _say(found, tied)


def _say(found: tuple[Suggestion, ...], tied: tuple[Proposed, ...]) -> None:
    for one in found:
        printing.say(f"file {one.incident} may be the same incident:")
        for reason in one.reasons:
            printing.say(f"  {reason}")
    for tie in tied:
        printing.say(f"entry {tie.claim} perhaps {tie.relation} entry {tie.other}:")
        printing.say(f"  {tie.reasons}")
    if not found and not tied:
        printing.say("Nothing on record here speaks for a tie.")
    else:
        printing.say("Nothing is tied by this; a person ties.")


def _enter(folder: Path, record: Record, *, as_json: bool) -> None:
    with Desk(folder) as desk:
        receipt = desk.act(record)
    if as_json:
        printing.dump({"entry": receipt.index, "digest": receipt.digest})
    else:
        printing.say(f"entry {receipt.index}: {receipt.digest}")
