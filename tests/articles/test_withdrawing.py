"""Taking an article from readers: who points at it is shown first, every surface is emptied, and it can come back."""

from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.desk import verbs as desk
from articles.ledger import verbs
from articles.models import Article, Image
from articles.office import pointing
from newsletter import editions
from newsletter.models import Edition, EditionItem
from newsroom.core import registry
from newsroom.core.models import User
from tests import cast
from tests.articles import stories
from tests.articles.paper import also
from tests.articles.test_ledger import refused
from tests.articles.test_office_buttons import live, press
from tests.articles.test_office_writing import address
from tests.comments import people
from tests.newsletter import letters

pytestmark = pytest.mark.django_db
TITLE = "Le barrage a cédé"


@pytest.fixture
def article() -> Article:
    tags = (stories.tag("barrages").pk,)
    made = stories.published(stories.text(title=TITLE, slug="barrage", tags=tags), now=timezone.now())
    made.title, made.category = TITLE, stories.section()
    made.save()
    return made


def leading(article: Article, title: str, **fields: Any) -> Article:
    """A live article that leads to another one, in its text or below it; the desk has the same of it."""
    row = Article.objects.create(title=title, category=stories.section("sport"))
    document = stories.text(title=title, category=row.category_id, **(fields or {"related": (article.pk,)}))
    verbs.publish(stories.revision(row, document), by=None)
    return row


def asked(user: User, article: Article) -> str:
    return unescape(cast.signed_in(user).get(address(article, "withdraw")).content.decode())


class TestWhoPointsHere:
    def test_related_picks_and_also_read_are_named_with_their_pages(self, article: Article) -> None:
        picked, read = leading(article, "Choisi"), leading(article, "Lu aussi", body=f"<p>Mot.</p>{also(article)}")
        page = asked(cast.chief(), article)
        for row in (picked, read):
            assert f'href="/admin/articles/article/{row.pk}/change/"' in page
        assert page.index("Choisi") < page.index('name="reason"')

    def test_so_are_drafts_that_lead_here_and_what_is_planned(self, article: Article) -> None:
        Article.objects.create(title="Un brouillon", body=f"<p>Mot.</p>{also(article)}")
        planned = Article.objects.create(title="Demain")
        at = timezone.now() + stories.HOUR
        verbs.publish(stories.revision(planned, stories.text(related=(article.pk,))), by=None, at=at)
        page = asked(cast.chief(), article)
        assert "Un brouillon" in page
        assert "Demain" in page

    def test_what_has_ended_or_was_taken_out_is_not(self, article: Article) -> None:
        gone, changed = leading(article, "Parti"), leading(article, "Changé")
        verbs.withdraw(gone, by=None, reason="x")
        verbs.publish(stories.revision(changed, stories.text(title="Changé")), by=None)
        page = asked(cast.chief(), article)
        assert ("Parti" in page, "Changé" in page) == (False, False)

    def test_siblings_are_named_that_stay_online(self, article: Article) -> None:
        place = stories.section("ar", language="ar").pk
        row = Article.objects.create(title="انهيار السد", language="ar", translation_group=article.translation_group)
        document = stories.text(language="ar", title="انهيار السد", slug="سد", category=place)
        verbs.publish(stories.revision(row, document), by=None)
        assert "انهيار السد" in asked(cast.chief(), article)

    def test_editions_that_are_not_sent_are_named_and_sent_ones_not(self, article: Article) -> None:
        letters.reader()
        letters.edition(article, subject="La lettre de demain")
        sent = letters.edition(article, subject="La lettre d’hier")
        editions.send(sent, by=None)
        page = asked(cast.chief(), article)
        assert ("La lettre de demain" in page, "La lettre d’hier" in page) == (True, False)

    def test_an_editor_is_told_what_is_public_by_name_and_the_rest_by_number(self, article: Article) -> None:
        shown = leading(article, "Public ailleurs")
        Article.objects.create(title="Secret ailleurs", body=f"<p>Mot.</p>{also(article)}")
        letters.edition(article, subject="Lettre secrète")
        page = asked(cast.editor(stories.section()), article)
        public = live(shown)
        assert public is not None
        assert f'href="{public.get_absolute_url()}"' in page
        assert ("Secret ailleurs" in page, "Lettre secrète" in page) == (False, False)
        assert page.count('<li class="meta">') == 2

    def test_whoever_registers_a_pointer_is_asked_too(self, article: Article, monkeypatch: pytest.MonkeyPatch) -> None:
        one = stories.picture(name="Une place à la une")
        pointer = registry.Pointer("slots", "articles.article", lambda _target: [one], 10, "À la une")
        monkeypatch.setitem(registry.pointers._entries, "slots", pointer)
        page = asked(cast.chief(), article)
        assert "À la une" in page
        assert f"/admin/articles/image/{one.pk}/change/" in page

    def test_nobody_is_said_where_nobody_does(self, article: Article) -> None:
        assert '<p class="meta">' in asked(cast.chief(), article).partition('id="h-pointers"')[2]

    def test_many_chosen_at_once_are_asked_about_together(self, article: Article) -> None:
        other = leading(article, "Choisi avec")
        third = leading(article, "Reste")
        chosen = {"action": "withdraw_chosen", "_selected_action": [article.pk, other.pk], "index": "0"}
        page = unescape(cast.signed_in(cast.chief()).post("/admin/articles/article/", chosen).content.decode())
        part = page.partition('id="h-pointers"')[2].partition("</section>")[0]
        assert (str(third.title) in part, str(other.title) in part) == (True, False)

    def test_a_hundred_of_them_cost_what_two_do_and_are_counted(self, article: Article) -> None:
        client, costs = cast.signed_in(cast.chief()), []
        client.get("/admin/")
        for size in (2, pointing.SHOWN + 5):
            for number in range(size):
                leading(article, f"Renvoi {number}")
            with CaptureQueriesContext(connection) as queries:
                page = client.get(address(article, "withdraw")).content.decode()
            costs.append(len(queries))
        assert costs[0] == costs[1]
        assert page.count("Renvoi") == pointing.SHOWN


