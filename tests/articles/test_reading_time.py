"""Reading time: one figure for page, card and mail."""

import pytest

from articles import reading
from articles.ledger.derived import columns
from articles.ledger.document import Document, PictureUse


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("aujourd’hui", 1),
        ("aujourd'hui", 1),
        ("l’école", 1),
        ("rendez-vous", 1),
        ("un deux\ntrois\u00a0quatre\u202fcinq", 5),
        ("« un » – deux", 2),
        ("oui/non", 2),
        ("12,5 % en 2026", 1),
        ("G20", 1),
        ("مُحَمَّد في الرباط", 3),
        ("🌊 – … 42", 0),
        ("", 0),
    ],
)
def test_words_hold_letters(text: str, count: int) -> None:
    assert reading.words(text) == count


@pytest.mark.parametrize(("language", "rate"), [("fr", 215), ("ar", 160), ("en", 238), ("es", 215)])
def test_a_full_minute_is_one_and_a_word_more_makes_it_two(language: str, rate: int) -> None:
    assert reading.minutes("mot " * rate, language=language) == 1
    assert reading.minutes("mot " * (rate + 1), language=language) == 2


def test_nothing_takes_a_minute() -> None:
    assert reading.minutes("", language="fr") == 1


@pytest.mark.parametrize(("pictures", "seconds"), [(1, 12), (2, 23), (3, 33), (9, 72), (10, 75), (11, 78), (20, 105)])
def test_each_picture_takes_a_second_less_down_to_three(pictures: int, seconds: int) -> None:
    # 43 words take a French reader twelve seconds, so that whole minutes can be made up to the second.
    rest = -seconds % 60
    assert reading.minutes("mot " * (215 * rest // 60), language="fr", pictures=pictures) == -(-seconds // 60)
    assert reading.minutes("mot " * (215 * rest // 60 + 1), language="fr", pictures=pictures) == -(-seconds // 60) + 1


def test_the_lead_picture_and_those_in_the_text_count() -> None:
    body = "<p>" + "mot " * 215 + '</p><figure data-image="1" data-alt="x"></figure>'
    assert columns(Document(body="<p>" + "mot " * 215 + "</p>"))["reading_minutes"] == 1
    assert columns(Document(body=body))["reading_minutes"] == 2
    assert columns(Document(body="<p>" + "mot " * 215 + "</p>", picture=PictureUse(1, "x")))["reading_minutes"] == 2


def test_words_of_neighbouring_blocks_do_not_run_together() -> None:
    body = "<h2>un</h2>" + "<p>mot</p>" * 215
    assert columns(Document(body=body))["reading_minutes"] == 2
