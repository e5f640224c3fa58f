"""Daily: one report a day, cut at one hour in one stated zone, beside the day before.

    period.py     from one cut-off to the next
    report.py     what is counted, what limits it, and by which method
    telling.py    the same as text and as CSV
"""
