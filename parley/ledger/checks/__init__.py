"""Checking: what an outsider, an operator or a court can show from the bytes alone."""
