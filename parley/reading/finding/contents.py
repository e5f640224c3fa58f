"""What was said after its cue: in a clause, a quotation, a thing or an intention."""

from __future__ import annotations

from parley.reading.finding.asides import adjuncts
from parley.reading.finding.draft import Range
from parley.reading.finding.extents import clause_end, finite_between, says_something, thing_end
from parley.reading.finding.groups import group_after
from parley.reading.frames.load import Frame
from parley.reading.text.page import Page

_STARTS = frozenset(
    (
        "DT",
        "PS",
        "PR",
        "NN",
        "NP",
        "JJ",
        "CD",
        "VG",
        "QO",
        "IN",
        "TM",
        "RB",
        "EX",
        "VN",
        "VX",
        "NG",
        "WD",
        "SC",
    )
)
_THINGS = frozenset(("DT", "PS", "PO", "NN", "NP", "JJ", "CD", "QO", "VX", "VN", "PR", "TM", "RB"))
_QUESTION = frozenset(("WD", "SC"))


_SURE = frozenset("say tell think believe insist argue write note add joke contend".split())
"""Cues so often followed by a clause that any verb in what follows is enough."""


def after_cue(
    page: Page, frame: Frame, i: int, last: int
) -> tuple[Range, str, Range | None] | None:
    """What was said to the right of a cue that ends before token `i`: content, rule, addressee."""
    tags, low, takes = page.tags, page.low, frame.takes
    if i >= last:
        return None
    j = adjuncts(page, i, last) if takes & {"q", "c", "t"} else i
    if j >= last:
        return None
    found = _marked(page, frame, j, last)
    if found is not None:
        return (*found, None)
    if takes & {"a", "u"} and tags[j] in ("DT", "PS", "PO", "NN", "NP", "PR", "JJ", "CD"):
        told = _told(page, frame, j, last)
        if told is not None:
            return told
    if frame.before and (low[i] in frame.before):
        start = i + 1
        if start < last and tags[start] in (*_THINGS, "VG", "WD", "SC"):
            return (start, thing_end(page, start, last)), "what a particle brings", None
        return None
    if "s" in takes and tags[j] in ("DT", "PS", "PO", "NN", "NP", "PR", "JJ", "QO"):
        named = _as(page, frame, j, last)
        if named is not None:
            return named, "what it is called", None
    if "c" in takes and tags[j] in _STARTS and low[j] not in ("as", "while", "like", "because"):
        end = clause_end(page, j, last)
        sure = frame.cue in _SURE or tags[j] in ("SC", "QO", "VG")
        leads = sure and finite_between(page, j, end)
        leads = leads or (frame.cue == "say" and end - j > 3 and page.capitals_at(j))
        if end - j > 2 and (leads or says_something(page, j, end)):
            return (j, end), "a clause without that", None
    if (
        "n" in takes
        and i < last
        and tags[i] in _THINGS
        and not (tags[i] == "RB" and tags[i + 1 : i + 2] != ["DT"])
    ):
        end = thing_end(page, i, last)
        if end - i > 1 or tags[i] in ("NP", "NN"):
            return (i, end), "a thing spoken of", None
    if (tags[i] == "VG" or low[i] in ("having", "being")) and (
        "g" in takes or ("n" in takes and frame.particle)
    ):
        return (i, thing_end(page, i, last)), "an act spoken of", None
    return None


def _marked(page: Page, frame: Frame, j: int, last: int) -> tuple[Range, str] | None:
    """A content that a mark announces: a colon, a quotation, "that", a question word, "to"."""
    tags, low, takes = page.tags, page.low, frame.takes
    tag = tags[j]
    if tag == ":" and takes & {"q", "c", "s"} and j + 1 < last:
        return (
            j + 1,
            last if tags[last - 1] == "QC" else clause_end(page, j + 1, last),
        ), "after a colon"
    if tag == "," and takes & {"q"} and j + 1 < last and tags[j + 1] == "QO":
        return (j + 1, clause_end(page, j + 1, last)), "a quotation after its cue"
    if tag == "QO" and takes & {"q", "c"}:
        quotation = page.quotations[page.quoted[j]]
        if page.whole(quotation) or "q" in takes:
            return (j, clause_end(page, j, last)), "a quotation after its cue"
    if tag == "CM" and takes & {"c", "t"}:
        return (j, clause_end(page, j, last)), "a clause with that"
    if (
        tag in _QUESTION
        and takes & {"c", "t"}
        and low[j]
        not in (
            "as",
            "because",
            "although",
            "though",
            "unless",
            "once",
            "while",
            "lest",
            "since",
            "so",
        )
    ):
        if (
            tag == "SC"
            and low[j] in ("when", "if", "where")
            and "t" not in takes
            and frame.cue != "say"
        ):
            return None
        end = clause_end(page, j, last)
        if finite_between(page, j, end) or "t" in takes:
            return (j, end), "a clause with a question word"
    if (
        tag == "TO"
        and "i" in takes
        and j + 1 < last
        and tags[j + 1] in ("VB", "BE", "HV", "NG", "RB", "DO", "VX", "NN")
    ):
        return (j, clause_end(page, j, last)), "an intention"
    return None


def _told(page: Page, frame: Frame, j: int, last: int) -> tuple[Range, str, Range | None] | None:
    """ "told reporters that", "urged both sides to": content after an addressee."""
    tags = page.tags
    whom = group_after(page, j, last)
    if whom is None:
        return None
    about = next((i for i in range(*whom) if page.low[i] in frame.before), -1)
    if about > j:
        whom = (j, about)
    end = whom[1]
    if end < last and tags[end] in ("NN", "NP") and tags[j] in ("PR", "PO"):
        whom = (j, j + 1)
        end = j + 1
    k = adjuncts(page, end, last)
    if k >= last:
        return None
    takes = frame.takes
    found = _marked(page, frame, k, last)
    if found is not None and not (tags[k] == "TO" and "u" not in takes):
        return (*found, whom)
    if tags[k] == "TO" and "u" in takes:
        return (j, clause_end(page, j, last)), "a request to somebody", whom
    if (
        tags[k] == "IN"
        and page.low[k] in (*frame.before, "about", "of", "for", "to")
        and k + 1 < last
    ):
        if (
            "a" in takes
            and tags[k + 1] in (*_THINGS, "VG", "SC", "WD")
            and page.low[k] in ("about", "of", "for", "to", "on", "against")
        ):
            return (k + 1, thing_end(page, k + 1, last)), "what somebody was told of", whom
    if (
        "c" in takes
        and "a" in takes
        and tags[k] in ("DT", "PR", "PS", "NP", "EX", "NN", "JJ", "QO", "CD")
    ):
        stop = clause_end(page, k, last)
        if finite_between(page, k, stop) and k > whom[0]:
            return (k, stop), "a clause to somebody", whom
    return None


def _as(page: Page, frame: Frame, j: int, last: int) -> Range | None:
    """ "described it as a crime", "called them terrorists": the whole of what it is called."""
    end = thing_end(page, j, last)
    if frame.cue in ("call", "brand", "label", "deem", "term", "name", "consider", "declare"):
        return (j, end) if end - j > 1 else None
    if any(page.low[k] == "as" for k in range(j + 1, min(end + 1, last))):
        stop = next((k for k in range(j + 1, min(end + 1, last)) if page.low[k] == "as"), end)
        return (j, max(end, thing_end(page, stop + 1, last) if stop + 1 < last else end))
    return None
