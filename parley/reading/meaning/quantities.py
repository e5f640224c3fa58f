"""Counts and measures as they were said. A bound that nobody stated is never made up."""

from __future__ import annotations

import re

from msgspec import Struct

from parley.reading.meaning.numbers import AT_LEAST, NUMBER, VAGUE, number


class Count(Struct, frozen=True):
    """One number in a text, with its place."""

    start: int
    end: int
    low: float | int | None
    high: float | int | None
    approximate: bool
    unit: str
    measure: str
    group: str
    combatants: str


_ABOUT = (
    r"about|around|approximately|roughly|nearly|almost|some|an estimated|close to|perhaps|"
    r"possibly|just under|just over|more or less"
)
_LEAST = (
    r"at least|no fewer than|no less than|not less than|not fewer than|a minimum of|minimum|"
    r"upwards? of"
)
_MORE = r"more than|over|above|in excess of|greater than|better than|exceeding"
_MOST = (
    r"up to|as many as|at most|no more than|not more than|a maximum of|as much as|"
    r"at the most|as high as"
)
_LESS = r"less than|fewer than|under|below"
_FIGURE = re.compile(
    rf"(?<![\w.,$£€:/-])(?:(?P<about>{_ABOUT})\s+)?(?:(?P<least>{_LEAST})|(?P<more>{_MORE})|(?P<most>{_MOST})|(?P<less>{_LESS}))?\s*"
    rf"(?:(?P<between>between|from)\s+)?(?P<about2>(?:about|around|some|approximately)\s+)?"
    rf"(?P<first>\b{NUMBER})(?P<plus>\+|\s+or more\b|\s+at least\b)?"
    rf"(?:(?P<join>\s*(?:-|–|—|\bto\b|\band\b|\bor\b)\s*)(?P<last>{NUMBER}))?(?![\w%]|[.,:]\d|"
    rf"-\w|\s?(?:percent|per cent|%|a\.?m|p\.?m)\b)",
    re.IGNORECASE,
)
_PLURAL = re.compile(rf"\b(?P<word>{VAGUE})(?: of)?\b", re.IGNORECASE)
_NONE = re.compile(
    r"\b(?:(?:not|never|n['’]t)\s+(?:\w+\s+){0,2}(?:a |one )single\s+(?P<what>\w+)|"
    r"no (?P<no>(?:civilian |military |immediate )?"
    r"(?:casualt\w+|deaths?|injur\w+|victims?|losses|fatalit\w+|strikes?|raids?|attacks?|violations?|"
    r"prisoners?|hostages?|responses?|repl(?:y|ies)|answers?|messages?|calls?))|"
    r"(?:left |gone |went |remain\w* )?without (?:a |any )(?P<reply>response|reply|answer)|"
    r"(?:not|n['’]t) (?P<kill>killed|injured|wounded|hurt) (?:any|anyone|anybody)|"
    r"(?P<nobody>nobody|no one|none)(?: \w+){0,4} (?:killed|injured|wounded|hurt|died))\b",
    re.IGNORECASE,
)
_REPEATED = re.compile(
    r"\b(?:repeated|multiple|various|numerous|several|successive) (?P<what>messages?|calls?|"
    r"requests?|appeals?|"
    r"warnings?|notifications?|letters?|attempts?|signals?|strikes?|raids?|attacks?|violations?)\b",
    re.IGNORECASE,
)

