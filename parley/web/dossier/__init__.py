"""The incident file drawn and printed: lanes, places, and a PDF in the reader's language."""
