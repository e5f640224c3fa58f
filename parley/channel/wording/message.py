"""What is sent to an addressee: whole without opening a link, and readable over a radio.

One text is made here for mail, text message, voice and the screen, so that all ways say the same.
It asks for an answer by number; an answer acknowledges and never consents.
"""

from __future__ import annotations

from typing import Literal, TypeAlias

from msgspec import Struct

from parley.channel.thread import Head
from parley.channel.wording import figures
from parley.channel.wording.tongue import ENGLISH, Tongue
from parley.record import alert, notice
from parley.record.readers.told import Told

Meaning: TypeAlias = Literal[
    "received", "confirmed", "will comply", "objected", "taken", "call me", "repeat"
]
Name: TypeAlias = Literal["stop request", "warning", "notice"]

NOTICE_CHOICES: tuple[tuple[str, Meaning], ...] = (
    ("1", "received"), ("2", "confirmed"), ("3", "will comply"), ("4", "objected"),
    ("9", "repeat"), ("0", "call me"),
)  # fmt: skip
ALERT_CHOICES: tuple[tuple[str, Meaning], ...] = (("1", "taken"), ("9", "repeat"), ("0", "call me"))
"""Which key on a telephone means what. A number keeps its meaning for ever, whatever the way."""

_CHOICE: dict[Meaning, str] = {
    "received": "received (this is not consent)",
    "confirmed": "what it says is true",
    "will comply": "we will comply",
    "objected": "we object; the desk will ask for the reason",
    "taken": "I take this and will read it back",
    "call me": "call me back",
    "repeat": "say it again",
}
_DRILL = "EXERCISE EXERCISE"
_UNSAID = "not given"


class Choice(Struct, frozen=True, kw_only=True):
    """An answer by number: the key, what it means to Parley, and how it is put to a person."""

    key: str
    meaning: Meaning
    words: str


class Message(Struct, frozen=True, kw_only=True):
    """One message in every form it is sent in. Each form is complete by itself.

    `subject` is one line; `text` for mail and screens; `short` in one paragraph for text messages
    (a gateway may split it, nothing is cut); `spoken` is read out, sentence by sentence.
    """

    reference: str
    subject: str
    text: str
    short: str
    spoken: tuple[str, ...]
    choices: tuple[Choice, ...]
    language: str
    exercise: bool


class Context(Struct, frozen=True, kw_only=True):
    """What the record alone does not hold in words: who speaks, to whom, by when, how to ring.

    `sender` and `addressee` are names of actors or roles, never of persons; `due_ms` is when an
    answer is due; `call` is the desk's own number; `asked` counts from 1 how often this was sent.
    """

    sender: str
    addressee: str
    zone: str = "Z"
    due_ms: int | None = None
    call: str = ""
    asked: int = 1
    because: str = ""


Line: TypeAlias = tuple[str, str]


def message(head: Told[Head], context: Context, tongue: Tongue = ENGLISH) -> Message:
    """The message that carries one notice, warning or stop request to one addressee."""
    body = head.body
    alarm = isinstance(body, alert.Raised | alert.StopRequested)
    title = _title(body, context, tongue)
    reference = f"PARLEY {head.index}"
    lines = [*_lines(body, tongue), *_frame(head, context, tongue)]
    choices = tuple(
        Choice(key=key, meaning=meaning, words=tongue.say(_CHOICE[meaning]))
        for key, meaning in (ALERT_CHOICES if alarm else NOTICE_CHOICES)
    )
    drill = [_DRILL] if body.exercise else []
    answer = tongue.say("Answer by number") + ": " + "; ".join(
        f"{one.key} = {one.words}" for one in choices
    )  # fmt: skip
    closing = [context.because] if context.because else []
    told = [f"{name}: {value}" for name, value in lines]
    marked = tongue.figure(reference)
    return Message(
        reference=reference,
        subject=" ".join([*drill, f"[{marked}] {title}"]),
        text="\n".join([*drill, title, "", *told, *closing, "", answer, marked, *drill]) + "\n",
        short=" ".join([*drill, f"{title}.", *(_stopped(one) for one in (*told, *closing)),
                        f"{answer}.", marked, *drill]),
        spoken=tuple([*drill, f"{title}.", *_spoken(body, lines, tongue), *closing, f"{answer}.",
                      f"{_spelt(reference)}.", *drill]),
        choices=choices,
        language=tongue.language,
        exercise=body.exercise,
    )  # fmt: skip


