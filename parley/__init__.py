"""Parley keeps the one record that both sides of a ceasefire can check."""

__version__ = "0.1.0.dev0"
