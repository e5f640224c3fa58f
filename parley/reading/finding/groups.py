"""Noun groups: from a verb leftwards to its subject, or from a word rightwards to the group's
end.
"""

from __future__ import annotations

from parley.reading.finding.draft import Range
from parley.reading.text.page import Page

NOMINAL = frozenset(("NN", "NP", "CD", "JJ", "POS", "&", "VN", "VG", "VX", "TM", "/", "#", "%"))
HEAD = frozenset(("NN", "NP", "CD", "TM"))
OPENERS = frozenset(("DT", "PS"))
ATTACHING = frozenset(
    "of for in at from on to with by near under against between among about inside behind".split()
)
PRONOUNS = frozenset(
    "he she they it we i you who everyone everybody nobody someone those others many some all "
    "both most few several another each one none that which this these".split()
)
EDGES = frozenset(
    (
        ",",
        ";",
        ":",
        "SC",
        "CM",
        "QO",
        "QC",
        "CC",
        "—",
        "–",
        "--",
        "-",
        "(",
        ")",
        "WD",
        "•",
        "*",
        "TO",
    )
)
_DASHES = frozenset(("—", "–", "--"))
_FINITE = frozenset(("VD", "VZ", "BE", "HV", "MD", "DO"))


def subject(page: Page, end: int, low_edge: int) -> Range | None:
    """The noun group that ends just before token `end`, or None. Stops at token `low_edge`."""
    tags, i = page.tags, end - 1
    if i < low_edge:
        return None
    tag = tags[i]
    if tag == ")":
        opened = _back_to(page, i, "(", low_edge, 14)
        return None if opened is None else subject(page, opened, low_edge)
    if tag == "," or tag in _DASHES:
        return _before_insertion(page, i, low_edge)
    if tag == "PR" or (page.low[i] in PRONOUNS and tag in ("DT", "WD", "PR", "CD", "JJ", "CM")):
        return (i, i + 1)
    if tag == "PO" and i - 2 >= low_edge and page.low[i - 1] == "of":
        return (i - 2, i + 1)
    if tag == "QC":
        return _with_quoted_name(page, i, low_edge)
    start = _group_start(page, i, low_edge)
    return None if start is None else (start, i + 1)


def _group_start(page: Page, i: int, low_edge: int) -> int | None:
    tags, low = page.tags, page.low
    if tags[i] == "JJ" or tags[i] == "VG":
        # "the wounded said", "the rich want": only with an article
        j = i
        while j > low_edge and tags[j] == "JJ":
            j -= 1
        if tags[i] == "VG" or tags[j] not in OPENERS:
            return None
        return j
    if tags[i] not in HEAD:
        return None
    start = _simple(page, i, low_edge)
    while start > low_edge:
        before = tags[start - 1]
        if before == "IN" and low[start - 1] in ATTACHING and start - 2 >= low_edge:
            if tags[start - 2] not in ("NN", "NP", "CD", "DT", "JJ") or (
                tags[start - 2] == "DT" and low[start - 2] not in PRONOUNS
            ):
                break
            inner = _simple(page, start - 2, low_edge)
            if inner == start - 1:
                break
            start = inner
        elif before in ("CC", "&") and low[start - 1] in ("and", "&") and start - 2 >= low_edge:
            joined = _joined(page, start - 2, low_edge)
            if joined is None:
                break
            start = joined
        else:
            break
    # "On Tuesday officials": a day is not part of a name that follows it
    while start < i and tags[start] == "TM" and tags[start + 1] != "POS":
        start += 1
    return start if start <= i else None


def _simple(page: Page, i: int, low_edge: int) -> int:
    """The start of the group without its "of ..." that ends in token i."""
    tags = page.tags
    start = i
    while start > low_edge:
        before = tags[start - 1]
        if tags[start] in OPENERS and not (
            before == "DT" and page.low[start - 1] in ("all", "both", "half")
        ):
            break
        if before in NOMINAL:
            if before in ("VG", "VX", "VN") and not _adjective(page, start - 1, low_edge):
                if before != "VG" and tags[start] != "DT" and _at_edge(page, start - 1, low_edge):
                    start -= 1
                break
        elif before in OPENERS:
            pass
        elif before == "RB" and start - 2 >= low_edge and tags[start - 2] in OPENERS:
            pass
        else:
            break
        start -= 1
    while start < i and (tags[start] in ("POS", "&", "/", "%") or tags[start] == "VG"):
        start += 1
    return start


def _adjective(page: Page, i: int, low_edge: int) -> bool:
    """Whether a verb form before a noun belongs to the group: "the besieged town"."""
    j = i - 1
    while j >= low_edge and page.tags[j] in ("JJ", "RB", "CD", "NN", "NP", "VX"):
        j -= 1
    return j >= low_edge and page.tags[j] in ("DT", "PS", "POS")


def _at_edge(page: Page, i: int, low_edge: int) -> bool:
    """Whether a quotation or the clause itself begins with token i: "..., retired General Ford
    said".
    """
    return i == low_edge or page.tags[i - 1] in ("QC", ",")


def noun_group_start(page: Page, i: int, low_edge: int) -> int:
    """Where the noun group that ends in token i begins, without what hangs on it by "of"."""
    return _simple(page, i, low_edge)


