"""An editor answers for the chosen categories and all below them, as the tree is now."""

import pytest
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.categories import verbs
from articles.models import Category
from newsroom.core.models import AuditEntry, User
from tests import cast

pytestmark = pytest.mark.django_db


def slugs(user: User) -> set[str]:
    fresh = User.objects.get(pk=user.pk)
    return {category.texts.get().slug for category in Category.objects.editable_by(fresh)}


@pytest.fixture
def sport() -> Category:
    top = cast.category("Sport")
    football = cast.category("Football", parent=top)
    cast.category("Coupes", parent=football)
    cast.category("Politique")
    return top


def test_an_editor_has_the_chosen_category_and_all_below(sport: Category) -> None:
    assert slugs(cast.editor(sport)) == {"sport", "football", "coupes"}


def test_a_category_chosen_below_gives_nothing_above(sport: Category) -> None:
    assert slugs(cast.editor(sport.children.get())) == {"football", "coupes"}


def test_two_choices_of_one_line_count_once(sport: Category) -> None:
    user = cast.editor(sport, sport.children.get())
    assert Category.objects.editable_by(user).count() == 3


def test_an_editor_without_a_choice_has_nothing(sport: Category) -> None:
    assert slugs(cast.editor()) == set()


def test_the_chief_has_everything(sport: Category) -> None:
    assert slugs(cast.chief()) == {"sport", "football", "coupes", "politique"}


@pytest.mark.parametrize("role", ["journalist", "moderator", "newsletter", "administrator"])
def test_other_roles_have_nothing_even_if_chosen(sport: Category, role: str) -> None:
    user = cast.member(role)
    user.edited_categories.add(sport)
    assert slugs(user) == set()


def test_rights_follow_a_category_that_moves(sport: Category) -> None:
    user, politics = cast.editor(sport), Category.objects.get(texts__slug="politique")
    verbs.move(politics, sport, by=None)
    assert "politique" in slugs(user)
    verbs.move(politics, None, by=None)
    assert "politique" not in slugs(user)


def test_a_deactivated_editor_has_nothing(sport: Category) -> None:
    user = cast.editor(sport)
    User.objects.filter(pk=user.pk).update(is_active=False)
    assert slugs(user) == set()


def test_somebody_who_is_no_editor_any_more_has_nothing(sport: Category) -> None:
    user = cast.editor(sport)
    user.groups.set(Group.objects.filter(name="journalist"))
    assert slugs(user) == set()


@pytest.mark.parametrize("size", [3, 60])
def test_the_question_costs_one_query_at_any_size(sport: Category, size: int) -> None:
    user = cast.editor(*(cast.category(f"c{number}", parent=sport) for number in range(size)))
    user.has_perm("articles.change_category")  # Django keeps the permissions of a user once read
    with CaptureQueriesContext(connection) as queries:
        assert len(Category.objects.editable_by(user)) == size
    assert len(queries) == 1


class TestAssign:
    def test_the_chosen_editors_are_told_by_number_in_the_trail(self, sport: Category) -> None:
        user = cast.editor()
        verbs.assign(sport, [user], by=cast.chief())
        entry = AuditEntry.objects.latest("pk")
        assert (entry.verb, entry.detail) == ("category.editors", {"added": [user.pk], "removed": []})

    def test_choosing_the_same_again_tells_nothing(self, sport: Category) -> None:
        user = cast.editor(sport)
        verbs.assign(sport, [user], by=None)
        assert Category.objects.get(pk=sport.pk).version == 1

    @pytest.mark.parametrize("who", ["journalist", "chief"])
    def test_somebody_without_the_role_is_refused(self, sport: Category, who: str) -> None:
        with pytest.raises(ValidationError, match="not an active editor"):
            verbs.assign(sport, [cast.member(who)], by=None)

    def test_a_deactivated_editor_is_refused(self, sport: Category) -> None:
        with pytest.raises(ValidationError):
            verbs.assign(sport, [cast.member("editor", is_active=False)], by=None)
