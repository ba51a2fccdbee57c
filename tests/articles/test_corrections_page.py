"""The page of all notes to readers: one for each language, the newest first, and only of what is live."""

import re
from datetime import timedelta
from html import escape
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from articles.corrections import listing
from articles.corrections.dates import modified
from articles.ledger import verbs
from articles.models import Article, Change, PublishedVersion
from tests.articles import stories
from tests.articles.stories import HOUR, NOON, published, revision, text

pytestmark = pytest.mark.django_db
PATH = "/corrections/"


def told(
    article: Article, note: str, *, at: Any = NOON + HOUR, change: Change = Change.CORRECTION, **fields: Any
) -> Any:
    document = text(body=f"<p>{escape(note)}</p>", **fields)
    return verbs.publish(revision(article, document), by=None, change=change, note=note, now=at)


def page(path: str = PATH) -> str:
    answer = Client().get(path)
    assert answer.status_code == 200, path
    return answer.content.decode()


def notes(markup: str) -> list[str]:
    return re.findall(r'<p class="what"[^>]*>([^<]*)</p>', markup)


def older(markup: str) -> str:
    found = re.search(r'<a class="older" href="(\?before=[^"]*)"', markup)
    return found[1] if found else ""


def test_the_newest_stands_first_with_its_kind_its_date_and_the_headline_of_now() -> None:
    article = published(text(title="Avant"))
    told(article, "Douze, et non dix.", title="Avant")
    told(article, "Le maire a répondu.", at=NOON + 2 * HOUR, change=Change.UPDATE, title="Maintenant")
    told(article, "« Fermé » veut dire le soir.", at=NOON + 3 * HOUR, change=Change.CLARIFICATION, title="Maintenant")
    found = page()
    assert notes(found) == ["«\u00a0Fermé\u00a0» veut dire le soir.", "Le maire a répondu.", "Douze, et non dix."]
    assert re.findall(r'<p class="meta"><b>([^<]*)</b>', found) == ["Précision", "Mise à jour", "Rectificatif"]
    assert (found.count(">Maintenant</a>"), found.count(">Avant</a>")) == (3, 0)
    assert f'<time datetime="{(NOON + HOUR).isoformat()}"'[:34] in found


def test_a_typo_and_an_update_without_words_do_not_stand_there() -> None:
    article = published()
    verbs.publish(revision(article, text(title="A")), by=None, change=Change.TYPO, now=NOON + HOUR)
    verbs.publish(revision(article, text(title="B")), by=None, now=NOON + 2 * HOUR)
    assert notes(page()) == []
    assert 'class="told-none"' in page()


def test_each_language_has_its_own() -> None:
    stories.section("المغرب", language="ar")
    arabic = text(language="ar", title="عنوان", slug="عنوان", category=stories.section("المغرب", language="ar").pk)
    article = published(arabic)
    fields: dict[str, Any] = {"language": "ar", "title": arabic.title, "slug": "عنوان", "category": arabic.category}
    told(article, "الرقم الصحيح اثنا عشر.", **fields)
    assert [notes(page(path)) for path in ("/ar/corrections/", PATH, "/en/corrections/")] == [
        ["الرقم الصحيح اثنا عشر."],
        [],
        [],
    ]
    assert 'lang="ar" dir="rtl">الرقم' in page("/ar/corrections/")


def test_markup_in_a_note_is_text() -> None:
    told(published(), "<script>x</script>")
    assert "<script>x" not in page()
    assert "&lt;script&gt;x" in page()


def test_a_withdrawn_article_takes_its_notes_along_and_brings_them_back() -> None:
    article = published()
    told(article, "Douze.")
    verbs.withdraw(article, by=None, reason="Faux.")
    assert notes(page()) == []
    verbs.reinstate(article, by=None)
    assert notes(page()) == ["Douze."]


def test_a_planned_correction_comes_when_its_version_does() -> None:
    article = published()
    with time_machine.travel(NOON + HOUR, tick=False) as clock:
        verbs.correct(revision(article, text(title="B")), by=None, note="Vendredi.", at=NOON + 2 * HOUR)
        assert notes(page()) == []
        clock.shift(HOUR)
        assert notes(page()) == ["Vendredi."]


def test_cursors_lead_through_all_of_them_once_even_at_one_instant() -> None:
    for number in range(2 * listing.PAGE + 3):
        told(published(), f"N {number}.")
    seen, path = [], PATH
    for _part in range(3):
        found = page(path)
        seen += notes(found)
        path = PATH + older(found)
    assert (len(seen), len(set(seen)), older(found)) == (43, 43, "")


def test_older_parts_are_not_indexed_and_lead_back() -> None:
    for number in range(listing.PAGE + 1):
        told(published(), f"N {number}.")
    found = page(PATH + older(page()))
    assert 'content="noindex' in found
    assert f'href="{PATH}"' in found


@pytest.mark.parametrize("cursor", ["x", "1", "1-1-1", "٣-١", "-5-5"])
def test_what_is_no_cursor_leads_nowhere(cursor: str) -> None:
    assert Client().get(PATH, {"before": cursor}).status_code == 404


def test_without_its_last_slash_it_leads_on() -> None:
    answer = Client().get("/ar/corrections")
    assert (answer.status_code, answer["Location"]) == (301, "/ar/corrections/")


def test_every_page_leads_there() -> None:
    assert '<a href="/corrections/">Rectificatifs</a>' in page("/colophon/")
    assert '<a href="/ar/corrections/">' in page("/ar/colophon/")


def test_more_of_them_cost_no_further_query() -> None:
    costs = []
    for _round in range(2):
        for number in range(6):
            told(published(), f"N {number}.")
        with CaptureQueriesContext(connection) as queries:
            page()
        costs.append(len(queries))
    assert costs[0] == costs[1]


class TestTheDateForMachines:
    def dates(self, article: Article) -> list[str]:
        path = PublishedVersion.objects.live().get(article=article).get_absolute_url()
        return re.findall(r'property="article:\w+_time" content="([^"]*)"', page(path))

    def test_it_is_moved_by_all_but_a_typo(self) -> None:
        article = published()
        for hours, change in ((1, Change.TYPO), (2, Change.UPDATE), (3, Change.TYPO)):
            document = text(body=f"<p>{hours}</p>")
            verbs.publish(revision(article, document), by=None, change=change, now=NOON + hours * HOUR)
        told(article, "Douze.", at=NOON + 4 * HOUR)
        found = [modified(version) - NOON for version in article.versions.order_by("live_from")]
        assert found == [timedelta(0), timedelta(0), 2 * HOUR, 2 * HOUR, 4 * HOUR]

    def test_the_article_says_it(self) -> None:
        article = published()
        first = self.dates(article)
        told(article, "Douze.")
        assert (first[0], first[1]) == (first[0], first[0])
        assert self.dates(article)[0] == first[0] < self.dates(article)[1]

    def test_reinstating_does_not_move_it(self) -> None:
        article = published()
        verbs.withdraw(article, by=None, reason="x", now=NOON + HOUR)
        assert modified(verbs.reinstate(article, by=None, now=NOON + 2 * HOUR)) == NOON
