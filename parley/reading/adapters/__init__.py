"""Other readers, off by default: the same output, and its provenance says which.

What they find is shown beside the rules' drafts, never merged with them.
"""
