"""Each check finds what it is there for, at the instant from which readers would have it, and nothing else."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import override_settings
from django.utils import timezone
from pytest_django.fixtures import DjangoAssertNumQueries

from articles.desk import verbs
from articles.ledger import verbs as ledger
from articles.ledger.document import Document, PictureUse
from articles.models import Article, CategoryText, Change, HeldChange, PublishedVersion
from articles.models.translation import Translation
from articles.preflight import policy, running
from articles.preflight.checks import CHECKS
from articles.preflight.finding import Found
from newsroom.core.models import AuditEntry, Publication
from tests.articles import stories
from tests.articles.stories import HOUR, NOON

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
ENOUGH = (
    "<p>Le port de Tanger et la ville sont dans le nord du pays, avec une gare pour les trains qui vont au sud.</p>"
)


def good(**fields: Any) -> Document:
    return stories.text(**{"standfirst": "Deux phrases.", "body": ENOUGH, **fields})


def look(document: Document, article: Article | None = None, at: Any = None) -> list[Found]:
    return running.look(article or Article.objects.create(), document, now=NOON, at=at)


def names(document: Document, article: Article | None = None, at: Any = None) -> list[tuple[str, str]]:
    return [(one.check.name, one.finding.field) for one in look(document, article, at)]


def working(**fields: Any) -> Article:
    article = Article(**{"title": "Un titre", "body": ENOUGH, "category": stories.section(), **fields})
    verbs.save(article, by=None, authors=[stories.author().pk])
    return article


def one(article: Article) -> Any:
    return Article.objects.filter(pk=article.pk)


def linked(address: str) -> str:
    return f'{ENOUGH}<p><a href="{address}">Lire</a></p>'


def test_a_good_text_gives_nothing_to_say() -> None:
    assert names(good()) == []


def test_no_two_checks_share_a_name() -> None:
    assert len({check.name for check in CHECKS}) == len(CHECKS)


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ({"standfirst": " "}, ("standfirst", "standfirst")),
        ({"title": "Tanger : 12 trains"}, ("figures", "title")),
        ({"points": ("Un train", "Le 12 mars 2031")}, ("figures", "points")),
        ({"title": "Tanger (nord"}, ("pairs", "title")),
        ({"standfirst": "« Oui"}, ("pairs", "standfirst")),
        ({"body": f"{ENOUGH}<p>[gallery ids='a']</p>"}, ("leftovers", "body")),
        ({"title": "TK à vérifier"}, ("leftovers", "title")),
        ({"body": f"<h3>Le port</h3>{ENOUGH}"}, ("headings", "body")),
    ],
)
def test_what_its_own_words_show(change: dict[str, Any], found: tuple[str, str]) -> None:
    assert found in names(good(**change))


def test_a_text_in_another_language_is_found_by_its_letters_and_by_its_small_words() -> None:
    assert ("language", "language") in names(good(body="<p>هذا نص باللغة العربية عن ميناء طنجة</p>"))
    english = (
        "<p>The port of the city is in the north and the trains that go to the south are with it as before.</p>" * 2
    )
    assert ("language", "language") in names(good(body=english))
    assert names(replace(good(body=english), language="en")) == []


class TestPictures:
    def test_one_without_a_credit_is_found_where_it_is_used(self) -> None:
        lead, inside = stories.picture(), stories.picture()
        body = f'{ENOUGH}<figure data-image="{inside.pk}" data-alt="Un port"></figure>'
        text = good(picture=PictureUse(lead.pk, "Un port"), body=body)
        assert names(text) == [("credit", "picture"), ("credit", "body")]

    def test_a_licence_that_ends_within_thirty_days_is_told(self) -> None:
        image = stories.picture(credit="N. C.", licence_ends_on=(NOON + 20 * DAY).date())
        text = good(picture=PictureUse(image.pk, "Un port"))
        assert names(text) == [("licence", "picture")]
        assert names(text, at=NOON - 20 * DAY) == []

    def test_the_name_of_a_file_is_no_alternative_text(self) -> None:
        image = stories.picture(credit="N. C.")
        assert names(good(picture=PictureUse(image.pk, "IMG_2041.jpg"))) == [("alternative", "picture_alt")]
        assert names(good(picture=PictureUse(image.pk, "Un port en 2041"))) == []


class TestLinks:
    def test_an_article_that_is_not_live_by_then(self) -> None:
        other = stories.published(good(title="Autre chose"), now=NOON + HOUR)
        text = good(body=f'{ENOUGH}<aside data-article="{other.pk}"></aside>', related=(other.pk,))
        assert names(text) == [("links", "body"), ("links", "related")]
        assert names(text, at=NOON + 2 * HOUR) == []

    @pytest.mark.parametrize("host", ["", "https://site.example"])
    def test_an_address_of_ours(self, host: str) -> None:
        other = stories.published(good(title="Autre chose"))
        with override_settings(SITE_URL="https://site.example"):
            assert names(good(body=linked(f"{host}/maroc/un-titre-{other.pk}/"))) == []
            assert names(good(body=linked(f"{host}/maroc/un-titre-{other.pk}9/"))) == [("links", "body")]
            assert names(good(body=linked(f"{host}/ar/maroc/un-titre-{other.pk}9/"))) == [("links", "body")]
            assert names(good(body=linked(f"{host}/rien/du/tout/"))) == [("links", "body")]

    @pytest.mark.parametrize("href", ["https://a.ma/x/y/z/", "#note-1", "mailto:a@b.ma", "/maroc/", "/#bas"])
    def test_what_leads_elsewhere_or_to_a_section_is_left_alone(self, href: str) -> None:
        assert names(good(body=linked(href))) == []


class TestDuplicates:
    def test_a_headline_of_the_last_days_in_the_same_language(self) -> None:
        stories.published(good(title="Le gaz revient à Tanger"), now=NOON - 2 * DAY)
        text = good(title="Le gaz revient à Tanger !")
        assert names(text) == [("duplicate", "title")]
        assert names(replace(text, language="en", body="<p>x</p>")) == []
        assert names(text, at=NOON + 6 * DAY) == []

    def test_its_own_headline_is_no_duplicate(self) -> None:
        article = stories.published(good(title="Le gaz revient à Tanger"), now=NOON - HOUR)
        assert names(good(title="Le gaz revient à Tanger"), article) == []


def test_a_sibling_that_was_changed_since_is_told_until_this_one_is_published_again() -> None:
    article = stories.published(good(), now=NOON - 3 * HOUR)
    stories.section("morocco", language="en")
    place = PublishedVersion.objects.get().category_id or 0
    other = Article.objects.create(language="en", translation_group=article.translation_group)
    english = replace(good(category=place, title="A title"), language="en")
    stories.section()
    from_the_first = ledger.save_revision(other, english, by=None)
    place_in_english(place)
    ledger.publish(from_the_first, by=None, now=NOON - 2 * HOUR)
    assert names(good(), article) == []
    changed = ledger.save_revision(other, replace(english, title="Another"), by=None)
    ledger.publish(changed, by=None, now=NOON - HOUR)
    assert names(good(), article) == [("siblings", "body")]
    ledger.publish(stories.revision(article, good(points=("Un",))), by=None, now=NOON - HOUR / 2)
    assert names(good(), article) == []


def test_of_a_known_original_only_what_nobody_has_compared_is_told_and_of_a_translation_nothing() -> None:
    original = stories.published(good(), now=NOON - 3 * HOUR)
    first = PublishedVersion.objects.get()
    place_in_english(first.category_id or 0)
    article = Article.objects.create(language="en", translation_group=original.translation_group)
    english = replace(good(title="A title"), language="en", body="<p>x</p>")
    since = {"revision": first.revision, "since": first.live_from}
    known = Translation.objects.create(article=article, original=original, **since)
    assert ("siblings", "body") not in names(english, article)
    ledger.publish(stories.revision(original, good(title="Autre")), by=None, now=NOON - 2 * HOUR)
    assert ("siblings", "body") in names(english, article)
    known.since = NOON - HOUR
    known.save()
    assert ("siblings", "body") not in names(english, article)
    ledger.publish(ledger.save_revision(article, english, by=None), by=None, now=NOON - HOUR)
    changed = ledger.save_revision(article, replace(english, title="Another"), by=None)
    ledger.publish(changed, by=None, now=NOON - HOUR / 2)
    assert ("siblings", "body") not in names(good(title="Autre"), original)


def place_in_english(category: int) -> None:
    names = {"name": "Morocco here", "slug": "morocco-here"}
    CategoryText.objects.get_or_create(category_id=category, language="en", defaults=names)


def test_all_of_it_takes_six_queries_at_most(django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    images = [stories.picture() for _number in range(5)]
    others = [stories.published(good(title=f"Titre {letter}")) for letter in "abcde"]
    figures = "".join(f'<figure data-image="{image.pk}" data-alt="Un"></figure>' for image in images)
    cards = "".join(f'<aside data-article="{other.pk}"></aside>' for other in others)
    text = good(body=f"{ENOUGH}{figures}{cards}{linked(f'/maroc/x-{others[0].pk}/')}", title="Titre 12")
    article = Article.objects.create()
    with django_assert_max_num_queries(6):
        assert len(running.look(article, text, now=NOON)) == 6


class TestRefusing:
    @pytest.mark.parametrize("verb", [verbs.publish, verbs.submit])
    def test_what_blocks_is_refused_by_field(self, verb: Any) -> None:
        article = working(title="[gallery id='1']")
        with pytest.raises(ValidationError) as caught:
            verb(one(article), by=None)
        assert [error.code for error in caught.value.error_dict["title"]] == ["blocked"]
        assert not PublishedVersion.objects.exists()
        assert Article.objects.get(pk=article.pk).stage == "draft"

    def test_an_update_and_a_change_to_come_are_checked_like_the_first_publication(self) -> None:
        article = working()
        verbs.publish(one(article), by=None)
        plan = NOON.replace(year=2099)
        verbs.publish(one(article), by=None, at=plan)
        article.refresh_from_db()
        article.standfirst = "{{ chapeau }}"
        verbs.save(article, by=None)
        for change in Change.UPDATE, Change.CORRECTION:
            with pytest.raises(ValidationError):
                verbs.publish(one(article), by=None, change=change, note="Le port." if change.is_told else "")
        with pytest.raises(ValidationError):
            verbs.revise(PublishedVersion.objects.get(live_from=plan), by=None)
        assert {row.document.standfirst for row in PublishedVersion.objects.all()} == {""}

    def test_a_change_that_was_held_is_checked_as_readers_would_get_it(self) -> None:
        article = stories.published()
        revision = stories.revision(article, good(title="{{ titre }}"))
        live = PublishedVersion.objects.get().revision
        held = HeldChange(article=article, revision=revision, base=live, against=live, fields=["title"])
        held.wished_for = held.held_at = NOON
        held.save()
        with pytest.raises(ValidationError) as caught:
            verbs.release(held, by=None)
        assert [error.code for error in caught.value.error_dict["title"]] == ["blocked"]
        policy.choose(set(), by=None)
        verbs.release(held, by=None)
        assert stories.seen(article, timezone.now()) == "{{ titre }}"

    def test_a_warning_waits_for_somebody_who_has_seen_it(self) -> None:
        article = working()
        document = article.document()
        with pytest.raises(ValidationError) as caught:
            verbs.publish(one(article), by=None, confirmed=[])
        assert [error.code for error in caught.value.error_dict["confirmed"]] == ["unconfirmed"]
        keys = [found.key for found in running.look(article, document, now=NOON)]
        verbs.publish(one(article), by=None, confirmed=keys)
        assert PublishedVersion.objects.count() == 1

    def test_nobody_is_asked_where_nobody_is(self) -> None:
        verbs.publish(one(working()), by=None)
        assert PublishedVersion.objects.count() == 1


class TestTheNewsroomsChoice:
    def test_a_check_blocks_from_then_on_or_only_warns(self) -> None:
        policy.choose({"standfirst"}, by=None)
        assert policy.blocking() == {"standfirst"}
        with pytest.raises(ValidationError, match="There is no standfirst"):
            verbs.publish(one(working()), by=None)
        policy.choose(set(), by=None)
        verbs.publish(one(working(title="[gallery id='1']")), by=None)

    def test_what_nobody_chose_is_as_the_check_says(self) -> None:
        assert policy.blocking() == {"leftovers", "language"}

    def test_it_is_written_down_once_and_what_another_release_knew_stays(self) -> None:
        Publication.objects.update_or_create(pk=1, defaults={"blocking_checks": {"gone": True}})
        for _twice in range(2):
            policy.choose({"credit", "no such check", "leftovers", "language"}, by=None)
        entry = AuditEntry.objects.get(verb="checks.chosen")
        assert entry.detail == {"blocks": ["credit"], "warns": []}
        assert Publication.objects.get().blocking_checks["gone"] is True
