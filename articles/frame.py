"""What stands around every public page, as HTML: links in its head, the masthead with the navigation, the foot."""

import re
from collections.abc import Mapping
from datetime import date

from django.conf import settings
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from articles import addresses
from articles.categories.tree import Section
from articles.pages import words
from articles.shell import Edition, Shell
from newsroom.core.links import absolute
from newsroom.core.markup import NOTHING, Markup, joined

IN_NAVIGATION = 9
"""So many sections stand in the navigation; the rest are in the index."""
_APOSTROPHE = re.compile("(.*?)(['’])(.*)", re.DOTALL)
_ALTERNATE = Markup('<link rel="alternate" hreflang="{language}" href="{url}">\n')


def head(elsewhere: Mapping[str, str]) -> SafeString:
    """Where the page is in each of its languages, and for readers of any other."""
    others = dict(elsewhere) if len(elsewhere) > 1 else {}
    if settings.LANGUAGE_CODE in others:
        others["x-default"] = others[settings.LANGUAGE_CODE]
    return joined(_ALTERNATE(language=language, url=absolute(path)) for language, path in others.items())


_MASTHEAD = Markup("""\
<header class="page top">
<div class="bar">
<p>{date}</p>
{editions}
</div>
<div class="mast">
{brand}
{strapline}</div>
{navigation}
</header>""")
_DATE = Markup('<time datetime="{stamp}">{day}</time>')
_BRAND = Markup('<a class="brand" href="{front}" lang="{language}" dir="{direction}">{name}</a>')
_HEADING = Markup('<h1 class="brand" lang="{language}" dir="{direction}">{name}</h1>')
_MARKED = Markup("{before}<i>’</i>{after}")
_STRAPLINE = Markup('<p lang="{language}" dir="{direction}">{words}</p>\n')


def masthead(
    shell: Shell, *, path: str, today: date | None, editions: SafeString, here: int | None, heading: bool
) -> SafeString:
    """`heading`: the paper's name is the title of this page, as on the front page; elsewhere it leads there."""
    text, way = shell.text, shell.text_direction
    front, name = addresses.in_language(shell.language, "front"), wordmark(text.name)
    return _MASTHEAD(
        date=_DATE(stamp=today.isoformat(), day=capfirst(words.written(today, "l j F Y"))) if today else NOTHING,
        editions=editions,
        brand=_HEADING(language=text.language, direction=way, name=name)
        if heading
        else _BRAND(front=front, language=text.language, direction=way, name=name),
        strapline=_strapline(shell),
        navigation=_navigation(shell, path=path, front=front, here=here) if shell.sections else _RULE,
    )


def wordmark(name: str) -> SafeString:
    """The paper's name with its first apostrophe set in the accent colour."""
    if match := _APOSTROPHE.fullmatch(name):
        return _MARKED(before=match[1], after=match[3])
    return joined([name])


def _strapline(shell: Shell) -> SafeString:
    text = shell.text
    if not text.strapline:
        return NOTHING
    return _STRAPLINE(language=text.language, direction=shell.text_direction, words=text.strapline)


_EDITIONS = Markup("""\
<nav aria-label="{label}"><ul>
{editions}</ul></nav>""")
_EDITION = Markup('<li><a href="{url}" lang="{code}" dir="{direction}" hreflang="{code}"{current}>{name}</a></li>\n')
_CURRENT, _PAGE = Markup(' aria-current="true"')(), Markup(' aria-current="page"')()


def editions(found: list[Edition]) -> SafeString:
    """The paper's languages."""
    return _EDITIONS(
        label=_("Languages"),
        editions=joined(
            _EDITION(
                url=edition.url,
                code=edition.code,
                direction=edition.direction,
                current=_CURRENT if edition.is_current else NOTHING,
                name=edition.name,
            )
            for edition in found
        ),
    )


_RULE = Markup('<hr class="nav">')()
_NAVIGATION = Markup("""\
<nav class="nav" aria-label="{label}">
<ul>
<li><a href="{front}"{current}>{words}</a></li>
{sections}{more}</ul>
</nav>""")
_TOP = Markup('<li data-colour="{colour}"><a href="{url}"{current}>{name}</a></li>\n')
_MORE = Markup('<li><a href="{paper}#index">{words}</a></li>\n')


