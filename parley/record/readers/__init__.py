"""Whoever reads records: projections (`told`), and programs that are not ours (`schema`)."""
