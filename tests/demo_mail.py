"""The tests' settings for processes whose mails a test reads: files in the data folder, as in the demo."""

from tests.settings import *  # noqa: F403  # a settings module is its names

EMAIL_BACKEND = "newsroom.core.outbox.OutboxBackend"
