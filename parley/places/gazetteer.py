"""Names and where they lie: the desk's own places first, then every town, in any spelling.

The desk's entries are few and known: an airfield, a bridge, a hospital, with their names in every
script the parties use. The packaged gazetteer has towns only, a point each. A name can belong to
many places, so a search answers with all of them and with how each was found.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace
from rapidfuzz import fuzz

from parley.errors import expected
from parley.places.entries import DeskEntry, Kind
from parley.places.geodesy import between
from parley.places.spelling import LONGEST, folded, romanised, sounded
from parley.places.world import World, world
from parley.record.values.place import Position

_SPOKEN: tuple[tuple[Kind, str], ...] = (
    ("airfield", "airfield airport airbase aerodrome مطار المطار aéroport aérodrome аэродром "
     "аэродрома аэропорт аэропорта авиабаза авиабазы"),
    ("bridge", "bridge جسر الجسر pont мост моста"),
    ("hospital", "hospital مستشفى المستشفى مشفى المشفى hôpital больница больницы госпиталь "
     "госпиталя"),
    ("school", "school مدرسة المدرسة école школа школы"),
    ("crossing", "crossing معبر المعبر"),
    ("camp", "camp مخيم المخيم лагерь лагеря"),
)
KIND_WORDS = {folded(word): kind for kind, words in _SPOKEN for word in words.split()}
"""Words that name a place only by its kind: "the airfield" is the one near what is spoken of."""

_NEARBY_M = 50_000.0
_ORDER = ("desk", "notice", "GeoNames")
_ALIKE = 78
"""Two names of one sound less alike than this are seldom one place."""
_ONLY_WORDS = frozenset(folded(word) for word in "the air base le la les l de du d of".split())


class Match(Struct, frozen=True, kw_only=True):
    """A place that answers to a name, and how it does.

    `likeness` is 100 for the name itself in any case or accent, 60 to 95 for another spelling of
    the same sound, 64 to 79 for a name spelt nearly so. `on_word_of` says where an entry is from.
    """

    name: str
    at: Position
    reach_m: int
    likeness: int
    how: Literal["name", "sound", "spelling", "kind"]
    source: Literal["desk", "notice", "GeoNames"]
    on_word_of: str = ""
    kind: Kind
    people: int = 0


class Gazetteer:
    """Search over the desk's places and, unless told otherwise, the packaged towns."""

    def __init__(self, desk: Iterable[DeskEntry] = (), towns: World | None = None) -> None:
        self._desk = tuple(desk)
        self._by_name: dict[str, list[DeskEntry]] = {}
        for entry in self._desk:
            for key in {folded(name) for name in entry.names}:
                self._by_name.setdefault(key, []).append(entry)
        self._towns = towns

    @classmethod
    def packaged(cls) -> Gazetteer:
        """The towns of the world, and no desk entries."""
        return cls((), world())

    def with_desk(self, entries: Iterable[DeskEntry]) -> Gazetteer:
        """The same with these desk entries too; a later entry with an id replaces the earlier."""
        merged = {entry.id: entry for entry in (*self._desk, *entries)}
        return Gazetteer(merged.values(), self._towns)

    def search(
        self, name: str, *, limit: int = 10, near: Position | None = None
    ) -> tuple[Match, ...]:
        """Places that answer to a name, likeliest first; () if none is known.

        "The airfield" answers with the desk's airfields within 50 km of `near`, nearest first;
        or with the only one it has; "Palmyra airfield" with those within 50 km of a place called
        Palmyra. Among equals the
        desk's come first, then the nearest to `near`, then the most people.
        """
        key = folded(name)
        if not key or len(name) > LONGEST:
            return ()
        # "l'aéroport" is two words here, though an apostrophe within a name is none.
        parted = folded(name.replace("'", " ").replace("’", " "))
        named, sounding = self._named(key), self._desk_sounding(name)
        found = [*named, *self._of_kind(parted, near)]
        # A town the desk knows under another spelling is the desk's place, not a second one.
        found += [own for own in sounding if any(_within(own, town) for town in named)]
        if not found and not _only_a_kind(parted):
            found = [*sounding, *self._towns_sounding(name), *self._similar(key, limit)]
        return tuple(sorted(_once(found), key=lambda match: _rank(match, near))[:limit])

    def _named(self, key: str) -> list[Match]:
        own = [_desk_match(entry, 100, "name") for entry in self._by_name.get(key, ())]
        desk = [match for match in own if match.source == "desk"]
        # The desk knows what its arrangement calls by a name: neither a town elsewhere nor the
        # word of one notice competes. Without the desk's word the two stand side by side.
        if desk or self._towns is None:
            return desk or own
        return [*own, *(self._town(row, 100, "name") for row in self._towns.named(key))]

    def _desk_sounding(self, name: str) -> list[Match]:
        sound, spelt = sounded(name), romanised(name)
        found = []
        for entry in self._desk if len(sound) > 1 else ():
            same = [one for one in entry.names if sounded(one) == sound]
            if same:
                found.append(_desk_match(entry, _likeness(spelt, same), "sound"))
        return [match for match in found if match.likeness >= _ALIKE]

    def _towns_sounding(self, name: str) -> list[Match]:
        sound, spelt = sounded(name), romanised(name)
        found = []
        if self._towns is not None and len(sound) > 1:
            for row in self._towns.sounding(sound):
                same = [one for one in self._towns.keys(row) if sounded(one) == sound]
                found.append(self._town(row, _likeness(spelt, same), "sound"))
        return [match for match in found if match.likeness >= _ALIKE]

    def _similar(self, key: str, limit: int) -> list[Match]:
        found = []
        for entry in self._desk:
            nearest = max(fuzz.ratio(key, folded(name)) for name in entry.names)
            if nearest >= 80:
                found.append(_desk_match(entry, int(nearest * 0.8), "spelling"))
        if self._towns is not None:
            for row, score in self._towns.similar(key, cutoff=80.0, limit=limit):
                found.append(self._town(row, int(score * 0.8), "spelling"))
        return found

    def _of_kind(self, key: str, near: Position | None) -> list[Match]:
        """Desk entries meant by their kind alone, or by a kind and a place they are near."""
        kinds = {KIND_WORDS[word] for word in key.split() if word in KIND_WORDS}
        if "air base" in key:
            kinds.add("airfield")
        rest = " ".join(
            word for word in key.split() if word not in KIND_WORDS and word not in _ONLY_WORDS
        )
        around = [near] if near else []
        if rest:
            around = [match.at for match in self._named(rest)]
        meant = [entry for entry in self._desk if entry.kind in kinds]
        close = [one for one in meant if any(_close(one.at, at) for at in around)]
        # The only one the desk knows is meant, wherever the numbers are: they may be wrong.
        only = meant if len(meant) == 1 and not rest else []
        return [_desk_match(entry, 90, "kind") for entry in close or only]

    def _town(self, row: int, likeness: int, how: Literal["name", "sound", "spelling"]) -> Match:
        towns = self._towns
        if towns is None:
            raise expected("a packaged gazetteer", None)
        return Match(
            name=towns.name(row), at=towns.at(row), reach_m=towns.reach_m(row), how=how,
            likeness=likeness, source="GeoNames", kind="town", people=towns.people(row),
        )  # fmt: skip


