"""The category tree in the office, in a real browser."""

import pytest

from articles.models import Category
from newsroom.core.models import User
from tests import cast
from tests.browser.conftest import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LIST = "/admin/articles/category/"


@pytest.fixture
def people() -> dict[str, User]:
    top = cast.category("Sport")
    cast.category("Football", parent=top)
    return {"chief": cast.chief(), "editor": cast.editor(top), "journalist": cast.reporter()}


@pytest.mark.parametrize(("role", "language"), [("chief", "ar"), ("editor", "fr"), ("journalist", "ar")])
def test_list_and_form_are_flawless(visitor: Visitor, people: dict[str, User], role: str, language: str) -> None:
    visitor.sign_in(people[role], language=language)
    child = Category.objects.get(parent__isnull=False)
    for path in (LIST, f"{LIST}{child.pk}/change/"):
        visitor.open(path)
        for width in (360, 1440):
            visitor.look(width=width).flawless()


def test_a_category_below_another_is_indented(visitor: Visitor, people: dict[str, User]) -> None:
    visitor.sign_in(people["journalist"]).look(width=1440).open(LIST)
    top, child = (visitor.page.locator(f".tree-{depth} .swatch").bounding_box() for depth in (0, 1))
    assert top
    assert child
    assert child["x"] > top["x"] + 10


def test_the_chief_changes_the_order_without_a_script(visitor: Visitor, people: dict[str, User]) -> None:
    second = cast.category("Politique")
    visitor.sign_in(people["chief"]).look(width=1440).open(LIST)
    visitor.page.click(f"button[formaction$='/{second.pk}/up/']")
    visitor.page.wait_for_selector(".success")
    assert Category.objects.roots().first() == second


def test_a_refused_form_keeps_what_was_typed(visitor: Visitor, people: dict[str, User]) -> None:
    visitor.sign_in(people["chief"]).look(width=1440).open(f"{LIST}add/")
    visitor.page.fill("[name=texts-0-name]", "Sports d’hiver")
    visitor.page.fill("[name=texts-0-slug]", "sport")
    visitor.page.press("[name=texts-0-slug]", "Enter")
    visitor.page.wait_for_load_state("networkidle")
    assert visitor.page.input_value("[name=texts-0-name]") == "Sports d’hiver"
    assert "sport-2" in visitor.page.inner_text("main")
    visitor.flawless()
