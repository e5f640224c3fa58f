"""Whom a word stands for: pronouns, "the ministry", a surname, an actor's other names."""
