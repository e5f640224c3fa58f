"""What a document tells of: happenings, terms of an arrangement, messages sent and left
unanswered.
"""
