"""What each word may be: a small lexicon and a hand-written tagger, without trained weights."""
