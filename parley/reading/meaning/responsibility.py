"""Who is said to have done it, on the six steps of the MUC-3 and MUC-4 evaluations.

reported as fact / claimed or admitted / suspected or accused / suspected or accused by
authorities /
possible / acquitted. It is what a speaker says, never a finding.
"""

from __future__ import annotations

import re

from msgspec import Struct

from parley.reading.meaning.field import FORCE
from parley.reading.output import Kind, Responsibility

_AUTHORITY = re.compile(
    r"\b(?:police|polic\w+|army|military|armed forces|ministr\w+|minister|government|president|"
    r"presidential|"
    r"officials?|authorit\w+|attorney|prosecutor\w*|court|judge|commander|command|general|gen\.?|colonel|col\.?|major|"
    r"spokes\w+|mayor|governor|ambassador|embassy|secretary|security forces|national guard|chief|"
    r"investigators?|"
    r"intelligence|defen[cs]e|coalition|centcom|pentagon|united nations|mission|parliament\w*|"
    r"embassy|treasury)\b",
    re.IGNORECASE,
)
_NAME = (
    r"(?:the |an? |unidentified |alleged |suspected |presumed |armed |leftist |rightist |(?:US|"
    r"U\.S\.)[- ]led )*"
    r"(?:[\w’'()/&.-]{1,40}\s){0,9}?[\w’'()/&.-]{1,40}"
)
_BY = re.compile(
    rf"\b(?:carried out|committed|perpetrated|conducted|staged|launched|executed|planned|mounted|"
    rf"done|planted|placed|thrown|hurled|set off|detonated|blown up|burned|dynamited|killed|"
    rf"murdered|assassinated|kidnapped|attacked|bombed|shelled|destroyed|shot|fired|struck|hit|"
    rf"ambushed|wounded|injured|massacred) "
    rf"(?:\w+ )?by (?P<actor>{_NAME})(?=\s*(?:[.,;:)]|$|\b(?:in|on|at|near|during|when|while|who|"
    rf"which|that|using|and|after|from|against|for|last|this|yesterday|today)\b))",
    re.IGNORECASE,
)
_ACTS = re.compile(
    rf"^\W*(?:that )?(?P<actor>{_NAME}) (?:have |has |had |also |may |might |could |reportedly |"
    rf"allegedly )*"
    r"(?:carried out|attacked|killed|bombed|shelled|struck|hit|fired|launched|ambushed|kidnapped|"
    r"murdered|"
    r"assassinated|wounded|injured|destroyed|blew up|dynamited|shot|stormed|raided|planted|"
    r"massacred|seized|burned|detonated|staged)\b",
    re.IGNORECASE,
)
_RESPONSIBLE = re.compile(
    rf"\b(?P<actor>{_NAME}) (?:is|are|was|were|be|had been|has been|"
    rf"have been) (?:\w+ )?(?:responsible for|behind)\b|"
    rf"\b(?:blam\w+|accus\w+|attribut\w+|suspect\w*)(?: \w+){{0,3}}? (?:on|to|"
    rf"of)? ?(?P<blamed>{_NAME})(?= (?:for|of)\b|[.,;]|$)",
    re.IGNORECASE,
)
_CLAIMS_IT = re.compile(
    r"\b(?:claim|admit|acknowledg|accept|took|take|assum|confess|recogni[sz]|"
    r"own)\w*(?: \w+){0,3} (?:responsibility|having|that (?:it|they|he|we|its|their)\b)|"
    r"\bresponsibility\b[^.]{0,40}\b(?:claimed|assumed|admitted|taken) by\b",
    re.IGNORECASE,
)
_NOT_IT = re.compile(
    r"\b(?:acquitted|absolved|exonerated|found (?:not guilty|innocent)|(?:is|was|are|"
    r"were) (?:not|never) (?:\w+ )?"
    r"(?:responsible|involved|behind|to blame)|had nothing to do with|not guilty|innocent of|"
    r"ruled out)\b",
    re.IGNORECASE,
)
_SUSPECT = re.compile(
    r"\b(?:suspected|alleged|presumed|accused|allegedly|presumably|believed to be|blamed)\b",
    re.IGNORECASE,
)
_MAYBE = re.compile(
    r"\b(?:may|might|could|possibl\w+|perhaps|probabl\w+|likely|apparently)\b", re.IGNORECASE
)
_ACT = re.compile(
    rf"\b(?:{FORCE}|kill\w*|murder\w*|massacr\w*|kidnap\w*|destr\w+|plant(?:ed|ing)|placed|device|fired|blast|crime|deaths?|assassin\w+)\b",
    re.IGNORECASE,
)
_OWN = re.compile(r"^\W*(?:that )?(?:it|they|he|she|we|i|its|their|our|his|her)\b", re.IGNORECASE)