def surfaces(article: Article) -> list[str]:
    """Every page on which readers could meet it, but its own."""
    version = article.versions.order_by("-live_from")[0]
    reading = [f"/maroc/barrage-{article.pk}/", f"/x/autrefois-{article.pk}/", f"/commentaires/{article.pk}/"]
    lists = ["/", "/maroc/", "/auteurs/nadia-chraïbi/", "/tags/barrages/", "/corrections/"]
    others = Article.objects.exclude(pk=article.pk).filter(versions__live_until=None).distinct()
    pages = [row.get_absolute_url() for other in others if (row := live(other))]
    return [*reading, *lists, *pages, version.get_absolute_url()]


def meeting(article: Article) -> list[str]:
    client = Client()
    found = [(path, client.get(path, follow=True)) for path in surfaces(article)]
    return [path for path, answer in found if TITLE in unescape(answer.content.decode())]


class TestGoneAndBack:
    @pytest.fixture
    def everywhere(self, article: Article) -> Article:
        leading(article, "Choisi")
        leading(article, "Lu aussi", body=f"<p>Mot.</p>{also(article)}")
        version = live(article)
        assert version is not None
        verbs.correct(stories.revision(article, version.document), by=None, note="Le nom était faux.")
        people.approved(version, "Une voix.")
        return article

    def test_it_is_on_every_surface_then_on_none_then_on_every_one_again(self, everywhere: Article) -> None:
        before = meeting(everywhere)
        assert before == surfaces(everywhere)
        verbs.withdraw(everywhere, by=None, reason="Faux.", words="Ce texte se trompait de barrage.")
        assert meeting(everywhere) == []
        verbs.reinstate(everywhere, by=None)
        assert meeting(everywhere) == before

    def test_every_address_answers_410_with_the_words_for_readers(self, everywhere: Article) -> None:
        verbs.withdraw(everywhere, by=None, reason="La source ment.", words="Ce texte se trompait\n\nde barrage.")
        for path in (
            f"/maroc/barrage-{everywhere.pk}/",
            f"/ar/x/y-{everywhere.pk}/",
            f"/en/{everywhere.pk}/z-{everywhere.pk}",
        ):
            answer = Client().get(path)
            page = unescape(answer.content.decode())
            assert answer.status_code == 410
            assert "<p>Ce texte se trompait</p>" in page
            assert ("La source ment" in page, TITLE in page) == (False, False)
            assert 'content="noindex' in page

    def test_a_draft_of_a_newsletter_goes_out_without_it(self, everywhere: Article) -> None:
        letters.reader()
        edition = letters.edition(everywhere, letters.article("Un autre"))
        verbs.withdraw(everywhere, by=None, reason="Faux.")
        editions.send(edition, by=None)
        letters.work()
        mail = letters.mails()[-1]
        assert (TITLE in mail.body, "Un autre" in mail.body) == (False, True)
        assert not EditionItem.objects.filter(edition=edition, article=everywhere).exists()

    def test_an_edition_without_anything_else_is_not_sent(self, everywhere: Article) -> None:
        letters.reader()
        edition = letters.edition(everywhere)
        verbs.withdraw(everywhere, by=None, reason="Faux.")
        with refused("empty"):
            editions.send(edition, by=None)
        assert Edition.objects.drafts().count() == 1


class TestReinstatingWithAnotherText:
    def test_the_chief_gives_back_what_is_on_the_desk_where_the_last_text_cannot_come_back(
        self, article: Article
    ) -> None:
        chief = cast.signed_in(cast.chief())
        row = Article.objects.get(pk=article.pk)
        row.body, row.picture, row.picture_alt = "<p>Un texte.</p>", stories.picture(), "Un barrage"
        desk.save(row, by=None, authors=[stories.author().pk])
        desk.publish(Article.objects.filter(pk=row.pk), by=None)
        verbs.withdraw(row, by=None, reason="Faux.")
        Image.objects.update(licence_ends_on="2020-01-01")
        assert press(chief, row, "reinstate").status_code == 200
        assert live(row) is None
        press(chief, row, "reinstate_text", picture="", picture_alt="", body="<p>Sans photo.</p>")
        found = live(row)
        assert found is not None
        assert (found.document.body, found.document.picture) == ("<p>Sans photo.</p>", None)

    def test_an_editor_cannot(self, article: Article) -> None:
        verbs.withdraw(article, by=None, reason="Faux.")
        assert press(cast.signed_in(cast.editor(stories.section())), article, "reinstate_text").status_code == 404
        assert live(article) is None
