"""What does not fit together in one file. Every check links; none resolves, blames or averages.

Each check reads declared fields only (speaker, owner, unit, bounds, times, stance) and never the
words, so it holds for any incident. A check that finds nothing says nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator
from typing import Literal, TypeAlias, TypeVar

from msgspec import Struct

from parley.incidents.figures import Figure, Material, Reading, Stand
from parley.incidents.zonestep import zone_steps
from parley.record.values.amount import Range
from parley.record.values.time import VagueTime, iso

Kind: TypeAlias = Literal[
    "opposed", "drift", "zone-step", "unit", "sum", "later-lower", "two-figures-one-day", "edges",
    "excluding", "competing-findings",
]  # fmt: skip
T = TypeVar("T")
K = TypeVar("K", bound=Hashable)


class Alarm(Struct, frozen=True, kw_only=True):
    """One thing that does not fit, in one sentence, and the entries it links."""

    kind: Kind
    subject: str
    sentence: str
    entries: tuple[int, ...]


def alarms(found: Material) -> tuple[Alarm, ...]:
    """Every check over one file, in a fixed order."""
    steps = (
        _alarm("zone-step", step.moment, step.sentence, step.entries)
        for step in zone_steps(found.timed)
    )
    return (
        *opposed(found.stands),
        *edges(found.figures),
        *steps,
        *units(found.figures),
        *two_figures_one_day(found.figures),
        *drift(found.figures),
        *later_lower(found.figures),
        *excluding(found.figures),
        *sums(found.figures),
        *competing(found.readings),
    )


def opposed(stands: Iterable[Stand]) -> tuple[Alarm, ...]:
    """One question that some affirm and others deny or doubt. "other" is no one question."""
    affirm = {"asserts", "admits", "finds", "reports", "accuses"}
    found = []
    for question, given in _grouped(stands, lambda stand: stand.question).items():
        yes = [stand for stand in given if stand.stance in affirm]
        no = [stand for stand in given if stand.stance in ("denies", "doubts")]
        if question == "other" or not yes or not no:
            continue
        sides = f"{_stances(yes)}; against that, {_stances(no)}"
        found.append(_alarm("opposed", question, sides, [stand.entry for stand in yes + no]))
    return tuple(found)


def drift(figures: Iterable[Figure]) -> tuple[Alarm, ...]:
    """One figure credited to one source, and elsewhere to another: it changed owner on its way.

    Only where somebody passes it on: two who each counted for themselves may well agree.
    """
    found = []
    for _, same in _grouped(_counted(figures), _identity).items():
        owners = _grouped(_in_time(same), lambda figure: figure.owner)
        if len(owners) < 2 or all(figure.owner == figure.speaker for figure in same):
            continue
        credits = "; ".join(
            f"to {owner} ({_date(given[0].said)})" for owner, given in owners.items()
        )
        sentence = f"the same figure, {same[0].words}, is credited {credits}"
        entries = [figure.entry for figure in same]
        found.append(_alarm("drift", same[0].quantity.measure, sentence, entries))
    return tuple(found)


def two_figures_one_day(figures: Iterable[Figure]) -> tuple[Alarm, ...]:
    """One speaker, one measure, one day, different figures.

    Putting one's own figure beside another's is not that, so the two sorts are looked at apart.
    """
    dated = [figure for figure in _counted(figures) if _day(figure.said)]
    found = []
    for (speaker, day, _), given in _grouped(dated, _voice).items():
        for (measure, _), same in _grouped(given, _counting).items():
            if len({figure.bounds for figure in same}) > 1:
                told = ", ".join(dict.fromkeys(_credited(figure) for figure in same))
                sentence = f"{speaker} gives different figures on {day}: {told}"
                entries = [figure.entry for figure in same]
                found.append(_alarm("two-figures-one-day", measure, sentence, entries))
    return tuple(found)


def later_lower(figures: Iterable[Figure]) -> tuple[Alarm, ...]:
    """A figure lower than every figure that was certainly given before it."""
    found = []
    for (measure, _), given in _grouped(_counted(figures), _counting).items():
        for figure, least in _with_least_before(given):
            if (figure.stated or 0) >= least:
                continue
            before = [other for other in given if _before(other, figure)]
            earlier = ", ".join(dict.fromkeys(other.words for other in _in_time(before)))
            sentence = (
                f"{figure.words} ({figure.speaker}, {_date(figure.said)}) is lower than every "
                f"figure given before: {earlier}"
            )
            entries = [other.entry for other in [*before, figure]]
            found.append(_alarm("later-lower", measure, sentence, entries))
    return tuple(found)


def units(figures: Iterable[Figure]) -> tuple[Alarm, ...]:
    """One measure counted in different units: the numbers are not to be compared."""
    found = []
    for measure, given in _grouped(_counted(figures), lambda one: one.quantity.measure).items():
        kinds = {figure.quantity.range.unit for figure in given}
        if len(kinds) > 1:
            told = " and ".join(dict.fromkeys(f'"{figure.words}"' for figure in given))
            sentence = f"{told} count different things: the units are {_listed(sorted(kinds))}"
            found.append(_alarm("unit", measure, sentence, [figure.entry for figure in given]))
    return tuple(found)


def edges(figures: Iterable[Figure]) -> tuple[Alarm, ...]:
    """One duration counted between different events."""
    found = []
    bounded = [one for one in figures if one.quantity.begins and one.quantity.ends]
    for measure, given in _grouped(bounded, lambda one: one.quantity.measure).items():
        accounts = _grouped(given, lambda one: (one.quantity.begins, one.quantity.ends))
        if len(accounts) > 1:
            told = "; ".join(
                f"{same[0].words} from {begins} to {ends} ({_listed(_speakers(same))})"
                for (begins, ends), same in accounts.items()
            )
            sentence = f"counted between different events: {told}"
            found.append(_alarm("edges", measure, sentence, [one.entry for one in given]))
    return tuple(found)


def excluding(figures: Iterable[Figure]) -> tuple[Alarm, ...]:
    """Figures of one measure of which some cannot hold together."""
    found = []
    for (measure, _), given in _grouped(_counted(figures), _counting).items():
        firm = [one for one in given if not one.quantity.range.approximate]
        # One pair excludes each other exactly when a low lies above some high, so the greatest
        # low and the least high decide for every figure without looking at every pair.
        top = max((low for one in firm if (low := one.bounds[0]) is not None), default=None)
        bottom = min((high for one in firm if (high := one.bounds[2]) is not None), default=None)
        apart = [one for one in firm if _outside(one, top, bottom)]
        if apart:
            told = ", ".join(dict.fromkeys(one.words for one in apart))
            sentence = f"not all of these can hold: {told}"
            found.append(_alarm("excluding", measure, sentence, [one.entry for one in apart]))
    return tuple(found)


def sums(figures: Iterable[Figure]) -> tuple[Alarm, ...]:
    """Parts given in one statement that do not add to the total it states."""
    found = []
    for entry, given in _grouped(figures, lambda one: one.entry).items():
        for total in given:
            parts = [one for one in given if _part(one, total)]
            stated, added = total.stated, sum(one.stated or 0 for one in parts)
            if stated is None or any(one.stated is None for one in parts):
                continue
            # A single part need not be the whole, but cannot be more than it.
            if added > stated or (len(parts) > 1 and added != stated):
                told = " + ".join(str(one.stated) for one in parts)
                sentence = (
                    f"the parts given, {told}, add to {added}; the total is given as {total.words}"
                )
                found.append(_alarm("sum", total.quantity.measure, sentence, [entry]))
    return tuple(found)


def competing(readings: Iterable[Reading]) -> tuple[Alarm, ...]:
    """Findings by several, of which at least one says that it competes with another reading."""
    given = list(readings)
    by = list(dict.fromkeys(reading.by for reading in given))
    against = [reading for reading in given if reading.against is not None]
    if len(by) < 2 or not against:
        return ()
    sentence = "; ".join(f"{one.by} reads it against {one.against}" for one in against)
    return (_alarm("competing-findings", "findings", sentence, [one.entry for one in given]),)


def _alarm(kind: Kind, subject: str, sentence: str, entries: Iterable[int]) -> Alarm:
    rests = tuple(sorted(set(entries)))
    return Alarm(kind=kind, subject=subject, sentence=sentence, entries=rests)


def _grouped(items: Iterable[T], key: Callable[[T], K]) -> dict[K, list[T]]:
    groups: dict[K, list[T]] = {}
    for item in items:
        groups.setdefault(key(item), []).append(item)
    return groups


def _counted(figures: Iterable[Figure]) -> list[Figure]:
    """Those that give a number at all."""
    return [figure for figure in figures if figure.stated is not None]


def _counting(figure: Figure) -> tuple[str, str]:
    return figure.quantity.measure, figure.quantity.range.unit


def _part(one: Figure, total: Figure) -> bool:
    """Whether a figure is stated as a part of another, counted in the same unit."""
    same = one.quantity.range.unit == total.quantity.range.unit
    return same and one.quantity.part_of == total.quantity.measure


def _voice(figure: Figure) -> tuple[str, str, bool]:
    return figure.speaker, _day(figure.said), figure.owner == figure.speaker


def _credited(figure: Figure) -> str:
    own = figure.owner == figure.speaker
    return figure.words if own else f"{figure.words} (citing {figure.owner})"


def _identity(figure: Figure) -> tuple[str, Range]:
    told = figure.quantity.range
    plain = Range(unit=told.unit, written="-", low=told.low, best=told.best, high=told.high)
    return figure.quantity.measure, plain


def _in_time(figures: Iterable[Figure]) -> list[Figure]:
    """By when they were said; undated ones last, in the order they were entered."""
    return sorted(figures, key=lambda one: (one.said is None, one.said and one.said.earliest or 0))


def _before(one: Figure, other: Figure) -> bool:
    return one.said is not None and other.said is not None and one.said.certainly_before(other.said)


def _with_least_before(given: list[Figure]) -> Iterator[tuple[Figure, int]]:
    """Each dated figure with the least figure that was certainly given before it, if any was."""
    dated = [(said, one) for one in given if (said := one.said) is not None]
    ending = sorted(dated, key=lambda pair: pair[0].latest)
    least: int | None = None
    passed = 0
    for said, figure in sorted(dated, key=lambda pair: pair[0].earliest):
        while passed < len(ending) and ending[passed][0].latest < said.earliest:
            stated = ending[passed][1].stated or 0
            least = stated if least is None else min(least, stated)
            passed += 1
        if least is not None:
            yield figure, least


def _outside(figure: Figure, top: int | None, bottom: int | None) -> bool:
    low, _, high = figure.bounds
    below = high is not None and top is not None and high < top
    return below or (low is not None and bottom is not None and low > bottom)


def _day(said: VagueTime | None) -> str:
    """The one calendar day, in its own zone, on which it was said; "" where it is not one."""
    if said is None:
        return ""
    first, last = iso(said.earliest, said.zone)[:10], iso(said.latest, said.zone)[:10]
    return first if first == last else ""


def _date(said: VagueTime | None) -> str:
    return said.written if said is not None else "no date"


def _speakers(figures: Iterable[Figure]) -> list[str]:
    return list(dict.fromkeys(figure.speaker for figure in figures))


def _stances(stands: Iterable[Stand]) -> str:
    return ", ".join(dict.fromkeys(f"{stand.speaker} {stand.stance}" for stand in stands))


def _listed(words: list[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
