"""Two people save one article: the second sees both texts and chooses; nobody is asked without a reason."""

from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from articles.desk import verbs
from articles.ledger import verbs as ledger
from articles.models import Article, Revision
from newsroom.core.models import User
from tests import cast
from tests.articles import stories
from tests.articles.test_office_writing import address, draft, says, typed

pytestmark = pytest.mark.django_db
TEXT = "<p>Le premier alinéa.</p><p>Le deuxième alinéa.</p><p>Le troisième alinéa.</p>"


@pytest.fixture
def reporter() -> User:
    return cast.member("journalist", name="Leïla Bennis", language="en")


@pytest.fixture
def writing(reporter: User) -> Client:
    return cast.signed_in(reporter)


@pytest.fixture
def article(reporter: User) -> Article:
    return draft(reporter, title="Le titre", body=TEXT)


def others_save(article: Article, **fields: Any) -> None:
    """The chief saves meanwhile."""
    row = Article.objects.get(pk=article.pk)
    for name, value in fields.items():
        setattr(row, name, value)
    verbs.save(row, by=User.objects.filter(email="chief@example.ma").first() or cast.chief())


def stored(article: Article) -> Article:
    return Article.objects.get(pk=article.pk)


def shown(answer: Any) -> dict[str, Any]:
    """What the browser would send back from the page of a refused save: the form as it stands in it."""
    form = answer.context["adminform"].form
    names = [name for name in form.fields if name in form.data]
    data = {name: form.data.getlist(name) for name in names}
    meeting = form.meeting
    keys = [one.key for one in meeting.collisions]
    return {**data, "merge-shown": form.shown, "merge-mine": meeting.mine, "merge-key": keys}


def chosen(answer: Any, choice: str, **fields: Any) -> dict[str, Any]:
    page = shown(answer)
    return {**page, **{f"choice-{key}": choice for key in page["merge-key"]}, **fields}


class TestRefused:
    def test_a_stale_save_shows_both_texts_and_saves_nothing(self, writing: Client, article: Article) -> None:
        mine = typed(article, title="Le mien")
        others_save(article, title="Le sien")
        answer = writing.post(address(article), mine)
        page = says(answer)
        assert answer.status_code == 200
        assert "Driss Alaoui" in page
        assert 'name="choice-title"' in page
        assert "mien" in page
        assert "sien" in page
        assert stored(article).title == "Le sien"

    def test_what_does_not_collide_is_put_together_already(self, writing: Client, article: Article) -> None:
        mine = typed(article, body=TEXT.replace("premier", "PREMIER"))
        others_save(article, body=TEXT.replace("troisième", "TROISIÈME"), standfirst="Le chapeau.")
        answer = writing.post(address(article), mine)
        both = TEXT.replace("premier", "PREMIER").replace("troisième", "TROISIÈME")
        assert shown(answer)["merge-key"] == []
        assert shown(answer)["body"] == [both]
        assert writing.post(address(article), shown(answer)).status_code == 302
        assert (stored(article).body, stored(article).standfirst) == (both, "Le chapeau.")

    @pytest.mark.parametrize(("choice", "title"), [("mine", "Le mien"), ("theirs", "Le sien")])
    def test_a_choice_is_what_is_saved(self, writing: Client, article: Article, choice: str, title: str) -> None:
        mine = typed(article, title="Le mien")
        others_save(article, title="Le sien")
        answer = writing.post(address(article), mine)
        assert writing.post(address(article), chosen(answer, choice)).status_code == 302
        assert stored(article).title == title

    @pytest.mark.parametrize(
        ("choice", "words"),
        [
            ("mine", ["Le MIEN alinéa."]),
            ("theirs", ["Le SIEN alinéa."]),
            ("both", ["Le MIEN alinéa.", "Le SIEN alinéa."]),
        ],
    )
    def test_paragraphs_are_chosen_one_by_one(
        self, writing: Client, article: Article, choice: str, words: list[str]
    ) -> None:
        mine = typed(article, body=TEXT.replace("deuxième", "MIEN"))
        others_save(article, body=TEXT.replace("deuxième", "SIEN").replace("premier", "PREMIER"))
        answer = writing.post(address(article), mine)
        assert writing.post(address(article), chosen(answer, choice)).status_code == 302
        middle = "".join(f"<p>{one}</p>" for one in words)
        assert stored(article).body == f"<p>Le PREMIER alinéa.</p>{middle}<p>Le troisième alinéa.</p>"

    def test_without_a_choice_nothing_is_saved_and_the_question_stands(self, writing: Client, article: Article) -> None:
        mine = typed(article, title="Le mien")
        others_save(article, title="Le sien")
        answer = writing.post(address(article), shown(writing.post(address(article), mine)))
        assert answer.status_code == 200
        assert "Choose one." in says(answer)
        assert stored(article).title == "Le sien"

    def test_what_is_typed_on_after_the_question_is_saved_too(self, writing: Client, article: Article) -> None:
        mine = typed(article, body=TEXT.replace("deuxième", "MIEN"))
        others_save(article, body=TEXT.replace("deuxième", "SIEN"))
        answer = writing.post(address(article), mine)
        more = shown(answer)["body"][0] + "<p>Encore une phrase.</p>"
        assert writing.post(address(article), chosen(answer, "theirs", body=more)).status_code == 302
        assert stored(article).body == TEXT.replace("deuxième", "SIEN") + "<p>Encore une phrase.</p>"

    def test_a_paragraph_given_up_and_then_written_in_is_asked_about_again(
        self, writing: Client, article: Article
    ) -> None:
        mine = typed(article, body=TEXT.replace("deuxième", "MIEN"))
        others_save(article, body=TEXT.replace("deuxième", "SIEN"))
        answer = writing.post(address(article), mine)
        more = shown(answer)["body"][0].replace("MIEN", "MIEN et plus")
        again = writing.post(address(article), chosen(answer, "theirs", body=more))
        assert again.status_code == 200
        assert "MIEN et plus" in says(again)
        assert stored(article).body == TEXT.replace("deuxième", "SIEN")

    def test_a_third_save_in_between_is_a_new_question(self, writing: Client, article: Article) -> None:
        mine = typed(article, title="Le mien")
        others_save(article, title="Le sien")
        answer = writing.post(address(article), mine)
        others_save(article, title="Encore autre chose")
        again = writing.post(address(article), chosen(answer, "mine"))
        assert again.status_code == 200
        assert "Encore autre chose" in says(again)
        assert stored(article).title == "Encore autre chose"

    def test_a_question_nobody_answers_is_asked_again(self, writing: Client, article: Article) -> None:
        mine = typed(article, title="Le mien")
        others_save(article, title="Le sien")
        for _time in range(2):
            assert writing.post(address(article), mine).status_code == 200
        assert stored(article).title == "Le sien"

    @pytest.mark.parametrize("seen", ["", "0", "999", "-1", "abc"])
    def test_a_form_that_says_nothing_sensible_of_what_it_showed_overwrites_nothing(
        self, writing: Client, article: Article, seen: str
    ) -> None:
        others_save(article, title="Le sien")
        answer = writing.post(address(article), typed(article, title="Le mien", seen=seen))
        assert answer.status_code == 200
        assert stored(article).title == "Le sien"

    def test_tags_of_both_stay_and_new_ones_are_made(self, writing: Client, article: Article) -> None:
        mine = typed(article, tags="gaz, Italie")
        row = stored(article)
        verbs.save(row, by=cast.chief(), tags=[stories.tag("rabat").pk])
        answer = writing.post(address(article), mine)
        assert writing.post(address(article), shown(answer)).status_code == 302
        assert set(article.tags.values_list("slug", flat=True)) == {"gaz", "italie", "rabat"}

    def test_by_lines_pictures_and_points_are_chosen_too(self, writing: Client, article: Article) -> None:
        one, two = stories.author("Driss Alaoui"), stories.author("Salma Idrissi")
        picture, other = stories.picture(), stories.picture()
        mine = typed(article, authors=[one.pk], picture=picture.pk, picture_alt="Le mien", points=["Un"])
        row = stored(article)
        row.picture, row.picture_alt, row.points = other, "Le sien", ["Deux"]
        verbs.save(row, by=cast.chief(), authors=[two.pk])
        answer = writing.post(address(article), mine)
        assert shown(answer)["merge-key"] == ["points", "authors", "picture"]
        assert writing.post(address(article), chosen(answer, "theirs")).status_code == 302
        found = stored(article).document()
        assert (found.picture, found.points, found.authors) == (row.document().picture, ("Deux",), (two.pk,))


