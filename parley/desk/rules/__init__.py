"""Who may say what, by role and by arrangement. Each refusal names the rule that refuses.

    saying    whose words these are: nobody's signature is borrowed, no other's notice ended
    lines     a notice by a line comes from and goes to those the line is between
    readers   a record is sealed to whom it names; a notice to no more than its disclosure says
    memory    what the desk remembers to judge by, and what stands on record only once

A stop request or a warning is never refused. A report of what is already happening is not refused
for what it lacks.
"""

from parley.desk.rules.lines import by_its_line
from parley.desk.rules.memory import Earlier, Find, Memory, addressees
from parley.desk.rules.readers import DESK, begun, members, readers_of, sealed_as_said
from parley.desk.rules.saying import may_say

__all__ = [
    "DESK",
    "Earlier",
    "Find",
    "Memory",
    "addressees",
    "begun",
    "by_its_line",
    "may_say",
    "members",
    "readers_of",
    "sealed_as_said",
]
