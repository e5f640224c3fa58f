"""What is well formed in an arrangement file and still bound to cause trouble.

    never-violated        nothing can ever violate this clause
    exceptions-overlap    two exceptions can hold together, differ, and neither overrides the other
    clock-no-reset        a clock has no policy that says what resets it
    channel-no-reply      a line has no agreed reply time
    not-public            a gap: what stands there is not public
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from msgspec import Struct

from parley.ceasefire.text.arrangement import Arrangement
from parley.ceasefire.text.clause import Clause, LabelledException, Window
from parley.ceasefire.text.faults import clauses_of
from parley.ceasefire.text.lines import Path


class Warned(Struct, frozen=True, kw_only=True):
    """One warning by its name, and where."""

    name: str
    path: Path
    words: str


def warnings_of(arrangement: Arrangement) -> tuple[Warned, ...]:
    """Every warning, in the order of the file."""
    found: list[Warned] = []
    for path, clause in clauses_of(arrangement):
        why = _never_violated(arrangement, clause)
        if why:
            words = f"nothing can ever violate {clause.id}: {why}"
            found.append(Warned(name="never-violated", path=path, words=words))
        found += _overlaps(path, clause)
        if clause.form == "gap":
            words = f"{clause.id} is not public: what hangs on it stays undetermined"
            found.append(Warned(name="not-public", path=path, words=words))
    for n, clock in enumerate(arrangement.clock):
        if not clock.policy:
            words = f"no policy says what resets {clock.id}: its observed side cannot be shown"
            found.append(Warned(name="clock-no-reset", path=("clock", n), words=words))
    for n, channel in enumerate(arrangement.channel):
        if channel.reply_within_s is None:
            words = f"no reply time is agreed on {channel.id}: silence on it breaks nothing"
            found.append(Warned(name="channel-no-reply", path=("channel", n), words=words))
    return tuple(found)


def _never_violated(arrangement: Arrangement, clause: Clause) -> str:
    """Why no act of anybody can break a prohibition or an obligation; "" where one can."""
    if clause.retired or clause.form not in ("prohibition", "obligation"):
        return ""
    if clause.form == "prohibition" and not clause.act:
        return "it names no act"
    if clause.form == "obligation" and not (clause.act or clause.violated_by):
        return "it names no act to be done, and none that breaks it"
    if not clause.holder:
        return "it binds nobody"
    if not _somebody(arrangement, clause.holder):
        return "whom it binds is no actor of this file"
    if clause.form == "prohibition" and clause.claimant and set(clause.claimant) == set(
        clause.holder
    ) and len(clause.holder) == 1 and clause.holder[0] in {one.id for one in arrangement.actor}:
        return "it protects only whom it binds"
    exempt = {one.list for one in clause.exempts}
    shielded = {one for one in clause.claimant if not one.startswith(("@", "class:"))}
    listed = {
        one.actor for one in arrangement.designation if one.list in exempt and one.until is None
    }
    if shielded and len(shielded) == len(clause.claimant) and shielded <= listed:
        return "everybody it protects is on a list it exempts"
    return ""


def _somebody(arrangement: Arrangement, holder: tuple[str, ...]) -> bool:
    classes = {word for actor in arrangement.actor for word in actor.classes}
    actors = {actor.id for actor in arrangement.actor}
    return any(
        one.startswith("@") or one in actors or one.removeprefix("class:") in classes
        for one in holder
    )


def _overlaps(path: Path, clause: Clause) -> Iterator[Warned]:
    for (i, one), (j, other) in combinations(enumerate(clause.exception), 2):
        beaten = other.label in one.overrides or one.label in other.overrides
        if one.of != other.of or one.effect == other.effect or beaten or _apart(one, other):
            continue
        words = (
            f"{one.label} and {other.label} of {clause.id} can hold together, say different "
            "things, and neither overrides the other"
        )
        yield Warned(
            name="exceptions-overlap", path=(*path, "exception", max(i, j)), words=words
        )


def _apart(one: LabelledException, other: LabelledException) -> bool:
    """Whether their hours never meet, as far as that can be read off the text."""
    mine, theirs = one.window, other.window
    if mine is None or theirs is None or mine.zone != theirs.zone:
        return False
    if mine.days and theirs.days and not set(mine.days) & set(theirs.days):
        return True
    return _daily_apart(mine, theirs)


def _daily_apart(mine: Window, theirs: Window) -> bool:
    opens, closes = mine.opens or "00:00", mine.closes or "24:00"
    opens2, closes2 = theirs.opens or "00:00", theirs.closes or "24:00"
    if opens >= closes or opens2 >= closes2:  # over midnight: not worth a guess
        return False
    return closes <= opens2 or closes2 <= opens
