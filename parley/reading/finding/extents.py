"""Where reported words end, and whether a stretch of words is a clause."""

from __future__ import annotations

from parley.reading.finding.groups import group_after
from parley.reading.frames.load import frames
from parley.reading.text.page import Page

STOPS = frozenset((".", "?", "!", "…", "...", "...."))


FINITE = frozenset(("VD", "VZ", "BE", "HV", "MD", "DO", "VX"))


def clause_end(page: Page, start: int, last: int) -> int:
    """Where the words reported from token `start` end: the sentence's point, or where another
    speaks.
    """
    tags, low = page.tags, page.low
    i = start
    depth = 0
    while i < last:
        tag = tags[i]
        if tag == "QO":
            quotation = page.quotations[page.quoted[i]]
            i = quotation.last + 1
            if i < last and tags[i - 2] == "," and _turns(page, i - 1, last):
                return i
            if i >= last or (
                tags[i - 1] == "QC" and tags[i - 2] in STOPS and page.whole(quotation)
            ):
                return min(i, last)
            continue
        if tag == "(":
            depth += 1
        elif tag == ")":
            if depth == 0:
                return i
            depth -= 1
        elif depth == 0 and i > start:
            if tag == ";" or (tag in STOPS and i >= last - 2):
                return i
            # "that, according to the command, ...": the clause has only begun
            begun = i > start + 1 or tags[start] != "CM"
            if (
                tag == ","
                and begun
                and (_turns(page, i, last) or tags[i + 1 : i + 2] == ["CC"] and low[i + 1] == "but")
            ):
                return i
            if tag == "CC" and _again(page, i, last):
                return i
        i += 1
    return last


def _turns(page: Page, comma: int, last: int) -> bool:
    """Whether after this comma somebody is named as speaking: ", adding that", ", according to"."""
    tags, low = page.tags, page.low
    i = comma + 1
    if i >= last:
        return True
    while i < last and tags[i] in ("RB", "CC", "SC") and low[i] not in ("if", "where", "when"):
        i += 1
    if i >= last:
        return True
    if low[i] in ("according", "citing"):
        return True
    if tags[i] == "VG" and low[i] in frames().verbs:
        return _speaks(page, i, last)
    joined = i > comma + 1
    if tags[i] in FINITE and low[i] in frames().verbs and _speaks(page, i, last):
        return True
    if tags[i] in ("DT", "PS", "PR", "NN", "NP", "JJ", "CD", "VX") or low[i] in ("said", "says"):
        return _named_speaker(page, i, last, joined)
    return False


def _speaks(page: Page, i: int, last: int) -> bool:
    """Whether the cue at token i has something said after it."""
    for frame in frames().verbs.get(page.low[i], ()):
        if frame.takes & {"c", "t", "q"} and i + 1 < last:
            after = page.tags[i + 1]
            if after in ("CM", "QO", ":", ",") or (
                "c" in frame.takes and after in ("DT", "PR", "NP", "PS")
            ):
                return True
        if "n" in frame.takes and i + 1 < last and page.tags[i + 1] in ("DT", "PS", "NP"):
            return True
        if frame.takes & {"a", "u", "s"} or frame.before:
            return True
    return False


def _named_speaker(page: Page, i: int, last: int, joined: bool) -> bool:
    """ ", he said" or ", but the ministry denied": a group and then a speech verb."""
    tags, low = page.tags, page.low
    if low[i] in ("said", "says", "added", "adds"):
        return True
    found = group_after(page, i, min(last, i + 25))
    if found is None:
        return False
    j = found[1]
    while j < last and tags[j] in ("RB", "HV", "BE", "MD", "TM"):
        j += 1
    if j >= last or tags[j][0] != "V":
        return False
    usable = [f for f in frames().verbs.get(low[j], ()) if "v" in f.takes]
    if not usable:
        return False
    after = tags[j + 1] if j + 1 < last else "."
    counted = after in ("CD", "JJ") and any("n" in frame.takes for frame in usable)
    return (
        (joined and (counted or _speaks(page, j, last)))
        or after in (",", ".", "IN", "TM", "RB")
        or after in STOPS
    )


