"""Who sees to a text, until when, who is told what becomes of it, and what lists and the dashboard show of that."""

import html
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail as django_mail
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.formats import date_format

from articles.desk import verbs as desk
from articles.ledger import verbs as ledger
from articles.models import Article, Category, Stage
from articles.workflow import verbs
from articles.workflow.events import Event
from articles.workflow.people import told
from newsroom.core.models import AuditEntry, User
from newsroom.core.tasks import worker
from tests import cast
from tests.articles import stories
from tests.articles.test_office_writing import LIST, address, draft, typed

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def section() -> Category:
    return stories.section()


@pytest.fixture
def nadia() -> User:
    return cast.reporter()


@pytest.fixture
def salma(section: Category) -> User:
    return cast.editor(section)


@pytest.fixture
def omar(section: Category) -> User:
    """Edits the same section."""
    user = cast.member("editor", email="omar@example.ma", name="Omar Bennani")
    user.edited_categories.set([section])
    return user


@pytest.fixture
def article(nadia: User) -> Article:
    return draft(nadia, title="Rabat et Rome")


@pytest.fixture
def mails() -> Callable[[], list[Any]]:
    """What the worker has sent since the last time."""

    def read() -> list[Any]:
        worker.Worker().drain()
        found = list(django_mail.outbox)
        django_mail.outbox.clear()
        return found

    return read


def one(article: Article) -> Any:
    return Article.objects.filter(pk=article.pk)


def submitted(article: Article, by: User) -> Article:
    desk.submit(one(article), by=by)
    article.refresh_from_db()
    return article


def says(answer: Any) -> str:
    return html.unescape(answer.content.decode())


class TestClaiming:
    def test_an_editor_takes_it_and_others_see_who_has_it(
        self, article: Article, nadia: User, salma: User, omar: User
    ) -> None:
        submitted(article, nadia)
        cast.signed_in(salma).post(address(article), typed(article, deed="claim:0"))
        article.refresh_from_db()
        assert article.assignee == salma
        for page in (address(article), LIST, "/admin/"):
            assert "Salma Bennis" in says(cast.signed_in(omar).get(page))
        assert AuditEntry.objects.get(verb="article.claimed").actor == salma

    def test_of_two_at_once_the_second_is_told_who_was_quicker(
        self, article: Article, nadia: User, salma: User, omar: User
    ) -> None:
        submitted(article, nadia)
        verbs.claim(article, by=salma)
        with pytest.raises(ValidationError, match="Salma Bennis") as caught:
            verbs.claim(article, by=omar)
        assert caught.value.code == "taken"
        assert verbs.claim(article, by=omar, instead_of=salma.pk).assignee == omar

    def test_twice_is_once(self, article: Article, nadia: User, salma: User) -> None:
        submitted(article, nadia)
        for _twice in range(2):
            verbs.claim(article, by=salma)
        assert AuditEntry.objects.filter(verb="article.claimed").count() == 1

    def test_of_somebody_who_has_left_the_house_it_can_be_taken(
        self, article: Article, nadia: User, salma: User, omar: User
    ) -> None:
        submitted(article, nadia)
        verbs.claim(article, by=salma)
        User.objects.filter(pk=salma.pk).update(is_active=False)
        assert verbs.claim(article, by=omar).assignee == omar

    def test_a_text_that_is_with_its_writer_is_nobodys_to_take(self, article: Article, salma: User) -> None:
        with pytest.raises(ValidationError) as caught:
            verbs.claim(article, by=salma)
        assert caught.value.code == "stage"

    def test_it_is_given_back_by_whoever_has_it(self, article: Article, nadia: User, salma: User, omar: User) -> None:
        submitted(article, nadia)
        verbs.claim(article, by=salma)
        with pytest.raises(ValidationError):
            verbs.give_back(article, by=omar)
        assert verbs.give_back(article, by=salma).assignee is None
        assert verbs.give_back(article, by=salma).assignee is None

    def test_publishing_clears_the_desk(self, article: Article, nadia: User, salma: User) -> None:
        submitted(article, nadia)
        verbs.claim(article, by=salma)
        verbs.assign(article, to=salma, due=timezone.now() + HOUR, by=salma)
        desk.publish(one(article), by=salma)
        article.refresh_from_db()
        assert (article.assignee, article.due_at, article.submitted_at) == (None, None, None)


