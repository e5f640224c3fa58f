"""Agreements on the command line: findings, clocks, obligations, lists and the daily report."""
