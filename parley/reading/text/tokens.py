"""Words and marks, each with its place. Abbreviations keep their point; clitics stand alone."""

from __future__ import annotations

import re

ABBREVIATIONS = (
    "Mr Mrs Ms Messrs Dr Prof Gen Lt Col Sgt Cpl Capt Cmdr Maj Brig Adm Sen Reps? Gov Pres Rev "
    "Hon St "
    "Jr Sr Mt Ft Inc Corp Ltd Co Bros vs etc Jan Feb Mar Apr Jun Jul Aug Sept Sep Oct Nov Dec "
    "Mon Tue Tues Wed Thu Thur Thurs Fri Ariz Calif Colo Conn Fla Ill Ind Kan Mass Mich Minn "
    "Miss Mont "
    "Neb Nev Okla Ore Pa Tenn Tex Va Vt Wash Wis Wyo Ala Ark Del Ga La Md Ky approx est dept Dept"
).replace(" ", "|")

_TOKEN = re.compile(
    rf"""
      [^\W\d_]+(?=[\x20\n,;:)])
    |       (?:{ABBREVIATIONS}|{ABBREVIATIONS.upper()})\.(?=[\s,;:)’'\"”])
    | No\.(?=\s?\d)
    | (?:[A-Za-z]\.){{2,}}
    | [A-Z]\.(?=\s+[A-Z])
    | [A-Z]-[A-Z][A-Za-z]*\.(?:[A-Z]\.)*(?=[),;])
    | [$£€]\d[\d.,]*(?<=\d)
    | \d+(?:[.,:]\d+)*(?:st|nd|rd|th|ST|ND|RD|TH)?(?:-[^\W\d_]+)*
    | [^\W\d_]+n['’]t\b | [^\W\d_]+N['’]T\b
    | [^\W_]+(?:-[^\W_]+)*(?:['’](?!(?:[sS]|re|ve|ll|[dDmM]|RE|VE|LL)\b)[^\W\d_]+)?
    | ['’](?:[sS]|re|ve|ll|[dDmM]|RE|VE|LL)\b
    | ``|''
    | \.\.+|…
    | --+|[—–]
    | \S
    """,
    re.VERBOSE,
)


class Tokens:
    """The words of a text in order, in lists that run side by side: `at` and `to` are offsets."""

    __slots__ = ("at", "low", "to", "words")

    def __init__(self, text: str) -> None:
        words: list[str] = []
        at: list[int] = []
        to: list[int] = []
        for found in _TOKEN.finditer(text):
            words.append(found[0])
            start, end = found.span()
            at.append(start)
            to.append(end)
        self.words = words
        self.low = [word.lower().replace("’", "'") for word in words]
        self.at = at
        self.to = to

    def __len__(self) -> int:
        return len(self.words)
