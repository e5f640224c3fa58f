"""Text messages: how many parts a text takes, and how it is cut where nobody joins the parts again.

3GPP TS 23.038: a text of the GSM 7-bit default alphabet and its extension is counted in septets
(an extension sign is two), any other in UTF-16 code units. One part holds 160 septets or 70 units;
each of several holds 153 or 67, because a header that lets the phone join them takes the rest.
Nothing is ever shortened: a text that needs more parts than a gateway takes is refused instead, and
the ladder goes on by another way.
"""

from __future__ import annotations

from typing import Final, Literal

from msgspec import Struct

_BASIC: Final = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_EXTENDED: Final = frozenset("\f^{}\\[~]|€")
MOST_PARTS: Final = 255
_Alphabet = Literal["gsm-7", "ucs-2"]
_WHOLE: Final[dict[_Alphabet, int]] = {"gsm-7": 160, "ucs-2": 70}
_JOINED: Final[dict[_Alphabet, int]] = {"gsm-7": 153, "ucs-2": 67}


class Segments(Struct, frozen=True):
    """The parts of a text, in its alphabet. Joined they are the text."""

    alphabet: _Alphabet
    parts: tuple[str, ...]


def segments(text: str) -> Segments:
    """The parts that a gateway which joins them will send; no sign is cut in two."""
    alphabet: _Alphabet = "gsm-7" if set(text) <= _BASIC | _EXTENDED else "ucs-2"
    if cost(text, alphabet) <= _WHOLE[alphabet]:
        return Segments(alphabet, (text,))
    return Segments(alphabet, _filled(text, alphabet, _JOINED[alphabet]))


def numbered(text: str) -> Segments:
    """Parts that each stand as a message of their own: "2/5 ...", cut between words if it can be.

    For gateways that do not join. A reader who gets them in any order can put them together.
    """
    found = segments(text)
    if len(found.parts) == 1:
        return found
    digits = 1
    while True:
        room = _WHOLE[found.alphabet] - 2 * digits - 2
        parts = _filled(text, found.alphabet, room, words=True)
        if len(str(len(parts))) <= digits:
            break
        digits += 1
    of = len(parts)
    return Segments(
        found.alphabet, tuple(f"{number}/{of} {part}" for number, part in enumerate(parts, 1))
    )


def cost(text: str, alphabet: _Alphabet) -> int:
    """What a text takes: septets, or UTF-16 code units."""
    if alphabet == "gsm-7":
        return len(text) + sum(sign in _EXTENDED for sign in text)
    return len(text) + sum(ord(sign) > 0xFFFF for sign in text)


def _filled(
    text: str, alphabet: _Alphabet, room: int, *, words: bool = False
) -> tuple[str, ...]:
    parts, begin, used, gap = [], 0, 0, 0
    for at, sign in enumerate(text):
        takes = cost(sign, alphabet)
        if used + takes > room:
            cut = gap if words and gap > begin else at
            parts.append(text[begin:cut])
            begin = cut
            used = cost(text[begin:at], alphabet)
        used += takes
        if sign in " \n":
            gap = at + 1
    return (*parts, text[begin:])
