"""Wires and telexes in capitals throughout are read as well as any text."""

from __future__ import annotations

import pytest

from parley.reading import read
from tests.reading.looking import claims, hold, told

WIRE = """NORPORT, 12 MAR (NORTH RADIO) -- [TEXT] AT LEAST SEVEN PEASANTS WERE KILLED AND
MORE THAN 20 OTHERS WOUNDED WHEN GUERRILLAS ATTACKED THE TOWN LAST NIGHT, THE ARMY
PRESS OFFICE REPORTED TODAY.

   A COLONEL SAID THAT THE FRONT WAS RESPONSIBLE FOR THE ATTACK. "WE HAVE SEEN THE
BOMB," HE ADDED.

   THE FRONT DENIED THAT ITS FIGHTERS HAD TAKEN PART. BETWEEN 10 AND 15 CIVILIANS
WERE INJURED IN CLASHES NEAR EASTON.
"""


def test_speakers_and_tolls_of_a_wire() -> None:
    """Speakers, bounds and grades come out of capitals as out of any text."""
    found = claims(WIRE)
    assert ["THE ARMY\nPRESS OFFICE", "A COLONEL", "HE", "THE FRONT", "(narrator)"] == [
        who for who, _ in told(WIRE)
    ]
    assert [(7, None), (21, None)] == [(q.low, q.high) for q in found[0].quantities]
    assert "suspected or accused by authorities" == getattr(found[1].responsibility, "grade", None)
    assert "denial" == found[3].kind
    assert [(10, 15)] == [(q.low, q.high) for q in found[4].quantities]
    hold(WIRE, read(WIRE))


@pytest.mark.parametrize(
    "text",
    [
        "The mission said that the truce held.",
        '"We waited," said a liaison officer.',
        "The army denied that its guns had fired on the town.",
        "According to the police, the bomb was planted by the rebels.",
        "The government accused the rebels of killing six farmers.",
    ],
)
def test_case_changes_no_claim(text: str) -> None:
    """The same sentence in capitals gives the same speaker, content and kind."""
    quiet, loud = claims(text), claims(text.upper())
    assert [(who.upper(), what.upper()) for who, what in told(text)] == told(text.upper())
    assert [one.kind for one in quiet] == [one.kind for one in loud]
