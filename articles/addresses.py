"""Where readers find things. The path alone says what and in which language."""

from django.urls import reverse
from django.utils import translation

NOWHERE = "articles"
"""Stands for the section in the address of an article whose category has no name in its language any more."""


def in_language(language: str, name: str, /, **parts: object) -> str:
    """The path of a page of the readers' site in a language, whichever is active."""
    with translation.override(language):
        return reverse(f"articles:{name}", kwargs=parts)


def of_article(pk: int, *, language: str, section: str, slug: str) -> str:
    """`/{section}/{slug}-{id}/`: the id finds the article, whatever the words before it say."""
    return in_language(language, "article", section=section or NOWHERE, name=f"{slug}-{pk}" if slug else str(pk))
