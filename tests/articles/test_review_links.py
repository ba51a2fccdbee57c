"""Review links: one text for one reader, always the same, until it ends; what they say is the desk's alone."""

from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.test import Client
from django.utils import timezone

from articles.desk import verbs as desk
from articles.ledger import verbs as ledger
from articles.models import Article, ReviewLink, ReviewRemark, ReviewView, Revision
from articles.reviewing import tokens, verbs
from articles.reviewing.desk import forget
from newsroom.core import mail
from newsroom.core.models import AuditEntry
from tests import cast
from tests.articles import review, stories
from tests.articles.review import TYPED, WEEK, link, look, send

pytestmark = pytest.mark.django_db


def says(response: Any) -> str:
    return unescape(response.content.decode())


class TestTheText:
    def test_a_stranger_sees_it_with_all_that_it_holds(self) -> None:
        photo = stories.picture(credit="A. Photographe")
        row = review.article(standfirst="Le chapeau.", points=["Un point."], picture=photo, picture_alt="Un quai")
        page = says(look(link(row, asked="Relisez la citation.")))
        for part in (
            "Le quai secret",
            "Un aveu.",
            "Le chapeau.",
            "Un point.",
            "Un quai",
            "Nadia",
            "Relisez la citation.",
        ):
            assert part in page, part

    def test_it_stays_the_same_after_edits_publication_and_withdrawal(self) -> None:
        row = review.article()
        shown = link(row)
        row.body, row.title = "<p>Autre chose.</p>", "Un autre titre"
        desk.save(row, by=None)
        desk.publish(Article.objects.all(), by=None)
        ledger.withdraw(row, by=None, reason="Erreur")
        page = says(look(shown))
        assert ("Un aveu." in page, "Autre chose." in page, "Un autre titre" in page) == (True, False, False)

    def test_its_revision_is_frozen_and_the_database_keeps_it(self) -> None:
        row = review.article()
        shown = link(row)
        assert Revision.objects.get(pk=shown.revision_id).frozen
        with pytest.raises(models.RestrictedError):
            Revision.objects.filter(pk=shown.revision_id).delete()

    def test_what_nobody_saved_is_shown_to_nobody(self) -> None:
        row = review.article()
        Revision.objects.filter(article=row).update(sitting="8f14e45f-ceea-467f-9575-0cbb44de6c0a")
        with pytest.raises(ValidationError, match="isn’t saved yet"):
            verbs.make(Revision.objects.get(), by=None, reader="X", until=timezone.now() + WEEK)

    def test_other_drafts_that_it_points_at_leave_no_trace(self) -> None:
        other = review.article(title="Un autre secret")
        row = review.article(body=f'<p>Un aveu.</p><aside data-article="{other.pk}"></aside>')
        assert "Un autre secret" not in says(look(link(row)))

    @pytest.mark.parametrize(("language", "way"), [("ar", "rtl"), ("en", "ltr"), ("fr", "ltr")])
    def test_the_page_is_in_the_language_of_the_text(self, language: str, way: str) -> None:
        row = review.article(language=language, category=stories.section(f"s-{language}", language=language))
        page = says(look(link(row)))
        assert f'<html lang="{language}" dir="{way}">' in page