class Charge(Struct, frozen=True):
    """A grade, and the stretch of the content that names who is said to have done it."""

    grade: Responsibility
    actor: tuple[int, int] | None


def responsibility_of(
    content: str, kind: Kind, *, speaker: str, by_cue: str, narrator: bool, negated: bool
) -> Charge | None:
    """Who is said to have done the act that `content` speaks of; None where it speaks of none."""
    if not _ACT.search(content) and kind not in (
        Kind.BLAME,
        Kind.ADMISSION,
        Kind.ACCUSATION,
    ):
        return None
    actor = _actor(content, by_cue in (Kind.ACCUSATION, Kind.BLAME, Kind.DENIAL))
    own = _OWN.match(content) is not None
    if _NOT_IT.search(content) or (kind is Kind.DENIAL and not own and actor):
        return Charge(Responsibility.ACQUITTED, actor)
    if kind is Kind.ADMISSION or by_cue == Kind.ADMISSION or _CLAIMS_IT.search(content):
        return Charge(Responsibility.ADMITTED, actor)
    if kind is Kind.DENIAL:
        return Charge(Responsibility.ACQUITTED, actor)
    accusing = kind in (Kind.ACCUSATION, Kind.BLAME, Kind.ALLEGATION) or _SUSPECT.search(content)
    if not accusing and actor is None:
        return None
    if _MAYBE.search(content) and not accusing:
        return Charge(Responsibility.POSSIBLE, actor)
    if narrator and not accusing:
        return Charge(Responsibility.FACT, actor)
    if own and not accusing:
        return Charge(Responsibility.ADMITTED, actor)
    return Charge(accused_by(speaker), actor)


def accused_by(speaker: str) -> Responsibility:
    """The grade of an accusation: by the authorities of a country, or by anybody else."""
    return Responsibility.AUTHORITIES if _AUTHORITY.search(speaker) else Responsibility.ACCUSED


_OF_WHOM = re.compile(rf"^\W*(?P<actor>{_NAME})(?= (?:of|for|with)\b)", re.IGNORECASE)
_LEADING = re.compile(r".*\b(?:that|said|says)\s+", re.IGNORECASE | re.DOTALL)
_NO_NAME = re.compile(
    r"\b(?:were|was|been|be|is|are|had|has|have|having|being|who|which|to|and|not|it|they|there|he|she)$",
    re.IGNORECASE,
)


def _actor(content: str, accusing: bool) -> tuple[int, int] | None:
    """Where the content names who is said to have done it."""
    patterns = (_BY, _RESPONSIBLE, _ACTS, _OF_WHOM) if accusing else (_BY, _RESPONSIBLE, _ACTS)
    for pattern in patterns:
        found = pattern.search(content)
        if found is None:
            continue
        for name in ("actor", "blamed"):
            named = found.groupdict().get(name)
            if named and not _NO_NAME.search(named):
                start, end = found.span(name)
                lead = _LEADING.match(content[start:end])
                return start + (lead.end() if lead else 0), end
    return None
