"""What stands around every public page: the paper's name, its sections, its languages, where else it is found."""

from dataclasses import dataclass
from functools import cached_property

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.text import capfirst

from articles.categories import tree
from newsroom.core.links import absolute
from newsroom.core.models import Publication, PublicationText, SocialAccount

COLOURS_AT_MOST = 60
"""So many distinct colours fit into the style sheet's address; sections beyond them take the accent."""


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


def editions(current: str) -> list[Edition]:
    """Every language of the site, each in its own words; reads nothing from the database."""
    found = []
    for code, _name in settings.LANGUAGES:
        info = translation.get_language_info(code)
        with translation.override(code):
            url = reverse("articles:front")
        direction = "rtl" if info["bidi"] else "ltr"
        found.append(Edition(code, capfirst(info["name_local"]), direction, url, code == current))
    return found


class Shell:
    """Loads each part when a template first asks for it: five queries at most, however large the paper."""

    def __init__(self, language: str) -> None:
        self.language = language

    @cached_property
    def publication(self) -> Publication:
        return Publication.objects.current()

    @cached_property
    def text(self) -> PublicationText:
        return self.publication.text(self.language)

    @cached_property
    def text_direction(self) -> str:
        """Of the paper's own words, which may be in another language than the page."""
        return "rtl" if translation.get_language_info(self.text.language)["bidi"] else "ltr"

    @cached_property
    def accounts(self) -> list[SocialAccount]:
        return [account for account in self.publication.accounts.all() if account.language in {"", self.language}]

    @cached_property
    def sections(self) -> list[tree.Section]:
        return tree.index(self.language)

    @property
    def colours(self) -> str:
        """The address part that names the colours of this page's sections; empty without sections."""
        return "-".join(sorted({section.colour for section in self.sections})[:COLOURS_AT_MOST])

    @cached_property
    def editions(self) -> list[Edition]:
        return editions(self.language)
