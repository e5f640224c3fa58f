"""`parley drafts`: what a reader proposes waits here until a person confirms or rejects it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal, get_args

import msgspec
import typer

from parley.cli import printing
from parley.cli.asking import json_object, moment
from parley.desk.confirming import (
    Decision,
    Queue,
    Rates,
    Tally,
    Waiting,
    confirm,
    confirm_for_demo,
    rates,
    reject,
)
from parley.desk.confirming.deciding import Why, confirmed
from parley.desk.confirming.opening import queue_files
from parley.desk.desk import Desk
from parley.errors import expected
from parley.reading.files.batch import files_in
from parley.record.incident import Claimed
from parley.record.values.canonical import Json

app = typer.Typer(
    help="Drafts that wait for a person: confirm, correct or reject each.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
Home = Annotated[Path, typer.Argument(metavar="DIR", help="The desk's folder.")]
Named = Annotated[str, typer.Argument(metavar="DRAFT", help="How its digest begins.")]
Officer = Annotated[str, typer.Option(help="Officer number of who decides.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")]


@app.command()
def add(
    folder: Home,
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="Documents or folders.")],
    *,
    address: Annotated[str, typer.Option(help="Where it was found: an address, a citation.")] = "",
    said: Annotated[str, typer.Option(help="When it was published, with its zone or --zone.")] = "",
    zone: Annotated[str, typer.Option(help="The zone of --said.")] = "",
    as_json: AsJson = False,
) -> None:
    """Read documents and keep their drafts for a person to look at."""
    when = moment(said, "--said", zone)
    refused = 0
    total = sum(1 for _ in files_in(files))
    with Desk(folder) as desk, printing.progress("documents read", quiet=total < 2) as step:
        found = queue_files(Queue(desk), files_in(files), address=address, said=when)
        for done, one in enumerate(found, 1):
            refused += bool(one.refused)
            if as_json:
                printing.dump(one)
            else:
                printing.say(f"{one.document}: {one.refused or f'{one.drafts} drafts'}")
            step(done, total)
    if refused:
        raise expected(f"{total} documents that can be read", str(total - refused))


@app.command(name="list")
def list_(folder: Home, as_json: AsJson = False) -> None:
    """Every draft that waits, in the order of its document."""
    with Desk(folder, reading=True) as desk:
        waiting = list(Queue(desk).waiting())
        if as_json:
            printing.dump([_plain(one) for one in waiting])
            return
        for one in waiting:
            made = confirmed(one, Decision(incident="none", officer="none"))
            flag = " LOOK AT THE SPEAKER" if one.claim.flagged else ""
            printing.say(f"{one.short}  {made.stance:<9} {_speakers(made)}{flag}")
            printing.say(f"          {made.statement}")
        printing.say(f"{len(waiting)} drafts wait. None is a record until a person confirms it.")


@app.command()
def show(folder: Home, draft: Named, as_json: AsJson = False) -> None:
    """One draft whole: what would be entered, the words around it, and why it was drafted."""
    with Desk(folder, reading=True) as desk:
        waiting = Queue(desk).find(draft)
    made = confirmed(waiting, Decision(incident="none", officer="none"))
    if as_json:
        printing.dump(_plain(waiting))
        return
    spans = made.draft.spans if made.draft is not None else ()
    begin = max(0, min(span.start for span in spans) - 120)
    end = max(span.end for span in spans) + 120
    printing.say(f"draft    {waiting.digest}")
    printing.say(f"from     {waiting.kept.reading.document}, {waiting.kept.address}")
    printing.say(f"because  {waiting.claim.reason}")
    printing.say(f"words    ... {' '.join(waiting.kept.text[begin:end].split())} ...")
    printing.say("")
    printing.dump(made)


@app.command(name="confirm")
def confirm_(
    folder: Home,
    draft: Named,
    *,
    incident: Annotated[str, typer.Option(help="The incident file it belongs to.")],
    officer: Officer,
    question: Annotated[str, typer.Option(help="Which question it answers.")] = "",
    stance: Annotated[str, typer.Option(help="How the speaker stands to it.")] = "",
    statement: Annotated[str, typer.Option(help="What is said, in the source's words.")] = "",
    speaker: Annotated[
        list[str] | None,
        typer.Option(
            metavar="[cited:|via:|unnamed:]NAME",
            help="The speakers, outermost first; instead of those the reader found.",
        ),
    ] = None,
    changes: Annotated[
        Path | None,
        typer.Option("--with", metavar="FILE", help="JSON of the fields to change; null drops."),
    ] = None,
    said: Annotated[str, typer.Option(help="When it was said, with its zone or --zone.")] = "",
    zone: Annotated[str, typer.Option(help="The zone of --said.")] = "",
    address: Annotated[str, typer.Option(help="Where it was found.")] = "",
    sourced: Annotated[str, typer.Option(metavar="high|medium|low")] = "medium",
    as_json: AsJson = False,
) -> None:
    """Enter a draft as a claim on its speaker's word, as it is or corrected. Signed by the desk."""
    given = json_object(changes) if changes is not None else {}
    given |= {
        name: value
        for name, value in (("question", question), ("stance", stance), ("statement", statement))
        if value
    }
    if speaker:
        given["chain"] = [_link(n, one) for n, one in enumerate(speaker)]
    decision = Decision(
        incident=incident, officer=officer, address=address, changes=given,
        said=moment(said, "--said", zone), confidence=_sourced(sourced),
    )  # fmt: skip
    with Desk(folder) as desk:
        receipt, made = confirm(desk, Queue(desk).find(draft), decision)
    if as_json:
        printing.dump({"entry": receipt.index, "claim": msgspec.to_builtins(made)})
        return
    edits = made.draft.edits if made.draft is not None else 0
    printing.say(f"entry {receipt.index}: {_speakers(made)} {made.stance}: {made.statement}")
    printing.say(f"{edits} fields changed." if edits else "Nothing was changed.")