def _title(body: Head, context: Context, tongue: Tongue) -> str:
    again = tongue.say(" (sent {count} times)", count=context.asked) if context.asked > 1 else ""
    match body:
        case alert.StopRequested():
            title = tongue.say("STOP REQUEST to {addressee}", addressee=context.addressee)
        case alert.Raised():
            title = tongue.say("WARNING to {addressee}", addressee=context.addressee)
        case notice.SiteNotified():
            title = tongue.say("NOTICE of a site to {addressee}", addressee=context.addressee)
        case notice.MovementNotified():
            title = tongue.say("NOTICE of a movement to {addressee}", addressee=context.addressee)
        case notice.ActivityNotified():
            title = tongue.say("NOTICE of an activity to {addressee}", addressee=context.addressee)
        case notice.PresenceNotified():
            title = tongue.say("NOTICE of a presence to {addressee}", addressee=context.addressee)
    return title + again


def _lines(body: Head, tongue: Tongue) -> list[Line]:
    """What it is about, in the order it is to be understood: what, where, since when, how high."""
    say = tongue.say
    if isinstance(body, alert.Raised | alert.StopRequested):
        what = "What must stop" if isinstance(body, alert.StopRequested) else "What is happening"
        where = figures.place(body.place, tongue) if body.place is not None else say(_UNSAID)
        since = figures.moment(body.since, tongue) if body.since is not None else say(_UNSAID)
        return [
            (say(what), body.what),
            (say("Where"), where),
            (say("Since"), since),
            (say("Who calls"), body.caller or say(_UNSAID)),
        ]
    lines = [(say("Purpose"), body.purpose)]
    if isinstance(body, notice.MovementNotified):
        for number, leg in enumerate(body.legs, 1):
            told = f"{figures.place(leg.place, tongue)}; {figures.moment(leg.window, tongue)}"
            high = f"; {figures.band(leg.band, tongue)}" if leg.band is not None else ""
            count = tongue.say("Leg {number} of {all}", number=number, all=len(body.legs))
            lines.append((count, told + high))
        return [*lines, *([(say("Vehicles"), body.vehicles)] if body.vehicles else [])]
    if isinstance(body, notice.SiteNotified):
        lines.append((say("Site"), body.name))
    lines.append((say("Where"), figures.place(body.place, tongue)))
    until = say("until ended")
    window = figures.moment(body.window, tongue) if body.window is not None else until
    lines.append((say("When"), window))
    return [*lines, *([(say("Height"), figures.band(body.band, tongue))] if body.band else [])]


def _frame(head: Told[Head], context: Context, tongue: Tongue) -> list[Line]:
    """Who says so, since when the desk knows, by when an answer is due, and whom to ring."""
    say = tongue.say
    body = head.body
    lines = [
        (say("From"), context.sender),
        (say("Logged"), tongue.figure(_both(head.rx, context.zone))),
    ]
    if body.heard is not None:
        began = _both(body.heard.began.ms, context.zone)
        lines.append((say("Heard by telephone or radio, call began"), tongue.figure(began)))
    if context.due_ms is not None:
        lines.append((say("Answer due"), tongue.figure(_both(context.due_ms, context.zone))))
    if head.partly:
        lines.append((say("Not shown"), say("a part of this is sealed for others")))
    return [*lines, *([(say("The desk's number"), tongue.figure(context.call))]
                      if context.call else [])]  # fmt: skip


def _both(ms: int, zone: str) -> str:
    """A moment as a date-time group and, elsewhere than in UTC, as the clock there shows it."""
    return figures.group(ms) if zone == "Z" else f"{figures.group(ms)} ({figures.clock(ms, zone)})"


def _spoken(body: Head, lines: list[Line], tongue: Tongue) -> list[str]:
    """The same lines to be read out, the place digit by digit."""
    place = None if isinstance(body, notice.MovementNotified) else body.place
    if place is None:
        return [_stopped(f"{name}: {value}") for name, value in lines]
    where = figures.place(place, tongue)
    read_out = figures.spoken_place(place)
    return [_stopped(f"{name}: {read_out if value == where else value}") for name, value in lines]


def _spelt(reference: str) -> str:
    """A reference as it is said: each digit by itself."""
    word, number = reference.split()
    return f"{word} {' '.join(number)}"


def _stopped(sentence: str) -> str:
    return sentence if sentence.endswith((".", "!", "?")) else f"{sentence}."