def _navigation(shell: Shell, *, path: str, front: str, here: int | None) -> SafeString:
    paper = addresses.in_language(shell.language, "colophon")
    return _NAVIGATION(
        label=_("Main navigation"),
        front=front,
        current=_PAGE if path == front else NOTHING,
        # Translators: the first entry of the navigation; in French "À la une"
        words=_("Front page"),
        sections=joined(_top(section, here) for section in shell.sections[:IN_NAVIGATION]),
        more=_MORE(paper=paper, words=_("All sections")) if len(shell.sections) > IN_NAVIGATION else NOTHING,
    )


def _top(section: Section, here: int | None) -> SafeString:
    current = _CURRENT if section.pk == here else NOTHING
    return _TOP(colour=section.colour, url=section.url, current=current, name=section.name)


_FOOT = Markup("""\
<footer class="foot page">
<div class="grid g12">
<div class="c5"><p class="brand" lang="{language}" dir="{direction}">{name}</p>
{strapline}</div>
{sections}<nav class="c2" aria-labelledby="foot-paper"><h2 id="foot-paper">{paper}</h2><ul>
{links}</ul></nav>
{accounts}</div>
<small>{promise}</small>
</footer>""")
_SECTIONS = Markup("""\
<nav class="c3" aria-labelledby="foot-sections"><h2 id="foot-sections">{words}</h2><ul class="cols">
{sections}</ul></nav>
""")
_FOLLOW = Markup("""\
<nav class="c2" aria-labelledby="foot-follow"><h2 id="foot-follow">{words}</h2><ul>
{accounts}</ul></nav>
""")
_LINK = Markup('<li><a href="{url}">{name}</a></li>\n')
_ACCOUNT = Markup('<li><a href="{url}" rel="me noopener">{name}</a></li>\n')
_ELSEWHERE = Markup("""\
<nav class="follow" aria-labelledby="follow">
<h2 id="follow">{words}</h2>
<ul>{accounts}</ul></nav>""")


def foot(shell: Shell) -> SafeString:
    sections = joined(_LINK(url=top.url, name=top.name) for top in shell.sections[:IN_NAVIGATION])
    accounts = _accounts(shell)
    return _FOOT(
        language=shell.text.language,
        direction=shell.text_direction,
        name=wordmark(shell.text.name),
        strapline=_strapline(shell),
        sections=_SECTIONS(words=_("Sections"), sections=sections) if sections else NOTHING,
        paper=_("The paper"),
        links=_about(shell),
        accounts=_FOLLOW(words=_("Follow us"), accounts=accounts) if accounts else NOTHING,
        promise=_("No tracker, no cookie, no advertising network: reading leaves no trace."),
    )


def _about(shell: Shell) -> SafeString:
    """The newsroom's own pages, its index, and what the index's page ends with."""
    paper, text = addresses.in_language(shell.language, "colophon"), shell.text
    own = [(addresses.in_language(shell.language, "place", slug=page.slug), page.title) for page in shell.pages]
    links = [*own, (paper, _("Index")), (addresses.in_language(shell.language, "archive"), _("Archive"))]
    links.append((addresses.in_language(shell.language, "corrections"), _("Corrections")))
    if (text.contact or shell.publication.contact_email) and not shell.has_page(_("Contact")):
        links.append((f"{paper}#contact", _("Contact")))
    if text.legal_notice and not shell.has_page(_("Legal notice")):
        links.append((f"{paper}#legal", _("Legal notice")))
    return joined(_LINK(url=url, name=name) for url, name in links)


def _accounts(shell: Shell) -> SafeString:
    return joined(_ACCOUNT(url=account.url, name=account.network) for account in shell.accounts)


def follow(shell: Shell) -> SafeString:
    """Where else the paper is found, for who has read to the end."""
    accounts = _accounts(shell)
    # Translators: before the newsroom's accounts; in French "Et sur nos réseaux sociaux :"
    return _ELSEWHERE(words=_("And on our social networks:"), accounts=accounts) if accounts else NOTHING
