"""Clocks: how long something must hold. Declared is decided; observed is one policy on the record.

    seen.py       what the record says that a clock could turn on
    gathering.py  the fold that collects it
    marking.py    what may reset a clock, when at the earliest and when at the latest
    declaring.py  what those with the power declared: starts, blocks, pauses, ends
    scales.py     time that counts: hours that passed, or whole days between day edges
    counting.py   clean time by pure arithmetic: the least it can be, and the most
    face.py       what a clock shows at a moment, side by side under every policy
    history.py    what it showed when less was known
"""
