"""A finding in words: one plain paragraph in which every sentence cites its entry or clause."""

from __future__ import annotations

from collections.abc import Iterable

from parley.ceasefire.finding.proposal import Answered, BasisFinding, Finding, Findings
from parley.ceasefire.weighing.moments import within
from parley.record.values.finding import Value

VALUE: dict[Value, str] = {
    "violation": "violation (proposed)",
    "exempt": "exempt",
    "out_of_scope": "out of scope",
    "no_breach": "no breach",
    "not_established": "not established",
    "undetermined": "undetermined",
}
_BASIS = {"effect": "By its effect", "stated-intent": "By what its author states it meant"}
CAUTION = "Proposed from the record; a person rules, and may rule otherwise."


def cites(clauses: Iterable[str], entries: Iterable[int]) -> str:
    """What a sentence rests on, in brackets."""
    words = [*clauses, *(f"entry {entry}" for entry in entries)]
    return f"[{'; '.join(words)}]" if words else ""


def paragraph(findings: Findings, zone: str = "Z") -> str:
    """A whole finding as one paragraph of plain language. Every sentence ends in its citation."""
    said = [_about(findings.first)]
    for basis in (findings.first.effect, findings.first.stated_intent):
        said += _told(basis, zone)
    for other in findings.competing:
        because = cites((), other.differs_by) or f"[{other.arrangement}]"
        said.append(
            f"Another reading answers {other.differs} otherwise: by its effect "
            f"{VALUE[other.effect.value]}, by stated intent {VALUE[other.stated_intent.value]} "
            f"{because}."
        )
    for ruling in findings.rulings:
        word = ruling.value.replace("_", " ")
        said.append(f"{ruling.office} ruled: {word} [entry {ruling.entry}].")
    said.append(f"{CAUTION.removesuffix('.')} [{findings.first.arrangement}].")
    return " ".join(said)


def _about(finding: Finding) -> str:
    return (
        f"{finding.title}, weighed under {finding.arrangement} on two bases side by side "
        f"[{finding.arrangement}]."
    )


def _told(basis: BasisFinding, zone: str) -> list[str]:
    lead = f"{_BASIS[basis.basis]} it is {VALUE[basis.value]} [{basis.clause}]."
    said = [lead]
    shown = [answer for answer in basis.answers if _tells(basis, answer)]
    said += [sentence(answer) for answer in shown]
    for fact in basis.missing:
        tests = ", ".join(map(str, fact.tests))
        rests = basis.answers[fact.tests[0] - 1].clauses[:1] if fact.tests else ()
        said.append(
            f"Missing for test {tests}: {fact.text} "
            f"{cites((*(rests or (basis.clause,)), f'answered as {fact.question}'), ())}."
        )
    for clash in basis.clashes:
        said.append(f"{clash.text.removesuffix('.')} [{clash.clause}].")
    for part in basis.parts:
        when = within((part.begin, part.end), zone)
        said.append(f"If {when}: {VALUE[part.value]} [{basis.clause}].")
    return said


def _tells(basis: BasisFinding, answer: Answered) -> bool:
    """Whether an answer carries the value: its grounds, or what is unknown."""
    if basis.value == "undetermined":
        return bool(answer.waits_for)
    return any(answer.number in ground.tests for ground in basis.grounds[:1])


def sentence(answer: Answered) -> str:
    """One answer as a sentence with its citation."""
    detail = f" ({answer.says})" if answer.says in ("exempt", "neither") else ""
    because = answer.because.strip().removesuffix(".")
    cited = cites(answer.clauses, answer.entries)
    return f"{answer.number}, {answer.question}: {answer.answer}{detail}; {because} {cited}."
