"""A document made ready to be translated: what it points at becomes the same in the other language, where there is."""

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from urllib.parse import unquote

from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from articles.ledger.document import Document, PictureUse
from articles.models import Article, Author, AuthorText, Category, CategoryText, ImageText, PublishedVersion, Tag
from articles.office.forms import pickable
from articles.translations.tags import equals
from newsroom.core.html import ARTICLE, BODY, PICTURE, uses
from newsroom.core.links import absolute
from newsroom.core.models import User
from newsroom.core.nodes import Use, walk

_LINK = re.compile(r'(<a(?: [^<>]*)? href=")([^"<>]*)(")')
_OURS = re.compile(r"(?:/[a-z]{2})?/[^/?#]+/(?:[^/?#]*-)?([0-9]{1,18})/?(?:[?#].*)?")
ALSO, LINK, RELATED = _("“Also read”"), _("link in the text"), _("related article")
TAG, AUTHOR, CATEGORY = _("tag"), _("author without a name in that language"), _("category without a name in it")


@dataclass(frozen=True)
class Lost:
    """What has no equal in the other language. A link, an author and the main category stay all the same."""

    what: str | Promise
    name: str


@dataclass(frozen=True)
class Fitted:
    document: Document
    lost: list[Lost]


def fit(document: Document, language: str, *, user: User, at: datetime) -> Fitted:
    """In a fixed number of queries. Articles are found among those that `user` may open and those that are live."""
    near = _Near.of(document, language, user=user, at=at)
    related = [near.siblings[pk] for pk in document.related if pk in near.siblings]
    lost = [Lost(RELATED, near.title(pk)) for pk in document.related if pk not in near.siblings]
    body = near.body(document.body, lost)
    tags = _tags(document.tags, language, lost)
    category, categories = _categories(document, language, lost)
    _signatures(document.authors, language, lost)
    fitted = replace(
        document,
        language=language,
        slug="",
        body=body,
        related=tuple(dict.fromkeys(related)),
        tags=tags,
        category=category,
        categories=categories,
        picture=near.picture(document.picture),
    )
    return Fitted(fitted, list(dict.fromkeys(lost)))


@dataclass(frozen=True)
class _Near:
    """What a document names, in its own language and in the other one."""

    siblings: Mapping[int, int]
    """From an article to the one that tells the same in the other language."""
    addresses: Mapping[int, str]
    """Of the live ones of those, by the article that they are siblings of."""
    titles: Mapping[int, str]
    texts: Mapping[int, ImageText]

    @classmethod
    def of(cls, document: Document, language: str, *, user: User, at: datetime) -> "_Near":
        found = uses(document.body)
        links = {pk for _start, href, _end in _LINK.findall(document.body) if (pk := _article_at(href))}
        articles = {*document.related, *links, *(use.id for use in found if use.node is ARTICLE)}
        images = {pk for use in found for node, pk in use.points if node is PICTURE}
        images |= {document.picture.image} if document.picture else set()
        rows = {row.pk: row for row in Article.objects.filter(pk__in=articles).only("title", "translation_group")}
        groups_of = {pk: row.translation_group for pk, row in rows.items()}
        among = pickable(user, None).filter(language=language, translation_group__in=groups_of.values())
        by_group = dict(among.values_list("translation_group", "pk"))
        siblings = {pk: by_group[group] for pk, group in groups_of.items() if group in by_group}
        live = PublishedVersion.objects.live(at).filter(article__in=siblings.values()).with_addresses().defer("data")
        addresses = {version.article_id: version.get_absolute_url() for version in live}
        return cls(
            siblings=siblings,
            addresses={pk: addresses[other] for pk, other in siblings.items() if other in addresses},
            titles=_public_titles({pk: str(row) for pk, row in rows.items()}, user),
            texts={text.image_id: text for text in ImageText.objects.filter(image__in=images, language=language)},
        )

    def title(self, pk: int) -> str:
        return self.titles.get(pk) or f"#{pk}"

    def picture(self, use: PictureUse | None) -> PictureUse | None:
        text = self.texts.get(use.image) if use else None
        if use is None or text is None:
            return use
        return replace(use, alt=text.alt or use.alt, caption=text.caption or use.caption)

    def body(self, body: str, lost: list[Lost]) -> str:
        fitted = walk(body, BODY.nodes_by_tag, self._node(lost))
        return _LINK.sub(self._link(lost), fitted)

    def _node(self, lost: list[Lost]) -> Callable[[Use, str], str]:
        def write(use: Use, markup: str) -> str:
            if use.node is ARTICLE:
                if use.id in self.siblings:
                    return format_html('<aside data-article="{}"></aside>', self.siblings[use.id])
                lost.append(Lost(ALSO, self.title(use.id)))
                return ""
            text = self.texts.get(use.id) if use.node is PICTURE else None
            if text is None:
                return markup
            alt, caption = text.alt or use.words["data-alt"], text.caption or use.words["data-caption"]
            own = '<figure data-image="{}" data-alt="{}" data-caption="{}"></figure>'
            return format_html(own, use.id, alt, caption)

        return write

    def _link(self, lost: list[Lost]) -> Callable[[re.Match[str]], str]:
        def write(found: re.Match[str]) -> str:
            pk = _article_at(found[2])
            if pk is None or pk not in self.titles:
                return found[0]
            if pk in self.addresses:
                return f"{found[1]}{self.addresses[pk]}{found[3]}"
            lost.append(Lost(LINK, self.title(pk)))
            return found[0]

        return write


def _article_at(href: str) -> int | None:
    """The number of the article of ours that an address leads to."""
    path = unquote(href.removeprefix(absolute("/").rstrip("/")))
    found = _OURS.fullmatch(path)
    return int(found[1]) if found else None


def _public_titles(titles: Mapping[int, str], user: User) -> Mapping[int, str]:
    """Those that this person may know."""
    known = set(pickable(user, None).filter(pk__in=titles).values_list("pk", flat=True))
    return {pk: title if pk in known else "" for pk, title in titles.items()}


def _tags(tags: Collection[int], language: str, lost: list[Lost]) -> tuple[int, ...]:
    rows = Tag.objects.filter(pk__in=tags).select_related("merged_into")
    shown = [row.merged_into or row for row in rows]
    found = equals(shown, language)
    lost += [Lost(TAG, tag.name) for tag in shown if tag.pk not in found]
    return tuple(sorted({tag.pk for tag in found.values()}))


def _categories(document: Document, language: str, lost: list[Lost]) -> tuple[int | None, tuple[int, ...]]:
    """The tree is one for all languages. The main category stays in any case: it says whose editors decide."""
    ids = [*([document.category] if document.category else []), *document.categories]
    named = set(CategoryText.objects.filter(category__in=ids, language=language).values_list("category", flat=True))
    rows = Category.objects.filter(pk__in=set(ids) - named).with_texts() if set(ids) - named else ()
    lost += [Lost(CATEGORY, str(row)) for row in rows]
    return document.category, tuple(pk for pk in document.categories if pk in named)


def _signatures(authors: Collection[int], language: str, lost: list[Lost]) -> None:
    named = AuthorText.objects.filter(author__in=authors, language=language).values_list("author", flat=True)
    unnamed = set(authors) - set(named)
    lost += [Lost(AUTHOR, str(row)) for row in Author.objects.filter(pk__in=unnamed).with_texts()] if unnamed else []
