"""Background work: Django's tasks on the database backend, with retry, recovery and periodic jobs."""

from newsroom.core.compat import task

__all__ = ["task"]
