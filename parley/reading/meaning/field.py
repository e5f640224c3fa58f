"""Whether a document speaks of war and truce, and the words by which it does.

Claims inside claims, the narrator's own claims and the finer kinds are drawn only from such
documents: elsewhere they would be drafts that nobody at a desk has to confirm.
"""

from __future__ import annotations

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
_GROUPS = (
    "ceasefire cease-fire ceasefires truce truces armistice cessation hostilities deconfliction "
    "de-escalation demilitarized demilitarised",
    "airstrike airstrikes strike strikes raid raids bombing bombings bombed bombardment bomb bombs "
    "shelling shelled shells attack attacks attacked attacking offensive offensives clashes "
    "fighting gunfire mortar mortars missile missiles rocket rockets drone drones ambush "
    "ambushes ambushed "
    "explosion explosions massacre massacres assault assaults incursion incursions explosives "
    "dynamite murder murders murdered assassination assassinations assassinated kidnapping "
    "kidnappings kidnapped",
    "troops soldier soldiers army armies rebel rebels militia militias militant militants jihadi "
    "jihadis jihadist jihadists insurgents guerrilla guerrillas terrorist terrorists fighters "
    "combatants forces warplanes warplane coalition gunmen paramilitary paramilitaries hostages "
    "hostage peacekeepers battalion brigade commander commanders checkpoint checkpoints convoy "
    "convoys frontline",
    "killed wounded injured casualties casualty dead died death deaths victims",
)
_GROUP_OF = {word: number for number, words in enumerate(_GROUPS) for word in words.split()}
_PEACE = frozenset("agreement accord accords deal plan process talks".split())
_SAMPLE = 40_000
"""Words that are looked at; a text longer than that has made it plain by then."""


def of_conflict(low: list[str]) -> bool:
    """Whether a text, as its words in lower case, speaks of war or of what stops one.

    Two of four sorts of words (arrangements, force, armed persons, the hurt) and one of them in a
    hundred words; or one sort alone, and more than twice as often.
    """
    groups = [0, 0, 0, 0]
    sample = low if len(low) <= _SAMPLE else low[:_SAMPLE]
    for i, word in enumerate(sample):
        group = _GROUP_OF.get(word)
        if group is not None:
            groups[group] += 1
        elif word == "peace" and i + 1 < len(sample) and sample[i + 1] in _PEACE:
            groups[0] += 1
    often = sum(groups) * 115 / max(1, len(sample))  # marks are counted among the words
    sorts = sum(1 for count in groups if count)
    return (sorts >= 2 and often >= 1.0) or (sorts >= 1 and often >= 2.5)
