"""Everything an arrangement counts, at one moment, as known at one point of the record."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from msgspec import Struct

from parley.ceasefire.clocks.face import Face, days_in_words, face_of
from parley.ceasefire.clocks.marking import marks_of
from parley.ceasefire.clocks.seen import NOTHING as NO_HOLDING
from parley.ceasefire.clocks.seen import Holding
from parley.ceasefire.known.state import NOTHING as NO_ACTS
from parley.ceasefire.known.state import Known
from parley.ceasefire.obligations.answers import Answered, answer
from parley.ceasefire.obligations.milestones import Reached, reached, unkept
from parley.ceasefire.obligations.reading import Read
from parley.ceasefire.obligations.standing import Obliging, Standing, standings
from parley.ceasefire.obligations.words import NOTHING as NO_WORDS
from parley.ceasefire.obligations.words import Heard
from parley.ceasefire.status.speakers import (
    Influenced,
    Restrained,
    Speaks,
    influences,
    restraints,
    speakers,
)
from parley.ceasefire.text.terms import Terms
from parley.channel import State as Threads

NOTHING_READ = Read()
NO_THREADS = Threads()


class Because(Struct, frozen=True, kw_only=True):
    """One thing on record beside what the speakers say, and its entries."""

    words: str
    entries: tuple[int, ...] = ()


class Whole(Struct, frozen=True, kw_only=True):
    """Clocks, obligations, milestones, speakers and answers. It has no word of its own."""

    at: int
    known_at: int
    zone: str
    faces: dict[str, Face]
    standing: tuple[Standing, ...]
    milestones: tuple[Reached, ...]
    speakers: tuple[Speaks, ...]
    restraints: tuple[Restrained, ...]
    influence: tuple[Influenced, ...]
    answers: tuple[Answered, ...]
    because: tuple[Because, ...]


class Record(Struct, frozen=True, kw_only=True):
    """What is known: the states of the folds, and what people read beside them."""

    known: Known = NO_ACTS
    holding: Holding = NO_HOLDING
    heard: Heard = NO_WORDS
    threads: Threads = NO_THREADS
    read: Read = NOTHING_READ


def whole_of(terms: Terms, record: Record, at: int) -> Whole:
    """How everything stands at a moment."""
    faces = faces_of(terms, record, at)
    rows = standing_of(terms, record, at, faces)
    voices = speakers(record.heard, at)
    return Whole(
        at=at,
        known_at=record.holding.size,
        zone=terms.zone,
        faces=faces,
        standing=rows,
        milestones=reached(terms, faces, rows),
        speakers=voices,
        restraints=restraints(record.heard, at),
        influence=influences(record.heard, record.read.influence),
        answers=tuple(
            answer(one, terms, rows, record.threads) for one in record.read.accusations
        ),
        because=tuple(_because(voices, faces, rows)),
    )


def faces_of(terms: Terms, record: Record, at: int) -> dict[str, Face]:
    """Every clock at a moment. What a clock is joined to is asked of the obligations."""
    rows = standings(_obliging(terms, record), at)

    def confirmed(clause: str, _: int) -> bool:
        return not unkept(rows, clause, "confirmed")

    marks = marks_of(record.holding, terms)
    return {
        clock.id: face_of(clock, terms, record.holding, at, confirmed=confirmed, marks=marks)
        for clock in terms.arrangement.clock
    }


def standing_of(
    terms: Terms, record: Record, at: int, faces: dict[str, Face] | None = None
) -> tuple[Standing, ...]:
    """Every obligation at a moment. One that is due while a clock runs lapses when it is over."""
    known = faces_of(terms, record, at) if faces is None else faces

    def over(clock: str, _: int) -> bool:
        return clock in known and known[clock].declared.state in ("ended", "lapsed")

    obliging = _obliging(terms, record)
    return standings(
        Obliging(
            terms=obliging.terms, known=obliging.known, heard=obliging.heard,
            holding=obliging.holding, read=obliging.read, clock_over=over,
        ),
        at,
    )  # fmt: skip


def _obliging(terms: Terms, record: Record) -> Obliging:
    return Obliging(
        terms=terms, known=record.known, heard=record.heard, holding=record.holding,
        read=record.read.words,
    )  # fmt: skip


def _because(
    voices: tuple[Speaks, ...], faces: dict[str, Face], rows: tuple[Standing, ...]
) -> Iterator[Because]:
    for one in voices:
        yield Because(words=f"{one.speaker} says it is {one.status}", entries=one.entries)
    for face in faces.values():
        declared = tuple(entry for step in face.track.steps if step.moves == "moves"
                         for entry in step.entries)  # fmt: skip
        for hand in face.hands:
            words = f"{face.clock.title}, {hand.title.lower()}: {hand.state.replace('_', ' ')}, "
            yield Because(
                words=words + days_in_words(hand),
                entries=hand.reset_by or (declared if hand is face.declared else ()),
            )
    states = Counter(row.state for row in rows)
    for state, number in sorted(states.items()):
        entries = sorted({e for row in rows if row.state == state for e in row.entries})
        words = f"{number} obligation{'s' if number > 1 else ''} {state.replace('_', ' ')}"
        yield Because(words=words, entries=tuple(entries))