class TestWhatGoesNowhere:
    def test_it_is_never_stored_indexed_or_told_to_other_sites(self) -> None:
        answer = look(link(review.article()))
        assert "no-store" in answer["Cache-Control"]
        assert "noindex" in answer["X-Robots-Tag"]
        assert answer["Referrer-Policy"] == "no-referrer"
        assert answer.cookies.output() == ""
        assert "canonical" not in says(answer)

    def test_nothing_on_the_page_needs_a_script(self) -> None:
        assert "<script" not in says(look(link(review.article())))

    def test_neither_database_nor_trail_holds_the_address(self) -> None:
        shown = link(review.article())
        token = review.token(shown)
        columns = [str(value) for value in ReviewLink.objects.values_list().get()]
        trail = str(list(AuditEntry.objects.values_list()))
        assert token not in "".join(columns) + trail
        assert tokens.find(shown.key, at=timezone.now()) is None
        assert shown.key not in trail

    def test_guessed_ended_and_revoked_links_are_answered_alike_and_tell_nothing(self) -> None:
        row = review.article()
        _open, over, revoked = review.tokens(row)
        answers = [Client().get(f"/relecture/{token}/") for token in (over, revoked, "abc.def", "x", f"{over}x")]
        assert {answer.status_code for answer in answers} == {410}
        assert len({answer.content for answer in answers}) == 1
        clock = {"X-Request-ID", "Expires"}  # new with every answer
        assert len({str({**answer.headers, **dict.fromkeys(clock)}) for answer in answers}) == 1
        assert "secret" not in says(answers[0])
        assert not ReviewView.objects.exists()

    def test_a_link_whose_article_was_deleted_is_one_of_those(self) -> None:
        row = review.article()
        path = tokens.path(link(row))
        desk.discard(Article.objects.filter(pk=row.pk), by=None)
        assert Client().get(path).status_code == 410

    def test_a_guess_asks_the_database_for_nothing_of_links(self, django_assert_num_queries: Any) -> None:
        with django_assert_num_queries(0):
            assert tokens.find("a.b", at=timezone.now()) is None


class TestOpenings:
    def test_each_is_written_down_without_address_or_network(self) -> None:
        shown = link(review.article())
        agent = "Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Gecko/20100101 Firefox/130.0"
        look(shown, user_agent=agent)
        look(shown, user_agent=agent)
        rows = list(ReviewView.objects.values_list("device", "place"))
        assert [device for device, _place in rows] == ["Firefox · Linux"] * 2
        assert rows[0][1] == rows[1][1] != ""
        assert "127.0.0" not in str(rows)

    def test_the_same_network_looks_another_for_another_link(self) -> None:
        row = review.article()
        for _number in range(2):
            look(link(row))
        assert len(set(ReviewView.objects.values_list("place", flat=True))) == 2

    def test_the_newsroom_itself_and_machines_that_ask_for_the_head_are_not_counted(self) -> None:
        shown = link(review.article())
        cast.signed_in(cast.chief()).get(tokens.path(shown))
        Client().head(tokens.path(shown))
        assert not ReviewView.objects.exists()

    def test_they_are_forgotten_in_time(self) -> None:
        look(link(review.article()))
        assert forget(timezone.now() - timedelta(days=1)) == 0
        assert forget(timezone.now() + timedelta(days=1)) == 1


