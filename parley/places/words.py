"""The words in which sides, axes, units and directions are told: English, Arabic, French, Russian.

Words are compared folded (`spelling.folded`): small letters without accents or vowel marks. Left
out because they mean two things: the single letter O (Ouest in French, east in its neighbours)
and the Arabic letter shin (north and east both begin with it). They are refused, not guessed.
"""

from __future__ import annotations

import unicodedata
from typing import TypeVar

from parley.errors import expected
from parley.places.spelling import LONGEST, folded
from parley.record.values.refused import shown

T = TypeVar("T")


def _table(rows: dict[T, str]) -> dict[str, T]:
    return {folded(word): meaning for meaning, words in rows.items() for word in words.split()}


SIDES = _table(
    {
        "N": "N north northern northerly nord شمال شمالا شمالي شمالية الشمال الشمالي الشمالية "
        "север северу севернее северная северной северный",
        "S": "S south southern southerly sud جنوب جنوبا جنوبي جنوبية الجنوب الجنوبي الجنوبية "
        "юг югу южнее южная южной южный Ю",
        "E": "E east eastern easterly est شرق شرقا شرقي شرقية الشرق الشرقي الشرقية "
        "восток востоку восточнее восточная восточной восточный",
        "W": "W west western westerly ouest غرب غربا غربي غربية الغرب الغربي الغربية "
        "запад западу западнее западная западной западный",
    }
)
AXES = _table(
    {
        "lat": "lat latitude عرض العرض широта широты шир",
        "lon": "lon long lng longitude طول الطول долгота долготы долг",
    }
)
MARKS = _table(
    {
        "°": "deg degree degrees degre degres درجة درجات град градус градуса градусов",
        "'": "min minute minutes دقيقة دقائق мин минута минуты минут",
        '"': "sec second seconds seconde secondes ثانية ثواني сек секунда секунды секунд",
    }
)
IDLE = frozenset(folded(word) for word in "خط دائرة and et и position coordinates".split())
METRES = _table(
    {
        1000.0: "km kms kilometer kilometers kilometre kilometres كم كلم كيلومتر كيلومترا "
        "كيلومترات км километр километра километров километрах",
        1.0: "m metre metres meter meters متر مترا أمتار м метр метра метров метрах",
        1852.0: "nm nmi",
        1609.344: "mi",
    }
)

POINTS = ("N", "NNE", "NE", "ENE", "E", "ESE", "SE", "SSE",
          "S", "SSW", "SW", "WSW", "W", "WNW", "NW", "NNW")  # fmt: skip
"""The 16 points of the compass, 22.5 degrees apart, clockwise from north."""

_MEANS = str.maketrans(
    {
        "º": "°", "˚": "°", "’": "'", "‘": "'", "′": "'", "´": "'", "ʹ": "'", "ʼ": "'", "″": '"',
        "”": '"', "“": '"', "ʺ": '"', "−": "-", "–": "-", "—": "-", "‐": "-", "‑": "-", "،": ",",
        "؛": ";", "٫": ".", "：": ":", "\u00a0": " ", "\u202f": " ", "\u2009": " ", "\t": " ",
        "\u200e": None, "\u200f": None, "\u061c": None, "ـ": None, "\u0670": None,
    }
    | {chr(vowel): None for vowel in range(0x064B, 0x0653)}
)  # fmt: skip
_DIGITS = ("0123456789", "٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹")


def plain(text: str) -> str:
    """The text with one form of each mark, and its digits in ASCII; words are left alone.

    Refused: blank or over-long text, line breaks and other control characters, digits of two
    scripts in one position (they hide a digit from one of two readers), and any other digit.
    """
    if len(text) > LONGEST or not text.strip():
        raise expected(f"a position in 1 to {LONGEST} characters", shown(text))
    scripts = [digits for digits in _DIGITS if set(digits) & set(text)]
    if len(scripts) > 1:
        raise expected("digits of one script", shown(text))
    for digits in scripts:
        text = text.translate(str.maketrans(digits, _DIGITS[0]))
    text = unicodedata.normalize("NFC", text).translate(_MEANS).replace("''", '"')
    strange = [one for one in text if not one.isprintable() or (one.isnumeric() and one > "9")]
    if strange:
        raise expected("plain digits, words and marks", shown(strange[0]))
    return text.strip()
