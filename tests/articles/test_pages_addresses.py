"""Where pages are: the number finds the article, and one page has one address."""

import unicodedata
from urllib.parse import quote

import pytest
from django.test import Client
from django.utils import timezone

from articles.categories import verbs as category_verbs
from articles.ledger import verbs
from articles.models import Address, Article, CategoryText, PublishedVersion, StaticPage
from tests import cast
from tests.articles import stories

pytestmark = pytest.mark.django_db
ARABIC = "موانئ-الأطلسي"


def version(article: Article) -> PublishedVersion:
    return PublishedVersion.objects.live().get(article=article)


def arabic(**fields: object) -> Article:
    place = stories.section("سياسة", language="ar")
    document = stories.text(language="ar", category=place.pk, title="موانئ الأطلسي", slug=ARABIC, **fields)
    article = Article.objects.create(language="ar")
    verbs.publish(stories.revision(article, document), by=None)
    return article


def test_an_article_is_at_its_section_words_and_number(client: Client) -> None:
    article = stories.published()
    assert version(article).get_absolute_url() == f"/maroc/un-titre-{article.pk}/"
    assert client.get(f"/maroc/un-titre-{article.pk}/").status_code == 200


@pytest.mark.parametrize(
    "path",
    [
        "/maroc/{}/",
        "/maroc/autre-{}/",
        "/sport/un-titre-{}/",
        "/maroc/un-titre-{}",
        "/en/maroc/un-titre-{}/",
        "/x/00{}",
    ],
)
def test_any_other_words_lead_there_for_good_without_the_query(client: Client, path: str) -> None:
    article = stories.published()
    answer = client.get(path.format(article.pk) + "?utm_source=x&before=1-1")
    assert (answer.status_code, answer.headers["Location"]) == (301, f"/maroc/un-titre-{article.pk}/")


def test_an_address_of_before_a_changed_headline_leads_on(client: Client) -> None:
    article = stories.published()
    verbs.publish(stories.revision(article, stories.text(slug="mieux-dit")), by=None)
    answer = client.get(f"/maroc/un-titre-{article.pk}/")
    assert (answer.status_code, answer.headers["Location"]) == (301, f"/maroc/mieux-dit-{article.pk}/")


def test_a_query_string_changes_nothing(client: Client) -> None:
    article = stories.published()
    path = f"/maroc/un-titre-{article.pk}/"
    assert client.get(path + "?a=1").content == client.get(path).content


def test_an_article_whose_section_lost_its_words_has_an_address_still(client: Client) -> None:
    article = stories.published()
    CategoryText.objects.all().delete()
    path = version(article).get_absolute_url()
    assert path == f"/articles/un-titre-{article.pk}/"
    assert client.get(path).status_code == 200


@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize("case", [str.upper, str.lower])
def test_an_arabic_address_works_however_it_was_encoded(client: Client, form: str, case: object) -> None:
    article = arabic()
    words = unicodedata.normalize(form, f"{ARABIC}-{article.pk}")  # type: ignore[arg-type]  # one of the four names
    path = f"/ar/{quote('سياسة')}/{case(quote(words))}/"  # type: ignore[operator]  # two methods of str
    answer = client.get(path, follow=True)
    assert answer.status_code == 200
    assert "موانئ الأطلسي</h1>" in answer.content.decode()


def test_an_arabic_article_is_below_its_language(client: Client) -> None:
    article = arabic()
    answer = client.get(f"/x/y-{article.pk}/")
    assert answer.status_code == 301
    assert answer.headers["Location"] == f"/ar/{quote('سياسة')}/{quote(ARABIC)}-{article.pk}/"


@pytest.mark.parametrize(
    "path",
    [
        *("/x/y-9" + "9" * 30, "/x/y-" + "9" * 5000 + "/", "/x/y-0/", "/x/y--1/", "/x/y-١٢/", "/x//y-1/", "/x/y-1//"),
        *("/x/y-1.0/", "/x/y-1e9/", "/x/y-/", "/x/%00-1/", "/%00/", "/tags/%00/", "/auteurs/a%0Ab/"),
        "/tags/" + "a" * 500,
    ],
)
def test_an_odd_address_is_a_missing_one(client: Client, path: str) -> None:
    assert client.get(path).status_code == 404


