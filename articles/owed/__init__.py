"""The pages that a newspaper owes its readers, begun for it: who can use the site, and what is kept about them.

What the program knows is written; what only the newsroom knows stands in brackets.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings

from articles.models import Address
from articles.slugs import slugify

_BRACKET = re.compile(r"\[[^\[\]<>]+\]")
FOLDER = Path(__file__).parent
TITLES = {
    "accessibility": {"fr": "Accessibilité", "ar": "إمكانية الوصول", "en": "Accessibility"},
    "privacy": {"fr": "Vie privée", "ar": "الخصوصية", "en": "Privacy"},
}


@dataclass(frozen=True)
class Owed:
    name: str
    language: str

    @property
    def title(self) -> str:
        return TITLES[self.name][self.language]

    @property
    def slug(self) -> str:
        return slugify(self.title)

    @property
    def original(self) -> int | None:
        """The id of the page that says the same in the site's first language, where there is one."""
        if self.language == settings.LANGUAGE_CODE:
            return None
        first = Owed(self.name, settings.LANGUAGE_CODE)
        pages = Address.objects.filter(language=first.language, slug=first.slug, is_current=True)
        return pages.values_list("staticpage", flat=True).first()

    @property
    def body(self) -> str:
        """HTML as the editor writes it."""
        return (FOLDER / self.language / f"{self.name}.html").read_text(encoding="utf-8")


@cache
def _brackets() -> frozenset[str]:
    drafts = (Owed(name, language).body for name, titles in TITLES.items() for language in titles)
    return frozenset(found for draft in drafts for found in _BRACKET.findall(draft))


def left_open(body: str) -> list[str]:
    """What of a draft still waits for the newsroom's own words, in brackets."""
    return [found for found in _BRACKET.findall(body) if found in _brackets()]


def named(name: str, language: str) -> Owed | None:
    return Owed(name, language) if language in TITLES.get(name, {}) else None


def missing(languages: Iterable[str], *, published: bool = False) -> list[Owed]:
    """Those whose address no page has; with `published`, none that readers have. One query."""
    wanted = [Owed(name, language) for language in languages for name in TITLES]
    pages = Address.objects.filter(slug__in={one.slug for one in wanted}, is_current=True).exclude(staticpage=None)
    if published:
        pages = pages.filter(staticpage__is_published=True)
    there = set(pages.values_list("language", "slug"))
    return [one for one in wanted if (one.language, one.slug) not in there]
