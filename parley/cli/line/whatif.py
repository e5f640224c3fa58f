"""`parley whatif`: the 2016 case as it was, and with a line that rings roles. Arithmetic only."""

from __future__ import annotations

from typing import Annotated

import typer

from parley.cases import load
from parley.channel.whatif import Assumed
from parley.channel.wording.figures import duration
from parley.cli import printing
from parley.desk.whatif import Replayed
from parley.desk.whatif import whatif as replay_twice

_OTHERS = (0, 20, 40, 80, 180, 360, 720, 1_620)


def whatif(
    case: Annotated[str, typer.Argument(metavar="CASE", help="A shipped case: deir-ez-zor.")],
    *,
    answered: Annotated[
        int, typer.Option("--answered-within", metavar="SECONDS", min=0, help="By any officer.")
    ] = 80,
    read_back: Annotated[
        int,
        typer.Option("--read-back-within", metavar="SECONDS", min=0, help="After it is answered."),
    ] = 60,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")] = False,
) -> None:
    """Replay a case twice: as it was, and with stop requests to roles that climb a ladder."""
    shipped, assumed = load(case), Assumed(answered_s=answered, read_back_s=read_back)
    found = replay_twice(shipped, assumed)
    if as_json:
        printing.dump(found)
        return
    for line in lines_of(found, assumed):
        printing.say(line)
    printing.say("")
    again = duration(read_back * 1000)
    printing.say(f"The same if it is answered sooner or later, and read back within {again}:")
    for seconds in _OTHERS:
        other = replay_twice(shipped, Assumed(answered_s=seconds, read_back_s=read_back))
        told = "; ".join(
            f'from "{one.version.begins}": {_range(one.least, one.most)} of {one.of}'
            for one in other.outcomes
        )
        printing.say(f"  answered within {duration(seconds * 1000)}: {told}")


def lines_of(found: Replayed, assumed: Assumed) -> list[str]:
    """Both replays of each account, as lines; every figure with the rows it rests on."""
    facts = found.facts
    understood = assumed.answered_s + assumed.read_back_s
    rows = ", ".join(dict.fromkeys(found.rows[entry] for entry in facts.entries))
    lines = [
        f"{found.case}: {facts.strikes} strikes are reported in all, {facts.inside} of them while "
        f"nobody answered (row {rows} of the case). Which ones is not on record, and not asked.",
        f"The other line: {found.ladder}",
    ]
    for one in found.outcomes:
        rests = ", ".join(dict.fromkeys(found.rows[entry] for entry in one.version.entries))
        silence = duration(one.version.silence_s * 1000)
        lines += [
            "",
            f'Account: {silence}, counted from "{one.version.begins}" (row {rests})',
            f"  as it was:       understood after {silence}; then "
            f"{_range(one.was_least, one.was_most)} of {one.of} strikes",
            f"  with the ladder: understood within {duration(understood * 1000)}; then "
            f"{_range(one.least, one.most)} of {one.of} strikes",
            f"  {one.sentence}",
            *(f"  assumed: {words}" for words in one.assumptions),
        ]
    lines += [
        "",
        "The accounts contradict each other; both stand, and neither is taken for the fact.",
        "This is arithmetic on what sources report. It says nothing of what anybody would have "
        "done, and of no strike in particular.",
    ]
    return lines


def _range(least: int, most: int) -> str:
    return str(least) if least == most else f"{least} to {most}"