_KILLED = (
    r"kill\w*|dead|died|dies?|deaths?|slain|slaughter\w*|massacr\w*|murder\w*|"
    r"assassinat\w*|execut\w*|bodies|corpses|fatalit\w+|lost their lives|perish\w*|death toll|"
    r"shot dead|martyr\w*"
)
_INJURED = r"injur\w*|wound\w*|hurt|maimed|hospitali[sz]ed"
_MISSING = r"missing|disappear\w*|unaccounted"
_HELD = r"kidnap\w*|abduct\w*|hostages?|captur\w*|detain\w*|arrest\w*|prisoners?|seized"
_MOVED = r"displac\w*|evacuat\w*|fled|flee\w*|refugees?|homeless"
_THINGS = re.compile(
    r"\b(?:(?P<strikes>(?:air ?strikes?|strikes?|raids?|sorties|bombings?|attacks?|bombardments?))|"
    r"(?P<weapons>bombs?|missiles?|rockets?|shells?|mortars?|rounds?|grenades?|barrels?)|"
    r"(?P<breaches>violations?|breaches|incidents?)|(?P<messages>messages?|calls?|warnings?|notifications?|requests?|letters?|appeals?)|"
    r"(?P<vehicles>tanks?|vehicles?|trucks?|planes?|aircraft|helicopters?|jets?|warplanes?|convoys?|buses|ambulances|drones?)|"
    r"(?P<buildings>houses?|homes|buildings?|hospitals?|schools?|villages?|towns?)|"
    r"(?P<obligations>obligations?|commitments?|conditions?|terms?|points?)|(?P<time>minutes?|hours?|days?|weeks?|months?|years?|seconds?)|"
    r"(?P<distance>kilomet\w+|km|miles?|met(?:er|re)s?|feet)|(?P<money>dollars?|pesos?|euros?|pounds?))\b",
    re.IGNORECASE,
)
_PERSONS = (
    r"people|persons?|soldiers?|troops?|civilians?|men|women|children|policemen|officers?|police|members?|"
    r"fighters?|rebels?|guerrillas?|militants?|militia\w*|insurgents?|terrorists?|jihad\w+|peasants?|workers?|students?|"
    r"residents?|villagers?|others|personnel|victims?|casualties|bystanders?|passengers?|prisoners?|hostages?|"
    r"peacekeepers?|observers?|journalists?|priests?|judges?|leaders?|girls?|boys?|bodies|servicemen|farmers?|"
    r"employees?|staff|nuns?|jesuits?|foreigners?|citizens?|gunmen|attackers?|individuals?|families|patients?|"
    r"doctors?|medics?|refugees?|youths?|subversives?|marines?|guards?|miners?|teachers?|americans?|lives"
)
_PERSON = re.compile(rf"\b(?:{_PERSONS})\b", re.IGNORECASE)
_ARMED = re.compile(
    r"\b(?:soldiers?|troops?|fighters?|rebels?|guerrillas?|militants?|militia\w*|insurgents?|terrorists?|"
    r"jihad\w+|servicemen|gunmen|marines?|combatants?|subversives?|attackers?)\b",
    re.IGNORECASE,
)
_UNARMED = re.compile(
    r"\b(?:civilians?|children|women|peasants?|students?|villagers?|residents?|bystanders?|passengers?|priests?|"
    r"judges?|nuns?|jesuits?|journalists?|workers?|patients?|doctors?|medics?|farmers?|teachers?|families)\b",
    re.IGNORECASE,
)
_HARM = re.compile(
    rf"\b(?:(?P<killed>{_KILLED})|(?P<injured>{_INJURED})|(?P<missing>{_MISSING})|(?P<held>{_HELD})|(?P<displaced>{_MOVED}))\b",
    re.IGNORECASE,
)
_AFTERWARDS = re.compile(
    rf"[^,.;]{{0,40}}, [^,.;]{{3,50}}, (?:(?:had|have|has) been|were|was|are|is) (?:\w+ )?"
    rf"(?:(?P<killed>{_KILLED})|(?P<injured>{_INJURED})|(?P<missing>{_MISSING}))\b",
    re.IGNORECASE,
)
CASUALTY = frozenset(("killed", "injured", "missing"))
_REACH = 60


_WORTH = re.compile(
    r"\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|twenty|thirty|"
    r"forty|fifty|sixty|seventy|eighty|ninety|hundreds?|thousands?|millions?|dozens?|scores?|"
    r"several|few|couple|handful|number|many|numerous|countless|tens|no|none|nobody|not|without|"
    r"repeated|multiple|various|successive)\b|n['’]t\b",
    re.IGNORECASE,
)


def counts(text: str) -> list[Count]:
    """Every count in a text, in order, none inside another."""
    if not _WORTH.search(text):
        return []
    found: list[Count] = []
    taken = 0
    for match in sorted(
        (
            *_NONE.finditer(text),
            *_REPEATED.finditer(text),
            *_FIGURE.finditer(text),
            *_PLURAL.finditer(text),
        ),
        key=lambda m: (m.start(), -m.end()),
    ):
        start = match.start() + len(match[0]) - len(match[0].lstrip())
        if start < taken:
            continue
        made = _made(text, match, start)
        if made is not None:
            found.append(made)
            taken = made.end
    return found


