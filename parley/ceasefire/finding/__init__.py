"""Finding: seven numbered tests of one event under one arrangement, as known at a ledger time.

    1 in force over the whole interval?      5 inside the area the clause covers?
    2 actor bound itself?                    6 free of any exception that may hold?
    3 act prohibited?                        7 evidence meets the policy?
    4 affected protected, or exempt?

Each is yes, no or unknown, with the clauses and entries it rests on (strong Kleene logic). Two
bases, what happened and what the actor states it meant, are kept side by side and never made one.
What comes out is proposed: a ruling is a person's signed act.
"""
