"""The demo's articles: written, reviewed and published by the desk's own verbs, as if over the past two weeks."""

import re
import uuid
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property
from html import escape

from django.core.files.base import ContentFile
from django.utils import timezone

from articles.demo.drawing import draw
from articles.demo.house import PEOPLE, House
from articles.demo.manuscripts import Archive, Manuscript, State, archive
from articles.demo.parts import Part
from articles.demo.recurring import load as load_recurring
from articles.desk import verbs as desk
from articles.ledger import verbs as ledger
from articles.models import Article, Author, AuthorText, Category, Image, ImageText, Tag
from articles.pictures import reading
from articles.pictures import verbs as library
from articles.reviewing import verbs as reviewing
from articles.slugs import slugify
from articles.workflow import verbs as workflow
from articles.workflow.telling import quietly
from newsroom.core.models import User

CREDIT = "L’Estran"
REVIEWER = "Pr Idriss Lamrani, hydrologue"
ASKED = "Les volumes et les pertes de réseau sont-ils justes ? Votre avis d’ici demain midi nous aiderait."
FAMILY = uuid.UUID("6a1c1f0e-6d5e-5f5b-9a43-0b5c1f2d7e10")
"""Siblings share the translation group that is made of this and their key."""
WRITING = timedelta(hours=5)
"""Between the first saved line and publication."""
_NODE = re.compile(r'<(aside data-article|figure data-image)="([a-z-]+)"></(?:aside|figure)>')


