"""Attributions turned round: "were told by the mission that", "quoted the command as saying"."""

from __future__ import annotations

from parley.reading.finding.asides import adjuncts
from parley.reading.finding.before import words_before
from parley.reading.finding.contents import after_cue
from parley.reading.finding.draft import Draft, Range
from parley.reading.finding.extents import clause_end, thing_end
from parley.reading.finding.groups import PRONOUNS, group_after, subject
from parley.reading.finding.predicates import speaker
from parley.reading.frames.load import Frame, frames
from parley.reading.text.page import Page

_TOLD = frozenset("tell inform notify warn alert assure advise brief ask".split())
_WITHOUT_AGENT = frozenset("tell inform notify warn alert".split())
_SAID_OF = frozenset(
    "say believe think report allege claim suspect fear estimate know understand".split()
)
_HELD_AGAINST = frozenset("accuse blame suspect charge fault attribute implicate".split())
_AGAINST = {"attribute": ("to",), "implicate": ("in",)}


def passive_claim(
    page: Page, frame: Frame, k: int, after: int, *, head: int, first: int, last: int
) -> Draft | None:
    """ "were informed by the mission that", "is believed to have", "are accused of"."""
    agent: Range | None = None
    i = after
    if i < last and page.low[i] == "by":
        agent = group_after(page, i + 1, last)
        i = agent[1] if agent is not None else i
    subjected = subject(page, head, first)
    i = adjuncts(page, i, last)
    group = (head, after)
    if i < last and "a" in frame.takes and frame.cue in _TOLD:
        return _somebody_told(page, frame, i, last, cue=(k, after), agent=agent, told=subjected)
    if subjected is None:
        return None
    how = "explicit" if agent is not None else "hedge only"
    if (
        frame.cue in _HELD_AGAINST
        and i < last
        and page.low[i] in _AGAINST.get(frame.cue, ("of", "for", "with"))
    ):
        contents = [subjected, (i, thing_end(page, i + 1, last) if i + 1 < last else last)]
        rule = "somebody is accused"
    elif agent is not None and "c" in frame.takes and page.low[i : i + 1] == ["that"]:
        # "it was alleged by the command that ..."
        contents, rule = [(i, clause_end(page, i, last))], "a passive and its agent"
    elif agent is not None and frame.takes & {"n", "s", "u"} and page.tags[i - 1] != "IN":
        if page.low[subjected[0]] in PRONOUNS and subjected[1] - subjected[0] == 1:
            return None
        contents, rule = [subjected], "a passive and its agent"
    elif agent is None and frame.cue in _SAID_OF and i < last and page.tags[i] == "TO":
        contents = [subjected, (i, clause_end(page, i, last))]
        rule = "a passive without an agent"
    else:
        return None
    return Draft(0, agent, how, [group], contents, frame.kind, [rule], frame, verb=k)


def _somebody_told(
    page: Page,
    frame: Frame,
    i: int,
    last: int,
    *,
    cue: Range,
    agent: Range | None,
    told: Range | None,
) -> Draft | None:
    """What somebody was told: by whom, or by nobody who is named."""
    if agent is None and frame.cue not in _WITHOUT_AGENT:
        return None
    content: Range | None = None
    if page.tags[i] in ("CM", "SC", "WD", "QO"):
        content = (i + 1 if page.tags[i] == "CM" else i, clause_end(page, i, last))
    elif page.low[i] in ("of", "about") and i + 1 < last:
        content = (i + 1, thing_end(page, i + 1, last))
    if content is None or content[1] <= content[0]:
        return None
    how = "explicit" if agent is not None else "inferred"
    return Draft(
        0, agent, how, [cue], [content], frame.kind, ["somebody was told"], frame,
        addressee=told, verb=cue[0],
    )  # fmt: skip


def relayed(
    page: Page, frame: Frame, k: int, *, head: int, first: int, last: int, passive: bool
) -> Draft | None:
    """ "The ministry quoted the command as saying that ...": a chain of two."""
    tags, low = page.tags, page.low
    reach = range(k + 1, min(last - 1, k + 30))
    at = next((i for i in reach if low[i] == "as" and low[i + 1] in frames().verbs), -1)
    if at < 0:
        return None
    near = speaker(page, k, head, first)
    if passive:
        quoted = near
        by = group_after(page, k + 2, at) if low[k + 1] == "by" else None
    else:
        quoted, by = group_after(page, k + 1, at), near
        if quoted is not None:
            quoted = (quoted[0], at)
    said = frames().verbs[low[at + 1]][0]
    found = after_cue(page, said, at + 2, last)
    if quoted is None:
        return None
    if found is not None:
        contents, rule = [found[0]], found[1]
    else:
        before = words_before(page, said, quoted, at + 2, first=first, last=last)
        if before is None:
            return None
        contents, rule = before.contents, before.rule
        if by is None and low[at + 2 : at + 3] == ["by"]:
            by = group_after(page, at + 3, last)
    how = "pronoun" if tags[quoted[0]] == "PR" else "explicit"
    return Draft(
        0, quoted, how, [(head, k + 1), (at, at + 2)], contents, said.kind,
        [rule, "one speaker quotes another"], said, chain=[by] if by else [], verb=k,
    )  # fmt: skip
