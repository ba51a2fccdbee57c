"""Tags of different languages that name one theme: said in the office, used where a translation begins."""

from html import unescape
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from articles.demo.parts import load_missing
from articles.models import Tag
from articles.translations import tags, verbs
from articles.translations.demo import THEMES
from tests import cast
from tests.articles import stories
from tests.articles.test_translations import online

pytestmark = pytest.mark.django_db
PATH = "/admin/articles/tag/"


@pytest.fixture
def fishing() -> Tag:
    return stories.tag("peche")


def other(language: str, name: str) -> Tag:
    return Tag.objects.create(language=language, name=name, slug=name)


def save(tag: Tag, same: str, **fields: str) -> Any:
    data = {"language": tag.language, "name": tag.name, "slug": tag.slug, "twins": same, **fields}
    return cast.signed_in(cast.chief()).post(f"{PATH}{tag.pk}/change/", data)


def names(tag: Tag) -> list[str]:
    return [row.name for row in tags.same_as(Tag.objects.get(pk=tag.pk))]


def test_named_in_the_form_they_are_one_theme_from_each_of_them(fishing: Tag) -> None:
    arabic, english = other("ar", "صيد"), other("en", "fishing")
    assert save(fishing, "صيد، fishing").status_code == 302
    assert [names(tag) for tag in (fishing, arabic, english)] == [
        ["صيد", "fishing"],
        ["fishing", "peche"],
        ["صيد", "peche"],
    ]


def test_a_translation_begins_with_them(fishing: Tag) -> None:
    arabic = other("ar", "صيد")
    tags.match(fishing, [arabic])
    made = verbs.begin(online(tags=[fishing.pk]), "ar", by=cast.chief())
    assert made.document().tags == (arabic.pk,)


def test_taken_out_of_the_form_they_are_apart_again(fishing: Tag) -> None:
    arabic = other("ar", "صيد")
    tags.match(fishing, [arabic])
    save(fishing, "")
    assert (names(fishing), names(arabic)) == ([], [])


def test_a_tag_that_joins_another_theme_leaves_its_own(fishing: Tag) -> None:
    arabic, sea = other("ar", "صيد"), stories.tag("mer")
    tags.match(fishing, [arabic])
    save(sea, "صيد")
    assert (names(sea), names(arabic), names(fishing)) == (["صيد"], ["mer"], [])


@pytest.mark.parametrize("typed", ["inconnu", "peche", "sea, ocean"])
def test_what_is_none_or_two_of_one_language_is_refused_and_kept(fishing: Tag, typed: str) -> None:
    other("en", "sea")
    other("en", "ocean")
    answer = save(fishing, typed)
    assert answer.status_code == 200
    assert f'value="{typed}"' in unescape(answer.content.decode())
    assert names(fishing) == []


def test_the_form_shows_them_and_saving_it_changes_nothing(fishing: Tag) -> None:
    arabic = other("ar", "صيد")
    tags.match(fishing, [arabic])
    fishing.refresh_from_db()
    page = cast.signed_in(cast.member("chief", email="autre@example.ma")).get(f"{PATH}{fishing.pk}/change/")
    assert 'value="صيد"' in unescape(page.content.decode())
    assert save(fishing, "صيد").status_code == 302
    assert Tag.objects.get(pk=fishing.pk).same == fishing.same


def test_a_journalist_who_may_only_look_sees_the_tag(fishing: Tag) -> None:
    assert cast.signed_in(cast.reporter()).get(f"{PATH}{fishing.pk}/change/").status_code == 200
    assert cast.signed_in(cast.member("journalist", email="b@example.ma")).get(f"{PATH}add/").status_code == 200


def test_the_database_refuses_two_of_one_language(fishing: Tag) -> None:
    tags.match(fishing, [other("ar", "صيد")])
    fishing.refresh_from_db()
    with transaction.atomic(), pytest.raises(IntegrityError):
        stories.tag("mer", same=fishing.same)


def test_an_alias_stands_for_the_tag_it_was_merged_into(fishing: Tag) -> None:
    shown = other("ar", "صيد")
    Tag.objects.create(language="ar", name="صيد بحري", slug="صيد-بحري", merged_into=shown)
    save(fishing, "صيد بحري")
    assert names(fishing) == ["صيد"]


@pytest.mark.slow
def test_the_demo_has_themes_in_several_languages() -> None:
    load_missing()
    found = Tag.objects.exclude(same=None)
    assert names(found.get(name="Barrages")) == ["السدود", "Dams"]
    assert found.values("same").distinct().count() == len(THEMES)
