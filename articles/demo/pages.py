"""What the demo's newspaper says about itself: who we are, accessibility, contact, legal notice, privacy."""

from pathlib import Path

from articles import owed, static_pages
from articles.demo.house import PEOPLE
from articles.demo.parts import Part
from articles.models import StaticPage
from newsroom.core.models import User

FOLDER = Path(__file__).parent / "papers"
TITLES = {
    "about": {"fr": "À propos", "ar": "من نحن", "en": "About us"},
    "accessibility": owed.TITLES["accessibility"],
    "legal": {"fr": "Mentions légales", "ar": "إشعار قانوني", "en": "Legal notice"},
    "contact": {"fr": "Contact", "ar": "الاتصال بنا", "en": "Contact"},
    "privacy": owed.TITLES["privacy"],
}


def load() -> None:
    """Adds the pages whose addresses are free; where one is taken, whoever took it has something to say there."""
    by = User.objects.filter(email__in=[one.address for one in PEOPLE if one.role == "chief"]).first()
    for key, titles in TITLES.items():
        for language, title in titles.items():
            body = (FOLDER / language / f"{key}.html").read_text(encoding="utf-8")
            page = StaticPage(language=language, title=title, body=body, is_published=True)
            if language != "fr":
                page.translation_of = StaticPage.objects.filter(language="fr", title=titles["fr"]).first()
            if not StaticPage.objects.filter(language=language, title=title).exists():
                page.clean()
                static_pages.write(page, by=by)


PAGES = Part("pages", load, position=30)
