"""The demo's texts are whole: they agree with themselves and with each other, before anything is loaded."""

import ast
import inspect
import re
from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path
from types import ModuleType
from zoneinfo import ZoneInfo

import pytest
from django.utils.html import strip_tags

import comments.demo
import newsletter.demo
from articles import reading
from articles.demo import house, manuscripts, sections, words
from articles.demo.drawing import SCENES, draw
from articles.demo.manuscripts import Manuscript, State, archive
from articles.demo.sections import SECTIONS, Sample
from articles.models import Article, Kind
from newsroom.core import html

CASABLANCA = ZoneInfo("Africa/Casablanca")
TEXTS = archive().texts
EVERY = pytest.mark.parametrize("text", TEXTS, ids=lambda text: f"{text.language}/{text.key}")
LIVE = [text for text in TEXTS if text.state is State.LIVE]


def find(key: str, language: str = "fr") -> Manuscript:
    return next(text for text in TEXTS if (text.key, text.language) == (key, language))


def roots(sample: Sample, above: str = "") -> dict[str, str]:
    slug = sample.texts["fr"][1]
    below = [roots(child, above or slug) for child in sample.children]
    return {slug: above or slug} | {own: root for part in below for own, root in part.items()}


def root_of(text: Manuscript) -> str:
    return next(found[text.category] for found in map(roots, SECTIONS) if text.category in found)


def numbers(words: str) -> set[str]:
    """What is written in digits, with the blanks of thousands taken out."""
    return set(re.findall(r"\d+(?:[.,]\d+)*", re.sub(r"(?<=\d)[  ](?=\d{3}\b)", "", words)))


def test_there_is_enough_to_read_in_each_language() -> None:
    count = Counter(text.language for text in LIVE)
    assert count["fr"] >= 24
    assert (count["ar"], count["en"]) == (6, 6)


def test_every_section_has_something_in_french_and_most_subsections_too() -> None:
    french = [text for text in LIVE if text.language == "fr"]
    assert Counter(map(root_of, french)).keys() == {sample.texts["fr"][1] for sample in SECTIONS}
    assert min(Counter(map(root_of, french)).values()) >= 3
    assert len({text.category for text in french}) >= 16


def test_some_stories_are_told_in_two_languages_and_some_in_three() -> None:
    told = Counter(text.key for text in LIVE)
    assert sum(number == 3 for number in told.values()) >= 2
    assert sum(number == 2 for number in told.values()) >= 4


def test_there_is_one_of_every_kind_and_of_every_state() -> None:
    assert {text.kind for text in LIVE} == set(Kind.values)
    assert {text.state for text in TEXTS} == set(State)
    assert [text.key for text in TEXTS if text.correction] == ["barrages"]


@EVERY
def test_what_it_names_is_there(text: Manuscript) -> None:
    keys = {other.key for other in TEXTS if other.language == text.language}
    articles = re.findall(r'data-article="([^"]*)"', text.body)
    pictures = re.findall(r'data-image="([^"]*)"', text.body) + [text.picture] * bool(text.picture)
    assert {*articles, *text.related} <= keys - {text.key}
    assert all(text.language in archive().pictures[key].words for key in pictures)
    assert set(text.authors) <= {person.slug for person in archive().people}
    assert {root_of(text), *text.also}


@EVERY
def test_numbers_in_the_headline_and_the_points_are_those_of_the_text(text: Manuscript) -> None:
    claimed = numbers(" ".join([text.title, *text.points]))
    assert claimed <= numbers(html.text_of(text.body))


@EVERY
def test_it_has_the_length_of_an_article(text: Manuscript) -> None:
    least = {State.DRAFT: 1, State.PLANNED: 200, State.REVIEW: 200, State.WITHDRAWN: 200}.get(text.state, 250)
    assert least <= reading.words(html.text_of(text.body)) <= 900
    assert len(text.points) in {0, 2, 3, 4, 5}


@EVERY
def test_it_is_written_and_not_filled(text: Manuscript) -> None:
    words = " ".join([text.title, text.standfirst, *text.points, html.text_of(text.body)])
    assert not re.search(r"lorem|ipsum|TODO|XXX", words, re.IGNORECASE)
    assert not set(words) & set("\"'"), "straight quotes are nobody's"
    assert text.language == "fr" or not set(words) & set("\u00a0\u202f")
    assert words == " ".join(words.split(" ")).strip()
    assert text.state is State.DRAFT or "<h2>" in text.body


@EVERY
def test_its_markup_is_what_an_editor_could_have_typed(text: Manuscript) -> None:
    article = Article(title=text.title, standfirst=text.standfirst, points=list(text.points), kind=text.kind)
    article.clean_fields(exclude=["category", "body", "created_by", "slug"])
    plain = re.sub(r'<(aside|figure) data-(article|image)="[^"]*"></\1>', "", text.body)
    assert html.sanitise(plain) == plain


