"""First path segments, current and former, belong to one category or page for good."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from articles import static_pages
from articles.categories import verbs
from articles.models import Address, Category, CategoryText, StaticPage
from newsroom.core.models import AuditEntry
from tests import cast
from tests.articles.test_category_races import at_once

pytestmark = pytest.mark.django_db


def addresses(**fields: Any) -> list[tuple[str, bool]]:
    return list(Address.objects.filter(**fields).values_list("slug", "is_current"))


def renamed(category: Category, slug: str) -> None:
    text = category.texts.get()
    text.slug = slug
    text.full_clean()
    verbs.write(category, [text], by=None)


def page(title: str = "Contact", **fields: Any) -> StaticPage:
    row = StaticPage(title=title, **fields)
    row.full_clean()
    return static_pages.write(row, by=None)


def refusal(row: Any) -> str:
    with pytest.raises(ValidationError) as caught:
        row.full_clean()
    return " ".join(caught.value.message_dict["slug"])


class TestCategories:
    def test_a_former_slug_is_kept(self) -> None:
        sport = cast.category("Sport")
        renamed(sport, "sports")
        assert addresses(category=sport) == [("sport", False), ("sports", True)]

    def test_a_former_slug_is_not_given_to_another(self) -> None:
        renamed(cast.category("Sport"), "sports")
        text = CategoryText(category=Category.objects.create(), language="fr", name="Sport", slug="sport")
        assert "“sport-2” is free" in refusal(text)

    def test_its_own_former_slug_may_be_taken_again(self) -> None:
        sport = cast.category("Sport")
        renamed(sport, "sports")
        renamed(sport, "sport")
        assert addresses(category=sport) == [("sport", True), ("sports", False)]

    def test_a_text_that_goes_leaves_its_address_reserved(self) -> None:
        sport = cast.category("Sport")
        CategoryText.objects.create(category=sport, language="en", name="Sport", slug="sport")
        verbs.write(sport, by=None, removed=[sport.texts.get(language="fr")])
        assert addresses(language="fr") == [("sport", False)]

    def test_a_category_that_is_deleted_frees_its_addresses(self) -> None:
        verbs.remove(cast.category("Sport"), by=None)
        assert not Address.objects.exists()

    @pytest.mark.django_db(transaction=True)
    def test_of_two_who_take_one_slug_at_once_one_is_told(self) -> None:
        deeds = [
            lambda: verbs.write(Category(), [CategoryText(language="fr", name="Contact", slug="contact")], by=None),
            lambda: static_pages.write(StaticPage(title="Contact", slug="contact"), by=None),
        ]
        errors = at_once(*deeds)
        assert [type(error) for error in errors] == [ValidationError]


class TestPages:
    def test_a_slug_is_made_from_the_title(self) -> None:
        assert page("Qui sommes-nous ?").slug == "qui-sommes-nous"

    def test_a_slug_that_a_category_has_is_refused_with_a_free_one(self) -> None:
        cast.category("Contact")
        assert "“contact-2” is free" in refusal(StaticPage(title="Contact", slug="contact"))

    def test_a_category_does_not_get_the_slug_of_a_page(self) -> None:
        page("Contact")
        text = CategoryText(category=Category.objects.create(), language="fr", name="Contact", slug="contact")
        assert "“contact-2” is free" in refusal(text)

    @pytest.mark.parametrize("slug", ["admin", "static", "ar"])
    def test_an_address_of_the_site_is_refused_with_a_free_one(self, slug: str) -> None:
        assert f"“{slug}-2” is free" in refusal(StaticPage(title="Mot", slug=slug))

    def test_a_title_without_letters_asks_for_a_slug(self) -> None:
        assert "write a slug" in refusal(StaticPage(title="🌊"))

    def test_a_former_slug_is_kept(self) -> None:
        row = page("Contact")
        row.slug = "nous-ecrire"
        static_pages.write(row, by=None)
        assert addresses(staticpage=row) == [("contact", False), ("nous-ecrire", True)]

    def test_in_another_language_it_leaves_its_address_behind(self) -> None:
        row = page("Contact")
        row.language = "en"
        static_pages.write(row, by=None)
        assert (addresses(language="fr"), addresses(language="en")) == ([("contact", False)], [("contact", True)])

    def test_its_text_is_sanitised(self) -> None:
        assert page(body="<p>mot</p><script>x</script>").body == "<p>mot</p>"

    def test_writing_and_deleting_are_in_the_trail(self) -> None:
        static_pages.remove(page(), by=None)
        assert set(AuditEntry.objects.values_list("verb", flat=True)) == {"page.written", "page.deleted"}


@pytest.mark.parametrize("owners", [{}, {"category": True, "staticpage": True}], ids=["nobody", "two"])
def test_the_database_wants_one_owner(owners: dict[str, bool]) -> None:
    rows = {"category": cast.category("Sport"), "staticpage": page()}
    with pytest.raises(IntegrityError), transaction.atomic():
        Address.objects.create(language="fr", slug="x", **{name: rows[name] for name in owners})


def test_the_database_refuses_a_second_owner() -> None:
    cast.category("Sport")
    with pytest.raises(IntegrityError), transaction.atomic():
        Address.objects.create(language="fr", slug="sport", staticpage=page())
