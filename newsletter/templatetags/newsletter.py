"""The sign-up box of readers' pages: `{% load newsletter %}`."""

from typing import Any

from django import template

from newsletter import consent, views

register = template.Library()


@register.inclusion_tag("newsletter/box.html")
def newsletter_box() -> dict[str, Any]:
    """The box of the page's language, in one query; nothing where that language has no open newsletter."""
    newsletter = views.offered()
    return {"newsletter": newsletter, "blank": views.box_form(newsletter) if newsletter else None, **words()}


@register.simple_tag
def newsletter_words() -> dict[str, Any]:
    return words()


def words() -> dict[str, Any]:
    return {"title": consent.TITLE, "invitation": consent.INVITATION, "promise": consent.PROMISE}
