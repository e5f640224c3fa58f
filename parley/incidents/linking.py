"""Which other files may be of the same incident: suggestions with reasons; a person links.

Day and distance alone never make a suggestion: on a bad day two villages away there is always
another incident. Somebody named, or the act itself, must agree as well; and where no place or
no time is known, both. What is unknown on either side is no agreement and no contradiction.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from typing import Final

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from parley.incidents.file import File
from parley.record.values.place import Corridor, Place, Point, Polygon, Position

NEAR_M: Final = 10_000.0
"""Two places may be one when the gap between their circles is at most this."""
APART_MS: Final = 3 * 3_600_000
"""Two times may be one when the gap between them is at most this: sources differ by zone steps."""
_EARTH_M: Final = 6_371_008.8
_SPHERE: Final = 1.006
"""A sphere is off the ellipsoid by at most 0.6 %; what may be near is not to be lost by that."""
_NEVER: Final = np.iinfo(np.int64)

ACTS: Final[dict[str, str]] = {
    "strike from the air": r"air ?-?strikes?|air ?-?raids?|bomb(?:ing|ed|ardment)s?|drone|"
    r"warplanes?|aircraft|sorties?",
    "shelling": r"shell(?:ing|ed|s)?|mortars?|artillery|rockets?|missiles?",
    "shooting": r"shoot(?:ing)?|shot|snip(?:er|ing)|gunfire|small arms|clash(?:es)?|armed clash",
    "explosion": r"explosions?|blasts?|mines?|ied|landmines?|car bomb|suicide bomb|grenades?",
    "assault": r"assault(?:ed)?|offensives?|attack on a post|overran|ambush(?:ed)?",
    "taking of persons": r"abduct(?:ion|ed)s?|kidnap(?:ping|ped)?|detained|hostages?",
    "obstruction": r"obstruct(?:ion|ed)|denied access|blocked|checkpoint|turned back",
    "looting": r"loot(?:ing|ed)|propert(?:y|ies) destr\w+",
}
_ACTS: Final = {
    name: re.compile(rf"\b(?:{words})\b", re.IGNORECASE) for name, words in ACTS.items()
}


class Circle(Struct, frozen=True):
    """A place with its uncertainty: degrees and metres."""

    lat: float
    lon: float
    radius_m: float


class Profile(Struct, frozen=True, kw_only=True):
    """What a file says of one incident, as far as it says it."""

    incident: str
    actors: tuple[str, ...] = ()
    acts: tuple[str, ...] = ()
    earliest: int | None = None
    latest: int | None = None
    at: Circle | None = None


class Suggestion(Struct, frozen=True, kw_only=True):
    """Another file that may be of the same incident, and why. Nothing is linked by it."""

    incident: str
    reasons: tuple[str, ...]


def profile(file: File) -> Profile:
    """Who, what, when and where, as a file says it. Places are the desk's to see."""
    opened = file.opened[-1].body if file.opened else None
    when = opened.when if opened is not None else None
    words = " ".join(
        [opened.title if opened is not None else "", *(told.body.statement for told in file.claims),
         *(told.body.statement for told in file.alleged)]
    )  # fmt: skip
    names = [told.body.by for told in file.alleged if told.body.by]
    for told in file.claims:
        names += [one.actor or one.who for one in told.body.responsibility]
    places = [told.body.place for told in file.everything() if told.body.place is not None]
    return Profile(
        incident=file.of,
        actors=tuple(dict.fromkeys(name.casefold() for name in names)),
        acts=acts_in(words[:20_000]),
        earliest=when.earliest if when is not None else None,
        latest=when.latest if when is not None else None,
        at=next((found for place in places if (found := circle(place)) is not None), None),
    )


def acts_in(words: str) -> tuple[str, ...]:
    """The sorts of act a text names, by a short list of words; () where it names none."""
    return tuple(name for name, form in _ACTS.items() if form.search(words))


def circle(place: Place) -> Circle | None:
    """The smallest plain circle around a place: its middle, and as far as it may reach."""
    shape = place.shape
    corners: tuple[Position, ...]
    match shape:
        case None:
            return None
        case Point():
            corners, wide = (shape.at,), 0
        case Polygon():
            corners, wide = shape.rings[0], 0
        case Corridor():
            corners, wide = shape.line, shape.half_width_cm
    middle = _middle(corners)
    reach = max(_metres(middle, (at.lat / 1e7, at.lon / 1e7)) for at in corners)
    more = ((place.uncertainty_cm or 0) + wide) / 100
    return Circle(middle[0], middle[1], reach + more)


