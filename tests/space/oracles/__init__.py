"""Judges who share no code with the index: a slow reference, PostGIS, and cases they once found."""
