"""Ceasefire: an arrangement as data, and what the record says about it. It proposes, never judges.

    text/         what was agreed: the arrangement file, its clauses, clocks, obligations
    known/        what the record says about it: dated acts, names, rulings
    said/         an event as people read it out of the record, and where they contradict
    spans/        when things held, and in how far that is in doubt
    weighing/     the seven tests, one question at a time
    finding/      what a finding is, how it is made, how it is told
    scenario/     start facts, timed entries and what must come out, run as tests
    clocks/       hold clocks, declared and observed
    obligations/  obligations, milestones, status per speaker
    lists/        two parties' incident lists, and sums that do not add up
    daily/        the daily report

Everything here is pure: bytes and records in, frozen structs out. No clock, no chance, no file.
"""
