"""Said: an event as people read it out of the record, and the readings its statements allow."""