def test_a_former_address_of_a_section_leads_to_the_current_one(client: Client) -> None:
    place = stories.section("maroc")
    text = place.texts.get()
    text.slug = "royaume"
    category_verbs.write(place, [text], by=None)
    answer = client.get("/maroc/?before=1-1")
    assert (answer.status_code, answer.headers["Location"]) == (301, "/royaume/")


def test_a_section_is_at_its_own_words_in_each_language(client: Client) -> None:
    place = stories.section("sport")
    CategoryText.objects.create(category=place, language="ar", name="رياضة", slug="رياضة")
    Address.objects.claim(place, language="ar", slug="رياضة")
    assert f'<link rel="alternate" hreflang="ar" href="http://127.0.0.1:8000/ar/{quote("رياضة")}/">' in _text(
        client, "/sport/"
    )
    assert client.get(f"/ar/{quote('رياضة')}/").status_code == 200
    assert client.get("/ar/sport/").status_code == 404


def test_a_page_and_its_former_address(client: Client) -> None:
    page = StaticPage.objects.create(title="Qui", slug="qui", body="<p>Nous.</p>", is_published=True)
    Address.objects.claim(page, language="fr", slug="nous")
    Address.objects.claim(page, language="fr", slug="qui")
    assert "<p>Nous.</p>" in _text(client, "/qui/")
    assert client.get("/nous/").headers["Location"] == "/qui/"
    assert client.get("/en/qui/").status_code == 404


def test_who_was_merged_into_somebody_is_found_there(client: Client) -> None:
    kept = stories.author("Nadia Chraïbi")
    alias = stories.author("Nadia C", merged_into=kept)
    stories.published(stories.text(authors=(alias.pk,)))
    answer = client.get(f"/auteurs/{alias.slug}/")
    assert (answer.status_code, answer.headers["Location"]) == (301, f"/auteurs/{quote(kept.slug)}/")
    assert "Un titre" in _text(client, f"/auteurs/{kept.slug}/")


@pytest.mark.parametrize(
    "path", ["/", "/maroc/", "/maroc/un-titre-{}/", "/tags/gaz/", "/auteurs/nadia-chraïbi/", "/colophon/"]
)
def test_every_page_answers_head_and_takes_nothing(client: Client, path: str) -> None:
    article = stories.published(stories.text(tags=(stories.tag("gaz").pk,)))
    path = path.format(article.pk)
    assert (client.head(path).status_code, client.head(path).content) == (200, b"")
    assert client.post(path).status_code == 405


@pytest.mark.parametrize("path", ["/", "/maroc/", "/maroc/un-titre-{}/", "/x/y-{}/", "/tags/gaz/", "/nowhere/"])
def test_nothing_but_the_path_decides(client: Client, path: str) -> None:
    article = stories.published(stories.text(tags=(stories.tag("gaz").pk,)))
    path = path.format(article.pk)
    plain = client.get(path)
    other = cast.signed_in(cast.chief()).get(path, headers={"accept-language": "ar", "user-agent": "x"})
    assert plain.content == other.content
    assert not plain.cookies
    assert not other.cookies
    assert plain.headers.get("Vary", "Accept-Encoding") == "Accept-Encoding"


def _text(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return answer.content.decode()


def test_an_article_of_tomorrow_is_there_tomorrow(client: Client, time_machine: object) -> None:
    article = Article.objects.create()
    at = timezone.now() + stories.HOUR
    verbs.publish(stories.revision(article), by=None, at=at)
    path = f"/maroc/un-titre-{article.pk}/"
    assert client.get(path).status_code == 404
    time_machine.move_to(at)  # type: ignore[attr-defined]  # the plugin's fixture has no type
    assert client.get(path).status_code == 200