class TestAssigning:
    def test_whoever_is_asked_may_open_it_and_write_while_it_is_with_its_writer(
        self, article: Article, nadia: User, salma: User
    ) -> None:
        other = cast.member("journalist", email="o@example.ma")
        assert not Article.objects.visible_to(other).exists()
        verbs.assign(article, to=other, due=None, by=salma)
        assert Article.objects.editable_by(other).exists()
        submitted(article, nadia)
        assert Article.objects.visible_to(other).exists()
        assert not Article.objects.editable_by(other).exists()

    def test_the_page_takes_who_and_until_when(self, article: Article, nadia: User, salma: User) -> None:
        due = timezone.localtime() + HOUR
        fields = {"deed": "assign", "assignee": nadia.pk, "due": due.strftime("%Y-%m-%dT%H:%M")}
        cast.signed_in(salma).post(address(article), typed(article, **fields))
        article.refresh_from_db()
        assert article.assignee == nadia
        assert article.due_at is not None
        assert AuditEntry.objects.get(verb="article.assigned").detail["to"] == nadia.pk

    def test_a_time_that_has_passed_and_somebody_who_does_not_write_are_refused(
        self, article: Article, salma: User
    ) -> None:
        with pytest.raises(ValidationError) as caught:
            verbs.assign(article, to=None, due=timezone.now() - HOUR, by=salma)
        assert "due" in caught.value.error_dict
        with pytest.raises(ValidationError) as caught:
            verbs.assign(article, to=cast.moderator(), due=None, by=salma)
        assert "assignee" in caught.value.error_dict

    def test_a_writer_assigns_nobody(self, article: Article, nadia: User) -> None:
        answer = cast.signed_in(nadia).post(address(article), typed(article, deed="assign", assignee=nadia.pk))
        assert answer.status_code == 404

    def test_nothing_new_leaves_no_trace(self, article: Article, nadia: User, salma: User) -> None:
        for _twice in range(2):
            verbs.assign(article, to=nadia, due=None, by=salma)
        assert AuditEntry.objects.filter(verb="article.assigned").count() == 1


def names(event: Event, article: Article, *, besides: User | None = None) -> set[str]:
    article.refresh_from_db()
    found = told(event, [article], {article.pk: article.assignee_id}, besides=besides.pk if besides else None)
    return {person.name for person in found}


class TestWhoIsTold:
    def test_what_is_submitted_the_editors_of_its_category_and_of_those_above(
        self, article: Article, nadia: User, salma: User, section: Category
    ) -> None:
        below = stories.section("rabat", parent=section)
        lower = cast.member("editor", email="l@example.ma", name="Layla")
        lower.edited_categories.set([below])
        cast.chief()
        Article.objects.filter(pk=article.pk).update(category=below)
        submitted(article, nadia)
        assert names(Event.SUBMITTED, article, besides=nadia) == {"Salma Bennis", "Layla"}

    def test_the_chief_where_no_editor_is(self, article: Article, nadia: User) -> None:
        cast.chief()
        submitted(article, nadia)
        assert names(Event.SUBMITTED, article, besides=nadia) == {"Driss Alaoui"}

    def test_whoever_has_it_alone(self, article: Article, nadia: User, salma: User, omar: User) -> None:
        verbs.assign(article, to=omar, due=None, by=salma)
        assert names(Event.SUBMITTED, article, besides=nadia) == {"Omar Bennani"}

    def test_an_editor_who_submits_is_not_told_and_the_next_in_line_is(self, article: Article, salma: User) -> None:
        cast.chief()
        assert names(Event.SUBMITTED, article, besides=salma) == {"Driss Alaoui"}

    @pytest.mark.parametrize("event", [Event.RETURNED, Event.APPROVED, Event.PUBLISHED, Event.WITHDRAWN])
    def test_what_is_decided_its_writer_those_who_sign_and_whoever_has_it(
        self, article: Article, nadia: User, salma: User, omar: User, event: Event
    ) -> None:
        signs = cast.member("journalist", email="s@example.ma", name="Sara")
        article.sign([stories.author("Sara", user=signs).pk])
        submitted(article, nadia)
        verbs.claim(article, by=omar)
        assert names(event, article, besides=salma) == {"Nadia Chraïbi", "Sara", "Omar Bennani"}
        assert names(event, article, besides=omar) == {"Nadia Chraïbi", "Sara"}

    def test_nobody_who_has_left_or_has_not_joined(self, article: Article, nadia: User) -> None:
        User.objects.filter(pk=nadia.pk).update(is_active=False)
        assert names(Event.APPROVED, article) == set()


