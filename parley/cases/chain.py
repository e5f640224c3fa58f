"""The actor cell of a row as a chain of who said that who said it, outermost first.

    SOHR                                        SOHR
    SOHR citing a source at the airport         SOHR <- a source at the airport (not named)
    SOHR, via Sky News Arabia                   Sky News Arabia <- SOHR
    Coalition, via Wikipedia citing the US report   Wikipedia <- the US report <- Coalition
    ISIS, per SOHR                              SOHR (ISIS is who acted)
    ?                                           a source that is not named
"""

from __future__ import annotations

from collections.abc import Collection

from parley.errors import expected
from parley.record.values.statement import Link

NOBODY = Link(who="a source that is not named", how="unnamed")


def chain_of(cell: str, unnamed: Collection[str] = ()) -> tuple[Link, ...]:
    """The chain an actor cell gives. Names in `unnamed` describe a source nobody names."""
    if cell == "?":
        return (NOBODY,)
    _, per, reporter = cell.rpartition(", per ")
    told, via, carriers = (reporter if per else cell).partition(", via ")
    speaker, *origins = told.split(" citing ")
    outer, *documents = carriers.split(" citing ")
    links = [Link(who=outer)] if via else []
    links += [Link(who=document, how="cited") for document in documents]
    links += [Link(who=speaker, how="via" if via else "said")]
    links += [Link(who=origin, how="cited") for origin in origins]
    if not all(link.who.strip() for link in links):
        raise expected("a name for every speaker", repr(cell), "actor")
    return tuple(_unnamed(link) if link.who in unnamed else link for link in links)


def actors_of(cell: str) -> tuple[str, ...]:
    """Who acted: the actors before any "via", "citing" or "per", which are joined by ";"."""
    acted = cell.partition(", per ")[0].partition(", via ")[0].partition(" citing ")[0]
    return tuple(name.strip() for name in acted.split(";") if name.strip())


def _unnamed(link: Link) -> Link:
    return Link(who=link.who, how="unnamed")
