"""Clocks drawn, and the daily report as a page. Nothing is decided here."""

from parley.web.holding.clock import clock_svg

__all__ = ["clock_svg"]