def _again(page: Page, i: int, last: int) -> bool:
    """ "and added that": the same speaker goes on with a verb of speech."""
    tags, low = page.tags, page.low
    j = i + 1
    while j < last and tags[j] in ("RB", "HV", "BE"):
        j += 1
    if j >= last or tags[j] not in ("VX", "VD", "VZ", "VG", "VN"):
        return False
    usable = [f for f in frames().verbs.get(low[j], ()) if "v" in f.takes and "q" in f.takes]
    return bool(usable) and _speaks(page, j, last)


def thing_end(page: Page, start: int, last: int) -> int:
    """Where a thing spoken of ends: "called for [an end to the strikes], saying ..."."""
    tags = page.tags
    i = start
    while i < last:
        tag = tags[i]
        if tag == "QO":
            i = page.quotations[page.quoted[i]].last + 1
            if (
                i < last
                and tags[i - 2] == ","
                and (_turns(page, i - 1, last) or _leaves(page, i - 1, last))
            ):
                return i
            continue
        if i > start:
            if tag in (";", ":", "—", "–", "--", ")") or (tag in STOPS and i >= last - 2):
                return i
            if tag == "," and (_turns(page, i, last) or _leaves(page, i, last)):
                return i
            if tag == "CC" and i + 1 < last and _new_verb(page, i + 1, last):
                return i
            if tag == "SC" and page.low[i] in (
                "while",
                "although",
                "though",
                "because",
                "when",
                "after",
                "if",
                "as",
            ):
                return i
        i += 1
    return min(i, last)


def _leaves(page: Page, comma: int, last: int) -> bool:
    i = comma + 1
    if i >= last:
        return True
    tag = page.tags[i]
    if tag in ("VG", "WD", "SC", "PR", "RB"):
        return True
    return (
        tag == "CC"
        and page.low[i] in ("but", "and")
        and _finite_before(page, i + 1, min(last, i + 12))
    )


def _new_verb(page: Page, i: int, last: int) -> bool:
    while i < last and page.tags[i] == "RB":
        i += 1
    return i < last and page.tags[i] in ("VD", "VZ", "HV", "BE", "MD", "VX") and (
        i + 1 >= last or page.tags[i] != "VX" or page.tags[i + 1] not in ("NN", "NP")
    )  # fmt: skip


def _finite_before(page: Page, i: int, last: int) -> bool:
    return any(page.tags[j] in FINITE for j in range(i, last))


def finite_between(page: Page, start: int, end: int) -> bool:
    """Whether a clause with a verb of its own stands in [start, end)."""
    return any(_finite(page, i, start) for i in range(start + 1, end))


def _finite(page: Page, i: int, start: int) -> bool:
    tags = page.tags
    tag = tags[i]
    if tag in ("VD", "VZ", "BE", "HV", "MD", "DO"):
        return True
    if tag not in ("VX", "VB"):
        return False
    if tag == "VX" and page.low[i + 1 : i + 2] == ["by"]:
        return False
    return tags[i - 1] in (
        "NN", "NP", "PR", "RB", "CD", "WD", "NG", ")", "DT", "QC", ",", "TM",
    )  # fmt: skip


def says_something(page: Page, start: int, end: int) -> bool:
    """Whether [start, end) is a clause: a verb that belongs to none of its relatives and asides."""
    tags, owed = page.tags, 0
    i = start + 1
    while i < end:
        tag = tags[i]
        if tag == "QO" and i > start:
            i = page.quotations[page.quoted[i]].last + 1
            owed = max(0, owed)
            continue
        if tag in ("WD", "CM"):
            owed += 1
        elif tag == "SC" and page.low[i] not in ("how", "why", "where"):
            return False
        elif tag in (";", ":") and owed == 0:
            return False
        elif _finite(page, i, start) and not (tag == "VX" and tags[i - 1] == "DT"):
            if owed == 0:
                return True
            owed -= 1
            while i + 1 < end and tags[i + 1] in ("BE", "HV", "RB", "VN", "VX", "NG", "VG", "VB"):
                i += 1
        i += 1
    return False


def left_start(page: Page, first: int, end: int) -> int:
    """Where words reported before their cue begin: the sentence's start, or a break in it."""
    tags = page.tags
    for i in range(end - 2, first, -1):
        if tags[i] == ";" and page.quoted[i] < 0:
            return i + 1
    return first
