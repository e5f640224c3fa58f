"""Ceasefire: an arrangement as data, and what the record says about it. It proposes, never judges.

    text/         what was agreed: the arrangement file, its clauses, clocks, obligations
    finding/      seven numbered tests of one event, on two bases, with the facts that are missing
    scenario/     start facts, timed entries and what must come out, run as tests
    clocks/       hold clocks, declared and observed          (what ran, reset, was renewed)
    obligations/  obligations, milestones, status per speaker
    lists/        two parties' incident lists, and sums that do not add up
    daily/        the daily report

Everything here is pure: bytes and records in, frozen structs out. No clock, no chance, no file.
"""
