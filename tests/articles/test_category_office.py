"""The category tree in the office: who changes what, and what happens when two do."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from articles.colours import by_day
from articles.models import Category, CategoryText
from newsroom.core.models import AuditEntry, User
from tests import cast

pytestmark = pytest.mark.django_db
LIST, ADD = "/admin/articles/category/", "/admin/articles/category/add/"


def address(category: Category, what: str = "change") -> str:
    return f"{LIST}{category.pk}/{what}/"


def form(category: Category | None = None, **typed: Any) -> dict[str, Any]:
    """What a browser sends: every field as it stands, with `typed` over it (`fr_name="…"`)."""
    texts = {text.language: text for text in category.texts.all()} if category else {}
    data: dict[str, Any] = {"parent": "", "colour": "#00614a", "seen": "1"}
    if category:
        data |= {"parent": category.parent_id or "", "colour": category.colour, "seen": category.version}
        data["editors"] = [user.pk for user in category.editors.all()]
    order = [*texts, *(code for code in ("fr", "ar", "en") if code not in texts)]
    data |= {"texts-TOTAL_FORMS": 3, "texts-INITIAL_FORMS": len(texts)}
    for number, code in enumerate(order):
        text = texts.get(code)
        fields = {"id": text.pk if text else "", "category": category.pk if category else "", "language": code}
        fields |= {name: getattr(text, name, "") for name in ("name", "slug", "description")}
        fields |= {key[3:]: typed.pop(key) for key in list(typed) if key.startswith(f"{code}_")}
        data |= {f"texts-{number}-{key}": value for key, value in fields.items()}
    return data | typed


def says(response: Any) -> str:
    return str(response.content.decode())


@pytest.fixture
def sport() -> Category:
    return cast.category("Sport")


@pytest.fixture
def chief(db: None) -> Client:
    return cast.signed_in(cast.chief())


class TestAdding:
    def test_the_chief_adds_a_category_in_three_languages(self, chief: Client) -> None:
        answer = chief.post(ADD, form(fr_name="Économie", ar_name="اقتصاد", en_name="Business"))
        assert answer.status_code == 302
        assert set(CategoryText.objects.values_list("language", "slug")) == {
            ("fr", "economie"),
            ("ar", "اقتصاد"),
            ("en", "business"),
        }

    def test_it_is_told_once_with_who_did_it(self, chief: Client) -> None:
        chief.post(ADD, form(fr_name="Économie"))
        entry = AuditEntry.objects.get(verb__startswith="category.")
        assert (entry.verb, entry.actor_name, entry.target_label) == ("category.created", "Driss Alaoui", "Économie")

    def test_one_language_is_enough(self, chief: Client) -> None:
        chief.post(ADD, form(ar_name="اقتصاد"))
        assert CategoryText.objects.get().language == "ar"

    def test_words_without_a_name_are_refused(self, chief: Client) -> None:
        assert chief.post(ADD, form(fr_name="Sport", ar_description="رياضة")).status_code == 200
        assert not Category.objects.exists()

    def test_no_name_at_all_is_refused(self, chief: Client) -> None:
        answer = chief.post(ADD, form())
        assert answer.status_code == 200
        assert not Category.objects.exists()

    def test_a_taken_slug_is_refused_and_what_was_typed_stays(self, chief: Client, sport: Category) -> None:
        page = says(chief.post(ADD, form(fr_name="Sports d’hiver", fr_slug="sport", ar_name="شتاء")))
        assert "sport-2" in page
        assert 'value="Sports d’hiver"' in page
        assert 'value="شتاء"' in page
        assert Category.objects.count() == 1

    def test_a_name_of_three_hundred_letters_is_refused(self, chief: Client) -> None:
        assert chief.post(ADD, form(fr_name="é" * 300)).status_code == 200
        assert not Category.objects.exists()

    def test_an_illegible_colour_is_refused_with_a_darker_one(self, chief: Client) -> None:
        assert by_day("#ffcc00") in says(chief.post(ADD, form(fr_name="Sport", colour="#ffcc00")))
        assert not Category.objects.exists()

    def test_markup_in_a_name_is_shown_as_typed(self, chief: Client) -> None:
        chief.post(ADD, form(fr_name="<script>alert(1)</script>"))
        for page in (LIST, address(Category.objects.get()), "/"):
            assert "<script>alert" not in says(chief.get(page))

    def test_the_same_form_sent_twice_makes_two_addresses(self, chief: Client) -> None:
        for _time in range(2):
            chief.post(ADD, form(fr_name="Sport"))
        assert set(CategoryText.objects.values_list("slug", flat=True)) == {"sport", "sport-2"}

    @pytest.mark.parametrize("role", ["journalist", "editor", "moderator", "newsletter", "administrator"])
    def test_nobody_else_adds(self, role: str) -> None:
        client = cast.signed_in(cast.member(role))
        assert client.get(ADD).status_code == 404
        assert client.post(ADD, form(fr_name="Sport")).status_code == 404
        assert not Category.objects.exists()

    def test_a_stranger_is_led_to_the_sign_in(self, client: Client) -> None:
        assert client.post(ADD, form(fr_name="Sport")).status_code == 302
        assert not Category.objects.exists()


class TestChanging:
    def test_an_editor_changes_the_words_of_a_category_below_theirs(self, sport: Category) -> None:
        below = cast.category("Football", parent=sport)
        cast.signed_in(cast.editor(sport)).post(address(below), form(below, fr_name="Foot"))
        assert below.texts.get().name == "Foot"

    def test_an_editor_cannot_change_the_shape_of_the_tree(self, sport: Category) -> None:
        other = cast.category("Autre")
        editor = cast.editor(sport)
        sent = form(sport, fr_name="Sports", parent=other.pk, colour="#7a4b00", editors=[])
        cast.signed_in(editor).post(address(sport), sent)
        now = Category.objects.get(pk=sport.pk)
        assert (now.parent, now.colour, list(now.editors.all())) == (None, "#00614a", [editor])
        assert now.texts.get().name == "Sports"

    def test_an_editor_of_something_else_sees_it_and_cannot_change_it(self, sport: Category) -> None:
        client = cast.signed_in(cast.editor(cast.category("Autre")))
        assert client.get(address(sport)).status_code == 200
        assert client.post(address(sport), form(sport, fr_name="Sports")).status_code == 404
        assert sport.texts.get().name == "Sport"

    @pytest.mark.parametrize("role", ["journalist", "moderator", "newsletter", "administrator"])
    def test_other_roles_see_it_and_cannot_change_it(self, sport: Category, role: str) -> None:
        client = cast.signed_in(cast.member(role))
        assert client.get(address(sport)).status_code == 200
        assert client.post(address(sport), form(sport, fr_name="Sports")).status_code == 404
        assert sport.texts.get().name == "Sport"

    def test_the_chief_moves_a_category_and_chooses_its_editors(self, chief: Client, sport: Category) -> None:
        other, editor = cast.category("Autre"), cast.editor()
        answer = chief.post(address(sport), form(sport, parent=other.pk, editors=[editor.pk]))
        assert answer.status_code == 302
        now = Category.objects.get(pk=sport.pk)
        assert (now.parent, list(now.editors.all())) == (other, [editor])
        assert set(AuditEntry.objects.values_list("verb", flat=True)) == {"category.moved", "category.editors"}

    def test_moving_below_itself_is_refused_in_words(self, chief: Client, sport: Category) -> None:
        below = cast.category("Football", parent=sport)
        answer = chief.post(address(sport), form(sport, parent=below.pk))
        assert answer.status_code == 200
        assert Category.objects.get(pk=sport.pk).parent is None

    @pytest.mark.parametrize("role", ["journalist", "chief"])
    def test_only_editors_can_be_chosen(self, sport: Category, role: str) -> None:
        person = cast.member(role, email="someone@example.ma")
        chief = cast.signed_in(cast.chief())
        assert chief.post(address(sport), form(sport, editors=[person.pk])).status_code == 200
        assert not sport.editors.exists()

    def test_a_language_can_be_taken_out(self, chief: Client, sport: Category) -> None:
        CategoryText.objects.create(category=sport, language="ar", name="رياضة", slug="رياضة")
        assert chief.post(address(sport), form(sport, ar_DELETE="on")).status_code == 302
        assert sport.texts.get().language == "fr"

    def test_the_last_language_stays(self, chief: Client, sport: Category) -> None:
        assert chief.post(address(sport), form(sport, fr_DELETE="on")).status_code == 200
        assert sport.texts.exists()

    def test_fields_are_in_their_language_and_direction(self, chief: Client, sport: Category) -> None:
        page = says(chief.get(address(sport)))
        assert page.count('lang="ar" dir="rtl"') >= 3
        assert page.count('lang="fr" dir="ltr"') >= 3

    def test_every_language_has_one_form_and_there_is_no_other(self, chief: Client, sport: Category) -> None:
        page = says(chief.get(address(sport)))
        assert [page.count(f'name="texts-{number}-name"') for number in range(4)] == [1, 1, 1, 0]
        assert 'name="texts-__prefix__-name"' not in page


class TestTwoAtOnce:
    def test_the_second_is_refused_and_keeps_what_was_typed(self, chief: Client, sport: Category) -> None:
        theirs = form(sport, fr_name="Mes sports")
        chief.post(address(sport), form(sport, fr_name="Sports"))
        page = says(cast.signed_in(cast.editor(sport)).post(address(sport), theirs))
        assert "Driss Alaoui" in page
        assert 'value="Mes sports"' in page
        assert sport.texts.get().name == "Sports"

    def test_every_box_that_was_ticked_stays_ticked(self, chief: Client, sport: Category) -> None:
        people = [cast.member("editor", email=f"e{number}@example.ma") for number in range(3)]
        late = form(sport, editors=[person.pk for person in people[:2]])
        chief.post(address(sport), form(sport, fr_name="Sports"))
        assert says(chief.post(address(sport), late)).count(" checked") == 2

    def test_saving_again_replaces_on_purpose(self, chief: Client, sport: Category) -> None:
        late = form(sport, fr_name="Mes sports")
        chief.post(address(sport), form(sport, fr_name="Sports"))
        assert 'name="seen" value="2"' in says(chief.post(address(sport), late))
        chief.post(address(sport), late | {"seen": "2"})
        assert sport.texts.get().name == "Mes sports"

    @pytest.mark.parametrize("version", ["", "x", "99", "-1"])
    def test_a_form_that_lost_its_version_is_refused(self, chief: Client, sport: Category, version: str) -> None:
        assert chief.post(address(sport), form(sport, fr_name="X", seen=version)).status_code == 200
        assert sport.texts.get().name == "Sport"


class TestOrder:
    @pytest.fixture
    def second(self, sport: Category) -> Category:
        return cast.category("Autre")

    def test_the_chief_moves_a_category_up(self, chief: Client, second: Category) -> None:
        assert chief.post(address(second, "up")).status_code == 302
        assert Category.objects.first() == second

    def test_twice_up_stays_at_the_top(self, chief: Client, second: Category) -> None:
        for _time in range(2):
            assert chief.post(address(second, "up")).status_code == 302
        assert Category.objects.first() == second

    def test_looking_at_the_address_moves_nothing(self, chief: Client, second: Category) -> None:
        assert chief.get(address(second, "up")).status_code == 405
        assert Category.objects.first() != second

    def test_nobody_else_moves_anything(self, second: Category) -> None:
        client = cast.signed_in(cast.editor(second))
        assert client.post(address(second, "up")).status_code == 404
        assert client.post(f"{LIST}999999/up/").status_code == 404
        assert Category.objects.first() != second

    def test_a_stranger_is_led_to_the_sign_in(self, client: Client, second: Category) -> None:
        assert client.post(address(second, "down")).status_code == 302

    def test_a_category_that_is_not_there_is_a_404(self, chief: Client) -> None:
        assert chief.post(f"{LIST}999999/down/").status_code == 404


class TestDeleting:
    def test_the_chief_deletes_a_category_nobody_needs(self, chief: Client, sport: Category) -> None:
        assert chief.post(address(sport, "delete"), {"post": "yes"}).status_code == 302
        assert not Category.objects.exists()
        assert AuditEntry.objects.get().verb == "category.deleted"

    def test_looking_deletes_nothing(self, chief: Client, sport: Category) -> None:
        assert "Sport" in says(chief.get(address(sport, "delete")))
        assert Category.objects.exists()

    def test_one_with_others_below_stays_and_names_them(self, chief: Client, sport: Category) -> None:
        cast.category("Football", parent=sport)
        for answer in (chief.get(address(sport, "delete")), chief.post(address(sport, "delete"), {"post": "yes"})):
            assert "Football" in says(answer)
        assert Category.objects.count() == 2

    def test_an_editor_does_not_delete(self, sport: Category) -> None:
        client = cast.signed_in(cast.editor(sport))
        assert client.post(address(sport, "delete"), {"post": "yes"}).status_code == 404
        assert Category.objects.exists()

    def test_twice_is_a_404(self, chief: Client, sport: Category) -> None:
        where = address(sport, "delete")
        assert [chief.post(where, {"post": "yes"}).status_code for _time in range(2)] == [302, 404]

    def test_there_is_no_bulk_deletion(self, chief: Client, sport: Category) -> None:
        chief.post(LIST, {"action": "delete_selected", "_selected_action": [sport.pk], "post": "yes"})
        assert Category.objects.exists()


class TestList:
    @pytest.mark.parametrize("role", ["journalist", "editor", "chief", "moderator", "newsletter", "administrator"])
    def test_every_member_sees_the_whole_tree_in_its_order(self, role: str) -> None:
        top = cast.category("Sport")
        cast.category("Politique")
        cast.category("Football", parent=top)
        page = says(cast.signed_in(cast.member(role)).get(LIST))
        assert page.index("Sport</bdi>") < page.index("Football</bdi>") < page.index("Politique</bdi>")

    def test_only_the_chief_gets_buttons_to_move(self, chief: Client, sport: Category) -> None:
        up = reverse("admin:articles_category_up", args=[sport.pk])
        assert up in says(chief.get(LIST))
        assert up not in says(cast.signed_in(cast.editor(sport)).get(LIST))

    def test_it_costs_the_same_at_any_length(self, chief: Client) -> None:
        counts = []
        chief.get(LIST)  # a first visit is written down
        for size in (5, 40):
            for number in range(size):
                row = cast.category(f"c{size}-{number}", parent=Category.objects.roots().first())
                row.editors.add(User.objects.get())
            with CaptureQueriesContext(connection) as queries:
                assert chief.get(LIST).status_code == 200
            counts.append(len(queries))
        assert counts[0] == counts[1]

    def test_pages_follow_the_tree(self, chief: Client) -> None:
        for number in range(205):
            cast.category(f"c{number:03}")
        first = says(chief.get(LIST))
        assert ("c199" in first, "c204" in first, 'rel="next"' in first) == (True, False, True)
        assert "c204" in says(chief.get(LIST, {"p": 2}))

    def test_all_of_a_huge_tree_is_still_shown_by_pages(self, chief: Client) -> None:
        Category.objects.bulk_create(Category() for _number in range(201))
        assert says(chief.get(LIST, {"all": ""})).count('class="tree ') == 200

    def test_the_form_offers_only_places_that_fit(self, chief: Client, sport: Category) -> None:
        child = cast.category("Football", parent=sport)
        other = cast.category("Autre")
        page = says(chief.get(address(sport))).partition('name="parent"')[2].partition("</select>")[0]
        assert f'value="{other.pk}"' in page
        assert f'value="{sport.pk}"' not in page
        assert f'value="{child.pk}"' not in page

    def test_an_editor_stands_beside_what_is_chosen_and_all_below(self, chief: Client, sport: Category) -> None:
        cast.category("Football", parent=sport)
        cast.editor(sport)
        assert says(chief.get(LIST)).count("Salma Bennis") == 2

    @pytest.mark.parametrize("lapsed", [{"is_active": False}, {"groups": []}])
    def test_somebody_who_is_no_editor_any_more_stands_nowhere(
        self, chief: Client, sport: Category, lapsed: dict[str, Any]
    ) -> None:
        user = cast.editor(sport)
        user.is_active = lapsed.get("is_active", True)
        user.groups.set(lapsed.get("groups", user.groups.all()))
        user.save()
        assert "Salma Bennis" not in says(chief.get(LIST))
        assert "Salma Bennis" not in says(chief.get(address(sport)))

    def test_it_can_be_searched_in_any_language(self, chief: Client, sport: Category) -> None:
        cast.category("رياضة", language="ar")
        page = says(chief.get(LIST, {"q": "رياضة"}))
        assert "رياضة</bdi>" in page
        assert "Sport</bdi>" not in page

    def test_it_can_be_narrowed_to_what_a_language_lacks(self, chief: Client, sport: Category) -> None:
        cast.category("رياضة", language="ar")
        page = says(chief.get(LIST, {"lacking": "ar"}))
        assert "Sport</bdi>" in page
        assert "رياضة</bdi>" not in page

    def test_the_change_form_costs_the_same_at_any_size(self, chief: Client, sport: Category) -> None:
        counts = []
        chief.get(LIST)  # a first visit is written down
        for size in (5, 40):
            for number in range(size):
                cast.category(f"c{size}-{number}")
            with CaptureQueriesContext(connection) as queries:
                chief.get(address(sport))
            counts.append(len(queries))
        assert counts[0] == counts[1]


class TestDashboard:
    def test_an_editor_finds_the_chosen_categories(self, sport: Category) -> None:
        page = says(cast.signed_in(cast.editor(sport)).get("/admin/"))
        assert address(sport) in page

    def test_an_editor_without_any_is_told_who_chooses(self) -> None:
        user = cast.editor()
        User.objects.filter(pk=user.pk).update(language="en")
        assert "The editor-in-chief does that" in says(cast.signed_in(user).get("/admin/"))

    def test_the_chief_finds_what_is_not_translated(self, chief: Client, sport: Category) -> None:
        page = says(chief.get("/admin/"))
        assert "?lacking=ar" in page
        assert "?lacking=fr" not in page

    def test_others_find_neither(self, sport: Category) -> None:
        page = says(cast.signed_in(cast.reporter()).get("/admin/"))
        assert address(sport) not in page
        assert "?lacking=" not in page
