"""What the index of space and time promises about speed, each figure beside its peers in one run.

    python -m benchmarks.space                    all sections; `make bench-space`
    python -m benchmarks.space queries join       some of them
    python -m benchmarks.space --quick            small sizes, to see that everything runs
    python -m benchmarks.space --large            10,000,000 entries too: 10 GB, ten minutes more
    python -m benchmarks.space --write            and put the tables into BUDGET.md

Times are CPU time of whoever did the work, ours and each peer's taken in turns over the same
questions, because a machine that is shared changes its pace between two runs and less between two
rounds. What can only be measured by the clock on the wall says so.
"""
