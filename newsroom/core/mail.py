"""The only way a mail leaves: a template pair in one language, sent by the worker."""
