"""Lists: two parties' incident lists side by side, and totals that their parts do not add up to.

    reading.py    a list as a CSV file, refused by line and column
    matching.py   match, disputed, unmatched: each with its reasons; nothing is ever merged
    sums.py       stated totals against their parts
"""
