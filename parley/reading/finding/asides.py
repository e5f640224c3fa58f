"""Words of time and place between a cue and what was said: "said on Monday in Geneva that"."""

from __future__ import annotations

from parley.reading.finding.extents import FINITE, STOPS
from parley.reading.finding.groups import group_after
from parley.reading.text.page import Page

_SPEECH_PLACES = frozenset(
    "statement interview speech tweet letter email e-mail report news conference briefing press "
    "message "
    "broadcast communique note post memo article column address phone telephone blog comments "
    "remarks "
    "television radio tv show program programme cnn msnbc fox nbc abc cbs debate rally hearing "
    "twitter "
    "facebook reporters journalists post op-ed release cable dispatch testimony".split()
)


_SPELLS = frozenset(
    "week month year night morning evening afternoon summer spring weekend fall autumn".split()
)


def adjuncts(page: Page, i: int, last: int) -> int:
    """Past the words of time and place between a cue and what was said: "said on Monday in
    Geneva".
    """
    tags, low = page.tags, page.low
    while i < last:
        tag = tags[i]
        if tag == "TM" or (tag == "RB" and _aside(page, i, last)):
            i += 1
            if (
                tag == "TM"
                and i < last
                and tags[i] == "NN"
                and low[i] in ("night", "morning", "evening", "afternoon")
            ):
                i += 1
        elif low[i] in ("last", "this", "earlier", "late", "early") and i + 1 < last and (
            low[i + 1] in _SPELLS or tags[i + 1] == "TM"
        ):  # fmt: skip
            i += 2
        elif (times := _so_often(page, i, last)) > i:
            i = times
        elif tag == "CD" and i + 2 < last and low[i + 2] in ("ago", "later", "earlier"):
            i += 3
        elif tag == "IN":
            end = _speech_place(page, i, last)
            if end is None:
                break
            i = end
        elif tag == "(":
            end = next((j for j in range(i, min(last, i + 12)) if tags[j] == ")"), -1)
            if end < 0:
                break
            i = end + 1
        else:
            break
    return i


_WHEN = frozenset(
    "then also again later earlier now recently today tonight yesterday tomorrow once repeatedly "
    "publicly privately separately afterward afterwards flatly simply bluntly aloud back".split()
)


_HOW_MUCH = frozenset(
    "most more less almost nearly about only even just still not much many far too so quite".split()
)


def _so_often(page: Page, i: int, last: int) -> int:
    """Past "at least four times" and "twice"; the same place where nothing of the sort stands."""
    low = page.low
    j = i + 2 if low[i : i + 2] in (["at", "least"], ["more", "than"]) else i
    if j < last and low[j] in ("twice", "once"):
        return j + 1
    if j + 1 < last and page.tags[j] in ("CD", "JJ") and low[j + 1] == "times":
        return j + 2
    return i


def _aside(page: Page, i: int, last: int) -> bool:
    """Whether an adverb belongs to the cue: "said recently that", not "says nearly all"."""
    after = page.tags[i + 1] if i + 1 < last else "."
    if page.low[i] in _HOW_MUCH:
        return False
    return page.low[i] in _WHEN or after in ("CM", "QO", ":", ",", "TM", ".", "IN", ")")


def _speech_place(page: Page, i: int, last: int) -> int | None:
    """ "in a statement to the agency", "on Monday", "at a news conference": past it, or None."""
    tags, low = page.tags, page.low
    if low[i] not in (
        "in",
        "on",
        "at",
        "during",
        "to",
        "through",
        "by",
        "after",
        "via",
        "before",
        "from",
        "of",
        "with",
        "for",
    ):
        return None
    j = i + 1
    if low[i] == "at" and low[j : j + 1] in (["least"], ["most"]):
        return None  # a bound of what was said
    if j < last and tags[j] == "TM":
        j += 1
        while j < last and (
            tags[j] in ("CD", "TM") or low[j] in ("night", "morning", "evening", "afternoon")
        ):
            j += 1
        return j
    found = group_after(page, j, last)
    if found is None:
        return None
    end = found[1]
    spoken = any(
        low[k].rstrip("s") in _SPEECH_PLACES or low[k] in _SPEECH_PLACES for k in range(j, end)
    )
    if end + 1 < last and low[end] in ("this", "last", "earlier") and low[end + 1] in _SPELLS:
        end += 2
    after = tags[end] if end < last else "."
    marked = after in ("CM", "QO", ":") or after in STOPS or (
        after == "," and end + 1 < last and tags[end + 1] == "QO"
    )  # fmt: skip
    if marked or (spoken and after not in FINITE) or (spoken and low[i] in ("in", "on", "at")):
        if spoken and after not in ("CM", ":", "QO", ",") and after in ("NN",):
            return None
        return end
    if after == "TM" or (after == "IN" and end + 1 < last and tags[end + 1] == "TM"):
        return end
    if after == "IN" and _speech_place(page, end, last) is not None and low[i] != "of":
        inner = _speech_place(page, end, last)
        if inner is not None and inner < last and tags[inner] in ("CM", "QO", ":"):
            return inner
    return None
