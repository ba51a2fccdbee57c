"""The site's settings with what makes tests fast and quiet; nothing here loosens a rule that the tests prove."""

from newsroom.settings import *  # noqa: F403  # a settings module is its names
from newsroom.settings import DATA_DIR, DATABASES, SQLITE, STORAGES

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
if SQLITE:
    # A file, not memory: browser tests and process tests share it with other threads and processes.
    DATABASES["default"]["TEST"] = {"NAME": str(DATA_DIR / "test.sqlite3")}
PAGE_STORE_DIR = None
"""Tests of the page store give it a folder of their own."""
TASK_BEAT_SECONDS, TASK_LOST_SECONDS = 0.2, 1.5
