"""The newsletter in the office."""

from newsletter.admin import editions, lists, readers

__all__ = ["editions", "lists", "readers"]
