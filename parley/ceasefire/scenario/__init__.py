"""Scenario: start facts, timed entries, and what must come out, as a file that runs as a test."""
