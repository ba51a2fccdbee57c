"""One of everything: what the matrix of addresses is tried on."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.test import Client
from django.utils import timezone

from articles.desk import verbs as desk
from articles.ledger import verbs
from articles.models import Address, Article, Author, Category, Image, PublishedVersion, Stage, StaticPage
from articles.notes import verbs as notes
from articles.recurring import verbs as recurring
from articles.reports import verbs as reports
from articles.translations import verbs as translations
from comments.models import Comment
from newsroom.core.models import BackgroundTask, Publication, User
from tests import cast
from tests.articles import review, stories
from tests.comments import people
from tests.newsletter.letters import Letters

STRANGER = "stranger"
MEMBERS = ("journalist", "editor", "chief", "moderator", "newsletter", "administrator")
ROLES = (STRANGER, *MEMBERS)


class Desk:
    """Working copies as the desk keeps them, in a section that was chosen for the editor, and elsewhere."""

    def __init__(self, *, writer: User, chosen: Category, elsewhere: Category) -> None:
        self.own = self._article(by=writer)
        self.waiting = self._article(by=writer, category=chosen, stage=Stage.IN_REVIEW)
        self.elsewhere = self._article(category=elsewhere, stage=Stage.IN_REVIEW)
        self.live = self._published(chosen)
        self.withdrawn = self._published(chosen)
        verbs.withdraw(self.withdrawn, by=None, reason="Erreur")
        self.translation = translations.begin(self.live, "en", by=cast.member("chief", email="translator@example.ma"))
        self.report = reports.receive(self.live.pk, reports.Words("C’est faux."))
        self.note = notes.write(self.own, "Un mot.", by=writer)
        self.link = review.link(self.own)
        self.open, self.over, self.revoked = review.tokens(self.own)
        self.template = recurring.keep(self.live, "Agenda", by=None)
        self.tag = stories.tag("gaz")
        self.page = StaticPage.objects.get(slug="mentions")

    def _article(self, *, by: User | None = None, **fields: Any) -> Article:
        article = Article(title="Un titre", body="<p>Un texte.</p>", **fields)
        desk.save(article, by=by, authors=[stories.author().pk])
        return article

    def _published(self, category: Category) -> Article:
        article = self._article(category=category)
        desk.publish(Article.objects.filter(pk=article.pk), by=None)
        return article


@dataclass
class World:
    """The cast, and objects in each state that makes a difference to who may do what with them."""

    people: dict[str, User] = field(default_factory=dict)
    keys: dict[str, str] = field(default_factory=dict)
    chosen: Category = field(init=False)
    below: Category = field(init=False)
    elsewhere: Category = field(init=False)
    image: Image = field(init=False)
    colleague: User = field(init=False)
    invited: User = field(init=False)
    deactivated: User = field(init=False)
    superuser: User = field(init=False)
    live: PublishedVersion = field(init=False)
    withdrawn: Article = field(init=False)
    draft: Article = field(init=False)
    planned: Article = field(init=False)
    author: Author = field(init=False)
    comment: Comment = field(init=False)
    letters: Letters = field(init=False)
    desk: Desk = field(init=False)
    failed_task: object = field(init=False)
    done_task: object = field(init=False)

    def __post_init__(self) -> None:
        self.chosen = cast.category("Sport")
        self.below = cast.category("Football", parent=self.chosen)
        self.elsewhere = cast.category("Politique")
        self.people = {
            "journalist": cast.reporter(),
            "editor": cast.editor(self.chosen),
            "chief": cast.chief(),
            "moderator": cast.moderator(),
            "newsletter": cast.newsletter_editor(),
            "administrator": cast.administrator(),
        }
        self.image = Image.objects.create(name="Le port", file="images/ab/x.jpg", width=9, height=9, bytes=9)
        self.colleague = cast.member("journalist", email="colleague@example.ma")
        self.deactivated = cast.member("journalist", email="gone@example.ma", is_active=False)
        self.superuser = User.objects.create_superuser("root@example.ma", cast.PASSWORD, name="Racine")
        self.invited = cast.member("journalist", email="invited@example.ma")
        self.invited.set_unusable_password()
        self.invited.save()
        self._pages()
        self.live = stories.published(stories.text(tags=(stories.tag("gaz").pk,))).versions.get()
        self.planned = Article.objects.create()
        stories.plan(self.planned, timezone.now() + timedelta(days=1))
        self.author = stories.author()
        self.withdrawn = stories.published()
        verbs.withdraw(self.withdrawn, by=None, reason="Erreur")
        self.draft = Article.objects.create(title="Brouillon")
        self.comment = people.comment(self.live)
        self.letters = Letters()
        self.desk = Desk(writer=self.people["journalist"], chosen=self.chosen, elsewhere=self.elsewhere)
        self.failed_task, self.done_task = self._task("FAILED"), self._task("SUCCESSFUL")
        Publication.objects.update_or_create(pk=1, defaults={"contact_email": "contact@example.ma"})

    def _pages(self) -> None:
        stories.tag("vide")
        stories.author("Personne")
        for slug, published in (("mentions", True), ("brouillon", False)):
            page = StaticPage.objects.create(title=slug, slug=slug, is_published=published)
            Address.objects.claim(page, language="fr", slug=slug)

    def _task(self, status: str) -> object:
        values = {"task_path": "newsroom.core.tasks.sweep.sweep", "backend_name": "default", "status": status}
        now = timezone.now()
        return BackgroundTask.objects.create(
            **values, args_kwargs={"args": [], "kwargs": {}}, run_after=now, exception_class_path="", traceback=""
        ).pk

    def client(self, role: str) -> Client:
        """A fresh browser that holds that person's session, which is made once."""
        if role not in self.keys and role != STRANGER:
            self.keys[role] = cast.signed_in(self.people[role]).session.session_key or ""
        client = Client()
        if role != STRANGER:
            client.cookies[settings.SESSION_COOKIE_NAME] = self.keys[role]
        return client
