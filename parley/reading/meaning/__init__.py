"""What a claim says: its kind, how firmly, under what condition, with which numbers, who did it."""
