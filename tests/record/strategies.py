"""Records of every kind, made from their own declarations, so that a new kind is tested unasked."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from functools import cache
from typing import TypeVar, cast, get_args

from hypothesis import strategies as st
from msgspec import inspect

from parley.errors import BadInput
from parley.record.kinds import KINDS, Record
from parley.record.values import amount, calendar, key, line, text, time

T = TypeVar("T")
Values = st.SearchStrategy[object]

ZONES = ("Z", "+03:00", "-09:30", "+14:00", "Asia/Damascus", "America/Argentina/Buenos_Aires")
_SCRIPTS = "aZ9 .,'\"\\/-_áßЖщعربי日本語한국어🙂\u200d\u200f"
_HEX = st.integers(0, 2**256 - 1).map("{:064x}".format)


def _pattern(form: object) -> str:
    return str(get_args(form)[1].pattern)


def lines(longest: int = 40, extra: str = "") -> st.SearchStrategy[str]:
    """Text of one line in many scripts, never blank."""
    return st.text(_SCRIPTS + extra, min_size=1, max_size=longest).filter(lambda s: bool(s.strip()))


_TEXTS: dict[str, st.SearchStrategy[str]] = {
    _pattern(text.Id): st.text("az09._-", max_size=9).map(lambda s: f"a{s}z"),
    _pattern(text.Name): lines(),
    _pattern(text.Prose): lines(60, extra="\n"),
    _pattern(text.Language): st.sampled_from(("ar", "ru", "en-GB", "zh-Hant-TW", "tgk")),
    _pattern(text.Digest): _HEX.map("sha256:".__add__),
    _pattern(key.Sha256): _HEX,
    _pattern(key.KeyName): st.tuples(st.sampled_from(("sign:", "seal:")), _HEX).map("".join),
    _pattern(key.KeyBytes): st.sampled_from(("A" * 43 + "=", "+/" * 21 + "8=")),
    _pattern(key.SignatureBytes): st.sampled_from(("A" * 86 + "==", "z" * 85 + "w==")),
    _pattern(time.Zone): st.sampled_from(ZONES),
    _pattern(calendar.Date): st.dates().map(str),
    _pattern(calendar.LocalTime): st.sampled_from(("00:00", "08:30", "12:59", "23:05", "24:00")),
}


def vague_times() -> st.SearchStrategy[time.VagueTime]:
    """Vague times, instants and whole years alike."""
    moments = st.integers(time.FIRST_MS, time.LAST_MS)
    return st.builds(
        lambda two, written, precision, zone, lasting: time.VagueTime(
            earliest=min(two), latest=max(two), written=written, precision=precision, zone=zone,
            lasting=lasting,
        ),
        st.tuples(moments, moments), lines(), st.sampled_from(get_args(time.Precision)),
        st.sampled_from(ZONES), st.booleans(),
    )  # fmt: skip


def ranges() -> st.SearchStrategy[amount.Range]:
    """Ranges with any of their three figures missing."""

    def made(figures: list[int], given: tuple[bool, ...], unit: str, about: bool) -> amount.Range:
        bounds = dict(zip(("low", "best", "high"), sorted(figures), strict=True))
        kept = {name: bounds[name] for name, there in zip(bounds, given, strict=True) if there}
        return amount.Range(unit=unit, written="as told", approximate=about, **kept)

    count = st.integers(-(2**53) + 1, 2**53 - 1)
    return st.builds(
        made, st.lists(count, min_size=3, max_size=3), st.tuples(*[st.booleans()] * 3),
        _TEXTS[_pattern(text.Id)], st.booleans(),
    )  # fmt: skip


def weekly_hours() -> st.SearchStrategy[calendar.Weekly]:
    """Hours within one day, on one day or several."""
    days = st.lists(
        st.sampled_from(get_args(calendar.Weekday)), min_size=1, max_size=7, unique=True
    )
    minutes = st.lists(st.integers(0, 1440), min_size=2, max_size=2, unique=True)
    return st.builds(
        lambda days, two: calendar.Weekly(
            days=tuple(days), from_=_clock(min(two)), until=_clock(max(two))
        ),
        days, minutes,
    )  # fmt: skip


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"


def policies() -> st.SearchStrategy[line.Policy]:
    """Rules of what is due, in each of their three forms."""
    name, seconds = _TEXTS[_pattern(text.Id)], st.integers(1, 31_536_000)
    others = [due for due in get_args(line.Due) if due not in ("lead-time", "passing-on")]
    hours = st.lists(weekly_hours(), min_size=1, max_size=2).map(tuple)
    rest = {
        "emergency_s": st.none() | seconds, "received": hours | st.just(()),
        "counted": st.sampled_from(("elapsed", "in-hours")),
        "of": st.sampled_from(((), ("site",), ("movement", "stop-request"))),
    }  # fmt: skip
    return st.one_of(
        st.builds(
            line.Policy, policy=name, due=st.sampled_from(others), within_s=seconds,
            starts=st.sampled_from(("sent", "received", "answered", "lapsed")), **rest,
        ),
        st.builds(line.Policy, policy=name, due=st.just("lead-time"), lead_s=seconds, **rest),
        st.builds(line.Policy, policy=name, due=st.just("passing-on"), passed_on=hours, **rest),
    )  # fmt: skip


def of(kind: type[T]) -> st.SearchStrategy[T]:
    """Values of one declared struct type."""
    return cast("st.SearchStrategy[T]", _declared(cast("Hashable", kind)))


@cache
def _declared(kind: Hashable) -> Values:
    return _of(inspect.type_info(kind))


def records() -> st.SearchStrategy[Record]:
    """Records of any kind."""
    return st.sampled_from(sorted(KINDS)).flatmap(lambda tag: of(KINDS[tag]))


def _of(kind: inspect.Type) -> Values:
    return _BY_SHAPE[type(kind)](kind)


def _struct(kind: inspect.Type) -> Values:
    declared = cast("inspect.StructType", kind)
    made = _MADE_OTHERWISE.get(declared.cls)
    if made is not None:
        return made()
    fields = {one.name: _of(one.type) for one in declared.fields}
    return st.fixed_dictionaries(fields).map(lambda given: _made(declared.cls, given)).filter(bool)


def _made(cls: Callable[..., object], given: dict[str, object]) -> object:
    """The struct, or None where its fields contradict each other."""
    try:
        return cls(**given)
    except BadInput:
        return None


def _string(kind: inspect.Type) -> Values:
    declared = cast("inspect.StrType", kind)
    longest = declared.max_length or 10_000
    return _TEXTS[declared.pattern or ""].filter(lambda words: len(words) <= longest)


def _integer(kind: inspect.Type) -> Values:
    declared = cast("inspect.IntType", kind)
    return st.integers(declared.ge, declared.le)


def _list(kind: inspect.Type) -> Values:
    declared = cast("inspect.VarTupleType", kind)
    least = declared.min_length or 0
    return st.lists(_of(declared.item_type), min_size=least, max_size=least + 2).map(tuple)


_MADE_OTHERWISE: dict[type, Callable[[], Values]] = {
    time.VagueTime: vague_times,
    amount.Range: ranges,
    calendar.Weekly: weekly_hours,
    line.Policy: policies,
}
"""Structs whose fields must agree with one another: chance alone would seldom make one."""

_BY_SHAPE: dict[type[inspect.Type], Callable[[inspect.Type], Values]] = {
    inspect.Metadata: lambda kind: _of(cast("inspect.Metadata", kind).type),
    inspect.UnionType: lambda kind: st.one_of(
        *[_of(one) for one in cast("inspect.UnionType", kind).types]
    ),
    inspect.NoneType: lambda kind: st.none(),
    inspect.BoolType: lambda kind: st.booleans(),
    inspect.LiteralType: lambda kind: st.sampled_from(cast("inspect.LiteralType", kind).values),
    inspect.StructType: _struct,
    inspect.StrType: _string,
    inspect.IntType: _integer,
    inspect.VarTupleType: _list,
}
