"""What is notified near a place, as one page: the map, and the same in a table beneath it.

The page needs nothing else: no script, no request. Whoever does not see the map misses nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from importlib import resources
from typing import Annotated

from markupsafe import Markup
from msgspec import Meta, Struct

from parley.desk.near import Neighbourhood, distance_words
from parley.web.listing import BOUNDARY
from parley.web.map import Landmark, map_style, map_svg, template
from parley.web.outlines import Outlines, packaged
from parley.web.review import policy


class NearPage(Struct, frozen=True, kw_only=True):
    """All that the template shows."""

    found: Neighbourhood
    within: Annotated[str, Meta(description="How near counts, in words.")]
    map: Annotated[Markup, Meta(description="The drawing, made and escaped by its own template.")]
    boundary: Annotated[str, Meta(description="What the outlines are not.")]
    base: Annotated[str, Meta(description="Where the outlines come from, and their hash.")]
    style: Annotated[Markup, Meta(description="The style sheet; ours, so not escaped.")]
    policy: Annotated[str, Meta(description="The content-security policy.")]


def near_html(
    found: Neighbourhood, *, landmarks: Iterable[Landmark] = (), outlines: Outlines | None = None
) -> str:
    """The answer as one HTML page: complete, printable, without script."""
    base = outlines or packaged()
    style = _style()
    drawn = map_svg(found, landmarks=landmarks, outlines=base, alone=False)
    page = NearPage(
        found=found,
        within=distance_words(found.contract.within_m),
        map=Markup(drawn),  # noqa: S704  # escaped where it was made
        boundary=BOUNDARY,
        base=f"{base.source}; sha256 {base.sha256}",
        style=Markup(style),  # noqa: S704  # ours, as shipped
        policy=policy(style),
    )
    return template().get_template("near.html").render(page=page)


@cache
def _style() -> str:
    sheet = resources.files("parley.web") / "templates" / "near.css"
    return sheet.read_text("utf-8") + map_style()