@app.command(name="reject")
def reject_(
    folder: Home,
    draft: Named,
    *,
    officer: Officer,
    why: Annotated[
        str, typer.Option(metavar="no-claim|wrong-speaker|wrong-content|duplicate|other")
    ],
    remarks: Annotated[str, typer.Option(help="In words.")] = "",
    as_json: AsJson = False,
) -> None:
    """Enter that a draft was looked at and not stood for. What it said is not repeated."""
    reason: Why | None = next((one for one in get_args(Why) if one == why), None)
    if reason is None:
        raise expected(f"one of {', '.join(get_args(Why))}", repr(why[:80]), "--why")
    with Desk(folder) as desk:
        receipt = reject(
            desk, Queue(desk).find(draft), officer=officer, why=reason, remarks=remarks or None
        )
    if as_json:
        printing.dump({"entry": receipt.index, "why": why})
    else:
        printing.say(f"entry {receipt.index}: the draft was not stood for ({why}).")


@app.command()
def rate(folder: Home, as_json: AsJson = False) -> None:
    """How often the reader was right: edits per confirmed claim, and wrong speakers."""
    with Desk(folder, reading=True) as desk:
        found = rates(desk.board.caught_up(Tally))
    if as_json:
        printing.dump(found)
        return
    for one in found:
        _say_rates(one)
    if not found:
        printing.say("No draft has been decided on yet.")


@app.command(name="confirm-unseen")
def confirm_unseen(
    folder: Home,
    *,
    incident: Annotated[str, typer.Option(help="The incident file they go into.")],
    officer: Officer,
    as_json: AsJson = False,
) -> None:
    """For demonstrations only: confirm every draft that waits. Only a desk named demo. does it."""
    with Desk(folder) as desk:
        waiting = list(Queue(desk).waiting())
        decision = Decision(incident=incident, officer=officer)
        entered = [
            receipt.index for receipt, _ in confirm_for_demo(desk, waiting, decision)
        ]
    if as_json:
        printing.dump({"entries": entered})
    else:
        printing.say(f"{len(entered)} drafts were entered that nobody has looked at.")


def _say_rates(one: Rates) -> None:
    per = "none" if one.edits_per_confirmed is None else f"{one.edits_per_confirmed:.2f}"
    wrong = "none" if one.wrong_speaker_rate is None else f"{one.wrong_speaker_rate:.1%}"
    why = ", ".join(f"{reason} {count}" for reason, count in one.why_rejected.items()) or "none"
    printing.say(f"reader {one.reader}")
    printing.say(f"  confirmed {one.confirmed}, of them unchanged {one.unchanged}")
    printing.say(f"  edits per confirmed claim {per}")
    printing.say(f"  rejected {one.rejected} ({why})")
    printing.say(f"  wrong speaker {one.wrong_speaker} of {one.confirmed + one.rejected}: {wrong}")


def _plain(waiting: Waiting) -> dict[str, object]:
    made = confirmed(waiting, Decision(incident="none", officer="none"))
    return {
        "draft": waiting.digest,
        "document": waiting.kept.reading.document,
        "flagged": waiting.claim.flagged,
        "confidence": waiting.claim.confidence,
        "reason": waiting.claim.reason,
        "proposed": made,
    }


def _speakers(made: Claimed) -> str:
    chain = made.reported.chain if made.reported is not None else ()
    return " <- ".join(link.who for link in chain)


def _link(place: int, given: str) -> Json:
    how, colon, name = given.partition(":")
    if not colon or how not in ("cited", "via", "unnamed", "said"):
        how, name = ("cited" if place else "said"), given
    return {"who": name.strip(), "how": how}


def _sourced(given: str) -> Literal["high", "medium", "low"]:
    match given:
        case "high" | "medium" | "low":
            return given
        case _:
            raise expected("high, medium or low", repr(given[:40]), "--sourced")
