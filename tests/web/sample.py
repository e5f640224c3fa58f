"""A review made by hand: every field used at least once, with the public reports of one day.

The rows of the timeline are the shipped case's own; what is built on them is written here, so that
the pages can be tested without the projections behind them.
"""

from __future__ import annotations

import csv
import io
from importlib import resources

from msgspec.structs import replace

from parley.review.page import (
    Account,
    Accounts,
    Contradiction,
    Contradictions,
    Line,
    Lines,
    Measure,
    Measures,
    NoticeRow,
    Notices,
    Review,
    Timeline,
    TimelineRow,
    Topic,
    Topics,
)
from tests.web import sample_ledger

ENTERED = "2026-10-19T07:58:12Z"
LABELS = {
    "notice": ("notice.activity_notified", "notice given"),
    "alert": ("alert.raised", "alert raised"),
    "alert_abandoned": ("dispatch.failed", "attempt failed"),
    "stop": ("alert.halted", "halted"),
    "finding": ("incident.finding_proposed", "finding put forward"),
    "competing_finding": ("incident.finding_proposed", "finding put forward"),
    "consequence": ("incident.consequence_claimed", "consequence claimed"),
}
HOURS = {
    "2016-09-17T12:55Z": (1474116900000, 1474116959999),
    "2016-09-17T13:56Z": (1474120560000, 1474120619999),
    "2016-09-17T14:00Z": (1474120800000, 1474120859999),
    "2016-09-17T14:50Z": (1474123800000, 1474123859999),
    "2016-09-17T14:00Z/2016-09-17T14:50Z": (1474120800000, 1474123859999),
}


def account(by: str, text: str, *entries: int, **more: object) -> Account:
    """One account, with whatever else is given."""
    return Account(by=f"reported by {by}", text=text, entries=entries, **more)  # type: ignore[arg-type]


def killed(by: str, figure: str, text: str, *entries: int, **more: object) -> Account:
    """A figure for killed: "30", "at least 80" or "90 to 106"."""
    digits = [int(word) for word in figure.split() if word.isdigit()]
    low = digits[0] if "least" in figure or len(digits) == 2 else None
    best = digits[0] if len(digits) == 1 and low is None else None
    high = digits[1] if len(digits) == 2 else None
    return account(
        by, text, *entries, figure=f"{figure} soldiers", low=low, best=best, high=high,
        unit="soldiers", stance="reports", **more,
    )  # fmt: skip


def _timeline() -> Timeline:
    text = (resources.files("parley.cases") / "deir_ez_zor" / "timeline.csv").read_text("utf-8")
    rows = [
        TimelineRow(
            event_time=f"{row['time_utc']} (UTC)",
            ledger_time=ENTERED,
            earliest_ms=HOURS.get(row["time_utc"], (None, None))[0],
            latest_ms=HOURS.get(row["time_utc"], (None, None))[1],
            kind=LABELS.get(row["kind"], ("incident.claimed", ""))[0],
            label=LABELS.get(row["kind"], ("", "claim"))[1],
            text=row["text"],
            by=f"reported by {row['actor']}",
            marks=("entered late",) if row["kind"] == "agreement" else (),
            address=row["source_url"],
            entries=(number + 4,),
        )
        for number, row in enumerate(csv.DictReader(io.StringIO(text)))
        if row["time_utc"] >= "2016-09-15"
    ]
    return Timeline(
        heading="Timeline",
        note="In the order of the events as told; each with the time it was entered.",
        columns=("Event time", "Entered", "What", "On whose word"),
        rows=tuple(rows),
    )


CLOCK = {"begins": "the caller is put on hold", "ends": "the contact comes to the telephone"}
BOMBS = {"begins": "the bombing begins", "ends": "the warning gets through"}


