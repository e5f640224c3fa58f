"""The language a message is written in: a catalogue of whole sentences, and which way it runs.

Every sentence is looked up whole, in English, with named gaps, as gettext catalogues want it.
What fills a gap is never translated: it is quoted, or a figure in Latin digits.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

LEFT_TO_RIGHT, POP = "\N{LEFT-TO-RIGHT ISOLATE}", "\N{POP DIRECTIONAL ISOLATE}"


class Tongue:
    """One language: `catalogue` turns an English sentence into its own (gettext's function)."""

    def __init__(
        self,
        language: str,
        catalogue: Callable[[str], str] = str,
        *,
        direction: Literal["ltr", "rtl"] = "ltr",
    ) -> None:
        self.language, self.direction = language, direction
        self._catalogue = catalogue

    def say(self, sentence: str, **gaps: object) -> str:
        """A sentence of the catalogue with its gaps filled."""
        return self._catalogue(sentence).format_map(gaps)

    def figure(self, text: str) -> str:
        """A coordinate, a time or a reference: Latin digits, kept from being turned round.

        In right-to-left text a bare ISO time or coordinate is shown with its parts re-ordered
        (Unicode Standard Annex 9), which is a wrong place or a wrong time.
        """
        return f"{LEFT_TO_RIGHT}{text}{POP}" if self.direction == "rtl" else text


ENGLISH = Tongue("en")
