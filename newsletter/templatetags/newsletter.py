"""The sign-up box of readers' pages: `{% load newsletter %}`."""

from typing import Any

from django import template
from django.utils.safestring import SafeString

from newsletter import components, consent, views
from newsroom.core.markup import NOTHING

register = template.Library()


@register.simple_tag
def newsletter_box() -> SafeString:
    """The box of the page's language, in one query; nothing where that language has no open newsletter."""
    newsletter = views.offered()
    return components.box(newsletter, views.box_form(newsletter)) if newsletter else NOTHING


@register.simple_tag
def newsletter_words() -> dict[str, Any]:
    return words()


def words() -> dict[str, Any]:
    return {"title": consent.TITLE, "invitation": consent.INVITATION, "promise": consent.PROMISE}
