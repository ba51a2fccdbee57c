"""A small newspaper with one of everything that a page can be made from, at one frozen instant."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from django.test import Client
from django.utils import timezone

from articles import static_pages
from articles.categories import verbs as tree
from articles.ledger import verbs
from articles.ledger.document import PictureUse
from articles.models import Address, Article, CategoryText, Image, PublishedVersion, StaticPage
from articles.pictures import verbs as library
from comments.models import Comment
from newsroom.core.models import Publication, PublicationText, SocialAccount
from tests import cast
from tests.articles import stories
from tests.articles.shelf import Shelf
from tests.comments import people
from tests.newsletter import letters

DAY = timedelta(days=1)
LICENCE = date(2026, 3, 9)
"""The last day of the one picture's licence."""


class Paper:
    def __init__(self) -> None:
        row = Publication.objects.current()
        PublicationText.objects.create(publication=row, language="fr", name="Le Jour")
        SocialAccount.objects.create(publication=row, network="Réseau", url="https://a.example/")
        self.maroc, self.sport = stories.section("maroc"), stories.section("sport")
        self.rabat, self.politics = stories.section("rabat", parent=self.maroc), stories.section("politique")
        self.empty = stories.section("vide")
        tree.write(self.maroc, [CategoryText(language="ar", name="المغرب", slug="المغرب")], by=None)
        self.nadia, self.omar = stories.author("Nadia C"), stories.author("Omar B")
        self.gas, self.water = stories.tag("gaz"), stories.tag("eau")
        self.photo = stories.picture(credit="A. Photographe", licence_ends_on=LICENCE)
        library.change(self.photo, ["licence_ends_on"], by=None)
        self.plan, self.map = stories.picture(), stories.picture()
        self.newsletter = letters.newsletter()
        self._stories()
        self.page = self._page("Mentions", f"<p>Mot.</p>{also(self.named)}{figure(self.map)}")
        self.draft_page = self._page("Brouillon", "<p>Mot.</p>", is_published=False)
        self.said = people.approved(live(self.main), "Une voix.")
        self.waiting = people.comment(live(self.main), "Une attente.", reply=self.said.pk)
        self.client: Client = cast.signed_in(cast.chief())

    def _stories(self) -> None:
        self.named = put("Nommé", category=self.sport.pk, authors=(self.omar.pk,), tags=(self.water.pk,))
        self.draft = Article.objects.create()
        self.main = put(
            "Principal",
            category=self.maroc.pk,
            authors=(self.nadia.pk,),
            tags=(self.gas.pk, self.water.pk),
            related=(self.named.pk, self.draft.pk),
            picture=PictureUse(self.photo.pk, "Un quai", "La légende."),
            body=f"<p>Mot.</p>{also(self.named)}{also(self.draft)}{figure(self.plan)}",
        )
        before = timezone.now() - stories.HOUR
        self.below = put("Dessous", now=before, category=self.rabat.pk, authors=(self.omar.pk,), tags=(self.gas.pk,))
        self.other = put("Ailleurs", category=self.politics.pk, authors=(self.omar.pk,))
        self.sibling = Article.objects.create(language="ar", translation_group=self.main.translation_group)
        self.away = put("Retiré", now=before, category=self.politics.pk, authors=(self.nadia.pk,))
        for told in (self.below, self.away):
            again = stories.revision(told, told.versions.get().document)
            verbs.correct(again, by=None, note=f"Note {told.pk}.", now=before + stories.HOUR / 2)
        verbs.withdraw(self.away, by=None, reason="x")

    def _page(self, title: str, body: str, *, is_published: bool = True) -> StaticPage:
        page = StaticPage(title=title, slug=title.lower(), body=body, is_published=is_published)
        return static_pages.write(page, by=None)

    def in_arabic(self) -> PublishedVersion:
        fields = {"language": "ar", "title": "ميناء الحسيمة", "slug": "الأول", "category": self.maroc.pk}
        return verbs.publish(stories.revision(self.sibling, stories.text(**fields)), by=None)


def put(title: str, *, at: datetime | None = None, now: datetime | None = None, **fields: Any) -> Article:
    article = Article.objects.create()
    document = stories.text(title=f"§ {title}", slug=f"t-{article.pk}", **fields)
    verbs.publish(stories.revision(article, document), by=None, at=at, now=now)
    return article


def live(article: Article) -> PublishedVersion:
    return PublishedVersion.objects.live().get(article=article)


def change(article: Article, *, at: datetime | None = None, **fields: Any) -> PublishedVersion:
    """Publish what readers have, with some of it changed."""
    document = replace(live(article).document, **fields)
    return verbs.publish(stories.revision(article, document), by=None, at=at)


def also(article: Article) -> str:
    return f'<aside data-article="{article.pk}"></aside>'


def figure(image: Image) -> str:
    return f'<figure data-image="{image.pk}" data-alt="Un plan"></figure>'


def rename(paper: Paper) -> None:
    text = paper.sport.texts.get()
    text.name = "Sports"
    tree.write(paper.sport, [text], by=None)


def hidden() -> Iterable[str]:
    """What readers must not see any more, in words that stand nowhere else."""
    gone = PublishedVersion.objects.exclude(article__in=PublishedVersion.objects.live().values("article"))
    yield from (row.title for row in gone)
    yield from (comment.text for comment in Comment.objects.filter(is_visible=False))
    yield from (f"<h1>{page.title}</h1>" for page in StaticPage.objects.filter(is_published=False))
    over = (image for image in Image.objects.all() if image.licence_over_at and image.licence_over_at <= timezone.now())
    yield from (image.file.name or "" for image in over)


def nothing_hidden_is_kept(shelf: Shelf) -> None:
    """Not even for an outage."""
    words = list(hidden())
    for path, body in shelf.copies_for_an_outage().items():
        assert not [word for word in words if word in body], path


def address_of(page: StaticPage) -> str:
    return f"/{Address.objects.get(staticpage=page, is_current=True).slug}/"