def test_no_two_texts_have_the_same_words() -> None:
    bodies = [re.findall(r"<p>(.+?)</p>", text.body) for text in TEXTS]
    counted = Counter(paragraph for body in bodies for paragraph in body)
    assert [words for words, number in counted.items() if number > 1] == []


def test_most_texts_lead_to_another_one() -> None:
    assert sum("data-article" in text.body for text in LIVE) >= len(LIVE) * 0.8


def test_figures_quotes_and_tables_are_shown_in_use() -> None:
    for node in ("<figure data-image", "<figure><blockquote", "<table>"):
        assert sum(node in text.body for text in LIVE if text.language == "fr") >= 3


def test_the_corrected_text_differs_from_the_first_in_one_place() -> None:
    slip = find("barrages").correction
    assert slip is not None
    assert find("barrages").body.count(slip.right) == 1
    assert slip.wrong not in find("barrages").body


def test_the_reference_article_has_what_its_page_shows() -> None:
    text = find("maroc-italie")
    assert "Maroc" in text.title
    assert "Italie" in text.title
    assert (text.category, text.also) == ("politique", ("securite",))
    assert (len(text.points), len(text.related)) == (3, 8)
    assert text.body.startswith("<p>Rabat, lundi 3 juin 2024.")
    assert re.search(r"</p>\s*<aside data-article=\"[a-z-]+\"></aside>\s*<h2>", text.body)
    assert {other.language for other in TEXTS if other.key == "maroc-italie"} == {"fr", "ar", "en"}
    assert reading.minutes(strip_tags(text.body), language="fr", pictures=1) == 2


@pytest.mark.parametrize("hour", range(24))
def test_whatever_the_hour_what_is_published_is_past_and_what_is_planned_is_tomorrow(hour: int) -> None:
    now = datetime(2025, 3, 9, hour, 1, tzinfo=CASABLANCA)  # in Ramadan, when Moroccan clocks stand at UTC
    for text in TEXTS:
        due = text.at(now, CASABLANCA)
        if text.state is State.PLANNED:
            assert due.date() == (now + timedelta(days=1)).date()
        else:
            assert timedelta(0) < now - due < timedelta(days=15)


def test_no_two_texts_come_out_at_the_same_minute() -> None:
    assert len({(text.day, text.time) for text in LIVE}) == len(LIVE)


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
def test_the_reference_article_is_the_latest(language: str) -> None:
    assert [text.key for text in LIVE if text.language == language][-1] == "maroc-italie"


def test_every_picture_is_used_drawn_and_different() -> None:
    used = {text.picture for text in TEXTS if text.picture}
    used |= {key for text in TEXTS for key in re.findall(r'data-image="([^"]*)"', text.body)}
    assert used == set(archive().pictures) == set(SCENES)
    assert len({draw(name) for name in SCENES}) == len(SCENES) >= 30


def test_a_picture_has_the_same_bytes_each_time() -> None:
    assert draw("harbour") == draw("harbour")
    assert draw("two-shores") == draw("two-shores")


@pytest.mark.parametrize(
    "page", ["no head", "+++\ntitle = \n+++\n<p>", "+++\ntitle = 'x'\n+++\n<p>", "+++\ntitle = 'x'\n"]
)
def test_a_text_that_cannot_be_read_is_named(page: str, tmp_path: Path) -> None:
    folder = tmp_path / "fr"
    folder.mkdir()
    (folder / "broken.html").write_text(page, "utf-8")
    with pytest.raises(ValueError, match=r"fr/broken\.html"):
        manuscripts._manuscript(folder / "broken.html")


FOLDER = Path(manuscripts.__file__).parent
FRENCH = sorted([*FOLDER.glob("texts/fr/*.html"), *FOLDER.glob("papers/fr/*.html"), *FOLDER.glob("texts/*.toml")])
SPOKEN = (house, sections, words, comments.demo, newsletter.demo)
LOOSE = re.compile(r"\w (?:[;:?!»])|« ")


@pytest.mark.parametrize("path", FRENCH, ids=lambda path: path.name)
def test_no_line_of_french_breaks_before_its_colon_or_within_its_quotes(path: Path) -> None:
    assert not LOOSE.findall(path.read_text("utf-8"))


@pytest.mark.parametrize("module", SPOKEN, ids=lambda module: module.__name__)
def test_nor_does_one_in_the_code(module: ModuleType) -> None:
    spoken = [node.value for node in ast.walk(ast.parse(inspect.getsource(module))) if isinstance(node, ast.Constant)]
    assert not [text for text in spoken if isinstance(text, str) and LOOSE.search(text)]