def _once(found: list[Match]) -> list[Match]:
    """Each place once: at its likeliest, and a town as the desk knows it where it does."""
    best: dict[tuple[str, int, int], Match] = {}
    for match in found:
        same = (match.name, match.at.lat, match.at.lon)
        if same not in best or best[same].likeness < match.likeness:
            best[same] = match
    own = [match for match in best.values() if match.source == "desk"]
    made = []
    for match in best.values():
        twins = [one for one in best.values() if _within(match, one)]
        if twins:
            alike = max(match.likeness, *(one.likeness for one in twins))
            made.append(replace(match, likeness=alike))
        elif not any(_within(one, match) for one in own):
            made.append(match)
    return made


def _within(own: Match, town: Match) -> bool:
    """Whether a town of the packaged gazetteer is a town that the desk has an entry of."""
    if (own.source, own.kind, town.source) != ("desk", "town", "GeoNames"):
        return False
    return between(own.at, town.at)[0] <= own.reach_m


def _only_a_kind(key: str) -> bool:
    """Whether nothing but the kind of a place is told, which no town is called by."""
    words = set(key.split()) - _ONLY_WORDS
    return bool(words) and words <= set(KIND_WORDS)


def _desk_match(
    entry: DeskEntry, likeness: int, how: Literal["name", "sound", "spelling", "kind"]
) -> Match:
    return Match(
        name=entry.names[0], at=entry.at, reach_m=entry.reach_m, likeness=likeness, how=how,
        source=entry.origin, kind=entry.kind, on_word_of=entry.source,
    )  # fmt: skip


def _likeness(spelt: str, names: list[str]) -> int:
    """60 for the same consonants alone, 95 for the same letters."""
    nearest = max((fuzz.ratio(spelt, romanised(name)) for name in names), default=0.0)
    return int(60 + 0.35 * nearest)


def _close(one: Position, other: Position) -> bool:
    return between(one, other)[0] <= _NEARBY_M


def _rank(match: Match, near: Position | None) -> tuple[int, int, float, int]:
    away = between(match.at, near)[0] if near else 0.0
    return -match.likeness, _ORDER.index(match.source), away, -match.people
