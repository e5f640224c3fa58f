"""Text: what was agreed, as a file a machine can read and a lawyer can check line by line."""
