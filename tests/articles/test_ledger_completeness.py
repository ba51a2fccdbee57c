"""What a version must have: readers never get half an article. And what points at something keeps it."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from articles.categories import verbs as categories
from articles.ledger import verbs
from articles.ledger.document import Document, PictureUse
from articles.models import Article, PublishedVersion, Tag
from newsroom.core.registry import who_points_at
from tests.articles.stories import HOUR, NOON, author, picture, plan, published, revision, section, seen, tag, text

pytestmark = pytest.mark.django_db


def faults(document: Document) -> dict[str, list[str]]:
    """The codes of what is refused, by field."""
    with pytest.raises(ValidationError) as caught:
        verbs.publish(revision(Article.objects.create(), document), by=None, now=NOON)
    assert not PublishedVersion.objects.exists()
    return {name: [str(error.code) for error in errors] for name, errors in caught.value.error_dict.items()}


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"title": " "}, "title"),
        ({"slug": ""}, "slug"),
        ({"body": ""}, "body"),
        ({"body": "<p> </p>"}, "body"),
        ({"body": "<script>x</script>"}, "body"),
        ({"category": None}, "category"),
        ({"authors": ()}, "authors"),
    ],
    ids=str,
)
def test_what_is_missing_is_told_by_field(change: dict[str, Any], field: str) -> None:
    assert faults(text(**change)) == {field: ["missing"]}


def test_all_that_is_missing_is_told_at_once() -> None:
    assert set(faults(Document())) == {"title", "body", "category", "authors"}


def test_a_lead_picture_wants_words_for_those_who_do_not_see_it() -> None:
    assert faults(text(picture=PictureUse(picture().pk))) == {"picture_alt": ["missing"]}


def test_so_does_a_picture_in_the_text() -> None:
    body = f'<p>Mot</p><figure data-image="{picture().pk}"></figure>'
    assert faults(text(body=body)) == {"body": ["missing"]}


def test_a_link_card_wants_a_title() -> None:
    assert faults(text(body='<p>Mot</p><section data-link="https://a.ma/" data-title=""></section>')) == {
        "body": ["missing"]
    }


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"category": 999}, "category"),
        ({"authors": (999,)}, "authors"),
        ({"tags": (999,)}, "tags"),
        ({"related": (999,)}, "related"),
        ({"picture": PictureUse(999, "Un port")}, "picture"),
        ({"body": '<p>Mot</p><aside data-article="999"></aside>'}, "body"),
        ({"body": '<p>Mot</p><figure data-image="999" data-alt="Un port"></figure>'}, "body"),
        ({"body": '<p>Mot</p><section data-link="https://a.ma/" data-title="Un" data-image="999"></section>'}, "body"),
    ],
    ids=str,
)
def test_what_it_refers_to_must_be_there(change: dict[str, Any], field: str) -> None:
    assert faults(text(**change)) == {field: ["gone"]}


def test_a_category_without_a_name_in_its_language_has_no_address_there() -> None:
    assert faults(replace(text(), language="ar")) == {"category": ["language"]}


def test_tags_are_of_its_language() -> None:
    theme = Tag.objects.create(language="en", name="gas", slug="gas")
    assert faults(text(tags=(theme.pk,))) == {"tags": ["language"]}


def test_a_picture_whose_licence_ends_before_is_refused() -> None:
    image = picture(licence_ends_on=NOON.date())
    article, document = Article.objects.create(), text(picture=PictureUse(image.pk, "Un port"))
    verbs.publish(revision(article, document), by=None, now=NOON)
    with pytest.raises(ValidationError) as caught:
        verbs.publish(revision(article, document), by=None, at=NOON + timedelta(days=1), now=NOON)
    assert [error.code for error in caught.value.error_dict["picture"]] == ["licence"]


def test_it_is_sanitised_again_and_the_named_revision_stays_as_it_was_saved() -> None:
    article = Article.objects.create()
    saved = revision(article, text(body="<p onclick='x'>Mot</p>"))
    version = verbs.publish(saved, by=None, now=NOON)
    assert (version.document.body, saved.document.body) == ("<p>Mot</p>", "<p onclick='x'>Mot</p>")
    assert version.revision.made_from == saved


def test_a_moved_plan_is_checked_for_its_new_time() -> None:
    image = picture(licence_ends_on=NOON.date())
    article = published()
    change = plan(article, NOON + HOUR, title="Ce soir", picture=PictureUse(image.pk, "Un port"))
    with pytest.raises(ValidationError):
        verbs.reschedule(change, by=None, at=NOON + timedelta(days=2), now=NOON)
    assert seen(article, NOON + HOUR) == "Ce soir"


class TestPointers:
    def test_what_a_past_version_names_is_still_pointed_at(self) -> None:
        theme, person = tag(), author("Amal Zaki")
        article = published(text(tags=(theme.pk,), authors=(person.pk,)))
        verbs.publish(revision(article), by=None, now=NOON + HOUR)
        assert [who_points_at(theme), who_points_at(person)] == [[article], [article]]

    def test_what_only_a_draft_names_is_too(self) -> None:
        draft, theme = Article.objects.create(category=section()), tag()
        draft.tags.add(theme)
        assert [who_points_at(theme), who_points_at(section())] == [[draft], [draft]]

    def test_a_category_that_articles_name_can_not_be_deleted(self) -> None:
        place = section()
        published()
        with pytest.raises(ValidationError, match="still belongs to it"):
            categories.remove(place, by=None)