class TestSaying:
    def test_a_note_reaches_the_desk_and_the_history(self) -> None:
        chief = cast.chief()
        row = review.article()
        shown = link(row, by=chief)
        answer = send(shown)
        assert (answer.status_code, answer["Location"]) == (303, f"{tokens.path(shown)}#said")
        remark = ReviewRemark.objects.get()
        assert (remark.name, remark.text, remark.approves) == ("Me Benjelloun", "La citation est juste.", False)
        assert AuditEntry.objects.about(row).filter(verb="review.noted").count() == 1
        assert "La citation est juste." in says(look(shown))
        assert "La citation est juste." in says(cast.signed_in(chief).get(f"/admin/articles/article/{row.pk}/change/"))

    def test_an_approval_needs_a_name_and_nothing_else(self) -> None:
        shown = link(review.article())
        assert send(shown, text="", approves="on", name=" ").status_code == 422
        assert send(shown, text="", approves="on").status_code == 303
        assert ReviewRemark.objects.get().approves
        assert AuditEntry.objects.filter(verb="review.approved").count() == 1

    def test_nothing_at_all_is_refused_and_the_name_is_kept(self) -> None:
        answer = send(link(review.article()), text=" \n ")
        assert answer.status_code == 422
        assert 'value="Me Benjelloun"' in says(answer)
        assert not ReviewRemark.objects.exists()

    @pytest.mark.parametrize("typed", [{"text": "x" * 4001}, {"subject": "spam"}])
    def test_what_is_refused_comes_back_as_it_was_typed(self, typed: dict[str, Any]) -> None:
        answer = send(link(review.article()), **typed)
        assert answer.status_code == 422
        assert {**TYPED, **typed}["text"] in says(answer)

    def test_a_form_from_elsewhere_is_refused_and_kept(self) -> None:
        answer = send(link(review.article()), headers={"origin": "https://evil.example"})
        assert answer.status_code == 403
        assert "La citation est juste." in says(answer)

    def test_a_browser_that_hides_the_referrer_may_send_it(self) -> None:
        """As ours must: this page tells it to nobody, and browsers then send `null` as the origin too."""
        headers = {"origin": "null", "sec-fetch-site": "same-origin"}
        assert send(link(review.article()), headers=headers).status_code == 303

    def test_looking_posts_nothing(self) -> None:
        assert Client().get(tokens.path(link(review.article())), TYPED).status_code == 200
        assert not ReviewRemark.objects.exists()

    def test_sent_twice_it_is_said_once(self) -> None:
        shown = link(review.article(), by=cast.chief())
        assert [send(shown).status_code for _turn in range(2)] == [303, 303]
        assert ReviewRemark.objects.count() == AuditEntry.objects.filter(verb="review.noted").count() == 1

    def test_a_link_that_ended_meanwhile_gives_the_words_back(self) -> None:
        shown = link(review.article())
        verbs.revoke(shown, by=None)
        answer = send(shown)
        assert (answer.status_code, "La citation est juste." in says(answer)) == (410, True)
        with pytest.raises(ValidationError) as refusal:
            verbs.remark(shown, verbs.Words("X", "Y"))
        assert refusal.value.code == "closed"

    def test_somebody_who_goes_on_and_on_has_to_wait(self) -> None:
        shown = link(review.article())
        answers = [send(shown, text=f"Note {number}") for number in range(21)]
        assert [answer.status_code for answer in answers] == [303] * 20 + [429]
        assert "Note 20" in says(answers[-1])

    def test_nothing_that_was_said_is_public(self) -> None:
        row = review.article()
        send(link(row), text="Un mot secret.")
        desk.publish(Article.objects.all(), by=None)
        live = row.versions.get().get_absolute_url()
        assert "Un mot secret." not in says(Client().get(live)) + says(Client().get("/"))


def test_the_database_refuses_a_remark_that_says_nothing() -> None:
    shown = link(review.article())
    with pytest.raises(IntegrityError), transaction.atomic():
        ReviewRemark.objects.create(link=shown, name="X")


class TestLinks:
    def test_a_time_that_has_passed_and_one_too_far_are_refused(self) -> None:
        row = review.article()
        for until in (timezone.now(), timezone.now() + timedelta(days=100)):
            with pytest.raises(ValidationError):
                link(row, until=until)
        assert not ReviewLink.objects.exists()

    def test_revoked_twice_it_stays_revoked_by_the_first(self) -> None:
        chief = cast.chief()
        shown = link(review.article())
        verbs.revoke(shown, by=chief)
        verbs.revoke(shown, by=None)
        assert ReviewLink.objects.get().revoked_by == chief
        assert AuditEntry.objects.filter(verb="review.revoked").count() == 1

    @pytest.fixture
    def sent(self, monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str]]:
        found: list[tuple[str, str]] = []
        monkeypatch.setattr(mail, "send", lambda _name, *, to, **facts: found.append((to, str(facts))))
        return found

    def test_the_mail_goes_to_nobody_who_may_not_open_the_article_any_more(self, sent: list[tuple[str, str]]) -> None:
        send(link(review.article(), by=cast.reporter()))
        assert not sent

    def test_the_mail_holds_no_word_of_the_reviewer(self, sent: list[tuple[str, str]]) -> None:
        chief = cast.chief()
        send(link(review.article(), by=chief), name="Inconnue")
        assert [to for to, _facts in sent] == [chief.email]
        assert ("La citation" in sent[0][1], "Inconnue" in sent[0][1], "Benjelloun" in sent[0][1]) == (
            False,
            False,
            True,
        )
