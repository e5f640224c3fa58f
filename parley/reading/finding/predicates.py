"""The verb group of a cue, and its subject to the left."""

from __future__ import annotations

import re

from parley.reading.finding.draft import Range
from parley.reading.finding.groups import subject
from parley.reading.text.page import Page

_CLOCK = re.compile(r"\d{1,2}[.:h]\d\d|\d{4}(?:hrs?|h|z)?")
_GROUP = frozenset(("RB", "MD", "BE", "HV", "DO", "NG"))


_CATENATIVE = frozenset(
    "appear seem try want attempt begin continue go like need refuse decline come agree plan "
    "seek used "
    "happen tend dare fail hope".split()
)


_SPELLS = frozenset(
    "week month year night morning evening afternoon spring summer autumn fall winter".split()
)


def verb_group(page: Page, k: int, first: int) -> tuple[int, bool, bool]:
    """The first token of the verb group around token k, whether it is negated, whether passive."""
    tags, low = page.tags, page.low
    head, negated, passive = k, False, False
    seen = False
    while head > first:
        tag = tags[head - 1]
        if tag == "TO" and head - 2 > first and tags[head - 2][0] == "V":
            base = low[head - 2]
            if not any(base.startswith(c[:-1]) for c in _CATENATIVE):
                break
            head -= 2
            continue
        if tag not in _GROUP or (tag == "RB" and low[head - 1] in ("there", "here", "ago")):
            break
        if tag == "NG" or low[head - 1].endswith("n't"):
            negated = True
        if not seen and tag == "BE" and tags[k] in ("VN", "VX", "VD"):
            passive = True
        if tag in ("HV", "MD", "DO") or (tag == "BE" and tags[k] == "VG"):
            seen = True
        head -= 1
    while head < k and tags[head] == "RB":
        head += 1
    return head, negated, passive


def speaker(page: Page, k: int, head: int, first: int) -> Range | None:
    """The subject to the left of the verb group, over a day or a place that stands between."""
    tags, low = page.tags, page.low
    end = head
    while end > first and tags[end - 1] == "RB":
        end -= 1
    if tags[k] == "VG" and end == k:
        # ", saying": a participle has no subject of its own, and "issued a statement saying" is
        # said by whoever issued it
        return None
    if tags[k] == "VB" and head == k:
        before = tags[end - 1] if end > first else "^"
        if before not in ("NN", "NP", "PR", "PO", "WD", ")", ",", "DT", "JJ", "CD", "QC"):
            return None
    if end - 2 > first and low[end - 2] in ("this", "last", "earlier") and low[end - 1] in _SPELLS:
        end -= 2
    while end - 1 > first and tags[end - 1] == "TM":
        end -= 1
        if tags[end - 1] == "IN":
            end -= 1
    while end > first and tags[end - 1] == "RB":
        end -= 1
    found = subject(page, end, first)
    if found is None:
        return None
    if tags[found[0]] in ("WD", "CM") and page.low[found[0]] in ("who", "which", "that"):
        return found
    return found


def without_place(page: Page, source: Range, first: int) -> Range:
    """ "In a radio interview Ford said": the name alone, where the rest belongs to "In"."""
    start, end = source
    while end - start > 1 and _CLOCK.fullmatch(page.low[start]):
        start += 1  # "23.20 Mayor reports": the hour of a log is nobody's name
    source = (start, end)
    before = start - 1
    leads = before == first or (before > first and page.tags[before - 1] == ",")
    if before < first or page.tags[before] != "IN" or not leads:
        return source
    for i in range(end - 1, start, -1):
        if page.tags[i] == "NP" and page.tags[i - 1] == "NN":
            return (i, end)
    return source
