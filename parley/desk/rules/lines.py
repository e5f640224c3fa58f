"""The lines of the arrangement: who may notify by a line, and whom."""

from __future__ import annotations

from parley.desk.rules.memory import Memory
from parley.desk.rules.readers import DESK, begun
from parley.errors import NotAdmitted
from parley.record import notice
from parley.record.kinds import Record, tag_of


def by_its_line(record: Record, author: str, memory: Memory, *, now_ms: int) -> None:
    """Refuse a notice by a line that is not its author's, or to whom the line does not lead.

    1. the line is on record; a report of what is already happening need not know it
    2. who notifies is one of those the line is between, or the desk
    3. so is every addressee
    """
    if not isinstance(record, notice.Notice) or record.channel is None:
        return
    if record.reported is not None:
        return
    between = memory.line(record.channel)
    if between is None:  # 1
        if begun(record, now_ms):
            return
        raise NotAdmitted(f"expected a line on record, got {record.channel}, which is not")
    for actor, what in ((author, "author"), *((one, "addressee") for one in record.to)):  # 2, 3
        if actor != DESK and not memory.is_one_of(actor, between):
            raise NotAdmitted(
                f"expected another {what} for {tag_of(record)} than {actor}: the line "
                f"{record.channel} is not agreed for it"
            )
