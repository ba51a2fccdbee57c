import re
from datetime import date

import pytest
from django.utils import translation
from pytest_django import DjangoAssertNumQueries

from articles.body import render
from articles.ledger import verbs
from articles.models import Article, PublishedVersion, StaticPage
from newsroom.core import html
from tests.articles.stories import HOUR, NOON, picture, plan, published, section, text

pytestmark = pytest.mark.django_db


def also(article: Article) -> str:
    return f'<aside data-article="{article.pk}"></aside>'


def figure(pk: int, alt: str = "Un quai", caption: str = "") -> str:
    return f'<figure data-image="{pk}" data-alt="{alt}" data-caption="{caption}"></figure>'


def shown(body: str, at: object = NOON, language: str = "fr") -> str:
    page = StaticPage(pk=1, body=html.sanitise(body), language=language)
    return render([page], at)[1]  # type: ignore[arg-type]  # tests hand in instants


def test_an_article_pointed_at_shows_the_title_and_address_of_today() -> None:
    article = published(text(title="Le gaz & nous", slug="gaz"))
    found = shown(f"<p>Un.</p>{also(article)}<p>Deux.</p>")
    assert '<p>Un.</p><aside class="also"><b>' in found
    assert f'<a href="/maroc/gaz-{article.pk}/">Le gaz &amp; nous</a></aside><p>Deux.</p>' in found


def test_it_shows_the_new_title_once_that_is_published() -> None:
    article = published(text(title="Avant"))
    plan(article, NOON + HOUR, title="Après")
    assert "Avant" in shown(also(article), NOON)
    assert "Après" in shown(also(article), NOON + HOUR)


@pytest.mark.parametrize("state", ["draft", "planned", "withdrawn", "deleted"])
def test_what_isn_t_live_disappears_with_its_title(state: str) -> None:
    article = Article.objects.create(title="Secret", slug="secret")
    if state == "planned":
        plan(article, NOON + HOUR, title="Secret")
    elif state == "withdrawn":
        article = published(text(title="Secret"), now=NOON - HOUR)
        verbs.withdraw(article, reason="Erreur", words="", by=None, now=NOON - HOUR / 2)
    body = also(article)
    if state == "deleted":
        article.delete()
    assert shown(f"<p>Un.</p>{body}<p>Deux.</p>") == "<p>Un.</p><p>Deux.</p>"


def test_a_text_never_leads_to_the_article_it_belongs_to() -> None:
    article = published(text(body="<p>Un.</p>"))
    again = PublishedVersion.objects.get(article=article)
    again.document = text(body=f"<p>Un.</p>{also(article)}")
    assert render([again], NOON)[again.pk] == "<p>Un.</p>"


def test_an_article_in_another_language_is_marked_as_such() -> None:
    section("almaghrib", language="ar")
    article = published(text(title="غاز", slug="غاز", language="ar", category=section("almaghrib", language="ar").pk))
    assert 'hreflang="ar" lang="ar" dir="rtl">غاز</a>' in shown(also(article))


def test_a_picture_comes_with_the_words_of_this_use_and_its_credit() -> None:
    found = shown(figure(picture(credit="Driss").pk, alt="Un &quot;quai&quot;", caption="À l’aube"))
    assert 'alt="Un &quot;quai&quot;"' in found
    assert '<figcaption>À l’aube <span class="credit">Driss</span></figcaption>' in found
    assert 'width="1600" height="900"' in found


def test_a_picture_disappears_the_day_after_its_licence_ends() -> None:
    body = figure(picture(licence_ends_on=date(2026, 3, 3)).pk)
    assert "<figure" in shown(body, NOON)
    assert shown(body, NOON + 24 * HOUR) == ""


def test_unknown_pictures_and_ids_of_nonsense_disappear() -> None:
    assert shown(f"<p>Un.</p>{figure(999_999)}") == "<p>Un.</p>"
    assert "aside" not in shown(
        '<aside data-article="9999999999999999999999">x</aside><aside data-article="-1"></aside>'
    )


def test_the_largest_id_that_passes_the_sanitiser_is_no_error() -> None:
    assert shown('<aside data-article="999999999999999999"></aside>') == ""


def test_it_says_when_something_changes_next() -> None:
    article, ending = published(), picture(licence_ends_on=date(2026, 3, 3))
    plan(article, NOON + 2 * HOUR)
    page = StaticPage(pk=1, body=also(article) + figure(ending.pk))
    assert render([page], NOON).until == NOON + 2 * HOUR
    assert render([page], NOON + 3 * HOUR).until == ending.licence_over_at


