"""What sort of claim it is: first by what is said, then by the verb that says it."""

from __future__ import annotations

import re

from parley.reading.meaning.field import ARRANGEMENT
from parley.reading.meaning.modality import conditions
from parley.reading.output import Kind

_KEEP = frozenset(
    (Kind.ADMISSION, Kind.DENIAL, Kind.REFUSAL, Kind.REQUEST, Kind.BELIEF, Kind.COMMITMENT)
)
"""Kinds that the verb decides alone: who denies a death toll makes a denial, not a toll."""

_BLAME = re.compile(
    r"\b(?:(?:to|at) (?:blame|fault)|(?:bear|bears|bore|carr(?:y|ies)|has|have|"
    r"holds?)\b[^.]{0,30}\bresponsib(?:ility|le)|"
    r"(?:is|are|was|were|be|being) (?:solely |fully |entirely |directly |alone )?responsible for|"
    r"responsibility (?:for|lies|rests|falls)|(?:is|are|was|were|be) the fault of|"
    r"(?:'s|’s|their|its|own) fault|(?:be|been|is|was) because of|(?:lies|rests) with|"
    r"(?:will|would|must) (?:be|fall|lie|rest) (?:squarely |entirely )?(?:on|upon|"
    r"with) (?:the )?\w+|"
    r"the blame)\b",
    re.IGNORECASE,
)
_STATUS = re.compile(
    rf"\b{ARRANGEMENT}\b[^.]{{0,60}}\b(?:in danger|collaps\w+|hold(?:s|ing)?\b(?! talks)|held\b|"
    rf"over\b|dead\b|fragile|"
    r"broken down|breaking down|in (?:effect|force|place|tatters)|unravel\w+|at risk|"
    r"under threat|failing|"
    r"failed|intact|respected|observed|shaky|alive|finished|doomed)|"
    rf"\b(?:breakdown|collapse|end|violations?) of the (?:\w+ )?{ARRANGEMENT}",
    re.IGNORECASE,
)
_CONSEQUENCE = re.compile(
    r"\b(?:strikes?|raids?|attacks?|bombing|bombardment|shelling|assault)\b[^.]{0,60}?\b(?:had |"
    r"have |has )?"
    r"(?:allow|enabl|help|let|permit|open|clear|pav|benefit)\w*\b",
    re.IGNORECASE,
)
_ACCUSED = re.compile(
    r"\b(?:conclusive evidence|proof that|evidence that|war crimes?|(?:deliberate|intentional|"
    r"barbaric|criminal|"
    r"treacherous|flagrant|blatant|unprovoked|naked) (?:\w+ )?(?:strikes?|attacks?|act|acts|"
    r"violations?|"
    r"aggression|shelling|bombing|breach\w*)|"
    r"(?:deliberately|intentionally) (?:\w+ )?(?:attack|target|struck|strik|hit|bomb|shell|kill|"
    r"shot|fir)\w*|"
    r"(?:has|have|had|did) (?:not|never) (?:\w+ )?(?:met|meet|fulfil\w*|kept|keep|honou?r\w*|"
    r"observ\w+|"
    r"compl(?:y|ied)|respect\w*|implement\w*|deliver\w*|answer\w*|repl(?:y|ied)|respond\w*|"
    r"carr(?:y|ied) out)|"
    r"fail(?:ed|s|ing|ure)? to (?:\w+ )?(?:meet|fulfil|keep|honou?r|observe|comply|respect|"
    r"implement|separate|"
    r"stop|prevent|answer|reply|respond|carry)|(?:left|remain\w*|gone|went) (?:without (?:a |any )?"
    r"(?:response|reply|answer)|unanswered)|(?:violat|breach|sabotag|undermin)(?:ed|es|ing|e)\b|"
    r"(?:support|back|arm|shelter|harbou?r|sponsor|protect|shield|financ)(?:s|ed|"
    r"ing) (?:the )?(?:\w+ )?"
    r"(?:terror\w*|jihad\w*|extremis\w*|militants?|isis|isil|islamic state|rebels|insurgents)|"
    r"refus(?:es|ed|al|ing) to)\b",
    re.IGNORECASE,
)
_DOUBT = re.compile(
    r"\b(?:(?:there (?:is|are|was|remains?)|(?:is|are|was) in|has|have|had|raises?|"
    r"cast) (?:\w+ )?doubts?|"
    r"doubt(?:ful|s)? (?:that|whether|if|about)|(?:un|not )clear (?:whether|if|that)|"
    r"uncertain (?:whether|if)|"
    r"no certainty|(?:cannot|can't|could not) be sure)\b",
    re.IGNORECASE,
)
_DENIED = re.compile(
    r"\b(?:(?:would|did|do|does|had|have|has|was|were|are|is) (?:not|"
    r"never) (?:\w+ )?(?:intentionally|deliberately|"
    r"knowingly|intend|mean|carr(?:y|ied) out|conduct|fire|attack|target|strik|bomb|shell|"
    r"involved|responsible|"
    r"aware|kill|hit|order|take part|participat)\w*|would never|had nothing to do|no (?:role|"
    r"part|involvement|"
    r"knowledge|hand|share) (?:in|of)|nothing to do with|"
    r"(?:has|have|had|was|were|did|does|do|is|are|be) (?:not|never) (?:\w+ )?"
    r"(?:been )?(?:used?|fired?|crossed?|shelled|entered?|opened fire|open fire|deployed?|"
    r"stationed|present|theirs|ours|"
    r"launched?|laid|lay|planted?|received?|possess\w*|violated|broken|taken part)\b|"
    r"^\W*(?:that )?(?:it|they|he|she|we) (?:was|were|is|are|had|did|do|does) not[.,;]?$|"
    r"(?:has|have|had|possess\w*|holds?|held|keeps?|kept|used|fired|received|gave|saw) no (?:\w+ )?"
    r"(?:guns?|mortars?|artillery|weapons?|drones?|aircraft|troops|fighters|soldiers|forces|units?|"
    r"shots?|shells?|rounds?|evidence|records?|notifications?|messages?|calls?|warnings?|orders?)\b|"
    r"no (?:notification|message|call|warning|order|shot|shell|round|gun|mortar|unit|soldier|"
    r"aircraft|drone)s? (?:\w+ ){0,5}?(?:was|were|had been|has been|had|came|fell|crossed|fired)\b|"
    r"none of (?:its|their|our|his|the) \w+ (?:\w+ )?(?:had|has|have|was|were|fired|crossed)\b|"
    r"no (?:such )?(?:strikes?|raids?|attacks?|shelling|bombing|"
    r"planes?) (?:\w+ )?(?:was|were|took|"
    r"had)|(?:is|are|was|were) (?:\w+ )?(?:false|untrue|baseless|unfounded|groundless|"
    r"fabricat\w+|a lie|lies)|"
    r"(?:didn|wouldn|weren|wasn|don|haven)['’]t (?:intentionally|deliberately|knowingly|attack|"
    r"target|fire|bomb|"
    r"shell|kill|carry out|conduct|strike))\b",
    re.IGNORECASE,
)
_UNDERTAKES = re.compile(
    r"^\W*(?:that )?(?:(?:we|i|it|they|he|she|the [\w' -]{2,40}?|our [\w ]{2,30}?|both (?:sides|"
    r"parties)|[A-Z][\w' -]{2,30}?) "
    r"(?:will|shall|would|undertakes? to|undertook to|(?:is|are|was|were|remains?|stands?|stood) "
    r"(?:committed|ready|prepared|willing) to|(?:is|are) going to)) (?:\w+ly |now |also )?"
    r"(?:not (?:fire|shell|cross|attack|use|enter|move|open|resume|return|strike|send)|send|"
    r"pull|remove|mark|return|repair|clear|pay|exchange|escort|meet|attend|publish|report|appoint|"
    r"support|give|"
    r"review|investigat|continu|respect|observ|abid|allow|ensur|provid|withdr|halt|stop|suspend|examin|"
    r"co-?operat|co-?ordinat|facilitat|refrain|releas|open|implement|compl|hono\w*r|guarantee|"
    r"take (?:all|every|measures|steps)|"
    r"look into|share|notify|inform|answer|protect|keep|do (?:all|everything|its|our|their)|lift|"
    r"reduc|hand over|abide)",
    re.IGNORECASE,
)
_POSSIBLE = re.compile(r"\b(?:possib\w+|may|might|could|likely|risk)\b", re.IGNORECASE)
TERM = re.compile(
    rf"\b{ARRANGEMENT}\b[^.]{{0,80}}?\b(?:(?:does|do|did|will|would|shall)? ?(?:not )?(?:include|"
    rf"cover|apply|exempt|exclude|"
    r"allow|permit|require|provide|oblige|extend|forbid|prohibit|ban|call for|come into|"
    r"take effect|"
    rf"expire|last|begin|start|stipulat\w+)(?:s|es|ed)?)\b|^\W*if (?:the |this |"
    rf"a )?(?:\w+ ){{0,3}}{ARRANGEMENT}\b[^.]{{0,40}}?\b(?:holds?|is (?:kept|respected|observed)|"
    rf"lasts?|survives?)|"
    r"\b(?:are|is|were|was) (?:exempt(?:ed)? from|excluded from|not covered by|"
    r"not part of) (?:the |this )?(?:\w+ ){0,3}"
    rf"{ARRANGEMENT}",
    re.IGNORECASE,
)


