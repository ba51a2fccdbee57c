"""The demo's mail: written to files, read on a page. In production neither the backend nor the page is there."""

import os
import re
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from functools import wraps
from pathlib import Path

from csp.constants import SELF
from django.conf import settings
from django.core.mail import EmailMessage as Outgoing
from django.core.mail.backends.base import BaseEmailBackend
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import path
from django.utils import timezone
from django.utils.translation import get_language_info
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

KEPT = 500
PER_PAGE = 50
NAME = re.compile(r"[0-9]{8}T[0-9]{12}Z-[0-9a-f]{16}")
SHOWN = ("From", "To", "Date", "Message-ID", "Content-Language", "Auto-Submitted", "List-Unsubscribe")


class OutboxBackend(BaseEmailBackend):
    """One file for each mail, whole or not there, named so that sorting by name is sorting by time."""

    def send_messages(self, email_messages: Sequence[Outgoing]) -> int:
        folder: Path = settings.OUTBOX_DIR
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for message in email_messages:
            _write(folder, message.message().as_bytes())
        _forget(folder)
        return len(email_messages)


def _write(folder: Path, content: bytes) -> None:
    name = f"{timezone.now():%Y%m%dT%H%M%S%fZ}-{secrets.token_hex(8)}"
    unfinished = folder / f".{name}.part"
    try:
        with unfinished.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        unfinished.rename(folder / f"{name}.eml")
    finally:
        unfinished.unlink(missing_ok=True)


def _forget(folder: Path) -> None:
    for name in _names(folder)[KEPT:]:
        (folder / f"{name}.eml").unlink(missing_ok=True)  # another process may have been quicker


def _names(folder: Path) -> list[str]:
    """Newest first."""
    found = (file.stem for file in folder.glob("*.eml")) if folder.is_dir() else iter(())
    return sorted((name for name in found if NAME.fullmatch(name)), reverse=True)


@dataclass(frozen=True)
class Mail:
    name: str
    parsed: EmailMessage

    @property
    def at(self) -> datetime:
        return datetime.strptime(self.name.partition("-")[0], "%Y%m%dT%H%M%S%f%z")

    @property
    def to(self) -> str:
        return str(self.parsed["To"] or "")

    @property
    def subject(self) -> str:
        return str(self.parsed["Subject"] or "")

    @property
    def headers(self) -> list[tuple[str, str]]:
        return [(name, str(self.parsed[name])) for name in SHOWN if self.parsed[name]]

    @property
    def language(self) -> str:
        code = str(self.parsed["Content-Language"] or "")
        return code if code in dict(settings.LANGUAGES) else ""

    @property
    def direction(self) -> str:
        return "rtl" if self.language and get_language_info(self.language)["bidi"] else "ltr"

    @property
    def text(self) -> str:
        return self._part("plain")

    @property
    def html(self) -> str:
        return self._part("html")

    def _part(self, kind: str) -> str:
        part = self.parsed.get_body((kind,))
        return str(part.get_content()) if isinstance(part, EmailMessage) else ""


def read(name: str) -> Mail | None:
    """The mail of this name, or None where there is none (any more); whatever is no name of ours is none."""
    if not NAME.fullmatch(name):
        return None
    try:
        content = (settings.OUTBOX_DIR / f"{name}.eml").read_bytes()
    except FileNotFoundError:
        return None
    parsed = message_from_bytes(content, policy=policy.default)
    return Mail(name, parsed)


View = Callable[..., HttpResponseBase]


def _demo_only(view: View) -> View:
    @wraps(view)
    def guarded(request: HttpRequest, *args: str, **kwargs: str) -> HttpResponseBase:
        if not settings.DEMO:
            raise Http404
        response = view(request, *args, **kwargs)
        response["X-Robots-Tag"] = "noindex, nofollow"
        return response

    return require_safe(never_cache(guarded))


@_demo_only
def outbox(request: HttpRequest) -> HttpResponseBase:
    page = Paginator(_names(settings.OUTBOX_DIR), PER_PAGE).get_page(request.GET.get("page"))
    mails = [mail for name in page if (mail := read(name))]
    return TemplateResponse(request, "outbox/list.html", {"page": page, "mails": mails, "kept": KEPT})


@_demo_only
def outbox_mail(request: HttpRequest, name: str) -> HttpResponseBase:
    mail = read(name)
    if mail is None:
        raise Http404
    response = TemplateResponse(request, "outbox/mail.html", {"mail": mail})
    response._csp_update = {"frame-src": [SELF]}  # type: ignore[attr-defined]  # what django-csp's decorators set
    return response


FRAME_POLICY = (
    # Links open in a tab of their own; nothing else that a mail could hold does anything.
    "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; style-src 'unsafe-inline';"
    " img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
)


@_demo_only
def outbox_html(request: HttpRequest, name: str) -> HttpResponseBase:
    """The mail as a mail program would show it, alone in its frame."""
    mail = read(name)
    if mail is None or not mail.html:
        raise Http404
    html = re.sub(r"(<head[^>]*>)", r'\1<base target="_blank">', mail.html, count=1)
    return HttpResponse(html, headers={"X-Frame-Options": "SAMEORIGIN", "Content-Security-Policy": FRAME_POLICY})


urlpatterns = [
    path("outbox/", outbox, name="outbox"),
    path("outbox/<str:name>/", outbox_mail, name="outbox_mail"),
    path("outbox/<str:name>/html", outbox_html, name="outbox_html"),
]
