"""What readers' pages are put together from, each thing once: headings of stories, cards, by-lines, breadcrumbs.

The HTML of each stands in the constants over it; templates use them as tags (`articles/templatetags/site.py`).
"""

from collections.abc import Iterable, Sequence
from datetime import date

from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from articles import addresses
from articles.categories.tree import Section
from articles.corrections.dates import modified
from articles.corrections.markup import note
from articles.models import PublishedVersion
from articles.pages import words
from articles.pages.cards import Card
from articles.pages.people import Signature
from articles.pages.story import Story
from articles.pictures.markup import figcaption, picture
from newsroom.core.markup import NOTHING, Markup, joined, said

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


_META = Markup('<p class="meta">{by}<time datetime="{stamp}">{when}</time> · {minutes}</p>')
_BY = Markup("{by} {names} · ")
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
    return ngettext("%(minutes)s min read", "%(minutes)s min read", number) % {"minutes": number}


def reading(version: PublishedVersion) -> str:
    number = version.reading_minutes
    # Translators: in French "Temps de lecture : 2 minutes"
    sentence = ngettext("Reading time: %(minutes)s minute", "Reading time: %(minutes)s minutes", number)
    return sentence % {"minutes": number}


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
        classes=" ".join([size, *(["side"] if beside else []), *(["view"] if card.is_view else [])]),
        colour=_colour(card),
        language=_in_its_language(card, get_language() or ""),
        kick=kick(card.kind, card.section),
        url=card.url,
        title=card.version.title,
        excerpt=excerpt(card.version.excerpt if words else ""),
        meta=meta(card, today=today),
        picture=shown,
    )


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


def excerpt(words: str) -> SafeString:
    return _EXCERPT(words=words) if words else NOTHING


_LINE = Markup("""\
<article class="story line m{view}" data-colour="{colour}"><time datetime="{stamp}">{clock}</time><div>{kick}\
<h3><a href="{url}">{title}</a></h3>
{excerpt}<p class="meta">{minutes}</p></div>{picture}</article>
""")