def _joined(page: Page, i: int, low_edge: int) -> int | None:
    """ "Washington and Moscow": the other group, where a clause begins before it."""
    if page.tags[i] not in ("NN", "NP"):
        return None
    start = _simple(page, i, low_edge)
    while (
        start - 2 >= low_edge
        and page.low[start - 1] in ("of", "for", "in", "at")
        and page.tags[start - 2] in ("NN", "NP")
    ):
        start = _simple(page, start - 2, low_edge)
    if start <= low_edge or page.tags[start - 1] in EDGES:
        return start
    return None


def _back_to(page: Page, i: int, mark: str, low_edge: int, most: int) -> int | None:
    for j in range(i - 1, max(low_edge, i - most) - 1, -1):
        if page.tags[j] == mark:
            return j
    return None


def _before_insertion(page: Page, i: int, low_edge: int) -> Range | None:
    """The group before ", a former officer," or "— he leads it —": the one nearest that starts a
    clause.
    """
    tags = page.tags
    same = _DASHES if tags[i] in _DASHES else frozenset((",",))
    best: Range | None = None
    j = i - 1
    while j > low_edge and j > i - 45:
        if tags[j] in (";", ":"):
            break
        if tags[j] in same and page.quoted[j] < 0:
            found = None if tags[j - 1] in (",", "QC") else subject(page, j, low_edge)
            if found is not None and found[1] - found[0] <= 30:
                begins = (
                    found[0] <= low_edge
                    or tags[found[0] - 1] in EDGES
                    or page.low[found[0] - 1] == "as"
                )
                if begins and tags[j + 1] not in ("PR", "CC"):
                    named = tags[found[1] - 1] == "NP" or tags[found[0]] in ("DT", "PS")
                    if best is None or named:
                        best = found
                    if found[0] <= low_edge or tags[found[0] - 1] in ("CM", "SC", "QC", "QO", ":"):
                        break
                    if named and tags[found[0] - 1] != ",":
                        break
        j -= 1
    if best is None:
        # "The security firm Secunia, has said": a comma that should not be there
        found = subject(page, i, low_edge) if tags[i] == "," and tags[i - 1] != "," else None
        best = found if found is not None and found[0] <= low_edge else None
    return best


def _with_quoted_name(page: Page, i: int, low_edge: int) -> Range | None:
    """Del. Marcia "Cia" Price never ends so, but 'the so-called "Council"' does."""
    quotation = page.quotations[page.quoted[i]]
    if quotation.last - quotation.first > 6 or page.whole(quotation):
        return None
    if quotation.first > low_edge and page.tags[quotation.first - 1] in ("DT", "JJ", "NN", "NP"):
        start = _simple(page, quotation.first - 1, low_edge)
        return (start, i + 1)
    return None


def group_after(page: Page, start: int, last: int) -> Range | None:
    """The noun group that begins at token `start`: "said [General Tom Ford of the mission], who
    ...".
    """
    tags, low = page.tags, page.low
    if start >= last:
        return None
    tag = tags[start]
    if tag in ("PR", "PO"):
        return (start, start + 1)
    if tag not in OPENERS and tag not in HEAD and tag not in ("JJ", "RB", "VN", "VX"):
        return None
    i = start
    seen = False
    while i < last:
        tag = tags[i]
        if tag in ("NN", "NP", "CD"):
            seen = True
        elif tag == "DT" or tag == "PS":
            if seen and not (i > start and low[i - 1] in ("of", "and", "for", "at", "from")):
                break
        elif tag == "POS":
            if not seen:
                break
        elif tag in ("JJ", "&", "VX", "VN", "/", "VG"):
            if seen and tags[i - 1] not in ("IN", "DT", "POS", "CC", "JJ", "CD", "NP"):
                break
        elif tag == "IN":
            if not seen or i + 1 >= last or low[i] not in ("of", "for", "at", "from", "in", "with"):
                break
            if low[i] != "of" and tags[i + 1] not in ("NP", "DT", "NN"):
                break
            if low[i + 1] in ("a", "an") and low[i] != "of":
                break
        elif tag == "CC":
            if low[i] != "and" or i + 1 >= last or tags[i + 1] not in ("NN", "NP", "DT", "JJ"):
                break
        elif tag == "(" and i + 3 < last and seen:
            closed = next((j for j in range(i, min(last, i + 8)) if tags[j] == ")"), None)
            if closed is None:
                break
            i = closed
        elif tag == "QO" and seen and i + 2 < last and tags[i + 2] == "QC":
            i += 2
        else:
            break
        i += 1
    while (
        i > start
        and tags[i - 1] in ("IN", "CC", "DT", "POS", "JJ", "&", "VX", "VN")
        and i - 1 > start
    ):
        i -= 1
    return (start, i) if seen and i > start else None


def clause_subject(page: Page, verb: int, begin: int) -> Range | None:
    """The subject of the clause that a later verb shares: "the army withdrew and [it] said"."""
    tags = page.tags
    for i in range(begin, verb):
        if page.quoted[i] >= 0:  # what somebody else says has subjects of its own
            continue
        tag = tags[i]
        if (
            tag in _FINITE
            or tag == "VX"
            or (tag == "VB" and i > begin and tags[i - 1] in ("NN", "NP", "PR"))
        ):
            j = i
            while j > begin and tags[j - 1] in ("RB", "MD", "HV", "BE", "NG", "DO"):
                j -= 1
            if tag == "VX" and j > begin and tags[j - 1] in ("IN", "DT"):
                continue
            found = subject(page, j, begin)
            if found is not None and page.low[found[0]] not in ("which", "that", "who"):
                return found
    return None
