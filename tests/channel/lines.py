"""A line with rules and a ladder, and random records on it: for the laws of what is due."""

from __future__ import annotations

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn
from msgspec.structs import replace

from parley.channel import PROJECTION, State
from parley.fold import fold
from parley.record import alert, answer, arrangement, correction, dispatch, log, notice, roster
from parley.record.entry import Entry
from parley.record.kinds import Record
from parley.record.values.line import Policy, Rung
from parley.record.values.statement import Heard, Link
from parley.record.values.time import Instant, VagueTime
from tests.review.streams import DAY, MINUTE, PLACE, START, by, digest_of, entry, registered

PARTIES = ("south", "east")
RECEIPT = Policy(policy="receipt", due="receipt", within_s=900)
CALL = Policy(policy="call", due="telephone-call", within_s=4500, starts="lapsed")
REPLY = Policy(policy="reply", due="reply", within_s=5400)
BACK = Policy(policy="back", due="read-back", within_s=1800, starts="answered")
FOLLOW = Policy(policy="follow", due="follow-up", within_s=3600, starts="answered")
LADDER = (
    Rung(to="duty", after_s=0, repeat_every_s=30, limit=3),
    Rung(to="deputy", after_s=60, repeat_every_s=30, limit=2),
    Rung(to="any-officer", after_s=120, repeat_every_s=60, limit=2),
    Rung(to="head", after_s=240, repeat_every_s=60, limit=1),
    Rung(to="guarantor", after_s=480, repeat_every_s=120, limit=2),
)
LINE = arrangement.ChannelEstablished(
    channel="line", between=("north", *PARTIES), purpose="talk", established=DAY,
    ladder=LADDER, policies=(RECEIPT, CALL, REPLY, BACK, FOLLOW),
)  # fmt: skip
TOLD = notice.ActivityNotified(to=PARTIES, purpose="work", place=PLACE, window=DAY, channel="line")
STOP = alert.StopRequested(what="Shelling of the mill.", place=PLACE, to=PARTIES)
PHONE = Heard(
    way="telephone", by="officer-1", from_="duty-south", began=Instant(ms=START, zone="Z")
)
ON = VagueTime(
    earliest=START, latest=START + 10_000 * MINUTE, written="a week", precision="hour", zone="Z",
    lasting=True,
)  # fmt: skip
ROLES = (
    roster.RoleDefined(role="duty-south", actor="south", title="South, duty officer"),
    roster.RoleDefined(role="deputy-south", actor="south", title="South, deputy", rank="deputy"),
    roster.RoleDefined(role="head-south", actor="south", title="South, head", rank="head"),
    roster.RoleDefined(role="duty-lake", actor="lake", title="Lake, duty officer"),
)

Signed = tuple[str | None, Record]


def record(*signed: Signed, minutes: int = 1, begin: int = 0) -> list[Entry]:
    """Entries in order, so many minutes apart."""
    return [
        replace(entry(index, body, author=who), rx=START + index * minutes * MINUTE)
        for index, (who, body) in enumerate(signed, begin)
    ]


FOUNDED: tuple[Signed, ...] = (
    ("desk", registered("desk", "desk")),
    ("desk", LINE),
    *(("desk", role) for role in ROLES),
    ("lake", roster.GuaranteeStated(guarantor="lake", party="south", scope="It speaks for it.")),
)
FIRST = len(FOUNDED)
"""The index of the first entry after the founding; `OF` is its digest."""
OF = digest_of(FIRST)
T0 = START + FIRST * MINUTE
"""When that entry is logged."""


def state_of(*later: Signed, line: Record | None = None) -> State:
    """A founded record, and what was entered later, one entry a minute."""
    founded = [FOUNDED[0], ("desk", line or LINE), *FOUNDED[2:]]
    return fold(PROJECTION, record(*founded, *later))


def _bodies(of: str, other: str, party: str, number: int, back: int) -> tuple[Record, ...]:
    at = Instant(ms=START + number * 10 * MINUTE, zone="Z")
    return (
        TOLD, TOLD, STOP, STOP,
        replace(TOLD, to=("south",), reply_within_s=600),
        replace(TOLD, exercise=True), replace(STOP, exercise=True),
        notice.Amended(notice=of, by=other, why="moved"),
        notice.Recalled(notice=of, why="wrong"),
        answer.Received(notice=of, party=party),
        answer.Undertaken(notice=of, party=party, statement="We will."),
        answer.ReadBack(notice=of, party=party, understood="the mill"),
        answer.Withdrawn(notice=of, party=party, answer=other),
        answer.Received(notice=of, party=party, heard=PHONE),
        answer.Lapsed(notice=of, party=party, due=at, what="receipt", policy="receipt"),
        answer.Lapsed(notice=of, party=party, due=at, policy="reply"),
        dispatch.Attempted(of=of, way="voice", to="duty-south", rung=1),
        dispatch.Unreachable(of=of, way="other", to=party),
        alert.Taken(alert=of), alert.Taken(alert=of, heard=PHONE), alert.StoodDown(alert=of),
        alert.ReadBack(alert=of, understood="stop", confirmed=True),
        *[correction.Retracted(record=digest_of(back), entry=back, why="mistaken")] * 3,
        *[notice.Amended(notice=of, by=other, why="moved again")] * 2,
        log.ExerciseEnded(drill="drill"),
        roster.RoleDefined(role="duty-south", actor="south", title="South again"),
        replace(LINE, policies=(REPLY,), reply_within_s=60),
        replace(TOLD, reported=by(Link(who="paper"))),
    )  # fmt: skip


def _believed(body: Record, party: str, before: str | None) -> str | None:
    if isinstance(body, correction.Retracted):
        return before
    if body.heard is not None or isinstance(
        body, answer.Lapsed | dispatch.Dispatch | arrangement.ChannelEstablished
        | log.ExerciseEnded | roster.RoleDefined,
    ):  # fmt: skip
        return "desk"
    return party if isinstance(body, answer.Answer | alert.Taken) else "north"


@st.composite
def histories(draw: DrawFn, most: int = 14) -> list[Entry]:
    """A founded record, then records of every kind that moves a clock, by anybody, in any order."""
    signed = list(FOUNDED)
    for index in range(FIRST, FIRST + draw(st.integers(1, most))):
        of, other = (digest_of(draw(st.integers(FIRST, index + 1))) for _ in range(2))
        party, number = draw(st.sampled_from(PARTIES)), draw(st.integers(0, 40))
        back = draw(st.integers(FIRST, index))
        body = draw(st.sampled_from(_bodies(of, other, party, number, back)))
        who = draw(st.sampled_from(["north", party, "desk", None]))
        if draw(st.integers(0, 3)):  # mostly by whom it would be believed
            who = _believed(body, party, signed[back][0] if back < index else who)
        signed.append((who, body))
    return record(*signed, minutes=draw(st.sampled_from([1, 7, 30])))