def _made(text: str, match: re.Match[str], start: int) -> Count | None:
    names = match.groupdict()
    if "what" in names and "nobody" in names:
        return _nothing(text, match, start)
    if "what" in names:
        unit = names["what"].lower().rstrip("s")
        return Count(start, match.end(), 2, None, True, unit, unit + "s", unit + "s", "unknown")
    bounds: tuple[float | int | None, float | int | None, bool]
    if "word" in names:
        word = names["word"].lower()
        bounds = (AT_LEAST[word], None, True)
        end = match.start() + len(names["word"])
    else:
        read = _bounds(names)
        if read is None:
            return None
        bounds, end = read, match.end()
    what = _what(text, start, end)
    if what is None:
        return None
    if what[1] in _MEASURED and "word" not in names and not names["last"]:
        bounds = _unstepped(names, bounds)
    return Count(start, end, *bounds, *what)


_MEASURED = frozenset(("time", "distance", "money"))


def _unstepped(
    names: dict[str, str | None], bounds: tuple[float | int | None, float | int | None, bool]
) -> tuple[float | int | None, float | int | None, bool]:
    """ "Less than ten minutes" is ten at most: what is measured does not come in whole pieces."""
    first = number(names["first"] or "")
    low, high, about = bounds
    if names["more"] and low is not None:
        return first, None, about
    return (None, first, about) if names["less"] and high is not None else bounds


def _nothing(text: str, match: re.Match[str], start: int) -> Count:
    names = match.groupdict()
    named = (names["what"] or names["no"] or names["reply"] or names["kill"] or "killed").lower()
    harm = _HARM.search(named) or (_HARM.search(match[0]) if names["nobody"] else None)
    if harm or "casualt" in named or "victim" in named or "loss" in named:
        measure = harm.lastgroup if harm and harm.lastgroup else "killed"
        return Count(start, match.end(), 0, 0, False, "person", measure, "persons", "unknown")
    unit = named.split()[-1]
    return Count(start, match.end(), 0, 0, False, unit, unit, unit, "unknown")


def _bounds(
    names: dict[str, str | None],
) -> tuple[float | int | None, float | int | None, bool] | None:
    first = number(names["first"] or "")
    if first is None:
        return None
    about = bool(names["about"] or names["about2"])
    step = 1 if isinstance(first, int) else 0
    if names["last"]:
        last = number(names["last"])
        joined = (names["join"] or "").strip().lower()
        if last is None:
            return None
        if joined == "and" and (names["between"] or "").lower() != "between":
            return None
        if last < first and joined in ("-", "–", "—", "to"):
            return None
        return (
            min(first, last),
            (None if names["least"] or names["more"] else max(first, last)),
            about,
        )
    if names["least"] or names["plus"]:
        return first, None, about
    if names["more"]:
        return first + step, None, about
    if names["most"]:
        return None, first, about
    if names["less"]:
        return None, first - step, about
    return first, first, about


def _what(text: str, start: int, end: int) -> tuple[str, str, str, str] | None:
    """What is counted: unit, measure, group, combatants; None where the number counts nothing we
    keep.
    """
    after = text[end : end + _REACH]
    stop = re.search(r"[.;!?](?:\s|$)|\n\n", after)
    after = after[: stop.start()] if stop else after
    head = re.match(
        r"(?:\s+(?:of\s+)?(?:the\s+|its\s+|their\s+|his\s+|our\s+)?[\w'’-]+){0,6}", after
    )
    near = head[0] if head else ""
    if _OFTEN.match(after):
        return "times", "times", "times", "unknown"
    own = _FURTHER.split(near, maxsplit=1)[0]  # "four had been killed in the raid" are no raids
    person = _PERSON.search(own)
    thing = _THINGS.search(own)
    before = text[max(0, start - _REACH) : start]
    cut = re.search(r".*[.;!?](?=\s)", before, re.DOTALL)
    before = before[cut.end() :] if cut else before
    if _a_date(before, near):
        return None
    harm = _harm(before, after, person.end() if person else 0)
    if harm is None or (person and harm == "displaced"):
        passive = _AFTERWARDS.match(after)
        harm = passive.lastgroup if passive else harm
    if harm is None and _TOLL.search(before):
        harm = "killed"
    if thing and (not person or thing.start() < person.start()):
        kind = thing.lastgroup or "things"
        if not (harm and _bare(near)) or kind in ("time", "distance", "money"):
            return thing[0].lower(), kind, thing[0].lower(), "unknown"
    if person or _HOUSEHOLD.search(before) or (harm and (_bare(near) or _TOLL.search(before))):
        group = (near[: person.end()] if person else "").strip() or "persons"
        armed, unarmed = bool(_ARMED.search(group)), bool(_UNARMED.search(group))
        combatants = (
            "yes" if armed and not unarmed else "no" if unarmed and not armed else "unknown"
        )
        return "person", harm or "persons", group, combatants
    other = _COUNTED.match(near)
    if other and (suffered := _SUFFERED.match(after[other.end() :])):
        return "person", suffered.lastgroup or "persons", other[1].lower(), "unknown"
    if other and harm and _TOLL.search(before):
        return "person", harm, other[1].lower(), "unknown"
    if other and other[1].lower() not in _NOT_COUNTED:
        return other[1].lower(), other[1].lower(), other[1].lower(), "unknown"
    return None


