"""The form: what comes in, what is refused, and that nothing typed is ever lost."""

import threading
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.utils import timezone

from articles.ledger import verbs as ledger
from comments import verbs
from comments.models import LONGEST, Comment
from comments.verbs import Words
from tests.comments import people

pytestmark = pytest.mark.django_db


def says(response: Any) -> str:
    return unescape(response.content.decode())


class TestSending:
    def test_a_comment_waits_and_its_writer_is_led_to_their_own_page(self) -> None:
        version = people.article()
        response = people.send(version, email="Lina@Example.MA", comment=" Merci pour la carte.\r\n\r\nLina ")
        comment = Comment.objects.get()
        assert response.status_code == 303
        assert (comment.article_id, comment.language, comment.decision) == (version.article_id, "fr", "pending")
        assert (comment.email, comment.text) == ("lina@example.ma", "Merci pour la carte.\n\nLina")

    def test_the_writer_sees_their_comment_and_its_state_and_nothing_is_stored(self) -> None:
        response = people.send(people.article())
        page = Client().get(response["Location"])
        assert page.status_code == 200
        assert "Merci pour la carte." in says(page)
        assert "no-store" in page["Cache-Control"]
        assert "lina@example.ma" not in says(page)

    def test_no_answer_sets_a_cookie(self) -> None:
        version = people.article()
        sent = people.send(version)
        answers = [sent, people.send(version, email="x"), Client().get(people.address(version))]
        answers.append(Client().get(sent["Location"]))
        assert [answer.cookies.output() for answer in answers] == [""] * 4

    def test_looking_at_the_form_writes_nothing(self) -> None:
        version = people.article()
        assert Client().get(people.address(version), people.TYPED).status_code == 200
        assert not Comment.objects.exists()

    @pytest.mark.parametrize("method", ["put", "patch", "delete"])
    def test_other_methods_are_refused(self, method: str) -> None:
        assert getattr(Client(), method)(people.address(people.article())).status_code == 405

    def test_an_arabic_comment_comes_in_under_the_arabic_address(self) -> None:
        version = people.article("مخطط الموانئ", language="ar")
        response = people.send(version, name="رشيد", comment="شكرا على الخريطة.")
        assert response["Location"].startswith("/ar/commentaires/recu/")
        assert Comment.objects.get().language == "ar"

    def test_the_discussion_is_shown_in_the_language_of_its_article(self) -> None:
        version = people.article("مخطط الموانئ", language="ar")
        answer = Client().get(f"/commentaires/{version.article_id}/?reply=1")
        assert (answer.status_code, answer["Location"]) == (302, f"{people.address(version)}?reply=1")


class TestTwice:
    def test_the_same_words_sent_twice_are_one_comment_with_one_answer(self) -> None:
        version = people.article()
        first = people.send(version)
        second = people.send(version, name="Lina E.", email="LINA@example.ma")
        pages = [says(Client().get(answer["Location"])) for answer in (first, second)]
        assert Comment.objects.count() == 1
        assert (second.status_code, pages[0]) == (303, pages[1])

    def test_sending_twice_is_not_held_against_anybody(self) -> None:
        version = people.article()
        assert {people.send(version).status_code for _time in range(9)} == {303}

    def test_other_words_another_person_or_another_article_are_another_comment(self) -> None:
        version = people.article()
        people.send(version)
        people.send(version, comment="Autre chose.")
        people.send(version, email="rachid@example.ma")
        people.send(people.article("Un autre"))
        assert Comment.objects.count() == 4

    def test_after_an_hour_it_is_a_new_comment(self) -> None:
        version, words = people.article(), Words("Lina", "lina@example.ma", "Merci.")
        now = timezone.now()
        first, second = (verbs.post(version.article_id, words, at=now + timedelta(minutes=m)) for m in (0, 59))
        third = verbs.post(version.article_id, words, at=now + timedelta(minutes=60))
        assert first == second != third

    @pytest.mark.django_db(transaction=True)
    def test_two_clicks_at_once_are_one_comment(self) -> None:
        version, found = people.article(), []
        barrier = threading.Barrier(4)

        def click() -> None:
            barrier.wait()
            found.append(verbs.post(version.article_id, Words("Lina", "lina@example.ma", "Merci.")).pk)
            connection.close()

        clicks = [threading.Thread(target=click) for _number in range(4)]
        for thread in clicks:
            thread.start()
        for thread in clicks:
            thread.join()
        assert (len(found), len(set(found)), Comment.objects.count()) == (4, 1, 1)


