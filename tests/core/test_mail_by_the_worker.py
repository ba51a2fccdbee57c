from typing import Any

import pytest
from django.core import mail as django_mail
from django.db import transaction
from pytest_django import DjangoCaptureOnCommitCallbacks

from newsroom.core import mail
from newsroom.core.models import BackgroundTask
from newsroom.core.tasks import worker

pytestmark = pytest.mark.django_db


def test_a_mail_asked_for_is_sent_by_the_worker(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        mail.send("test", to="salma@example.ma", language="ar", context={})
    assert django_mail.outbox == []
    worker.Worker().drain()
    assert [message.to for message in django_mail.outbox] == [["salma@example.ma"]]


@pytest.mark.django_db(transaction=True)
def test_what_is_rolled_back_sends_no_mail() -> None:
    def ask_and_fail() -> None:
        mail.send("test", to="salma@example.ma", language="fr", context={})
        raise RuntimeError

    with pytest.raises(RuntimeError), transaction.atomic():
        ask_and_fail()
    assert not BackgroundTask.objects.exists()


def test_a_mail_that_the_server_does_not_take_waits_for_another_try(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks, settings: Any
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    with django_capture_on_commit_callbacks(execute=True):
        mail.send("test", to="salma@example.ma", language="fr", context={})
    worker.Worker().drain()
    assert (BackgroundTask.objects.get().status, BackgroundTask.objects.get().attempts) == ("READY", 1)
