"""The notices an incident is tied to: who was told what, what was answered, what is disputed."""

from __future__ import annotations

from parley.channel.answers import counting, ended, standings
from parley.channel.thread import Follow, Thread
from parley.incidents.speakers import speaker_of
from parley.record import answer, dispatch, incident, notice
from parley.record.kinds import tag_of
from parley.record.told import Told
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
        text = f"Addressed to {names}, {reported_by(head, view.names)}"
        lines.append(Line(text=text, entries=(head.index,)))
    for told in thread.follows:
        if isinstance(told.body, dispatch.Dispatch):
            found = happening(told.body)
            when = f" ({found.when})" if found.when is not None else ""
            label = KIND[tag_of(told.body)].capitalize()
            text = f"{label}: {found.text}{when}, {reported_by(told, view.names)}"
            lines.append(Line(text=text, entries=(told.index,)))
    return tuple(lines)


def _standing(view: View, thread: Thread) -> tuple[Line, ...]:
    lines = [
        Line(
            text=f"{KIND[tag_of(told.body)].capitalize()}: {happening(told.body).text}, "
            f"{reported_by(told, view.names)}",
            entries=(told.index,),
        )
        for told in ended(thread)
    ]
    second_hand = {
        told.index: speaker_of(told)
        for told in counting(view.channel, thread)
        if told.body.reported is not None
    }
    for standing in standings(view.channel, thread):
        entries = tuple(fact.entry for fact in standing.facts) + standing.read_back
        words = ", ".join(fact.word for fact in standing.facts) or standing.word
        back = "read back" if standing.read_back else "no read-back on record"
        hand = dict.fromkeys(second_hand[entry] for entry in entries if entry in second_hand)
        by = f"; reported by {', '.join(hand)}, not entered by itself" if hand else ""
        name = view.names.get(standing.addressee, standing.addressee)
        lines.append(Line(text=f"{name}: {words}; {back}{by}", entries=spread(entries)))
    late = [told.index for told in thread.follows if told.late]
    if late:
        text = f"Entries that came late, kept and not counted here: {len(late)}"
        lines.append(Line(text=text, entries=spread(late)))
    return tuple(lines)

