"""The pages that readers are owed and don't have, where pages are listed."""

from typing import Any

from django import template
from django.conf import settings

from articles import owed

register = template.Library()


@register.inclusion_tag("articles/owed/menu.html")
def owed_menu() -> dict[str, Any]:
    """A menu of drafts to begin with; nothing once each has its page."""
    return {"owed": owed.missing(code for code, _name in settings.LANGUAGES)}
