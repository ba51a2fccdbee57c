"""Readers' comments and their moderation; stands on `articles` and the floor, never on `newsletter`."""
