"""What is counted, claimed and timed in a file, flattened for the checks. Nothing is averaged."""

from __future__ import annotations

from msgspec import Struct

from parley.incidents.file import File, State
from parley.incidents.speakers import owner_of, speaker_of
from parley.incidents.standing import ended
from parley.record import incident
from parley.record.readers.told import Told
from parley.record.values.amount import Quantity, Range
from parley.record.values.time import VagueTime


class Figure(Struct, frozen=True, kw_only=True):
    """One quantity of one statement, with who speaks, whose figure it is, and when it was said."""

    entry: int
    speaker: str
    owner: str
    said: VagueTime | None
    quantity: Quantity

    @property
    def bounds(self) -> tuple[int | None, int | None, int | None]:
        """Low, best and high, each None where nobody gave it."""
        told = self.quantity.range
        return told.low, told.best, told.high

    @property
    def stated(self) -> int | None:
        """The number that was put forward: the single figure, else the low, else the high bound."""
        low, best, high = self.bounds
        return best if best is not None else low if low is not None else high

    @property
    def words(self) -> str:
        """The figure as it was told, with its unit."""
        return counted(self.quantity.range)


_MANY = {
    "person": "persons",
    "strike": "strikes",
    "strike-by-aircraft": "strikes by aircraft",
    "second": "seconds",
    "minute": "minutes",
    "hour": "hours",
    "day": "days",
    "breach": "breaches",
    "piece": "pieces",
    "truck": "trucks",
    "vehicle": "vehicles",
    "batch": "batches",
}


def counted(told: Range) -> str:
    """A figure in words: "at least 80 persons". Other units stand as they are written."""
    unit = told.unit if told.best == 1 else _MANY.get(told.unit, told.unit.replace("-", " "))
    return f"{told.written[0].lower()}{told.written[1:]} {unit}"


class Stand(Struct, frozen=True, kw_only=True):
    """How one speaker stands to one question."""

    entry: int
    speaker: str
    question: str
    stance: incident.Stance
    said: VagueTime | None


class Timed(Struct, frozen=True, kw_only=True):
    """One speaker's time for one moment."""

    entry: int
    speaker: str
    moment: str
    when: VagueTime


class Reading(Struct, frozen=True, kw_only=True):
    """One finding put forward, and the reading it says it competes with."""

    entry: int
    by: str
    against: str | None


class Material(Struct, frozen=True, kw_only=True):
    """Everything the checks look at in one file.

    What its author took back or corrected is left out.
    """

    figures: tuple[Figure, ...]
    stands: tuple[Stand, ...]
    timed: tuple[Timed, ...]
    readings: tuple[Reading, ...]


def material(state: State, file: File) -> Material:
    """The figures, stances, times and findings that still stand in a file."""
    gone = ended(state)
    claims = [told for told in file.claims if gone(told) is None]
    alleged = [told for told in file.alleged if gone(told) is None]
    findings = [told for told in file.findings if gone(told) is None]
    figures = [
        *(_figure(told, told.body.said, one) for told in claims for one in told.body.quantities),
        *(_figure(told, told.body.said, one) for told in alleged for one in told.body.quantities),
        *(
            _figure(told, told.body.proposed, one)
            for told in findings
            for one in told.body.quantities
        ),
    ]
    return Material(
        figures=tuple(sorted(figures, key=lambda figure: figure.entry)),
        stands=tuple(_stand(told) for told in claims),
        timed=tuple(
            Timed(
                entry=told.index,
                speaker=speaker_of(told),
                moment=told.body.moment,
                when=told.body.when,
            )
            for told in claims
            if told.body.moment is not None and told.body.when is not None
        ),
        readings=tuple(
            Reading(entry=told.index, by=told.body.by, against=told.body.against)
            for told in findings
        ),
    )


def _figure(
    told: Told[incident.Incident], said: VagueTime | None, quantity: Quantity
) -> Figure:
    return Figure(
        entry=told.index,
        speaker=speaker_of(told),
        owner=owner_of(told),
        said=said,
        quantity=quantity,
    )


def _stand(told: Told[incident.Claimed]) -> Stand:
    return Stand(
        entry=told.index,
        speaker=speaker_of(told),
        question=told.body.question,
        stance=told.body.stance,
        said=told.body.said,
    )
