"""Informed or not: had the author of a notice read what it overlaps?

    answer_to_author(desk.board_of(author), digest) -> Awareness     after a notice was logged
    check_draft(desk, actor, notice) -> Awareness                    before it is: counted
    every_overlap(desk, digest) -> DeskOverlaps                      the desk alone, off that path
    uninformed(desk, since=) -> Iterator[Awareness]                  who had not read

A notice names in `read` the overlapping notices its author had read. The answer lists those the
author may read and had not named; of the others it says nothing, in words or in time, because it
is computed from the author's own book and from nothing else. A notice is never refused for this:
it informs, and what it protects is protected. That it was written unread stays on record.
"""

from parley.desk.awareness.answering import Awareness, answer_to_author, aware
from parley.desk.awareness.desks import DeskOverlaps, Seen, every_overlap, uninformed
from parley.desk.awareness.overlap import BUFFER, Buffer, InWords, Notices, Overlap, notices_on
from parley.desk.awareness.probing import LIMITS, Limits, check_beside, check_draft, widened

__all__ = [
    "BUFFER",
    "LIMITS",
    "Awareness",
    "Buffer",
    "DeskOverlaps",
    "InWords",
    "Limits",
    "Notices",
    "Overlap",
    "Seen",
    "answer_to_author",
    "aware",
    "check_beside",
    "check_draft",
    "every_overlap",
    "notices_on",
    "uninformed",
    "widened",
]
