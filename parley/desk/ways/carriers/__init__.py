"""The carriers: mail, signed webhooks, the gateway for text messages and voice, pages open here."""