def _measures() -> Measures:
    rows = (
        Measure(
            name="Call until a named officer came to the telephone",
            begins="the call asking for the named contact",
            ends="the contact comes",
            computed="The record holds no time of day for these events.",
            accounts=(
                account("Coalition CAOC", "Caller held 27 minutes until the contact came", 24,
                        figure="27 minutes", best=27, unit="minutes", **CLOCK),
                account("CENTCOM (Coe), passed on by The Hill",
                        "The 27 minutes counted from the start of the bombing until the warning "
                        "got through", 28, figure="27 minutes", best=27, unit="minutes", **BOMBS),
            ),
            entries=(24, 28),
        ),
        Measure(
            name="Strikes that fell while the caller waited",
            begins="the caller is put on hold",
            ends="the contact comes",
            computed="15 of 37 strikes = 41 %",
            least=41,
            most=41,
            unit="percent",
            accounts=(
                account("the Coalition, passed on by Wikipedia, citing the US report",
                        "15 of 37 strikes fell in the 27 minutes", 25, figure="15 of 37 strikes"),
            ),
            entries=(25,),
        ),
        Measure(
            name="Message understood until the halt",
            begins="the message is understood",
            ends="the strike is called off",
            computed="The record holds no time of day for these events.",
            accounts=(
                account("Coalition CAOC", "Strike called off in under 5 minutes once the message "
                        "was understood", 29, figure="under 5 minutes", high=5, unit="minutes"),
            ),
            entries=(29,),
        ),
        Measure(
            name="First attempt until a person answered",
            begins="dispatch.attempted",
            ends="alert.taken",
            computed="Not on record: the call has no stated time.",
            entries=(22,),
        ),
    )  # fmt: skip
    return Measures(heading="Measures", note="Each with the events it runs between.", rows=rows)


KILLED = (
    killed("SOHR, citing a source at the airport", "30", "30 soldiers killed", 31,
           said="2016-09-17 (UTC)", confidence="medium"),
    killed("Russian MoD (Konashenkov), citing Syrian authorities", "62",
           "62 soldiers killed, more than 100 wounded", 33, said="2016-09-17 (UTC)",
           address="http://www.reviewjournal.com/news/nation-and-world/russia-says-us-strike"),
    killed("Russian MoD (Konashenkov), citing the Syrian command", "80",
           "80 soldiers killed, about 100 injured (same speaker, same day)", 34,
           said="2016-09-17 (UTC)"),
    killed("SOHR, citing a source at the airport", "at least 80", "At least 80 soldiers killed",
           35, said="2016-09-17 (UTC)"),
    killed("SOHR, citing military sources at the airport", "83", "83 killed, likely to rise", 36,
           said="2016-09-17 (UTC)"),
    killed("SOHR, passed on by Sky News Arabia", "90", "90 soldiers killed", 51,
           said="2016-09-18 (UTC)", confidence="low"),
    killed("CENTCOM (Coe)", "at least 15", "At least 15 killed confirmed; true number thought "
           "much higher", 68, said="2016-11-29 (UTC)"),
    killed("Wikipedia (2018 copy)", "90 to 106", "90 to 106 killed", 76, said="2018-10 (UTC)",
           marks=("retracted",)),
)  # fmt: skip


def _contradictions() -> Contradictions:
    rows = (
        Contradiction(
            kind="zone-step",
            label="exactly one time zone apart",
            subject="when the strikes began",
            text="The first strike is told as 12:55Z and as 14:00Z; the ends are 54 minutes apart.",
            accounts=(
                account("the Coalition, passed on by Wikipedia", "First strike 15:55 Damascus time",
                        42, said="2016-09-17T12:55Z"),
                account("Russian MoD (Konashenkov)", "Strikes began 17:00 Moscow time", 44,
                        said="2016-09-17T14:00Z"),
            ),
            entries=(42, 44),
        ),
        Contradiction(
            kind="opposed",
            label="opposed statements",
            subject="whether Russia was told beforehand",
            text="One side says it told the other; the other denies that it was told.",
            accounts=(
                account("Coalition CAOC", "Early Saturday CAOC tells Russian officers of the coming"
                        " strike", 19, stance="asserts"),
                account("Russian Foreign Ministry, passed on by Sputnik",
                        "Denies the US statement that Russia had been informed", 50,
                        stance="denies"),
            ),
            entries=(19, 50),
        ),
        Contradiction(
            kind="edges",
            label="one figure, two pairs of events",
            subject="the 27 minutes",
            text="27 minutes is counted between two different pairs of events.",
            accounts=_measures().rows[0].accounts,
            entries=(24, 28),
        ),
        Contradiction(
            kind="unit",
            label="different units of count",
            subject="the number of strikes",
            text="4 strikes and 37 strikes: what one strike is, is not stated.",
            accounts=(
                account("Russian MoD (Konashenkov)", "four strikes by two F-16 and two A-10", 47,
                        figure="4 strikes", best=4, unit="strikes"),
                account("the Coalition, passed on by Wikipedia", "37 strikes in 61 minutes", 43,
                        figure="37 strikes", best=37, unit="strikes"),
            ),
            entries=(43, 47),
        ),
    )  # fmt: skip
    return Contradictions(
        heading="What does not fit together", note="Linked, never resolved.", rows=rows
    )


