"""Clocks drawn, and the daily report as a page. Nothing is decided here."""

from parley.web.holding.clock import clock_svg
from parley.web.holding.daily import daily_html

__all__ = ["clock_svg", "daily_html"]
