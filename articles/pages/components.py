"""What readers' pages are put together from, each thing once: headings of stories, cards, by-lines, breadcrumbs.

The HTML of each stands in the constants over it; templates use them as tags (`articles/templatetags/site.py`).
"""

from collections.abc import Iterable
from datetime import date

from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext, override
from django.utils.translation import gettext as _

from articles import addresses
from articles.categories.tree import Section
from articles.models import PublishedVersion
from articles.pages import words
from articles.pages.cards import Card
from articles.pages.people import Signature
from articles.pages.story import Link, Story
from articles.pictures.markup import picture
from newsroom.core.markup import NOTHING, Markup, joined

PICTURED = 2
"""So many of the stories to go on with are shown with their pictures."""

# -- Over and under a headline ----------------------------------------------------------------------------------------
_KICK = Markup('<p class="kick">{flag}{between}{section}</p>\n')
_FLAG = Markup('<span class="flag">{kind}</span>')
_BETWEEN = Markup(" · ")()
_SECTION = Markup('<a href="{url}">{name}</a>')


def kick(kind: str, section: Section | None, *, leads: bool = False) -> SafeString:
    """What stands over a headline: the label that its kind owes readers, and its section; `leads` to it as a link."""
    if not kind and not section:
        return NOTHING
    name: object = section.name if section else ""
    return _KICK(
        flag=_FLAG(kind=kind) if kind else NOTHING,
        between=_BETWEEN if kind and section else NOTHING,
        section=_SECTION(url=section.url, name=name) if section and leads else name,
    )


_META = Markup('<p class="meta">{by}<time datetime="{stamp}">{when}</time>\u00a0· <span>{minutes}</span></p>')
_BY = Markup('<span class="by">{by} {names}</span> ')
_NAME = Markup("<bdi>{name}</bdi>")


def meta(card: Card, *, today: date, signed: bool = False) -> SafeString:
    at = card.version.first_published_at
    return _META(
        by=_by(card.authors) if signed and card.authors else NOTHING,
        stamp=words.stamp(at),
        when=words.when(at, today),
        minutes=minutes(card.version),
    )


def _by(authors: Iterable[Signature]) -> SafeString:
    # Translators: before the names of those who signed; in French "Par"
    by = _("By")
    return _BY(by=by, names=joined((_NAME(name=author.name) for author in authors), between=_(", ")))


def minutes(version: PublishedVersion) -> str:
    number = version.reading_minutes
    # Translators: how long a story takes to read, short
    return ngettext("%(minutes)s min read", "%(minutes)s min read", number) % {"minutes": words.number(number)}


def reading(version: PublishedVersion) -> str:
    number = version.reading_minutes
    # Translators: in French "Temps de lecture : 2 minutes"
    sentence = ngettext("Reading time: %(minutes)s minute", "Reading time: %(minutes)s minutes", number)
    return sentence % {"minutes": words.number(number)}


# -- Cards ------------------------------------------------------------------------------------------------------------
_CARD = Markup("""\
<article class="story {classes}" data-colour="{colour}"{language}>
<div>{kick}<h3><a href="{url}">{title}</a></h3>
{excerpt}{meta}</div>
{picture}</article>""")
_EXCERPT = Markup('<p class="ex">{words}</p>\n')
_PICTURE = Markup('<div class="pic">{picture}</div>')
_LANGUAGE = Markup(' lang="{language}" dir="{direction}"')


def card(
    card: Card,
    *,
    today: date,
    size: str,
    side: bool = False,
    words: bool = False,
    plain: bool = False,
    crop: str = "1x1",
) -> SafeString:
    """size: s, m or l; side: the picture beside the words; words: with its excerpt; plain: without its picture."""
    beside = side and card.picture is not None
    shown = _card_picture(card, crop if side else "") if card.picture and not plain else NOTHING
    return _CARD(
        classes=" ".join([size, *(["side"] if beside else []), *_manner(card)]),
        colour=_colour(card),
        language=_in_its_language(card, get_language() or ""),
        kick=kick(card.kind, card.section),
        url=card.url,
        title=card.title,
        excerpt=excerpt(card.excerpt if words else NOTHING),
        meta=meta(card, today=today),
        picture=shown,
    )


def _manner(card: Card) -> list[str]:
    """What sets a card apart from news: somebody's opinion, and what somebody paid for."""
    return [*(["view"] if card.is_view else []), *(["sponsored"] if card.is_paid else [])]


