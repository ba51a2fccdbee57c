"""What an article's page is put together from: its headline, its by-line, its points, its corrections, its tags."""

from collections.abc import Iterable

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from articles.corrections.dates import modified
from articles.corrections.markup import note
from articles.models import Kind
from articles.pages import words
from articles.pages.components import kick, reading
from articles.pages.people import Signature
from articles.pages.story import Story
from articles.pictures.markup import figcaption, picture
from newsroom.core.markup import NOTHING, Markup, joined, said
from newsroom.core.typography import set_words

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
{paid}{kick}<h1>{title}</h1>
{standfirst}</header>
{hero}""")
_PAID = Markup('<p class="paid"><strong>{label}</strong> {words}</p>\n')
_STANDFIRST = Markup('<p class="chapo">{words}</p>\n')
_HERO = Markup('<figure class="hero">{picture}\n{caption}</figure>')
HERO_SIZES = "(min-width: 82rem) 62rem, (min-width: 64rem) 76vw, 100vw"


def top(story: Story) -> SafeString:
    """The headline, with what stands over and under it, and the picture."""
    standfirst = story.document.standfirst
    return _TOP(
        paid=_paid(story),
        kick=kick(story.kind, story.section, leads=True),
        title=story.title,
        standfirst=_STANDFIRST(words=story.words(standfirst)) if standfirst else NOTHING,
        hero=_hero(story),
    )


def _paid(story: Story) -> SafeString:
    """What readers must know before they read a text that somebody paid for."""
    if story.version.kind != Kind.SPONSORED:
        return NOTHING
    words = _("This text was paid for by an advertiser. Our newsroom neither wrote nor checked it.")
    return _PAID(label=story.kind, words=words)


def _hero(story: Story) -> SafeString:
    image, use = story.picture, story.document.picture
    if image is None:
        return NOTHING
    alt, caption = (use.alt, use.caption) if use else ("", "")
    shown = picture(image, alt, sizes=HERO_SIZES, crop="16x9", first=True)
    return _HERO(picture=shown, caption=figcaption(story.words(caption), image.credit))


_POINTS = Markup("""\
<section class="brief" aria-labelledby="brief">
<h2 id="brief">{words}</h2>
<ul>{points}</ul></section>""")
_POINT = Markup("<li>{words}</li>")


def points(story: Story) -> SafeString:
    found = joined(_POINT(words=story.words(point)) for point in story.document.points)
    if not found:
        return NOTHING
    # Translators: the box of points before an article; in French "En bref"
    heading = _("What we found") if story.version.kind == Kind.FACTCHECK else _("In brief")
    return _POINTS(words=heading, points=found)


_SIGN = Markup("""\
<div class="sign">
{authors}<p><span>{published}</span>
{updated}<span>{zone}</span>
<span>{reading}</span></p>
<ul class="share" aria-label="{share}">
<li hidden data-share="{title}"><button type="button">{send}</button></li>{shares}
<li hidden data-copy="{address}">\
<button type="button" data-done="{done}" data-refused="{refused}">{copy}</button></li></ul>
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
        title=story.plain_title,
        # Translators: the button that opens the device's own menu for sharing; in French "Partager…"
        send=_("Share…"),
        shares=joined(_SHARE(url=link.url, name=link.name) for link in story.shares),
        address=story.address,
        done=_("Link copied"),
        refused=_("Not copied: take it from the address bar"),
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
            role=_ROLE(role=set_words(author.role, words.language())) if author.role else NOTHING,
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
    found = joined(note(story.words(told.text), at=told.at, change=told.change) for told in story.notes)
    return _NOTES(words=_("Corrections"), notes=found) if found else NOTHING


_TAGS = Markup('<nav aria-label="{words}"><ul class="tags">{tags}</ul></nav>')
_TAG = Markup('<li><a href="{url}" rel="tag">{name}</a></li>')


def tags(story: Story) -> SafeString:
    found = joined(_TAG(url=tag.url, name=tag.name) for tag in story.tags)
    return _TAGS(words=_("Tags"), tags=found) if found else NOTHING
