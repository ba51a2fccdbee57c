"""What a document needs before readers may get it."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.ledger.derived import NODES, targets
from articles.ledger.document import Document
from articles.models import Article, Author, Category, CategoryText, Image, Tag, Target
from newsroom.core import html

MODELS: dict[Target, type[Model]] = {
    Target.CATEGORY: Category,
    Target.AUTHOR: Author,
    Target.TAG: Tag,
    Target.IMAGE: Image,
    Target.ARTICLE: Article,
}
GONE: dict[Target, str | Promise] = {
    Target.CATEGORY: gettext_lazy("One of its categories has been deleted. Choose another one."),
    Target.AUTHOR: gettext_lazy("Somebody in the by-line has been deleted. Choose again who signs."),
    Target.TAG: gettext_lazy("One of its tags has been deleted. Choose the tags again."),
    Target.IMAGE: gettext_lazy("One of its pictures has been deleted. Choose another one."),
    Target.ARTICLE: gettext_lazy("An article that it points at has been deleted. Take that link out."),
}
FIELD = {
    Target.CATEGORY: "category",
    Target.AUTHOR: "authors",
    Target.TAG: "tags",
    Target.IMAGE: "picture",
    Target.ARTICLE: "related",
}

Faults = defaultdict[str, list[ValidationError]]


def sanitised(document: Document) -> Document:
    """As the sanitiser of today makes it: the document may be older than one of its rules."""
    return replace(document, body=html.sanitise(document.body))


def refuse_incomplete(document: Document, *, at: datetime) -> None:
    """Raises ValidationError, by field, for what keeps a document from readers at an instant.

    What it refers to is locked, so that none of it goes away before the version that names it is there.
    """
    faults: Faults = defaultdict(list)
    _words(document, faults)
    _targets(document, at, faults)
    if faults:
        raise ValidationError(dict(faults))


def _words(document: Document, faults: Faults) -> None:
    def miss(field: str, words: str) -> None:
        faults[field].append(ValidationError(words, code="missing"))

    if not document.title.strip():
        miss("title", _("Write a headline."))
    elif not document.slug:
        miss("slug", _("Write a few words for its address."))
    if not html.text_of(document.body).strip():
        miss("body", _("Write the text."))
    if document.category is None:
        miss("category", _("Choose a category."))
    if not document.authors:
        miss("authors", _("Say who signs it."))
    if document.picture and not document.picture.alt.strip():
        miss("picture_alt", _("Say in words what the picture shows, for those who don’t see it."))
    uses = html.uses(document.body)
    if any(use.node is html.PICTURE and not use.words["data-alt"] for use in uses):
        miss("body", _("Say in words what each picture in the text shows, for those who don’t see it."))
    if any(use.node is html.EMBED and not use.words["data-title"] for use in uses):
        miss("body", _("Give each link card in the text a title: readers see where it leads before they go."))


def _targets(document: Document, at: datetime, faults: Faults) -> None:
    wanted: defaultdict[Target, set[int]] = defaultdict(set)
    for target, pk in targets(document):
        wanted[target].add(pk)
    for target, ids in wanted.items():
        rows = _locked(MODELS[target], ids)
        if len(rows) < len(ids):
            for field in _fields(document, target, ids - {row.pk for row in rows}):
                faults[field].append(ValidationError(str(GONE[target]), code="gone"))
        elif target is Target.IMAGE:
            _licences(document, rows, at, faults)
        elif target is Target.TAG and any(row.language != document.language for row in rows):
            words = _("One of its tags is in another language. Choose tags in the article’s language.")
            faults["tags"].append(ValidationError(words, code="language"))
    placed = CategoryText.objects.filter(category=document.category, language=document.language)
    if document.category and "category" not in faults and not placed.exists():
        words = _("This category has no name in the article’s language yet. Choose another, or have it named first.")
        faults["category"].append(ValidationError(words, code="language"))


def _locked(model: type[Model], ids: Collection[int]) -> list[Any]:
    rows = model._default_manager.filter(pk__in=ids).order_by("pk")
    # In one order, so that two publications never wait for each other; articles, which can point at one another, not
    # at all: a link to one that goes away goes away with it.
    return list(rows if model is Article else rows.select_for_update())


def _fields(document: Document, target: Target, ids: Collection[int]) -> list[str]:
    """The fields that name any of these rows: the message leads there."""
    uses = html.uses(document.body)
    in_text = {pk for use in uses for node, pk in use.points if NODES[node] is target}
    beside = {pk for kind, pk in targets(replace(document, body="")) if kind is target}
    return [field for field, named in ((FIELD[target], beside), ("body", in_text)) if not named.isdisjoint(ids)]


def _licences(document: Document, pictures: Iterable[Image], at: datetime, faults: Faults) -> None:
    for picture in pictures:
        if picture.licence_over_at and picture.licence_over_at <= at:
            words = _("The licence of the picture “%(name)s” will have ended by then. Choose another picture.")
            fault = ValidationError(words, code="licence", params={"name": picture.name})
            for field in _fields(document, Target.IMAGE, [picture.pk]):
                faults[field].append(fault)
