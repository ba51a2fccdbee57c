"""Texts of a usual length in three languages, and one article that holds everything an article can hold."""

from dataclasses import replace
from typing import Any

from articles.ledger.document import Document, PictureUse
from articles.models import Article, AuthorText, Category
from tests import pictures
from tests.articles import stories

TITLES = {
    "fr": "Ports\u00a0: le plan à 40\u00a0milliards qui divise la majorité",
    "ar": "موانئ الأطلسي: مخطط بأربعين مليار درهم يقسم الأغلبية",
    "en": "Ports: the plan that splits the majority",
}
WORDS = {
    "fr": "Dans la salle, les applaudissements furent brefs.",
    "ar": "تتسع الخريطة لصفحة واحدة.",
    "en": "The map fits on a single page.",
}


def document(language: str, number: int, **fields: Any) -> Document:
    sections = Category.objects.filter(texts__language=language).order_by("pk")
    place = sections[number % sections.count()]
    signed = stories.author("Nora El Idrissi")
    AuthorText.objects.filter(author=signed).update(role="Correspondante à Rabat", biography=WORDS["fr"])
    plain = stories.text(
        language=language,
        title=f"{TITLES[language]} {number}",
        standfirst=WORDS[language] * 2,
        body=f"<p>{WORDS[language] * 20}</p>",
        category=place.pk,
        authors=(signed.pk, stories.author("Hamza Berrada").pk),
        tags=(stories.tag("ports").pk,) if language == "fr" else (),
    )
    return replace(plain, **fields)


def full(language: str, other: Article, **fields: Any) -> Document:
    """Everything that an article can hold."""
    plan = pictures.stored((900, 500), name=f"Plan {language}", credit="Atelier").pk
    port = pictures.stored((1600, 900), name=f"Port {language}", credit="Atelier").pk
    words, foreign = WORDS[language], "fr" if language == "ar" else "ar"
    way = "rtl" if foreign == "ar" else "ltr"
    body = (
        f"<p>{words * 4}</p><h2>{TITLES[language]}</h2><p><a href='/colophon/'>{words}</a></p>"
        f'<aside data-article="{other.pk}"></aside>'
        f'<figure data-image="{plan}" data-alt="Un plan" data-caption="Le tracé."></figure>'
        f"<figure><blockquote><p>{words}</p></blockquote><figcaption>Une députée</figcaption></figure>"
        f"<h3>{words}</h3><ul><li>{words}</li></ul><table><caption>Les ports</caption><thead><tr>"
        '<th scope="col">Port</th><th scope="col">Coût</th></tr></thead><tbody><tr><th scope="row">Safi</th>'
        f"<td>9</td></tr></tbody></table><p>{words}<small data-note=''>{words}</small></p>"
        f"<section data-link='https://films.example/1' data-title='{words}' data-image='{port}'></section>"
        f"<p lang='{foreign}' dir='{way}'>{WORDS[foreign]}</p><ol start='3'><li>{words}</li></ol><hr><p>{words * 9}</p>"
    )
    use = PictureUse(port, "Un quai", words)
    points = (WORDS[language],) * 3
    return document(language, 1, title=TITLES[language], body=body, points=points, picture=use, **fields)
