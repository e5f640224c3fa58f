"""The 2016 case under another line: arithmetic on what is on record, and on nothing else.

It answers one question: of the strikes reported, how many fall after the moment at which the
message would have been understood? It says that of no strike in particular, it does not say what
would have happened then, and it does not choose between versions: each gives its own range.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from math import ceil, floor

from msgspec import Struct

from parley.errors import NotFound, expected
from parley.record import incident
from parley.record.readers.told import Told
from parley.record.values.amount import Quantity

UNANSWERED, INSIDE, ALL, HALT = "unanswered", "strikes-unanswered", "strikes", "halt"
"""The measures of the case: the silence, the strikes in it, all strikes, understood to halt."""

_SECONDS = {"second": 1, "minute": 60, "hour": 3600}


class Assumed(Struct, frozen=True, kw_only=True):
    """What is assumed of the other line. Everything else comes from the record.

    Some officer of the roles that are rung answers within `answered_s` of the first call, and has
    read the message back, and the caller confirmed it, within `read_back_s` after that.
    """

    answered_s: int = 80
    read_back_s: int = 60

    def __post_init__(self) -> None:
        if self.answered_s < 0 or self.read_back_s < 0:
            raise expected("seconds from 0 up", f"{self.answered_s} and {self.read_back_s}")


class Version(Struct, frozen=True, kw_only=True):
    """One account of the silence: from when it is counted, and the entries that say so."""

    begins: str
    silence_s: int
    entries: tuple[int, ...]


class Facts(Struct, frozen=True, kw_only=True):
    """What is on record: strikes in all, strikes in the silence, the halt, and each version."""

    strikes: int
    inside: int
    halt_s: int | None
    versions: tuple[Version, ...]
    entries: tuple[int, ...]


class Outcome(Struct, frozen=True, kw_only=True):
    """One version, as it was and with the other line: strikes after "understood", least and most.

    `assumptions` are the sentences to print beside the figures, always.
    """

    version: Version
    of: int
    was_least: int
    was_most: int
    least: int
    most: int
    assumptions: tuple[str, ...]

    @property
    def sentence(self) -> str:
        """The range in words; it names no strike and claims nothing that did not happen."""
        was = _range(self.was_least, self.was_most)
        return (
            f'Counting {_clock(self.version.silence_s)} from "{self.version.begins}": '
            f"{_range(self.least, self.most)} of the {self.of} reported strikes fall after the "
            f"message would have been understood; as it was, {was}."
        )


def facts_of(claims: Iterable[Told[incident.Claimed]]) -> Facts:
    """The figures of the case, from its claims: single figures only, each with its entry."""
    figures: dict[str, list[tuple[int, Quantity]]] = {}
    for told in claims:
        for quantity in told.body.quantities:
            figures.setdefault(quantity.measure, []).append((told.index, quantity))
    inside, _ = _single(figures, INSIDE)
    strikes, entries = _whole(figures)
    versions: dict[tuple[str, int], list[int]] = {}
    for entry, quantity in figures.get(UNANSWERED, ()):
        seconds = _seconds(quantity)
        if quantity.begins is not None and seconds is not None:
            versions.setdefault((quantity.begins, seconds), []).append(entry)
    if not versions:
        raise NotFound(f"expected a claim of how long nobody answered ({UNANSWERED}), got none")
    halts = [_seconds(quantity, most=True) for _, quantity in figures.get(HALT, ())]
    return Facts(
        strikes=strikes,
        inside=inside,
        halt_s=max((one for one in halts if one is not None), default=None),
        versions=tuple(
            Version(begins=begins, silence_s=seconds, entries=tuple(said))
            for (begins, seconds), said in versions.items()
        ),
        entries=entries,
    )


def replayed(facts: Facts, assumed: Assumed, *, call: str, start: str) -> tuple[Outcome, ...]:
    """Each version with the other line, as a range.

    `call` and `start` are how the record names the two beginnings: the call, and the first strike.
    A version that counts from anything else is left out, for nothing is known of its order.
    """
    found = []
    for version in facts.versions:
        if version.begins == call:
            found.append(_since_call(facts, version, assumed))
        elif version.begins == start:
            found.append(_since_start(facts, version, assumed))
    return tuple(found)


def _since_call(facts: Facts, version: Version, assumed: Assumed) -> Outcome:
    """The silence began with the call: its strikes are spread over it, one rate throughout.

    At that rate, so many more fall between "understood" and the halt; where no halt is on record,
    all the others may. The rest fall before the call.
    """
    silence = version.silence_s
    after = facts.strikes - facts.inside
    if facts.halt_s is not None:
        after = min(after, ceil(Fraction(facts.inside * facts.halt_s, silence)))
    latest = min(assumed.answered_s + assumed.read_back_s, silence)
    least = floor(Fraction(facts.inside * (silence - latest), silence))
    return Outcome(
        version=version,
        of=facts.strikes,
        was_least=0,
        was_most=after,
        least=least,
        most=min(facts.inside + after, facts.strikes),
        assumptions=(
            *_line(assumed),
            f"The {facts.inside} strikes of the silence are spread evenly over its "
            f"{_clock(silence)}, and the same rate holds until the halt.",
            _halt(facts),
        ),
    )


def _since_start(facts: Facts, version: Version, assumed: Assumed) -> Outcome:
    """The silence began with the first strike, and the record does not say when the call came.

    Then all strikes outside it fall after "understood" as it was, and the call lies somewhere
    within it: at its very end nothing is won, at its beginning nearly everything.
    """
    silence = version.silence_s
    outside = facts.strikes - facts.inside
    return Outcome(
        version=version,
        of=facts.strikes,
        was_least=outside,
        was_most=outside,
        least=outside,
        most=facts.strikes,
        assumptions=(
            *_line(assumed),
            f"The call lies anywhere within the {_clock(silence)}: when it came is not on record.",
            f"In this version {outside} strikes fall after the message was understood. "
            f"{_halt(facts)} The record does not bring the two together, and neither does this.",
        ),
    )


def _line(assumed: Assumed) -> tuple[str, ...]:
    total = assumed.answered_s + assumed.read_back_s
    return (
        f"Any officer on shift answers within {_clock(assumed.answered_s)} of the first call.",
        f"The message is read back and confirmed within {_clock(assumed.read_back_s)} after that, "
        f"so it is understood within {_clock(total)}; at the earliest, at once.",
        "What those who then understood it would have done is not part of this.",
    )


def _halt(facts: Facts) -> str:
    if facts.halt_s is None:
        return "No time from understanding to halt is on record."
    return f"The halt is reported within {_clock(facts.halt_s)} of understanding."


def _single(
    figures: dict[str, list[tuple[int, Quantity]]], measure: str
) -> tuple[int, tuple[int, ...]]:
    """The one figure of a measure. Two different ones would have to be chosen between."""
    given = [(entry, one.range.best) for entry, one in figures.get(measure, ())]
    values = {value for _, value in given if value is not None}
    if len(values) != 1:
        raise NotFound(f"expected one figure for {measure}, got {sorted(values) or 'none'}")
    return values.pop(), tuple(entry for entry, _ in given)


def _whole(figures: dict[str, list[tuple[int, Quantity]]]) -> tuple[int, tuple[int, ...]]:
    """All strikes, as the same entry states them that states the strikes of the silence."""
    stating = {entry for entry, one in figures.get(INSIDE, ()) if one.part_of == ALL}
    beside = [(entry, one) for entry, one in figures.get(ALL, ()) if entry in stating]
    return _single({ALL: beside}, ALL)


def _seconds(quantity: Quantity, *, most: bool = False) -> int | None:
    told = quantity.range
    value = told.high if most and told.best is None else told.best
    factor = _SECONDS.get(told.unit)
    return None if value is None or factor is None else value * factor


def _clock(seconds: int) -> str:
    minutes, rest = divmod(seconds, 60)
    parts = [f"{minutes} min"] if minutes else []
    return " ".join([*parts, f"{rest} s"] if rest or not parts else parts)


def _range(least: int, most: int) -> str:
    return str(least) if least == most else f"{least} to {most}"
