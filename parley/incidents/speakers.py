"""Whose word a statement stands on: who speaks, and whose figure it is before that."""

from __future__ import annotations

from parley.record.readers.told import Told
from parley.record.values.statement import Link, Statement

UNKNOWN = "an author this reader cannot know"


def speaker_of(told: Told[Statement]) -> str:
    """Who makes the statement: the innermost whose words are passed on, else the outermost.

    Of "A citing B, via C" the speaker is A: C only carries it, and B is quoted by A.
    """
    reported = told.body.reported
    if reported is None:
        return told.author or UNKNOWN
    carried = [link for link in reported.chain if link.how == "via"]
    return _name(carried[-1] if carried else reported.chain[0])


def owner_of(told: Told[Statement]) -> str:
    """To whom the statement is credited: the innermost source that has a name.

    Of "A citing B, via C" the owner is B; of "A citing a source nobody names" it is A.
    """
    reported = told.body.reported
    if reported is None:
        return told.author or UNKNOWN
    named = [link for link in reported.chain if link.how != "unnamed"]
    return _name(named[-1] if named else reported.chain[-1])


def _name(link: Link) -> str:
    return link.actor or link.who
