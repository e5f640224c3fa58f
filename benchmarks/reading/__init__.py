"""How well and how fast reports are read: against annotated corpora and against other tools."""