def test_a_text_without_nodes_never_changes_and_asks_nothing(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(0):
        assert render([StaticPage(pk=1, body="<p>Un.</p>")], NOON).until is None


def test_many_texts_cost_as_many_queries_as_one(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    bodies = [also(published()) + figure(picture().pk) for _number in range(6)]
    pages = [StaticPage(pk=number, body=body) for number, body in enumerate(bodies)]
    for rows in (pages[:1], pages):
        with django_assert_num_queries(2):
            found = render(rows, NOON)
        assert len(found) == len(rows)


def test_a_pull_quote_and_a_table_get_what_a_stylesheet_needs() -> None:
    quote = "<figure><blockquote><p>« Oui »</p></blockquote><figcaption>Elle</figcaption></figure>"
    assert '<figure class="pull"><blockquote>' in shown(quote)
    table = shown("<table><tbody><tr><th>A</th></tr></tbody></table>")
    assert table.startswith('<div class="wide" role="group" aria-label="')
    assert table.endswith("</table></div>")


def card(title: str = "Un film", image: int = 0) -> str:
    of = f' data-image="{image}"' if image else ""
    return f'<section data-link="https://www.films.ma/?v=1&amp;t=2" data-title="{title}"{of}></section>'


def test_a_card_shows_its_title_where_it_leads_and_our_picture_with_its_credit() -> None:
    found = shown(f"<p>Un.</p>{card(image=picture(credit='Driss').pk)}")
    assert '<a href="https://www.films.ma/?v=1&amp;t=2" rel="external noopener" dir="auto">Un film</a>' in found
    assert "<bdi>films.ma</bdi>" in found
    assert '<span class="credit">Driss</span>' in found
    assert 'alt=""' in found


def test_a_card_without_a_title_or_with_a_picture_that_is_gone_still_leads_there() -> None:
    found = shown(card(title="", image=999_999))
    assert ">films.ma</a>" in found
    assert "<img" not in found


def test_nothing_of_a_card_is_loaded_from_elsewhere() -> None:
    assert not re.search(r"(?:src|srcset|poster|data)=\"?http", shown(card(image=picture().pk)))


def test_a_card_s_picture_leaves_with_its_licence() -> None:
    body = card(image=picture(licence_ends_on=date(2026, 3, 3)).pk)
    assert "<img" in shown(body, NOON)
    assert "<img" not in shown(body, NOON + 24 * HOUR)


def test_footnotes_are_numbered_below_the_text_and_lead_both_ways() -> None:
    note = '<small data-note="">Selon <a href="https://hcp.ma/">le HCP</a>.</small>'
    found = shown(f"<p>Un{note}.</p>{figure(picture().pk)}<p>Deux{note}.</p>")
    assert '<a id="ref2" href="#note2" role="doc-noteref" aria-label="Note 2">2</a></sup>.</p>' in found
    assert '<li id="note2">Selon <a href="https://hcp.ma/">le HCP</a>. <a href="#ref2" role="doc-backlink"' in found
    assert found.index("ref2") < found.index('role="doc-endnotes"')
    assert "<small data-note" not in found


def test_what_is_left_empty_leaves_no_gap() -> None:
    quote = "<figure><blockquote><p>« Oui »</p></blockquote><figcaption></figcaption></figure>"
    assert "figcaption" not in shown(quote)
    assert shown("<p>Un.</p><p></p><p><br></p><h2> </h2>") == "<p>Un.</p>"


def test_words_of_a_use_can_t_break_out_of_their_attribute() -> None:
    found = shown(figure(picture().pk, alt="&quot;&gt;&lt;script&gt;", caption="&lt;script&gt;"))
    assert "<script" not in found


def test_the_text_of_a_body_holds_no_word_of_its_nodes() -> None:
    body = html.sanitise(
        f"<p>Un.</p>{figure(1, caption='Caché')}<aside data-article='3'>Ancien titre</aside><p>Deux.</p>"
    )
    assert html.text_of(body) == "Un.\n\nDeux."


def test_labels_are_in_the_text_s_language_whoever_asks() -> None:
    article = published()
    with translation.override("ar"):
        assert "<b>Also read</b>" in shown(also(article), language="en")
        assert translation.get_language() == "ar"
