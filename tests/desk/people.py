"""Two parties at a desk, and what they say."""

from __future__ import annotations

from pathlib import Path

from parley.desk.ceremony import found_together
from parley.desk.desk import Desk
from parley.desk.keyfile import KeyFile
from parley.desk.party import Party
from parley.record import notice
from parley.record.values.place import Place
from parley.record.values.statement import Link, Reported
from parley.record.values.time import VagueTime

SOURCE = Reported(chain=(Link(who="a newspaper"),), address="page 3", confidence="low")
WINDOW = VagueTime.parse("2026-11-23T06:00Z/2026-11-23T08:00Z")


def parties(desk: Desk, home: Path) -> tuple[Party, Party]:
    """Two admitted parties with sealing keys, caught up."""
    keys = KeyFile.make("north", "party"), KeyFile.make("south", "party")
    found_together(desk, *keys)
    made = [Party(k, desk, trust=desk.verifier, home=home / k.actor) for k in keys]
    for party in made:
        party.catch_up()
        party.send(party.draft(party.key.sealing()))
    for party in made:
        party.catch_up()
    return made[0], made[1]


def site(*to: str, name: str = "field hospital") -> notice.SiteNotified:
    return notice.SiteNotified(
        name=name, place=Place(written="by the mill"), purpose="care of the wounded", to=to
    )
