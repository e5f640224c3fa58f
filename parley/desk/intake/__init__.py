"""Taking in what people say about where, before anybody signs it.

    taken = take_place(PlaceTold(name=..., numbers=(...,), reference=...), gazetteer_of(board))
    positions = stood_for([taken], Confirmation(reason=..., officer=...) or None)
    ... Terms(positions=positions), draft_site_notified(..., taken.place)

    read_back(notice, understood).sentence          before a read-back is signed

`take_place` keeps each clue as given and as resolved and compares them; `stood_for` refuses with
`NotReady` while a doubt stands for which no person has given a reason. Names are resolved through
`gazetteer_of`: the packaged towns and the desk's own entries (`roster.place_named`).
"""

from parley.desk.intake.known import gazetteer_of
from parley.desk.intake.place import Doubt, PlaceTold, Taken, in_words, take_place
from parley.desk.intake.readback import ReadBackGap, read_back
from parley.desk.intake.ready import Confirmation, NotReady, doubts_of, stood_for

__all__ = [
    "Confirmation",
    "Doubt",
    "NotReady",
    "PlaceTold",
    "ReadBackGap",
    "Taken",
    "doubts_of",
    "gazetteer_of",
    "in_words",
    "read_back",
    "stood_for",
    "take_place",
]
