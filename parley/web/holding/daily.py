"""The daily report as one page that needs nothing else: no script, no request, printable."""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import Annotated

from markupsafe import Markup
from msgspec import Meta, Struct

from parley.ceasefire.daily.report import Daily, Measure
from parley.ceasefire.daily.telling import change, heading
from parley.record.values.time import iso
from parley.web.holding.clock import clock_style, drawings, template
from parley.web.review import policy


class Counted(Struct, frozen=True, kw_only=True):
    """One count, and its change against the period before, in words."""

    measure: Measure
    change: str


class DailyPage(Struct, frozen=True, kw_only=True):
    """All that the template shows."""

    report: Daily
    heading: str
    began: str
    ended: str
    counts: tuple[Counted, ...]
    clocks: Annotated[tuple[Markup, ...], Meta(description="Each clock, drawn and described.")]
    style: Annotated[Markup, Meta(description="The style sheet; ours, so not escaped.")]
    policy: Annotated[str, Meta(description="The content-security policy.")]


def daily_html(report: Daily) -> str:
    """The report as one HTML page."""
    style, period = _style(), report.period
    page = DailyPage(
        report=report,
        heading=heading(report),
        began=iso(period.begin, period.zone),
        ended=iso(period.end, period.zone),
        counts=tuple(Counted(measure=one, change=change(one)) for one in report.measures),
        clocks=drawings(report.whole.faces.values(), period.zone),
        style=Markup(style),  # noqa: S704  # ours, as shipped
        policy=policy(style),
    )
    return template().get_template("daily.html").render(page=page)


@cache
def _style() -> str:
    sheets = resources.files("parley.web") / "templates"
    return "".join((sheets / name).read_text("utf-8") for name in ("near.css", "daily.css")) + (
        clock_style()
    )