class TestRefusals:
    @pytest.mark.parametrize(
        ("typed", "field"),
        [
            ({"name": ""}, "name"),
            ({"name": " \u200b "}, "name"),
            ({"name": "x" * 61}, "name"),
            ({"email": ""}, "email"),
            ({"email": "lina.example.ma"}, "email"),
            ({"email": "lina@example.ma\nBcc: x@example.ma"}, "email"),
            ({"comment": ""}, "comment"),
            ({"comment": " \u2063\n\n "}, "comment"),
        ],
        ids=str,
    )
    def test_what_is_wrong_is_said_at_its_field_and_the_rest_is_kept(self, typed: dict[str, Any], field: str) -> None:
        response = people.send(people.article(), **{"comment": "Un texte à garder.", **typed})
        page = says(response)
        assert (response.status_code, Comment.objects.count()) == (422, 0)
        assert f'href="#comment-form-{field}"' in page
        assert f'aria-describedby="comment-form-{field}_error"' in page
        assert "comment" in typed or "Un texte à garder." in page

    def test_a_hundred_thousand_characters_are_refused_in_a_sentence_and_come_back_whole(self) -> None:
        text = "Une phrase. " * 8333 + "Fin."
        response = people.send(people.article(), comment=text)
        assert (response.status_code, Comment.objects.count()) == (422, 0)
        assert text in says(response)
        assert 'href="#comment-form-comment"' in says(response)

    def test_the_longest_comment_comes_in(self) -> None:
        assert people.send(people.article(), comment="é\r\n" * (LONGEST // 2)).status_code == 303
        assert people.send(people.article("Deux"), comment="é" * (LONGEST + 1)).status_code == 422

    def test_a_filled_decoy_is_refused_and_the_text_kept(self) -> None:
        response = people.send(people.article(), subject="Viagra")
        assert (response.status_code, Comment.objects.count()) == (422, 0)
        assert "Merci pour la carte." in says(response)
        assert "Viagra" not in says(response)

    @pytest.mark.parametrize(
        "headers",
        [{"origin": "https://elsewhere.example"}, {"origin": "null"}, {"sec-fetch-site": "cross-site"}, {}],
        ids=str,
    )
    def test_a_form_from_elsewhere_is_refused_in_a_sentence(self, headers: dict[str, str]) -> None:
        response = people.send(people.article(), headers=headers)
        assert (response.status_code, Comment.objects.count()) == (403, 0)
        assert 'class="errs"' in says(response)
        assert "Merci pour la carte." in says(response)

    def test_a_line_break_after_the_address_is_harmless(self) -> None:
        assert people.send(people.article(), email="lina@example.ma\r\n").status_code == 303
        assert Comment.objects.get().email == "lina@example.ma"

    def test_what_nobody_sees_is_taken_out(self) -> None:
        people.send(people.article(), name="Li\u202ena\x00", comment="a\x00b\u202ec\u2066d\u200f")
        comment = Comment.objects.get()
        assert (comment.name, comment.text) == ("Lina", "abcd\u200f")

    def test_many_from_one_person_wait_and_keep_their_text(self) -> None:
        version = people.article()
        codes = [people.send(version, comment=f"Numéro {number}.").status_code for number in range(6)]
        held = people.send(version, comment="Numéro sept.")
        assert (codes, held.status_code) == ([303] * 6, 429)
        assert int(held["Retry-After"]) > 0
        assert "Numéro sept." in says(held)
        assert people.send(version, email="rachid@example.ma").status_code == 303


class TestArticles:
    def test_a_withdrawn_article_takes_none_and_gives_the_text_back(self) -> None:
        version = people.article("Titre qui doit disparaître")
        ledger.withdraw(version.article, by=None, reason="Erreur")
        response = people.send(version, comment="J’ai mis une heure <b>.")
        assert (response.status_code, Comment.objects.count()) == (410, 0)
        assert "J’ai mis une heure <b>." in says(response)
        assert "disparaître" not in says(response)
        assert Client().get(people.address(version)).status_code == 410

    def test_one_that_never_was_live_does_not_exist(self) -> None:
        draft = people.draft()
        planned = people.draft("Demain")
        revision = ledger.save_revision(planned, people.document("Demain"), by=None)
        soon = timezone.now() + timedelta(hours=1)
        ledger.publish(revision, by=None, at=soon)
        for number in (draft.pk, planned.pk, 99999):
            client = Client(headers=people.OURS)
            assert client.get(f"/commentaires/{number}/").status_code == 404
            assert client.post(f"/commentaires/{number}/", people.TYPED).status_code == 404

    def test_one_withdrawn_at_that_moment_is_refused_by_the_verb_too(self) -> None:
        version = people.article()
        ledger.withdraw(version.article, by=None, reason="Erreur")
        with pytest.raises(ValidationError, match="no comments any more"):
            people.comment(version)


class TestReplies:
    def test_a_reply_stands_below_what_it_answers(self) -> None:
        version = people.article()
        first = people.approved(version, "Une question.")
        people.send(version, comment="Une réponse.", reply=str(first.pk))
        reply = Comment.objects.latest("pk")
        assert (reply.parent, reply.place) == (first, f"{first.pk:012d}{reply.pk:012d}")

    def test_the_form_of_a_reply_shows_what_is_answered(self) -> None:
        version = people.article()
        first = people.approved(version, "Une question.")
        page = says(Client().get(people.address(version), {"reply": first.pk}))
        assert f'name="reply" value="{first.pk}"' in page
        assert page.index("Une question.") < page.index('id="comment-form"')

    @pytest.mark.parametrize("whose", ["of another article", "pending", "nobody's"])
    def test_what_can_not_be_answered_is_refused_and_the_text_goes_on_alone(self, whose: str) -> None:
        version = people.article()
        other = people.approved(people.article("Un autre")) if whose == "of another article" else None
        target = other or people.comment(version, "En attente.", email="x@example.ma")
        number = 99999 if whose == "nobody's" else target.pk
        before = Comment.objects.count()
        response = people.send(version, reply=str(number))
        assert (response.status_code, Comment.objects.count()) == (422, before)
        assert 'name="reply" value' not in says(response)
        assert "Merci pour la carte." in says(response)
        assert "En attente." not in says(response)

    @pytest.mark.parametrize("reply", ["x", "-1", "９", "1" * 30])
    def test_nonsense_answers_nothing(self, reply: str) -> None:
        version = people.article()
        assert Client().get(people.address(version), {"reply": reply}).status_code == 200
        assert people.send(version, reply=reply).status_code == 303


@pytest.mark.parametrize("signed", ["nonsense", "MQ:1abcde:forged", "1"])
def test_a_page_of_thanks_that_we_did_not_sign_does_not_exist(signed: str) -> None:
    assert Client().get(f"/commentaires/recu/{signed}/").status_code == 404
