"""Whether a document speaks of war and truce, and the words by which it does.

Claims inside claims, the narrator's own claims and the finer kinds are drawn only from such
documents:
elsewhere they would be drafts that nobody at a desk has to confirm.
"""

from __future__ import annotations

import re

ARRANGEMENT = (
    r"(?:ceasefire|cease-fire|truce|armistice|cessation of hostilities|de-?escalation|"
    r"demilitari[sz]ed zone|"
    r"peace (?:agreement|accord|deal|plan|process)|(?:geneva|minsk|dayton|oslo) (?:agreement|"
    r"accords?|protocol)|"
    r"cessation|deconfliction|humanitarian pause)"
)
FORCE = (
    r"(?:air ?strikes?|airstrikes?|air raids?|raids?|strikes?|bomb(?:ing|ings|ed|s|ardment)?|"
    r"shell(?:ing|ed|s)?|"
    r"attack(?:s|ed|ing)?|offensives?|clashes|fighting|gunfire|mortars?|missiles?|rockets?|drones?|ambush(?:ed|es)?|"
    r"explosions?|massacres?|assault(?:s|ed)?|incursions?|violations?|explosives?|dynamite|murder(?:ed|s)?|"
    r"assassinat(?:ed|ion|ions)|kidnap(?:ped|ping|pings)?)"
)
ARMED = (
    r"(?:troops?|soldiers?|army|armies|rebels?|militias?|militants?|jihad(?:is|ists?)|insurgents?|guerrillas?|"
    r"terrorists?|fighters?|combatants?|forces|warplanes?|coalition|gunmen|paramilitar(?:y|ies)|hostages?|"
    r"monitoring mission|peacekeepers?|battalion|brigade|commanders?|front ?lines?|checkpoint|"
    r"convoys?)"
)
HURT = r"(?:killed|wounded|injured|casualties|dead|died|deaths?|victims?)"

_WORDS = re.compile(rf"\b(?:({ARRANGEMENT})|({FORCE})|({ARMED})|({HURT}))\b", re.IGNORECASE)
ENOUGH = 2
"""How many of the four groups must be met, and how often in all per 100 words."""


def of_conflict(text: str) -> bool:
    """Whether a text speaks of an armed conflict or an arrangement that stops one."""
    groups = [0, 0, 0, 0]
    for found in _WORDS.finditer(text[:200_000]):
        groups[(found.lastindex or 1) - 1] += 1
    words = max(1, min(len(text), 200_000) // 6)
    kinds = sum(1 for count in groups if count)
    often = sum(groups) * 100 / words
    return (kinds >= ENOUGH and often >= 1.0) or (kinds >= 1 and often >= 2.5)
