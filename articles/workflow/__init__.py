"""Who sees to a text, until when, and who is told what becomes of it."""
