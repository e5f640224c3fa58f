"""What was said: where reported words begin and end."""

from __future__ import annotations

from parley.reading.finding.draft import Range
from parley.reading.finding.groups import group_after, subject
from parley.reading.frames.load import Frame, frames
from parley.reading.text.page import Page

STOPS = frozenset((".", "?", "!", "…", "...", "...."))
FINITE = frozenset(("VD", "VZ", "BE", "HV", "MD", "DO", "VX"))
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
_SPEECH_PLACES = frozenset(
    "statement interview speech tweet letter email e-mail report news conference briefing press message "
    "broadcast communique note post memo article column address phone telephone blog comments remarks "
    "television radio tv show program programme cnn msnbc fox nbc abc cbs debate rally hearing twitter "
    "facebook reporters journalists post op-ed release cable dispatch testimony".split()
)
_QUESTION = frozenset(("WD", "SC"))


def adjuncts(page: Page, i: int, last: int) -> int:
    """Past the words of time and place between a cue and what was said: "said on Monday in Geneva"."""
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
            low[i + 1] in ("week", "month", "year", "night", "morning", "evening", "afternoon", "summer", "spring", "weekend", "fall")
            or tags[i + 1] == "TM"
        ):  # fmt: skip
            i += 2
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


def _aside(page: Page, i: int, last: int) -> bool:
    """Whether an adverb belongs to the cue: "said recently that", not "says nearly all"."""
    after = page.tags[i + 1] if i + 1 < last else "."
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


def clause_end(page: Page, start: int, last: int) -> int:
    """Where the words reported from token `start` end: the sentence's point, or where another speaks."""
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
            if tag == "," and (_turns(page, i, last) or tags[i+1:i+2]==["CC"] and low[i+1]=="but"):
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
    return (
        (joined and _speaks(page, j, last))
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
            if i < last and tags[i - 2] == "," and (
                _turns(page, i - 1, last) or _leaves(page, i - 1, last)
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
        "NN", "NP", "PR", "RB", "CD", "WD", ")", "DT", "QC", ",", "TM",
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
    if tags[i] == "VG" and ("g" in takes or ("n" in takes and frame.particle)):
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


def left_start(page: Page, first: int, end: int) -> int:
    """Where words reported before their cue begin: the sentence's start, or a break in it."""
    tags = page.tags
    for i in range(end - 2, first, -1):
        if tags[i] == ";" and page.quoted[i] < 0:
            return i + 1
    return first


__all__ = [
    "adjuncts", "after_cue", "clause_end", "finite_between", "left_start", "subject", "thing_end",
]  # fmt: skip
