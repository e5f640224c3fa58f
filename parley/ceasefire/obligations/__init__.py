"""Obligations: what a text asks of whom, and who says it was done. Nobody confirms itself.

    words.py       what the record says of obligations, restraint, influence and status
    hearing.py     the fold that collects it
    reading.py     what people read out of other entries: this row claims that clause done
    holders.py     on whom a clause lies, and for whom a name speaks
    standing.py    open, claimed done, confirmed, disputed, breached, lapsed: each with its entries
    milestones.py  what follows once joined conditions hold, and which are missing
    answers.py     "no obligation was met": counted from the record, never true or false
"""
