import re

from django import template
from django.conf import settings
from django.http import HttpRequest
from django.template import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from articles.shell import Edition, Shell
from articles.shell import editions as all_editions

register = template.Library()
_APOSTROPHE = re.compile("(.*?)(['’])(.*)", re.DOTALL)


def _language() -> str:
    return get_language() or settings.LANGUAGE_CODE


@register.simple_tag(takes_context=True)
def shell(context: Context) -> Shell:
    """What stands around the page, in the active language; loaded once for a request."""
    request, language = context.get("request"), _language()
    if not isinstance(request, HttpRequest):
        return Shell(language)
    known: Shell | None = getattr(request, "shell", None)
    if known is None or known.language != language:
        known = Shell(language)
        request.shell = known  # type: ignore[attr-defined]  # a request carries what was loaded for it
    return known


@register.simple_tag
def editions() -> list[Edition]:
    """The paper's languages alone: for the page that must not ask the database."""
    return all_editions(_language())


@register.filter
def wordmark(name: str) -> SafeString:
    """The paper's name with its first apostrophe set in the accent colour."""
    if match := _APOSTROPHE.fullmatch(name):
        return format_html("{}<i>’</i>{}", match[1], match[3])
    return format_html("{}", name)
