"""One article as its page shows it."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import quote, urlencode
from uuid import UUID

from django.db.models import F, Q, QuerySet, Value
from django.db.models.functions import Coalesce
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from articles import addresses
from articles.body import articles_in, render
from articles.categories.tree import Index, Section
from articles.ledger.document import Document
from articles.ledger.told import siblings as siblings_of
from articles.models import Article, Change, Correction, Image, Kind, PublishedVersion, Tag, Target
from articles.pages.cards import UNSEEN, Card, cards, shown
from articles.pages.people import SIGNING, Signature, signed, signing
from articles.pages.related import Alike, related
from articles.pages.words import day, direction
from newsroom.core.links import absolute
from newsroom.core.pagestore import depends, keys, until
from newsroom.core.prepared import prepared
from newsroom.core.typography import set_plain, set_words


@dataclass(frozen=True)
class Link:
    name: str
    url: str


@dataclass(frozen=True)
class Note:
    """What readers are told: a correction, a clarification, or what is new."""

    text: str
    at: datetime
    change: Change


@dataclass(frozen=True)
class Story:
    version: PublishedVersion
    document: Document
    body: SafeString
    line: list[Section]
    picture: Image | None
    authors: list[Signature]
    tags: list[Link]
    notes: list[Note]
    related: list[Card]
    elsewhere: Mapping[str, str]
    """The paths of the live articles that tell the same in other languages, by language."""

    @property
    def direction(self) -> str:
        return direction(self.version.language)

    @property
    def title(self) -> SafeString:
        return self.words(self.version.title)

    @property
    def plain_title(self) -> str:
        return set_plain(self.version.title, self.version.language)

    def words(self, plain: str) -> SafeString:
        """One of its own lines, set in its language."""
        return set_words(plain, self.version.language)

    @property
    def section(self) -> Section | None:
        return self.line[-1] if self.line else None

    @property
    def kind(self) -> str:
        return Kind(self.version.kind).label_for_readers

    @property
    def is_updated(self) -> bool:
        return self.version.updated_at > self.version.first_published_at

    @property
    def is_updated_that_day(self) -> bool:
        return day(self.version.updated_at) == day(self.version.first_published_at)

    @property
    def has_two_pictures(self) -> bool:
        """The first two related cards are shown with their pictures, or none is."""
        return len(self.related) > 1 and all(card.picture for card in self.related[:2])

    @property
    def address(self) -> str:
        return absolute(self.version.get_absolute_url())

    @property
    def shares(self) -> list[Link]:
        """Plain links to where readers pass stories on; nothing is loaded from there."""
        url, title = self.address, self.version.title
        return [
            Link("Facebook", "https://www.facebook.com/sharer/sharer.php?" + urlencode({"u": url})),
            Link("X", "https://x.com/intent/post?" + urlencode({"url": url, "text": title})),
            Link("WhatsApp", "https://wa.me/?" + urlencode({"text": f"{title} {url}"})),
            Link("LinkedIn", "https://www.linkedin.com/sharing/share-offsite/?" + urlencode({"url": url})),
            Link(_("E-mail"), f"mailto:?subject={quote(title)}&body={quote(url)}"),
        ]


def load(version: PublishedVersion, index: Index, *, at: datetime, alike: Alike | None = None) -> Story:
    """Four queries at most beside that for the body's pictures. `alike` chooses the cards of the past."""
    document = version.document
    depends(keys.article(version.article_id))
    until(version.live_until)
    coming = _near(version.article_id, _group(version), {*document.related, *articles_in(version)}, at=at)
    rows = [row for row in coming if row.live_from <= at]
    siblings = _siblings(rows, _group(version))
    authors, tags = _named(document)
    line = index.line(document.category)
    top = line[0].pk if line else None
    near = related(version.article_id, document, rows, section=top, at=at, alike=alike)
    return Story(
        version=version,
        document=document,
        body=render([version], at, known=coming)[version.pk],
        line=line,
        picture=shown(version.picture, at),
        authors=authors,
        tags=tags,
        notes=_notes(version),
        related=cards(near, index, at=at),
        elsewhere=siblings,
    )


