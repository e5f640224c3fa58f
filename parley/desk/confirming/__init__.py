"""From drafts to claims: a reader proposes, a person confirms, corrects or rejects, and signs.

`Queue` keeps drafts beside the record until somebody decides. `confirm` and `reject` are the acts;
`Tally` counts from the record alone how often the reader was right.
"""

from parley.desk.confirming.deciding import Decision, confirm, confirm_for_demo, reject
from parley.desk.confirming.drafted import as_drafted, draft_digest
from parley.desk.confirming.queue import Kept, Queue, Waiting
from parley.desk.confirming.tally import Rates, Tally, rates

__all__ = [
    "Decision",
    "Kept",
    "Queue",
    "Rates",
    "Tally",
    "Waiting",
    "as_drafted",
    "confirm",
    "confirm_for_demo",
    "draft_digest",
    "rates",
    "reject",
]
