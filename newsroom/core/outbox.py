"""The demo's mail: written to files, read on a page."""

from django.core.mail.backends.filebased import EmailBackend


class OutboxBackend(EmailBackend):
    pass
