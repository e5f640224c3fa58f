"""The forms of English verbs and nouns, made by rule from lists of bases."""

from __future__ import annotations

from functools import cache
from importlib import resources

DOUBLED = frozenset(
    "admit aver beg bet chat commit compel confer control defer equip hit let nag nod occur omit "
    "permit plan plot prefer propel put quip quit quiz rebut recur refer regret repel rip run "
    "set shed "
    "shrug shut slam slip spot stop submit tap transfer transmit trap trim war win wrap brag "
    "chip stab "
    "rub rob grab drop ship snap step strip swap scrap overrun forget get cut dig hug begin "
    "pin".split()
)


@cache
def lines(package: str, name: str) -> tuple[str, ...]:
    """The lines of a word list beside the code, comments left out."""
    text = (resources.files(package) / name).read_text(encoding="utf-8")
    return tuple(line for line in text.splitlines() if line and not line.startswith("#"))


@cache
def _irregular() -> dict[str, tuple[str, str]]:
    rows = (line.split() for line in lines("parley.reading.words", "irregular.txt"))
    return {base: (past, participle) for base, past, participle in rows}


def third(base: str) -> str:
    """ "says", "denies", "wishes": also the plural of most nouns."""
    if base.endswith("y") and base[-2:-1] not in "aeiou":
        return base[:-1] + "ies"
    if base.endswith(("s", "x", "z", "ch", "sh", "o")):
        return base + "es"
    return base + "s"


def past(base: str) -> tuple[str, str]:
    """The past and the participle."""
    if base in _irregular():
        return _irregular()[base]
    if base.endswith("e"):
        made = base + "d"
    elif base.endswith("y") and base[-2:-1] not in "aeiou":
        made = base[:-1] + "ied"
    elif base in DOUBLED:
        made = base + base[-1] + "ed"
    else:
        made = base + "ed"
    return made, made


def gerund(base: str) -> str:
    """ "saying", "lying", "admitting"."""
    if base.endswith("ie"):
        return base[:-2] + "ying"
    if base.endswith("e") and not base.endswith(("ee", "oe", "ye")):
        return base[:-1] + "ing"
    if base in DOUBLED:
        return base + base[-1] + "ing"
    return base + "ing"


def forms(base: str) -> list[tuple[str, str]]:
    """Every form of a verb with its tag: VB base, VZ third, VD past, VN participle, VG -ing, VX
    either.
    """
    before, done = past(base)
    made = [(third(base), "VZ"), (gerund(base), "VG")]
    if before == done:
        made.append((before, "VX"))
    else:
        made += [(before, "VD"), (done, "VN")]
    if base not in (before, done):
        made.append((base, "VB"))
    return made