class Register:
    """Every incident's profile in flat arrays, so that a new one is compared with all at once."""

    def __init__(self, profiles: Iterable[Profile]) -> None:
        self._all = list(profiles)
        size = len(self._all)
        self._begin = np.full(size, _NEVER.min, np.int64)
        self._end = np.full(size, _NEVER.max, np.int64)
        self._spot: NDArray[np.float64] = np.full((size, 3), np.nan)
        self._by_actor, self._by_act = _Postings(size), _Postings(size)
        for n, one in enumerate(self._all):
            if one.earliest is not None and one.latest is not None:
                self._begin[n], self._end[n] = one.earliest - APART_MS, one.latest + APART_MS
            if one.at is not None:
                at = one.at
                self._spot[n] = (math.radians(at.lat), math.radians(at.lon), at.radius_m)
        self._by_actor.fill(one.actors for one in self._all)
        self._by_act.fill(one.acts for one in self._all)

    def __len__(self) -> int:
        return len(self._all)

    def suggest(self, new: Profile, *, limit: int = 10) -> tuple[Suggestion, ...]:
        """The other incidents that may be this one, those with most in common first.

        1. no time on either side excludes the other, and no place does
        2. an actor or the act agrees; both, where a place or a time is unknown on one side
        """
        actors, acts = self._by_actor.count(new.actors), self._by_act.count(new.acts)
        # Distances cost most, so they are worked out last, for the few that are left.
        found = np.flatnonzero((actors + acts > 0) & self._timed(new))
        actors, acts = actors[found], acts[found]
        near, known = self._near(new, found)
        fits = near & (known | ((actors > 0) & (acts > 0)))
        score = 4 * np.minimum(actors, 3) + 3 * np.minimum(acts, 2) + 2 * known
        best = np.lexsort((found, -score))
        best = found[best[fits[best]][: limit + 1]]
        others = [n for n in best.tolist() if self._all[n].incident != new.incident][:limit]
        return tuple(self._suggestion(self._all[n], new) for n in others)

    def _timed(self, new: Profile) -> NDArray[np.bool_]:
        """Which may be at the same time; an unknown time excludes none."""
        if new.earliest is None or new.latest is None:
            return np.ones(len(self._all), np.bool_)
        return (self._begin <= new.latest) & (self._end >= new.earliest)

    def _near(
        self, new: Profile, among: NDArray[np.int64]
    ) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
        """Which may be at the same place, and of which both places and both times are known."""
        if new.at is None:
            return np.ones(len(among), np.bool_), np.zeros(len(among), np.bool_)
        spot = self._spot[among]
        placed = ~np.isnan(spot[:, 2])
        lat, lon = math.radians(new.at.lat), math.radians(new.at.lon)
        half = np.sin((spot[:, 0] - lat) / 2) ** 2 + (
            math.cos(lat) * np.cos(spot[:, 0]) * np.sin((spot[:, 1] - lon) / 2) ** 2
        )
        apart = 2 * _EARTH_M * np.arcsin(np.sqrt(np.minimum(half, 1.0)))
        reach = _SPHERE * (NEAR_M + new.at.radius_m + spot[:, 2])
        dated = (self._begin[among] > _NEVER.min) & (new.earliest is not None)
        return ~placed | (apart <= reach), placed & dated

    def _suggestion(self, other: Profile, new: Profile) -> Suggestion:
        reasons = []
        shared = [name for name in new.actors if name in other.actors]
        if shared:
            reasons.append(f"actor: both name {', '.join(shared)}")
        same = [act for act in new.acts if act in other.acts]
        if same:
            reasons.append(f"act: both tell of {', '.join(same)}")
        reasons.append(_place_reason(other.at, new.at))
        reasons.append(_time_reason(other, new))
        return Suggestion(incident=other.incident, reasons=tuple(reasons))


class _Postings:
    """Which incidents carry a word; counted for several words at once."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._of: dict[str, NDArray[np.int64]] = {}

    def fill(self, rows: Iterable[tuple[str, ...]]) -> None:
        found: dict[str, list[int]] = {}
        for n, words in enumerate(rows):
            for word in dict.fromkeys(words):
                found.setdefault(word, []).append(n)
        self._of = {word: np.array(at, np.int64) for word, at in found.items()}

    def count(self, words: Iterable[str]) -> NDArray[np.int64]:
        counts = np.zeros(self._size, np.int64)
        for word in dict.fromkeys(words):
            at = self._of.get(word)
            if at is not None:
                counts[at] += 1
        return counts


def _place_reason(one: Circle | None, other: Circle | None) -> str:
    if one is None or other is None:
        return "place: not known on both sides"
    apart = _metres((one.lat, one.lon), (other.lat, other.lon)) / 1000
    reach = (one.radius_m + other.radius_m) / 1000
    return f"place: {apart:.1f} km apart; known to within {reach:.1f} km together"


def _time_reason(one: Profile, other: Profile) -> str:
    if one.earliest is None or one.latest is None or other.earliest is None or other.latest is None:
        return "time: not known on both sides"
    gap = max(one.earliest - other.latest, other.earliest - one.latest, 0)
    if gap:
        return f"time: as told {gap // 60_000} minutes apart, within {APART_MS // 3_600_000} hours"
    return "time: as told they may be one time"


def _middle(corners: tuple[Position, ...]) -> tuple[float, float]:
    """The middle of positions as directions from the centre, so that the date line is no edge."""
    total = [0.0, 0.0, 0.0]
    for at in corners:
        lat, lon = math.radians(at.lat / 1e7), math.radians(at.lon / 1e7)
        total[0] += math.cos(lat) * math.cos(lon)
        total[1] += math.cos(lat) * math.sin(lon)
        total[2] += math.sin(lat)
    x, y, z = total
    if math.hypot(x, y, z) < 1e-9:
        return corners[0].lat / 1e7, corners[0].lon / 1e7
    return math.degrees(math.atan2(z, math.hypot(x, y))), math.degrees(math.atan2(y, x))


def _metres(one: tuple[float, float], other: tuple[float, float]) -> float:
    (a, b), (c, d) = (tuple(map(math.radians, each)) for each in (one, other))
    half = math.sin((a - c) / 2) ** 2 + math.cos(a) * math.cos(c) * math.sin((b - d) / 2) ** 2
    return 2 * _EARTH_M * math.asin(math.sqrt(min(half, 1.0)))
