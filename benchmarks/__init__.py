"""What Parley promises about speed, one file a promise, each beside a peer in the same run.

    python -m benchmarks                all of them; `make bench`
    python -m benchmarks fold start     some of them
    python -m benchmarks --quick        smaller sizes, to see that everything runs
    python -m benchmarks --write        all of them, and the table in BUDGET.md

Timings are ratios of rounds taken in turns (ours, peer, ours, peer ...), because a machine that is
shared or warm changes its pace between two runs and hardly between two rounds. A ratio is the
median of the pairs, with the least and the greatest beside it.
"""
