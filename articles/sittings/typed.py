"""What a form of the writing page sent, as it was typed, and the document that it would make."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import QueryDict

from articles.body.forms import BodyField
from articles.desk.verbs import SLUG
from articles.ledger.document import Document, PictureUse
from articles.models import Article, Tag
from articles.models.article import Kind
from articles.office.forms import ArticleForm, pickable
from articles.office.tagging import SLUG as TAG_SLUG
from articles.office.widgets import PicksField, Several
from articles.slugs import slugify, tidy
from newsroom.core.html import sanitise
from newsroom.core.models import User

Typed = Mapping[str, Sequence[str]]
NAMES = tuple(name for name in ArticleForm.base_fields if name != "seen")
TOO_MUCH = {"too_long", "too_many"}


def typed_in(data: QueryDict) -> dict[str, list[str]]:
    """Every field of the form; what wasn't sent – no box is ticked – is empty. The body is sanitised.

    Raises ValidationError for a body that nobody would parse.
    """
    # PostgreSQL stores no NUL.
    typed = {name: [value.replace("\0", "") for value in data.getlist(name)] for name in NAMES}
    typed["body"] = [_body(one(typed, "body"))]
    return typed


def one(typed: Typed, name: str) -> str:
    values = typed.get(name) or [""]
    return values[-1]


def _body(text: str) -> str:
    try:
        return BodyField(required=False).clean(text)
    except ValidationError as refusal:
        if refusal.code in TOO_MUCH:
            raise
        return sanitise(text)


def document_of(typed: Typed, article: Article, *, by: User) -> Document:
    """As far as it can be read: what the form would refuse is left out, and stands in `typed` alone."""
    language = one(typed, "language")
    language = language if language in dict(settings.LANGUAGES) else article.language
    kind, title, picture = one(typed, "kind"), tidy(one(typed, "title")), _number(one(typed, "picture"))
    alt, caption = one(typed, "picture_alt").strip(), one(typed, "picture_caption").strip()
    category = _number(one(typed, "category"))
    return Document(
        language=language,
        kind=kind if kind in Kind.values else article.kind,
        slug=one(typed, "slug").strip() or slugify(title, longest=SLUG),
        title=title,
        standfirst=one(typed, "standfirst").strip(),
        points=tuple(point for value in typed.get("points", ()) if (point := tidy(value))),
        body=one(typed, "body"),
        picture=PictureUse(picture, alt, caption) if picture else None,
        category=category,
        categories=tuple(sorted(set(_numbers(typed.get("categories", ()))) - {category})),
        authors=tuple(dict.fromkeys(_numbers(typed.get("authors", ())))),
        tags=_tags(tag_names(typed), language),
        related=_related(typed, article, by),
    )


def tag_names(typed: Typed) -> list[str]:
    return [name for part in one(typed, "tags").replace("،", ",").split(",") if (name := tidy(part))]


def _tags(names: Iterable[str], language: str) -> tuple[int, ...]:
    """Those that there are, aliases followed."""
    slugs = {slugify(name, longest=TAG_SLUG) for name in names}
    rows = Tag.objects.filter(language=language, slug__in=slugs).values_list("pk", "merged_into") if slugs else []
    return tuple(sorted({merged or pk for pk, merged in rows}))


def _related(typed: Typed, article: Article, by: User) -> tuple[int, ...]:
    """Only what this person may pick: a comparison shows titles."""
    field, found = PicksField(), []
    field.among = pickable(by, article.pk)
    for value in typed.get("related", ()):
        try:
            found += field.clean([tidy(value)] if tidy(value) else [])
        except ValidationError:
            continue
    return tuple(dict.fromkeys(found))


def _number(value: str) -> int | None:
    return int(value) if value.isascii() and value.isdecimal() and len(value) < 19 else None


def _numbers(values: Iterable[str]) -> list[int]:
    return [number for value in values if (number := _number(value))]


def as_initial(typed: Typed) -> dict[str, Any]:
    """For the form's `initial`: the fields come back as they were typed."""
    return {
        name: list(values) if _is_several(name) else (values[-1] if values else "")
        for name, values in typed.items()
        if name in NAMES
    }


def _is_several(name: str) -> bool:
    widget = ArticleForm.base_fields[name].widget
    return isinstance(widget, Several | forms.SelectMultiple | forms.CheckboxSelectMultiple)
