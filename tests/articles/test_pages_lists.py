"""Lists of stories: the front page, sections, authors, tags."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from articles.ledger import verbs
from articles.ledger.document import PictureUse
from articles.models import Article, AuthorText, PublishedVersion
from articles.pages.lists import PAGE
from tests.articles import stories

pytestmark = pytest.mark.django_db


def put(title: str, hour: int = 0, **fields: object) -> Article:
    return stories.published(stories.text(title=title, **fields), now=stories.NOON + hour * stories.HOUR)


def get(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return answer.content.decode()


def headlines(markup: str) -> list[str]:
    return re.findall(r'<h3><a href="[^"]*">([^<]*)</a></h3>', markup)


def older(markup: str) -> str:
    found = re.search(r'<a class="older" href="(\?before=[^"]*)"', markup)
    return found[1] if found else ""


def test_a_section_lists_what_is_in_it_and_below_it_the_latest_first(client: Client) -> None:
    place = stories.section("maroc")
    below = stories.section("nord", parent=place)
    put("Hier", 1)
    put("Demain", 3, category=below.pk)
    put("Ailleurs", 2, category=stories.section("sport").pk)
    assert headlines(get(client, "/maroc/")) == ["Demain", "Hier"]
    assert headlines(get(client, "/nord/")) == ["Demain"]


def test_a_section_shows_its_place_in_the_tree_and_what_is_below(client: Client) -> None:
    place = stories.section("maroc")
    stories.section("rif", parent=stories.section("nord", parent=place))
    found = get(client, "/nord/")
    assert re.findall(
        r'<li><a href="([^"]*)">[^<]*</a></li>', found.partition('class="crumb"')[2].partition("</nav>")[0]
    )
    assert '<li><a href="/rif/">Rif</a></li>' in found.partition('class="subs"')[2].partition("</ul>")[0]
    assert found.count("<h1") == 1


def test_an_empty_section_says_so(client: Client) -> None:
    stories.section("maroc")
    assert headlines(get(client, "/maroc/")) == []
    assert 'class="none"' in get(client, "/maroc/")


def test_cursors_lead_through_everything_once_even_at_one_instant(client: Client) -> None:
    rows = [put(f"N {number}") for number in range(2 * PAGE + 3)]
    assert len({row.versions.get().first_published_at for row in rows}) == 1
    seen, path = [], "/maroc/"
    for _part in range(3):
        found = get(client, path)
        seen += headlines(found)
        path = "/maroc/" + older(found)
    assert (len(seen), len(set(seen)), older(found)) == (len(rows), len(rows), "")


def test_a_story_that_comes_in_moves_nothing_behind_the_cursor(client: Client) -> None:
    for number in range(PAGE + 5):
        put(f"N {number}", number)
    path = "/maroc/" + older(get(client, "/maroc/"))
    before = headlines(get(client, path))
    put("Dernière minute", 99)
    assert headlines(get(client, path)) == before


@pytest.mark.parametrize("cursor", ["x", "1", "-", "1-", "-1", "1--1", "9" * 18 + "-1", "1-" + "9" * 19, "١-١", "1-1'"])
def test_what_is_no_cursor_leads_nowhere(client: Client, cursor: str) -> None:
    put("Un titre")
    assert client.get("/maroc/", {"before": cursor}).status_code == 404


def test_a_cursor_far_ahead_or_behind_is_harmless(client: Client) -> None:
    put("Un titre")
    assert headlines(client.get("/maroc/?before=99999999999999999-1").content.decode()) == ["Un titre"]
    assert 'class="none"' in get(client, "/maroc/?before=0-1")


def test_an_author_has_a_page_with_their_words_and_texts(client: Client) -> None:
    author = stories.author("Nadia C")
    AuthorText.objects.filter(author=author).update(role="Correspondante", biography="Dix ans de <b>radio</b>.")
    put("Le sien", authors=(author.pk,))
    put("Un autre", authors=(stories.author("Omar B").pk,))
    found = get(client, "/auteurs/nadia-c/")
    assert headlines(found) == ["Le sien"]
    assert "Correspondante" in found
    assert "&lt;b&gt;radio" in found


def test_what_is_said_of_an_author_is_set_like_a_text(client: Client) -> None:
    author = stories.author("Nadia C")
    life = 'Dix ans de radio : elle dit "non".\n\nPuis l\'écrit ; enfin !'
    AuthorText.objects.filter(author=author).update(role="Envoyée à l'est", biography=life)
    article = put("Le sien", authors=(author.pk,))
    found = get(client, "/auteurs/nadia-c/")
    assert "<p>Dix ans de radio&nbsp;: elle dit «&nbsp;non&nbsp;».</p>" in found.replace("\u00a0", "&nbsp;")
    assert "<p>Puis l’écrit\u202f; enfin\u202f!</p>" in found
    assert "Envoyée à l’est" in found
    assert "Envoyée à l’est" in get(client, PublishedVersion.objects.get(article=article).get_absolute_url())


@pytest.mark.parametrize("path", ["/auteurs/nadia-c/", "/tags/gaz/"])
def test_who_and_what_has_no_story_that_readers_have_is_not_there(client: Client, path: str) -> None:
    author, tag = stories.author("Nadia C"), stories.tag("gaz")
    assert client.get(path).status_code == 404
    article = put("Un", authors=(author.pk,), tags=(tag.pk,))
    assert client.get(path).status_code == 200
    assert client.get("/en" + path).status_code == 404
    verbs.withdraw(article, by=None, reason="x")
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("path", ["/", "/maroc/", "/auteurs/nadia-c/", "/tags/gaz/"])
def test_a_list_costs_the_same_with_twice_as_many(client: Client, path: str) -> None:
    author, tag = stories.author("Nadia C"), stories.tag("gaz")
    costs = []
    for part in range(2):
        for number in range(10):
            place = stories.section(f"s{part}{number}", parent=stories.section("maroc"))
            put(f"{part}{number}", number, category=place.pk, authors=(author.pk,), tags=(tag.pk,))
        with CaptureQueriesContext(connection) as queries:
            get(client, path)
        costs.append(len(queries))
    assert costs[0] == costs[1]
    assert costs[0] <= 11


class TestFront:
    def test_the_newest_with_a_picture_leads_then_seconds_then_what_came_in(self, client: Client) -> None:
        for number in range(8):
            put(f"N {number}", number)
        put("En image", 5, picture=PictureUse(stories.picture().pk, "Un quai"))
        found = get(client, "/")
        assert headlines(found)[:4] == ["En image", "N 7", "N 6", "N 5"]
        wire = found.partition('class="wire')[2].partition("</section>")[0]
        assert re.findall(r"</time><a [^>]*>([^<]*)</a>", wire) == ["N 4", "N 3", "N 2", "N 1", "N 0"]

    @pytest.mark.parametrize("kind", ["sponsored", "opinion"])
    def test_what_is_paid_for_or_thought_does_not_lead(self, client: Client, kind: str) -> None:
        put("Nouvelle", 1)
        put("Pas en tête", 2, kind=kind, picture=PictureUse(stories.picture().pk, "Un quai"))
        assert headlines(get(client, "/"))[0] == "Nouvelle"

    def test_each_section_with_stories_has_its_latest(self, client: Client) -> None:
        for number in range(9):
            put(f"Sport {number}", number, category=stories.section("sport").pk)
        for number in range(9):
            put(f"Maroc {number}", 20 + number)
        stories.section("vide")
        found = get(client, "/")
        sport = found.partition('href="/sport/">Sport</a></h2>')[2].partition("</section>")[0]
        assert headlines(sport) == ["Sport 8", "Sport 7", "Sport 6", "Sport 5", "Sport 4"]
        assert "Vide</a></h2>" not in found

    def test_each_language_has_its_own(self, client: Client) -> None:
        place = stories.section("politics", language="en")
        put("In English", language="en", category=place.pk)
        put("En français")
        assert headlines(get(client, "/en/")) == ["In English"]
        assert headlines(get(client, "/")) == ["En français"]
        assert headlines(get(client, "/ar/")) == []

    def test_one_story_makes_a_front_page(self, client: Client) -> None:
        put("Seule")
        found = get(client, "/")
        assert headlines(found) == ["Seule"]
        assert (found.count("<h1"), found.count('class="wire')) == (1, 0)


def test_an_author_is_found_in_each_language_that_has_a_text_of_theirs(client: Client) -> None:
    signed = stories.author()
    put("Français")
    place = stories.section("politics", language="en")
    put("English", language="en", category=place.pk, authors=(signed.pk,))
    found = get(client, "/auteurs/nadia-chraïbi/")
    assert re.findall(r'<link rel="alternate" hreflang="([^"]*)"', found) == ["fr", "en", "x-default"]
    assert f'href="/en/auteurs/{signed.slug}/"'.replace("ï", "%C3%AF") in found
    assert 'href="/ar/" lang="ar"' in found