def _card_picture(card: Card, crop: str) -> SafeString:
    """Without a `crop`: wide, over the whole card."""
    if card.picture is None:
        return NOTHING
    if crop:
        return _PICTURE(picture=picture(card.picture, sizes="(min-width: 64rem) 12rem, 30vw", crop=crop))
    return _PICTURE(picture=picture(card.picture, sizes="(min-width: 64rem) 40rem, 100vw", crop="16x9"))


def _colour(card: Card) -> str:
    return card.section.colour if card.section else ""


def _in_its_language(card: Card, around: str) -> SafeString:
    language = card.version.language
    return NOTHING if language == around else _LANGUAGE(language=language, direction=card.direction)


def excerpt(words: SafeString) -> SafeString:
    return _EXCERPT(words=words) if words else NOTHING


_LINE = Markup("""\
<article class="story line m{manner}" data-colour="{colour}"><time datetime="{stamp}">{clock}</time><div>{kick}\
<h3><a href="{url}">{title}</a></h3>
{excerpt}<p class="meta">{minutes}</p></div>{picture}</article>
""")


def line(card: Card) -> SafeString:
    """A story in the list of one day."""
    at = card.version.first_published_at
    shown = picture(card.picture, sizes="11rem", crop="4x3") if card.picture else None
    return _LINE(
        manner="".join(f" {name}" for name in _manner(card)),
        colour=_colour(card),
        stamp=words.stamp(at),
        clock=words.clock(at),
        kick=kick(card.kind, card.section),
        url=card.url,
        title=card.title,
        excerpt=excerpt(card.excerpt),
        minutes=minutes(card.version),
        picture=_PICTURE(picture=shown) if shown else NOTHING,
    )


_SAME_SUBJECT = Markup("""\
<section class="page band related" aria-labelledby="related">
<div class="head"><h2 id="related">{words}</h2></div>
<div class="grid{plain}">
{cards}</div>
</section>""")
_RELATED = Markup("""\
<article class="story s{manner}" data-colour="{colour}"{language}>
{picture}{kick}<h3><a href="{url}">{title}</a></h3>
{excerpt}<p class="meta">{reading}</p></article>
""")


def related(story: Story) -> SafeString:
    """The stories to go on with; the first two with their pictures where both have one."""
    pictured, around = story.has_two_pictures, story.version.language
    cards = joined(
        _spoken(card, around=around, pictured=pictured and number < PICTURED)
        for number, card in enumerate(story.related)
    )
    if not cards:
        return NOTHING
    # Translators: over the related stories; in French "À lire aussi"
    return _SAME_SUBJECT(words=_("More to read"), plain="" if pictured else " plain", cards=cards)


def _spoken(card: Card, *, around: str, pictured: bool) -> SafeString:
    """What the paper says on a card – its kind, how long it takes – is in the language of its story."""
    if card.version.language == around:
        return _related(card, around=around, pictured=pictured)
    with override(card.version.language):
        return _related(card, around=around, pictured=pictured)


def _related(card: Card, *, around: str, pictured: bool) -> SafeString:
    sizes = "(min-width: 40rem) 20rem, 100vw"
    shown = picture(card.picture, sizes=sizes, crop="4x3") if pictured and card.picture else None
    return _RELATED(
        manner="".join(f" {name}" for name in _manner(card)),
        colour=_colour(card),
        language=_in_its_language(card, around),
        picture=_PICTURE(picture=shown) if shown else NOTHING,
        kick=kick(card.kind, card.section),
        url=card.url,
        title=card.title,
        excerpt=excerpt(card.short),
        reading=reading(card.version),
    )


# -- Where a page stands -----------------------------------------------------------------------------------------------
_CRUMBS = Markup("""\
<nav class="crumb" aria-label="{label}"><ol><li><a href="{front}">{home}</a></li>
{steps}<li aria-current="page">{current}</li></ol></nav>""")
_STEP = Markup('<li><a href="{url}">{name}</a></li>\n')


def crumbs(current: str, line: Iterable[Section | Link] = ()) -> SafeString:
    """Where a page stands in the tree. `line`: the sections above it, links all; `current`: the page itself."""
    return _CRUMBS(
        label=_("Breadcrumb"),
        front=addresses.in_language(words.language(), "front"),
        # Translators: the first step of a breadcrumb; in French "Accueil"
        home=_("Home"),
        steps=joined(_STEP(url=section.url, name=section.name) for section in line),
        current=current,
    )