def elsewhere(article: int, at: datetime) -> Mapping[str, str]:
    """`Story.elsewhere` of an article that has no story to tell: it was withdrawn, or its time is over."""
    group = Article.objects.values_list("translation_group", flat=True).get(pk=article)
    return _siblings((row for row in _near(article, group, (), at=at) if row.live_from <= at), group)


def _siblings(live: Iterable[PublishedVersion], group: UUID) -> dict[str, str]:
    return {row.language: row.get_absolute_url() for row in live if _group(row) == group}


def _near(article: int, group: UUID, others: Collection[int], *, at: datetime) -> list[PublishedVersion]:
    """What is live or coming of the siblings and of what the article names: chosen by hand, or in its text."""
    depends(siblings_of(group), *map(keys.article, others))
    found = _near_or_named(article, group, others, at)
    for row in found:
        depends(keys.article(row.article_id))
        until(row.live_from if row.live_from > at else row.live_until)
    return found


def _group(version: PublishedVersion) -> UUID:
    """Of articles that tell the same in other languages; most versions came with it, a preview's did not."""
    group: UUID | None = vars(version).get("group")
    return group or version.article.translation_group


@prepared
def _near_or_named(
    article: int, group: UUID, others: Collection[int], at: datetime
) -> QuerySet[PublishedVersion, PublishedVersion]:
    named = Article.objects.filter(Q(translation_group=group) | Q(pk__in=others))
    rows = PublishedVersion.objects.not_over(at).with_addresses().select_related("picture").defer(*UNSEEN)
    rows = rows.filter(article__in=named.values("pk")).exclude(article=article)
    return rows.annotate(group=F("article__translation_group"))


def _named(document: Document) -> tuple[list[Signature], list[Link]]:
    """Who signs, in their order, and the tags by name; who or what was merged shows as the other."""
    rows = _rows_named(document.authors, document.tags, document.language)
    people = signed((row[1:] for row in rows if row[0] == Target.AUTHOR), document.language)
    tags = {}
    for _kind, pk, own, slug, name, language in (row for row in rows if row[0] == Target.TAG):
        depends(keys.tag(pk), keys.tag(own))
        tags[own] = (set_plain(name, language), own, addresses.in_language(language, "tag", slug=slug))
    depends(*map(keys.tag, document.tags))
    by_line = [people[pk] for pk in document.authors if pk in people]
    return by_line, [Link(name, url) for name, _pk, url in sorted(tags.values())]


@prepared
def _rows_named(authors: Collection[int], tags: Collection[int], language: str) -> QuerySet[Any, Any]:
    """Authors as `people.signing` has them, and tags: id, id, slug, name and language of the one that is shown."""
    people = signing(authors, language).values_list(Value(str(Target.AUTHOR)), *SIGNING)
    shown = [Coalesce(F(f"merged_into__{name}"), F(name)) for name in ("id", "slug", "name", "language")]
    found = Tag.objects.filter(pk__in=tags).order_by().values_list(Value(str(Target.TAG)), "pk", *shown)
    return people.union(found, all=True).order_by()


def _notes(version: PublishedVersion) -> list[Note]:
    """Those of this version and of all before it, the first one first. What bears a note updates."""
    if version.updated_at <= version.first_published_at:
        return []
    found = _corrections(version.article_id, version.live_from)
    return [Note(text, at, Change(change)) for text, at, change in found]


@prepared
def _corrections(article: int, latest: datetime) -> QuerySet[Correction, tuple[str, datetime, str]]:
    rows = Correction.objects.filter(version__article=article, version__live_from__lte=latest)
    return rows.order_by("version__live_from", "pk").values_list("text", "version__live_from", "version__change")


def current(article: int, at: datetime) -> PublishedVersion | None:
    return next(iter(_live(article, at)), None)


@prepared
def _live(article: int, at: datetime) -> QuerySet[PublishedVersion, PublishedVersion]:
    rows = PublishedVersion.objects.live(at).with_addresses().select_related("picture").filter(article=article)
    return rows.annotate(group=F("article__translation_group"))
