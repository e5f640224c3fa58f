"""Clocks, obligations and status at the terminal. Nothing is decided here."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

import msgspec
import typer

from parley.ceasefire.clocks.face import Face
from parley.ceasefire.status.telling import (
    COUNTED,
    answer_lines,
    clock_lines,
    obligation_lines,
    status_lines,
)
from parley.ceasefire.status.whole import Whole
from parley.cli import printing
from parley.cli.asking import moment
from parley.desk.clock import Clock as WallClock
from parley.desk.desk import Desk
from parley.desk.holding.standing import history, terms_at, whole_at
from parley.errors import expected
from parley.record.values.time import iso
from parley.web.holding import clock_svg

Home = Annotated[Path, typer.Argument(metavar="DIR", help="The desk's folder.")]
Text = Annotated[
    str, typer.Option("--arrangement", metavar="A", help="A file, or a shipped name.")
]
At = Annotated[str, typer.Option("--at", metavar="T", help="At which moment; else now.")]
Readings = Annotated[
    str | None,
    typer.Option("--readings", metavar="R", help="What people read out of entries: a file."),
]
KnownAt = Annotated[
    int | None,
    typer.Option("--as-known-at", metavar="N", min=0, help="As known when N entries were logged."),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")]


def clock(
    folder: Home,
    *,
    arrangement: Text,
    which: Annotated[str, typer.Option("--clock", metavar="ID", help="Else every clock.")] = "",
    at: At = "",
    known_at: KnownAt = None,
    readings: Readings = None,
    earlier: Annotated[
        bool, typer.Option("--history", help="What it showed when less was known.")
    ] = False,
    svg: Annotated[
        Path | None, typer.Option("--svg", metavar="FILE", help="Draw one clock's life.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Show hold clocks: what was declared, and what each policy observes, side by side."""
    with Desk(folder, reading=True) as desk:
        terms = terms_at(arrangement)
        when = _moment(at, terms.zone)
        whole = whole_at(desk.board, terms, when, readings=readings, known_at=known_at)
        faces = _chosen(whole, which)
        shown = {face.clock.id: list(history(desk.board, terms, face.clock.id, when))
                 for face in faces} if earlier else {}  # fmt: skip
    if svg is not None:
        if len(faces) != 1:
            raise expected("one clock to draw", f"{len(faces)}", "--clock")
        printing.write_file(svg, clock_svg(faces[0], whole.zone).encode())
    if as_json:
        printing.dump([_plain(face) | ({"history": shown[face.clock.id]} if earlier else {})
                       for face in faces])  # fmt: skip
        return
    for face in faces:
        _say(clock_lines(face, whole.zone))
        for one in shown.get(face.clock.id, ()):
            printing.say(f"  Known at {one.known_at} entries (logged {iso(one.rx)}):")
            for policy, words in one.hands.items():
                printing.say(f"    {policy}: {words}")
    printing.say(COUNTED)


def obligations(
    folder: Home,
    *,
    arrangement: Text,
    at: At = "",
    known_at: KnownAt = None,
    readings: Readings = None,
    as_json: AsJson = False,
) -> None:
    """List obligations with who says they were met, and answer accusations by counting."""
    whole = _whole(folder, arrangement, at, known_at=known_at, readings=readings)
    if as_json:
        printing.dump({"at": whole.at, "known_at": whole.known_at,
                       "obligations": whole.standing, "answers": whole.answers})  # fmt: skip
        return
    printing.say(f"Obligations at {iso(whole.at, whole.zone)}, "
                 f"as known at {whole.known_at} entries")  # fmt: skip
    _say(obligation_lines(whole.standing))
    for one in whole.answers:
        printing.say("")
        _say(answer_lines(one))


def status(
    folder: Home,
    *,
    arrangement: Text,
    at: At = "",
    known_at: KnownAt = None,
    readings: Readings = None,
    as_json: AsJson = False,
) -> None:
    """How each speaker says that it stands, and what is on record beside that."""
    whole = _whole(folder, arrangement, at, known_at=known_at, readings=readings)
    if as_json:
        printing.dump({
            "at": whole.at, "known_at": whole.known_at, "speakers": whole.speakers,
            "because": whole.because, "milestones": whole.milestones,
            "restraints": whole.restraints, "influence": whole.influence,
        })  # fmt: skip
        return
    _say(status_lines(whole))


def _whole(
    folder: Path, arrangement: str, at: str, *, known_at: int | None, readings: str | None
) -> Whole:
    with Desk(folder, reading=True) as desk:
        terms = terms_at(arrangement)
        return whole_at(
            desk.board, terms, _moment(at, terms.zone), readings=readings, known_at=known_at
        )


def _moment(text: str, zone: str) -> int:
    found = moment(text, "--at", zone)
    return WallClock().now() if found is None else found.earliest


def _chosen(whole: Whole, which: str) -> list[Face]:
    if which and which not in whole.faces:
        known = ", ".join(whole.faces) or "an arrangement with a clock"
        raise expected(known, repr(which), "--clock")
    return [face for name, face in whole.faces.items() if which in ("", name)]


def _plain(face: Face) -> dict[str, object]:
    """A clock for JSON, without every mark and run there ever was."""
    hands = [{k: v for k, v in msgspec.structs.asdict(hand).items() if k != "runs"}
             for hand in face.hands]  # fmt: skip
    return {
        "clock": face.clock.id, "at": face.at, "known_at": face.known_at, "hands": hands,
        "declared": face.track,
    }  # fmt: skip


def _say(lines: Iterable[str]) -> None:
    for line in lines:
        printing.say(line)
