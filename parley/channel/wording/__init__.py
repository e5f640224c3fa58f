"""Words that leave the desk: one text for mail, text message, voice and screen."""

from parley.channel.wording.message import (
    ALERT_CHOICES,
    NOTICE_CHOICES,
    Choice,
    Context,
    Meaning,
    Message,
    message,
)
from parley.channel.wording.tongue import ENGLISH, Tongue

__all__ = [
    "ALERT_CHOICES",
    "ENGLISH",
    "NOTICE_CHOICES",
    "Choice",
    "Context",
    "Meaning",
    "Message",
    "Tongue",
    "message",
]
