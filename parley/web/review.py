"""The incident review as one page that needs nothing else: no script, no request, no clock.

It can be opened from a USB stick, printed, and kept. Its content-security policy (CSP Level 3)
forbids everything but the one style sheet inside it, named by its SHA-256.
"""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from importlib import resources
from typing import Annotated

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup
from msgspec import Meta, Struct

from parley.review.page import Accounts, Contradiction, Measure, Review, Topic
from parley.web.anchors import Elsewhere, Item, Row, anchored, contents, elsewhere
from parley.web.chart import Chart, HourChart, figures_chart, hours_chart
from parley.web.dossier.lanes import Lanes, lanes_of
from parley.web.dossier.places import IncidentMap, incident_map
from parley.web.visible import visible


class Telling(Struct, frozen=True, kw_only=True):
    """One telling of a value: between which events, on whose word."""

    begins: str
    ends: str
    by: Annotated[str, Meta(description="On whose word; empty where the record itself yields it.")]
    entries: tuple[int, ...]


class Value(Struct, frozen=True, kw_only=True):
    """One value in its words, and everybody who tells it in these words."""

    figure: str
    tellings: tuple[Telling, ...]


class Reading(Struct, frozen=True, kw_only=True):
    """A measure for the top of the page, with every value it was given; none is preferred."""

    name: str
    values: tuple[Value, ...]


class Odd(Struct, frozen=True, kw_only=True):
    """A contradiction, and how much of its sides is shown."""

    row: Contradiction
    brief: Annotated[
        bool, Meta(description="Many figures: each by its number, the words at its entry.")
    ]


class Drawn(Struct, frozen=True, kw_only=True):
    """A topic, and its figures on an axis where any were given."""

    topic: Topic
    chart: Chart | None


class ReviewPage(Struct, frozen=True, kw_only=True):
    """All that the template shows."""

    review: Review
    readings: Annotated[tuple[Reading, ...], Meta(description="Every measure that has a value.")]
    odds: Annotated[tuple[Odd, ...], Meta(description="The contradictions.")]
    casualties: Annotated[tuple[Drawn, ...], Meta(description="The topics, each with its chart.")]
    lead: Annotated[Drawn | None, Meta(description="The first topic with a chart.")]
    hours: Annotated[HourChart | None, Meta(description="Times of day as each speaker told them.")]
    rows: Annotated[tuple[Row, ...], Meta(description="The timeline with its anchors.")]
    contents: Annotated[tuple[Item, ...], Meta(description="The sections in the order shown.")]
    lists: Annotated[
        tuple[tuple[str, Accounts], ...],
        Meta(description="The plain lists of accounts, each with the name of its section."),
    ]
    found: Annotated[
        frozenset[int], Meta(description="Entries whose address stands in the timeline.")
    ]
    elsewhere: Annotated[tuple[Elsewhere, ...], Meta(description="Entries not in the timeline.")]
    lanes: Annotated[Lanes | None, Meta(description="The timeline in lanes, if it has times.")]
    map: Annotated[IncidentMap | None, Meta(description="The places, if any has a position.")]
    style: Annotated[Markup, Meta(description="The style sheet; ours, so not escaped.")]
    policy: Annotated[str, Meta(description="The content-security policy.")]


def review_html(review: Review) -> str:
    """The review of one incident as one HTML page: complete, printable, without script."""
    return _template().get_template("review.html").render(page=_page(review))


def _page(review: Review) -> ReviewPage:
    style = _style()
    casualties = tuple(
        Drawn(topic=one, chart=figures_chart(one.accounts)) for one in review.casualties.rows
    )
    return ReviewPage(
        review=review,
        readings=_readings(review),
        odds=tuple(map(_odd, review.contradictions.rows)),
        casualties=casualties,
        lead=next((one for one in casualties if one.chart is not None), None),
        hours=hours_chart(review.timeline.rows),
        rows=anchored(review),
        contents=contents(review),
        lists=tuple((name, getattr(review, name)) for name in _LISTS),
        found=frozenset(n for row in review.timeline.rows if row.address for n in row.entries),
        elsewhere=elsewhere(review),
        lanes=lanes_of(review.timeline.rows),
        map=incident_map(review.places.rows),
        # Not text from outside but the file beside the template, read as it was shipped.
        style=Markup(style),  # noqa: S704
        policy=policy(style),
    )


def policy(style: str) -> str:
    """A policy that permits this style sheet and nothing else (CSP Level 3, section 8)."""
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return (
        f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    )


def _readings(review: Review) -> tuple[Reading, ...]:
    """The measures that have a value: the record's own first, then those that are disputed."""
    disputed = {one.subject for one in review.contradictions.rows}
    ordered = sorted(
        review.measures.rows,
        key=lambda one: (one.least is None, one.name not in disputed, -len(one.accounts)),
    )
    made = (Reading(name=one.name, values=_values(one)) for one in ordered)
    return tuple(one for one in made if one.values)[:_READINGS]


def _values(measure: Measure) -> tuple[Value, ...]:
    """What the record yields; where it yields nothing, what each speaker says."""
    if measure.least is not None:
        own = Telling(
            begins=measure.begins, ends=measure.ends, entries=measure.entries,
            by="; ".join(dict.fromkeys(one.by for one in measure.accounts)),
        )  # fmt: skip
        return (Value(figure=measure.computed, tellings=(own,)),)
    told: dict[str, list[Telling]] = {}
    for one in measure.accounts:
        telling = Telling(begins=one.begins, ends=one.ends, by=one.by, entries=one.entries)
        told.setdefault(one.figure, []).append(telling)
    return tuple(
        Value(figure=figure, tellings=tuple(each)) for figure, each in told.items() if figure
    )


def _odd(row: Contradiction) -> Odd:
    many = len(row.accounts) > _IN_FULL
    return Odd(row=row, brief=many and all(one.figure for one in row.accounts))


@cache
def _template() -> Environment:
    made = Environment(
        loader=PackageLoader("parley.web"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_shown,
    )
    made.filters["family"] = family
    return made


def _shown(value: object) -> object:
    """What is shown of a value: text without hidden characters."""
    if isinstance(value, str) and not isinstance(value, Markup):
        return visible(value)
    return value


@cache
def _style() -> str:
    folder = resources.files("parley.web") / "templates"
    return "".join((folder / name).read_text("utf-8") for name in ("review.css", "ledger.css"))


def family(word: str) -> str:
    """The style class of a kind or a stance, which gives it its shape; "other" where it has none.

    From a list and never from the word itself: a class is the page's, a word may be anybody's.
    """
    first = word.partition(".")[0]
    return first if first in _SHAPED else "other"


_SHAPED = frozenset(
    ("alert", "dispatch", "notice", "answer", "incident", "asserts", "reports", "denies",
     "doubts", "accuses", "admits", "finds")
)  # fmt: skip
_READINGS = 4
"""So many measures stand at the top; all of them stand in their section."""
_IN_FULL = 3
"""So many sides of a contradiction stand in full."""
_LISTS = ("assessments", "consequences", "findings", "rulings", "around")