_OFTEN = re.compile(r"\s+times\b", re.IGNORECASE)
_HOUSEHOLD = re.compile(r"\b(?:family|group|crew|party|patrol|team|band) of\s*$", re.IGNORECASE)
_FURTHER = re.compile(
    r"\s(?:had|have|has|was|were|is|are|been|be|will|would|could|who|which|that|when|after|in|on|at|"
    r"near|during|from|by|with|against|to|into|across|and|or|but|while|as|for)\b",
    re.IGNORECASE,
)
_SUFFERED = re.compile(
    rf"\s+(?:(?:were|was|are|is|have been|had been|has been) (?:\w+ )?)?(?:(?P<killed>{_KILLED})|"
    rf"(?P<injured>{_INJURED})|(?P<missing>{_MISSING}))\b",
    re.IGNORECASE,
)
_COUNTED = re.compile(
    r"\s+(?:(?!(?:of|and|or|to)\s)[a-z’'-]+\s+){0,2}?((?!\w*(?:ss|us|is)\b)[a-z]{3,}s|posts)\b",
    re.IGNORECASE,
)
"""Whatever else stands in the plural right after its number: "two posts", "four empty crates"."""
_NOT_COUNTED = frozenset(
    "was has does its his hers ours yours theirs always sometimes perhaps besides towards "
    "afterwards says percents times".split()
)


_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_TOLL = re.compile(
    r"\b(?:tolls?\b[^.]{0,40}|number of (?:the )?(?:dead|killed|deaths|victims|fatalities)\b"
    r"[^.]{0,40}|"
    r"(?:kill|wound|injur|murder|massacr|kidnap|captur|arrest|displac)"
    r"(?:s|ed|ing|e|es)?\s*(?:an estimated |the |another |a further )?)$",
    re.IGNORECASE,
)


def _a_date(before: str, near: str) -> bool:
    """Whether a number is a day or a year: "3 March", "March 3", "in 1990"."""
    return (
        re.match(rf"\s+{_MONTH}\b", near, re.IGNORECASE) is not None
        or re.search(rf"\b{_MONTH}\s*$", before, re.IGNORECASE) is not None
        and not re.match(r"\s+[a-z]{4,}", near)
    )


def _bare(near: str) -> bool:
    return (
        re.match(
            r"\s*(?:\w+\s+)?(?:dead|killed|wounded|injured|missing|deaths?)\b", near, re.IGNORECASE
        )
        is not None
    )


_DOES_IT = re.compile(
    r"(?<!were )(?<!was )(?<!been )(?<!are )(?:killed|kidnapped|abducted|murdered|assassinated|"
    r"wounded|"
    r"injured|captured|massacred|shot|arrested|detained) (?:an?|the|his|her|its|their|at|some|"
    r"several|"
    r"two|three|four|five|six|seven|eight|nine|ten|\d+|more|dozens)\b",
    re.IGNORECASE,
)
"""A harm that the counted persons do: "seven men kidnapped an engineer"."""


def _harm(before: str, after: str, person: int) -> str | None:
    """What is said to have happened to them: the nearest such word, before or after."""
    last = None
    for found in _HARM.finditer(before):
        last = found
    following = _HARM.search(after[: max(person + 40, 45)])
    if following and person and _DOES_IT.match(after, following.start()):
        following = None
    if following and (
        last is None
        or following.start() <= len(before) - last.end() + 2
        or person
        and following.start() - person < 12
    ):
        clause = after[: following.start()]
        if not re.search(r",|\band\b", clause) or last is None:
            return following.lastgroup
    if last is not None:
        return last.lastgroup
    return following.lastgroup if following else None
