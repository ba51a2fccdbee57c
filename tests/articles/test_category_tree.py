"""The tree stays a tree, whoever moves, writes or deletes in it."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from articles.categories import tree, verbs
from articles.models import DEEPEST, Category, CategoryText
from newsroom.core import registry
from newsroom.core.models import AuditEntry
from tests import cast

pytestmark = pytest.mark.django_db


def chain(length: int, parent: Category | None = None) -> list[Category]:
    """A line of categories, each below the one before."""
    line: list[Category] = []
    for _number in range(length):
        parent = cast.category(f"c{Category.objects.count()}", parent=parent)
        line.append(parent)
    return line


def names(rows: list[Category]) -> list[str]:
    return [row.text("fr").name for row in rows]


def last_entry() -> AuditEntry:
    return AuditEntry.objects.latest("pk")


class TestMove:
    def test_a_category_hangs_where_it_was_moved_with_all_below_it(self) -> None:
        top, child = chain(2)
        other = cast.category("Autre")
        verbs.move(top, other, by=None)
        assert [over.pk for over in Category.objects.get(pk=child.pk).line()] == [child.pk, top.pk, other.pk]

    def test_it_stands_behind_those_that_were_there(self) -> None:
        other = cast.category("Autre")
        for name in ("un", "deux"):
            verbs.write(Category(parent=other), [CategoryText(language="fr", name=name, slug=name)], by=None)
        moved = cast.category("trois")
        verbs.move(moved, other, by=None)
        assert names(list(other.children.all())) == ["un", "deux", "trois"]

    def test_it_can_go_to_the_top(self) -> None:
        _top, child = chain(2)
        verbs.move(child, None, by=None)
        assert Category.objects.get(pk=child.pk).parent is None

    @pytest.mark.parametrize("target", [0, 1, 2])
    def test_below_itself_is_refused(self, target: int) -> None:
        line = chain(3)
        with pytest.raises(ValidationError, match="choose a place outside"):
            verbs.move(line[0], line[target], by=None)
        assert Category.objects.get(pk=line[0].pk).parent is None

    def test_a_stale_object_does_not_hide_a_circle(self) -> None:
        one, two = cast.category("un"), cast.category("deux")
        stale = Category.objects.get(pk=one.pk)
        verbs.move(two, one, by=None)
        with pytest.raises(ValidationError):
            verbs.move(stale, two, by=None)

    def test_deeper_than_the_tree_may_be_is_refused(self) -> None:
        line, tail = chain(DEEPEST - 1), chain(2)
        with pytest.raises(ValidationError, match="levels deep"):
            verbs.move(tail[0], line[-1], by=None)

    def test_as_deep_as_the_tree_may_be_is_allowed(self) -> None:
        line, tail = chain(DEEPEST - 1), chain(1)
        verbs.move(tail[0], line[-1], by=None)
        assert len(Category.objects.get(pk=tail[0].pk).line()) == DEEPEST

    def test_it_is_told_in_the_trail(self) -> None:
        one, two = cast.category("un"), cast.category("deux")
        verbs.move(one, two, by=cast.chief())
        entry = last_entry()
        assert (entry.verb, entry.detail) == ("category.moved", {"from": None, "to": two.pk})

    def test_moving_it_where_it_is_changes_nothing(self) -> None:
        top, child = chain(2)
        verbs.move(child, top, by=None)
        assert not AuditEntry.objects.exists()

    def test_the_database_refuses_a_category_below_itself(self) -> None:
        one = cast.category("un")
        with pytest.raises(IntegrityError), transaction.atomic():
            Category.objects.filter(pk=one.pk).update(parent=one)

    def test_a_person_is_told_before_saving(self) -> None:
        top, child = chain(2)
        top.parent = child
        with pytest.raises(ValidationError) as caught:
            top.full_clean()
        assert "parent" in caught.value.message_dict


class TestShift:
    def rows(self) -> list[Category]:
        return [cast.category(name) for name in ("un", "deux", "trois")]

    def test_up_changes_places_with_the_one_before(self) -> None:
        rows = self.rows()
        assert verbs.shift(rows[2], -1, by=None)
        assert names(list(Category.objects.all())) == ["un", "trois", "deux"]

    def test_down_changes_places_with_the_one_after(self) -> None:
        rows = self.rows()
        assert verbs.shift(rows[0], 1, by=None)
        assert names(list(Category.objects.all())) == ["deux", "un", "trois"]

    @pytest.mark.parametrize(("index", "step"), [(0, -1), (2, 1)])
    def test_nothing_happens_at_the_ends(self, index: int, step: int) -> None:
        assert not verbs.shift(self.rows()[index], step, by=None)
        assert not AuditEntry.objects.exists()

    def test_children_of_others_stay_where_they_are(self) -> None:
        rows = self.rows()
        child = cast.category("enfant", parent=rows[0])
        assert not verbs.shift(child, 1, by=None)


class TestRemove:
    def test_a_category_nobody_needs_goes_with_its_words(self) -> None:
        verbs.remove(cast.category("Sport"), by=None)
        assert not CategoryText.objects.exists()

    def test_it_is_told_by_its_name(self) -> None:
        verbs.remove(cast.category("Sport"), by=cast.chief())
        assert (last_entry().verb, last_entry().target_label) == ("category.deleted", "Sport")

    def test_one_with_others_below_it_stays_and_names_them(self) -> None:
        top = cast.category("Sport")
        cast.category("Football", parent=top)
        with pytest.raises(ValidationError, match="category “Football”"):
            verbs.remove(top, by=None)
        assert Category.objects.filter(pk=top.pk).exists()

    def test_one_that_another_room_points_at_stays(self, monkeypatch: pytest.MonkeyPatch) -> None:
        person, pointers = cast.chief(), registry.Registry[registry.Pointer]("pointers")
        pointers.register(registry.Pointer("x", "articles.category", lambda target: [person]))
        monkeypatch.setattr(registry, "pointers", pointers)
        with pytest.raises(ValidationError, match="Driss Alaoui"):
            verbs.remove(cast.category("Sport"), by=None)

    def test_many_are_counted_and_not_all_named(self) -> None:
        top = cast.category("Sport")
        for number in range(9):
            cast.category(f"sous-{number}", parent=top)
        with pytest.raises(ValidationError, match="4 more"):
            verbs.remove(top, by=None)


class TestWrite:
    def test_a_new_category_is_told_with_its_languages(self) -> None:
        verbs.write(Category(), [CategoryText(language="ar", name="رياضة", slug="رياضة")], by=cast.chief())
        entry = last_entry()
        assert (entry.verb, entry.target_label, entry.detail) == ("category.created", "رياضة", {"languages": ["ar"]})

    def test_saving_nothing_new_tells_nothing_and_counts_nothing(self) -> None:
        category = cast.category("Sport")
        verbs.write(category, by=cast.chief())
        assert not AuditEntry.objects.exists()
        assert Category.objects.get().version == 1

    def test_a_change_counts(self) -> None:
        category = cast.category("Sport")
        category.colour = "#7a4b00"
        verbs.write(category, by=None)
        assert (Category.objects.get().version, Category.objects.get().colour) == (2, "#7a4b00")

    def test_too_deep_a_place_is_refused(self) -> None:
        with pytest.raises(ValidationError):
            verbs.write(Category(parent=chain(DEEPEST)[-1]), by=None)


class TestInOrder:
    def test_each_category_stands_before_those_below_it(self) -> None:
        top, child = chain(2)
        other = cast.category("Autre")
        grandchild = cast.category("petit", parent=child)
        rows = tree.listed(Category.objects.all())
        assert [row.pk for row in rows] == [top.pk, child.pk, grandchild.pk, other.pk]
        assert [over.pk for over in rows[2].above] == [top.pk, child.pk]

    def test_a_list_costs_the_same_at_any_length(self) -> None:
        counts = []
        for _round in range(2):
            chain(3)
            with CaptureQueriesContext(
                connection,
            ) as queries:
                for row in tree.listed(Category.objects.all()):
                    str(row)
            counts.append(len(queries))
        assert counts[0] == counts[1]

    def test_the_outline_names_every_category_in_the_active_language_or_the_nearest(self) -> None:
        top = cast.category("Sport")
        child = cast.category("كرة", parent=top, language="ar")
        CategoryText.objects.create(category=top, language="en", name="Sports", slug="sports")
        empty = Category.objects.create(parent=child)
        with translation.override("en"):
            assert tree.outline() == [
                (top.pk, (), "Sports"),
                (child.pk, (top.pk,), "كرة"),
                (empty.pk, (top.pk, child.pk), f"#{empty.pk}"),
            ]
        with translation.override("ar"):
            assert tree.outline()[0].name == "Sport"

    def test_readers_of_a_language_see_what_is_written_in_it_and_no_hole(self) -> None:
        top = cast.category("Sport")
        middle = cast.category("football-fr", parent=top)
        leaf = cast.category("كرة", parent=middle, language="ar")
        CategoryText.objects.create(category=top, language="ar", name="رياضة", slug="رياضة")
        (section,) = tree.index("ar").tops
        assert section.name == "رياضة"
        assert [part.pk for part in section.children] == [leaf.pk]

    def test_a_child_of_an_untranslated_section_moves_to_the_top(self) -> None:
        cast.category("كرة", parent=cast.category("Sport"), language="ar")
        assert [section.name for section in tree.index("ar").tops] == ["كرة"]

    def test_the_index_costs_the_same_at_any_size(self) -> None:
        chain(4)
        with CaptureQueriesContext(connection) as queries:
            tree.index("fr")
        assert len(queries) == 1

    def test_a_category_without_words_here_stands_under_the_nearest_above_that_has_some(self) -> None:
        top = cast.category("Sport")
        hidden = cast.category("كرة", parent=top, language="ar")
        nearest_above = tree.index("fr").nearest(hidden.pk)
        assert nearest_above is not None
        assert nearest_above.pk == top.pk
        assert tree.index("en").nearest(hidden.pk) is None