def line(card: Card) -> SafeString:
    """A story in the list of one day."""
    at = card.version.first_published_at
    shown = picture(card.picture, sizes="11rem", crop="4x3") if card.picture else None
    return _LINE(
        view=" view" if card.is_view else "",
        colour=_colour(card),
        stamp=words.stamp(at),
        clock=words.clock(at),
        kick=kick(card.kind, card.section),
        url=card.url,
        title=card.version.title,
        excerpt=excerpt(card.version.excerpt),
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
<article class="story s" data-colour="{colour}"{language}>
{picture}{kick}<h3><a href="{url}">{title}</a></h3>
{excerpt}<p class="meta">{reading}</p></article>
""")


def related(story: Story) -> SafeString:
    """The stories to go on with; the first two with their pictures where both have one."""
    pictured, around = story.has_two_pictures, story.version.language
    cards = joined(
        _related(card, around=around, pictured=pictured and number < PICTURED)
        for number, card in enumerate(story.related)
    )
    if not cards:
        return NOTHING
    # Translators: over the related stories; in French "Sur le même sujet"
    return _SAME_SUBJECT(words=_("On the same subject"), plain="" if pictured else " plain", cards=cards)


def _related(card: Card, *, around: str, pictured: bool) -> SafeString:
    sizes = "(min-width: 40rem) 20rem, 100vw"
    shown = picture(card.picture, sizes=sizes, crop="4x3") if pictured and card.picture else None
    return _RELATED(
        colour=_colour(card),
        language=_in_its_language(card, around),
        picture=_PICTURE(picture=shown) if shown else NOTHING,
        kick=kick(card.kind, card.section),
        url=card.url,
        title=card.version.title,
        excerpt=excerpt(card.short),
        reading=reading(card.version),
    )


# -- An article -------------------------------------------------------------------------------------------------------
_CRUMBS = Markup("""\
<nav class="crumb" aria-label="{label}"><ol><li><a href="{front}">{home}</a></li>
{steps}<li aria-current="page">{current}</li></ol></nav>""")
_STEP = Markup('<li><a href="{url}">{name}</a></li>\n')


def crumbs(current: str, line: Sequence[Section] = ()) -> SafeString:
    """Where a page stands in the tree. `line`: the sections above it, links all; `current`: the page itself."""
    return _CRUMBS(
        label=_("Breadcrumb"),
        front=addresses.in_language(words.language(), "front"),
        # Translators: the first step of a breadcrumb; in French "Accueil"
        home=_("Home"),
        steps=joined(_STEP(url=section.url, name=section.name) for section in line),
        current=current,
    )


_HEAD = Markup("""\
{description}
<meta property="article:published_time" content="{published}">
<meta property="article:modified_time" content="{modified}">
<link rel="canonical" href="{address}">""")
_DESCRIPTION = Markup('<meta name="description" content="{words}">')


def head(story: Story) -> SafeString:
    version = story.version
    return _HEAD(
        description=_DESCRIPTION(words=version.excerpt) if version.excerpt else NOTHING,
        published=words.stamp(version.first_published_at),
        modified=words.stamp(modified(version)),
        address=story.address,
    )


_TOP = Markup("""\
<header>
{kick}<h1>{title}</h1>
{standfirst}</header>
{hero}""")
_STANDFIRST = Markup('<p class="chapo">{words}</p>\n')
_HERO = Markup('<figure class="hero">{picture}\n{caption}</figure>')
HERO_SIZES = "(min-width: 82rem) 62rem, (min-width: 64rem) 76vw, 100vw"


def top(story: Story) -> SafeString:
    """The headline, with what stands over and under it, and the picture."""
    standfirst = story.document.standfirst
    return _TOP(
        kick=kick(story.kind, story.section, leads=True),
        title=story.version.title,
        standfirst=_STANDFIRST(words=standfirst) if standfirst else NOTHING,
        hero=_hero(story),
    )


def _hero(story: Story) -> SafeString:
    image, use = story.picture, story.document.picture
    if image is None:
        return NOTHING
    alt, caption = (use.alt, use.caption) if use else ("", "")
    shown = picture(image, alt, sizes=HERO_SIZES, crop="16x9", first=True)
    return _HERO(picture=shown, caption=figcaption(caption, image.credit))


_POINTS = Markup("""\
<section class="brief" aria-labelledby="brief">
<h2 id="brief">{words}</h2>
<ul>{points}</ul></section>""")
_POINT = Markup("<li>{words}</li>")


def points(story: Story) -> SafeString:
    found = joined(_POINT(words=point) for point in story.document.points)
    # Translators: the box of points before an article; in French "En bref"
    return _POINTS(words=_("In brief"), points=found) if found else NOTHING


_SIGN = Markup("""\
<div class="sign">
{authors}<p><span>{published}</span>
{updated}<span>{zone}</span>
<span>{reading}</span></p>
<ul class="share" aria-label="{share}">{shares}
<li hidden data-copy="{address}"><button type="button" data-done="{done}">{copy}</button></li></ul>
</div>""")
_AUTHORS = Markup("<address>{authors}</address>\n")
_AUTHOR = Markup('<span>{by}<a href="{url}" rel="author"><bdi>{name}</bdi></a>{role}</span>\n')
_ROLE = Markup(" <small><bdi>{role}</bdi></small>")
_UPDATED = Markup("<span>{updated}</span>\n")
_SHARE = Markup('<li><a href="{url}" rel="noopener nofollow">{name}</a></li>')


def sign(story: Story) -> SafeString:
    """Who signed, when it was published and updated, and where readers pass it on."""
    version = story.version
    published = _('Published on <time datetime="%(stamp)s">%(moment)s</time>')
    at = version.first_published_at
    return _SIGN(
        authors=_AUTHORS(authors=_authors(story.authors)) if story.authors else NOTHING,
        published=said(published, stamp=words.stamp(at), moment=words.moment(at)),
        updated=_UPDATED(updated=_updated(story)) if story.is_updated else NOTHING,
        zone=words.zone(version.updated_at),
        reading=reading(version),
        share=_("Share"),
        shares=joined(_SHARE(url=link.url, name=link.name) for link in story.shares),
        address=story.address,
        done=_("Link copied"),
        copy=_("Copy the link"),
    )


def _authors(authors: Iterable[Signature]) -> SafeString:
    # Translators: before the names of those who signed; in French "Par"
    by = f"{_('By')} "
    return joined(
        _AUTHOR(
            by=NOTHING if number else by,
            url=author.url,
            name=author.name,
            role=_ROLE(role=author.role) if author.role else NOTHING,
        )
        for number, author in enumerate(authors)
    )


def _updated(story: Story) -> SafeString:
    at = modified(story.version)
    if story.is_updated_that_day:
        sentence = _('Updated at <time datetime="%(stamp)s">%(time)s</time>')
        return said(sentence, stamp=words.stamp(at), time=words.clock(at))
    sentence = _('Updated on <time datetime="%(stamp)s">%(moment)s</time>')
    return said(sentence, stamp=words.stamp(at), moment=words.moment(at))


_NOTES = Markup("""\
<section class="errata" aria-labelledby="errata"><h2 class="vh" id="errata">{words}</h2>
{notes}</section>""")


def notes(story: Story) -> SafeString:
    """Its corrections, and what was added."""
    found = joined(note(told.text, at=told.at, change=told.change) for told in story.notes)
    return _NOTES(words=_("Corrections"), notes=found) if found else NOTHING


_TAGS = Markup('<nav aria-label="{words}"><ul class="tags">{tags}</ul></nav>')
_TAG = Markup('<li><a href="{url}" rel="tag">{name}</a></li>')


def tags(story: Story) -> SafeString:
    found = joined(_TAG(url=tag.url, name=tag.name) for tag in story.tags)
    return _TAGS(words=_("Tags"), tags=found) if found else NOTHING
