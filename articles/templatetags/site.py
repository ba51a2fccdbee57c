"""What readers' pages are put together from. How each part looks is in `articles/frame.py` and
`articles/pages/components.py`; here is what it gets of the page that it stands on."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django import template
from django.http import HttpRequest
from django.template import Context
from django.utils.safestring import SafeString

from articles import frame
from articles.pages import components, words
from articles.pages.cards import Card
from articles.shell import Edition, Shell, shell_of
from articles.shell import editions as all_editions
from newsroom.core.links import absolute
from newsroom.core.markup import joined

register = template.Library()


# -- Around every page ------------------------------------------------------------------------------------------------
@register.simple_tag(takes_context=True)
def shell(context: Context) -> Shell:
    """What stands around the page, in the active language; loaded once for a request."""
    request = context.get("request")
    return shell_of(request) if isinstance(request, HttpRequest) else Shell(words.language())


@register.simple_tag(takes_context=True)
def editions(context: Context) -> list[Edition]:
    """The paper's languages, each leading to this page in it, or to its front page."""
    return all_editions(words.language(), context.get("elsewhere") or {})


@register.simple_tag(takes_context=True)
def languages(context: Context) -> SafeString:
    """`editions` as a list of links."""
    return frame.editions(editions(context))


@register.simple_tag(takes_context=True)
def head_links(context: Context) -> SafeString:
    return frame.head(shell(context), context.get("elsewhere") or {})


@register.simple_tag(takes_context=True)
def masthead(context: Context, *, heading: bool = False) -> SafeString:
    """`heading`: the paper's name is the title of the page."""
    request = context.get("request")
    return frame.masthead(
        shell(context),
        path=request.path if isinstance(request, HttpRequest) else "",
        today=context.get("today"),
        editions=languages(context),
        here=context.get("here"),
        heading=heading,
    )


@register.simple_tag(takes_context=True)
def foot(context: Context) -> SafeString:
    return frame.foot(shell(context))


@register.simple_tag(takes_context=True)
def follow(context: Context) -> SafeString:
    return frame.follow(shell(context))


# -- Stories ----------------------------------------------------------------------------------------------------------
register.simple_tag(components.crumbs)


@register.simple_tag(takes_context=True)
def card(context: Context, shown: Card, **how: Any) -> SafeString:
    """`{% card story size="m" side=True %}`: how it can be shown says `components.card`."""
    return components.card(shown, today=context["today"], **how)


@register.simple_tag
def kick(card: Card) -> SafeString:
    return components.kick(card.kind, card.section)


@register.simple_tag(takes_context=True)
def signed_meta(context: Context, card: Card) -> SafeString:
    """Who signed it, its date, and how long it takes."""
    return components.meta(card, today=context["today"], signed=True)


@register.simple_tag
def lines(cards: Sequence[Card]) -> SafeString:
    """Stories of one day."""
    return joined(map(components.line, cards))


# -- One article ------------------------------------------------------------------------------------------------------
register.simple_tag(components.head, name="story_head")
register.simple_tag(components.top, name="story_top")
register.simple_tag(components.sign, name="story_sign")
register.simple_tag(components.points, name="story_points")
register.simple_tag(components.notes, name="story_notes")
register.simple_tag(components.tags, name="story_tags")
register.simple_tag(components.related, name="story_related")


# -- Words ------------------------------------------------------------------------------------------------------------


@register.simple_tag
def language_direction(language: str) -> str:
    return words.direction(language)


@register.filter
def stamp(at: datetime) -> str:
    """For machines: in the newsroom's zone, to the second, with the offset."""
    return words.stamp(at)


@register.filter
def on_site(path: str) -> str:
    """The whole address of a path."""
    return absolute(path)


@register.filter
def when_short(at: datetime, today: date) -> str:
    return words.when_short(at, today)