def _notices() -> Notices:
    row = NoticeRow(
        heading="Notice of a strike near Deir ez-Zor",
        notice=account("Coalition CAOC", "Position passed on this line was 9 km off", 19,
                       said="2016-09-17 (UTC)"),
        told=(Line(text="Russian officers, by telephone, early Saturday.", entries=(19,)),),
        answers=(account("the Pentagon (Cook)", "Russian side voiced no concern", 20),),
        standing=(Line(text="No read-back is on record.", entries=(19, 20)),),
        disputed=(account("Russian Foreign Ministry", "Denies having been informed", 50,
                          stance="denies"),),
        entries=(19, 20, 50),
    )  # fmt: skip
    return Notices(heading="Notices", note="Who was told what, and what came back.", rows=(row,))


def _findings() -> Accounts:
    rows = (
        account("CENTCOM (Coe)", "Unintentional human error; no uniforms, flags or insignia", 65,
                said="2016-11-29 (UTC)"),
        account("Porter (Middle East Eye)", "Reads the same report as showing a misled notification"
                " and ignored warnings", 74, said="2016-12-07 (UTC)"),
    )  # fmt: skip
    return Accounts(heading="Findings", note="Competing ones side by side.", rows=rows)


def sample() -> Review:
    """The whole review."""
    claims = Topic(
        question="informed",
        heading="Was the other side told?",
        accounts=_contradictions().rows[1].accounts,
    )
    return Review(
        incident="deir-ez-zor-2016-09-17",
        title="Deir ez-Zor, 17 September 2016",
        when="2016-09-17 (UTC)",
        caution="This page holds no verdict. It sets out what was said, by whom and when.",
        known_at=Line(text=f"As known at entry 79, entered {ENTERED}.", entries=(79,)),
        size=80,
        timeline=_timeline(),
        notices=_notices(),
        contradictions=_contradictions(),
        measures=_measures(),
        casualties=Topics(
            heading="Casualties", note="Every figure as it was given; never averaged.",
            rows=(Topic(question="killed", heading="Killed", accounts=KILLED),),
        ),
        claims=Topics(heading="Claims by question", note="", rows=(claims,)),
        matrix=sample_ledger.matrix(),
        series=sample_ledger.series(),
        places=sample_ledger.places(),
        assessments=sample_ledger.assessments(),
        ties=sample_ledger.ties(),
        evidence=sample_ledger.evidence(),
        blocked=sample_ledger.blocked(),
        lessons=sample_ledger.lessons(),
        consequences=Accounts(
            heading="What is said to have followed", note="",
            rows=(account("SOHR", "IS took the position at Jebel Tharda after the strikes", 37),),
        ),
        findings=_findings(),
        rulings=Accounts(heading="Rulings", note="None is on record.", rows=()),
        around=Accounts(
            heading="The arrangement", note="From other files.",
            rows=(account("the Syrian military", "Declares the cessation of hostilities over", 55,
                          said="2016-09-19 (UTC)", marks=("entered late",)),),
        ),
        missing=Lines(
            heading="What the record does not hold", note="",
            rows=(
                Line(text="The coordinates that were passed on the line.", entries=(19, 26)),
                Line(text="When the call reached the operations centre.", entries=(22,)),
                Line(text="Any ruling."),
            ),
        ),
    )  # fmt: skip


def short() -> Review:
    """The same with a timeline of a few rows: every element once, for tests that ask often."""
    whole = sample()
    return replace(whole, timeline=replace(whole.timeline, rows=whole.timeline.rows[24:30]))
