"""From characters to sentences: every stage keeps the offsets of the text it was given."""
