"""Readers tell what is wrong in an article: a form without a cookie, and a task for those who decide on it."""
