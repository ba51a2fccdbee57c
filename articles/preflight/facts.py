"""What the checks look at: one document, at the instant from which readers would have it."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from html import unescape
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import Resolver404, ResolverMatch, resolve
from django.utils import translation

from articles.ledger.document import Document
from articles.models import Article, Image, PublishedVersion
from articles.models.translation import Translation
from newsroom.core import html
from newsroom.core.nodes import Use

RECENT = timedelta(days=7)
MOST = 1000
_HREF = re.compile(r'<a [^<>]*?href="([^"]*)"')


@dataclass(frozen=True)
class Link:
    """An address of ours in a text, and the page that it is of; None where no page has such an address."""

    href: str
    page: ResolverMatch | None

    @property
    def article(self) -> int | None:
        if self.page is None or self.page.view_name != "articles:article":
            return None
        digits = str(self.page.kwargs["name"]).rpartition("-")[2]
        return int(digits) if digits.isascii() and len(digits) < 19 else 0


@dataclass(frozen=True)
class Facts:
    """Each thing is looked up when the first check asks, once for all of them."""

    document: Document
    article: Article
    now: datetime
    at: datetime

    @cached_property
    def text(self) -> str:
        return html.text_of(self.document.body)

    @cached_property
    def spoken(self) -> str:
        """The text, with what stands below its pictures and on its link cards."""
        words = [use.words.get(name, "") for use in self.uses for name in ("data-caption", "data-title")]
        return "\n\n".join([self.text, *words])

    @cached_property
    def uses(self) -> list[Use]:
        return html.uses(self.document.body)

    @cached_property
    def lines(self) -> list[tuple[str, str]]:
        """Every text that readers get, by its field."""
        document = self.document
        caption = document.picture.caption if document.picture else ""
        beside = [("title", document.title), ("standfirst", document.standfirst), ("picture_caption", caption)]
        inside = [("body", use.words.get("data-caption", "")) for use in self.uses]
        points = [("points", point) for point in document.points]
        return [(field, words) for field, words in [*beside, *points, ("body", self.text), *inside] if words]

    @cached_property
    def pictures(self) -> list[tuple[str, Image]]:
        """Those of the library that are used, by the field that names them; the lead picture first."""
        lead = [("picture", self.document.picture.image)] if self.document.picture else []
        inside = [("body", pk) for use in self.uses for node, pk in use.points if node is html.PICTURE]
        wanted = list(dict.fromkeys([*lead, *inside]))
        rows = Image.objects.in_bulk({pk for _field, pk in wanted}) if wanted else {}
        return [(field, rows[pk]) for field, pk in wanted if pk in rows]

    @cached_property
    def links(self) -> list[Link]:
        found = dict.fromkeys(unescape(href) for href in _HREF.findall(self.document.body))
        return [Link(href, page_at(path)) for href in found if (path := own_path(href))]

    @cached_property
    def cards(self) -> list[int]:
        """The articles shown as “Also read” in the text."""
        return list(dict.fromkeys(use.id for use in self.uses if use.node is html.ARTICLE))

    @cached_property
    def live(self) -> dict[int, str]:
        """Of all articles that it points at, the headlines of those that readers will have at that instant."""
        wanted = {*self.cards, *self.document.related, *(link.article for link in self.links if link.article)}
        if not wanted:
            return {}
        rows = PublishedVersion.objects.live(self.at).filter(article__in=wanted)
        return dict(rows.values_list("article_id", "title"))

    @cached_property
    def recent(self) -> list[str]:
        """The headlines of other articles of the last days in its language."""
        rows = PublishedVersion.objects.live(self.at).exclude(article=self.article.pk)
        rows = rows.filter(language=self.document.language, first_published_at__gte=self.at - RECENT)
        return list(rows.order_by("-first_published_at").values_list("title", flat=True)[:MOST])

    @cached_property
    def told(self) -> list[PublishedVersion]:
        """What readers have of this story, in every language."""
        rows = PublishedVersion.objects.live(self.now).defer("data")
        return list(rows.filter(article__translation_group=self.article.translation_group).order_by("language"))

    @cached_property
    def origin(self) -> Translation | None:
        """What it is a translation of."""
        return Translation.objects.filter(article=self.article).first()

    @cached_property
    def is_behind(self) -> bool:
        """Whether its original has told readers something since it was compared with last."""
        return Translation.objects.behind(self.now).filter(article=self.article).exists()

    @cached_property
    def translations(self) -> set[int]:
        return set(Translation.objects.filter(original=self.article).values_list("article", flat=True))


def own_path(href: str) -> str:
    """The path of an address on this site; empty for one that leads elsewhere, or to a place on the same page."""
    here = href.removeprefix(settings.SITE_URL) if settings.SITE_URL else href
    if not here.startswith("/") or here.startswith("//"):
        return "/" if settings.SITE_URL and not here else ""
    return urlsplit(here).path


def page_at(path: str) -> ResolverMatch | None:
    with translation.override(translation.get_language_from_path(path) or settings.LANGUAGE_CODE):
        try:
            return resolve(path)
        except Resolver404:
            return None
