"""Spans: when things held, at which edges that is in doubt, and what an event's time touches."""
