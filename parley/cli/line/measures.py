"""`parley measures`, `inbox` and `outbox`: for the desk, and for each party its own."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from parley.channel import PROJECTION
from parley.channel.measuring import Acknowledgement
from parley.channel.standing import Item, inbox, outbox
from parley.channel.timing import Span
from parley.channel.wording.figures import duration
from parley.cli import printing
from parley.cli.acts import options as o
from parley.desk.acts.sending import Hand
from parley.desk.desk import Desk
from parley.desk.measures import AlertTimes, LineMeasures, measures_of
from parley.errors import expected
from parley.record.kinds import tag_of
from parley.record.values.time import iso
from parley.web.visible import visible

KnownAt = Annotated[
    int | None,
    typer.Option("--as-known-at", metavar="N", min=0, help="As known when N entries were logged."),
]
Many = Annotated[int, typer.Option(min=1, max=1000, help="How many, newest first.")]
_NAMES = {
    "human": "to a human being", "understood": "to understood", "halt": "to a halt",
    "understood-to-halt": "understood to halt",
}  # fmt: skip


def measures(
    folder: o.Home, *, key: o.Key = None, known_at: KnownAt = None, as_json: o.AsJson = False
) -> None:
    """How fast the line answered, what fell into its silence. Of a party, only its own."""
    with Desk(folder, reading=True) as desk:
        actor = Hand(desk, key, urgent=True).actor
        now = desk.clock.now() if known_at is None else _until(desk, known_at)
        found = measures_of(desk.board_of(actor), actor, now, known_at=known_at)
    if as_json:
        printing.dump(found)
        return
    for line in lines_of(found):
        printing.say(visible(line))


def _until(desk: Desk, known_at: int) -> int:
    """The ledger time of what was known last."""
    if not 1 <= known_at <= desk.size:
        raise expected(f"an entry count from 1 to {desk.size}", known_at, "--as-known-at")
    return desk.logged(known_at - 1).rx


def lines_of(found: LineMeasures) -> list[str]:
    """The measures as lines: times first, then who answered, then how far read-backs lay off."""
    lines = [f"As known at {found.entries} entries, for {found.actor}. Drills stand apart."]
    for one in found.alerts:
        lines += _alert(one)
    if not found.alerts:
        lines.append("No alert is on record.")
    for rate in found.acknowledgements:
        lines.append(_rate(rate))
    ran_out = f"Reply times that ran out in silence: {found.silences}."
    lines.append(f"{ran_out} Silence is never consent.")
    for back in found.read_backs:
        left_open = back.beyond_m
        beyond = "" if left_open is None else f", {left_open:.0f} m beyond what was left open"
        lines.append(
            f"read back by {back.party or 'somebody'} (entry {back.entry}): {back.metres:.0f} m "
            f"from the place that was told{beyond}"
        )
    for one in found.drills:
        lines += [f"EXERCISE EXERCISE {line}" for line in _alert(one)]
    return lines


def _alert(one: AlertTimes) -> list[str]:
    lines = [f"{one.kind}, entry {one.entry} of {one.author or 'somebody'} to {', '.join(one.to)}:"]
    lines += [f"  {_NAMES[span.name]}: {_span(span)}" for span in one.spans]
    harm = one.harm
    told = harm.why if harm.least is None else (
        f"{harm.least} to {harm.most} alleged events" if harm.least != harm.most
        else f"{harm.least} alleged event{'s' * (harm.least != 1)}"
    )
    return [*lines, f"  in the silence before it was understood: {told}"]


def _span(span: Span) -> str:
    if span.least_ms is None or span.most_ms is None:
        return span.why
    least, most = duration(span.least_ms), duration(span.most_ms)
    return least if least == most else f"{least} to {most}"


def _rate(rate: Acknowledgement) -> str:
    share = f"{rate.answered} of {rate.addressed} answered"
    times = ""
    if rate.median_ms is not None and rate.most_ms is not None:
        times = f", half of them within {duration(rate.median_ms)}, all within " + (
            duration(rate.most_ms)
        )
    return (
        f"{rate.party} by {rate.channel or 'no line'} in {rate.month}: {share}{times}; "
        f"{rate.late} late, {rate.silent} never"
    )


def inbox_(
    folder: o.Home, *, key: o.Key = None, party: o.Party = "", many: Many = 50,
    known_at: KnownAt = None, as_json: o.AsJson = False,
) -> None:  # fmt: skip
    """What was addressed to you, newest first, and how each stands with you."""
    _box(folder, key, party, many, known_at, as_json=as_json, sent=False)


def outbox_(
    folder: o.Home, *, key: o.Key = None, party: o.Party = "", many: Many = 50,
    known_at: KnownAt = None, as_json: o.AsJson = False,
) -> None:  # fmt: skip
    """What you sent, newest first, and how it stands with each addressee."""
    _box(folder, key, party, many, known_at, as_json=as_json, sent=True)


def _box(
    folder: Path, key: Path | None, party: str, many: int, known_at: int | None, *,
    as_json: bool, sent: bool,
) -> None:  # fmt: skip
    with Desk(folder, reading=True) as desk:
        actor = Hand(desk, key, urgent=True).actor
        if party and actor != "desk":
            raise expected("--party from the desk alone", "it from a party")
        now = desk.clock.now() if known_at is None else _until(desk, known_at)
        state = desk.board_of(actor).state(PROJECTION, known_at)
        found = (outbox if sent else inbox)(state, party or actor, now, size=many)
    if as_json:
        printing.dump(found)
        return
    for item in found:
        _print(item)
    if not found:
        printing.say("Nothing is on record here that you may read.")


def _print(item: Item) -> None:
    drill = "EXERCISE EXERCISE " if item.exercise else ""
    body = item.head.body
    words = getattr(body, "what", "") or getattr(body, "purpose", "")
    kind = tag_of(body)
    head = f"{drill}entry {item.entry}, {iso(item.head.rx)}, {kind} by {item.author or 'somebody'}"
    printing.say(visible(f"{head}: {' '.join(words.split())[:160]}"))
    for stand in item.stands:
        went = " > ".join(f"{one.word} ({one.entry})" for one in stand.statuses) or "logged"
        dues = "; ".join(
            f"{due.what} due {iso(due.due_ms)}" for due in stand.dues
            if due.clock == "running" and due.due_ms is not None
        )  # fmt: skip
        printing.say(visible(f"    {stand.addressee}: {went}{'; ' if dues else ''}{dues}"))
