"""What readers' pages are put together from. How each part looks is in `articles/frame.py` and
`articles/pages/components.py`; here is what it gets of the page that it stands on."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django import template
from django.http import HttpRequest
from django.template import Context
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles import addresses, frame, looks
from articles.models import Target
from articles.pages import components, parts, words
from articles.pages.cards import Card, cards, latest
from articles.pages.story import Link
from articles.shell import Edition, Shell, shell_of
from articles.shell import editions as all_editions
from newsroom.core.links import absolute
from newsroom.core.markup import joined
from newsroom.core.typography import set_plain, set_words

register = template.Library()
WAYS_ON = 6
"""So many stories lead on from a page that isn't there."""


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
    return frame.head(context.get("elsewhere") or {})


@register.simple_tag(takes_context=True, name="looks")
def style_sheet(context: Context) -> SafeString:
    """The link to the site's looks in the colours of its sections."""
    return looks.link(shell(context).colours)


@register.simple_tag(takes_context=True)
def masthead(context: Context, *, heading: bool = False) -> SafeString:
    """`heading`: the paper's name is the title of the page."""
    request = context.get("request")
    return frame.masthead(
        shell(context),
        path=request.path if isinstance(request, HttpRequest) else "",
        today=context.get("today") or words.today(timezone.now()),
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


@register.simple_tag(takes_context=True)
def latest_stories(context: Context) -> list[Card]:
    """A few that just came out, for who has lost their way; sets the page's day."""
    at = timezone.now()
    context["today"] = words.day(at)
    rows = latest(Target.PAPER, [0], words.language(), at=at, most=WAYS_ON)
    return cards(rows, shell(context).index, at=at)


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


@register.simple_tag
def stories_number(number: int) -> str:
    sentence = ngettext("%(n)s story", "%(n)s stories", number)
    return sentence % {"n": words.number(number)}


@register.simple_tag
def date_crumbs(above: Sequence[tuple[str, date, str]] = (), here: date | None = None, how: str = "") -> SafeString:
    """Where a page by date stands: the archive, and the year and month over it."""
    archive = Link(_("Archive"), addresses.in_language(words.language(), "archive"))
    steps = [Link(capfirst(words.written(day, form)), url) for form, day, url in above]
    return components.crumbs(capfirst(words.written(here, how)) if here else "", [archive, *steps])


# -- One article ------------------------------------------------------------------------------------------------------
register.simple_tag(parts.head, name="story_head")
register.simple_tag(parts.top, name="story_top")
register.simple_tag(parts.sign, name="story_sign")
register.simple_tag(parts.points, name="story_points")
register.simple_tag(parts.notes, name="story_notes")
register.simple_tag(parts.tags, name="story_tags")
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
def moment(at: datetime) -> str:
    """Day and time of day, in the newsroom's zone."""
    return words.moment(at)


@register.filter
def on(day: date, how: str) -> str:
    """A day in the page's language and digits."""
    return words.written(day, how)


@register.filter
def digits(number: int) -> str:
    return words.number(number)


@register.filter
def typeset(plain: str, language: str = "") -> SafeString:
    """A line of the newsroom's as a printer would set it; without a language, in the page's."""
    return set_words(plain, language or words.language())


@register.filter
def typeset_plain(plain: str, language: str = "") -> str:
    """`typeset` for where no HTML goes: a page's title."""
    return set_plain(plain, language or words.language())


@register.filter
def on_site(path: str) -> str:
    """The whole address of a path."""
    return absolute(path)


@register.filter
def when_short(at: datetime, today: date) -> str:
    return words.when_short(at, today)
