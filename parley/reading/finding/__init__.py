"""Who says what: from words that report to a speaker, a cue and the words reported."""
