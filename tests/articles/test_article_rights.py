"""Who sees, edits and decides on which working copies."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError

from articles.models import Article, Byline, Stage
from newsroom.core.models import User
from tests import cast
from tests.articles.stories import author, published, section

pytestmark = pytest.mark.django_db


def draft(stage: Stage = Stage.DRAFT, **fields: Any) -> Article:
    return Article.objects.create(title="Un titre", stage=stage, **fields)


def rights(user: User, article: Article) -> str:
    """Letters for what they may: v(iew), e(dit), d(ecide)."""
    rows = Article.objects.filter(pk=article.pk)
    found = {"v": rows.visible_to(user), "e": rows.editable_by(user), "d": rows.decided_by(user)}
    return "".join(letter for letter, query in found.items() if query.exists())


class TestJournalist:
    @pytest.mark.parametrize(
        ("stage", "expected"),
        [(Stage.DRAFT, "ve"), (Stage.CHANGES_REQUESTED, "ve"), (Stage.IN_REVIEW, "v"), (Stage.APPROVED, "v")],
    )
    def test_their_own_is_theirs_while_it_is_with_them(self, stage: Stage, expected: str) -> None:
        reporter = cast.reporter()
        assert rights(reporter, draft(stage, created_by=reporter)) == expected

    @pytest.mark.parametrize(("stage", "expected"), [(Stage.DRAFT, ""), (Stage.IN_REVIEW, "v"), (Stage.APPROVED, "v")])
    def test_of_others_they_read_what_is_in_review(self, stage: Stage, expected: str) -> None:
        assert rights(cast.reporter(), draft(stage)) == expected

    def test_what_bears_their_by_line_is_their_own(self) -> None:
        reporter, article = cast.reporter(), draft()
        Byline.objects.create(article=article, author=author(user=reporter))
        assert rights(reporter, article) == "ve"


class TestEditor:
    @pytest.mark.parametrize("stage", Stage)
    def test_they_decide_in_their_categories_and_below(self, stage: Stage) -> None:
        top = section("maroc")
        editor = cast.editor(top)
        assert rights(editor, draft(stage, category=section("rabat", parent=top))) == "ved"

    @pytest.mark.parametrize(("stage", "expected"), [(Stage.DRAFT, ""), (Stage.IN_REVIEW, "v")])
    def test_elsewhere_they_are_a_reader_of_what_is_in_review(self, stage: Stage, expected: str) -> None:
        assert rights(cast.editor(section("maroc")), draft(stage, category=section("monde"))) == expected

    def test_other_categories_of_an_article_give_no_rights(self) -> None:
        editor, article = cast.editor(section("maroc")), draft(category=section("monde"))
        article.categories.add(section("maroc"))
        assert rights(editor, article) == ""

    def test_without_a_category_it_is_nobodys(self) -> None:
        assert rights(cast.editor(section("maroc")), draft()) == ""


class TestOthers:
    @pytest.mark.parametrize("stage", Stage)
    def test_the_chief_decides_on_all(self, stage: Stage) -> None:
        assert rights(cast.chief(), draft(stage)) == "ved"

    @pytest.mark.parametrize("role", ["moderator", "newsletter", "administrator"])
    @pytest.mark.parametrize("stage", Stage)
    def test_who_does_not_write_sees_none(self, role: str, stage: Stage) -> None:
        assert rights(cast.member(role), draft(stage)) == ""

    def test_a_deactivated_account_sees_none(self) -> None:
        chief = cast.chief()
        chief.is_active = False
        chief.save()
        assert rights(User.objects.get(pk=chief.pk), draft()) == ""


def test_narrowing_costs_one_query(django_assert_num_queries: Any) -> None:
    editor = cast.editor(section("maroc"))
    editor.get_all_permissions()
    with django_assert_num_queries(1):
        list(Article.objects.editable_by(editor))
    with django_assert_num_queries(1):
        list(Article.objects.visible_to(editor))


def test_what_the_ledger_says_of_an_article_is_one_query(django_assert_num_queries: Any) -> None:
    live, never = published(), draft()
    with django_assert_num_queries(1):
        rows: dict[int, Any] = {row.pk: row for row in Article.objects.with_standing()}
    assert (rows[live.pk].is_live, rows[live.pk].was_live, rows[live.pk].is_planned) == (True, True, False)
    assert (rows[never.pk].is_live, rows[never.pk].is_withdrawn) == (False, False)


def test_one_story_has_one_article_in_a_language() -> None:
    first = draft(language="fr")
    sibling = Article(title="عنوان", language="ar", translation_group=first.translation_group)
    sibling.full_clean()
    twin = Article(title="Jumeau", language="fr", translation_group=first.translation_group)
    with pytest.raises(ValidationError):
        twin.full_clean()