_PUT_TO_IT = re.compile(
    r"^\W*(?:the|an?|any|all|this|that|such|its|their|\w+['’]s?) (?:[\w'’-]+ ){0,3}?"
    r"(?:proposals?|offers?|demands?|requests?|calls?|plans?|appeals?|invitations?|ultimatum|drafts?)\b",
    re.IGNORECASE,
)
_THREAT = re.compile(
    r"\b(?:will|would|shall) (?:\w+ )?(?:respond|retaliate|resume|strike|return fire|no longer|"
    r"be over|be void|answer|hit back|consider|regard|treat|open fire|fire back|collapse|end)\b",
    re.IGNORECASE,
)


def kind_of(content: str, said: str, *, casualties: bool, negated: bool) -> tuple[Kind, str]:
    """The kind of a claim, and the rule that gave it. `said` is the kind the cue brings."""
    by_cue = Kind(said)
    if negated and by_cue is Kind.DENIAL:
        return Kind.ADMISSION, "kind: not denied"
    if by_cue is Kind.DENIAL and _PUT_TO_IT.search(content):
        return Kind.REFUSAL, "kind: what was put to the speaker is turned down"
    if negated and by_cue in (Kind.ADMISSION, Kind.ALLEGATION) and not casualties:
        return Kind.REFUSAL, "kind: a negated verb"
    if by_cue in _KEEP or by_cue in (Kind.ACCUSATION, Kind.BLAME, Kind.DOUBT):
        return by_cue, "kind: by its verb"
    if by_cue in (Kind.NOTIFICATION, Kind.WARNING):
        if by_cue is Kind.NOTIFICATION and _POSSIBLE.search(content):
            return Kind.WARNING, "kind: told of what may be"
        return by_cue, "kind: by its verb"
    condition, _ = conditions(content)
    threat = bool(condition) and _THREAT.search(content) is not None
    threat = threat and not (_BLAME.search(content) or TERM.search(content))
    if threat:
        return Kind.WARNING, "kind: what follows if"
    if condition and condition[0][0] < 6 and not TERM.search(content):
        start, end = condition[0]
        content = content[:start] + content[end:].lstrip(" ,")
    if casualties:
        return Kind.CASUALTY, "kind: persons killed, hurt or missing"
    for pattern, kind, rule in (
        (_BLAME, Kind.BLAME, "kind: words of blame"),
        (TERM, Kind.TERM, "kind: what an arrangement says"),
        (_DENIED, Kind.DENIAL, "kind: an act or an intent is denied"),
        (_ACCUSED, Kind.ACCUSATION, "kind: words of accusation"),
        (_STATUS, Kind.STATUS, "kind: the state of an arrangement"),
        (_DOUBT, Kind.DOUBT, "kind: words of doubt"),
        (_CONSEQUENCE, Kind.ALLEGATION, "kind: what an attack is said to have brought about"),
        (_UNDERTAKES, Kind.COMMITMENT, "kind: somebody undertakes something"),
    ):
        if pattern.search(content):
            return kind, rule
    return by_cue, "kind: by its verb"
