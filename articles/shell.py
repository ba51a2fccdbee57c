"""What stands around every public page: the paper's name, its sections, its languages, where else it is found."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType
from typing import Any, NamedTuple
from unicodedata import combining, normalize

from django.conf import settings
from django.db.models import QuerySet, Value
from django.http import HttpRequest
from django.utils import translation
from django.utils.text import capfirst

from articles import addresses
from articles.categories import tree
from articles.models import StaticPage
from newsroom.core.links import absolute
from newsroom.core.models import Publication, SocialAccount
from newsroom.core.models.publication import UNNAMED, nearest
from newsroom.core.pagestore import depends, keys
from newsroom.core.prepared import prepared
from newsroom.core.typography import set_plain

COLOURS_AT_MOST = 30
"""So many distinct colours fit into the style sheet's name, which is a file's; sections beyond them take the accent."""


@dataclass(frozen=True)
class Edition:
    """The paper in one language, as its front page."""

    code: str
    name: str
    direction: str
    url: str
    is_current: bool

    @property
    def absolute(self) -> str:
        return absolute(self.url)


def editions(current: str, elsewhere: Mapping[str, str] = MappingProxyType({})) -> list[Edition]:
    """Every language of the site, each in its own words; reads nothing from the database.

    `elsewhere` has the paths of the page's own siblings, by language; to the others its front page stands.
    """
    found = []
    for code, _name in settings.LANGUAGES:
        info = translation.get_language_info(code)
        url = elsewhere.get(code) or addresses.in_language(code, "front")
        direction = "rtl" if info["bidi"] else "ltr"
        found.append(Edition(code, capfirst(info["name_local"]), direction, url, code == current))
    return found


Fact = tuple[str, int, int | None, str, str, str, str, str, str, str]
"""Kind, position and id of what is said of the paper, and seven texts: which they are depends on the kind."""


@prepared
def _facts(language: str) -> QuerySet[Any, Fact]:
    """All that every page says of the paper, in one query."""
    none = [Value("")] * 5
    own = ("texts__strapline", "texts__contact", "texts__legal_notice", "contact_email", "phone")
    texts = Publication.objects.order_by()
    accounts = SocialAccount.objects.filter(language__in=["", language]).order_by()
    pages = StaticPage.objects.published().filter(language=language).order_by()
    return (
        texts.values_list(Value("text"), Value(0), "texts__pk", "texts__name", "texts__language", *own)
        .union(
            accounts.values_list(Value("account"), "position", "pk", "network", "url", *none),
            pages.values_list(Value("page"), Value(0), "pk", "title", "slug", *none),
            all=True,
        )
        .order_by()
    )


class Paper(NamedTuple):
    """How to reach it."""

    contact_email: str = ""
    phone: str = ""


class Words(NamedTuple):
    """Its own words in one language."""

    name: str
    language: str
    strapline: str = ""
    contact: str = ""
    legal_notice: str = ""


class Account(NamedTuple):
    network: str
    url: str


class OwnPage(NamedTuple):
    """One of the newsroom's own pages."""

    title: str
    slug: str


def _alphabetic(title: str) -> str:
    """As a dictionary orders it: À propos comes before Contact."""
    return "".join(letter for letter in normalize("NFKD", title.casefold()) if not combining(letter))


class Shell:
    """Loads each part when it is first asked for: two queries, however large the paper."""

    def __init__(self, language: str) -> None:
        self.language = language
        depends(keys.shell())

    @cached_property
    def _facts(self) -> list[Fact]:
        """By kind, each in its order."""
        return sorted(_facts(self.language), key=lambda fact: fact[:3])

    @cached_property
    def publication(self) -> Paper:
        return next((Paper(*fact[8:]) for fact in self._facts if fact[0] == "text"), Paper())

    @cached_property
    def text(self) -> Words:
        found = [Words(*fact[3:8]) for fact in self._facts if fact[0] == "text" and fact[2] is not None]
        return nearest(found, self.language) or Words(UNNAMED, self.language)

    @cached_property
    def text_direction(self) -> str:
        """Of the paper's own words, which may be in another language than the page."""
        return "rtl" if translation.get_language_info(self.text.language)["bidi"] else "ltr"

    @cached_property
    def accounts(self) -> list[Account]:
        """In the paper's order."""
        return [Account(*fact[3:5]) for fact in self._facts if fact[0] == "account"]

    @cached_property
    def index(self) -> tree.Index:
        return tree.index(self.language)

    @property
    def sections(self) -> list[tree.Section]:
        return self.index.tops

    def has_page(self, title: str) -> bool:
        """Somebody wrote a page by this name: what the foot of the index says of it needs no link beside it."""
        return any(page.title.casefold() == title.casefold() for page in self.pages)

    @cached_property
    def pages(self) -> list[OwnPage]:
        """By title."""
        found = [OwnPage(set_plain(fact[3], self.language), fact[4]) for fact in self._facts if fact[0] == "page"]
        return sorted(found, key=lambda page: _alphabetic(page.title))

    @property
    def colours(self) -> str:
        """The address part that names the colours of this page's sections; empty without sections."""
        return "-".join(sorted({section.colour for section in self.index.shown.values()})[:COLOURS_AT_MOST])


def shell_of(request: HttpRequest) -> Shell:
    """The request's own, in the active language: loaded once."""
    language = translation.get_language() or settings.LANGUAGE_CODE
    known: Shell | None = getattr(request, "shell", None)
    if known is None or known.language != language:
        known = Shell(language)
        request.shell = known  # type: ignore[attr-defined]  # a request carries what was loaded for it
    return known
