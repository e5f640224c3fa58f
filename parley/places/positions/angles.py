"""Latitude and longitude in degrees, minutes and seconds, from words and marks.

How a text is read, and where it is refused:

1. It is cut into numbers, marks, signs, words and separators; an unknown word is refused.
2. It is parted into two axes: at its one separator, else by sides, labels, signs or marks.
3. Each axis is one to three numbers in one notation, with a side or a sign but never both.
4. Which is which is told by sides (N, E), by labels (latitude) or by the `order` asked for. If
   nothing tells it, the text is refused, even where only one order would be possible.
"""

from __future__ import annotations

import re
from typing import Literal, TypeAlias

from msgspec import Struct

from parley.errors import BadInput, expected
from parley.places.positions.fix import Angles, Axis, Order
from parley.places.spelling import folded
from parley.places.words import AXES, IDLE, MARKS, SIDES
from parley.record.values.refused import shown

_Sort: TypeAlias = Literal["number", "mark", "sign", "side", "label", "apart"]

_TOKEN = re.compile(
    r"(?P<number>\d+(?:\.\d+)?)|(?P<mark>[°'\"])|(?P<sign>[+-])|(?P<apart>[,;/])"
    r"|(?P<word>[^\W\d_]+)|(?P<blank>[\s:=.()]+)"
)
# "с. ш." is north latitude: two letters that each mean something else when they stand alone.
_RUSSIAN = tuple(
    (re.compile(rf"(?<!\w){first}\.? ?{second}\b\.?", re.IGNORECASE), f" {side} ")
    for first, second, side in (("с", "ш", "N"), ("ю", "ш", "S"), ("в", "д", "E"), ("з", "д", "W"))
)
_MOST_DIGITS = 15
_TIGHT = re.compile(r"(?<=\d),(?=\d)")


class _Token(Struct, frozen=True):
    sort: _Sort
    text: str


class _Half(Struct, frozen=True):
    """One axis, not yet known to be latitude or longitude unless `kind` says so."""

    axis: Axis
    kind: str


def read_angles(text: str, order: Order | None) -> Angles:
    """Read a latitude and a longitude from plain text (`words.plain`)."""
    tokens = _tokens(_points_for_commas(text))
    first, second = (_half(part, text) for part in _parted(tokens, text))
    if bool(first.axis.side) != bool(second.axis.side):
        raise expected("a side (N, S, E, W) for both numbers or for neither", shown(text))
    if first.axis.form != second.axis.form:
        raise expected("both numbers in one notation", shown(text))
    kinds = (first.kind, second.kind)
    told: Order | None
    if kinds in (("lat", "lon"), ("lat", ""), ("", "lon")):
        told = "lat-lon"
    elif kinds in (("lon", "lat"), ("lon", ""), ("", "lat")):
        told = "lon-lat"
    elif kinds == ("", ""):
        told = None
    else:
        raise expected("one latitude and one longitude", shown(text))
    if told and order and told != order:
        raise expected(f"the order asked for, {order}", f"{told}, as the text itself says")
    if not (told or order):
        raise BadInput(
            f"expected to be told which number is the latitude, got {shown(text)}",
            remedy="Write N or S and E or W, or say the order.",
        )
    both = (first.axis, second.axis)
    return Angles(*both) if (told or order) == "lat-lon" else Angles(*reversed(both))


def _points_for_commas(text: str) -> str:
    """A decimal comma only where it can be nothing else: twice, tight, and with two sides told."""
    for pattern, side in _RUSSIAN:
        text = pattern.sub(side, text)
    tight = _TIGHT.findall(text)
    sides = [word for word in re.findall(r"[^\W\d_]+", text) if folded(word) in SIDES]
    if "." not in text and len(tight) == 2 and len(sides) == 2:
        return _TIGHT.sub(".", text)
    return text


def _tokens(text: str) -> list[_Token]:
    found: list[_Token] = []
    end = 0
    for match in _TOKEN.finditer(text):
        if match.start() != end:
            break
        end = match.end()
        token = _token(match)
        if token:
            found.append(token)
    if end != len(text):
        raise expected("numbers, marks and sides", shown(text[end:]))
    return found


def _token(match: re.Match[str]) -> _Token | None:
    text = match[0]
    if match["number"]:
        if len(text) > _MOST_DIGITS:
            raise expected(f"a number of at most {_MOST_DIGITS} digits", shown(text))
        return _Token("number", text)
    if match["mark"]:
        return _Token("mark", text)
    if match["sign"]:
        return _Token("sign", text)
    if match["apart"]:
        return _Token("apart", text)
    if match["blank"]:
        return None
    word = folded(text)
    if word in SIDES:
        return _Token("side", SIDES[word])
    if word in AXES:
        return _Token("label", AXES[word])
    if word in MARKS:
        return _Token("mark", MARKS[word])
    if word in IDLE:
        return None
    raise expected("a side, an axis or a unit that is known here", shown(text))


