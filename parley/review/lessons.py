"""Lessons of the reviews that looked at an incident, each tied to entries and to an action."""

from __future__ import annotations

from parley.record import review
from parley.record.readers.told import Told
from parley.record.values.time import iso
from parley.review.happening import happening
from parley.review.page import Lesson, Lessons, Line
from parley.review.view import View, reported_by, spread

_STATE = {"begun": "begun", "done": "done", "dropped": "dropped", "put-off": "put off"}


def lessons(view: View) -> Lessons:
    """Every lesson of every review opened on this incident, with how its action stands."""
    standing = [told for told in view.around.reviews if view.gone(told) is None]
    opened = {
        told.digest: told.index
        for told in standing
        if isinstance(told.body, review.Opened) and view.file.of in told.body.incidents
    }
    places = _places(view)
    rows = tuple(
        _lesson(view, told, told.body, standing, places)
        for told in standing
        if isinstance(told.body, review.LessonRecorded) and told.body.of in opened
    )
    return Lessons(
        heading="Lessons, and what came of them",
        note=_note(opened, rows),
        rows=rows,
    )


def _note(opened: dict[str, int], rows: tuple[Lesson, ...]) -> str:
    if not opened:
        return "No review of this incident was opened."
    if not rows:
        return "A review was opened; no lesson is on record yet."
    return "A lesson stays open until its action is done or dropped, whoever closes the review."


def _lesson(
    view: View,
    told: Told[review.Review],
    body: review.LessonRecorded,
    standing: list[Told[review.Review]],
    places: dict[str, int],
) -> Lesson:
    taken = [
        (one, one.body)
        for one in standing
        if isinstance(one.body, review.ActionTaken) and one.body.lesson == told.digest
    ]
    last = taken[-1][1] if taken else None
    due = next((act.due for _, act in reversed(taken) if act.due is not None), body.due)
    state = _STATE[last.state] if last is not None else "not begun"
    if body.action is None and last is None:
        state = "nothing is to be done"
    elif due is not None and due.latest < view.around.rx and state not in ("done", "dropped"):
        state += f"; overdue at {iso(view.around.rx)}"
    rests = spread(places[digest] for digest in body.entries if digest in places)
    unknown = len(body.entries) - len(rests)
    words = "Rests on" if rests else "No entry is named that it rests on"
    return Lesson(
        text=body.text,
        action=body.action or "",
        owner=body.owner or "",
        due=str(due) if due is not None else "",
        state=state,
        history=tuple(
            Line(text=happening(act).text, entries=(one.index,)) for one, act in taken
        ),
        rests_on=Line(
            text=words + (f", and on {unknown} that are not in this file" if unknown else ""),
            entries=rests,
        ),
        by=reported_by(view, told),
        entries=(told.index,),
    )


def _places(view: View) -> dict[str, int]:
    """Where the records stand that a lesson of this incident may rest on."""
    found = {told.digest: told.index for told in view.file.everything()}
    for thread in view.threads:
        if thread.head is not None:
            found[thread.head.digest] = thread.head.index
        found |= {told.digest: told.index for told in thread.follows}
    return found | {told.digest: told.index for told in view.around.kept}
