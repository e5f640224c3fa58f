"""The words that report, as data: verbs, nouns and phrases, each with its frame, kind and
weight.
"""
