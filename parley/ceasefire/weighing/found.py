"""What one look at one question gave: an answer, why, and what would have to be known."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct


class Found(Struct, frozen=True, kw_only=True, gc=False):
    """An answer with what it rests on; `asks` are the questions that are open."""

    says: str
    because: str
    clauses: tuple[str, ...] = ()
    entries: tuple[int, ...] = ()
    asks: tuple[str, ...] = ()


def unknown(
    because: str, *asks: str, clauses: tuple[str, ...] = (), entries: tuple[int, ...] = ()
) -> Found:
    """Nobody can say, and these questions are open."""
    return Found(says="unknown", because=because, clauses=clauses, entries=entries, asks=asks)


def agreed(each: Iterable[Found], open_: tuple[str, ...]) -> Found:
    """One answer for all the ways open questions may turn out: theirs if they agree, else unknown.

    Strong Kleene for one test: what holds however an unknown turns out, holds.
    """
    ways = tuple(each)
    first = ways[0]
    if len(ways) == 1:
        return first
    asks = union((open_, *(way.asks for way in ways)))
    clauses = union(way.clauses for way in ways)
    entries = tuple(sorted(set().union(*(way.entries for way in ways))))
    if first.says != "unknown" and all(way.says == first.says for way in ways):
        because = first.because
        return Found(says=first.says, because=because, clauses=clauses, entries=entries, asks=asks)
    because = either(way.because for way in ways)
    return Found(says="unknown", because=because, clauses=clauses, entries=entries, asks=asks)


def either(each: Iterable[str]) -> str:
    """Several reasons as one sentence."""
    reasons = dict.fromkeys(one.strip().removesuffix(".") for one in each if one.strip())
    return "; or ".join(reasons) + "." if reasons else ""


def union(each: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    """Every word once, in the order first met."""
    return tuple(dict.fromkeys(word for words in each for word in words))
