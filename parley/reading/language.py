"""Which language a text is in: its script, then the small words it uses. No trained weights."""

from __future__ import annotations

import re
from collections import Counter

READ = frozenset(("en", "undetermined"))
"""The languages that are read. What is too short to tell is read as English and marked so."""

NAMES = {
    "en": "English", "fr": "French", "es": "Spanish", "de": "German", "it": "Italian",
    "pt": "Portuguese", "nl": "Dutch", "tr": "Turkish", "id": "Indonesian", "so": "Somali",
    "sw": "Swahili", "ku": "Kurdish", "sr": "Serbian", "ar": "Arabic", "fa": "Persian",
    "ur": "Urdu", "ps": "Pashto", "he": "Hebrew", "ru": "Russian", "uk": "Ukrainian", "el": "Greek",
    "am": "Amharic", "ja": "Japanese", "zh": "Chinese", "ko": "Korean", "hi": "Hindi", "th": "Thai",
    "ka": "Georgian", "hy": "Armenian",
}  # fmt: skip
"""The languages that are told apart, by their ISO 639 codes."""
_SMALL = {
    "en": (
        "the of and to in that is was for it with as his on be at by he from are this have not "
        "but had they which said were their has an who will or its"
    ),
    "fr": (
        "le la les de des du et en un une est que qui dans pour par sur au aux ce cette il "
        "elle ne pas plus avec sont ont été se leur mais ou où"
    ),
    "es": (
        "el la los las de del y en un una es que se por con para su al lo como más pero sus le "
        "ha este esta fue son entre cuando muy sin sobre también"
    ),
    "de": (
        "der die das und in den von zu mit ist des dem nicht ein eine auf für sich im auch es "
        "an als nach wie aus bei werden hat wird sind oder war wurde dass"
    ),
    "it": (
        "il lo la gli le di del della e in un una è che per con non si da sono ha al dei nel "
        "alla più come anche ma dal delle"
    ),
    "pt": (
        "o a os as de do da dos das e em um uma é que se por com para não no na ao mais foi "
        "são como mas ou seu sua pelo pela"
    ),
    "nl": (
        "de het een en van in is dat op te zijn met voor niet aan er ook als bij door naar "
        "maar om hij uit werd heeft nog"
    ),
    "tr": (
        "ve bir bu da de için ile olarak daha çok gibi olan sonra kadar ancak olduğu dedi en "
        "ya ise ne mi"
    ),
    "id": (
        "dan yang di dengan untuk pada dari ini itu dalam tidak akan oleh telah sebagai juga "
        "ada mereka kepada"
    ),
    "so": "iyo oo ka ku waa u ah la in uu ay soo ayaa ee waxaa",
    "sw": "na ya wa kwa ni katika za la kuwa hiyo hii kama yake pia alisema",
    "ku": "û li bi ji di de ku bo jî ew ev wî hate",
    "sr": "i je u na se da su za od sa koji kao što ne će bi iz",
}
_PROFILES = {name: frozenset(words.split()) for name, words in _SMALL.items()}
_SCRIPTS = (
    (re.compile("[\u0600-\u06ff\u0750-\u077f]"), "ar"),
    (re.compile("[\u0590-\u05ff]"), "he"),
    (re.compile("[\u0400-\u04ff]"), "ru"),
    (re.compile("[\u0370-\u03ff]"), "el"),
    (re.compile("[\u1200-\u137f]"), "am"),
    (re.compile("[\u3040-\u30ff]"), "ja"),
    (re.compile("[\u4e00-\u9fff]"), "zh"),
    (re.compile("[\uac00-\ud7af]"), "ko"),
    (re.compile("[\u0900-\u097f]"), "hi"),
    (re.compile("[\u0e00-\u0e7f]"), "th"),
    (re.compile("[\u10a0-\u10ff]"), "ka"),
    (re.compile("[\u0530-\u058f]"), "hy"),
)
_ARABIC_SCRIPT = (
    (re.compile("[ٹڈڑںےہ]"), "ur"),
    (re.compile("[پچژگکی]"), "fa"),
    (re.compile("[ېۍټځڅښ]"), "ps"),
)
_CYRILLIC = ((re.compile("[іїєґІЇЄҐ]"), "uk"), (re.compile("[ђћџљњјЂЋЏЉЊЈ]"), "sr"))
_LATIN = re.compile("[A-Za-zÀ-ɏ]")
_WORD = re.compile(r"[^\W\d_]+")

SAMPLE = 8_000
ENOUGH = 12
"""So many words at least must be there before a language is named."""


def language_of(text: str) -> str:
    """The ISO 639 code of a text's language, or "undetermined" where it is too short to tell."""
    sample = (
        text[:SAMPLE]
        if len(text) <= SAMPLE
        else text[: SAMPLE // 2] + text[len(text) // 2 :][: SAMPLE // 2]
    )
    if sample.isascii():
        return _by_small_words(sample)
    latin = len(_LATIN.findall(sample))
    best, most = "", 0
    for script, name in _SCRIPTS:
        count = len(script.findall(sample))
        if count > most:
            best, most = name, count
    if most > latin and most >= 4:
        return _within_script(best, sample, most)
    return _by_small_words(sample)


def _within_script(name: str, sample: str, most: int) -> str:
    """Persian is not Arabic and Ukrainian is not Russian: by the letters that only one has."""
    for letters, other in {"ar": _ARABIC_SCRIPT, "ru": _CYRILLIC}.get(name, ()):
        if len(letters.findall(sample)) * 40 > most:
            return other
    return name


def _by_small_words(sample: str) -> str:
    words = _WORD.findall(sample.lower())
    if len(words) < ENOUGH:
        return "undetermined"
    counted = Counter(words)
    share = {
        name: sum(counted[word] for word in small) / len(words) for name, small in _PROFILES.items()
    }
    best = max(share, key=lambda name: share[name])
    if share[best] < 0.06 or (best != "en" and share[best] < share["en"] * 1.2):
        return "en" if share["en"] >= 0.06 else "undetermined"
    return best