@dataclass
class Stories:
    """Adds what is missing: authors, tags and pictures that are there stay as they are."""

    now: datetime
    archive: Archive = field(default_factory=archive)
    articles: dict[tuple[str, str], Article] = field(default_factory=dict)
    """By language and key."""

    def load(self) -> None:
        House().sections(by=self.accounts.get("chief"))
        texts = self.archive.texts
        for text in texts:
            self.articles[text.language, text.key] = self._begin(text)
        for text in texts:
            self._write(text)
        with quietly():
            for text in texts:
                self._pass_on(text)
        people = self.accounts
        self._ask(people.get("chief"), people.get("editor"), people.get("journalist"))
        load_recurring(self.now, categories=self.categories, by=people.get("chief"), writer=people.get("journalist"))

    @cached_property
    def accounts(self) -> dict[str, User]:
        """The demo's people who are still there, by role."""
        users = {user.email: user for user in User.objects.filter(email__in=[person.address for person in PEOPLE])}
        return {person.role: users[person.address] for person in PEOPLE if person.address in users}

    @cached_property
    def authors(self) -> dict[str, Author]:
        found = {}
        for person in self.archive.people:
            author, created = Author.objects.get_or_create(slug=person.slug)
            found[person.slug] = author
            if created:
                user = User.objects.filter(email=person.account, author=None).first() if person.account else None
                Author.objects.filter(pk=author.pk).update(user=user)
                AuthorText.objects.bulk_create(
                    AuthorText(author=author, language=language, name=name, role=role, biography=biography)
                    for language, (name, role, biography) in person.words.items()
                )
        return found

    @cached_property
    def pictures(self) -> dict[str, Image]:
        return {key: self._picture(key) for key in self.archive.pictures}

    def _picture(self, key: str) -> Image:
        picture = self.archive.pictures[key]
        texts = [ImageText(language=code, alt=alt, caption=words) for code, (alt, words) in picture.words.items()]
        by = self.accounts.get("chief")
        try:
            return library.add(drawn(key), name=picture.name, by=by, credit=CREDIT, focal=picture.focal, texts=texts)
        except library.KnownFileError as known:
            return known.image

    @cached_property
    def categories(self) -> dict[str, int]:
        """Ids by French slug."""
        return dict(Category.objects.filter(texts__language="fr").values_list("texts__slug", "pk"))

    def _begin(self, text: Manuscript) -> Article:
        """A headline and nothing else, so that every text has an id that others can point at."""
        group = group_of(text.key)
        article = Article(language=text.language, title=text.title, translation_group=group)
        authors = [self.authors[slug].pk for slug in text.authors]
        desk.save(article, by=self._writer(text), authors=authors, now=self._due(text) - WRITING)
        return article

    def _write(self, text: Manuscript) -> None:
        article = self.articles[text.language, text.key]
        article.kind, article.standfirst = text.kind, text.standfirst
        article.category_id = self.categories[text.category]
        if text.picture:
            article.picture = self.pictures[text.picture]
            article.picture_alt, article.picture_caption = self.archive.pictures[text.picture].words[text.language]
        self._save(text, *_wrong(text), at=self._due(text) - WRITING / 5)

    def _save(self, text: Manuscript, points: tuple[str, ...], body: str, *, at: datetime) -> None:
        article = self.articles[text.language, text.key]
        article.points, article.body = list(points), self._with_ids(body, text.language)
        desk.save(
            article,
            by=self._writer(text),
            categories=[self.categories[slug] for slug in text.also],
            tags=[self._tag(name, text.language) for name in text.tags],
            related=[self.articles[text.language, key].pk for key in text.related],
            now=at,
        )

    def _with_ids(self, body: str, language: str) -> str:
        """The body with what its nodes name by key named by id. Raises KeyError for a key that is nowhere."""

        def named(found: re.Match[str]) -> str:
            key = found[2]
            if found[1].startswith("aside"):
                return f'<aside data-article="{self.articles[language, key].pk}"></aside>'
            alt, caption = map(escape, self.archive.pictures[key].words[language])
            image = self.pictures[key].pk
            return f'<figure data-image="{image}" data-alt="{alt}" data-caption="{caption}"></figure>'

        return _NODE.sub(named, body)

    def _tag(self, name: str, language: str) -> int:
        row, _created = Tag.objects.get_or_create(language=language, slug=slugify(name), defaults={"name": name})
        return row.pk

    def _pass_on(self, text: Manuscript) -> None:
        """To where the desk and the readers have it."""
        rows = Article.objects.filter(pk=self.articles[text.language, text.key].pk)
        writer, editor = self._writer(text), self._editor(text)
        if text.state is State.DRAFT:
            return
        desk.submit(rows, by=writer, now=min(self._due(text), self.now))
        if text.state is State.REVIEW:
            self._share(rows.get(), by=writer)
            return
        due = self._due(text)
        desk.approve(rows, by=editor)
        if text.state is State.PLANNED:
            desk.publish(rows, by=editor, at=due, now=self.now)
            return
        desk.publish(rows, by=editor, now=due)
        self._correct(text, due)
        if text.withdrawal:
            leave = min(due + timedelta(days=text.withdrawal.days), self.now)
            reason, words = text.withdrawal.reason, text.withdrawal.words
            ledger.withdraw(rows.get(), by=self.accounts.get("chief"), reason=reason, words=words, now=leave)

    def _share(self, article: Article, *, by: User | None) -> None:
        """With somebody outside the newsroom, for a week."""
        revision = article.revisions.saved().first()
        if revision and by:
            until = self.now + timedelta(days=7)
            reviewing.make(revision, by=by, reader=REVIEWER, until=until, asked=ASKED, now=self.now)

    def _correct(self, text: Manuscript, due: datetime) -> None:
        if text.correction is None:
            return
        article = self.articles[text.language, text.key]
        article.refresh_from_db()
        when = min(due + timedelta(hours=text.correction.hours), self.now)
        self._save(text, text.points, text.body, at=when)
        revision = desk.current_revision(article, by=self._writer(text), now=when)
        ledger.correct(revision, by=self._editor(text), note=text.correction.note, now=when)

    def _ask(self, chief: User | None, editor: User | None, writer: User | None) -> None:
        """Who sees to what waits, and to what is still being written."""
        due = self.now.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
        for text in self.archive.texts:
            hours, person = {State.REVIEW: (4, editor), State.DRAFT: (26, writer)}.get(text.state, (0, None))
            article = self.articles[text.language, text.key]
            if chief and person and Article.objects.visible_to(person).filter(pk=article.pk).exists():
                workflow.assign(article, to=person, due=due + timedelta(hours=hours), by=chief, now=self.now)

    def _due(self, text: Manuscript) -> datetime:
        return text.at(self.now, timezone.get_default_timezone())

    def _writer(self, text: Manuscript) -> User | None:
        accounts = {person.slug: person.account for person in self.archive.people}
        own = {accounts[slug] for slug in text.authors}
        return next((user for user in self.accounts.values() if user.email in own), self.accounts.get("chief"))

    def _editor(self, text: Manuscript) -> User | None:
        """Whoever answers for the section."""
        editor = self.accounts.get("editor")
        mine = Category.objects.editable_by(editor) if editor else Category.objects.none()
        return editor if mine.filter(pk=self.categories[text.category]).exists() else self.accounts.get("chief")


def group_of(key: str) -> uuid.UUID:
    """What a text of the demo shares with its siblings in other languages."""
    return uuid.uuid5(FAMILY, key)


def drawn(key: str) -> reading.Reading:
    return reading.read(ContentFile(draw(key), name=f"{key}.jpg"))


def _wrong(text: Manuscript) -> tuple[tuple[str, ...], str]:
    """Points and body as they were published first."""
    slip = text.correction
    if slip is None:
        return text.points, text.body
    return tuple(map(slip.back_into, text.points)), slip.back_into(text.body)


def load(now: datetime | None = None) -> None:
    Stories(now or timezone.now()).load()


STORIES = Part("stories", load, position=20)