def _parted(tokens: list[_Token], text: str) -> tuple[list[_Token], list[_Token]]:
    """The tokens of each axis."""
    numbers = [at for at, token in enumerate(tokens) if token.sort == "number"]
    if len(numbers) < 2 or len(numbers) > 6:
        raise expected("a latitude and a longitude", shown(text))
    apart = [at for at, token in enumerate(tokens) if token.sort == "apart"]
    apart = [at for at in apart if at < numbers[-1]]  # one at the very end separates nothing
    if len(apart) > 1:
        raise expected("one separator between latitude and longitude", shown(text))
    if apart:
        return tokens[: apart[0]], [one for one in tokens[apart[0] + 1 :] if one.sort != "apart"]
    cut = _second_begins(tokens, numbers)
    if cut is None:
        raise expected("to see where the second number begins (a comma, or sides)", shown(text))
    return tokens[:cut], tokens[cut:]


def _second_begins(tokens: list[_Token], numbers: list[int]) -> int | None:
    """The token with which the second axis begins, if something shows it."""
    named = [at for at, token in enumerate(tokens) if token.sort in ("side", "label")]
    labels = [at for at in named if tokens[at].sort == "label"]
    if len(labels) == 2 and labels[0] < numbers[0]:
        return labels[1]  # "latitude 35 N longitude 40 E": a label before each
    later = range(numbers[0] + 1, len(tokens))
    if named and named[0] < numbers[0]:
        return next((at for at in later if at in named), None)
    if named:
        closed = next((at for at in later if at in named), len(tokens))
        after = [at for at in range(closed, len(tokens)) if at not in named]
        return after[0] if after else None
    signs = [at for at in later if tokens[at].sort == "sign"]
    degrees = [at - 1 for at in later if tokens[at].text == "°" and at - 1 > numbers[0]]
    for found in (signs, degrees, numbers[1:] if len(numbers) == 2 else []):
        if len(found) == 1:
            return found[0]
    return None


def _half(tokens: list[_Token], text: str) -> _Half:
    """One axis from its tokens."""
    sides = [token.text for token in tokens if token.sort == "side"]
    labels = [token.text for token in tokens if token.sort == "label"]
    numbers = [at for at, token in enumerate(tokens) if token.sort == "number"]
    signs = [at for at, token in enumerate(tokens) if token.sort == "sign"]
    kinds = {*labels, *("lat" if side in "NS" else "lon" for side in sides)}
    if len(sides) > 1 or len(labels) > 1 or len(kinds) > 1 or not 1 <= len(numbers) <= 3:
        raise expected("one number, with one side", shown(text))
    told = [at for at, token in enumerate(tokens) if token.sort in ("side", "label")]
    if any(numbers[0] < at < numbers[-1] for at in told):
        raise expected("a side before or after its figures, not among them", shown(text))
    if signs and (sides or signs != [numbers[0] - 1]):
        raise expected("a sign before the number, or a side, but not both", shown(text))
    figures = _figures(tokens, numbers, text)
    kind = kinds.pop() if kinds else ""
    minus = bool(signs) and tokens[signs[0]].text == "-"
    side = sides[0] if sides else ""
    compact = _compact(figures, kind) if side else None
    degrees, minutes, seconds = [*(compact or figures), "", ""][:3]
    return _Half(Axis(degrees, minutes, seconds, side, minus), kind)


def _figures(tokens: list[_Token], numbers: list[int], text: str) -> list[str]:
    """Degrees, minutes and seconds as written; only the last may have decimals."""
    after = [tokens[at + 1].text if at + 1 < len(tokens) else "" for at in numbers]
    marks = [mark if mark in ("°", "'", '"') else "" for mark in after]
    if sum(token.sort == "mark" for token in tokens) != sum(map(bool, marks)):
        raise expected("each mark after its number", shown(text))
    if any(mark and mark != right for mark, right in zip(marks, "°'\"", strict=False)):
        raise expected("degrees, then minutes, then seconds", shown(text))
    figures = [tokens[at].text for at in numbers]
    if any("." in figure for figure in figures[:-1]):
        raise expected("decimals only in the last of degrees, minutes, seconds", shown(text))
    return figures


def _compact(figures: list[str], kind: str) -> list[str] | None:
    """Figures run together as in aviation: 351707N 0401033E, 3517N 04010E (ISO 6709, annex H)."""
    whole, point, part = figures[0].partition(".")
    wide = 2 if kind == "lat" else 3
    if len(figures) != 1 or len(whole) not in (wide + 2, wide + 4):
        return None
    cut = [whole[:wide], whole[wide : wide + 2], whole[wide + 2 :]]
    kept = [one for one in cut if one]
    return [*kept[:-1], kept[-1] + point + part]