class TestMails:
    def test_each_event_is_one_mail_in_the_language_of_whoever_gets_it(
        self, article: Article, nadia: User, salma: User, mails: Any
    ) -> None:
        submitted(article, nadia)
        assert [(mail.to, mail.subject) for mail in mails()] == [([salma.email], "À relire : « Rabat et Rome »")]
        desk.request_changes(one(article), by=salma, note="Vérifie le chiffre.")
        (mail,) = mails()
        assert mail.to == [nadia.email]
        assert "Vérifie le chiffre." in mail.body
        assert address(article) in mail.body

    def test_the_whole_way_to_readers_and_back(self, article: Article, nadia: User, salma: User, mails: Any) -> None:
        submitted(article, nadia)
        desk.approve(one(article), by=salma)
        desk.publish(one(article), by=salma, at=timezone.now() + HOUR)
        desk.publish(one(article), by=salma)
        ledger.withdraw(article, by=salma, reason="Faux.")
        heads = [mail.subject.partition(" :")[0] for mail in mails() if mail.to == [nadia.email]]
        assert heads == ["Validé", "Publication programmée", "Publié", "Retiré"]

    def test_a_publication_that_is_moved_and_one_that_is_cancelled(
        self, article: Article, nadia: User, salma: User, mails: Any
    ) -> None:
        at = timezone.now() + HOUR
        desk.publish(one(article), by=salma, at=at)
        moved = ledger.reschedule(article.versions.get(), by=salma, at=at + HOUR)
        ledger.cancel(moved, by=salma)
        planned, moved_mail, cancelled = [mail for mail in mails() if mail.to == [nadia.email]]
        assert planned.subject.startswith("Publication programmée")
        assert moved_mail.subject.startswith("Publication déplacée")
        assert date_format(timezone.localtime(at + HOUR), "TIME_FORMAT") in moved_mail.body
        assert cancelled.subject.startswith("Publication annulée")

    def test_what_is_rolled_back_is_told_to_nobody(self, article: Article, nadia: User, mails: Any) -> None:
        with pytest.raises(ValidationError):
            desk.submit(Article.objects.filter(pk__in=[article.pk, draft(nadia, category=None).pk]), by=nadia)
        assert mails() == []

    def test_whoever_chose_so_gets_none(self, article: Article, nadia: User, salma: User, mails: Any) -> None:
        fields = {"name": salma.name, "email": salma.email, "language": "fr"}
        cast.signed_in(salma).post("/admin/account/", fields)
        submitted(article, nadia)
        assert mails() == []
        cast.signed_in(salma).post("/admin/account/", {**fields, "mails": "on"})
        desk.take_back(one(article), by=nadia)
        submitted(article, nadia)
        assert len(mails()) == 1

    def test_many_at_once_are_one_mail(self, nadia: User, salma: User, mails: Any) -> None:
        rows = [draft(nadia, title=title) for title in ("Un", "Deux", "Trois")]
        chosen = {"_selected_action": [row.pk for row in rows], "seen": [f"{row.pk}:{row.version}" for row in rows]}
        cast.signed_in(nadia).post(LIST, {"action": "submit_chosen", "index": 0, **chosen})
        (mail,) = mails()
        assert mail.subject == "À relire : 3 articles"
        assert all(row.title in mail.body for row in rows)


class TestTheDashboard:
    def test_it_shows_what_is_mine_to_see_to_and_what_became_of_my_texts(
        self, article: Article, nadia: User, salma: User
    ) -> None:
        submitted(article, nadia)
        verbs.assign(article, to=salma, due=timezone.now() + HOUR, by=salma)
        assert 'id="panel-yours"' in says(cast.signed_in(salma).get("/admin/"))
        desk.request_changes(one(article), by=salma, note="Vérifie.")
        page = says(cast.signed_in(nadia).get("/admin/"))
        assert "panel-yours" not in page
        assert "Salma Bennis" in page.split('id="panel-news"')[1]
        assert "panel-news" not in says(cast.signed_in(salma).get("/admin/"))


class TestTheList:
    def test_it_is_narrowed_to_mine_nobodys_due_today_and_overdue(self, nadia: User, salma: User) -> None:
        mine, free, late = (submitted(draft(nadia, title=title), nadia) for title in ("Moi", "Libre", "Tard"))
        verbs.claim(mine, by=salma)
        soon = timezone.localtime().replace(hour=23, minute=59)
        Article.objects.filter(pk=mine.pk).update(due_at=soon)
        Article.objects.filter(pk=late.pk).update(due_at=soon - 2 * timedelta(days=1), assignee=nadia)
        client = cast.signed_in(salma)
        found = {
            name: [row.title for row in client.get(f"{LIST}?todo={name}").context["cl"].result_list]
            for name in ("mine", "unassigned", "today", "overdue")
        }
        assert found == {"mine": ["Moi"], "unassigned": ["Libre"], "today": ["Moi"], "overdue": ["Tard"]}
        assert free.stage == Stage.IN_REVIEW
