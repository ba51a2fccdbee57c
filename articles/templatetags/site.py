import re
from datetime import date, datetime

from django import template
from django.conf import settings
from django.http import HttpRequest
from django.template import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from articles.pages import words
from articles.shell import Edition, Shell, shell_of
from articles.shell import editions as all_editions
from newsroom.core.links import absolute

register = template.Library()
_APOSTROPHE = re.compile("(.*?)(['’])(.*)", re.DOTALL)


def _language() -> str:
    return get_language() or settings.LANGUAGE_CODE


@register.simple_tag(takes_context=True)
def shell(context: Context) -> Shell:
    """What stands around the page, in the active language; loaded once for a request."""
    request = context.get("request")
    return shell_of(request) if isinstance(request, HttpRequest) else Shell(_language())


@register.simple_tag(takes_context=True)
def editions(context: Context) -> list[Edition]:
    """The paper's languages, each leading to this page in it, or to its front page."""
    return all_editions(_language(), context.get("elsewhere") or {})


@register.simple_tag
def language_direction(language: str) -> str:
    return words.direction(language)


@register.filter
def clock(at: datetime) -> str:
    return words.clock(at)


@register.filter
def moment(at: datetime) -> str:
    return words.moment(at)


@register.filter
def zone(at: datetime) -> str:
    return words.zone(at)


@register.filter
def wordmark(name: str) -> SafeString:
    """The paper's name with its first apostrophe set in the accent colour."""
    if match := _APOSTROPHE.fullmatch(name):
        return format_html("{}<i>’</i>{}", match[1], match[3])
    return format_html("{}", name)


@register.filter
def stamp(at: datetime) -> str:
    """For machines: in the newsroom's zone, to the second, with the offset."""
    return words.stamp(at)


@register.filter
def when(at: datetime, today: date) -> str:
    """For lists: the time of day of what is of today, else the day."""
    return words.when(at, today)


@register.filter
def on_site(path: str) -> str:
    """The whole address of a path."""
    return absolute(path)


@register.filter
def when_short(at: datetime, today: date) -> str:
    return words.when_short(at, today)
