"""Holding: what an arrangement counts, for a person at the desk. Proposals and counts, no verdict.

    standing.py  clocks, obligations and speakers, from a record and the files about it
    lists.py     two parties' lists side by side
    reports.py   the daily report
    scenes.py    what the 2016 case shows of all this, as plain lines
"""
