"""The notices an incident is tied to: who was told what, what was answered, what is disputed."""

from __future__ import annotations

from parley.channel.answers import Fact, counting, ended, standings
from parley.channel.thread import Change, Follow, Thread
from parley.incidents.speakers import speaker_of
from parley.record import answer, dispatch, incident, notice
from parley.record.kinds import tag_of
from parley.record.readers.told import Told
from parley.review.happening import happening
from parley.review.labels import KIND
from parley.review.page import Account, Line, NoticeRow, Notices
from parley.review.view import View, account, account_of, in_time, reported_by, said_of, spread


def notices(view: View) -> Notices:
    """Every notice that a statement in this file names."""
    rows = tuple(row for thread in view.threads if (row := _row(view, thread)) is not None)
    return Notices(
        heading="Notices: who was told what",
        note="" if rows else "No statement in this file names a notice.",
        rows=rows,
    )


def concerning(view: View, digest: str) -> tuple[Told[incident.Incident], ...]:
    """Every statement of this file that speaks of one record."""
    return tuple(told for told in view.file.everything() if digest in told.body.concerns)


def _row(view: View, thread: Thread) -> NoticeRow | None:
    head = thread.head
    if head is None or not isinstance(head.body, notice.Notice):
        return None
    disputed = concerning(view, thread.of)
    found = happening(head.body)
    answers = tuple(
        _answer(view, told)
        for told in thread.follows
        if isinstance(told.body, answer.Answer | answer.Lapsed)
    )
    entries = [head.index, *(told.index for told in (*thread.follows, *disputed))]
    return NoticeRow(
        heading=f"{KIND[tag_of(head.body)].capitalize()} (entry {head.index})",
        notice=account(view, head, text=found.text, said=found.when),
        told=_told(view, thread),
        answers=answers,
        standing=_standing(view, thread),
        disputed=in_time((said_of(told.body), account_of(view, told)) for told in disputed),
        entries=spread(entries),
    )


def _answer(view: View, told: Told[Follow]) -> Account:
    found = happening(told.body)
    return account(
        view, told, text=found.text, said=found.when, stance=KIND[tag_of(told.body)]
    )


def _told(view: View, thread: Thread) -> tuple[Line, ...]:
    head = thread.head
    lines = []
    if head is not None and head.body.to:
        names = ", ".join(view.names.get(actor, actor) for actor in head.body.to)
        text = f"Addressed to {names}, {reported_by(view, head)}"
        lines.append(Line(text=text, entries=(head.index,)))
    for told in thread.follows:
        if isinstance(told.body, dispatch.Dispatch):
            found = happening(told.body)
            when = f" ({found.when})" if found.when is not None else ""
            label = KIND[tag_of(told.body)].capitalize()
            text = f"{label}: {found.text}{when}, {reported_by(view, told)}{_mark(view, told)}"
            lines.append(Line(text=text, entries=(told.index,)))
    return tuple(lines)


def _standing(view: View, thread: Thread) -> tuple[Line, ...]:
    """What became of the notice; how it stands with each addressee; what is kept and counts not."""
    lines = [_change(view, told) for told in ended(view.channel, thread)]
    said = {told.index: told for told in counting(view.channel, thread)}
    for standing in standings(view.channel, thread):
        name = view.names.get(standing.addressee, standing.addressee)
        own = tuple(fact.entry for fact in standing.facts) + standing.read_back
        if own or not standing.passed_on:
            words = ", ".join(fact.word for fact in standing.facts) or standing.word
            back = "read back" if standing.read_back else "no read-back on record"
            lines.append(Line(text=f"{name}: {words}; {back}", entries=spread(own)))
        if standing.passed_on:
            lines.append(_second_hand(name, standing.passed_on, said))
    # By their authors alone these end nothing, so whoever reads how it stands must see that.
    lines += [
        _change(view, told)
        for told in thread.follows
        if isinstance(told.body, Change) and told.index in view.aside
    ]
    late = [told.index for told in thread.follows if told.late]
    if late:
        text = f"Entries that came late, kept and not counted here: {len(late)}"
        lines.append(Line(text=text, entries=spread(late)))
    return tuple(lines)


def _change(view: View, told: Told[Follow]) -> Line:
    text = (
        f"{KIND[tag_of(told.body)].capitalize()}: {happening(told.body).text}, "
        f"{reported_by(view, told)}{_mark(view, told)}"
    )
    return Line(text=text, entries=(told.index,))


def _second_hand(name: str, passed_on: tuple[Fact, ...], said: dict[int, Told[Follow]]) -> Line:
    """What somebody else says an addressee answered: shown as that, and as no answer of its own."""
    words = dict.fromkeys(fact.word for fact in passed_on if fact.word != "read back")
    repeated = any(fact.word == "read back" for fact in passed_on)
    back = "read back" if repeated else "no read-back on record"
    hand = dict.fromkeys(_hand(said[fact.entry]) for fact in passed_on)
    text = (
        f"{name}: {', '.join(words) or 'no answer'}; {back}; {', '.join(hand)}, "
        "not entered by itself"
    )
    return Line(text=text, entries=spread(fact.entry for fact in passed_on))


def _hand(told: Told[Follow]) -> str:
    if told.body.reported is None and told.body.heard is not None:
        return f"heard by {told.body.heard.by}"
    return f"reported by {speaker_of(told)}"


def _mark(view: View, told: Told[Follow]) -> str:
    mark = view.aside.get(told.index)
    return f" ({mark})" if mark else ""
