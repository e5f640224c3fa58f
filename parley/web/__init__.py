"""What people see: pages made from what a projection has worded. Nothing is decided here."""

from parley.web.review import review_html

__all__ = ["review_html"]