class TestNoFalseAlarm:
    def test_a_double_click_saves_once(self, writing: Client, article: Article) -> None:
        mine = typed(article, title="Le mien", tags="gaz")
        answers = [writing.post(address(article), mine).status_code for _time in range(2)]
        assert answers == [302, 302]
        assert Revision.objects.saved().count() == 2

    def test_two_people_who_write_the_same_dont_collide(self, writing: Client, article: Article) -> None:
        mine = typed(article, title="Le même")
        others_save(article, title="Le même")
        assert writing.post(address(article), mine).status_code == 302

    def test_one_page_that_saves_twice_does_not_collide_with_itself(self, writing: Client, article: Article) -> None:
        page = {"sitting": str(uuid4()), "turn": "1"}
        assert writing.post(address(article), typed(article, title="Un", **page)).status_code == 302
        assert writing.post(address(article), typed(article, title="Un et deux", **page)).status_code == 302
        assert stored(article).title == "Un et deux"

    def test_another_window_of_ones_own_does(self, writing: Client, article: Article) -> None:
        for title, expected in (("Un", 302), ("Deux", 200)):
            page = {"sitting": str(uuid4()), "turn": "1"}
            answer = writing.post(address(article), typed(article, title=title, **page))
            assert answer.status_code == expected
        assert "You saved this article yourself" in says(answer)

    def test_a_page_that_saves_after_a_colleague_collides(self, writing: Client, article: Article) -> None:
        page = {"sitting": str(uuid4()), "turn": "1"}
        mine = typed(article, title="Un et deux", **page)
        writing.post(address(article), typed(article, title="Un", **page))
        others_save(article, title="Le sien")
        assert writing.post(address(article), mine).status_code == 200
        assert stored(article).title == "Le sien"

    def test_a_schedule_that_takes_effect_is_nobodys_save(self, reporter: User) -> None:
        article = draft(reporter)
        verbs.submit(Article.objects.all(), by=reporter)
        now = timezone.now()
        revision = verbs.current_revision(article, by=reporter)
        ledger.publish(revision, by=None, at=now - stories.HOUR, now=now - 2 * stories.HOUR)
        mine = typed(article, title="Après la publication")
        assert cast.signed_in(cast.chief()).post(address(article), mine).status_code == 302
        assert stored(article).title == "Après la publication"


def test_a_text_whose_beginning_nobody_knows_is_asked_about_place_by_place(writing: Client, article: Article) -> None:
    Revision.objects.update(number=None)
    mine = typed(article, body=TEXT.replace("premier", "PREMIER"))
    others_save(article, body=TEXT.replace("troisième", "TROISIÈME"))
    answer = writing.post(address(article), mine)
    assert len(shown(answer)["merge-key"]) == 2
    assert writing.post(address(article), chosen(answer, "both")).status_code == 302
    assert all(word in stored(article).body for word in ("PREMIER", "TROISIÈME"))
