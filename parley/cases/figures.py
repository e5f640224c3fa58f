"""Numbers as people write them, as ranges whose bounds are never invented.

"At least 62" has a low and no high. A strict bound moves by one where whole things are counted
("more than 100" persons: low 101) and stays where time or length is measured ("under 5" minutes:
high 5), because there a half exists; the words are kept beside either way.
"""

from __future__ import annotations

import re

from parley.errors import expected
from parley.record.values.amount import Range

MEASURED = frozenset({"second", "minute", "hour", "day", "m", "km"})
"""Units of which a half exists."""

_WORDS = {
    word: number
    for number, word in enumerate(
        "no one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
        "fifteen sixteen seventeen eighteen nineteen twenty".split()
    )
}
_NUMBER = rf"(?:\d{{1,3}}(?:,\d{{3}})+|\d{{1,15}}|{'|'.join(_WORDS)})"
_FORM = re.compile(
    r"(?:(?P<about>about|some|around|approximately|roughly|nearly) )?"
    r"(?:(?P<bound>at least|more than|over|at most|up to|under|less than|fewer than) )?"
    rf"(?P<first>{_NUMBER})"
    rf"(?:(?: to |-| and )(?P<open>possibly )?(?P<over>more than )?(?P<last>{_NUMBER}))?",
    re.ASCII,
)
_NO_NUMBER = frozenset({"several", "many", "some", "a few", "dozens", "hundreds"})


def figure(written: str, unit: str) -> Range:
    """The range a phrase gives: "at least 80", "more than 100", "90 to 106", "about 100", "83".

    A phrase without a number ("several") has no bounds at all and is approximate.
    """
    phrase = written.lower()
    if phrase in _NO_NUMBER:
        return Range(unit=unit, written=written, approximate=True)
    found = _FORM.fullmatch(phrase)
    if not found:
        raise expected('a figure like "at least 80", "90 to 106" or "about 100"', repr(written))
    first, about = _number(found["first"]), found["about"] is not None
    if found["last"] is not None:
        if found["bound"]:
            raise expected("one bound or a range", repr(written))
        # "62 to possibly more than 100" sets no upper bound.
        unbounded = found["open"] is not None or found["over"] is not None
        high = None if unbounded else _number(found["last"])
        approximate = about or unbounded
        return Range(unit=unit, written=written, low=first, high=high, approximate=approximate)
    if found["bound"]:
        low, high = _bounds(found["bound"], first, whole=unit not in MEASURED)
        return Range(unit=unit, written=written, low=low, high=high, approximate=about)
    if about:
        return Range(unit=unit, written=written, best=first, approximate=True)
    return Range.exactly(first, unit, written)


def _number(written: str) -> int:
    return _WORDS[written] if written in _WORDS else int(written.replace(",", ""))


def _bounds(word: str, number: int, *, whole: bool) -> tuple[int | None, int | None]:
    step = 1 if whole else 0
    match word:
        case "at least":
            return number, None
        case "more than" | "over":
            return number + step, None
        case "at most" | "up to":
            return None, number
        case _:
            return None, number - step
