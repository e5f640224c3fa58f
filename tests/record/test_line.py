"""What a line promises can be written down as people agree it, and not as nobody could keep it."""

from __future__ import annotations

import pytest

from parley.errors import BadInput
from parley.record.arrangement import ChannelEstablished
from parley.record.entry import read_record, write_record
from parley.record.values.calendar import Calendar, Weekly
from parley.record.values.line import Policy, Rung
from parley.record.values.time import VagueTime

SUN_TO_WED = Weekly(
    days=("sunday", "monday", "tuesday", "wednesday"), from_="00:00", until="24:00"
)
THURSDAY = Weekly(days=("thursday",), from_="09:00", until="13:00")
AHEAD = Policy(policy="movements", due="lead-time", lead_s=48 * 3600, emergency_s=24 * 3600)
SITES = Policy(
    policy="site-list", due="passing-on", of=("site",), received=(SUN_TO_WED,),
    passed_on=(THURSDAY,),
)  # fmt: skip
RECEIPT = Policy(policy="receipt", due="receipt", within_s=15 * 60)
CALL = Policy(policy="call", due="telephone-call", within_s=90 * 60, starts="lapsed")


def line(*policies: Policy, calendar: Calendar | None = None) -> ChannelEstablished:
    return ChannelEstablished(
        channel="line", between=("North", "South"), purpose="notices", policies=policies,
        established=VagueTime.parse("2026-11-23", zone="Z"), calendar=calendar,
    )  # fmt: skip


def test_the_known_agreements_can_be_written() -> None:
    """48 hours ahead and 24 in an emergency; a weekly passing-on; 15 minutes, then a call."""
    agreed = line(AHEAD, SITES, RECEIPT, CALL, calendar=Calendar(zone="Asia/Aden"))
    assert agreed == read_record(write_record(agreed))


def test_hours_need_a_calendar() -> None:
    """Hours mean nothing without the zone of the line; times that run at all hours need none."""
    in_hours = Policy(policy="reply", due="reply", within_s=60, counted="in-hours")
    for policy in (SITES, in_hours):
        with pytest.raises(BadInput, match="expected a calendar"):
            line(policy)
    line(AHEAD, RECEIPT, CALL)


def test_a_rule_has_one_name() -> None:
    """Two rules of a line never share the name by which a lapse would cite them."""
    with pytest.raises(BadInput, match="two under one name"):
        line(RECEIPT, RECEIPT)


@pytest.mark.parametrize(("from_", "until"), [("13:00", "09:00"), ("09:00", "09:00")])
def test_hours_run_forward_within_a_day(from_: str, until: str) -> None:
    """Hours that end before they begin are refused: a night is written as two."""
    with pytest.raises(BadInput, match="from < until"):
        Weekly(days=("friday",), from_=from_, until=until)


def test_a_day_is_named_once() -> None:
    """One day twice in the same hours is a slip of the pen."""
    with pytest.raises(BadInput, match="each day once"):
        Weekly(days=("friday", "friday"), from_="09:00", until="13:00")


def test_a_closed_day_exists() -> None:
    """The 30th of February closes nothing."""
    Calendar(zone="Z", closed=("2028-02-29",))
    with pytest.raises(BadInput, match="a day that exists"):
        Calendar(zone="Z", closed=("2026-02-29",))


def test_a_rung_rings_a_role_exactly_when_it_says_so() -> None:
    """A named role stands with "role" and with nothing else."""
    Rung(to="role", role="north-duty")
    with pytest.raises(BadInput, match="a role exactly"):
        Rung(to="role")
    with pytest.raises(BadInput, match="a role exactly"):
        Rung(to="head", role="north-duty")


def test_a_repeat_says_how_often() -> None:
    """Several attempts need the time between them, or they would be one."""
    with pytest.raises(BadInput, match="repeat_every_s"):
        Rung(to="duty", limit=3)


def test_a_rule_says_what_runs() -> None:
    """A rule without a time, or with the time of another form, is refused."""
    with pytest.raises(BadInput, match="got none of them"):
        Policy(policy="p", due="reply")
    with pytest.raises(BadInput, match="lead_s exactly"):
        Policy(policy="p", due="reply", lead_s=60)
    with pytest.raises(BadInput, match="lead_s exactly"):
        Policy(policy="p", due="lead-time", within_s=60)
    with pytest.raises(BadInput, match="with passing-on"):
        Policy(policy="p", due="reply", passed_on=(THURSDAY,))
