"""Opening the desk for an act, finding the record it is about, and printing what came of it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from msgspec import Struct

from parley.cli import printing
from parley.cli.acts.options import more_places
from parley.desk.acts import Draft, Drafter
from parley.desk.acts.sending import Hand
from parley.desk.awareness import Awareness, answer_to_author
from parley.desk.board import Board
from parley.desk.desk import Desk
from parley.desk.intake import Doubt, gazetteer_of
from parley.errors import NotFound, expected
from parley.places import Gazetteer
from parley.record import notice
from parley.record.entry import Entry, Unread
from parley.record.kinds import tag_of
from parley.record.values.time import iso
from parley.web.visible import visible


class Acted(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The receipt of an act, as it is printed. `warnings` are what a person must still see."""

    entry: int
    logged: str
    digest: str
    kind: str
    by: str
    log: str
    receipt: str = ""
    warnings: tuple[str, ...] = ()
    awareness: Awareness | None = None


class Acting:
    """One act at the desk's machine: who acts, over which desk."""

    def __init__(self, desk: Desk, hand: Hand) -> None:
        self.desk, self.hand = desk, hand
        self.board: Board = desk.board_of(hand.actor)

    @property
    def who(self) -> Drafter:
        """Who drafts."""
        return self.hand

    def find(self, reference: str) -> Entry:
        """The record named by its entry number or its digest, as far as the actor may read it."""
        if reference.isascii() and reference.isdigit() and len(reference) < 16:
            index = int(reference)
            if index < self.desk.size:
                return next(iter(self.board.book.entries(index, index + 1)))
        elif reference.startswith("sha256:"):
            for entry in self.board.book.entries(0, self.desk.size):
                if entry.digest == reference:
                    return entry
        raise NotFound(f"expected an entry below {self.desk.size}, or a digest, got {reference!r}")

    def readable(self, reference: str) -> Entry:
        """The same; refuses what the actor cannot read."""
        found = self.find(reference)
        if isinstance(found.body, Unread):
            raise expected("an entry you may read", f"one you may not ({found.body.why})")
        return found

    def digests(self, references: list[str] | None) -> tuple[str, ...]:
        """The digests of the records named."""
        return tuple(self.find(one).digest for one in references or ())

    def concerned(self, entry: Entry) -> tuple[str, ...]:
        """Who is told of an act upon a record: its addressees and its author, but not who acts."""
        to = getattr(entry.body, "to", ())
        others = (*(to if isinstance(to, tuple) else ()), entry.author)
        if isinstance(entry.body, notice.Notice) and entry.body.disclosure == "arrangement":
            others = (*others, *self.members())
        apart = (self.hand.actor, "desk", None)
        return tuple(one for one in dict.fromkeys(others) if one not in apart and one is not None)

    def members(self) -> tuple[str, ...]:
        """Everybody who can be told anything, but who acts."""
        ring, size = self.desk.view().ring, self.desk.size
        apart = (self.hand.actor, "desk")
        return tuple(one for one in ring.actors()
                     if one not in apart and ring.of(one, "seal", size))  # fmt: skip

    def gazetteer(self, places: list[str] | None) -> Gazetteer:
        """The towns, and the places on the actor's own record."""
        return gazetteer_of(self.board, more_places(places))


@contextmanager
def acting(folder: Path, key: Path | None, trust: str | None = None) -> Iterator[Acting]:
    """The desk opened for reading beside whoever writes, and the hand that acts."""
    with Desk(folder, reading=True) as desk:
        yield Acting(desk, Hand(desk, key, trust))


def done(
    act: Acting,
    prepared: Draft,
    *,
    as_json: bool,
    warnings: tuple[str, ...] = (),
    overlaps: bool = False,
) -> str:
    """Send what was drafted, print its receipt, and give its digest.

    With `overlaps`, also the overlapping notices its author may read and had not named.
    """
    kind = tag_of(prepared.record)
    receipt = act.hand.send(prepared)
    aware = None
    if overlaps:
        with Desk(act.desk.home, reading=True) as after:
            aware = answer_to_author(after.board_of(act.hand.actor), receipt.digest)
    name = receipt.digest.removeprefix("sha256:")
    kept = act.hand.kept
    told = Acted(
        entry=receipt.index,
        logged=iso(receipt.rx),
        digest=receipt.digest,
        kind=kind,
        by=act.hand.actor,
        log=act.desk.log,
        receipt=str(kept / f"{name}.receipt") if kept is not None else "",
        warnings=warnings,
        awareness=aware,
    )
    if as_json:
        printing.dump(told)
    else:
        _print(told)
    return receipt.digest


def _print(told: Acted) -> None:
    printing.say(f"Logged as entry {told.entry}, {told.logged}: {told.kind} by {told.by}.")
    printing.say(told.digest)
    if told.receipt:
        printing.say(f"The receipt is in {told.receipt}")
    for warning in told.warnings:
        printing.say(visible(warning))
    if told.awareness is not None:
        print_awareness(told.awareness)


def print_awareness(found: Awareness) -> None:
    """What a notice or draft overlaps, among what its author may read."""
    printing.say(found.sentence)
    for one in found.unread:
        away = f"{one.distance_m:.0f} m away" if one.distance_m else "touching or overlapping"
        apart = f", {one.minutes_apart:.0f} min apart" if one.minutes_apart else ""
        printing.say(visible(f"  entry {one.entry}, {one.kind} by {one.by}: {one.what}; "
                             f"{away}{apart}"))  # fmt: skip
    for told in found.in_words:
        printing.say(visible(f"  entry {told.entry} by {told.by}, told only in words: "
                             f"{'; '.join(told.places)}"))  # fmt: skip
    if found.unread:
        numbers = " ".join(f"--read {one.entry}" for one in found.unread)
        printing.say(f"Once you have read them, say so in the next version: {numbers}")
    printing.say(found.caution)


def doubts_in_words(doubts: tuple[Doubt, ...]) -> tuple[str, ...]:
    """Doubts about a position that hold nothing back, for the screen."""
    return tuple(f"THE POSITION IS IN DOUBT. {doubt.shown}" for doubt in doubts)
