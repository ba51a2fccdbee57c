"""Every template under templates/mail, in every language."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template import engines

from newsroom.core import mail

FOLDER = Path(settings.BASE_DIR) / "templates" / "mail"
NAMES = sorted({file.name.partition(".")[0] for file in FOLDER.iterdir()} - {"base"})
LANGUAGES = [code for code, _name in settings.LANGUAGES]
LINK = "https://example.ma/admin/lien/?a=1&b=2"
MISSING = "⟪missing %s⟫"
STORY = {
    "title": "Maroc–Italie : « une coopération renforcée » & l’essentiel",
    "excerpt": "Une phrase assez longue pour remplir le chapeau d’un article. " * 4,
    "reading": "Temps de lecture : 2 minutes",
    "link": "https://example.ma/maroc/cooperation-securitaire-entre-le-maroc-et-l-italie-123456/",
    "section": "Coopération",
    "kind": "Analyse",
}
EDITION = {"newsletter": "La marée", "heading": "L’essentiel", "day": "mardi 3 mars", "link": LINK, "is_test": False}
NOTE = {"name": "Nadia", "by": "Omar", "text": "Vérifie les chiffres.\nMerci & à demain", "link": LINK}
NEWS = {
    "name": "Nadia",
    "by": "Omar",
    "what": "À relire",
    "sentence": "Omar a soumis « Un & deux ».",
    "link": LINK,
}
CONTEXTS: dict[str, list[dict[str, Any]]] = {
    "test": [{}],
    "invitation": [
        {"name": "Nadia", "by": "Hamza", "link": LINK, "days": 7},
        {"name": "Nadia", "by": "", "link": LINK, "days": 1},
    ],
    "password_reset": [{"name": "Nadia", "link": LINK, "hours": 24}, {"name": "Nadia", "link": "", "hours": 1}],
    "password_changed": [{"name": "Nadia", "at": "3 mars 2026 14:05", "link": LINK}],
    "address_changed": [{"name": "Nadia", "at": "3 mars 2026 14:05", "address": "nadia@example.ma"}],
    "note": [
        {**NOTE, "named": True, "article": STORY["title"], "passage": "« deux pays » & l’essentiel"},
        {**NOTE, "named": False, "article": "", "passage": ""},
    ],
    "desk_news": [
        {**NEWS, "count": 1, "stories": [STORY], "note": "Vérifie.\nMerci", "when": "", "is_due": False},
        {**NEWS, "count": 1, "stories": [STORY], "note": "", "when": "3 mars 2026 14:05", "is_due": True},
        {
            **NEWS,
            "count": 40,
            "stories": [{**STORY, "section": ""}] * 30,
            "note": "",
            "when": "3 mars",
            "is_due": False,
        },
    ],
    "review_remark": [
        {"name": "Nadia", "reader": "Me X & Y", "article": title, "approves": yes, "noted": noted, "link": LINK}
        for title, yes, noted in ((STORY["title"], True, True), ("", True, False), ("Un titre", False, True))
    ],
    "cdn_failed": [
        {"problem": "It doesn’t answer.", "remedy": "It is tried again.", "status": status, "url": LINK}
        for status in (0, 401)
    ],
    "newsletter_confirm": [{"newsletter": "La marée", "link": LINK, "days": 7}],
    "newsletter_already": [{"newsletter": "La marée", "link": LINK, "days": 7}],
    "newsletter_edition": [
        {**EDITION, "stories": [{**STORY, "section": "", "kind": "", "excerpt": ""}], "intro": []},
        {**EDITION, "stories": [STORY] * 20, "intro": ["Bonjour & bienvenue,\nà tous"] * 50, "is_test": True},
    ],
}
"""What each mail is sent with, in each of its states; a new mail adds itself here."""

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.parametrize("language", LANGUAGES),
    pytest.mark.parametrize("name", NAMES),
]


@pytest.fixture(autouse=True)
def _missing_variables_show(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engines["django"].engine, "string_if_invalid", MISSING)  # type: ignore[attr-defined]  # a backend's own


def composed(name: str, language: str) -> list[tuple[str, str, str]]:
    """Subject, text and HTML of the mail in each of its states."""
    return [
        parts(mail.compose(name, to="a@example.ma", language=language, context=context, key="k"))
        for context in CONTEXTS[name]
    ]


def parts(message: EmailMultiAlternatives) -> tuple[str, str, str]:
    return str(message.subject), str(message.body), str(message.alternatives[0][0])


def test_no_variable_is_left_open(name: str, language: str) -> None:
    for texts in composed(name, language):
        assert not any("⟪" in text or "{{" in text or "{%" in text for text in texts)


def test_the_subject_is_one_short_line(name: str, language: str) -> None:
    for subject, _text, _html in composed(name, language):
        assert 0 < len(subject) <= 120
        assert subject.isprintable()


def test_the_plain_text_holds_no_markup_and_no_entities(name: str, language: str) -> None:
    for _subject, text, _html in composed(name, language):
        assert not re.search(r"</?[a-z]+|&(amp|#x27|lt|quot);", text)


def test_the_text_leads_where_the_html_leads(name: str, language: str) -> None:
    for context, (_subject, text, html) in zip(CONTEXTS[name], composed(name, language), strict=True):
        link = context.get("link") or settings.SITE_URL
        assert link in text
        assert f'href="{link.replace("&", "&amp;")}"' in html


def test_the_html_is_small_enough_not_to_be_clipped(name: str, language: str) -> None:
    assert all(len(html.encode()) < 80_000 for _subject, _text, html in composed(name, language))


def test_the_html_says_its_language_and_direction(name: str, language: str) -> None:
    direction = "rtl" if language == "ar" else "ltr"
    assert all(
        f'<html lang="{language}" dir="{direction}">' in html for _subject, _text, html in composed(name, language)
    )
