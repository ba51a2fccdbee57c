"""The only way a mail leaves: three templates, rendered in one language and sent by the worker.

`templates/mail/<name>.subject.txt`, `.txt` and `.html` see what `send()` was given and `publication`, `site_url`,
`language`, `direction` and `subject`. What readers typed has no place in a mail: such mails are used as spam cannons.
"""

import json
import logging
import re
import smtplib
import uuid
from collections.abc import Iterator, Mapping
from datetime import timedelta
from email.headerregistry import Address
from email.utils import parseaddr
from typing import Any
from urllib.parse import urlsplit

import css_inline
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMultiAlternatives
from django.core.validators import validate_email
from django.template import Context, engines
from django.utils.translation import get_language_info, override
from django.utils.translation import gettext_lazy as _

from newsroom.core import compat
from newsroom.core.models import Publication
from newsroom.core.tasks import enqueue_on_commit, task

MAX_ADDRESS = 254  # RFC 5321
PERMANENT = 500  # SMTP codes from here on: don't try again
PARTS = ("subject.txt", "txt", "html")
ONE_CLICK = "list-unsubscribe"
OURS = frozenset({"from", "to", "cc", "bcc", "subject", "message-id", "auto-submitted", "content-language"})
log = logging.getLogger("newsroom.mail")
_inliner = css_inline.CSSInliner(keep_at_rules=True, load_remote_stylesheets=False)


def send(
    template: str,
    *,
    to: str,
    language: str,
    context: Mapping[str, Any],
    headers: Mapping[str, str] | None = None,
    task_key: str | None = None,
) -> None:
    """Have one mail sent to one address after the transaction commits.

    `context` waits in the database as JSON: strings, numbers, absolute links. `task_key` makes the Message-ID; give one
    where the same mail may be asked for twice. Raises ValueError for whatever could not be sent as it was meant.
    """
    key = task_key or uuid.uuid4().hex
    extra = dict(headers or {})
    refuse_address(to)
    _refuse_headers(extra, key)
    if language not in dict(settings.LANGUAGES):
        raise ValueError(f"{language!r} is not a language of this site.")
    if wrong := next(_not_json(context, "context"), None):
        raise ValueError(f"{wrong}; a mail's context holds strings, numbers, lists and dictionaries.")
    for part in PARTS:
        engines["django"].get_template(f"mail/{template}.{part}")  # raises TemplateDoesNotExist where it can be seen
    enqueue_on_commit(deliver, template, to, language, dict(context), extra, key)


def refuse_address(address: str) -> None:
    try:
        validate_email(address)
        Address(addr_spec=address)
    except (ValidationError, ValueError, IndexError):
        raise ValueError("A mail goes to exactly one complete e-mail address.") from None
    if len(address) > MAX_ADDRESS:
        raise ValueError("No mail server takes an address of more than 254 characters.")


def _refuse_headers(headers: Mapping[str, str], key: str) -> None:
    for name, value in headers.items():
        if name.lower() in OURS or not re.fullmatch(r"[A-Za-z][A-Za-z-]*", name):
            raise ValueError(f"{name!r} is not a header that a mail may be given.")
        if not isinstance(value, str) or not value.isprintable():
            raise ValueError(f"The header {name} must be one line of text.")
    if not re.fullmatch(r"[A-Za-z0-9._-]{1,64}", key):
        raise ValueError("A mail's key consists of up to 64 letters, digits, dots and hyphens.")


def _not_json(value: Any, path: str) -> Iterator[str]:
    if isinstance(value, Mapping):
        for name, inner in value.items():
            if isinstance(name, str):
                yield from _not_json(inner, f"{path}[{name!r}]")
            else:
                yield f"{path} has the key {name!r}, which is not a string"
    elif isinstance(value, list):
        for position, inner in enumerate(value):
            yield from _not_json(inner, f"{path}[{position}]")
    elif value is not None and type(value) not in {str, int, float, bool}:
        yield f"{path} is a {type(value).__name__}"
    else:
        try:
            json.dumps(value, allow_nan=False, ensure_ascii=False).encode()
        except ValueError:
            yield f"{path} is a value that JSON can't hold"


@task(retries=8, backoff=timedelta(minutes=1), label=_("Send a mail"))
def deliver(template: str, to: str, language: str, context: dict[str, Any], headers: dict[str, str], key: str) -> None:
    """The worker's part. A mail server that is away raises, so that the task comes back; one that will never take
    this address doesn't."""
    try:
        send_now(template, to=to, language=language, context=context, headers=headers, key=key)
    except smtplib.SMTPRecipientsRefused as refusal:
        codes = {code for code, _reason in refusal.recipients.values()}
        if min(codes, default=0) < PERMANENT:
            raise
        log.warning("mail refused for good", extra={"template": template, "key": key, "codes": sorted(codes)})


def send_now(
    template: str,
    *,
    to: str,
    language: str,
    context: Mapping[str, Any],
    headers: Mapping[str, str] | None = None,
    key: str,
) -> None:
    """Render and send at once; the same `key` is the same Message-ID, so that a mail sent twice can be told."""
    compose(template, to=to, language=language, context=context, headers=headers, key=key).send()


def compose(
    template: str,
    *,
    to: str,
    language: str,
    context: Mapping[str, Any],
    headers: Mapping[str, str] | None = None,
    key: str,
) -> EmailMultiAlternatives:
    with override(language):
        name = _one_line(Publication.objects.current().text(language).name)
        values: dict[str, Any] = {
            "publication": name,
            "site_url": settings.SITE_URL,
            "language": language,
            "direction": "rtl" if get_language_info(language)["bidi"] else "ltr",
            **context,
        }
        values["subject"] = _one_line(_plain(f"mail/{template}.subject.txt", values))
        text = _plain(f"mail/{template}.txt", values)
        html = _inliner.inline(engines["django"].get_template(f"mail/{template}.html").render(values))
    address = parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
    message = Letter(
        subject=values["subject"],
        body=f"{text.strip()}\n",
        from_email=str(Address(display_name=name, addr_spec=address)),
        to=[to],
        headers={
            "Message-ID": f"<{key}@{_own_domain()}>",
            "Auto-Submitted": "auto-generated",
            "X-Auto-Response-Suppress": "All",
            "Content-Language": language,
            **(headers or {}),
        },
    )
    message.attach_alternative(html, "text/html")
    return message


class Letter(EmailMultiAlternatives):
    """A mail whose one-click address stays legible.

    Python's newer mail API encodes whatever long word it can't fold, which no mail program takes for a link.
    """

    def message(self, **given: Any) -> Any:
        return super().message(**compat.whole_headers(given, ONE_CLICK))


def _plain(name: str, values: dict[str, Any]) -> str:
    """Rendered without escaping: a link in plain text has `&` in it, not `&amp;`."""
    template: Any = engines["django"].get_template(name)
    return str(template.template.render(Context(values, autoescape=False)))


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _own_domain() -> str:
    host = urlsplit(settings.SITE_URL).hostname or "localhost"
    if ":" in host:
        return f"[IPv6:{host}]"
    return f"[{host}]" if re.fullmatch(r"[0-9.]+", host) else host
