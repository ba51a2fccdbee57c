"""What stands on the pages that are judged, in one language: made by the rooms' own verbs."""

from datetime import datetime, timedelta
from typing import Any

import time_machine
from django.urls import reverse
from django.utils import timezone, translation

from articles import addresses, static_pages
from articles.categories import tree
from articles.ledger import verbs
from articles.models import Article, Category, Correction, PublishedVersion, StaticPage, Tag, Target
from articles.models.report import ReportState
from articles.pages import lists
from articles.pages.front import NIGHT
from articles.reports import receipts as report_receipts
from articles.reports import verbs as reports
from articles.reports.views import form_address
from articles.reviewing import tokens as tokens_of_reviews
from comments import receipts
from newsletter import tokens
from newsletter.models import Newsletter
from newsletter.models.subscription import State
from tests.articles import review, stories
from tests.articles.wholly import TITLES, WORDS, document, full
from tests.comments import people
from tests.newsletter import letters
from tests.web import stress
from tests.web.table import KINDS, LANGUAGES

AGO = timedelta(days=3)
ENOUGH, FEW = 22, 3
"""Stories for a list that has a second part, and for one that hasn't."""


def address(article: Article) -> str:
    return PublishedVersion.objects.live().with_addresses().get(article=article).get_absolute_url()


class Scene:
    def __init__(self, language: str) -> None:
        self.language, self.now = language, timezone.now()
        self.day = timezone.localtime(self.now - AGO)
        self.door = addresses.in_language(language, "front")
        self.top = Category.objects.filter(texts__language=language, parent=None, children__isnull=False)[0]
        with translation.override(language):
            self._stories()
            self._review()
            self._lists()
            self._comments()
            self._reports()
            self._newsletter()
            self.stress = {name: self._published(**made()) for name, made in stress.KINDS.items() if language == "fr"}

    def _published(self, number: int = 0, *, at: datetime | None = None, **fields: Any) -> str:
        text = document(self.language, number, **{"category": self.top.pk, **fields})
        return address(stories.published(text, now=at or self.now))

    def _stories(self) -> None:
        facts = {"language": self.language, "slug": "ports"}
        self.theme = Tag.objects.get_or_create(**facts, defaults={"name": "Ports"})[0]
        other = stories.published(document(self.language, 3, category=self.top.pk), now=self.now - AGO)
        for number in range(ENOUGH if self.language in LANGUAGES else FEW):
            self._published(number, at=self.now - AGO)
        text = full(self.language, other, category=self.top.pk, tags=(self.theme.pk,))
        self.main = stories.published(text, now=self.now - timedelta(hours=1))
        verbs.correct(self.main.revisions.earliest("pk"), by=None, note=WORDS[self.language], now=self.now)
        self.article = address(self.main)
        self.kinds = {kind: self._published(kind=kind) for kind in KINDS}
        sections = tree.index(self.language).tops
        if len(sections) > NIGHT:  # and one in the dark band of the front page
            self._published(9, kind="sponsored", category=sections[NIGHT].pk, at=self.now - timedelta(hours=2))
        withdrawn = stories.published(document(self.language, 2, category=self.top.pk), now=self.now)
        self.gone = address(withdrawn)
        verbs.withdraw(withdrawn, by=None, reason="Erreur", words=WORDS[self.language])
        self.closed = people.address(withdrawn.versions.latest("pk"))
        self.report_closed = form_address(withdrawn.pk)

    def _review(self) -> None:
        title, words = TITLES[self.language], f"<p>{WORDS[self.language]}</p>"
        row = review.article(language=self.language, title=title, body=words, category=self.top)
        self.review = tokens_of_reviews.path(review.link(row))

    def _place(self, slug: str) -> str:
        return addresses.in_language(self.language, "place", slug=slug)

    def _lists(self) -> None:
        self.section = self._place(self.top.text(self.language).slug)
        index = tree.index(self.language)
        first = lists.page(Target.CATEGORY, [self.top.pk], index, at=timezone.now(), after=None)
        self.later = f"{self.section}?before={first.older}"
        empty = stories.section(f"vide-{self.language}", language=self.language)
        self.empty = self._place(empty.text(self.language).slug)
        self.author = addresses.in_language(self.language, "author", slug=stories.author("Nora El Idrissi").slug)
        self.tag = addresses.in_language(self.language, "tag", slug=self.theme.slug)
        title, words = f"{TITLES[self.language]}, {self.language}", WORDS[self.language]
        page = StaticPage(
            language=self.language, title=title, body=f"<h2>{words}</h2><p>{words}</p>", is_published=True
        )
        page.clean()
        self.static_page = self._place(static_pages.write(page, by=None).slug)

    def _comments(self) -> None:
        version, words = PublishedVersion.objects.live().get(article=self.main), WORDS[self.language]
        first = people.approved(version, f"{words}\n\n{words}", name="رشيد")
        second = people.approved(version, words, reply=first.pk)
        people.approved(version, words, reply=second.pk)
        self.comment, self.discussion = first.pk, people.address(version)
        self.receipt_published = receipts.address(first)
        self.receipt = receipts.address(people.comment(version, words, name="Rachid"))

    def _reports(self) -> None:
        self.report = form_address(self.main.pk)
        words, note = WORDS[self.language], Correction.objects.filter(version__article=self.main)[0]
        waiting, fixed = (
            reports.receive(self.main.pk, reports.Words(f"{words} {number}", words)) for number in range(2)
        )
        reports.decide(fixed, ReportState.FIXED, by=None, correction=note.pk)
        self.report_receipt, self.report_fixed = map(report_receipts.address, (waiting, fixed))

    def _newsletter(self) -> None:
        of = Newsletter.objects.filter(language=self.language, is_open=True)[0]
        pending, active, left = (
            letters.reader(f"{state}-{self.language}@example.ma", state=state, of=of)
            for state in (State.PENDING, State.ACTIVE, State.UNSUBSCRIBED)
        )
        self.confirm = self._letter("confirm", tokens.confirmation(pending))
        self.confirmed = self._letter("confirm", tokens.confirmation(active))
        self.leave = self._letter("unsubscribe", tokens.unsubscription(active))
        self.left = self._letter("unsubscribe", tokens.unsubscription(left))
        with time_machine.travel(self.now - timedelta(days=tokens.LIFETIME.days + 1)):
            self.expired = self._letter("confirm", tokens.confirmation(pending))

    def _letter(self, name: str, token: str) -> str:
        return reverse(f"newsletter:{name}", args=[token])
