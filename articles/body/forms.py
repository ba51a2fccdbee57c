"""The field that texts are written in."""

import json
import re
from typing import Any

import js_asset
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from articles import reading
from articles.pictures.reading import MOST_BYTES
from newsroom.core.html import sanitise

LONGEST = 200_000
"""Characters of markup: some 30,000 words, ten times the longest report of a weekly."""
MOST_PARTS = 10_000
"""Elements: a table of fifty columns and a hundred rows. Parsers need the square of what stands in one another."""
_ELEMENT = re.compile(r"<[a-zA-Z]")
_TABLES = re.compile(r"<(/?)table\b")

MODULES = {
    "django-prose-editor/editor": "django_prose_editor/editor.js",
    **{
        f"newsroom-editor/{name}": f"articles/editor/{name}.js"
        for name in (
            *("cards", "clean", "dialogs", "footnotes", "headings", "linking", "links", "marks", "nodes"),
            *("notices", "passages", "paste", "picker", "pictures", "reading", "schema", "table", "toolbar"),
            *("uploads", "wordlists"),
        )
    },
    **{f"newsroom-pictures/{name}": f"articles/pictures/{name}.js" for name in ("describing", "focal", "sending")},
}
"""By the names that the scripts import each other by: their addresses change with their contents."""


class BodyWidget(forms.Textarea):
    """A text area that becomes the editor; where scripts don't run it stays one, with the markup in it.

    `data-article`, where the form sets it, is the id of the article that the text belongs to. The text's language is
    read from the form's field `language`, or from `data-language`.
    """

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"]["attrs"] |= {
            "data-body": "",
            "data-articles": reverse("admin:articles_pick_article"),
            "data-images": reverse("admin:articles_pick_image"),
            "data-drop": reverse("admin:articles_drop_image"),
            "data-most": str(MOST_BYTES),
            "data-languages": json.dumps(_languages()),
            "data-rates": json.dumps(
                {"words": reading.WORDS_A_MINUTE, "first": reading.FIRST_PICTURE, "least": reading.LEAST}
            ),
        }
        return context

    @property
    def media(self) -> forms.Media:
        media: forms.Media = js_asset.Media(
            css={"all": ["articles/editor/editor.css", "articles/pictures/desk.css"]},
            js=[js_asset.Script("articles/editor/editor.js", type="module")],
            importmap=js_asset.ImportMap(MODULES),
        )
        return media


class BodyField(forms.CharField):
    """Answers sanitised markup. What it refuses goes back into the editor as it was typed."""

    widget = BodyWidget

    def clean(self, value: Any) -> str:
        text = super().clean(value)
        _refuse_long(text)
        text = sanitise(text)
        if _nested(text):
            words = _("A table can’t stand inside another table. Put it below that one, or its words into the cell.")
            raise ValidationError(words, code="nested")
        return text


def _refuse_long(text: str) -> None:
    """Before anything parses it."""
    length, parts = len(text), len(_ELEMENT.findall(text))
    if length > LONGEST:
        words = _(
            "This text has %(number)s characters with its markup; %(most)s are possible. Make two articles of it."
        )
        params = {"number": _number(length), "most": _number(LONGEST)}
        raise ValidationError(words, code="too_long", params=params)
    if parts > MOST_PARTS:
        words = _(
            "This text has %(number)s parts, such as paragraphs and cells; %(most)s are possible. Make it shorter."
        )
        params = {"number": _number(parts), "most": _number(MOST_PARTS)}
        raise ValidationError(words, code="too_many", params=params)


def _languages() -> dict[str, str]:
    return {code: str(name) for code, name in settings.LANGUAGES}


def _number(number: int) -> str:
    return number_format(number, force_grouping=True)


def _nested(text: str) -> bool:
    """Whether a table of a sanitised text holds a table."""
    depth = 0
    for found in _TABLES.finditer(text):
        depth += -1 if found.group(1) else 1
        if depth > 1:
            return True
    return False
